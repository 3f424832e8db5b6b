"""Sheets: proposals, points with their reasons, two people at once, the way to publication, appeals, the lock."""

from datetime import date, time
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from meetings.models import Attendance, Meeting
from scores.actions.appeals import appeal, decide_appeal
from scores.actions.rubrics import issue, make_rubric
from scores.actions.sheet_steps import (
    approve_sheet,
    lock_sheet,
    publish_sheet,
    return_sheet,
    review_sheet,
    send_sheet,
)
from scores.actions.sheets import Conflict, open_sheet, rows_of, save_row, set_vetoes
from scores.models import Sheet, SheetRow
from tests import factories, score_things

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 24)


@pytest.fixture
def land():
    units = factories.small_map()
    body = factories.organisation(units["P1D1C1H1"], code="CB1", name="Chi bộ 1", branch_type="residential")
    return units, body


def held(body, **fields):
    return Meeting.objects.create(
        organisation=body, unit=body.unit, month=date(2026, 3, 1), outcome="held", held_on=ON, **fields
    )


def visited(meeting, **counts):
    cadre = factories.CadreFactory(unit=meeting.unit)
    turn = Attendance.objects.create(
        cadre=cadre, meeting=meeting, unit=meeting.unit, attended_on=ON, **counts
    )
    return cadre, turn


def superior(land, **counts):
    units, body = land
    meeting = held(body)
    cadre, turn = visited(meeting, **counts)
    rubric = score_things.issued_rubric(units["P1D1"])
    return open_sheet(
        rubric=rubric, organisation=body, issuer=units["P1D1"], period_on=ON, scorer="superior",
        meeting=meeting, cadre=cadre, attendance=turn, by=None, on=ON,
    )  # fmt: skip


def own(land):
    units, body = land
    rubric = score_things.issued_rubric(units["P1D1"], kind="month")
    return open_sheet(
        rubric=rubric,
        organisation=body,
        issuer=units["P1D1"],
        period_on=date(2026, 3, 1),
        scorer="own",
        by=None,
        on=ON,
    )


def row(sheet, code) -> SheetRow:
    return next(each for each in rows_of(sheet) if each.criterion.code == code)


def put(sheet, code, value, *, column="points", note="", by=None, **fields):
    each = row(sheet, code)
    value = None if value is None else D(str(value))
    return save_row(
        each, **{"column": column, "value": value, "note": note, "version": each.version, "by": by, **fields}
    )


FULL = {"members": 30, "exempt": 2, "special_duty": 1, "present": 24, "excused": 3, "unexcused": 0}


def test_facts_propose_points_and_say_why(land):
    sheet = superior(land, **FULL, started_at=time(19, 0), ended_at=time(20, 29))
    attendance, duration = row(sheet, "du"), row(sheet, "gio")
    assert (attendance.proposed, attendance.points) == (D(20), D(20))
    assert "24/27" in attendance.proposed_why and "88,89" in attendance.proposed_why
    assert duration.proposed == D(0), "89 minutes are not 90"


@pytest.mark.parametrize(
    ("present", "members", "points"), [(85, 100, 0), (86, 100, 20), (17, 20, 0), (18, 20, 20)]
)
def test_exactly_85_per_cent_is_not_over_85(land, present, members, points):
    counts = {
        "members": members,
        "exempt": 0,
        "special_duty": 0,
        "present": present,
        "excused": members - present,
        "unexcused": 0,
    }
    assert row(superior(land, **counts), "du").proposed == D(points)


def test_where_all_are_exempt_nothing_is_proposed_and_it_is_not_nought(land):
    counts = {"members": 3, "exempt": 3, "special_duty": 0, "present": 0, "excused": 0, "unexcused": 0}
    each = row(superior(land, **counts), "du")
    assert each.proposed is None and each.points is None and "không áp dụng" in each.proposed_why


def test_an_override_needs_its_reason_and_points_their_limits(land):
    sheet = superior(land, **FULL)
    for value, words in ((19, "khác 20"), (21, "từ 0 đến 20"), (-1, "từ 0 đến 20"), ("19.1", "bước 0,25")):
        with pytest.raises(ValidationError, match=words):
            put(sheet, "du", value)
    assert put(sheet, "du", 19, note="Hai người đến muộn").points == D(19)
    with pytest.raises(ValidationError, match="không áp dụng thì"):
        put(sheet, "gio", None, is_applicable=False)


def test_the_database_keeps_points_within_their_criterion(land):
    sheet = superior(land, **FULL)
    with pytest.raises(DatabaseError, match="within the criterion"), transaction.atomic():
        SheetRow.objects.filter(pk=row(sheet, "du").pk).update(points=21)


def test_two_people_at_once_see_each_other(land):
    sheet = superior(land, **FULL)
    mine = row(sheet, "noi-dung")
    put(sheet, "noi-dung", 60)
    with pytest.raises(Conflict) as found:
        save_row(mine, column="points", value=D(65), note="", version=mine.version, by=None)
    assert found.value.row.points == D(60)
    again = save_row(mine, column="points", value=D(60), note="", version=mine.version, by=None)
    assert again.points == D(60), "who says the same is not refused"


def graded(sheet):
    fresh = Sheet.objects.select_related("band").get(pk=sheet.pk)
    return fresh.total, fresh.band and fresh.band.code, fresh.reasons


def test_the_grade_follows_points_musts_and_vetoes(land):
    sheet = superior(land, **FULL)
    put(sheet, "gio", 10, note="Có biên bản")
    assert graded(sheet)[1] is None and "Chưa chấm" in graded(sheet)[2][0]
    put(sheet, "noi-dung", 70)
    assert graded(sheet)[:2] == (D(100), "tot")
    put(sheet, "du", "19.75", note="Hai người đến muộn")
    total, band, reasons = graded(sheet)
    assert (total, band) == (D("99.75"), "kha") and "điểm tối đa" in reasons[0]
    set_vetoes(sheet, sheet.rubric.vetoes.all(), by=None)
    assert graded(sheet)[1] == "kem"


