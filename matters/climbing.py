"""What is overdue climbs: the day after its deadline it is said to those who hold it, and after as many working days more as
the rule of its category says, one level higher each time. Each clock climbs each rung once, however often this runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.models import Unit
from branches.querysets.units import names_of, placements_by_unit
from matters.calendar import is_rest
from matters.deadlines import RuleBook
from matters.models import Climb, Handling, Recommendation, RecommendationStep
from matters.notices import tell_climbed, tell_late
from matters.rules import rung_of


@dataclass(frozen=True)
class Clock:
    """A clock that ran out: the matter's own (`handling` None) or that of one agency."""

    matter: Recommendation
    handling: Handling | None
    due_on: date
    rung: int

    def key(self, rung) -> tuple:
        return self.matter.pk, self.handling.pk if self.handling else None, self.due_on, rung


@transaction.atomic
def climb_overdue(on) -> int:
    """Says what is overdue on the day `on` to those who hold it and to the levels that it has reached; gives how many climbs
    there were. A fixed number of queries, and some for each level that is told."""
    clocks = list(_clocks(on))
    tell_late(clocks, on=on)
    known = set(
        Climb.objects.filter(recommendation__in={each.matter.pk for each in clocks}).values_list(
            "recommendation", "handling", "due_on", "rung"
        )
    )
    above = _units_above({each.matter.issuer_id for each in clocks}, on)
    made = [
        Climb(
            recommendation=clock.matter,
            handling=clock.handling,
            due_on=clock.due_on,
            rung=rung,
            climbed_on=on,
            unit=above[clock.matter.issuer_id][rung - 1],
        )
        for clock in clocks
        for rung in range(1, min(clock.rung, len(above[clock.matter.issuer_id])) + 1)
        if clock.key(rung) not in known
    ]
    # Two workers at once: what the other has written is his.
    Climb.objects.bulk_create(made, ignore_conflicts=True)
    _note(made, on)
    tell_climbed(made, on=on)
    return len(made)


def _clocks(on) -> Iterator[Clock]:
    """Of the matters that nobody has answered, the matter's own and those of the agencies; locked, so that an answer comes
    before it or after."""
    matters = Recommendation.objects.overdue_on(on).select_for_update(no_key=True, of=("self",))
    matters = {row.pk: row for row in matters.order_by("pk")}
    held = Handling.objects.overdue_on(on).filter(
        recommendation__in=Recommendation.objects.open_on(on).values("pk")
    )
    held = list(held.select_related("recommendation", "agency").order_by("pk"))
    every = [*matters.values(), *(each.recommendation for each in held)]
    rules = RuleBook({row.issuer_id for row in every})
    for row, handling in [
        *((row, None) for row in matters.values()),
        *((row.recommendation, row) for row in held),
    ]:
        due_on = (handling or row).due_on
        rule = rules.rule_for(row.issuer_id, row.topic_id, row.urgency, due_on)
        rung = rung_of(due_on, on, rule.climb_days, is_rest) if rule else 0
        if handling and handling.is_lead and row.pk in matters and matters[row.pk].due_on == due_on:
            # The same promise twice: the matter's own clock climbs, the agency only hears that it is late.
            rung = 0
        yield Clock(row, handling, due_on, rung or 0)


def _units_above(issuers, on) -> dict[int, list[Unit]]:
    """{issuer: [itself, the unit above it, …]} as they stand on the day."""
    places = placements_by_unit(issuers, on)
    keys = {pk: place.path.split(".")[:-1] for pk, place in places.items()}
    units = {
        unit.key: unit
        for unit in Unit.objects.filter(key__in={key for each in keys.values() for key in each})
    }
    return {pk: [units[key] for key in reversed(keys.get(pk, []))] for pk in issuers}


def _note(made, on):
    names = names_of({climb.unit_id for climb in made}, on)
    words = _("Quá hạn từ %(day)s, báo lên %(unit)s.")
    RecommendationStep.objects.bulk_create(
        RecommendationStep(
            recommendation=climb.recommendation,
            step=RecommendationStep.Step.CLIMBED,
            happened_on=on,
            handling=climb.handling,
            agency=climb.handling.agency if climb.handling else None,
            note=words % {"day": date_format(climb.due_on, "d/m/Y"), "unit": names.get(climb.unit_id, "")},
        )
        for climb in made
    )
