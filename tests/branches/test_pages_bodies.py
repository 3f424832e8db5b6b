"""Lists and forms of organisations, offices, agencies, zones, documents and the small lists, through their pages."""

from datetime import date

import pytest
from django.urls import reverse

from branches.models import (
    Agency,
    AgencyKind,
    DocumentRelation,
    Office,
    OfficeHolder,
    OfficialDocument,
    Organisation,
    OrganisationVersion,
    UnitKind,
    Zone,
)
from branches.querysets.bodies import organisation_names
from tests.factories import START, AgencyFactory, DocumentFactory, organisation, small_map
from tests.pages import browser_of, queries_of, rows_of, words

pytestmark = pytest.mark.django_db
REFORM = date(2025, 7, 1)


@pytest.fixture
def units():
    return small_map()


@pytest.fixture
def officer(units):
    return browser_of("org_staff", unit=units["P1D1"])


@pytest.fixture
def branch(units):
    return organisation(units["P1D1C1H1"], code="CB1", name="Chi bộ ấp Một", branch_type="residential")


def page(name, thing):
    return reverse(f"branches:{name}", args=[thing.key])


def holder(unit, office="secretary", **fields):
    values = {"full_name": "Lê Văn Cũ", "starts_on": START, "phone": "0900 000 001"}
    return OfficeHolder.objects.create(unit=unit, office=Office.objects.get(code=office), **(values | fields))


# --- organisations ---


def test_an_organisation_is_opened_on_its_ground(units, officer):
    committee = organisation(units["P1D1C1"], code="DB", name="Đảng bộ xã Một", kind="grassroots_committee")
    asked = {
        "kind": "branch",
        "branch_type": "residential",
        "name": "Chi bộ  ấp ghép",
        "opened_on": "01/07/2025",
        "parent": "dang bo xa mot",
        "unit": "P1D1C1H1",
        "other_units": "P1D1C1H2",
    }
    response = officer.post(reverse("branches:organisation_open"), asked)
    made = Organisation.objects.latest("pk")
    assert response["Location"] == made.get_absolute_url()
    version = made.versions.get()
    assert (version.name, version.parent, version.code) == ("Chi bộ ấp ghép", committee, "TC.P1D1C1H1-01")
    ground = made.unit_links.values_list("unit__key", "is_main")
    assert set(ground) == {(units["P1D1C1H1"].key, True), (units["P1D1C1H2"].key, False)}
    assert "Đã lập Chi bộ ấp ghép" in words(officer.get(made.get_absolute_url()))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"unit": "P1D2C1"}, "Không tìm thấy “P1D2C1”"),
        ({"parent": "Chi bộ ấp Một"}, "Không tìm thấy “Chi bộ ấp Một”"),  # a branch has nothing beneath it
        ({"code": "CB1"}, "Mã này đang là mã của một tổ chức khác"),
        ({"name": "   "}, "Tên:"),
        ({"opened_on": "x"}, "Lập từ ngày:"),
    ],
)
def test_an_organisation_that_cannot_be_is_explained(units, officer, branch, values, sentence):
    asked = {"kind": "branch", "name": "Chi bộ Mới", "opened_on": "01/07/2025", "unit": "P1D1C1H2"}
    response = officer.post(reverse("branches:organisation_open"), asked | values)
    assert response.status_code == 200 and sentence in words(response)
    assert Organisation.objects.count() == 1


def test_an_organisation_changes_from_a_day_on(units, officer, branch):
    asked = {"on": "01/07/2025", "name": "Chi bộ ấp Hai", "code": "CB1", "parent": ""}
    assert officer.post(page("organisation_change", branch), asked).status_code == 302
    assert organisation_names([branch.pk], date(2025, 6, 30)) == {branch.pk: "Chi bộ ấp Một"}
    assert organisation_names([branch.pk], REFORM) == {branch.pk: "Chi bộ ấp Hai"}
    response = officer.post(page("organisation_change", branch), asked | {"on": "01/08/2025"})
    assert "Không có gì thay đổi" in words(response)


def test_an_organisation_does_not_stand_under_itself(units, officer):
    upper = organisation(units["P1D1"], code="U", name="Đảng bộ trên", kind="committee")
    lower = organisation(units["P1D1C1"], code="L", name="Đảng bộ dưới", kind="committee", parent=upper)
    asked = {"on": "01/07/2025", "name": "Đảng bộ trên", "code": "U", "parent": "Đảng bộ dưới (L)"}
    assert "đang trực thuộc chính tổ chức này" in words(
        officer.post(page("organisation_change", upper), asked)
    )
    assert lower.versions.count() == upper.versions.count() == 1


