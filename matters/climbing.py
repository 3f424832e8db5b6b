"""What is overdue climbs: the day after its deadline it is said to those who hold it, and after as many working days more as
the rule of its category says, one level higher each time. Each clock climbs each rung once, however often this runs."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.models import Unit
from branches.querysets.units import names_of, placements_by_unit
from matters.calendar import is_rest
from matters.deadlines import RuleBook
from matters.models import Climb, Handling, Recommendation, RecommendationStep
from matters.notices import tell_climbed, tell_late
from matters.rules import is_late, rung_of

log = logging.getLogger("satcoso.climbing")


@dataclass(frozen=True)
class Clock:
    """A clock that ran out: the matter's own (`handling` None) or that of one agency."""

    matter: Recommendation
    handling: Handling | None
    due_on: date
    rung: int


class Climbed(NamedTuple):
    """What a run did: how many climbs it made, and with how many matters it failed."""

    made: int
    failed: int


@dataclass
class Run:
    """What is read once for all matters of a run."""

    on: date
    rules: RuleBook
    above: dict[int, list[Unit]]
    names: dict[int, str]
    people: dict = field(default_factory=dict)


def climb_overdue(on) -> Climbed:
    """Says what is overdue on the day `on` to those who hold it and to the levels that it has reached. Each matter by itself:
    one that fails is logged and counted, and stops no other."""
    issuers = _overdue(on)
    above = _units_above(set(issuers.values()), on)
    names = names_of({unit.pk for units in above.values() for unit in units}, on)
    run = Run(on, RuleBook(set(issuers.values())), above, names)
    made = failed = 0
    for pk in issuers:
        try:
            with transaction.atomic():
                made += _climb(pk, run)
        except Exception as error:
            # Its message may hold a name; the kind and the thing are enough to look further.
            failed += 1
            log.error("matter %s failed to climb: %s", pk, type(error).__name__)
    return Climbed(made, failed)


def _overdue(on) -> dict[int, int]:
    """{matter: its issuer} of those with a clock that ran out."""
    rows = Recommendation.objects.overdue_on(on).values_list("pk", "issuer")
    held = Handling.objects.overdue_on(on).filter(
        recommendation__in=Recommendation.objects.open_on(on).values("pk")
    )
    return dict(sorted({*rows, *held.values_list("recommendation", "recommendation__issuer")}))


def _climb(pk, run) -> int:
    """The matter locked and looked at again: an answer, or another worker, came before this or comes after."""
    row = Recommendation.objects.select_for_update(no_key=True).get(pk=pk)
    clocks = list(_clocks(row, run))
    tell_late(clocks, on=run.on, people=run.people)
    known = set(row.climbs.values_list("handling", "due_on", "rung"))
    units = run.above.get(row.issuer_id, [])
    made = [
        Climb(
            recommendation=row,
            handling=clock.handling,
            due_on=clock.due_on,
            rung=rung,
            climbed_on=run.on,
            unit=units[rung - 1],
        )
        for clock in clocks
        for rung in range(1, min(clock.rung, len(units)) + 1)
        if (clock.handling.pk if clock.handling else None, clock.due_on, rung) not in known
    ]
    Climb.objects.bulk_create(made)
    _note(made, run)
    tell_climbed(made, on=run.on, people=run.people)
    return len(made)


def _clocks(row, run) -> Iterator[Clock]:
    """What ran out of one matter that nobody has answered: its own clock and those of the agencies."""
    if not Recommendation.objects.open_on(run.on).filter(pk=row.pk).exists():
        return
    own_is_late = is_late(row.due_on, run.on, row.answered_on)
    if own_is_late:
        yield Clock(row, None, row.due_on, _rung(row, row.due_on, row.received_on or row.raised_on, run))
    held = Handling.objects.overdue_on(run.on).filter(recommendation=row)
    for handling in held.select_related("agency").order_by("pk"):
        # The same promise twice: the matter's own clock climbs, the agency only hears that it is late.
        is_same = own_is_late and handling.is_lead and handling.due_on == row.due_on
        rung = 0 if is_same else _rung(row, handling.due_on, handling.given_on, run)
        yield Clock(row, handling, handling.due_on, rung)


def _rung(row, due_on, promised_on, run) -> int:
    """By the rule of the day on which it was received: what was promised under it stays (matters.models.DeadlineRule)."""
    rule = run.rules.rule_for(row.issuer_id, row.topic_id, row.urgency, promised_on)
    return rung_of(due_on, run.on, rule.climb_days, is_rest) or 0 if rule else 0


def _units_above(issuers, on) -> dict[int, list[Unit]]:
    """{issuer: [itself, the unit above it, …]} as they stand on the day."""
    places = placements_by_unit(issuers, on)
    keys = {pk: place.path.split(".")[:-1] for pk, place in places.items()}
    units = {
        unit.key: unit
        for unit in Unit.objects.filter(key__in={key for each in keys.values() for key in each})
    }
    return {pk: [units[key] for key in reversed(keys.get(pk, []))] for pk in issuers}


def _note(made, run):
    words = _("Quá hạn từ %(day)s, báo lên %(unit)s.")
    RecommendationStep.objects.bulk_create(
        RecommendationStep(
            recommendation=climb.recommendation,
            step=RecommendationStep.Step.CLIMBED,
            happened_on=run.on,
            handling=climb.handling,
            agency=climb.handling.agency if climb.handling else None,
            note=words
            % {"day": date_format(climb.due_on, "d/m/Y"), "unit": run.names.get(climb.unit_id, "")},
        )
        for climb in made
    )
