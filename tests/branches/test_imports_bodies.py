"""Organisations, office-holders, agencies, zones and documents come in from lists."""

from datetime import date

import pytest

from branches.models import (
    Agency,
    DocumentRelation,
    MemberCount,
    OfficeHolder,
    OfficialDocument,
    Organisation,
    OrganisationUnit,
    OrganisationVersion,
    UnitVersion,
    Zone,
    ZoneMember,
)
from tests.files import bring_in, counts, csv_file, messages, xlsx

pytestmark = pytest.mark.django_db

ORGANISATIONS = ["code", "kind", "name", "parent_code", "unit_code"]


@pytest.fixture(autouse=True)
def a_map(tmp_path):
    rows = [
        ["code", "level", "name", "parent_code"],
        ["83", "tỉnh", "Tỉnh Mẫu", ""],
        ["835", "huyện", "Huyện Mẫu", "83"],
        ["1", "xã", "Xã Một", "835"],
        ["2", "xã", "Xã Hai", "835"],
        ["1-01", "ấp", "Ấp 1", "1"],
        ["1-02", "ấp", "Ấp 2", "1"],
    ]
    assert counts(bring_in("units", csv_file(tmp_path / "m.csv", rows), on="2016-01-01"))[0] == 6


def unit(code):
    return UnitVersion.objects.get(code=code).unit


@pytest.fixture
def send(tmp_path):
    def send(kind, heading, *rows, **options):
        options.setdefault("on", "2018-01-01")
        return bring_in(kind, xlsx(tmp_path / f"{kind}.xlsx", [heading, *rows]), **options)

    return send


def send_organisations(send, **options):
    return send(
        "organisations",
        ORGANISATIONS,
        ["CB1", "branch", "Chi bộ Ấp 1", "DU1", "1-01"],
        ["DU1", "Đảng bộ cơ sở", "Đảng bộ xã Một", "HU", "1"],
        ["HU", "committee", "Đảng bộ huyện Mẫu", "", "835"],
        **options,
    )


def test_organisations_come_in_any_order_with_their_ground(send):
    assert counts(send_organisations(send)) == (3, 0, 0, 0)
    branch = OrganisationVersion.objects.get(code="CB1")
    assert branch.parent == OrganisationVersion.objects.get(code="DU1").organisation
    assert branch.organisation.unit == unit("1-01")
    link = branch.organisation.unit_links.get()
    assert (link.unit, link.is_main, link.starts_on) == (unit("1-01"), True, date(2018, 1, 1))
    assert counts(send_organisations(send)) == (0, 0, 0, 3)
    assert counts(send_organisations(send, on="2020-01-01")) == (0, 0, 0, 3)


def test_an_organisation_gets_a_new_name_ground_and_count_on_a_day(send):
    send_organisations(send)
    heading = [
        *ORGANISATIONS,
        "other_unit_codes",
        "members_official",
        "members_probationary",
        "members_exempt",
    ]
    row = ["CB1", "branch", "Chi bộ Ấp Một", "DU1", "1-02", "1-01", 20, 4, 2]
    assert counts(send("organisations", heading, row, on="2020-01-01")) == (0, 1, 0, 0)
    body = Organisation.objects.get(versions__code="CB1", versions__ends_on=None)
    assert [each.name for each in body.versions.order_by("starts_on")] == ["Chi bộ Ấp 1", "Chi bộ Ấp Một"]
    assert body.unit == unit("1-02")
    links = OrganisationUnit.objects.filter(organisation=body).order_by("starts_on", "-is_main")
    assert [(each.unit, each.is_main, each.ends_on) for each in links] == [
        (unit("1-01"), True, date(2020, 1, 1)),
        (unit("1-02"), True, None),
        (unit("1-01"), False, None),
    ]
    count = MemberCount.objects.get()
    assert (count.official, count.probationary, count.exempt) == (20, 4, 2)
    assert count.counted_on == date(2020, 1, 1)
    assert counts(send("organisations", heading, row, on="2021-01-01")) == (0, 0, 0, 1)
    assert MemberCount.objects.count() == 1


