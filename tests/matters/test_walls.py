"""What the database holds of a matter, whoever writes; each wall with its control: with the wall down the very same write goes
in."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connections, transaction
from django.db.utils import IntegrityError, ProgrammingError

from branches.models import Agency, AgencyKind, Unit
from matters.models import Answer, Climb, DeadlineRule, Handling, Recommendation, RecommendationStep

RAISED, GIVEN, DAY, OLD = date(2026, 9, 7), date(2026, 9, 9), date(2026, 9, 21), date(2020, 1, 1)


@pytest.fixture
def land(db):
    """Three matters, one with an agency, in the owner's own transaction: what it takes down stands again afterwards."""
    with transaction.atomic(using="owner"):
        unit = Unit.objects.using("owner").create(opened_on=OLD)
        kind = AgencyKind.objects.using("owner").first()
        agencies = [
            Agency.objects.using("owner").create(code=f"CQ{n}", name=f"Ban {n}", kind=kind, unit=unit)
            for n in (1, 2)
        ]
        first, second, third = (
            Recommendation.objects.using("owner").create(
                reference=f"KN-{n}", unit=unit, issuer=unit, raised_on=RAISED, content="Đường lầy"
            )
            for n in (1, 2, 3)
        )
        handling = Handling.objects.using("owner").create(
            recommendation=first, agency=agencies[0], given_on=GIVEN
        )
        rows = {"recommendation": first, "happened_on": RAISED, "step": "raised"}
        step = RecommendationStep.objects.using("owner").create(**rows)
        rows = {"recommendation": first, "answered_on": DAY, "text": "Đã sửa"}
        answer = Answer.objects.using("owner").create(**rows)
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        yield SimpleNamespace(
            unit=unit,
            agencies=agencies,
            first=first,
            second=second,
            third=third,
            handling=handling,
            step=step,
            answer=answer,
        )
        transaction.set_rollback(True, using="owner")


def sql(statement):
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


def goes_in(write) -> bool:
    """Whether the database takes it; taken back in either case."""
    try:
        with transaction.atomic(using="owner"):
            write()
            transaction.set_rollback(True, using="owner")
    except IntegrityError:
        return False
    except ProgrammingError as error:
        if "pgtrigger" not in str(error):
            raise
        return False
    return True


def take_down(name, table):
    sql(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}"')
    sql(f'DROP INDEX IF EXISTS "{name}"')


def change(row, **values):
    return type(row).objects.using("owner").filter(pk=row.pk).update(**values)


def lead(land, matter=None, agency=1, **values):
    return Handling.objects.using("owner").create(
        recommendation=matter or land.first, agency=land.agencies[agency], given_on=GIVEN, **values
    )


def climb(land):
    for _each in range(2):
        Climb.objects.using("owner").create(
            recommendation=land.first, due_on=DAY, rung=1, climbed_on=DAY, unit=land.unit
        )


def two_rules(land):
    for days in (3, 4):
        DeadlineRule.objects.using("owner").create(
            issuer=land.unit, working_days=days, climb_days=1, starts_on=OLD
        )


def rule(land, **values):
    DeadlineRule.objects.using("owner").create(
        **{"issuer": land.unit, "working_days": 1, "climb_days": 1, "starts_on": OLD} | values
    )


