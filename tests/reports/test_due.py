"""What is due, from rows of the database: each step of the ladder, and that a thing stands in one of them only."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments.models import Team, TeamMember
from meetings.models import ScheduleRule
from reports.due import Due, DueList, Step, is_still_due, issuers_asking
from reports.expected import Expected
from reports.ladder import days_past
from tests.factories import START, AgencyFactory, CadreFactory, SchemeFactory, organisation
from tests.reports.due_ground import MET, OCTOBER, due_ground, met, sent, visit
from tests.reports.things import attend, away, branch_of, day, excuse, follow, meeting, report

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def land():
    return due_ground()


def dues(land, on, issuer=None) -> DueList:
    return DueList(issuer or land.district, day(on))


class TestSchedules:
    def units(self, land, on):
        return [due.unit_id for due in dues(land, on).schedules]

    def test_a_silent_commune_is_spoken_of_from_two_days_before_the_deadline(self, land):
        sent(land.communes[0], OCTOBER), sent(land.communes[1], OCTOBER)
        assert self.units(land, "2026-10-22") == []
        assert sorted(self.units(land, "2026-10-23")) == sorted(unit.pk for unit in land.communes)
        due = dues(land, "2026-10-23").schedules[0]
        assert (due.due_on, due.month, due.who) == (date(2026, 10, 25), NOVEMBER, None)

    def test_what_was_sent_late_is_not_missing_any_more(self, land):
        sent(land.communes[0], NOVEMBER, is_late=True)
        sent(land.communes[1], NOVEMBER, state="draft", first_sent_at=None, sent_at=None)
        november = [due for due in dues(land, "2026-10-30").schedules if due.month == NOVEMBER]
        assert [due.unit_id for due in november] == [land.communes[1].pk]

    def test_the_running_month_is_asked_for_too(self, land):
        months = {due.month for due in dues(land, "2026-10-30").schedules}
        assert months == {OCTOBER, NOVEMBER}

    def test_without_a_deadline_or_a_branch_or_a_scheme_nothing_is_asked_for(self, land):
        land.scheme.ends_on = NOVEMBER
        land.scheme.save()
        assert {due.month for due in dues(land, "2026-10-30").schedules} == {OCTOBER}
        ScheduleRule.objects.all().delete()
        assert dues(land, "2026-10-30").schedules == []

    def test_only_communes_on_the_issuers_ground(self, land):
        units = set(self.units(land, "2026-10-30"))
        assert units == {unit.pk for unit in land.communes}


class TestVisits:
    def test_who_may_choose_and_has_not_is_due_after_the_first_days(self, land):
        row = land.choosing()
        assert dues(land, "2026-10-03").visits == []
        (due,) = dues(land, "2026-10-04").visits
        assert (due.due_on, due.who, due.assignment_id) == (
            date(2026, 10, 6),
            ("cadre", row.cadre_id),
            row.pk,
        )

    def test_a_planned_visit_is_enough_and_a_cancelled_one_is_not(self, land):
        row = land.choosing()
        plan = visit(row, land.branches["P1D1C1H1"])
        assert dues(land, "2026-10-10").visits == []
        plan.state, plan.cancelled_at = "cancelled", "2026-10-09T00:00:00Z"
        plan.save()
        assert len(dues(land, "2026-10-10").visits) == 1

    def test_two_turns_a_month_ask_for_two_choices(self, land):
        land.scheme.turns_per_month = 2
        land.scheme.save()
        row = land.choosing()
        visit(row, land.branches["P1D1C1H1"])
        assert len(dues(land, "2026-10-10").visits) == 1
        visit(row, land.branches["P1D1C1H2"])
        assert dues(land, "2026-10-10").visits == []

    def test_who_is_assigned_to_one_branch_chooses_nothing(self, land):
        follow(land.fixed(), land.person(), land.branches["P1D1C1H1"], OCTOBER)
        assert dues(land, "2026-10-10").visits == []

    def test_who_begins_within_the_month_has_his_own_days_and_pro_rata(self, land):
        land.choosing(starts_on=day("2026-10-12"))
        land.choosing(starts_on=day("2026-10-28"))
        (due,) = dues(land, "2026-10-20").visits
        assert due.due_on == date(2026, 10, 17)

    def test_who_is_excused_for_the_month_is_not_asked(self, land):
        row = land.choosing()
        away(row.cadre, OCTOBER, NOVEMBER)
        assert dues(land, "2026-10-10").visits == []

    def test_of_a_merged_cadre_the_record_that_stays_is_asked(self, land):
        stays = land.person()
        land.choosing(cadre=CadreFactory(unit=land.district, merged_into=stays))
        assert dues(land, "2026-10-10").visits[0].who == ("cadre", stays.pk)

    def test_a_team_is_asked_as_a_team(self, land):
        team = Team.objects.create(code="T1", name="Tổ 1", unit=land.district, starts_on=START)
        TeamMember.objects.create(team=team, cadre=land.person(), starts_on=START, is_leader=True)
        row = follow(land.scheme, None, land.units["P1D1C1"], team=team)
        (due,) = dues(land, "2026-10-10").visits
        assert (due.who, due.cadre_id) == (("team", team.pk), None)
        visit(row, land.branches["P1D1C1H1"], cadre=TeamMember.objects.get().cadre)
        assert dues(land, "2026-10-10").visits == []


class TestReports:
    def reports(self, land, on):
        return dues(land, on).reports

    def test_a_visit_that_is_past_is_due_when_its_report_is(self, land):
        row = land.choosing()
        plan = visit(row, land.branches["P1D1C1H1"])
        assert self.reports(land, "2026-10-26") == []
        (due,) = self.reports(land, "2026-10-27")
        assert (due.due_on, due.about) == (date(2026, 10, 29), f"report:visit:{plan.key}")
        assert due.organisation_id == plan.organisation_id
        assert dues(land, "2026-10-27").visits == []

    def test_the_day_of_a_visit_is_the_meetings_where_that_was_moved(self, land):
        row = land.choosing()
        moved = met(land, "P1D1C1H1", day("2026-10-27"), held=False)
        visit(row, land.branches["P1D1C1H1"], meeting=moved)
        assert self.reports(land, "2026-10-27") == []
        assert self.reports(land, "2026-10-30")[0].due_on == date(2026, 11, 1)

    def test_a_meeting_that_was_called_off_asks_for_no_report(self, land):
        row = land.choosing()
        off = met(land, "P1D1C1H1", held=False, outcome="not_held", not_held_reason="bão")
        visit(row, land.branches["P1D1C1H1"], meeting=off)
        assert self.reports(land, "2026-10-28") == []

    def test_a_filed_report_ends_it_also_under_the_record_that_was_merged(self, land):
        stays = land.person()
        gone = CadreFactory(unit=land.district, merged_into=stays)
        row = land.choosing(cadre=gone)
        visit(row, land.branches["P1D1C1H1"])
        assert self.reports(land, "2026-10-28")[0].who == ("cadre", stays.pk)
        held = met(land, "P1D1C1H1")
        report(attend(stays, held, assignment=row), MET)
        assert self.reports(land, "2026-10-28") == []

    def test_a_report_that_says_why_ends_it_too(self, land):
        row = land.choosing()
        held = met(land, "P1D1C1H1")
        visit(row, land.branches["P1D1C1H1"], meeting=held)
        excuse(row.cadre, held, row)
        assert self.reports(land, "2026-11-05") == []

    def test_a_visit_and_its_missing_turn_are_one(self, land):
        row = land.choosing()
        visit(row, land.branches["P1D1C1H1"], meeting=met(land, "P1D1C1H1"))
        for on in ("2026-10-28", "2026-11-12"):
            assert [due.about.split(":")[1] for due in self.reports(land, on)] == ["visit"]

    def test_a_turn_that_was_expected_is_due_after_the_last_meeting_and_its_day_stays(self, land):
        row = land.choosing()
        met(land, "P1D1C1H1", day("2026-10-10")), met(land, "P1D1C1H2", MET)
        assert self.reports(land, "2026-10-24") == []
        for on in ("2026-10-27", "2026-10-31", "2026-11-01", "2026-11-20"):
            (due,) = self.reports(land, on)
            assert (due.about, due.due_on) == (f"report:{row.pk}:2026-10", date(2026, 10, 29)), on
        assert self.reports(land, "2026-12-01") == [] or all(
            due.month != OCTOBER for due in self.reports(land, "2026-12-01")
        )

    def test_the_board_calls_missing_what_the_list_calls_late_from_the_same_day_on(self, land):
        land.choosing()
        follow(land.fixed(), land.person(), land.branches["P1D1C1H2"], OCTOBER)
        met(land, "P1D1C1H1", day("2026-10-10")), met(land, "P1D1C1H2", MET)
        for number in range(24, 36):
            on = date(2026, 10, 1) + timedelta(days=number - 1)
            late = [due for due in self.reports(land, on.isoformat()) if due.due_on < on]
            october = Expected(land.district, OCTOBER, NOVEMBER, on).total
            assert october.missing == len(late), on
            assert october.to_report == (2 if date(2026, 10, 25) <= on <= date(2026, 10, 29) else 0), on

    def test_a_fixed_branch_is_reported_on_after_its_meeting(self, land):
        scheme, branch = land.fixed(), land.branches["P1D1C1H1"]
        row = follow(scheme, land.person(), branch, OCTOBER)
        held = met(land, "P1D1C1H1")
        (due,) = self.reports(land, "2026-10-28")
        assert (due.organisation_id, due.due_on) == (branch.pk, date(2026, 10, 29))
        report(attend(row.cadre, held, assignment=row), MET)
        assert self.reports(land, "2026-10-28") == []

    def test_a_turn_without_a_report_is_asked_for_by_itself(self, land):
        row = land.choosing()
        turn = attend(row.cadre, met(land, "P1D1C1H1"), assignment=row)
        visit(row, land.branches["P1D1C1H1"])
        (due,) = self.reports(land, "2026-10-28")
        assert due.about == f"report:turn:{turn.pk}"

    def test_where_the_scheme_names_no_days_no_report_is_late(self, land):
        land.scheme.report_days = None
        land.scheme.save()
        row = land.choosing()
        visit(row, land.branches["P1D1C1H1"], meeting=met(land, "P1D1C1H1"))
        assert self.reports(land, "2026-11-20") == []

    def test_a_scheme_that_ended_is_still_owed_its_reports_for_a_month(self, land):
        land.scheme.ends_on = day("2026-10-26")
        land.scheme.save()
        land.choosing()
        met(land, "P1D1C1H1")
        assert len(self.reports(land, "2026-11-10")) == 1
        assert land.district in issuers_asking(day("2026-11-10"))
        assert land.district not in issuers_asking(day("2026-12-02"))

    def test_who_was_excused_that_day_owes_nothing(self, land):
        row = land.choosing()
        visit(row, land.branches["P1D1C1H1"], meeting=met(land, "P1D1C1H1"))
        away(row.cadre, day("2026-10-20"), day("2026-10-28"))
        assert self.reports(land, "2026-11-05") == []

    def test_pro_rata_whoever_came_after_the_last_meeting_owes_nothing(self, land):
        land.choosing(starts_on=day("2026-10-26"))
        met(land, "P1D1C1H1")
        assert self.reports(land, "2026-11-08") == []

    def test_a_plan_for_a_day_after_the_assignment_ended_is_nobodys(self, land):
        old = land.choosing(ends_on=day("2026-10-20"))
        visit(old, land.branches["P1D1C1H1"])
        new = land.choosing(starts_on=day("2026-10-20"))
        met(land, "P1D1C1H1")
        assert [due.who for due in self.reports(land, "2026-10-28")] == [("cadre", new.cadre_id)]

    def test_agencies_are_listed(self, land):
        scheme = SchemeFactory(
            issuer=land.district,
            target_kind="organisation",
            turns_per_month=1,
            report_days=5,
            assignee_kinds=["agency"],
        )
        agency = AgencyFactory(unit=land.district)
        follow(scheme, None, branch_of(land.units["P1D1C1H1"]), OCTOBER, agency=agency)
        assert [due.who for due in self.reports(land, "2026-11-08")] == [("agency", agency.pk)]


class TestConferences:
    """Who must attend conferences of committees too (Bến Tre 4.9): one a month, counted apart from the branches'."""

    @pytest.fixture
    def seat(self, land):
        land.scheme.committee_turns_per_month = 1
        land.scheme.save()
        return organisation(land.units["P1D1C1"], code="DU1", name="Đảng ủy", kind="committee")

    def conferences(self, land, on):
        return [due.about for due in dues(land, on).conferences]

    def test_a_conference_nobody_reported_on_is_due_like_a_meeting_and_stands_apart(self, land, seat):
        row = land.choosing()
        meeting(seat, day("2026-10-15"), body="committee"), met(land, "P1D1C1H1")
        assert self.conferences(land, "2026-10-17") == []
        for on, past in (("2026-10-18", -2), ("2026-10-20", 0), ("2026-10-21", 1), ("2026-11-20", 31)):
            (due,) = dues(land, on).conferences
            assert (due.about, due.due_on) == (f"confer:{row.pk}:2026-10", date(2026, 10, 20))
            assert days_past(due.due_on, day(on)) == past
        assert dues(land, "2026-10-21").reports == []
        assert len(dues(land, "2026-10-30").reports) == len(dues(land, "2026-10-30").conferences) == 1

    def test_the_figures_call_it_missing_from_the_same_day_on(self, land, seat):
        land.choosing()
        meeting(seat, day("2026-10-15"), body="committee")
        for on, missing, to_report in (("2026-10-15", 0, 0), ("2026-10-20", 0, 1), ("2026-10-21", 1, 0)):
            october = Expected(land.district, OCTOBER, NOVEMBER, day(on)).committees
            assert (october.missing, october.to_report) == (missing, to_report)

    def test_neither_makes_up_for_the_other(self, land, seat):
        row = land.choosing()
        held, conference = met(land, "P1D1C1H1"), meeting(seat, MET, body="committee")
        report(attend(row.cadre, held, assignment=row), MET)
        assert (len(self.conferences(land, "2026-10-30")), dues(land, "2026-10-30").reports) == (1, [])
        turn = attend(row.cadre, conference, assignment=row)
        assert self.conferences(land, "2026-10-30") == [f"confer:turn:{turn.pk}"]
        due = dues(land, "2026-10-30").conferences[0]
        assert is_still_due(due, day("2026-10-30"))
        report(turn, MET)
        assert self.conferences(land, "2026-10-30") == []
        assert not is_still_due(due, day("2026-10-30"))

    def test_a_conference_that_was_chosen_is_not_a_visit_to_a_branch(self, land, seat):
        row = land.choosing()
        plan = visit(row, seat, day("2026-10-15"), meeting=meeting(seat, day("2026-10-15"), body="committee"))
        assert len(dues(land, "2026-10-10").visits) == 1
        assert self.conferences(land, "2026-10-21") == [f"confer:visit:{plan.key}"]
        assert dues(land, "2026-10-21").reports == []

    def test_who_is_excused_or_asked_for_none_owes_none(self, land, seat):
        row = land.choosing()
        conference = meeting(seat, day("2026-10-15"), body="committee")
        excuse(row.cadre, conference, row)
        assert self.conferences(land, "2026-10-21") == []
        land.scheme.committee_turns_per_month = None
        land.scheme.save()
        land.choosing()
        assert self.conferences(land, "2026-10-21") == []

    def test_a_scheme_that_asks_for_conferences_alone_is_reminded_of_them(self, land, seat):
        land.scheme.turns_per_month = None
        land.scheme.save()
        land.choosing()
        meeting(seat, day("2026-10-15"), body="committee")
        assert land.district in issuers_asking(day("2026-10-21"))
        assert [due.step for due in dues(land, "2026-10-21").all] == [Step.CONFERENCE]