def test_what_an_organisation_is_may_be_corrected(units, officer, branch):
    asked = {"name": "Chi bộ ấp Đúng", "code": "CB1", "kind": "branch", "branch_type": "school"}
    assert officer.post(page("organisation_correct", branch), asked).status_code == 302
    branch.refresh_from_db()
    assert branch.branch_type == "school" and branch.versions.get().name == "Chi bộ ấp Đúng"


def test_the_ground_moves_with_its_road_and_its_people(units, officer, branch):
    secretary = holder(units["P1D1C1H1"], organisation=branch)
    asked = {"on": "01/07/2025", "main": "P1D1C2H1", "others": "P1D1C1H1"}
    assert officer.post(page("organisation_ground", branch), asked).status_code == 302
    branch.refresh_from_db()
    secretary.refresh_from_db()
    assert branch.unit == secretary.unit == units["P1D1C2H1"]
    ground = branch.unit_links.on(REFORM).values_list("unit__key", "is_main")
    assert set(ground) == {(units["P1D1C2H1"].key, True), (units["P1D1C1H1"].key, False)}
    assert "Không có gì thay đổi" in words(officer.post(page("organisation_ground", branch), asked))


def test_members_are_counted_by_day_and_said_again_they_replace(units, officer, branch):
    address = page("organisation_count", branch)
    officer.post(address, {"counted_on": "31/12/2025", "official": 20, "probationary": 2, "exempt": 3})
    officer.post(address, {"counted_on": "31/12/2025", "official": 21, "probationary": 2, "exempt": 3})
    assert [count.total for count in branch.member_counts.all()] == [23]
    response = officer.post(
        address, {"counted_on": "31/12/2026", "official": 1, "probationary": 0, "exempt": 5}
    )
    assert "không thể nhiều hơn tổng số đảng viên" in words(response)
    response = officer.post(
        address, {"counted_on": "31/12/2026", "official": "nhiều", "probationary": 0, "exempt": 0}
    )
    assert "Đảng viên chính thức:" in words(response)


def test_an_organisation_closes_with_its_offices(units, officer, branch):
    holder(units["P1D1C1H1"], organisation=branch)
    asked = {"on": "01/07/2025"}
    text = words(officer.post(page("organisation_close", branch), asked))
    assert "Chi bộ ấp Một không còn từ ngày 01/07/2025" in text and "Lê Văn Cũ" in text
    branch.refresh_from_db()
    assert branch.closed_on is None
    officer.post(page("organisation_close", branch), asked | {"xac-nhan": "1"})
    branch.refresh_from_db()
    assert branch.closed_on == OfficeHolder.objects.get().ends_on == REFORM
    assert not branch.versions.on(REFORM).exists() and not branch.unit_links.on(REFORM).exists()
    text = words(officer.get(branch.get_absolute_url()))
    assert "Đã kết thúc từ ngày 01/07/2025" in text and "Lê Văn Cũ" in text


def test_a_committee_with_branches_beneath_it_does_not_close(units, officer):
    upper = organisation(units["P1D1C1"], code="U", name="Đảng bộ xã", kind="grassroots_committee")
    organisation(units["P1D1C1H1"], code="L", name="Chi bộ", parent=upper)
    response = officer.post(page("organisation_close", upper), {"on": "01/07/2025", "xac-nhan": "1"})
    assert "Còn 1 tổ chức trực thuộc Đảng bộ xã" in words(response)


def test_the_list_of_organisations_shows_what_stands_on_the_day(units, officer, branch):
    branch.member_counts.create(counted_on=START, official=17)
    holder(units["P1D1C1H1"], organisation=branch, full_name="Trần Thị Bí Thư")
    organisation(units["P1D2C1H1"], code="XA", name="Chi bộ nơi khác")
    address = reverse("branches:organisation_list")
    text = words(officer.get(address))
    for part in ("Chi bộ ấp Một", "Ấp Mẫu P1D1C1H1", "Trần Thị Bí Thư", "17"):
        assert part in text
    assert "nơi khác" not in text
    assert "Chi bộ ấp Một" in words(officer.get(address, {"thuoc": units["P1D1C1"].key}))
    assert "Chi bộ ấp Một" not in words(officer.get(address, {"thuoc": units["P1D1C2"].key}))
    assert officer.get(address, {"thuoc": units["P1D2"].key}).status_code == 404
    assert "chưa có tổ chức đảng nào" in words(officer.get(address, {"ngay": "01/01/2019"}))
    assert any("Chi bộ ấp Một" in map(str, row) for row in rows_of(officer.get(address, {"export": "xlsx"})))
    viewer = browser_of("viewer", unit=units["P1D1"])
    assert "Trần Thị Bí Thư" not in words(viewer.get(address))  # names are not for those who see numbers


