"""Pages of score sheets: a month's way from the organisation to its publication, a meeting scored twice, walls."""

from datetime import date, time

import pytest
from django.urls import reverse

from meetings.models import Attendance, Meeting
from scores.actions.sheets import rows_of
from scores.models import Sheet
from tests import factories, score_things
from tests.pages import queries_of, signed_in
from tests.reports.filed import ground

pytestmark = pytest.mark.django_db
HELD = date(2026, 3, 24)
BACKEND = "assignments.backends.PersonBackend"


@pytest.fixture
def land(client):
    from django.test import Client

    units = factories.small_map()
    body = factories.organisation(
        units["P1D1C1"], code="DU1", name="Đảng bộ xã 1", kind="grassroots_committee"
    )
    branch = factories.organisation(
        units["P1D1C1H1"], code="CB1", name="Chi bộ ấp 1", parent=body, branch_type="residential"
    )
    people = {}
    for name, role, over in (
        ("staff", "org_staff", {"unit": units["P1D1"]}),
        ("leader", "leader", {"unit": units["P1D1"]}),
        ("office", "commune_office", {"unit": units["P1D1C1"]}),
        ("neighbour", "commune_office", {"unit": units["P1D1C2"]}),
        ("secretary", "branch_secretary", {"organisation": branch}),
        ("other_staff", "org_staff", {"unit": units["P1D2"]}),
    ):
        user = factories.UserFactory()
        factories.GrantFactory(user=user, role=role, **over)
        people[name] = Client()
        people[name].force_login(user, backend=BACKEND)
    return units, body, branch, people


def points(sheet, column, value, note="Đủ minh chứng"):
    """The whole form of a sheet: full marks but for `value` at the criterion of contents."""
    data = {}
    for row in rows_of(sheet):
        most = row.criterion.maximum
        data |= {
            f"r{row.pk}-value": str(value if row.criterion.code == "noi-dung" else most),
            f"r{row.pk}-note": note,
            f"r{row.pk}-version": row.version,
        }
    return data


def step(client, sheet, name, **data):
    return client.post(reverse("scores:sheet_step", args=[sheet.key, name]), data)


def text_of(client, url):
    response = client.get(url)
    return response.status_code, response.content.decode() if response.status_code == 200 else ""


def test_a_month_goes_from_the_organisation_to_its_publication(land):
    units, body, _branch, people = land
    score_things.issued_rubric(units["P1D1"], kind="month")
    opened = people["office"].post(reverse("scores:month_open", args=[body.key, "2026-03"]))
    sheet = Sheet.objects.get()
    assert opened.url == sheet.get_absolute_url() and sheet.issuer == units["P1D1"]
    assert text_of(people["staff"], sheet.get_absolute_url())[0] == 404, "a draft is its organisation's"
    people["office"].post(sheet.get_absolute_url(), points(sheet, "points", 70))
    step(people["office"], sheet, "send")
    assert Sheet.objects.get().state == "sent"
    veto = sheet.rubric.vetoes.get()
    reviewed = points(sheet, "reviewed", 60, "Thiếu biên bản họp") | {"veto": veto.pk}
    people["staff"].post(sheet.get_absolute_url(), reviewed)
    words = text_of(people["office"], sheet.get_absolute_url())[1]
    assert "<output>105</output>" in words, "only what it gave itself"
    assert "✓" not in words.split("<fieldset>")[1].split("</fieldset>")[0], "nor the veto of the board"
    people["staff"].post(sheet.get_absolute_url(), points(sheet, "reviewed", 60, "Thiếu biên bản họp"))
    step(people["staff"], sheet, "review")
    status, words = text_of(people["office"], sheet.get_absolute_url())
    assert status == 200 and "Thiếu biên bản họp" not in words, (
        "what the board gave waits for its publication"
    )
    assert "đã thẩm định" not in words
    assert step(people["staff"], sheet, "approve").status_code == 404
    step(people["leader"], sheet, "approve")
    listed = text_of(people["office"], f"{reverse('scores:month_list')}?thang=2026-03")[1]
    assert "95" not in listed and "đã duyệt" not in listed
    step(people["staff"], sheet, "publish")
    _status, words = text_of(people["office"], sheet.get_absolute_url())
    assert "Thiếu biên bản họp" in words and "95" in words
    step(people["office"], sheet, "appeal", text="Biên bản đã nộp ngày 2/4")
    made = sheet.appeals.get()
    data = points(sheet, "approved", 65) | {"text": "Đã xem biên bản, cho thêm điểm"}
    assert people["leader"].post(reverse("scores:appeal_decide", args=[made.key]), data).status_code == 302
    sheet.refresh_from_db()
    assert str(sheet.total) == "100.00"
    assert "Đã xem biên bản" in text_of(people["office"], sheet.get_absolute_url())[1]


