from django.urls import path

from dashboard.views import (
    body_pages,
    chain,
    coverage,
    document_page,
    evidence,
    help,
    history,
    household_closing,
    household_coverage,
    household_groups,
    household_opening,
    household_reads,
    households,
    imports,
    month,
    month_figures,
    overview,
    search,
    unit_page,
)

app_name = "dashboard"
page_urls = [
    path("don-vi/<slug:key>/", unit_page.unit_page, name="unit_page"),
    path("to-chuc/<slug:key>/", body_pages.organisation_page, name="organisation_page"),
    path("co-quan/<slug:key>/", body_pages.agency_page, name="agency_page"),
    path("cum-xa/<slug:key>/", body_pages.zone_page, name="zone_page"),
    path("van-ban/<slug:key>/", document_page.document_page, name="document_page"),
    path("tim/", search.search, name="search"),
    path("lich-su/phieu-cham/<slug:key>/cua-minh/", history.own_sheet_history, name="own_sheet_history"),
    path("lich-su/<slug:kind>/<slug:key>/", history.history, name="history"),
]
urlpatterns = [
    *page_urls,
    path("", overview.overview, name="overview"),
    path("thang-nay/", month.month, name="month"),
    path("thang-nay/so-lieu/", month_figures.month_figures, name="month_figures"),
    path("ket-qua-nam/", evidence.evidence_list, name="evidence_list"),
    path("ket-qua-nam/<slug:key>/", evidence.evidence_page, name="evidence_page"),
    path("ket-qua-nam/<slug:key>/phieu.<slug:kind>", evidence.evidence_paper, name="evidence_paper"),
    path("ket-qua-nam/<slug:key>/so/", evidence.evidence_number, name="evidence_number"),
    path("ket-qua-nam/<slug:key>/<slug:side>/", evidence.evidence_note, name="evidence_own_note"),
    path("ket-qua-nam/<slug:key>/<slug:side>/<slug:place>/", evidence.evidence_note, name="evidence_note"),
    # --- households: numbers of theirs and what happens on them stand beside, the page of one last ---
    path("ho-gia-dinh/", households.household_list, name="household_list"),
    path("ho-gia-dinh/to-nhom/", household_groups.household_group_list, name="household_group_list"),
    path(
        "ho-gia-dinh/to-nhom/<slug:key>/", household_groups.household_group_page, name="household_group_page"
    ),
    path("ho-gia-dinh/ai-da-xem/", household_reads.household_reads, name="household_reads"),
    path("ho-gia-dinh/khi-can/", household_opening.household_rows_page, name="household_rows"),
    path("ho-gia-dinh/do-phu/", household_coverage.household_coverage, name="household_coverage"),
    # Their forms are of the map; what closes them reaches further.
    path(
        "dia-ban/ho-gia-dinh/<slug:key>/ket-thuc/", household_closing.household_close, name="household_close"
    ),
    path(
        "dia-ban/ho-gia-dinh/<slug:key>/mo-lai/", household_closing.household_reopen, name="household_reopen"
    ),
    path("dia-ban/to-nhom/<slug:key>/ket-thuc/", household_closing.group_close, name="group_close"),
    path("dia-ban/to-nhom/<slug:key>/mo-lai/", household_closing.group_reopen, name="group_reopen"),
    path("ho-gia-dinh/<slug:key>/", households.household_page, name="household_page"),
    path("do-phu/", coverage.coverage_page, name="coverage"),
    path("do-phu/chua-co-can-bo/", coverage.vacant_list, name="coverage_vacant"),
    path("do-phu/da-co-can-bo/", coverage.covered_list, name="coverage_covered"),
    path("do-phu/nhieu-dia-ban/", coverage.several_list, name="coverage_several"),
    path("do-phu/can-bo-chua-co-dia-ban/", coverage.idle_list, name="coverage_idle"),
    path("ai-theo-doi/<slug:key>/", chain.who_follows, name="who_follows"),
    path("tro-giup/", help.help_page, name="help"),
    path("nhap/", imports.import_list, name="import_list"),
    path("nhap/loai/<slug:kind>/mau/", imports.import_template, name="import_template"),
    path("nhap/loai/<slug:kind>/", imports.import_upload, name="import_upload"),
    path("nhap/<slug:key>/", imports.import_page, name="import_page"),
    path("nhap/<slug:key>/kiem-tra/", imports.import_check, name="import_check"),
    path("nhap/<slug:key>/ap-dung/", imports.import_apply, name="import_apply"),
    path("nhap/<slug:key>/loi/", imports.import_errors, name="import_errors"),
    path("nhap/<slug:key>/bo/", imports.import_discard, name="import_discard"),
    path("nhap/<slug:key>/lay-lai/", imports.import_take_back, name="import_take_back"),
]