def test_the_lists_ask_as_much_for_many_as_for_few(units, officer, branch):
    document = DocumentFactory(issuer_unit=units["P1D1"])
    AgencyFactory(unit=units["P1D1"])
    Zone.objects.create(unit=units["P1D1"], code="Z", name="Cụm", starts_on=START)
    holder(units["P1D1C1H1"], organisation=branch)
    names = ("organisation_list", "office_holder_list", "agency_list", "zone_list", "document_list")
    few = {name: queries_of(officer, reverse(f"branches:{name}")) for name in names}
    for number in range(12):
        unit = units["P1D1C2"] if number % 2 else units["P1D1C1H2"]
        more = organisation(unit, code=f"N{number}", name=f"Chi bộ {number}")
        more.member_counts.create(counted_on=START, official=number)
        holder(unit, organisation=more, full_name=f"Lê {number}")
        AgencyFactory(unit=unit)
        Zone.objects.create(unit=unit, code=f"Z{number}", name=f"Cụm {number}", starts_on=START)
        later = DocumentFactory(issuer_unit=unit, issued_on=date(2021, 1, 1 + number))
        DocumentRelation.objects.create(document=later, relates_to=document, relation="amends")
    many = {name: queries_of(officer, reverse(f"branches:{name}")) for name in names}
    assert many == few
    assert max(many.values()) <= 25


# --- offices ---


def test_somebody_new_takes_an_office_and_the_one_before_ends(units, officer):
    before = holder(units["P1D1C1H1"], office="hamlet_head")
    asked = {
        "office": Office.objects.get(code="hamlet_head").pk,
        "full_name": "Nguyễn Thị  Mới",
        "phone": "0900 000 002",
        "starts_on": "01/07/2025",
        "is_local": "yes",
        "succeeds": [before.key],
    }
    assert officer.post(page("office_holder_of_unit", units["P1D1C1H1"]), asked).status_code == 302
    before.refresh_from_db()
    assert before.ends_on == REFORM
    text = words(officer.get(units["P1D1C1H1"].get_absolute_url()))
    assert "Nguyễn Thị Mới" in text and "0900 000 002" in text and "Lê Văn Cũ" not in text
    past = words(officer.get(units["P1D1C1H1"].get_absolute_url(), {"ngay": "30/06/2025"}))
    assert "Lê Văn Cũ" in past and "Nguyễn Thị Mới" not in past


def test_an_office_is_explained_where_it_cannot_be(units, officer, branch):
    asked = {"office": Office.objects.get(code="secretary").pk, "full_name": "A", "starts_on": "02/07/2025"}
    address = page("office_holder_of_organisation", branch)
    text = words(officer.post(address, asked | {"last_day": "01/07/2025"}))
    assert "Ngày cuối cùng phải từ ngày bắt đầu trở đi" in text
    branch.closed_on = REFORM
    branch.save()
    assert "Nơi này đã kết thúc từ ngày 01/07/2025" in words(officer.post(address, asked))
    assert not OfficeHolder.objects.exists()


def test_a_holder_is_corrected_and_ends(units, officer, branch):
    secretary = holder(units["P1D1C1H1"], organisation=branch)
    asked = {
        "office": secretary.office_id,
        "full_name": "Lê Văn Đúng",
        "phone": "0911",
        "starts_on": "01/01/2020",
        "is_part_time_cadre": "no",
    }
    officer.post(page("office_holder_change", secretary), asked)
    secretary.refresh_from_db()
    assert (secretary.full_name, secretary.phone, secretary.is_part_time_cadre) == (
        "Lê Văn Đúng",
        "0911",
        False,
    )
    officer.post(page("office_holder_end", secretary), {"last_day": "30/06/2025"})
    secretary.refresh_from_db()
    assert secretary.ends_on == REFORM
    response = officer.post(page("office_holder_end", secretary), {"last_day": "31/12/2025"})
    assert "đã thôi chức danh này từ ngày 01/07/2025" in words(response)