def test_an_organisation_ends_after_those_beneath_it(send):
    send_organisations(send)
    heading = [*ORGANISATIONS, "closed_on"]
    closing = ["DU1", "grassroots_committee", "Đảng bộ xã Một", "HU", "1", "2020-01-01"]
    refused = send("organisations", heading, closing)
    assert messages(refused) == [
        "Còn 1 tổ chức trực thuộc Đảng bộ xã Một. Hãy chuyển hoặc kết thúc trong cùng tệp."
    ]
    both = [closing, ["CB1", "branch", "Chi bộ Ấp 1", "DU1", "1-01", "2020-01-01"]]
    assert counts(send("organisations", heading, *both)) == (0, 0, 2, 0)
    assert counts(send("organisations", heading, *both)) == (0, 0, 0, 2)
    assert not OrganisationUnit.objects.filter(ends_on=None, organisation__closed_on__isnull=False).exists()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["CB9", "branch", "Chi bộ 9", "XX", "1-01"], "Không có tổ chức cấp trên mã “XX”."),
        (["CB9", "branch", "Chi bộ 9", "DU1", "9-99"], "Không có đơn vị mã “9-99”."),
        (["CB9", "chi hội", "Chi bộ 9", "DU1", "1-01"], "“chi hội” không có trong danh mục"),
        (["HU", "committee", "Đảng bộ huyện Mẫu", "CB1", "835"], "lại trực thuộc chính tổ chức"),
        (["CB9", "branch", "Chi bộ 9", "CB9", "1-01"], "Một tổ chức không thể trực thuộc chính nó."),
    ],
)
def test_an_organisation_that_cannot_be_is_refused(send, row, message):
    send_organisations(send)
    refused = send("organisations", ORGANISATIONS, row)
    assert message in messages(refused)[0]
    assert OrganisationVersion.objects.count() == 3


HOLDERS = ["organisation_or_unit_code", "office", "full_name", "starts_on"]


def test_the_secretary_is_also_the_hamlet_head(send):
    send_organisations(send)
    rows = [
        ["CB1", "Bí thư", "Võ Thị Ví", "01/06/2018"],
        ["1-01", "Trưởng ấp", "Võ Thị Ví", date(2018, 6, 1)],
        ["1-02", "hamlet_head", "Lê Văn Dụ", "2018-06-01"],
    ]
    heading = [*HOLDERS, "phone"]
    assert counts(send("office_holders", HOLDERS, *rows)) == (3, 0, 0, 0)
    secretaries = OfficeHolder.objects.filter(office__code="secretary")
    assert secretaries.also_holding("hamlet_head", date(2019, 1, 1)).count() == 1
    assert counts(send("office_holders", HOLDERS, *rows)) == (0, 0, 0, 3)
    assert counts(send("office_holders", heading, [*rows[0], "0900 000 001"])) == (0, 1, 0, 0)
    assert OfficeHolder.objects.get(office__code="secretary").phone == "0900 000 001"


def test_a_new_holder_ends_nobody_and_an_end_is_said_by_its_own_row(send):
    heading = [*HOLDERS, "ends_on"]
    first = ["1-01", "Trưởng ấp", "Võ Thị Ví", "2018-06-01", ""]
    second = ["1-01", "Trưởng ấp", "Lê Văn Dụ", "2020-06-01", ""]
    send("office_holders", heading, first)
    assert counts(send("office_holders", heading, second)) == (1, 0, 0, 0)
    assert OfficeHolder.objects.filter(ends_on=None).count() == 2
    ended = [*first[:4], "2020-06-01"]
    assert counts(send("office_holders", heading, ended)) == (0, 0, 1, 0)
    assert OfficeHolder.objects.get(full_name="Võ Thị Ví").ends_on == date(2020, 6, 1)
    again = send("office_holders", heading, ["1-01", "Trưởng ấp", "Lê Văn Dụ", "2021-01-01", ""])
    assert messages(again) == ["Lê Văn Dụ đã giữ chức danh này từ ngày 01/06/2020."]


AGENCIES = ["code", "name", "kind", "unit_code"]


def test_agencies_with_and_without_codes_and_kinds(send):
    rows = [
        ["BTC", "Ban Tổ chức Huyện ủy", "Ban Tổ chức", "835"],
        ["", "Văn phòng Huyện ủy", "", "835"],
        ["", "Hội Nông dân huyện", "", "835"],
        ["", "Trạm Thủy nông", "Đơn vị sự nghiệp", "835"],
    ]
    assert counts(send("agencies", AGENCIES, *rows)) == (4, 0, 0, 0)
    kinds = dict(Agency.objects.values_list("name", "kind__code"))
    assert kinds == {
        "Ban Tổ chức Huyện ủy": "org_board",
        "Văn phòng Huyện ủy": "office",
        "Hội Nông dân huyện": "mass_organisation",
        "Trạm Thủy nông": "don-vi-su-nghiep",
    }
    assert set(Agency.objects.values_list("code", flat=True)) == {"BTC", "CQ0001", "CQ0002", "CQ0003"}
    assert counts(send("agencies", AGENCIES, *rows)) == (0, 0, 0, 4)
    renamed = ["BTC", "Ban Xây dựng Đảng", "party_building", "835"]
    assert counts(send("agencies", AGENCIES, renamed)) == (0, 1, 0, 0)
    assert Agency.objects.get(code="BTC").kind.code == "party_building"
    double = send("agencies", AGENCIES, rows[0], rows[0])
    assert messages(double) == ["Cơ quan này đã có ở hàng 2."]


