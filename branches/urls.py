from django.urls import path

from branches.views import (
    agencies,
    documents,
    grants,
    household_groups,
    households,
    office_holders,
    organisations,
    papers,
    reference,
    unit_forms,
    units,
    zones,
)

app_name = "branches"
grant_urls = [
    path("phan-quyen/", grants.grant_list, name="grant_list"),
    path("phan-quyen/cap/", grants.grant_place, name="grant_place"),
    path("phan-quyen/cap/<slug:kind>/<slug:key>/", grants.grant_new, name="grant_new"),
    path("phan-quyen/<slug:key>/ket-thuc/", grants.grant_end, name="grant_end"),
    path("phan-quyen/nguoi/<slug:key>/", grants.login_page, name="login_page"),
    path("phan-quyen/nguoi/<slug:key>/phieu-moi/", grants.login_reset, name="login_reset"),
    path("phan-quyen/nguoi/<slug:key>/khoa/", grants.login_lock, name="login_lock"),
    path("phan-quyen/nguoi/<slug:key>/mo-khoa/", grants.login_unlock, name="login_unlock"),
]
unit_urls = [
    path("", units.unit_list, name="unit_list"),
    path("don-vi/<slug:key>/them/", unit_forms.unit_open, name="unit_open"),
    path("don-vi/<slug:key>/thay-doi/", unit_forms.unit_change, name="unit_change"),
    path("don-vi/<slug:key>/dinh-chinh/", unit_forms.unit_correct, name="unit_correct"),
    path("don-vi/<slug:key>/ket-thuc/", unit_forms.unit_close, name="unit_close"),
    path("don-vi/<slug:key>/ten-khac/", unit_forms.unit_aliases, name="unit_aliases"),
]
organisation_urls = [
    path("to-chuc/", organisations.organisation_list, name="organisation_list"),
    path("to-chuc/them/", organisations.organisation_open, name="organisation_open"),
    path("to-chuc/<slug:key>/thay-doi/", organisations.organisation_change, name="organisation_change"),
    path("to-chuc/<slug:key>/dinh-chinh/", organisations.organisation_correct, name="organisation_correct"),
    path("to-chuc/<slug:key>/dia-ban/", organisations.organisation_ground, name="organisation_ground"),
    path("to-chuc/<slug:key>/dang-vien/", organisations.organisation_count, name="organisation_count"),
    path("to-chuc/<slug:key>/ket-thuc/", organisations.organisation_close, name="organisation_close"),
]
office_holder_urls = [
    path("chuc-danh/", office_holders.office_holder_list, name="office_holder_list"),
    path(
        "don-vi/<slug:key>/chuc-danh/",
        office_holders.office_holder_open,
        {"kind": "don-vi"},
        name="office_holder_of_unit",
    ),
    path(
        "to-chuc/<slug:key>/chuc-danh/",
        office_holders.office_holder_open,
        {"kind": "to-chuc"},
        name="office_holder_of_organisation",
    ),
    path("chuc-danh/<slug:key>/sua/", office_holders.office_holder_change, name="office_holder_change"),
    path("chuc-danh/<slug:key>/thoi/", office_holders.office_holder_end, name="office_holder_end"),
]
agency_urls = [
    path("co-quan/", agencies.agency_list, name="agency_list"),
    path("co-quan/them/", agencies.agency_open, name="agency_open"),
    path("co-quan/<slug:key>/sua/", agencies.agency_change, name="agency_change"),
    path("co-quan/<slug:key>/ket-thuc/", agencies.agency_close, name="agency_close"),
    path("co-quan/<slug:key>/mo-lai/", agencies.agency_reopen, name="agency_reopen"),
]
zone_urls = [
    path("cum-xa/", zones.zone_list, name="zone_list"),
    path("cum-xa/them/<slug:key>/", zones.zone_open, name="zone_open"),
    path("cum-xa/<slug:key>/sua/", zones.zone_change, name="zone_change"),
    path("cum-xa/<slug:key>/cac-xa/", zones.zone_members, name="zone_members"),
    path("cum-xa/<slug:key>/ket-thuc/", zones.zone_close, name="zone_close"),
]
document_urls = [
    path("van-ban/", documents.document_list, name="document_list"),
    path("van-ban/them/", documents.document_open, name="document_open"),
    path("van-ban/<slug:key>/sua/", documents.document_change, name="document_change"),
]
paper_urls = [
    path("mau-van-ban/", papers.paper_list, name="paper_list"),
    path("mau-van-ban/<slug:form>/", papers.paper_change, name="paper_change"),
]
household_urls = [
    path("ho-gia-dinh/them/", households.household_open, name="household_open"),
    path("ho-gia-dinh/<slug:key>/sua/", households.household_correct, name="household_correct"),
    path("ho-gia-dinh/<slug:key>/to/", households.household_move, name="household_move"),
    path("ho-gia-dinh/<slug:key>/dien/", households.household_tags, name="household_tags"),
    path("to-nhom/them/", household_groups.group_open, name="group_open"),
    path("to-nhom/<slug:key>/sua/", household_groups.group_change, name="group_change"),
]
reference_urls = [
    path("danh-muc/", reference.reference_list, name="reference_list"),
    path("danh-muc/<slug:name>/", reference.reference_rows, name="reference_rows"),
    path("danh-muc/<slug:name>/them/", reference.reference_add, name="reference_add"),
    path("danh-muc/<slug:name>/sua/<slug:code>/", reference.reference_change, name="reference_change"),
]
urlpatterns = [
    *unit_urls,
    *organisation_urls,
    *office_holder_urls,
    *agency_urls,
    *zone_urls,
    *document_urls,
    *paper_urls,
    *household_urls,
    *reference_urls,
    *grant_urls,
]
