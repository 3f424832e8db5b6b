"""Schedules that come in as already sent go to the same people as one that is sent on the page (Kim Sơn 3.16)."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Notice
from assignments.models import Team, TeamMember
from branches.imports import pipeline
from branches.imports.taking_back import take_back
from branches.models import ImportRun
from meetings.actions.day_rules import set_day_rule
from meetings.actions.scheduling import Said, write_schedule
from meetings.imports.schedules import KIND
from meetings.models import Schedule, ScheduleRecipient
from meetings.planning import MonthPlan
from tests.factories import START, CadreFactory, GrantFactory, UserFactory, organisation
from tests.files import xlsx
from tests.meetings.choice_ground import assigned, choice_ground

pytestmark = pytest.mark.django_db
TODAY = date(2027, 10, 20)
HEADING = ["organisation_code", "month", "date", "time", "place", "registered_on"]


@pytest.fixture
def land():
    land = choice_ground()
    land.commune = land.units["P1D1C1"]
    set_day_rule(
        unit=land.district, day=24, time=time(19), place="Nhà văn hóa", starts_on=START, by=land.officer
    )
    GrantFactory(role="leader", unit=land.district)
    assigned(land, land.zone, group="standing_board")
    assigned(land, land.commune, group="committee")
    land.cadre = assigned(land, land.branches["P1D1C1H2"])
    land.left = assigned(land, land.branches["P1D1C1H1"], ends_on=date(2027, 1, 1))
    assigned(land, land.units["P1D1C2"])
    team = Team.objects.create(unit=land.district, code="TCT1", name="Tổ công tác 1", starts_on=START)
    member = CadreFactory(unit=land.district, user=UserFactory())
    TeamMember.objects.create(team=team, cadre=member, starts_on=START)
    land.scheme.assignments.create(
        team=team, target_unit=land.units["P1D1C1H1"], unit=land.units["P1D1C1H1"], starts_on=START
    )
    return land


@pytest.fixture
def bring(tmp_path, land):
    def bring(*rows, today=TODAY):
        path = xlsx(tmp_path / "lich.xlsx", [HEADING, *rows])
        _sheet, table = pipeline.read_file(KIND, path, path.name)
        context = pipeline.Context(on=today, today=today, user=land.officer)
        run = pipeline.new_run(KIND, context, filename=path.name)
        pipeline.apply(KIND, table, context, run=run)
        return run

    return bring


def row(code, month, registered_on="2027-10-20"):
    return [code, f"{month:%m/%Y}", f"{month:%Y-%m}-24", "19:00", "Nhà văn hóa", registered_on]


def went(schedule) -> set:
    return set(schedule.recipients.values_list("role", "user_id", "cadre_id"))


def test_what_comes_in_as_sent_goes_to_whom_sending_on_the_page_goes(land, bring):
    month = date(2027, 12, 1)
    bring(row("CB.P1D1C1H1", month), row("CB.P1D1C1H2", month))
    brought = Schedule.objects.get(month=month)
    lines = [
        Said(line.organisation, line.on, line.at, line.place)
        for line in MonthPlan(land.commune, date(2027, 11, 1)).lines
    ]
    sent = write_schedule(
        unit=land.commune, month=date(2027, 11, 1), lines=lines, by=land.officer, on=TODAY, send=True
    )
    assert went(brought) == went(sent)
    assert {role for role, _user, _cadre in went(sent)} == {"standing", "zone_leader", "committee", "cadre"}
    assert len(went(sent)) == 5
    assert set(brought.recipients.values_list("sent_at", flat=True)) == {brought.sent_at}


def test_a_month_to_come_is_told_of_and_a_month_that_is_over_only_stores_its_people(land, bring):
    bring(row("CB.P1D1C1H1", date(2027, 9, 1), "2027-08-20"))
    assert went(Schedule.objects.get()) and not Notice.objects.exists()
    bring(row("CB.P1D1C1H1", date(2027, 10, 1), "2027-09-20"))
    told = Notice.objects.filter(text__contains="10/2027")
    assert {notice.user_id for notice in told} == {
        user for _role, user, _cadre in went(Schedule.objects.get(month=date(2027, 10, 1)))
    }
    assert told.count() == 5 == Notice.objects.count()


def test_it_went_to_those_of_its_own_day(land, bring):
    bring(
        row("CB.P1D1C1H1", date(2027, 1, 1), "2026-12-20"), row("CB.P1D1C1H1", date(2027, 2, 1), "2027-01-20")
    )
    then, later = Schedule.objects.order_by("month")
    assert land.left.pk in {cadre for _role, _user, cadre in went(then)}
    assert land.left.pk not in {cadre for _role, _user, cadre in went(later)}
    assert went(later) == {each for each in went(then) if each[2] != land.left.pk}


def test_a_draft_goes_to_nobody_until_a_file_says_that_it_was_sent(land, bring):
    month = date(2027, 12, 1)
    bring(row("CB.P1D1C1H1", month, ""))
    assert not ScheduleRecipient.objects.exists() and not Notice.objects.exists()
    bring(row("CB.P1D1C1H1", month))
    assert len(went(Schedule.objects.get())) == 5 == Notice.objects.count()
    bring(row("CB.P1D1C1H1", month))
    assert ScheduleRecipient.objects.count() == 5 == Notice.objects.count()


def test_another_day_in_a_month_that_is_over_tells_nobody(land, bring):
    for month in (date(2027, 9, 1), date(2027, 12, 1)):
        bring(row("CB.P1D1C1H1", month, "2027-08-20"))
        moved = row("CB.P1D1C1H1", month, "2027-08-20")
        moved[2] = f"{month:%Y-%m}-23"
        bring(moved)
    assert not Notice.objects.filter(text__contains="/09/2027").exists()
    assert Notice.objects.filter(text__contains="23/12/2027").count() == 5


def test_the_people_go_with_an_import_that_is_taken_back(land, bring):
    run = bring(row("CB.P1D1C1H1", date(2027, 12, 1)))
    take_back(KIND, ImportRun.objects.get(pk=run.pk), by=land.officer, today=TODAY)
    assert not ScheduleRecipient.objects.exists() and not Schedule.objects.exists()


def test_as_many_queries_for_many_branches_and_months_as_for_few(land, bring):
    def rows(codes, months):
        return [row(code, month, "2026-12-20") for code in codes for month in months]

    def queries(these) -> int:
        with CaptureQueriesContext(connection) as seen:
            bring(*these)
        return len(seen)

    few = queries(rows(["CB.P1D1C1H1"], [date(2027, 1, 1)]))
    for number in range(93):
        organisation(
            land.units["P1D1C1H1"], code=f"T{number}", name=f"Chi bộ trường {number}", branch_type="school"
        )
    many = rows([f"T{number}" for number in range(93)], [date(2027, month, 1) for month in range(2, 13)])
    # A thousand meetings are written in two batches, and the months to come are named one by one.
    assert queries(many) <= few + 10
    assert Schedule.objects.count() == 12
    assert all(len(went(schedule)) >= 5 for schedule in Schedule.objects.all())
