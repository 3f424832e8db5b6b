from django.urls import path

from assignments.views import (
    assignments,
    board,
    cadres,
    change_sets,
    logins,
    merging,
    own_contact,
    positions,
    reference,
    schemes,
    teams,
)

app_name = "assignments"
reference_urls = [
    path("danh-muc/<slug:name>/", reference.reference_rows, name="reference_rows"),
    path("danh-muc/<slug:name>/them/", reference.reference_add, name="reference_add"),
    path("danh-muc/<slug:name>/sua/<slug:code>/", reference.reference_change, name="reference_change"),
]
scheme_urls = [
    path("chu-truong/", schemes.scheme_list, name="scheme_list"),
    path("chu-truong/moi/", schemes.scheme_new, name="scheme_new"),
    path("chu-truong/<slug:key>/", schemes.scheme_page, name="scheme_page"),
    path("chu-truong/<slug:key>/sua/", schemes.scheme_edit, name="scheme_edit"),
    path("chu-truong/<slug:key>/van-ban/", schemes.scheme_document, name="scheme_document"),
    path("chu-truong/<slug:key>/ket-thuc/", schemes.scheme_end, name="scheme_end"),
    path("chu-truong/<slug:key>/giai-doan-moi/", schemes.scheme_new_term, name="scheme_new_term"),
]
board_urls = [
    path("bang/", board.board, name="board"),
    path("dot/", change_sets.change_set_list, name="change_set_list"),
    path("dot/<slug:key>/", change_sets.change_set_page, name="change_set_page"),
    path("dot/<slug:key>/sua/", change_sets.change_set_edit, name="change_set_edit"),
    path("dot/<slug:key>/bo-dong/", change_sets.change_set_undo, name="change_set_undo"),
    path("dot/<slug:key>/hieu-luc/", change_sets.change_set_force, name="change_set_force"),
    path("dot/<slug:key>/bo/", change_sets.change_set_discard, name="change_set_discard"),
    path("dot/<slug:key>/phu-luc/", change_sets.change_set_annex, name="change_set_annex"),
    path("dot/<slug:key>/quyet-dinh/<slug:kind>/", change_sets.change_set_paper, name="change_set_paper"),
]
assignment_urls = [
    path("danh-sach/", assignments.assignment_list, name="assignment_list"),
    path("danh-sach/<slug:key>/", assignments.assignment_page, name="assignment_page"),
    path("danh-sach/<slug:key>/ket-thuc/", assignments.assignment_end, name="assignment_end"),
    path("danh-sach/<slug:key>/huy/", assignments.assignment_void, name="assignment_void"),
    path("danh-sach/<slug:key>/dinh-chinh/", assignments.assignment_correct, name="assignment_correct"),
]
cadre_urls = [
    path("can-bo/", cadres.cadre_list, name="cadre_list"),
    path("can-bo/moi/", cadres.cadre_new, name="cadre_new"),
    path("can-bo/trung/", merging.cadre_doubles, name="cadre_doubles"),
    path("can-bo/tai-khoan/", logins.logins_make, name="logins_make"),
    path("can-bo/<slug:key>/", cadres.cadre_page, name="cadre_page"),
    path("can-bo/<slug:key>/sua/", cadres.cadre_change, name="cadre_change"),
    path("can-bo/<slug:key>/chuc-vu-moi/", positions.position_add, name="position_add"),
    path("can-bo/<slug:key>/thoi-chuc-vu/", positions.position_end, name="position_end"),
    path("can-bo/<slug:key>/thoi-cong-tac/", positions.cadre_leaving, name="cadre_leaving"),
    path("can-bo/<slug:key>/gop/", merging.cadre_merge, name="cadre_merge"),
    path("can-bo/<slug:key>/phieu-moi/", logins.login_reset, name="login_reset"),
    path("can-bo/<slug:key>/bat-tat/", logins.login_switch, name="login_switch"),
    path("lien-he-cua-toi/", own_contact.own_contact, name="own_contact"),
]
team_urls = [
    path("to-cong-tac/", teams.team_list, name="team_list"),
    path("to-cong-tac/moi/", teams.team_new, name="team_new"),
    path("to-cong-tac/<slug:key>/", teams.team_page, name="team_page"),
    path("to-cong-tac/<slug:key>/thanh-vien/", teams.team_members, name="team_members"),
    path("to-cong-tac/<slug:key>/ket-thuc/", teams.team_end, name="team_end"),
]
urlpatterns = [
    *cadre_urls,
    *team_urls,
    *scheme_urls,
    *board_urls,
    *assignment_urls,
    *reference_urls,
]