MATTER, HANDLING = "matters_recommendation", "matters_handling"
WALLS = [
    ("matters_received_after_it_was_raised", MATTER, lambda o: change(o.first, received_on=OLD)),
    ("matters_answered_after_it_was_raised", MATTER, lambda o: change(o.first, answered_on=OLD)),
    ("matters_told_once_there_is_an_answer", MATTER, lambda o: change(o.first, told_on=DAY)),
    (
        "matters_resolved_says_when",
        MATTER,
        lambda o: change(o.first, answered_on=DAY, outcome="resolved"),
    ),
    (
        "matters_resolved_after_it_was_raised",
        MATTER,
        lambda o: change(o.first, answered_on=DAY, outcome="resolved", resolved_on=OLD),
    ),
    ("matters_outcome_comes_with_an_answer", MATTER, lambda o: change(o.first, outcome="explained")),
    (
        "matters_refusal_says_why",
        MATTER,
        lambda o: change(o.first, answered_on=DAY, outcome="not_accepted"),
    ),
    ("matters_closed_once_told_or_with_a_reason", MATTER, lambda o: change(o.first, closed_on=DAY)),
    ("matters_merged_voice_is_a_duplicate", MATTER, lambda o: change(o.first, merged_into=o.second)),
    ("matters_recommendation_is_voided_with_a_reason", MATTER, lambda o: change(o.first, void_reason="x")),
    ("matters_one_agency_leads", HANDLING, lambda o: lead(o)),
    ("matters_agency_holds_a_matter_once", HANDLING, lambda o: lead(o, agency=0, is_lead=False)),
    ("matters_handling_ends_in_some_way", HANDLING, lambda o: change(o.handling, ended_on=DAY)),
    (
        "matters_handling_ends_after_it_was_given",
        HANDLING,
        lambda o: change(o.handling, ended_on=OLD, ended_as="moved", end_reason="x"),
    ),
    (
        "matters_handling_answered_says_when",
        HANDLING,
        lambda o: change(o.handling, ended_on=DAY, ended_as="answered"),
    ),
    (
        "matters_handling_given_away_says_why",
        HANDLING,
        lambda o: change(o.handling, ended_on=DAY, ended_as="sent_back"),
    ),
    ("matters_climbs_a_rung_once", "matters_climb", climb),
    ("matters_one_deadline_for_a_category_a_day", "matters_deadlinerule", two_rules),
    ("matters_deadline_is_at_least_a_day", "matters_deadlinerule", lambda o: rule(o, working_days=0)),
    (
        "matters_deadlinerule_period_ends_after_it_starts",
        "matters_deadlinerule",
        lambda o: rule(o, ends_on=OLD),
    ),
]


@pytest.mark.parametrize(("name", "table", "write"), WALLS, ids=[wall[0] for wall in WALLS])
def test_the_database_refuses_it_and_with_the_wall_down_it_goes_in(land, name, table, write):
    assert not goes_in(lambda: write(land))
    take_down(name, table)
    if name == "matters_deadlinerule_period_ends_after_it_starts":
        # A reversed period has no range either.
        take_down("matters_one_deadline_for_a_category_a_day", table)
    assert goes_in(lambda: write(land))


def merge(voice, into):
    return change(voice, merged_into=into, outcome="duplicate")


def chain_below(land):
    merge(land.first, land.second)
    merge(land.second, land.third)


def chain_above(land):
    merge(land.second, land.third)
    merge(land.first, land.second)


TRIGGERS = [
    ("merged twice, from below", MATTER, chain_below),
    ("merged twice, from above", MATTER, chain_above),
    ("a step is changed", "matters_recommendationstep", lambda o: change(o.step, note="x")),
    ("a step is taken away", "matters_recommendationstep", lambda o: o.step.delete(using="owner")),
    ("an answer is changed", "matters_answer", lambda o: change(o.answer, text="x")),
]


@pytest.mark.parametrize(("name", "table", "write"), TRIGGERS, ids=[wall[0] for wall in TRIGGERS])
def test_a_trigger_refuses_it_and_switched_off_it_goes_in(land, name, table, write):
    assert not goes_in(lambda: write(land))
    sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    assert goes_in(lambda: write(land))


def test_a_matter_is_never_its_own_lead(land):
    """Held twice: with the check down the trigger still refuses it."""
    assert not goes_in(lambda: merge(land.first, land.first))
    take_down("matters_merged_voice_is_a_duplicate", MATTER)
    sql(f"ALTER TABLE {MATTER} DISABLE TRIGGER USER")
    assert goes_in(lambda: merge(land.first, land.first))


def test_a_lead_that_took_its_voices_along_may_be_merged(land):
    """What the trigger must let pass: the voices first, then the lead."""
    merge(land.first, land.second)
    merge(land.first, land.third)
    assert goes_in(lambda: merge(land.second, land.third))
