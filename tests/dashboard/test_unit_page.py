"""The page of a unit on a day: what it is, who follows it now and did before, what it came from and went into."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from assignments.actions.assigning import assign, end_assignment
from branches.actions.units import change_unit, close_unit, name_aliases, open_unit
from branches.models import Agency, Office, OfficeHolder, Unit, UnitKind, Zone
from tests.assignments.ground import ground
from tests.factories import (
    START,
    AgencyFactory,
    DocumentFactory,
    UserFactory,
    organisation,
    small_map,
)
from tests.pages import browser_of, queries_of, signed_in, words

pytestmark = pytest.mark.django_db
REFORM = date(2025, 7, 1)


@pytest.fixture
def units():
    return small_map()


@pytest.fixture
def officer(units):
    return browser_of("org_staff", unit=units["P1D1"])


def shown(browser, unit, day=None):
    return words(browser.get(unit.get_absolute_url(), {"ngay": day} if day else {}))


def test_the_page_says_what_and_where_a_unit_is(units, officer):
    name_aliases(units["P1D1C1"], ["Xã Anh Hùng"], by=None)
    change_unit(units["P1D1C1"], on=date(2024, 1, 1), by=None, latitude=10.25, longitude=106.5)
    response = officer.get(units["P1D1C1"].get_absolute_url())
    text = words(response)
    for part in (
        "Xã Mẫu P1D1C1",
        "Huyện Mẫu P1D1, Tỉnh Mẫu P1",
        "Xã Anh Hùng",
        "10.25",
        "Gồm 2 ấp",
        "Ấp Mẫu P1D1C1H2",
    ):
        assert part in text, part
    body = response.content.decode()
    assert units["P1D1"].get_absolute_url() in body
    assert units["P1"].key not in body  # above one's ground: a name and no more


def test_a_closed_unit_says_so_loudly_and_leads_to_what_took_it(units, officer):
    document = DocumentFactory(issuer_unit=units["P1D1"], number="21-NQ/HU")
    close_unit(
        units["P1D1C1"], on=REFORM, by=None, successors=[(units["P1D1C2"], "whole", True)], document=document
    )
    response = officer.get(units["P1D1C1"].get_absolute_url())
    text = words(response)
    assert "Đơn vị này đã kết thúc từ ngày 01/07/2025" in text
    assert "Nay là: Xã Mẫu P1D1C2 (toàn bộ)" in text and "của ngày cuối cùng, 30/06/2025" in text
    assert units["P1D1C2"].get_absolute_url() in response.content.decode()
    assert "Ấp Mẫu P1D1C1H1" in text  # what stood beneath it then
    assert "đã kết thúc" not in shown(officer, units["P1D1C1"], "30/06/2025")
    text = shown(officer, units["P1D1C2"])
    assert "Lập từ" in text and "Xã Mẫu P1D1C1 (toàn bộ), từ 01/07/2025" in text and "21-NQ/HU" in text
    assert "Gồm 4 ấp" in text
    assert "Gồm 2 ấp" in shown(officer, units["P1D1C2"], "30/06/2025")


def test_a_divided_unit_names_all_parts_and_the_largest(units, officer):
    hamlet = units["P1D1C1H1"]
    parts = [(units["P1D1C1H2"], "part", False), (units["P1D1C2H1"], "part", True)]
    close_unit(hamlet, on=REFORM, by=None, successors=parts)
    text = shown(officer, hamlet)
    assert "Ấp Mẫu P1D1C2H1 (một phần, nhận phần lớn)" in text and "Ấp Mẫu P1D1C1H2 (một phần" in text


def test_a_district_without_successor_leads_to_what_holds_its_ground(units):
    province = browser_of("org_staff", unit=units["P1"])
    for commune in ("P1D1C1", "P1D1C2"):
        change_unit(units[commune], on=REFORM, by=None, parent=units["P1"])
    close_unit(units["P1D1"], on=REFORM, by=None)
    text = shown(province, units["P1D1"])
    assert "đã kết thúc từ ngày 01/07/2025" in text and "Địa bàn này nay thuộc Tỉnh Mẫu P1" in text


def test_before_it_was_a_unit_says_when_it_began(units, officer):
    unit = open_unit(code="MOI", name="Ấp Mới", level=4, parent=units["P1D1C1"], starts_on=REFORM, by=None)
    text = shown(officer, unit, "01/01/2024")
    assert "Ngày 01/01/2024 chưa có đơn vị này: đơn vị lập từ ngày 01/07/2025" in text


def test_a_unit_that_stands_nowhere_says_so_and_leads_to_the_form(units, officer):
    close_unit(units["P1D1C1"], on=REFORM, by=None, leave_children=True)
    response = officer.get(units["P1D1C1H1"].get_absolute_url())
    assert "chưa trực thuộc đơn vị nào" in words(response)
    assert reverse("branches:unit_change", args=[units["P1D1C1H1"].key]) in response.content.decode()


def test_a_moved_hamlet_keeps_its_page_and_tells_where_it_stood(units, officer):
    hamlet = units["P1D1C1H1"]
    change_unit(hamlet, on=REFORM, by=None, parent=units["P1D1C2"], name="Ấp Dời")
    assert "Xã Mẫu P1D1C2, Huyện Mẫu P1D1" in shown(officer, hamlet)
    before = shown(officer, hamlet, "30/06/2025")
    assert "Ấp · Xã Mẫu P1D1C1, Huyện Mẫu P1D1" in before
    for part in ("Ấp Dời", "Ấp Mẫu P1D1C1H1", "01/07/2025", "30/06/2025"):
        assert part in before


def test_the_page_shows_who_follows_now_and_who_did_before():
    land = ground(
        assignee_duties="Dự sinh hoạt mỗi tháng.",
        assignee_powers="Được cung cấp nghị quyết.",
        host_duties="Báo trước lịch.",
    )
    land.scheme.charter = DocumentFactory(issuer_unit=land.district, number="03-QĐi/HU")
    land.scheme.save()
    hamlet = land.hamlets[0]
    first, second = (
        land.cadre(full_name="Lê Văn Trước", phone="0900 111 111"),
        land.cadre(full_name="Lê Thị Sau"),
    )
    made = assign(
        scheme=land.scheme,
        assignee=first,
        target=hamlet,
        starts_on=START,
        by=land.officer,
        documents=[land.document],
    )
    end_assignment(made, on=REFORM, reason="transferred", by=land.officer)
    assign(
        scheme=land.scheme,
        assignee=second,
        target=hamlet,
        starts_on=REFORM,
        by=land.officer,
        documents=[land.document],
    )
    officer = browser_of("org_staff", unit=land.district)
    text = shown(officer, hamlet)
    now, before = text.split("Người theo dõi trước đây")
    assert "Lê Thị Sau" in now and "Lê Văn Trước" not in now
    assert "Lê Văn Trước" in before and "30/06/2025" in before and "chuyển công tác" in before
    for part in ("Dự sinh hoạt mỗi tháng.", "Được cung cấp nghị quyết.", "Báo trước lịch.", "03-QĐi/HU"):
        assert part in now
    then = shown(officer, hamlet, "30/06/2025")
    assert "Lê Văn Trước" in then and "Lê Thị Sau" not in then
    viewer = shown(browser_of("viewer", unit=land.district), hamlet)
    assert "đã có người" in viewer and "Lê Thị Sau" not in viewer and "Lê Văn Trước" not in viewer


def test_a_gap_is_said_in_words():
    land = ground()
    assert "chưa có ai" in shown(browser_of("org_staff", unit=land.district), land.hamlets[0])


def test_the_document_page_says_what_stands_on_it():
    land = ground()
    land.scheme.document_links.create(document=land.document)
    cadre = land.cadre(full_name="Lê Thị Được Giao")
    assign(
        scheme=land.scheme,
        assignee=cadre,
        target=land.hamlets[0],
        starts_on=START,
        by=land.officer,
        documents=[land.document],
    )
    change_unit(land.hamlets[1], on=REFORM, by=None, name="Ấp Đổi Tên", document=land.document)
    close_unit(
        land.hamlets[2],
        on=REFORM,
        by=None,
        successors=[(land.hamlets[3], "whole", True)],
        document=land.document,
    )
    officer = browser_of("org_staff", unit=land.district)
    text = words(officer.get(land.document.get_absolute_url()))
    assert (
        land.scheme.name in text and "Lê Thị Được Giao" in text and "1 phân công, 1 đang có hiệu lực" in text
    )
    assert "Ấp Đổi Tên: thông tin mới từ 01/07/2025" in text
    assert "nhập vào Ấp Mẫu P1D1C2H2 từ 01/07/2025" in text
    # Read from below: the document binds, the assignments of another commune are not shown.
    text = words(
        browser_of("commune_office", unit=land.units["P1D1C2"]).get(land.document.get_absolute_url())
    )
    assert "Lê Thị Được Giao" not in text and "Ấp Đổi Tên" not in text


def test_an_organisations_page_shows_who_follows_it_and_an_agencys_its_people():
    land = ground()
    branch = organisation(land.hamlets[0], code="CB", name="Chi bộ Một")
    land.scheme.target_kind = "organisation"
    land.scheme.save()
    cadre = land.cadre(full_name="Lê Thị Dự Họp")
    assign(
        scheme=land.scheme,
        assignee=cadre,
        target=branch,
        starts_on=START,
        by=land.officer,
        documents=[land.document],
    )
    officer = browser_of("org_staff", unit=land.district)
    assert "Lê Thị Dự Họp" in words(officer.get(branch.get_absolute_url()))
    assert "Lê Thị Dự Họp" in words(officer.get(land.agency.get_absolute_url()))
    commune = browser_of("org_staff", unit=land.units["P1D1C2"])
    assert commune.get(land.agency.get_absolute_url()).status_code == 404


def test_only_writers_get_the_ways_to_change(units, officer):
    address = units["P1D1C1"].get_absolute_url()
    assert "Đổi tên, mã, nơi trực thuộc" in words(officer.get(address))
    leader = browser_of("leader", unit=units["P1D1"])
    assert "Đổi tên, mã, nơi trực thuộc" not in words(leader.get(address))
    assert "Lịch sử sửa đổi" in words(leader.get(address))
    office = browser_of("commune_office", unit=units["P1D1C1"])
    assert "Lịch sử sửa đổi" not in words(office.get(address))


def test_the_neighbour_who_took_over_reads_the_old_page_and_a_grant_on_the_old_one_opens_nothing_new(units):
    close_unit(units["P1D1C1"], on=REFORM, by=None, successors=[(units["P1D1C2"], "whole", True)])
    taker = browser_of("org_staff", unit=units["P1D1C2"])
    assert taker.get(units["P1D1C1"].get_absolute_url()).status_code == 200
    old = browser_of("org_staff", unit=units["P1D1C1"])
    response = old.get(units["P1D1C1"].get_absolute_url())
    assert "Nay là: Xã Mẫu P1D1C2" in words(response)
    assert units["P1D1C2"].get_absolute_url() not in response.content.decode()
    assert old.get(units["P1D1C2"].get_absolute_url()).status_code == 404


def test_the_queries_of_the_page_do_not_grow_with_what_it_shows():
    land = ground()
    commune = land.units["P1D1C1"]
    officer = browser_of("org_staff", unit=land.district)

    def furnish(number):
        open_unit(code=f"X{number}", name=f"Ấp {number}", level=4, parent=commune, starts_on=START, by=None)
        body = organisation(commune, code=f"T{number}", name=f"Chi bộ {number}")
        body.member_counts.create(counted_on=START, official=3)
        AgencyFactory(unit=commune)
        DocumentFactory(issuer_unit=commune)
        zone = Zone.objects.create(
            unit=land.district, code=f"Z{number}", name=f"Cụm {number}", starts_on=START
        )
        zone.members.create(unit=commune, starts_on=START)
        for office in ("secretary", "hamlet_head"):
            OfficeHolder.objects.create(
                unit=commune,
                organisation=body if office == "secretary" else None,
                office=Office.objects.get(code=office),
                full_name=f"Lê Văn {number}",
                starts_on=START,
            )
        before = Unit.objects.create(opened_on=START - timedelta(days=30), closed_on=START)
        kind = UnitKind.objects.get(code="xa")
        before.versions.create(
            level_id=3,
            kind=kind,
            code=f"B{number}",
            name=f"Xã {number}",
            parent=land.district,
            starts_on=START - timedelta(days=30),
            ends_on=START,
        )
        before.successions_out.create(successor=commune, extent="part", happens_on=START)

    furnish(0)
    few = queries_of(officer, commune.get_absolute_url())
    for number in range(1, 6):
        furnish(number)
    many = queries_of(officer, commune.get_absolute_url())
    assert many == few <= 25
    assert Agency.objects.filter(unit=commune).count() == 6


def test_a_cadre_reads_the_page_of_the_hamlet_that_he_follows_and_no_other():
    land = ground()
    user = UserFactory()
    cadre = land.cadre(full_name="Lê Thị Theo Dõi", user=user)
    assign(
        scheme=land.scheme,
        assignee=cadre,
        target=land.hamlets[0],
        starts_on=START,
        by=land.officer,
        documents=[land.document],
    )
    browser = signed_in(user)
    assert browser.get(land.hamlets[0].get_absolute_url()).status_code == 200
    assert browser.get(land.hamlets[1].get_absolute_url()).status_code == 404


def test_last_contact_stands_at_each_place_of_the_chain_for_those_who_may_know_it(units, officer):
    from meetings.actions.timeline import record_contact
    from tests.factories import CadreFactory

    today = date.today()
    branch = organisation(units["P1D1C1H1"], code="CB1", name="Chi bộ Ấp 1")
    cadre = CadreFactory(unit=units["P1D1"])
    facts = {"cadre": cadre, "how": "visit", "gist": "Thăm", "by": UserFactory(), "today": today}
    record_contact(organisation=branch, on=today - timedelta(days=2), **facts)
    said = f"Liên hệ gần nhất: {today - timedelta(days=2):%d/%m/%Y} (2 ngày trước)"
    assert shown(officer, units["P1D1C1H1"]).count(said) == 2  # the hamlet, and the commune that it lies in
    assert said in words(officer.get(branch.get_absolute_url()))
    assert "Chưa ghi lần liên hệ nào." in shown(officer, units["P1D1C1H2"])
    assert said in words(officer.get(reverse("dashboard:who_follows", args=[units["P1D1C1H2"].key])))
    viewer = browser_of("viewer", unit=units["P1D1"])
    assert "iên hệ" not in shown(viewer, units["P1D1C1H1"])


def test_last_contact_costs_the_same_queries_however_many_contacts_there_are(units, officer):
    from meetings.actions.timeline import record_contact
    from tests.factories import CadreFactory

    today, cadre = date.today(), CadreFactory(unit=units["P1D1"])
    address = units["P1D1C1H1"].get_absolute_url()
    few = queries_of(officer, address)
    for number in range(20):
        record_contact(
            unit=units["P1D1C1H1"],
            on=today - timedelta(days=number),
            cadre=cadre,
            how="visit",
            gist="Thăm",
            by=UserFactory(),
            today=today,
        )
    assert queries_of(officer, address) == few <= 25
