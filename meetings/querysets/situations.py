"""Who told of a month, who was late, who is silent: one query behind every number and every list (Bến Tre 4.20)."""

from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Q, Subquery, TextField, Value, When

from assignments.querysets.targets import COMMITTEE_KINDS
from branches.models import Organisation, UnitPlacement
from branches.querysets.scoping import path_range
from branches.rules import BRANCH_KINDS
from branches.rules import COMMUNE as COMMUNE_LEVEL
from meetings.models import ScheduleRule, Situation
from meetings.rules import last_of
from meetings.situations import IN_TIME, LATE, SILENT, TO_COME, due_by_path, situation_due


def tellers(month):
    """Organisations that are to tell of `month`: committees of communes, and all branches, as they stood on its last day."""
    day = last_of(month)
    communes = UnitPlacement.objects.on(day).at_level(COMMUNE_LEVEL).values("unit")
    committees = Q(kind__in=COMMITTEE_KINDS[COMMUNE_LEVEL], unit__in=communes)
    return Organisation.objects.open_on(day).filter(committees | Q(kind__in=BRANCH_KINDS))


def with_states(rows, month, day):
    """`rows` (tellers) with `sent_on`, `due_on` and `state` (meetings.situations) of `month` as of `day`, and `commune_id`
    in which they stood."""
    told = Situation.objects.filter(organisation=OuterRef("pk"), month=month, sent_on__lte=day)
    place = UnitPlacement.objects.on(last_of(month)).filter(unit=OuterRef("unit"))
    # What was told keeps the deadline under which it was told.
    due = Subquery(told.values("due_on")[:1], output_field=DateField())
    return rows.annotate(
        sent_on=Subquery(told.values("sent_on")[:1]),
        due_on=Case(When(Exists(told), then=due), default=_due(month), output_field=DateField()),
        commune_id=Subquery(place.values("commune")[:1]),
    ).annotate(
        state=Case(
            When(sent_on__gt=F("due_on"), then=Value(LATE)),
            When(sent_on__isnull=False, then=Value(IN_TIME)),
            When(due_on__lt=day, then=Value(SILENT)),
            default=Value(TO_COME),
            output_field=TextField(),
        )
    )


def due_of(organisation, month):
    """Until when `organisation` tells of `month`, by the rules of that month."""
    return due_by_path(month, _rules(month), organisation.unit.access_path)


def counts_by_commune(rows) -> dict:
    """{commune id: {state: number}} of rows `with_states`; those in no commune under None."""
    found: dict = {}
    numbers = rows.order_by().values_list("commune_id", "state").annotate(number=Count("pk"))
    for commune, state, number in numbers:
        found.setdefault(commune, {})[state] = number
    return found


def _rules(month) -> list[tuple[str, int | None]]:
    """(path of the unit, day) of the rules in force on the last day of the month, for places found under it today."""
    rules = ScheduleRule.objects.on(last_of(month)).exclude(situation_day=None).exclude(unit__access_path="")
    return list(rules.values_list("unit__access_path", "situation_day"))


def _due(month):
    cases = [
        When(path_range("unit__access_path", path), then=Value(situation_due(month, day)))
        for path, day in sorted(_rules(month), key=lambda rule: -len(rule[0]))
    ]
    return Case(*cases, default=Value(situation_due(month, None)), output_field=DateField())
