"""The branch's timeline: inspections with the following cadres, contacts, the shelf by day; and "last contact"."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from assignments.access import load_scope
from branches.models import OfficialDocument
from meetings.actions.timeline import put_on_shelf, record_contact, record_inspection, take_off_shelf
from meetings.facts.timeline import shelf_of
from meetings.models import Attendance, Contact, Inspection, ShelfDocument
from meetings.querysets.bodies import cadres_following
from meetings.querysets.timeline import last_contact, last_contact_within
from tests.factories import CadreFactory, DocumentFactory
from tests.meetings.land import DAY, branch_land, held
from tests.pages import queries_of, words

ON = DAY - timedelta(days=3)

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return branch_land()


def page_of(branch):
    return reverse("meetings:branch_page", args=[branch.key])


def contacted(land, branch=None, on=ON, **fields):
    facts = {"how": "phone", "gist": "Hỏi thăm vụ lúa", "cadre": land.cadre} | fields
    return record_contact(organisation=branch or land.first, on=on, by=land.officer, today=DAY, **facts)


def as_written(day):
    return f"{day:%d/%m/%Y}"


def test_the_cadre_writes_his_own_contact_with_a_place_he_follows_and_with_no_other(land):
    address = reverse("meetings:contact_new", args=[land.first.key])
    assert "Chọn cán bộ" not in land.as_cadre.get(address).content.decode()
    data = {"happened_on": as_written(ON), "how": "activity", "gist": "Dự ngày hội đại đoàn kết"}
    assert land.as_cadre.post(address, data).status_code == 302
    row = Contact.objects.get()
    assert (row.cadre, row.organisation, row.unit, row.how) == (
        land.cadre,
        land.first,
        land.hamlet,
        "activity",
    )
    page = words(land.as_cadre.get(page_of(land.first)))
    assert "Dự ngày hội đại đoàn kết" in page and "Võ Thị Cán Bộ" in page
    assert f"Liên hệ gần nhất {as_written(ON)} (3 ngày trước)" in page
    for other in (land.second, land.far):
        assert land.as_cadre.post(reverse("meetings:contact_new", args=[other.key]), data).status_code == 404
    unit = reverse("meetings:unit_contact_new", args=[land.hamlet.key])
    assert land.as_cadre.post(unit, data).status_code == 302
    assert Contact.objects.filter(organisation=None, unit=land.hamlet).count() == 1


def test_what_has_not_happened_yet_is_refused_in_words(land):
    address = reverse("meetings:contact_new", args=[land.first.key])
    data = {"happened_on": as_written(DAY + timedelta(days=1)), "how": "visit", "gist": "Sẽ đi"}
    response = land.as_cadre.post(address, data)
    assert "Chỉ ghi việc đã xảy ra: ngày này chưa đến." in response.content.decode()
    assert not Contact.objects.exists()


def test_the_office_writes_for_those_who_follow_the_branch(land):
    stranger = CadreFactory(unit=land.district)
    following = cadres_following(DAY, unit=land.hamlet, organisation=land.first)
    assert list(following) == [land.cadre]
    address = reverse("meetings:contact_new", args=[land.first.key])
    data = {"happened_on": as_written(ON), "how": "writing", "gist": "Gửi công văn", "cadre": stranger.pk}
    assert "không có trong danh sách" in land.as_office.post(address, data).content.decode()
    assert land.as_office.post(address, data | {"cadre": land.cadre.pk}).status_code == 302


def test_an_inspection_names_the_following_cadres_who_took_part(land):
    address = reverse("meetings:inspection_new", args=[land.first.key])
    data = {
        "kind": "supervision",
        "happened_on": as_written(ON),
        "body": "Ủy ban Kiểm tra Đảng ủy",
        "gist": "Việc thực hiện nghị quyết\nvà đảng phí",
        "participants": [land.cadre.pk],
    }
    assert land.as_secretary.post(address, data).status_code == 302
    row = Inspection.objects.get()
    assert list(row.participants.all()) == [land.cadre] and row.gist.count("\n") == 1
    page = words(land.as_secretary.get(page_of(land.first)))
    assert "Giám sát : Ủy ban Kiểm tra Đảng ủy" in page and "Cán bộ theo dõi: Võ Thị Cán Bộ" in page


def test_another_cadre_of_the_hamlet_learns_that_somebody_was_there_and_not_who(land):
    other = CadreFactory(unit=land.district, full_name="Trần Văn Khác")
    contacted(land, cadre=other)
    page = words(land.as_cadre.get(page_of(land.first)))
    assert "Hỏi thăm vụ lúa" in page and "1 người" in page
    assert "Trần Văn Khác" not in page
    assert "Trần Văn Khác" in words(land.as_office.get(page_of(land.first)))


def test_a_contact_entered_by_mistake_is_voided_with_its_reason(land):
    row = contacted(land)
    address = reverse("meetings:contact_void", args=[row.key])
    assert land.as_neighbour.get(address).status_code == 404
    assert "Hãy ghi vì sao" in land.as_cadre.post(address, {"reason": ""}).content.decode()
    assert land.as_cadre.post(address, {"reason": "Nhầm chi bộ"}).status_code == 302
    row.refresh_from_db()
    assert row.voided_at and row.void_reason == "Nhầm chi bộ"
    assert last_contact(None, DAY, organisation_ids=[land.first.pk]) == {}
    assert "Hỏi thăm vụ lúa" not in words(land.as_cadre.get(page_of(land.first)))


def test_last_contact_is_the_latest_of_contacts_activities_and_filed_attendance(land):
    contacted(land, on=DAY - timedelta(days=30))
    contacted(land, on=DAY - timedelta(days=20), how="activity")
    contacted(land, land.second, on=DAY - timedelta(days=5))
    met_on = DAY - timedelta(days=10)
    meeting = held(land.first, met_on)
    Attendance.objects.create(cadre=land.cadre, meeting=meeting, unit=land.hamlet, attended_on=met_on)
    ids = [land.first.pk, land.second.pk, land.far.pk]
    assert last_contact(None, DAY, organisation_ids=ids) == {
        land.first.pk: met_on,
        land.second.pk: DAY - timedelta(days=5),
    }
    assert last_contact(None, DAY - timedelta(days=15), organisation_ids=ids) == {
        land.first.pk: DAY - timedelta(days=20)
    }
    assert last_contact(None, DAY, unit_ids=[land.hamlet.pk]) == {land.hamlet.pk: met_on}
    assert last_contact_within(None, DAY, [land.commune, land.hamlet]) == {
        land.commune.pk: DAY - timedelta(days=5),
        land.hamlet.pk: met_on,
    }


def test_the_commune_does_not_learn_from_last_contact_that_somebody_attended(land):
    contacted(land, on=DAY - timedelta(days=30))
    meeting = held(land.first, DAY - timedelta(days=10))
    Attendance.objects.create(
        cadre=land.cadre, meeting=meeting, unit=land.hamlet, attended_on=meeting.held_on
    )
    office = _user_of(land.as_office)
    seen = last_contact(load_scope(office, DAY), DAY, organisation_ids=[land.first.pk])
    assert seen == {land.first.pk: DAY - timedelta(days=30)}
    officer = _user_of(land.as_officer)
    assert last_contact(load_scope(officer, DAY), DAY, organisation_ids=[land.first.pk]) == {
        land.first.pk: meeting.held_on
    }


def test_last_contact_is_one_query_however_many_are_asked(land, django_assert_num_queries):
    contacted(land)
    with django_assert_num_queries(1):
        last_contact(None, DAY, organisation_ids=[land.first.pk, land.twin.pk, land.second.pk, land.far.pk])


def test_the_shelf_holds_what_is_in_force_on_the_day(land):
    scope = load_scope(_user_of(land.as_secretary), DAY)
    rule = DocumentFactory(issuer_unit=land.commune, type="QC", number="01-QC/ĐU", issued_on=date(2025, 9, 1))
    put_on_shelf(land.first, kind="work_regulation", document=rule, starts_on=None, by=land.officer)
    address = reverse("meetings:shelf_new", args=[land.first.key])
    data = {
        "kind": "resolution",
        "type": "NQ",
        "number": "05-NQ/CB",
        "issued_on": "01/02/2026",
        "title": "Nghị quyết tháng 2",
    }
    assert land.as_secretary.post(address, data).status_code == 302
    made = OfficialDocument.objects.get(number="05-NQ/CB")
    assert (made.issuer_organisation, made.issuer_unit) == (land.first, land.hamlet)
    assert [row.document for row in shelf_of(land.first, date(2026, 3, 1), scope)] == [rule, made]
    assert [row.document for row in shelf_of(land.first, date(2026, 1, 31), scope)] == [rule]
    row = ShelfDocument.objects.get(document=rule)
    take_off_shelf(row, ends_on=date(2026, 2, 15), by=land.officer)
    assert [row.document for row in shelf_of(land.first, date(2026, 3, 1), scope)] == [made]


def test_a_new_document_that_is_half_said_is_explained(land):
    address = reverse("meetings:shelf_new", args=[land.first.key])
    response = land.as_secretary.post(address, {"kind": "resolution", "number": "05-NQ/CB"})
    assert "Văn bản mới phải có đủ loại, số, ngày ban hành và trích yếu." in response.content.decode()
    response = land.as_secretary.post(address, {"kind": "resolution"})
    assert "Hãy chọn văn bản, hoặc ghi văn bản mới." in response.content.decode()
    assert not ShelfDocument.objects.exists()


def test_the_branch_page_asks_as_many_queries_for_many_rows_as_for_few(land):
    record_inspection(
        land.first,
        kind="inspection",
        on=ON,
        body="Đoàn",
        participants=[land.cadre],
        by=land.officer,
        today=DAY,
    )
    contacted(land)
    held(land.first, ON)
    few = queries_of(land.as_officer, page_of(land.first))
    for number in range(25):
        on = ON - timedelta(days=number)
        contacted(land, on=on)
        record_inspection(
            land.first,
            kind="inspection",
            on=on,
            body="Đoàn",
            participants=[land.cadre],
            by=land.officer,
            today=DAY,
        )
        if number:
            held(land.first, on)
    many = queries_of(land.as_officer, page_of(land.first))
    assert many <= few + 1 and many <= 25


def _user_of(browser):
    from accounts.models import User

    return User.objects.get(pk=browser.session["_auth_user_id"])