def full(sheet, column="points"):
    for each in rows_of(sheet):
        if not each.criterion.section.is_extra:
            put(sheet, each.criterion.code, each.criterion.maximum, column=column, note="Đủ")


def test_a_sheet_with_a_gap_is_not_sent(land):
    with pytest.raises(ValidationError, match="3 tiêu chí chưa chấm"):
        send_sheet(own(land), by=None, on=ON)


def test_the_way_from_own_score_to_the_lock(land):
    staff, head = factories.UserFactory(), factories.UserFactory()
    sheet = own(land)
    full(sheet)
    sheet = send_sheet(sheet, by=None, on=date(2026, 4, 7))
    assert sheet.is_late and sheet.due_on == date(2026, 4, 5)
    with pytest.raises(ValidationError, match="không còn chấm"):
        put(sheet, "noi-dung", 60)
    put(sheet, "noi-dung", 60, column="reviewed", note="Thiếu biên bản", by=staff)
    sheet = review_sheet(sheet, by=staff, on=date(2026, 4, 8))
    assert (sheet.own_total, sheet.total) == (D(100), D(90))
    with pytest.raises(ValidationError, match="không tự duyệt"):
        approve_sheet(sheet, by=staff, on=date(2026, 4, 9))
    sheet = approve_sheet(sheet, by=head, on=date(2026, 4, 9))
    sheet = publish_sheet(sheet, by=head, on=date(2026, 4, 10))
    assert sheet.appeal_until == date(2026, 4, 15)
    made = appeal(sheet, text="Biên bản đã gửi", by=None, on=date(2026, 4, 15))
    with pytest.raises(ValidationError, match="chưa trả lời"):
        appeal(sheet, text="Nữa", by=None, on=date(2026, 4, 15))
    with pytest.raises(ValidationError, match="chưa trả lời"):
        lock_sheet(sheet, on=date(2026, 4, 20))
    each = row(sheet, "noi-dung")
    decide_appeal(
        made, answer="Đã xem biên bản", by=head, on=date(2026, 4, 16), changes=[(each, D(65), each.version)]
    )
    sheet = lock_sheet(sheet, on=date(2026, 4, 20))
    assert (sheet.total, sheet.state) == (D(95), "locked")
    with pytest.raises(DatabaseError, match="locked sheet"), transaction.atomic():
        SheetRow.objects.filter(sheet=sheet).update(approved=0)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(total=0)
    steps = ["sent", "reviewed", "approved", "published", "appealed", "decided", "locked"]
    assert [step.step for step in sheet.steps.all()] == steps


def test_an_appeal_after_its_days_is_refused(land):
    sheet = own(land)
    full(sheet)
    sheet = send_sheet(sheet, by=None, on=date(2026, 4, 3))
    sheet = publish_sheet(
        approve_sheet(review_sheet(sheet, by=None, on=ON), by=None, on=ON), by=None, on=date(2026, 4, 10)
    )
    with pytest.raises(ValidationError, match="đã hết ngày 15/04/2026"):
        appeal(sheet, text="Muộn", by=None, on=date(2026, 4, 16))
    assert not sheet.is_late
    with pytest.raises(ValidationError, match="Còn trong thời hạn"):
        lock_sheet(sheet, on=date(2026, 4, 15))


def test_a_returned_sheet_is_filled_in_again(land):
    sheet = own(land)
    full(sheet)
    sheet = send_sheet(sheet, by=None, on=date(2026, 4, 3))
    with pytest.raises(ValidationError, match="lý do trả lại"):
        return_sheet(sheet, reason=" ", by=None, on=ON)
    sheet = return_sheet(sheet, reason="Thiếu giải trình", by=None, on=ON)
    assert put(sheet, "noi-dung", 50, note="x").points == D(50)


def test_what_was_reviewed_before_it_was_returned_is_not_given_to_the_new_points(land):
    sheet = own(land)
    full(sheet)
    sheet = send_sheet(sheet, by=None, on=date(2026, 4, 3))
    put(sheet, "noi-dung", 10, column="reviewed", note="Thiếu hồ sơ")
    sheet = return_sheet(review_sheet(sheet, by=None, on=ON), reason="Bổ sung hồ sơ", by=None, on=ON)
    assert sheet.total == D(100)
    put(sheet, "noi-dung", 60, note="Đã bổ sung")
    sheet = review_sheet(send_sheet(sheet, by=None, on=ON), by=None, on=ON)
    assert sheet.total == D(90)


def test_a_later_edition_changes_no_sheet(land):
    units, _body = land
    sheet = superior(land, **FULL)
    full(sheet)
    before = graded(sheet)
    old = sheet.rubric
    later = make_rubric(
        issuer=units["P1D1"], code=old.code, name=old.name, kind=old.kind, by=None, on=ON, copied_from=old
    )
    issue(later, document=old.document, starts_on=date(2026, 6, 1), by=None, on=ON)
    assert graded(sheet) == before and Sheet.objects.get(pk=sheet.pk).rubric == old
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(rubric=score_things.issued_rubric(units["P1D2"]))


def test_the_same_sheet_is_opened_once(land):
    sheet = own(land)
    units, body = land
    again = open_sheet(
        rubric=sheet.rubric,
        organisation=body,
        issuer=units["P1D1"],
        period_on=date(2026, 3, 1),
        scorer="own",
        by=None,
        on=ON,
    )
    assert again == sheet
