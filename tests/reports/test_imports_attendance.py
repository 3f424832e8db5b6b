"""Attendance comes in from lists: set-based, all or nothing, the same again is unchanged, and it can be taken back."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments.models import CadreGroup
from branches.imports import taking_back
from branches.models import ImportRun, Zone, ZoneMember
from meetings.choosing import assignment_for
from meetings.models import Attendance, Meeting
from reports.imports.attendance import KIND
from reports.imports.under import Under
from reports.models import ReceiptCounter, Report
from tests.factories import (
    START,
    AgencyFactory,
    CadreFactory,
    PositionFactory,
    SchemeFactory,
    organisation,
    small_map,
)
from tests.files import bring_in, counts, messages, xlsx
from tests.reports.things import attend, branch_of, day, follow, meeting

pytestmark = pytest.mark.django_db

HEADING = ["cadre_code", "organisation_code", "date"]


@pytest.fixture
def places():
    return small_map()


@pytest.fixture
def district(places):
    return places["P1D1"]


@pytest.fixture
def scheme(district):
    return SchemeFactory(
        issuer=district, code="quang-tri", target_kind="organisation", turns_per_month=1, report_days=5
    )


@pytest.fixture
def cadre(district):
    return CadreFactory(unit=district, code="CB-01", full_name="Trần Thị Lượt")


@pytest.fixture
def branch(places):
    return organisation(places["P1D1C1H1"], code="CHI1", name="Chi bộ Ấp 1", branch_type="residential")


@pytest.fixture
def send(tmp_path):
    def send(*rows, heading=HEADING, **options):
        return bring_in("attendance", xlsx(tmp_path / "luot.xlsx", [heading, *rows]), **options)

    return send


FULL = [
    *HEADING, "scheme", "kind", "start", "end", "members", "exempt", "present", "excused", "unexcused", "speaking",
    "reported_on", "note",
]  # fmt: skip


def full_row(**changes):
    row = {
        "cadre_code": "CB-01", "organisation_code": "CHI1", "date": "24/03/2026", "scheme": "quang-tri",
        "kind": "thường kỳ", "start": "19:00", "end": "20:45", "members": 24, "exempt": 2, "present": 20, "excused": 1,
        "unexcused": 1, "speaking": 9, "reported_on": "27/03/2026", "note": "họp ở nhà văn hóa",
    }  # fmt: skip
    row |= changes
    return [row[name] for name in FULL]


class TestOneRow:
    def test_a_row_makes_the_meeting_the_turn_and_the_report(self, send, scheme, cadre, branch):
        PositionFactory(
            cadre=cadre,
            agency=AgencyFactory(name="Ban Tổ chức", unit=cadre.unit),
            group=CadreGroup.objects.get(code="committee"),
        )
        row = follow(scheme, cadre, branch)
        assert counts(send(full_row(), heading=FULL)) == (1, 0, 0, 0)
        turn = Attendance.objects.get()
        assert (turn.cadre, turn.scheme, turn.assignment) == (cadre, scheme, row)
        assert (turn.members, turn.exempt, turn.special_duty, turn.present) == (24, 2, 0, 20)
        assert (turn.started_at, turn.ended_at, turn.note) == (time(19), time(20, 45), "họp ở nhà văn hóa")
        assert (turn.group_then.code, turn.post_then) == ("committee", "Phó Trưởng ban, Ban Tổ chức")
        met = turn.meeting
        assert (met.held_on, met.outcome, met.kind, met.body) == (
            day("2026-03-24"),
            "held",
            "regular",
            "branch",
        )
        assert (met.started_at, met.unit) == (time(19), branch.unit)
        report = turn.report
        assert (report.source, report.state, report.number) == ("import", "accepted", "BC-2026-03-0001")
        assert (report.due_on, report.submitted_on, report.is_late) == (
            day("2026-03-29"),
            day("2026-03-27"),
            False,
        )

    def test_a_report_after_its_due_day_is_late(self, send, scheme, cadre, branch):
        follow(scheme, cadre, branch)
        send(
            full_row(reported_on="30/03/2026"),
            full_row(date="24/04/2026", reported_on="10/05/2026"),
            heading=FULL,
        )
        late = Report.objects.order_by("met_on").values_list("is_late", "is_late_entry", "number")
        assert list(late) == [(True, False, "BC-2026-03-0001"), (True, True, "BC-2026-05-0001")]

    def test_three_columns_are_enough(self, send, scheme, cadre, branch):
        row = follow(scheme, cadre, branch)
        assert counts(send(["CB-01", "CHI1", "24/03/2026"])) == (1, 0, 0, 0)
        turn = Attendance.objects.get()
        assert (turn.scheme, turn.assignment, turn.members) == (scheme, row, None)
        assert not Report.objects.exists()

    def test_who_is_not_assigned_there_may_attend_and_the_preview_says_so(self, send, cadre, branch):
        answer = send(["CB-01", "CHI1", "24/03/2026"])
        assert counts(answer) == (1, 0, 0, 0)
        assert Attendance.objects.get().assignment is None

    def test_a_registered_meeting_is_marked_as_held(self, send, cadre, branch):
        planned = meeting(branch, day("2026-03-24"), held=False)
        send(["CB-01", "CHI1", "24/03/2026"])
        planned.refresh_from_db()
        assert (planned.outcome, planned.held_on) == ("held", day("2026-03-24"))
        assert Attendance.objects.get().meeting == planned

    def test_two_cadres_at_one_meeting_are_two_turns(self, send, cadre, branch, district):
        CadreFactory(unit=district, code="CB-02")
        send(["CB-01", "CHI1", "24/03/2026"], ["CB-02", "CHI1", "24/03/2026"])
        assert (Attendance.objects.count(), Meeting.objects.count()) == (2, 1)

    def test_two_kinds_on_one_day_are_two_meetings(self, send, cadre, branch):
        heading = [*HEADING, "kind"]
        send(
            ["CB-01", "CHI1", "24/03/2026", ""], ["CB-01", "CHI1", "24/03/2026", "chuyên đề"], heading=heading
        )
        assert set(Meeting.objects.values_list("kind", flat=True)) == {"regular", "thematic"}

    def test_a_committee_meets_as_a_committee(self, send, cadre, places):
        organisation(places["P1D1C1"], code="DU1", name="Đảng bộ xã", kind="grassroots_committee")
        send(["CB-01", "DU1", "05/03/2026"])
        assert Meeting.objects.get().body == "committee"

    def test_a_merged_record_stands_for_the_person_who_stays(self, send, cadre, branch, district):
        CadreFactory(unit=district, code="CB-CU", merged_into=cadre)
        send(["CB-CU", "CHI1", "24/03/2026"])
        assert Attendance.objects.get().cadre == cadre
        assert counts(send(["CB-01", "CHI1", "24/03/2026"])) == (0, 0, 0, 1)


class TestAgain:
    def test_the_same_list_again_changes_nothing(self, send, scheme, cadre, branch):
        follow(scheme, cadre, branch)
        rows = [
            full_row(),
            full_row(date="24/04/2026", reported_on="", members="", exempt="", excused="", unexcused=""),
        ]
        assert counts(send(*rows, heading=FULL)) == (2, 0, 0, 0)
        assert counts(send(*rows, heading=FULL)) == (0, 0, 0, 2)
        assert ReceiptCounter.objects.get().last == 1

    def test_what_was_missing_is_added_later(self, send, scheme, cadre, branch):
        follow(scheme, cadre, branch)
        send(["CB-01", "CHI1", "24/03/2026"])
        assert counts(send(full_row(), heading=FULL)) == (0, 1, 0, 0)
        turn = Attendance.objects.get()
        assert (turn.present, turn.meeting.started_at) == (20, time(19))
        assert turn.report.submitted_on == day("2026-03-27")

    def test_a_report_keeps_the_day_on_which_it_came(self, send, scheme, cadre, branch):
        follow(scheme, cadre, branch)
        send(full_row(), heading=FULL)
        assert (
            "ngày gửi không sửa được" in messages(send(full_row(reported_on="28/03/2026"), heading=FULL))[0]
        )

    def test_it_is_taken_back_and_can_come_again(self, send, scheme, cadre, branch):
        follow(scheme, cadre, branch)
        planned = meeting(branch, day("2026-04-24"), held=False)
        rows = [full_row(), full_row(date="24/04/2026", reported_on="26/04/2026")]
        send(*rows, heading=FULL)
        run = ImportRun.objects.get(kind="attendance")
        taking_back.take_back(KIND, run, by=None, today=day("2026-05-01"))
        planned.refresh_from_db()
        assert (planned.outcome, planned.held_on) == ("unknown", None)
        assert not Attendance.objects.standing().exists() and not Report.objects.exists()
        assert Attendance.objects.filter(void_reason__startswith="Lấy lại").count() == 2
        assert list(Meeting.objects.standing()) == [planned]
        assert counts(send(*rows, heading=FULL)) == (2, 0, 0, 0)


class TestRefused:
    @pytest.mark.parametrize(
        "changes, words",
        [
            ({"present": 19}, "cộng lại là 21; số phải dự là 22"),
            ({"speaking": 21}, "không thể nhiều hơn số có mặt"),
            ({"end": "18:30"}, "phải sau giờ bắt đầu"),
            ({"date": "24/03/2126", "reported_on": ""}, "còn ở phía trước"),
            ({"reported_on": "20/03/2026"}, "không thể trước ngày dự"),
            ({"date": "24/03/2018"}, "chỉ có từ ngày 01/01/2020"),
            ({"cadre_code": "CB-99"}, "Không có cán bộ"),
            ({"organisation_code": "CHI9"}, "Không có tổ chức đảng"),
            ({"scheme": "khong-co"}, "Không có chủ trương"),
        ],
    )
    def test_a_row_that_cannot_be_true_is_refused_in_one_sentence(
        self, send, scheme, cadre, branch, changes, words
    ):
        follow(scheme, cadre, branch)
        answer = send(
            full_row(), full_row(date="24/05/2026", reported_on=""), full_row(**changes), heading=FULL
        )
        assert any(words in each for each in messages(answer)), messages(answer)
        assert not Attendance.objects.exists() and not Meeting.objects.exists()

    def test_a_cadre_who_has_left_or_not_begun(self, send, branch, district):
        CadreFactory(unit=district, code="CB-01", started_on=day("2025-01-01"), left_on=day("2026-01-01"))
        answer = send(["CB-01", "CHI1", "24/03/2026"], ["CB-01", "CHI1", "24/03/2024"])
        assert [
            "đã thôi từ ngày 01/01/2026" in messages(answer)[0],
            "từ ngày 01/01/2025" in messages(answer)[1],
        ] == [
            True,
            True,
        ]

    def test_a_branch_that_is_closed(self, send, cadre, branch):
        branch.closed_on = day("2026-01-01")
        branch.save()
        branch.versions.update(ends_on=day("2026-01-01"))
        assert "không còn ngày 24/03/2026" in messages(send(["CB-01", "CHI1", "24/03/2026"]))[0]

    def test_the_same_turn_twice(self, send, cadre, branch):
        answer = send(["CB-01", "CHI1", "24/03/2026"], ["CB-01", "CHI1", "24/03/2026"])
        assert messages(answer) == ["Lượt dự này đã có ở hàng 2."]

    def test_a_meeting_that_was_not_held(self, send, cadre, branch):
        meeting(branch, day("2026-03-24"), held=False, outcome="not_held", not_held_reason="bão")
        assert "không họp" in messages(send(["CB-01", "CHI1", "24/03/2026"]))[0]

    def test_a_voided_turn_may_come_again(self, send, cadre, branch):
        attend(
            cadre, meeting(branch, day("2026-03-24")), voided_at="2026-03-25T00:00:00Z", void_reason="nhầm"
        )
        assert counts(send(["CB-01", "CHI1", "24/03/2026"])) == (1, 0, 0, 0)


def test_many_rows_ask_no_more_than_few(send, scheme, places, district):
    for code in ("P1D1C1H1", "P1D1C2H2"):
        branch_of(places[code])

    def rows(number):
        made = []
        for at in range(number):
            cadre = CadreFactory(unit=district, code=f"N{number}-{at}")
            home = organisation(
                places["P1D1C1H2"], code=f"C{number}-{at}", name=f"Chi bộ {at}", branch_type="residential"
            )
            follow(scheme, cadre, home)
            made.append(full_row(cadre_code=f"N{number}-{at}", organisation_code=f"C{number}-{at}"))
        return made

    def queries(number):
        made = rows(number)
        with CaptureQueriesContext(connection) as seen:
            assert counts(send(*made, heading=FULL)) == (number, 0, 0, 0)
        return len(seen)

    assert queries(60) <= queries(3) + 2


@pytest.mark.parametrize("how", ["branch", "commune", "zone", "any"])
@pytest.mark.parametrize("target", ["P1D1C1", "P1D1C1H1", "CHI1", "DB1"])
def test_the_assignment_found_for_many_is_that_found_for_one(how, target, places, district, cadre, branch):
    """`Under` and `meetings.choosing` say the same of every choice and target."""
    committee = organisation(places["P1D1C2"], code="DB1", name="Đảng bộ", kind="grassroots_committee")
    below = branch_of(places["P1D1C2H1"], parent=committee)
    scheme = SchemeFactory(issuer=district, target_kind="organisation", choice=how)
    follow(scheme, cadre, {"CHI1": branch, "DB1": committee}.get(target) or places[target])
    zone = Zone.objects.create(
        unit=district, code="TV1", name="Tiểu vùng 1", kind="tiểu vùng", starts_on=START
    )
    ZoneMember.objects.create(zone=zone, unit=places["P1D1C1"], starts_on=START)
    asked = [branch, below, committee, branch_of(places["P1D1C1H2"]), branch_of(places["P1D2C1H1"])]
    on = date(2026, 3, 24)
    under = Under([cadre.pk], {each.pk: each for each in asked}, on, date(2026, 3, 25))
    for each in asked:
        one = assignment_for(cadre, each, on)
        many = under.find(cadre.pk, each, each.kind != "grassroots_committee", on)
        assert (many.pk if many else None) == (one.pk if one else None), (
            each.kind,
            str(each.versions.first()),
        )
