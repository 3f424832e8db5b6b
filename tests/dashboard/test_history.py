"""The history of a record in words: who, when, what before and after; nothing that lies outside of the reader's scope."""

from datetime import date

import pghistory
import pytest
from django.urls import reverse

from assignments.actions.assigning import assign, end_assignment
from assignments.actions.change_sets import draft_change_set
from assignments.models import Team
from branches.actions.agencies import change_agency, open_agency
from branches.actions.documents import enter_document
from branches.actions.office_holders import begin_office, end_office
from branches.actions.organisations import change_organisation, count_members, open_organisation
from branches.actions.units import change_unit, close_unit, name_aliases, open_unit
from branches.actions.zones import open_zone
from branches.models import AgencyKind, Grant, Office, UnitVersion
from dashboard.history import label_of, said_fields
from dashboard.history_words import KINDS, LABELS, NOUNS, UNSAID
from tests.assignments.ground import ground
from tests.factories import START, GrantFactory, UserFactory, small_map
from tests.pages import browser_of, queries_of, signed_in, words

pytestmark = pytest.mark.django_db
REFORM = date(2025, 7, 1)


@pytest.fixture
def units():
    return small_map()


@pytest.fixture
def clerk():
    return UserFactory(full_name="Nguyễn Thị Ghi")


@pytest.fixture
def officer(units):
    return browser_of("org_staff", unit=units["P1D1"])


def address(kind, thing):
    return reverse("dashboard:history", args=[kind, thing.key])


def told(browser, kind, thing):
    return words(browser.get(address(kind, thing)))


def test_a_unit_tells_who_changed_what_from_what_to_what(units, officer, clerk):
    hamlet = open_unit(code="MOI", name="Ấp Mới", level=4, parent=units["P1D1C1"], starts_on=START, by=clerk)
    change_unit(hamlet, on=REFORM, by=clerk, name="Ấp Đổi Tên")
    name_aliases(hamlet, ["Xóm Chợ"], by=clerk)
    name_aliases(hamlet, [], by=clerk)
    close_unit(hamlet, on=date(2026, 1, 1), by=clerk, successors=[(units["P1D1C1H1"], "whole", True)])
    text = told(officer, "don-vi", hamlet)
    for sentence in (
        "Nguyễn Thị Ghi",
        "Thêm đơn vị ngày lập: 01/01/2020",
        "trực thuộc: Xã Mẫu P1D1C1",
        "đến hết ngày: chưa ghi → thành 30/06/2025",
        "Thêm thông tin của đơn vị “Ấp Đổi Tên” từ ngày 01/07/2025",
        "Thêm tên gọi khác “Xóm Chợ”",
        "Xóa tên gọi khác “Xóm Chợ”",
        "không còn từ ngày: chưa ghi → thành 01/01/2026",
        "đơn vị tiếp nhận: Ấp Mẫu P1D1C1H1",
        "phần: toàn bộ",
    ):
        assert sentence in text, sentence


def test_what_is_out_of_scope_is_not_named(units, officer):
    """A hamlet that came from another district: whose it was is not this reader's to know."""
    hamlet = units["P1D2C1H1"]
    change_unit(hamlet, on=REFORM, by=None, parent=units["P1D1C1"])
    text = told(officer, "don-vi", hamlet)
    assert "trực thuộc: (ngoài phạm vi)" in text and "P1D2C1" not in text.replace("P1D2C1H1", "")
    assert "trực thuộc: Xã Mẫu P1D1C1" in text
    # What is above may be named.
    assert "trực thuộc: Tỉnh Mẫu P1" in told(officer, "don-vi", units["P1D1"])


def test_the_history_of_another_ones_record_is_not_found(units, officer):
    assert officer.get(address("don-vi", units["P1D2"])).status_code == 404
    assert officer.get(address("don-vi", units["P1"])).status_code == 404
    assert officer.get(reverse("dashboard:history", args=["gi-do", units["P1D1"].key])).status_code == 404
    assert officer.get(reverse("dashboard:history", args=["don-vi", "khongcodau"])).status_code == 404
    assert (
        browser_of("commune_office", unit=units["P1D1C1"]).get(address("don-vi", units["P1D1C1"])).status_code
        == 403
    )


def test_who_reads_a_thing_from_below_does_not_read_its_history(units):
    """The province's document binds the district; who wrote what about it is the province's."""
    document = enter_document(
        by=None, issuer_unit=units["P1"], type="NQ", number="1-NQ/TU", issued_on=START, title="Nghị quyết"
    )
    district = browser_of("org_staff", unit=units["P1D1"])
    assert district.get(document.get_absolute_url()).status_code == 200
    assert district.get(address("van-ban", document)).status_code == 404
    assert "trích yếu: Nghị quyết" in told(browser_of("org_staff", unit=units["P1"]), "van-ban", document)


def test_organisations_tell_of_their_people_to_those_who_may_see_them(units, clerk):
    made = open_organisation(
        kind="branch", name="Chi bộ Một", unit=units["P1D1C1H1"], opened_on=START, by=clerk
    )
    change_organisation(made, on=REFORM, by=clerk, name="Chi bộ Hai")
    count_members(made, counted_on=START, official=12, by=clerk)
    count_members(made, counted_on=START, official=13, by=clerk)
    secretary = begin_office(
        office=Office.objects.get(code="secretary"),
        full_name="Lê Văn Bí",
        starts_on=START,
        organisation=made,
        by=clerk,
        phone="0900",
    )
    end_office(secretary, on=REFORM, by=clerk)
    text = told(browser_of("org_staff", unit=units["P1D1"]), "to-chuc", made)
    assert "chính thức: 12 → thành 13" in text and "“Chi bộ Hai” từ ngày 01/07/2025" in text
    assert "Thêm người giữ chức danh “Lê Văn Bí”" in text and "điện thoại: 0900" in text
    assert "địa bàn chính: có" in text and "loại: chi bộ trực thuộc" in text
    text = told(browser_of("org_staff", unit=units["P1D1"]), "chuc-danh", secretary)
    assert "đến hết ngày: chưa ghi → thành 30/06/2025" in text