def test_the_secretary_who_heads_the_hamlet_is_derived_for_the_day(units, officer, branch):
    holder(units["P1D1C1H1"], organisation=branch, full_name="Trần Văn Hai Vai")
    holder(units["P1D1C1H1"], office="hamlet_head", full_name="Trần Văn  Hai Vai", ends_on=REFORM)
    page_of_unit = units["P1D1C1H1"].get_absolute_url()
    assert "đồng thời là trưởng ấp" in words(officer.get(page_of_unit, {"ngay": "30/06/2025"}))
    assert "đồng thời là trưởng ấp" not in words(officer.get(page_of_unit))
    address = reverse("branches:office_holder_list")
    assert "1 mục" in words(officer.get(address, {"kiem": "truong", "ngay": "30/06/2025"}))
    assert "Không có mục nào khớp" in words(officer.get(address, {"kiem": "truong"}))


def test_telephones_are_for_those_who_may_see_people(units, branch):
    holder(units["P1D1C1H1"], organisation=branch)
    address = units["P1D1C1H1"].get_absolute_url()
    assert "0900 000 001" in words(browser_of("commune_office", unit=units["P1D1C1"]).get(address))
    viewer = words(browser_of("viewer", unit=units["P1D1C1"]).get(address))
    assert "0900 000 001" not in viewer and "Lê Văn Cũ" not in viewer


# --- agencies ---


def test_an_agency_is_added_renamed_merged_and_opened_again(units, officer):
    kind = AgencyKind.objects.get(code="department")
    other = AgencyFactory(unit=units["P1D1"], name="Phòng Nội vụ")
    asked = {"name": "Phòng  Tư pháp", "kind": kind.pk, "code": "", "unit": "P1D1"}
    officer.post(reverse("branches:agency_open"), asked)
    agency = Agency.objects.get(name="Phòng Tư pháp")
    assert agency.code == "CQ.P1D1-01"
    officer.post(page("agency_change", agency), {"name": "Phòng Tư pháp huyện", "kind": kind.pk, "code": ""})
    agency.refresh_from_db()
    assert (agency.name, agency.code) == ("Phòng Tư pháp huyện", "CQ.P1D1-01")

    close = {"on": "01/07/2025", "into": "phong noi vu"}
    text = words(officer.post(page("agency_close", agency), close))
    assert "không còn từ ngày 01/07/2025" in text and "dẫn sang Phòng Nội vụ" in text
    officer.post(page("agency_close", agency), close | {"xac-nhan": "1"})
    agency.refresh_from_db()
    assert (agency.closed_on, agency.merged_into) == (REFORM, other)
    text = words(officer.get(agency.get_absolute_url()))
    assert "đã kết thúc từ ngày 01/07/2025" in text and "Đã nhập vào Phòng Nội vụ" in text
    assert "Phòng Tư pháp huyện" in words(officer.get(other.get_absolute_url()))

    officer.post(page("agency_reopen", agency))
    agency.refresh_from_db()
    assert agency.closed_on is None and agency.merged_into is None


def test_an_agency_that_cannot_be_is_explained(units, officer):
    agency = AgencyFactory(unit=units["P1D1"], code="RIENG")
    stranger = AgencyFactory(unit=units["P1D2"])
    asked = {"name": "Phòng", "kind": agency.kind_id, "code": "RIENG", "unit": "P1D2"}
    text = words(officer.post(reverse("branches:agency_open"), asked))
    assert "Không tìm thấy “P1D2”" in text
    text = words(officer.post(reverse("branches:agency_open"), asked | {"unit": "P1D1"}))
    assert "Mã" in text and Agency.objects.count() == 2
    text = words(officer.post(page("agency_close", agency), {"on": "01/07/2025", "into": stranger.code}))
    assert f"Không tìm thấy “{stranger.code}”" in text
    assert "1 mục" in words(officer.get(reverse("branches:agency_list"), {"q": "ban thu"}))


# --- zones ---


