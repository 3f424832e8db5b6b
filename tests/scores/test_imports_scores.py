"""Points come in from lists, a whole sheet at a time, and are graded by the rubric of their period."""

from datetime import date
from decimal import Decimal as D

import pytest

from dashboard.figures import score_figures
from meetings.models import Attendance, Meeting
from scores.models import Sheet
from tests import factories, score_things
from tests.files import bring_in, counts, messages, xlsx

pytestmark = pytest.mark.django_db
HEADING = ["organisation_code", "rubric", "period", "criterion", "value", "scorer"]
PERIOD = {"starts_on": date(2026, 1, 1), "ends_on": date(2027, 1, 1), "on": date(2026, 11, 1)}


@pytest.fixture
def land():
    units = factories.small_map()
    factories.organisation(units["P1D1C1"], code="DU1", name="Đảng bộ 1", kind="grassroots_committee")
    factories.organisation(units["P1D1C1H1"], code="CB1", name="Chi bộ 1")
    score_things.issued_rubric(units["P1D1"], kind="month", code="thang", name="Chấm tháng")
    return units


@pytest.fixture
def send(tmp_path):
    def send(*rows):
        return bring_in("scores", xlsx(tmp_path / "diem.xlsx", [HEADING, *rows]))

    return send


def month(value, scorer="", period="2026-03", rubric="thang"):
    points = (("du", 20), ("gio", 10), ("noi-dung", value), ("thuong", 0))
    return [["DU1", rubric, period, code, number, scorer] for code, number in points]


def test_a_months_points_become_a_graded_sheet(land, send):
    assert counts(send(*month("59,5"))) == (4, 0, 0, 0)
    sheet = Sheet.objects.select_related("band").get()
    assert (sheet.total, sheet.band.code, sheet.state) == (D("89.50"), "kha", "approved")
    assert counts(send(*month("59,5"))) == (0, 0, 0, 4)
    assert counts(send(*month(60, period="03/2026", rubric="Chấm tháng"))) == (0, 1, 0, 3)
    sheet.refresh_from_db()
    assert (sheet.total, sheet.band.code) == (D("90.00"), "tot")
    found = score_figures(unit_code="P1D1", **PERIOD)["months"]
    assert (found["sheets"], found["mean"], found["by_band"]) == (1, 90.0, {"tot": 1})


def test_own_and_board_stand_side_by_side(land, send):
    send(*month(70, "own"), *month(50, "board"))
    sheet = Sheet.objects.get()
    assert (sheet.own_total, sheet.total, sheet.state) == (D(100), D(80), "reviewed")


def test_a_meeting_is_scored_by_both_sides(land, send):
    score_things.issued_rubric(land["P1D1"], code="buoi", name="Chấm buổi")
    body = Sheet._meta.get_field("organisation").related_model.objects.get(versions__code="CB1")
    day = date(2026, 3, 24)
    meeting = Meeting.objects.create(
        organisation=body, unit=body.unit, month=date(2026, 3, 1), outcome="held", held_on=day
    )
    rows = [
        ["CB1", "buoi", "2026-03-24", code, value, scorer]
        for scorer, contents in (("branch", 70), ("superior", 45))
        for code, value in (("du", 20), ("gio", 10), ("noi-dung", contents))
    ]
    assert "đúng một lượt dự" in messages(send(*rows))[0]
    cadre = factories.CadreFactory(unit=body.unit)
    Attendance.objects.create(cadre=cadre, meeting=meeting, unit=body.unit, attended_on=day)
    assert counts(send(*rows)) == (6, 0, 0, 0)
    found = score_figures(unit_code="P1D1", **PERIOD)["meetings"]
    assert (found["branch"]["mean"], found["superior"]["mean"], found["both"], found["mean_gap"]) == (
        100.0,
        75.0,
        1,
        25.0,
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["DU1", "thang", "2026-03", "noi-dung", 71, ""], "từ 0 đến 70"),
        (["DU1", "thang", "2026-03", "khác", 7, ""], "không có tiêu chí"),
        (["DU1", "gì đó", "2026-03", "du", 7, ""], "Không có bộ tiêu chí"),
        (["DU1", "thang", "2025-03", "du", 7, ""], "hiệu lực"),
        (["DU1", "thang", "tháng ba", "du", 7, ""], "không phải là kỳ"),
        (["XX", "thang", "2026-03", "du", 7, ""], "Không có"),
        (["DU1", "thang", "2026-03", "du", 7, "superior"], "không hợp"),
        (["DU1", "thang", "2099-03", "du", 7, ""], "phía trước"),
    ],
)
def test_bad_rows_are_one_sentence_and_change_nothing(land, send, row, words):
    answer = send(*month(70, period="2026-02"), row)
    assert len(answer["errors"]) == 1 and words in messages(answer)[0]
    assert not Sheet.objects.exists()


def test_what_is_published_is_not_written_over(land, send):
    send(*month(60))
    Sheet.objects.update(state="published", published_on=date(2026, 4, 10))
    assert "đã công bố" in messages(send(*month(50)))[0]


def test_a_locked_night_locks_what_is_due(land, send):
    from scores.actions.locking import lock_due_sheets

    send(*month(60))
    Sheet.objects.update(state="published", published_on=date(2026, 4, 10), appeal_until=date(2026, 4, 15))
    assert lock_due_sheets(date(2026, 4, 15)) == 0
    assert lock_due_sheets(date(2026, 4, 16)) == 1
    assert Sheet.objects.get().state == "locked"
