"""Expected against attended, from rows of the database."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches.actions.units import change_unit
from reports.expected import Expected, attendance_as_figures
from tests.factories import AgencyFactory, CadreFactory, SchemeFactory, organisation, small_map
from tests.reports.things import attend, away, branch_of, day, excuse, follow, meeting, report

pytestmark = pytest.mark.django_db

LATER = date(2027, 6, 1)
YEAR = (date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture
def places():
    return small_map()


@pytest.fixture
def district(places):
    return places["P1D1"]


@pytest.fixture
def scheme(district):
    """Each to his own branch, once a month, report within five days."""
    return SchemeFactory(
        issuer=district, target_kind="organisation", choice="branch", turns_per_month=1, report_days=5
    )


@pytest.fixture
def cadre(district):
    return CadreFactory(unit=district)


@pytest.fixture
def branch(places):
    return branch_of(places["P1D1C1H1"])


def year_of(area, scheme=None, on=LATER) -> Expected:
    return Expected(area, *YEAR, on, scheme)


class TestWhatIsExpected:
    def test_a_year_is_twelve_times_the_quota_and_what_nobody_attended_is_missing(
        self, district, scheme, cadre, branch
    ):
        follow(scheme, cadre, branch)
        total = year_of(district).total
        assert (total.expected, total.missing, total.attended) == (12, 12, 0)

    def test_a_scheme_without_a_quota_expects_nothing(self, district, cadre, branch):
        free = SchemeFactory(issuer=district, target_kind="organisation", turns_per_month=None)
        follow(free, cadre, branch)
        assert year_of(district).total.expected == 0

    def test_a_voided_assignment_expects_nothing(self, district, scheme, cadre, branch):
        row = follow(scheme, cadre, branch)
        row.voided_at, row.void_reason = "2026-01-01T00:00:00Z", "nhầm"
        row.save()
        assert year_of(district).total.expected == 0

    def test_the_scheme_and_the_assignment_both_have_an_end(self, district, cadre, branch):
        until_july = SchemeFactory(
            issuer=district, target_kind="organisation", turns_per_month=1, ends_on=day("2026-07-01")
        )
        follow(until_july, cadre, branch, day("2026-03-01"), ends_on=day("2026-12-01"))
        assert year_of(district).total.expected == 4

    def test_transferred_in_mid_month_counts_the_meeting_day(self, district, scheme, cadre, branch):
        after = CadreFactory(unit=district)
        follow(scheme, cadre, branch, day("2026-01-01"), ends_on=day("2026-05-15"))
        follow(scheme, after, branch, day("2026-05-15"))
        meeting(branch, day("2026-05-24"), held=False)
        expected = year_of(district)
        assert expected.total.expected == 12
        assert expected.by_cadre["cadre", cadre.pk].expected == 4
        assert expected.by_cadre["cadre", after.pk].expected == 8

    def test_two_assignments_of_one_cadre_each_have_their_quota(
        self, district, scheme, cadre, places, branch
    ):
        other = branch_of(places["P1D1C1H2"])
        first, second = follow(scheme, cadre, branch), follow(scheme, cadre, other)
        for month in (1, 2, 3):
            attend(cadre, meeting(branch, date(2026, month, 24)), assignment=first)
        expected = year_of(district)
        assert expected.by_cadre["cadre", cadre.pk].expected == 24
        assert expected.by_target["organisation", branch.pk].attended == 3
        assert expected.by_target["organisation", other.pk].missing == 12
        assert second.pk != first.pk

    def test_turns_beyond_the_quota_never_make_up_for_another_month(self, district, scheme, cadre, branch):
        row = follow(scheme, cadre, branch)
        for number in (3, 10, 17, 24):
            attend(cadre, meeting(branch, date(2026, 3, number)), assignment=row)
        expected = year_of(district)
        assert (expected.total.turns, expected.total.attended, expected.total.missing) == (4, 1, 11)
        assert expected.counts == (4, 1, 4, 1)

    def test_where_the_branch_did_not_meet_nothing_is_expected(self, district, scheme, cadre, branch, places):
        follow(scheme, cadre, branch)
        follow(scheme, CadreFactory(unit=district), branch_of(places["P1D1C1H2"]))
        meeting(branch, day("2026-02-24"), held=False, outcome="not_held", not_held_reason="Tết")
        meeting(branch, day("2026-03-24"), held=False, outcome="not_held", not_held_reason="bão")
        meeting(branch, day("2026-03-28"), held=False)
        total = year_of(district).total
        assert (total.expected, total.not_held) == (23, 1)

    def test_whoever_may_choose_within_a_commune_is_expected_while_any_branch_there_meets(
        self, district, places, cadre
    ):
        kim_son = SchemeFactory(issuer=district, target_level_id=3, choice="commune", turns_per_month=1)
        follow(kim_son, cadre, places["P1D1C1"], day("2026-11-16"))
        first, second = branch_of(places["P1D1C1H1"]), branch_of(places["P1D1C1H2"])
        meeting(first, day("2026-11-10"))
        november = Expected(district, day("2026-11-01"), day("2026-12-01"), LATER)
        assert november.total.expected == 0
        meeting(second, day("2026-11-24"))
        november = Expected(district, day("2026-11-01"), day("2026-12-01"), LATER)
        assert november.total.expected == 1

    def test_an_organisation_with_branches_below_reaches_them(self, district, places, cadre):
        van_ho = SchemeFactory(
            issuer=district,
            target_kind="organisation",
            target_level_id=None,
            choice="commune",
            turns_per_month=1,
        )
        committee = organisation(places["P1D1C1"], code="DB1", name="Đảng bộ", kind="grassroots_committee")
        below = branch_of(places["P1D1C2H1"], parent=committee)
        follow(van_ho, cadre, committee, day("2026-11-16"))
        november = (day("2026-11-01"), day("2026-12-01"))
        assert Expected(district, *november, LATER).total.expected == 1  # by days: 15 of 30
        meeting(below, day("2026-11-10"))
        assert Expected(district, *november, LATER).total.expected == 0

    def test_conferences_of_committees_have_their_own_quota_and_counts(self, district, places, cadre):
        ben_tre = SchemeFactory(
            issuer=district, target_level_id=3, turns_per_month=1, committee_turns_per_month=1
        )
        row = follow(ben_tre, cadre, places["P1D1C1"])
        committee = organisation(places["P1D1C1"], code="DU1", name="Đảng ủy", kind="committee")
        conference = meeting(committee, day("2026-03-05"), body="committee")
        attend(cadre, conference, assignment=row)
        attend(CadreFactory(unit=district), conference, scheme=ben_tre)
        expected = year_of(district)
        assert (expected.total.turns, expected.counts.turns) == (0, 0)
        assert (expected.committees.expected, expected.committees.attended) == (12, 1)
        assert expected.committee_counts == (2, 2, 1, 1)


class TestExcuses:
    def test_an_absence_over_the_meeting_day_excuses(self, district, scheme, cadre, branch):
        follow(scheme, cadre, branch)
        meeting(branch, day("2026-04-24"))
        away(cadre, day("2026-04-20"), day("2026-05-01"))
        total = year_of(district).total
        assert (total.excused, total.missing, total.stood_in) == (1, 11, 0)

    def test_a_stand_in_marks_the_month_and_has_the_turn(self, district, scheme, cadre, branch):
        follow(scheme, cadre, branch)
        other = CadreFactory(unit=district)
        away(cadre, day("2026-04-01"), day("2026-06-01"), stand_in=other)
        attend(other, meeting(branch, day("2026-04-24")), scheme=scheme)
        expected = year_of(district)
        assert (expected.total.excused, expected.total.stood_in, expected.total.missing) == (2, 1, 10)
        assert expected.total.turns == 0  # of the assignment
        assert (expected.counts.turns, expected.without_assignment) == (1, 1)

    def test_a_stand_ins_turn_elsewhere_excuses_nothing_by_itself(
        self, district, scheme, cadre, branch, places
    ):
        follow(scheme, cadre, branch)
        other, elsewhere = CadreFactory(unit=district), branch_of(places["P1D1C2H1"])
        meeting(branch, day("2026-04-10"))
        away(cadre, day("2026-04-20"), day("2026-05-01"), stand_in=other)
        attend(other, meeting(elsewhere, day("2026-04-24")), scheme=scheme)
        assert year_of(district).total.stood_in == 0

    def test_a_report_that_says_why_excuses_its_month(self, district, scheme, cadre, branch):
        row = follow(scheme, cadre, branch)
        excuse(cadre, meeting(branch, day("2026-04-24")), row)
        total = year_of(district).total
        assert (total.excused, total.missing) == (1, 11)

    def test_a_voided_absence_excuses_nothing(self, district, scheme, cadre, branch):
        follow(scheme, cadre, branch)
        away(
            cadre, day("2026-04-01"), day("2026-05-01"), voided_at="2026-05-02T00:00:00Z", void_reason="nhầm"
        )
        assert year_of(district).total.excused == 0


class TestReportsAndDays:
    def test_turns_by_their_reports(self, district, scheme, cadre, branch):
        row = follow(scheme, cadre, branch)
        turns = [
            attend(cadre, meeting(branch, date(2026, month, 24)), assignment=row) for month in (1, 2, 3, 4)
        ]
        report(turns[0], day("2026-01-26"))
        report(turns[1], day("2026-03-26"), is_late=True)
        # On 25 March the report of the next day is not there yet.
        known = ("2026-03-25", (1, 0, 1, 2)), ("2026-04-29", (1, 1, 1, 1)), ("2026-04-30", (1, 1, 2, 0))
        for on, wanted in known:
            expected = year_of(district, on=day(on))
            assert tuple(expected.reports.values()) == wanted
            total = expected.total
            assert (total.on_time, total.late, total.unreported, total.awaiting) == wanted

    def test_where_no_report_is_due_none_is_missed(self, district, cadre, branch):
        free = SchemeFactory(issuer=district, target_kind="organisation", turns_per_month=1, report_days=None)
        attend(cadre, meeting(branch, day("2026-01-24")), assignment=follow(free, cadre, branch))
        assert year_of(district).reports == {"on_time": 0, "late": 0, "unreported": 0, "awaiting": 1}

    @pytest.mark.parametrize(
        "on, missing, to_report, not_due",
        [
            ("2026-11-05", 9, 1, 2),
            ("2026-11-06", 10, 0, 2),
            ("2026-11-24", 10, 0, 2),
            ("2026-11-25", 10, 1, 1),
            ("2026-11-29", 10, 1, 1),
            ("2026-11-30", 11, 0, 1),
            ("2026-12-31", 11, 0, 1),
            ("2027-01-05", 11, 1, 0),
            ("2027-01-06", 12, 0, 0),
        ],
    )
    def test_a_month_is_missing_once_the_report_on_its_last_meeting_would_be_late(
        self, district, scheme, cadre, branch, on, missing, to_report, not_due
    ):
        follow(scheme, cadre, branch)
        meeting(branch, day("2026-11-24"), held=False)
        total = year_of(district, on=day(on)).total
        assert (total.missing, total.to_report, total.not_due) == (missing, to_report, not_due)

    def test_where_the_scheme_names_no_days_a_month_that_is_over_is_missing_at_once(
        self, district, cadre, branch
    ):
        free = SchemeFactory(issuer=district, target_kind="organisation", turns_per_month=1, report_days=None)
        follow(free, cadre, branch)
        meeting(branch, day("2026-11-24"), held=False)
        total = year_of(district, on=day("2026-11-25")).total
        assert (total.missing, total.to_report, total.not_due) == (11, 0, 1)

    def test_a_month_just_ended_waits_by_its_meetings_and_a_period_long_past_waits_for_nothing(
        self, district, scheme, cadre, branch
    ):
        follow(scheme, cadre, branch)
        meeting(branch, day("2026-10-24"), held=False), meeting(branch, day("2026-11-28"), held=False)
        waits = {on: year_of(district, on=day(on)).by_month for on in ("2026-11-03", "2026-12-03")}
        assert waits["2026-11-03"][date(2026, 10, 1)].missing == 1  # Due on 29 October.
        assert waits["2026-12-03"][date(2026, 11, 1)].to_report == 1  # Due on 3 December.
        for on in (LATER, None):
            assert year_of(district, on=on).total.to_report == 0

    def test_conferences_of_committees_wait_in_the_same_way(self, district, scheme, cadre, branch):
        scheme.committee_turns_per_month = 1
        scheme.save()
        follow(scheme, cadre, branch)
        waits = [year_of(district, on=day(on)).committees for on in ("2026-11-05", "2026-11-06")]
        assert [(each.missing, each.to_report) for each in waits] == [(9, 1), (10, 0)]


class TestPlacesAndPeople:
    def test_a_moved_hamlet_keeps_last_years_figures_of_its_old_commune(
        self, places, district, scheme, cadre
    ):
        hamlet, old, new = places["P1D1C1H1"], places["P1D1C1"], places["P1D1C2"]
        branch = branch_of(hamlet)
        row = follow(scheme, cadre, branch)
        for year in (2025, 2026):
            attend(cadre, meeting(branch, date(year, 6, 24)), assignment=row)
        before = attendance_as_figures(Expected(old, date(2025, 1, 1), date(2026, 1, 1), LATER))
        change_unit(hamlet, on=date(2026, 1, 1), by=None, parent=new)
        after = attendance_as_figures(Expected(old, date(2025, 1, 1), date(2026, 1, 1), LATER))
        assert after == before
        assert (after["turns"], after["expected"]) == (1, 12)
        assert year_of(old).total.expected == year_of(old).counts.turns == 0
        assert (year_of(new).total.expected, year_of(new).counts.turns) == (12, 1)

    def test_two_cadres_at_one_meeting_are_two_turns_and_one_meeting(self, district, scheme, cadre, branch):
        met = meeting(branch, day("2026-03-24"))
        attend(cadre, met, assignment=follow(scheme, cadre, branch))
        attend(CadreFactory(unit=district), met, scheme=scheme)
        assert year_of(district).counts == (2, 2, 1, 1)

    def test_a_person_whose_two_records_were_merged_is_one(self, district, scheme, cadre, branch):
        double = CadreFactory(unit=district, merged_into=cadre)
        attend(cadre, meeting(branch, day("2026-03-24")), assignment=follow(scheme, cadre, branch))
        attend(double, meeting(branch, day("2026-04-24")), scheme=scheme)
        assert year_of(district).counts == (2, 1, 2, 1)

    def test_a_turn_under_a_corrected_assignment_counts_under_its_correction(
        self, district, scheme, cadre, branch
    ):
        wrong = follow(scheme, cadre, branch, day("2026-01-01"))
        attend(cadre, meeting(branch, day("2026-03-24")), assignment=wrong)
        wrong.voided_at, wrong.void_reason = "2026-04-01T00:00:00Z", "nhầm ngày"
        wrong.save()
        follow(scheme, cadre, branch, day("2026-02-01"), corrects=wrong)
        total = year_of(district).total
        assert (total.expected, total.attended, total.missing) == (11, 1, 10)

    def test_voided_turns_are_out_of_every_count(self, district, scheme, cadre, branch):
        row = follow(scheme, cadre, branch)
        attend(
            cadre, meeting(branch, day("2026-03-24")), assignment=row,
            voided_at="2026-04-01T00:00:00Z", void_reason="nhầm",
        )  # fmt: skip
        assert year_of(district).counts.turns == year_of(district).total.attended == 0

    def test_teams_and_agencies_are_expected_like_cadres(self, district, branch):
        scheme = SchemeFactory(
            issuer=district, target_kind="organisation", turns_per_month=1, assignee_kinds=["agency"]
        )
        agency = AgencyFactory(unit=district)
        follow(scheme, None, branch, agency=agency)
        assert year_of(district).by_cadre["agency", agency.pk].expected == 12


class TestFigures:
    def test_what_the_figures_say_adds_up(self, district, scheme, cadre, branch, places):
        row = follow(scheme, cadre, branch)
        for month in (1, 2, 5):
            attend(cadre, meeting(branch, date(2026, month, 24)), assignment=row)
        attend(cadre, meeting(branch, day("2026-06-02"), kind="thematic"), assignment=row)
        figures = attendance_as_figures(year_of(district))
        assert figures["expected"] == sum(
            figures[key] for key in ("attended", "missing", "excused", "to_report", "not_due")
        )
        assert figures["turns"] == sum(figures["by_group"].values()) == sum(figures["by_kind"].values())
        assert figures["turns"] == sum(figures[key] for key in ("on_time", "late", "unreported", "awaiting"))
        assert figures["turns"] == sum(month["turns"] for month in figures["by_month"].values()) == 4
        assert figures["by_kind"] == {"regular": 3, "thematic": 1, "extraordinary": 0}

    def test_the_queries_hang_on_neither_rows_nor_months(self, district, scheme, places):
        def queries(months):
            expected = Expected(district, date(2026, 1, 1), date(2026, 1 + months, 1), day("2026-02-10"))
            with CaptureQueriesContext(connection) as seen:
                attendance_as_figures(expected)
            return len(seen)

        def furnish(code):
            cadre, branch = CadreFactory(unit=district), branch_of(places[code])
            row = follow(scheme, cadre, branch, day("2026-01-10"))
            attend(cadre, meeting(branch, day("2026-01-24")), assignment=row)
            meeting(branch, day("2026-02-24"), held=False, outcome="not_held", not_held_reason="Tết")
            away(cadre, day("2026-02-01"), day("2026-02-05"), stand_in=CadreFactory(unit=district))

        furnish("P1D1C1H1")
        few = queries(2)
        for code in ("P1D1C1H2", "P1D1C2H1", "P1D1C2H2"):
            furnish(code)
        assert queries(2) == queries(11) == few <= 20