class TestTheWholeList:
    def test_nothing_stands_in_two_steps(self, land):
        for code in ("P1D1C1", "P1D1C2"):
            for _each in range(3):
                land.choosing(code=code)
        rows = list(land.scheme.assignments.all())
        visit(rows[0], land.branches["P1D1C1H1"])
        visit(rows[1], land.branches["P1D1C1H1"], day("2026-10-30"))
        follow(land.fixed(), land.person(), land.branches["P1D1C2H1"], OCTOBER)
        met(land, "P1D1C1H1"), met(land, "P1D1C2H1")
        for on in ("2026-10-08", "2026-10-26", "2026-10-28", "2026-11-03", "2026-11-08"):
            found = dues(land, on).all
            assert len({due.about for due in found}) == len(found)
            owed = [(due.assignment_id, due.month) for due in found if due.assignment_id]
            assert len(set(owed)) == len(owed), on

    def test_another_committee_sees_nothing_of_it(self, land):
        land.choosing()
        assert dues(land, "2026-10-30", issuer=land.units["P1D2"]).all == []
        assert dues(land, "2026-10-30", issuer=land.units["P1"]).all == []

    def test_a_due_comes_out_of_the_queue_as_it_went_in(self, land):
        land.choosing()
        for due in dues(land, "2026-10-30").all:
            assert Due.from_values(due.as_values()) == due

    def test_as_many_queries_for_three_hundred_assignments(self, land):
        def queries():
            with CaptureQueriesContext(connection) as seen:
                found = dues(land, "2026-11-10").all
            return len(seen), len(found)

        met(land, "P1D1C1H1"), met(land, "P1D1C2H1")
        visit(land.choosing(), land.branches["P1D1C1H1"]), land.choosing(code="P1D1C2")
        few, _number = queries()
        cadres = CadreFactory.create_batch(300, unit=land.district)
        for at, cadre in enumerate(cadres):
            row = land.choosing(cadre=cadre, code=("P1D1C1", "P1D1C2")[at % 2])
            if at % 3 == 0:
                visit(row, land.branches["P1D1C1H1"])
        many, number = queries()
        assert number >= 300
        assert many == few <= 20


class TestIsItStillDue:
    def test_each_step_until_it_is_done(self, land):
        row, other = land.choosing(), land.choosing(code="P1D1C2")
        visit(other, land.branches["P1D1C2H1"], day("2026-10-03"))
        on = day("2026-10-08")
        found = {due.step: due for due in DueList(land.district, on).all}
        assert set(found) == {Step.SCHEDULE, Step.VISIT, Step.REPORT}
        assert all(is_still_due(due, on) for due in found.values())
        for unit in land.communes:
            sent(unit, OCTOBER)
        visit(row, land.branches["P1D1C1H1"])
        held = met(land, "P1D1C2H1", day("2026-10-03"))
        report(attend(other.cadre, held, assignment=other), on)
        assert not any(is_still_due(due, on) for due in found.values())

    def test_what_was_handed_over_is_the_next_ones(self, land):
        row = land.choosing()
        (due,) = dues(land, "2026-10-08").visits
        row.ends_on = day("2026-10-08")
        row.save()
        new = land.choosing(starts_on=day("2026-10-08"))
        assert not is_still_due(due, day("2026-10-09"))
        assert [each.who for each in dues(land, "2026-10-12").visits] == [("cadre", new.cadre_id)]
