"""Rubrics, score sheets, indicators, targets: all under /cham-diem/, a list per noun."""

from django.urls import path

from scores.views import (
    home,
    indicator_editing,
    indicators,
    meeting_years,
    meetings,
    months,
    periods,
    registrations,
    rubric_drafting,
    rubric_opinions,
    rubrics,
    sheet_steps,
    sheets,
    targets,
    themes,
    watch_lists,
)

app_name = "scores"
# The first of the tabs
home_urls = [path("", home.home, name="home")]
# Rubrics: drafts, opinions, issuing
rubric_urls = [
    path("bo-tieu-chi/", rubrics.rubric_list, name="rubric_list"),
    path("bo-tieu-chi/moi/", rubric_drafting.rubric_new, name="rubric_new"),
    path("bo-tieu-chi/y-kien/<slug:key>/tra-loi/", rubric_opinions.comment_answer, name="comment_answer"),
    path("bo-tieu-chi/y-kien/<slug:key>/rut/", rubric_opinions.comment_withdraw, name="comment_withdraw"),
    path("bo-tieu-chi/<slug:key>/", rubrics.rubric_page, name="rubric_page"),
    path("bo-tieu-chi/<slug:key>/sua/", rubric_drafting.rubric_change, name="rubric_change"),
    path("bo-tieu-chi/<slug:key>/<slug:part>/them/", rubric_drafting.part_new, name="part_new"),
    path("bo-tieu-chi/<slug:key>/<slug:part>/<int:number>/", rubric_drafting.part_change, name="part_change"),
    path(
        "bo-tieu-chi/<slug:key>/<slug:part>/<int:number>/bo/", rubric_drafting.part_remove, name="part_remove"
    ),
    path("bo-tieu-chi/<slug:key>/lay-y-kien/", rubric_opinions.rubric_consult, name="rubric_consult"),
    path("bo-tieu-chi/<slug:key>/thoi-y-kien/", rubric_opinions.rubric_take_back, name="rubric_take_back"),
    path("bo-tieu-chi/<slug:key>/gop-y/", rubric_opinions.comment_new, name="comment_new"),
    path("bo-tieu-chi/<slug:key>/bo/", rubric_opinions.rubric_drop, name="rubric_drop"),
    path("bo-tieu-chi/<slug:key>/ban-hanh/", rubric_opinions.rubric_issue, name="rubric_issue"),
]
# Sheets of meetings, by the branch and by the visiting superior
meeting_urls = [
    path("buoi/", meetings.meeting_scores, name="meeting_scores"),
    path("buoi/luon-tu-cham-cao/", meetings.always_full_list, name="always_full"),
    path("buoi/ca-nam/", meeting_years.branch_year_list, name="branch_years"),
    path("buoi/chi-bo/<slug:key>/", meetings.meeting_trend, name="meeting_trend"),
    path("buoi/<slug:key>/tu-cham/", meetings.meeting_sheet, name="meeting_sheet"),
    path("luot/<slug:key>/cham/", meetings.turn_sheet, name="turn_sheet"),
]
# One page for sheets of all kinds
sheet_urls = [
    path("phieu/<slug:key>/", sheets.sheet_page, name="sheet_page"),
    path("phieu/<slug:key>/in.<slug:kind>", sheets.sheet_paper, name="sheet_paper"),
    path("phieu/<slug:key>/dong/", sheets.sheet_row, name="sheet_row"),
    path("phieu/<slug:key>/de-xuat/", sheets.sheet_renew, name="sheet_renew"),
    path("phieu/<slug:key>/buoc/<slug:step>/", sheet_steps.sheet_step, name="sheet_step"),
    path("xem-lai/<slug:key>/", sheet_steps.appeal_decide, name="appeal_decide"),
]
# Monthly scores of organisations
month_urls = [
    path("thang/", months.month_list, name="month_list"),
    path("thang/<slug:key>/<str:month>/", months.month_open, name="month_open"),
    path("nam/", months.year_page, name="year_page"),
    path("ky/", periods.period_list, name="period_list"),
]
# Indicators, watch-lists
indicator_urls = [
    path("chi-so/", indicators.indicator_list, name="indicator_list"),
    path("chi-so/ghi/", indicators.value_new, name="value_new"),
    path("chi-so/moi/", indicator_editing.indicator_new, name="indicator_new"),
    path("chi-so/so/<slug:key>/dinh-chinh/", indicator_editing.value_correct, name="value_correct"),
    path("chi-so/so/<slug:key>/huy/", indicators.value_void, name="value_void"),
    path("chi-so/<slug:code>/", indicators.indicator_page, name="indicator_page"),
    path("can-quan-tam/", watch_lists.watch_list, name="watch_list"),
    path("chi-so/<slug:key>/sua/", indicator_editing.indicator_change, name="indicator_change"),
    path("can-quan-tam/chi-bo-theo-so-dang-vien/", watch_lists.size_list, name="size_list"),
    path("can-quan-tam/moi/", indicator_editing.watch_new, name="watch_new"),
    path("can-quan-tam/<slug:key>/sua/", indicator_editing.watch_change, name="watch_change"),
    path("can-quan-tam/<slug:key>/", watch_lists.watch_page, name="watch_page"),
]
# Targets, urgings, model branches, themes
target_urls = [
    path("chi-tieu/", targets.target_list, name="target_list"),
    path("chi-tieu/giao/", targets.target_new, name="target_new"),
    path("chi-tieu/chu-de/", themes.theme_new, name="theme_new"),
    path("chi-tieu/chu-de/<slug:key>/doi/", themes.theme_change, name="theme_change"),
    path("chi-tieu/<slug:key>/", targets.target_page, name="target_page"),
    path("chi-tieu/<slug:key>/doi/", targets.target_change, name="target_change"),
    path("chi-tieu/<slug:key>/huy/", targets.target_void, name="target_void"),
    path("chi-tieu/<slug:key>/don-doc/", targets.urging_new, name="urging_new"),
    path("chi-tieu/don-doc/<slug:key>/huy/", targets.urging_void, name="urging_void"),
    path("mo-hinh/", registrations.registration_list, name="registration_list"),
    path("mo-hinh/dang-ky/", registrations.registration_new, name="registration_new"),
    path(
        "mo-hinh/<slug:key>/cong-nhan/", registrations.registration_recognise, name="registration_recognise"
    ),
    path("mo-hinh/<slug:key>/rut/", registrations.registration_withdraw, name="registration_withdraw"),
]
urlpatterns = [
    *home_urls,
    *rubric_urls,
    *meeting_urls,
    *sheet_urls,
    *month_urls,
    *indicator_urls,
    *target_urls,
]