def test_a_zone_gathers_communes_changes_and_ends(units, officer):
    address = reverse("branches:zone_open", args=[units["P1D1"].key])
    keys = [units["P1D1C1"].key]
    asked = {"name": "Tiểu vùng Một", "kind": "tiểu vùng", "starts_on": "01/01/2021", "members": keys}
    officer.post(address, asked)
    zone = Zone.objects.get()
    assert (zone.code, zone.unit) == ("CX.P1D1-01", units["P1D1"])
    members = {"on": "01/07/2025", "members": [units["P1D1C2"].key]}
    officer.post(page("zone_members", zone), members)
    assert [each.unit for each in zone.members.on(date(2025, 6, 30))] == [units["P1D1C1"]]
    assert [each.unit for each in zone.members.on(REFORM)] == [units["P1D1C2"]]
    assert "Không có gì thay đổi" in words(officer.post(page("zone_members", zone), members))
    officer.post(page("zone_change", zone), {"name": "Tiểu vùng 1", "kind": "tiểu vùng", "code": ""})
    text = words(officer.post(page("zone_close", zone), {"on": "01/01/2026"}))
    assert "Tiểu vùng 1 không còn từ ngày 01/01/2026" in text
    officer.post(page("zone_close", zone), {"on": "01/01/2026", "xac-nhan": "1"})
    zone.refresh_from_db()
    assert zone.ends_on == date(2026, 1, 1) and not zone.members.on(date(2026, 1, 1)).exists()
    assert "Đã kết thúc từ ngày 01/01/2026" in words(officer.get(zone.get_absolute_url()))
    past = words(officer.get(zone.get_absolute_url(), {"ngay": "01/06/2025"}))
    assert "Xã Mẫu P1D1C1" in past and "Xã Mẫu P1D1C2" not in past


def test_a_zone_takes_only_units_of_its_ground(units, officer):
    address = reverse("branches:zone_open", args=[units["P1D1"].key])
    asked = {"name": "Cụm", "starts_on": "01/01/2021", "members": [units["P1D2C1"].key]}
    assert "Các xã trong cụm:" in words(officer.post(address, asked))
    assert "Các xã trong cụm:" in words(officer.post(address, asked | {"members": []}))
    assert not Zone.objects.exists()


# --- documents ---


def document_asked(**values):
    return {
        "type": "QĐ",
        "number": "1316-QĐ/HU",
        "issued_on": "20/09/2017",
        "title": "Điều chỉnh, bổ sung",
        "issuer_unit": "P1D1",
        **values,
    }


@pytest.fixture
def decision(units):
    return DocumentFactory(
        issuer_unit=units["P1D1"], number="634-QĐ/HU", issued_on=date(2016, 8, 22), title="Phân công cán bộ"
    )


def test_a_document_is_entered_with_what_it_amends(units, officer, decision):
    officer.post(reverse("branches:document_open"), document_asked(amends="QĐ 634-QĐ/HU (22/08/2016)"))
    document = OfficialDocument.objects.get(number="1316-QĐ/HU")
    assert document.relations.get().relates_to == decision
    text = words(officer.get(decision.get_absolute_url()))
    assert "có hiệu lực, đã sửa đổi" in text and "QĐ 1316-QĐ/HU" in text
    before = words(officer.get(decision.get_absolute_url(), {"ngay": "01/01/2017"}))
    assert "đang có hiệu lực" in before and "đã sửa đổi" not in before
    text = words(officer.get(document.get_absolute_url()))
    assert "Sửa đổi, bổ sung" in text and "QĐ 634-QĐ/HU" in text and "Huyện Mẫu P1D1" in text


def test_a_replaced_document_says_so_from_the_day_of_the_new_one(units, officer, decision):
    asked = document_asked(replaces="634", effective_on="01/10/2017")
    officer.post(reverse("branches:document_open"), asked)
    assert "không còn hiệu lực" in words(officer.get(decision.get_absolute_url()))
    assert "không còn hiệu lực" not in words(officer.get(decision.get_absolute_url(), {"ngay": "30/09/2017"}))
    new = OfficialDocument.objects.get(number="1316-QĐ/HU")
    assert "chưa có hiệu lực" in words(officer.get(new.get_absolute_url(), {"ngay": "30/09/2017"}))
    address = reverse("branches:document_list")
    assert "1 mục" in words(officer.get(address, {"hieu_luc": "thay-the"}))
    text = words(officer.get(address, {"hieu_luc": "co"}))
    assert "1316-QĐ/HU" in text and "634-QĐ/HU" not in text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"number": "634-QĐ/HU", "issued_on": "22/08/2016"}, "Đã có văn bản cùng nơi ban hành"),
        ({"issuer_unit": "P1D2"}, "Không tìm thấy “P1D2”"),
        ({"amends": "999"}, "Không tìm thấy “999”"),
        ({"issued_on": "01/01/2015", "amends": "634"}, "ban hành sau văn bản này"),
        ({"amends": "634", "replaces": "634"}, "không thể vừa sửa đổi, vừa thay thế"),
        ({"issued_on": "", "title": ""}, "Trích yếu:"),
    ],
)
def test_a_document_that_cannot_be_is_explained(units, officer, decision, values, sentence):
    response = officer.post(reverse("branches:document_open"), document_asked(**values))
    assert response.status_code == 200 and sentence in words(response)
    assert OfficialDocument.objects.count() == 1