ZONES = ["code", "name", "kind", "commune_codes", "starts_on"]


def test_a_zone_belongs_to_the_unit_above_its_communes(send):
    row = ["TV1", "Tiểu vùng 1", "tiểu vùng", "1; 2", "2016-06-01"]
    assert counts(send("zones", ZONES, row)) == (1, 0, 0, 0)
    zone = Zone.objects.get()
    assert zone.unit == unit("835")
    assert {member.unit for member in zone.members.all()} == {unit("1"), unit("2")}
    assert {member.starts_on for member in zone.members.all()} == {date(2016, 6, 1)}
    assert counts(send("zones", ZONES, row)) == (0, 0, 0, 1)
    fewer = ["TV1", "Tiểu vùng Một", "tiểu vùng", "1", "2016-06-01"]
    assert counts(send("zones", ZONES, fewer)) == (0, 1, 0, 0)
    assert ZoneMember.objects.filter(ends_on=None).count() == 2
    ended = send("zones", [*ZONES, "ends_on"], [*row, "2020-01-01"])
    assert counts(ended) == (0, 0, 1, 0)
    assert not ZoneMember.objects.filter(ends_on=None).exists()
    refused = send("zones", ZONES, ["TV2", "Tiểu vùng 2", "", "1; 77", "2016-06-01"])
    assert messages(refused) == ["Không có xã mã “77”."]


DOCUMENTS = ["issuer_code", "type", "number", "issued_on", "title"]
RELATED = [*DOCUMENTS, "relation", "relates_to"]


def test_decision_1316_amends_634_by_number_alone(send):
    """Bình Đại: the number comes back every term; the latest on or before the day is meant."""
    rows = [
        ["835", "QĐ", "634-QĐ/HU", "15/09/2016", "Phân công", "", ""],
        ["835", "Quyết định", "634-QĐ/HU", "15/09/2011", "Phân công cũ", "", ""],
        ["835", "QĐ", "1316-QĐ/HU", "2017-12-01", "Điều chỉnh", "sửa đổi, bổ sung", "634"],
    ]
    assert counts(send("documents", RELATED, *rows)) == (3, 0, 0, 0)
    relation = DocumentRelation.objects.get()
    assert str(relation.document) == "QĐ 1316-QĐ/HU"
    assert relation.relates_to.issued_on == date(2016, 9, 15)
    assert relation.document.issuer_unit == unit("835")
    assert counts(send("documents", RELATED, *rows)) == (0, 0, 0, 3)
    retitled = ["835", "QĐ", "634-QĐ/HU", "15/09/2016", "Về việc phân công cán bộ"]
    assert counts(send("documents", DOCUMENTS, retitled)) == (0, 1, 0, 0)


def test_two_documents_of_one_number_and_day_are_an_error(send):
    rows = [
        ["835", "QĐ", "37", "2016-09-15", "Một", "", ""],
        ["835", "KH", "37", "2016-09-15", "Hai", "", ""],
        ["835", "QĐ", "40", "2017-09-15", "Ba", "amends", "37"],
    ]
    refused = send("documents", RELATED, *rows)
    assert messages(refused) == ["Có 2 văn bản “37”; hãy ghi đủ loại, số và ngày."]
    rows[2][-1] = "Kế hoạch số 37 ngày 15/09/2016"
    assert counts(send("documents", RELATED, *rows)) == (3, 0, 0, 0)
    assert DocumentRelation.objects.get().relates_to.type == "KH"


def test_the_same_number_of_an_organisation_and_of_the_committee_are_two_documents(send):
    send_organisations(send)
    rows = [
        ["835", "QĐ", "1", "2018-09-15", "Của huyện ủy"],
        ["HU", "KH", "2", "2018-09-15", "Cũng của huyện ủy"],
        ["DU1", "QĐ", "1", "2018-09-15", "Của đảng ủy xã"],
    ]
    assert counts(send("documents", DOCUMENTS, *rows)) == (3, 0, 0, 0)
    by_number = {
        (each.type, each.number): each for each in OfficialDocument.objects.filter(issuer_unit=unit("835"))
    }
    assert {each.issuer_organisation for each in by_number.values()} == {None}
    assert OfficialDocument.objects.get(title="Của đảng ủy xã").issuer_organisation is not None
    refused = send("documents", DOCUMENTS, ["99", "QĐ", "1", "2018-09-15", "Không ai"])
    assert messages(refused) == ["Không có nơi ban hành mã “99”."]