@pytest.mark.parametrize("name", ["neighbour", "other_staff"])
def test_others_see_nothing_of_it(land, name):
    units, body, _branch, people = land
    score_things.issued_rubric(units["P1D1"], kind="month")
    people["office"].post(reverse("scores:month_open", args=[body.key, "2026-03"]))
    sheet = Sheet.objects.get()
    people["office"].post(sheet.get_absolute_url(), points(sheet, "points", 70))
    step(people["office"], sheet, "send")
    assert people[name].get(sheet.get_absolute_url()).status_code == 404
    assert people[name].post(sheet.get_absolute_url(), points(sheet, "points", 1)).status_code == 404
    assert people[name].post(reverse("scores:month_open", args=[body.key, "2026-04"])).status_code in (
        403,
        404,
    )
    listed = text_of(people[name], f"{reverse('scores:month_list')}?thang=2026-03")[1]
    assert "Đảng bộ xã 1" not in listed


def visit(land):
    _units, _body, branch, _people = land
    meeting = Meeting.objects.create(
        organisation=branch, unit=branch.unit, month=date(2026, 3, 1), outcome="held", held_on=HELD,
        started_at=time(19), ended_at=time(21),
    )  # fmt: skip
    user = factories.UserFactory()
    cadre = factories.CadreFactory(unit=branch.unit, user=user)
    turn = Attendance.objects.create(
        cadre=cadre, meeting=meeting, unit=branch.unit, attended_on=HELD, members=10, exempt=0, special_duty=0,
        present=9, excused=1, unexcused=0,
    )  # fmt: skip
    from django.test import Client

    client = Client()
    client.force_login(user, backend=BACKEND)
    return meeting, turn, client


def test_a_meeting_is_scored_twice_and_the_branch_waits_for_the_superiors(land):
    units, _body, branch, people = land
    score_things.issued_rubric(units["P1D1"])
    meeting, turn, cadre = visit(land)
    people["secretary"].post(reverse("scores:meeting_sheet", args=[meeting.key]))
    own = Sheet.objects.get(scorer="branch")
    assert all(row.proposed is None for row in rows_of(own) if row.criterion.code == "du"), (
        "it knows no report"
    )
    people["secretary"].post(own.get_absolute_url(), points(own, "points", 70))
    step(people["secretary"], own, "send")
    cadre.post(reverse("scores:turn_sheet", args=[turn.key]))
    superior = Sheet.objects.get(scorer="superior")
    cadre.post(superior.get_absolute_url(), points(superior, "points", 40, "Ít ý kiến"))
    before = {
        name: text_of(people[name], reverse("scores:meeting_scores") + "?nam=2026")[1]
        for name in ("secretary", "office")
    }
    step(cadre, superior, "send")
    for name in ("secretary", "office"):
        assert people[name].get(superior.get_absolute_url()).status_code == 404
        after = text_of(people[name], reverse("scores:meeting_scores") + "?nam=2026")[1]
        assert after.count("Chi bộ ấp 1") == before[name].count("Chi bộ ấp 1") and "75 (" not in after
        trend = text_of(people[name], reverse("scores:meeting_trend", args=[branch.key]))[1]
        assert "75 (" not in trend.split("<table")[1]
    board = text_of(people["staff"], reverse("scores:meeting_scores") + "?nam=2026")[1]
    assert "+30" in board
    step(people["staff"], superior, "publish")
    assert people["secretary"].get(superior.get_absolute_url()).status_code == 200