def test_agencies_and_zones_tell_theirs(units, officer, clerk):
    agency = open_agency(
        name="Phòng Cũ",
        kind=AgencyKind.objects.get(code="department"),
        unit=units["P1D1"],
        on=START,
        by=clerk,
    )
    change_agency(agency, by=clerk, name="Phòng Mới")
    assert "tên: Phòng Cũ → thành Phòng Mới" in told(officer, "co-quan", agency)
    zone = open_zone(name="Cụm Một", unit=units["P1D1"], members=[units["P1D1C1"]], starts_on=START, by=clerk)
    text = told(officer, "cum-xa", zone)
    assert "Thêm xã trong cụm từ ngày 01/01/2020" in text and "đơn vị: Xã Mẫu P1D1C1" in text


def test_assignments_cadres_schemes_and_change_sets_tell_theirs():
    land = ground(motto="Gần dân")
    cadre = land.cadre(full_name="Lê Thị Được Giao")
    made = assign(
        scheme=land.scheme,
        assignee=cadre,
        target=land.hamlets[0],
        starts_on=START,
        by=land.officer,
        documents=[land.document],
    )
    end_assignment(made, on=REFORM, reason="retired", by=land.officer)
    land.scheme.motto = "Sát cơ sở"
    land.scheme.save()
    draft = draft_change_set(scheme=land.scheme, name="Đợt một", effective_on=REFORM, by=land.officer)
    team = Team.objects.create(code="T", name="Tổ Một", unit=land.district, starts_on=START)
    officer = browser_of("org_staff", unit=land.district)
    text = told(officer, "phan-cong", made)
    assert "cán bộ: Lê Thị Được Giao" in text and "địa bàn: Ấp Mẫu P1D1C1H1" in text
    assert "lý do kết thúc: chưa ghi → thành nghỉ hưu" in text
    assert "Thêm chức vụ" in told(officer, "can-bo", cadre)
    assert "phương châm: Gần dân → thành Sát cơ sở" in told(officer, "chu-truong", land.scheme)
    assert "Thêm đợt điều chỉnh “Đợt một”" in told(officer, "dot-dieu-chinh", draft)
    assert "Thêm tổ công tác “Tổ Một”" in told(officer, "to-cong-tac", team)


def test_roles_tell_theirs_to_those_who_look_after_logins(units):
    grant = GrantFactory(user=UserFactory(full_name="Lê Thị Quyền"), unit=units["P1D1C1"], role="leader")
    Grant.objects.filter(pk=grant.pk).update(ends_on=REFORM)
    text = told(browser_of("org_head", unit=units["P1D1"]), "phan-quyen", grant)
    assert "tài khoản: Lê Thị Quyền" in text and "vai trò: thường trực, ban thường vụ" in text
    assert "đến hết ngày: chưa ghi → thành 30/06/2025" in text
    assert browser_of("leader", unit=units["P1D1"]).get(address("phan-quyen", grant)).status_code == 404


def test_what_a_file_brought_says_so_and_what_nobody_did_was_the_system(units, officer, clerk):
    with pghistory.context(user=clerk.pk, import_run="abc"):
        UnitVersion.objects.filter(unit=units["P1D1C1"]).update(latitude=10.5)
    text = told(officer, "don-vi", units["P1D1C1"])
    assert "Nguyễn Thị Ghi, nhập từ tệp" in text and "vĩ độ: chưa ghi → thành 10.5" in text
    assert "Hệ thống" in text  # the fixture's rows have no actor


def test_what_a_page_did_has_the_person_who_pressed(units):
    user = UserFactory(full_name="Trần Thị Bấm")
    GrantFactory(user=user, unit=units["P1D1"])
    browser = signed_in(user)
    browser.post(reverse("branches:unit_aliases", args=[units["P1D1C1H1"].key]), {"names": "Xóm Đình"})
    assert "Trần Thị Bấm" in told(browser, "don-vi", units["P1D1C1H1"])


def test_many_changes_come_page_by_page_in_as_many_queries_as_few(units, officer, clerk):
    few = queries_of(officer, address("don-vi", units["P1D1C1"]))
    for number in range(40):
        UnitVersion.objects.filter(unit=units["P1D1C1"]).update(latitude=number, document=None)
    many = queries_of(officer, address("don-vi", units["P1D1C1"]))
    assert many <= few + 1 <= 25
    assert "39" in words(officer.get(address("don-vi", units["P1D1C1"]), {"page": "1"}))


@pytest.mark.parametrize(
    "model", sorted(NOUNS, key=lambda model: model.__name__), ids=lambda model: model.__name__
)
def test_every_field_that_is_told_has_a_vietnamese_label(model):
    for field in said_fields(model):
        made_up = field.verbose_name == field.name.replace("_", " ")
        assert field.name in LABELS or not made_up, f"{model.__name__}.{field.name}"
        assert label_of(field)
    assert not UNSAID & set(LABELS)


def test_every_kind_has_its_words():
    for kind in KINDS.values():
        for model in [kind.model, *(child for child, _field in kind.children)]:
            assert model in NOUNS
