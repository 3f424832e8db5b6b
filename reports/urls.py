from django.urls import path

from reports.views import (
    checklists,
    drafts,
    expected,
    forms,
    host,
    late,
    own,
    paper,
    reading,
    review,
    sensitive,
    staff,
    steps,
    turns,
    visits,
    writing,
)

app_name = "reports"
writing_urls = [
    path("moi/", writing.report_new, name="report_new"),
    path("cua-toi/", own.own_list, name="own_list"),
    path("nhap/", drafts.draft_list, name="draft_list"),
    path("nhap/luu/", drafts.draft_save, name="draft_save"),
    path("nhap/<slug:key>/bo/", drafts.draft_discard, name="draft_discard"),
    path("xem/<slug:key>/sua/", writing.report_edit, name="report_edit"),
    path("tep/<slug:key>/", drafts.attachment, name="attachment"),
]
review_urls = [
    path("", review.review_list, name="review_list"),
    path("lan-luot/", review.review_next, name="review_next"),
    path("nhan-nhieu/", review.review_many, name="review_many"),
    path("gan-giong-nhau/", review.likeness_list, name="likeness_list"),
    path("o-co-so/", host.shared_list, name="shared_list"),
    path("co-quan/", staff.staff_reports, name="staff_reports"),
    path("xem/<slug:key>/", reading.report_page, name="report_page"),
    path("xem/<slug:key>/nhan/", steps.report_accept, name="report_accept"),
    path("xem/<slug:key>/tra-lai/", steps.report_return, name="report_return"),
    path("xem/<slug:key>/da-xem/", steps.report_seen, name="report_seen"),
    path("xem/<slug:key>/khoa/", steps.report_lock, name="report_lock"),
    path("xem/<slug:key>/bo-sung/", steps.report_add, name="report_add"),
    path("xem/<slug:key>/tra-loi/", host.branch_respond, name="branch_respond"),
    path("xem/<slug:key>/du-luan/", sensitive.sensitive_page, name="sensitive_page"),
    path("xem/<slug:key>/du-luan/nhat-ky/", sensitive.sensitive_log, name="sensitive_log"),
]
form_urls = [
    path("giay/", paper.paper_choose, name="paper_choose"),
    path("giay/nhap/", paper.paper_write, name="paper_write"),
    path("giay/mau.<slug:kind>", paper.blank_form, name="blank_form"),
    path("danh-muc-kiem/", checklists.checklist_coverage, name="checklist_coverage"),
    path("mau/", forms.form_list, name="form_list"),
    path("mau/danh-muc/<slug:key>/", forms.checklist_page, name="checklist_page"),
    path("mau/danh-muc/<slug:key>/chep/", forms.checklist_copy, name="checklist_copy"),
    path("mau/danh-muc/<slug:key>/sua/", forms.checklist_change, name="checklist_change"),
    path("mau/danh-muc/<slug:key>/thoi/", forms.checklist_end, name="checklist_end"),
    path("mau/chu-truong/<slug:key>/", forms.sections_change, name="sections_change"),
    path("danh-muc/<slug:name>/", forms.reference_rows, name="reference_rows"),
    path("danh-muc/<slug:name>/them/", forms.reference_add, name="reference_add"),
    path("danh-muc/<slug:name>/sua/<slug:code>/", forms.reference_change, name="reference_change"),
]
expected_urls = [
    path("du-sinh-hoat/", expected.expected_page, name="expected_page"),
    path("du-sinh-hoat/o/<slug:kind>/<slug:key>/<str:month>/", expected.expected_cell, name="expected_cell"),
    path("du-sinh-hoat/chi-tieu/", expected.expected_list, name="expected_list"),
    path("du-sinh-hoat/it-du/", expected.low_list, name="low_list"),
    path("luot-du/", turns.attendance_list, name="attendance_list"),
    path("luot-du/<slug:key>/", turns.attendance_page, name="attendance_page"),
    path("luot-du/<slug:key>/huy/", turns.attendance_void, name="attendance_void"),
    path("vang/", turns.absence_list, name="absence_list"),
    path("vang/moi/", turns.absence_new, name="absence_new"),
    path("vang/<slug:key>/huy/", turns.absence_void, name="absence_void"),
]
suggestion_urls = [
    path("di-dau/", visits.suggestions, name="suggestions"),
    path("lan-du/<slug:key>/", visits.visit_page, name="visit_page"),
]
reminder_urls = [
    path("can-nhac/", late.late_list, name="late_list"),
    path("can-nhac/nhac/", late.late_remind, name="late_remind"),
]
urlpatterns = [
    *writing_urls,
    *review_urls,
    *form_urls,
    *expected_urls,
    *reminder_urls,
    *suggestion_urls,
]