def test_only_the_cadre_who_came_scores_and_only_a_held_meeting(land):
    units, _body, _branch, people = land
    score_things.issued_rubric(units["P1D1"])
    meeting, turn, _cadre = visit(land)
    assert people["staff"].post(reverse("scores:turn_sheet", args=[turn.key])).status_code == 404
    Meeting.objects.filter(pk=meeting.pk).update(outcome="unknown", held_on=None, planned_on=HELD)
    assert people["secretary"].post(reverse("scores:meeting_sheet", args=[meeting.key])).status_code == 404


def test_two_people_at_once_are_shown_each_others_points(land):
    units, body, _branch, people = land
    score_things.issued_rubric(units["P1D1"], kind="month")
    people["office"].post(reverse("scores:month_open", args=[body.key, "2026-03"]))
    sheet = Sheet.objects.get()
    first, second = points(sheet, "points", 50), points(sheet, "points", 60)
    people["office"].post(sheet.get_absolute_url(), first)
    response = people["office"].post(sheet.get_absolute_url(), second)
    words = response.content.decode()
    assert response.status_code == 200 and "đang lưu: 50" in words and 'value="60"' in words
    assert str(next(r.points for r in rows_of(sheet) if r.criterion.code == "noi-dung")) == "50.00"


def test_bad_points_are_one_sentence_and_the_other_rows_are_saved(land):
    units, body, _branch, people = land
    score_things.issued_rubric(units["P1D1"], kind="month")
    people["office"].post(reverse("scores:month_open", args=[body.key, "2026-03"]))
    sheet = Sheet.objects.get()
    response = people["office"].post(sheet.get_absolute_url(), points(sheet, "points", 99))
    assert "điểm từ 0 đến 70" in response.content.decode()
    assert {r.criterion.code: r.points is None for r in rows_of(sheet)}["noi-dung"] is True
    assert {r.criterion.code: r.points is None for r in rows_of(sheet)}["du"] is False


def test_lists_ask_the_same_however_many_rows(land):
    units, body, _branch, people = land
    rubric = score_things.issued_rubric(units["P1D1"], kind="month")
    url = f"{reverse('scores:month_list')}?thang=2026-03"
    few = queries_of(people["staff"], url)
    for number in range(5):
        other = factories.organisation(
            units["P1D1C2"], code=f"X{number}", name=f"Đảng bộ {number}", kind="grassroots_committee"
        )
        Sheet.objects.create(
            rubric=rubric, kind="month", organisation=other, unit=other.unit, issuer=units["P1D1"],
            period_on=date(2026, 3, 1), scorer="own", state="sent", sent_on=date(2026, 4, 3), total=80,
        )  # fmt: skip
    assert queries_of(people["staff"], url) <= few + 1
    assert queries_of(people["staff"], reverse("scores:year_page")) <= 25
    assert queries_of(people["staff"], Sheet.objects.first().get_absolute_url()) <= 25


def test_the_cadre_comes_to_the_sheet_from_his_report_and_nobody_else(db):
    land = ground()
    report = land.report(quality="good")
    address = reverse("scores:turn_sheet", args=[report.attendance.key])
    if report.cadre.user is None:
        report.cadre.user = factories.UserFactory()
        report.cadre.save()
    assert address in signed_in(report.cadre.user).get(report.get_absolute_url()).content.decode()
    assert address not in signed_in(land.officer).get(report.get_absolute_url()).content.decode()