def test_a_correction_loses_no_relation_that_the_officer_cannot_see(units, decision):
    """The province entered what the district's document does to one of another district."""
    elsewhere = DocumentFactory(
        issuer_unit=units["P1D2"], issued_on=date(2016, 1, 1), number="1-NGOÀI", title="Ngoài"
    )
    DocumentRelation.objects.create(document=decision, relates_to=elsewhere, relation="replaces")
    officer = browser_of("org_staff", unit=units["P1D1"])
    form = officer.get(page("document_change", decision)).content.decode()
    assert "1-NGOÀI" not in form
    asked = document_asked(number="634-QĐ/HU", issued_on="22/08/2016", title="Tên đúng")
    assert officer.post(page("document_change", decision), asked).status_code == 302
    decision.refresh_from_db()
    assert decision.title == "Tên đúng" and decision.relations.get().relates_to == elsewhere
    text = words(officer.get(decision.get_absolute_url()))
    assert "Một văn bản ngoài phạm vi của bạn" in text and "1-NGOÀI" not in text


def test_documents_are_found_by_number_in_any_order_and_by_issuer(units, officer, decision):
    DocumentFactory(issuer_unit=units["P1D1C1"], number="9-KH/ĐU", type="KH", title="Kế hoạch xã")
    address = reverse("branches:document_list")
    for typed in ("qd 634", "634", "phan cong 634"):
        assert "1 mục" in words(officer.get(address, {"q": typed})), typed
    assert "9-KH/ĐU" in words(officer.get(address, {"noi_ban_hanh": units["P1D1C1"].key}))
    assert "1 mục" in words(officer.get(address, {"loai": "KH"}))
    assert "1 mục" in words(officer.get(address, {"den_ngay": "2016-12-31"}))


# --- the small lists ---


def test_small_lists_are_added_to_and_renamed(units, officer):
    index = words(officer.get(reverse("branches:reference_list")))
    for title in ("Loại đơn vị", "Loại cơ quan", "Chức danh ở cơ sở", "Nhóm cán bộ", "Chức vụ"):
        assert title in index
    add = reverse("branches:reference_add", args=["loai-don-vi"])
    officer.post(add, {"name": "Cụm  dân cư", "level": 4})
    kind = UnitKind.objects.get(code="cum-dan-cu")
    assert kind.name == "Cụm dân cư"
    assert "đã có" in words(officer.post(add, {"name": "Cụm dân cư", "level": 4})).lower()
    officer.post(
        reverse("branches:reference_change", args=["loai-don-vi", kind.code]),
        {"name": "Cụm dân cư tự quản", "level": 4},
    )
    kind.refresh_from_db()
    assert kind.name == "Cụm dân cư tự quản"
    assert "Cụm dân cư tự quản" in words(
        officer.get(reverse("branches:reference_rows", args=["loai-don-vi"]))
    )
    assert officer.get(reverse("branches:reference_rows", args=["gi-do"])).status_code == 404


def test_groups_and_posts_have_the_same_pages(units, officer):
    add = reverse("assignments:reference_add", args=["chuc-vu"])
    officer.post(add, {"name": "Phó Chánh Thanh tra"})
    assert "Phó Chánh Thanh tra" in words(
        officer.get(reverse("assignments:reference_rows", args=["chuc-vu"]), {"q": "chanh thanh"})
    )
    officer.post(
        reverse("assignments:reference_add", args=["nhom-can-bo"]), {"name": "Đoàn viên", "sort": 99}
    )
    assert "Đoàn viên" in words(officer.get(reverse("assignments:reference_rows", args=["nhom-can-bo"])))
    assert (
        officer.get(reverse("assignments:reference_change", args=["chuc-vu", "khong-co"])).status_code == 404
    )


def test_versions_of_organisations_are_told_on_their_page(units, officer, branch):
    OrganisationVersion.objects.filter(organisation=branch).update(ends_on=REFORM)
    OrganisationVersion.objects.create(
        organisation=branch, code="CB1", name="Chi bộ tên mới", starts_on=REFORM
    )
    text = words(officer.get(branch.get_absolute_url()))
    assert "Chi bộ tên mới" in text and "Chi bộ ấp Một" in text and "30/06/2025" in text
