from django.urls import path

from meetings.views import (
    branch_page,
    day_rules,
    followed,
    letters,
    meetings,
    schedule_files,
    schedules,
    situations,
    staff,
    tasks,
    timeline,
    visits,
)

app_name = "meetings"
day_rule_urls = [
    path("ngay-co-dinh/", day_rules.day_rule_list, name="day_rule_list"),
    path("ngay-co-dinh/them/", day_rules.day_rule_new, name="day_rule_new"),
    path("ngay-co-dinh/<slug:key>/doi/", day_rules.day_rule_change, name="day_rule_change"),
    path("ngay-co-dinh/<slug:key>/ket-thuc/", day_rules.day_rule_end, name="day_rule_end"),
    path("thang-doi-ngay/", day_rules.moved_day_list, name="moved_day_list"),
    path("thang-doi-ngay/them/", day_rules.moved_day_new, name="moved_day_new"),
    path("thang-doi-ngay/<slug:key>/thoi/", day_rules.moved_day_drop, name="moved_day_drop"),
    path("han-dang-ky/", day_rules.deadline_list, name="deadline_list"),
    path("han-dang-ky/them/", day_rules.deadline_new, name="deadline_new"),
    path("han-dang-ky/<slug:key>/ket-thuc/", day_rules.deadline_end, name="deadline_end"),
]
schedule_urls = [
    path("lich/", schedules.schedule_list, name="schedule_list"),
    path("lich/xa/<slug:key>/", schedules.schedule_commune, name="schedule_commune"),
    path("lich/xa/<slug:key>/bang/", schedule_files.schedule_sheet, name="schedule_sheet"),
    path("lich/xa/<slug:key>/to-in.<slug:kind>", schedule_files.schedule_paper, name="schedule_paper"),
    path("lich/<slug:key>/", schedules.schedule_page, name="schedule_page"),
    path("lich/<slug:key>/tra-lai/", schedules.schedule_return, name="schedule_return"),
]
meeting_urls = [
    path("", meetings.meeting_list, name="meeting_list"),
    path("buoi/them/", meetings.meeting_new, name="meeting_new"),
    path("buoi/<slug:key>/", meetings.meeting_page, name="meeting_page"),
    path("buoi/<slug:key>/da-hop/", meetings.meeting_held, name="meeting_held"),
    path("buoi/<slug:key>/khong-hop/", meetings.meeting_not_held, name="meeting_not_held"),
    path("buoi/<slug:key>/chuan-bi/", meetings.meeting_prepared, name="meeting_prepared"),
    path("buoi/<slug:key>/doi-lich/", meetings.meeting_replan, name="meeting_replan"),
    path("buoi/<slug:key>/huy/", meetings.meeting_void, name="meeting_void"),
]
branch_urls = [
    path("buoi/<slug:key>/viec/", tasks.meeting_tasks, name="meeting_tasks"),
    path("viec/", tasks.task_list, name="task_list"),
    path("viec/<slug:key>/", tasks.task_page, name="task_page"),
    path("viec/<slug:key>/sua/", tasks.task_correct, name="task_correct"),
    path("viec/<slug:key>/lam-tiep/", tasks.task_reopen, name="task_reopen"),
    path("chi-bo/<slug:key>/", branch_page.branch_page, name="branch_page"),
    path("chi-bo/<slug:key>/lien-he/", timeline.contact_new, name="contact_new"),
    path("chi-bo/<slug:key>/kiem-tra/", timeline.inspection_new, name="inspection_new"),
    path("chi-bo/<slug:key>/van-ban/", timeline.shelf_new, name="shelf_new"),
    path("chi-bo/<slug:key>/tinh-hinh/", situations.situation_form, name="situation_form"),
    path("don-vi/<slug:key>/lien-he/", timeline.unit_contact_new, name="unit_contact_new"),
    path("lien-he/<slug:key>/huy/", timeline.contact_void, name="contact_void"),
    path("kiem-tra/<slug:key>/huy/", timeline.inspection_void, name="inspection_void"),
    path("van-ban/<slug:key>/thoi/", timeline.shelf_end, name="shelf_end"),
    path("tinh-hinh/", situations.situation_list, name="situation_list"),
    path("tinh-hinh/theo-xa/", situations.situation_counts, name="situation_counts"),
]
feed_urls = [
    path("lich-cua-toi/", followed.followed_schedule, name="followed_schedule"),
    path("lich-cua-toi/dia-chi/", followed.feed_page, name="feed_page"),
    path("lich-ics/<str:token>/lich-sinh-hoat.ics", followed.feed, name="feed"),
    path("lich-can-bo/", staff.staff_schedule, name="staff_schedule"),
    path("lich-can-bo/<slug:key>/phieu.<slug:kind>", staff.staff_slip, name="staff_slip"),
]
visit_urls = [
    path("chon-buoi-du/", visits.visit_choose, name="visit_choose"),
    path("lich-du/", visits.visit_list, name="visit_list"),
    path("lan-du/<slug:key>/bo/", visits.visit_cancel, name="visit_cancel"),
]
letter_urls = [
    path("giay-gioi-thieu/", letters.letter_list, name="letter_list"),
    path("giay-gioi-thieu/lap/", letters.letters_new, name="letters_new"),
    path("giay-gioi-thieu/dot/<slug:batch>/", letters.letter_batch, name="letter_batch"),
    path(
        "giay-gioi-thieu/dot/<slug:batch>/tai.<slug:kind>",
        letters.letter_batch_file,
        name="letter_batch_file",
    ),
    path("giay-gioi-thieu/to/<slug:key>/", letters.letter_page, name="letter_page"),
    path("giay-gioi-thieu/to/<slug:key>/tai.<slug:kind>", letters.letter_file, name="letter_file"),
    path("giay-gioi-thieu/to/<slug:key>/so/", letters.letter_number, name="letter_number"),
    path("giay-gioi-thieu/to/<slug:key>/thu-hoi/", letters.letter_revoke, name="letter_revoke"),
    path("kiem-tra-giay/<str:code>/", letters.letter_check, name="letter_check"),
]
urlpatterns = [
    *day_rule_urls,
    *schedule_urls,
    *meeting_urls,
    *branch_urls,
    *feed_urls,
    *visit_urls,
    *letter_urls,
]
