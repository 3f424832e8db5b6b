"""What is overdue climbs: the day after its deadline it is said to those who hold it, and after as many working days more as
the rule of its category says, one level higher each time. Each clock climbs each rung once, however often this runs."""

import logging
from collections import defaultdict
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
# So many matters are locked at a time.
BATCH = 100


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
    """Says what is overdue on the day `on` to those who hold it and to the levels that it has reached. Many matters at a time;
    one that fails is logged and counted, and stops no other."""
    issuers = _overdue(on)
    above = _units_above(set(issuers.values()), on)
    names = names_of({unit.pk for units in above.values() for unit in units}, on)
    run = Run(on, RuleBook(set(issuers.values())), above, names)
    ids = list(issuers)
    done = [_climb_together(ids[start : start + BATCH], run) for start in range(0, len(ids), BATCH)]
    return Climbed(sum(each.made for each in done), sum(each.failed for each in done))


def _climb_together(ids, run) -> Climbed:
    """One transaction for all; where the database refuses one of them, each by itself."""
    try:
        with transaction.atomic():
            return Climbed(_climb(ids, run), 0)
    except Exception as error:
        if len(ids) == 1:
            # Its message may hold a name; the kind and the thing are enough to look further.
            log.error("matter %s failed to climb: %s", ids[0], type(error).__name__)
            return Climbed(0, 1)
    alone = [_climb_together([pk], run) for pk in ids]
    return Climbed(sum(each.made for each in alone), sum(each.failed for each in alone))


def _overdue(on) -> dict[int, int]:
    """{matter: its issuer} of those with a clock that ran out."""
    rows = Recommendation.objects.overdue_on(on).values_list("pk", "issuer")
    held = Handling.objects.overdue_on(on).filter(
        recommendation__in=Recommendation.objects.open_on(on).values("pk")
    )
    return dict(sorted({*rows, *held.values_list("recommendation", "recommendation__issuer")}))


def _climb(ids, run) -> int:
    """The matters locked, in order of id, and looked at again: an answer, or another worker, came before this or comes
    after."""
    rows = Recommendation.objects.open_on(run.on).filter(pk__in=ids)
    rows = list(rows.select_for_update(no_key=True).order_by("pk"))
    clocks = list(_clocks(rows, run))
    tell_late(clocks, on=run.on, people=run.people)
    known = set(
        Climb.objects.filter(recommendation__in=rows).values_list(
            "recommendation", "handling", "due_on", "rung"
        )
    )
    made = [climb for clock in clocks for climb in _climbs_of(clock, known, run)]
    Climb.objects.bulk_create(made)
    _note(made, run)
    tell_climbed(made, on=run.on, people=run.people)
    return len(made)


def _climbs_of(clock, known, run) -> Iterator[Climb]:
    """Each rung that the clock has reached and that it has not climbed yet (`known`)."""
    matter, handling = clock.matter, clock.handling
    units = run.above.get(matter.issuer_id, [])
    for rung in range(1, min(clock.rung, len(units)) + 1):
        if (matter.pk, handling.pk if handling else None, clock.due_on, rung) not in known:
            yield Climb(
                recommendation=matter,
                handling=handling,
                due_on=clock.due_on,
                rung=rung,
                climbed_on=run.on,
                unit=units[rung - 1],
            )


def _clocks(rows, run) -> Iterator[Clock]:
    """What ran out of matters that nobody has answered: the own clock of each and those of the agencies."""
    held = defaultdict(list)
    handlings = Handling.objects.overdue_on(run.on).filter(recommendation__in=rows)
    for handling in handlings.select_related("agency").order_by("pk"):
        held[handling.recommendation_id].append(handling)
    for row in rows:
        own_is_late = is_late(row.due_on, run.on, row.answered_on)
        if own_is_late:
            yield Clock(row, None, row.due_on, _rung(row, row.due_on, row.received_on or row.raised_on, run))
        for handling in held[row.pk]:
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
