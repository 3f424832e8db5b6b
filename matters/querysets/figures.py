"""What is counted of matters as it was known on a day: one set of facts behind every number and the list that it leads to.

A *voice* is a row; a *matter* is a voice that was not merged into another. Raised, received, answered, resolved and told
count voices (one that was merged is answered and resolved when its matter is, and told for itself); open and overdue count
matters. What happened after the day does not count."""

from datetime import timedelta

from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.fields import BooleanField, SmallIntegerField
from django.db.models.functions import Coalesce

from branches.models import UnitPlacement

# Days since a matter was raised: (first day, last day) of each bucket of its age; None has no end.
BUCKETS = ((0, 7), (8, 15), (16, 30), (31, 60), (61, None))


def with_facts(rows, on):
    """Standing voices raised by `on`, each with `is_received`, `is_answered`, `is_explained`, `is_resolved`, `is_told`, `is_open`,
    `is_late`, `is_unanswered`, `bucket` (index of BUCKETS), `lead` (id of the agency that leads) and `path` (where its place
    stood on the day on which it was raised)."""
    rows = rows.standing().filter(raised_on__lte=on).with_clock(on)
    answered = Q(answer_on__lte=on)
    unclosed = Q(closed_on=None) | Q(closed_on__gt=on)
    is_open = unclosed & Q(merged_into=None, is_solved_on_the_spot=False)
    unanswered = Q(answer_on=None) | Q(answer_on__gt=on)
    return rows.annotate(
        is_received=_is(Q(received_on__lte=on)),
        is_answered=_is(answered),
        is_explained=_is(answered & Q(final_outcome="explained")),
        is_resolved=_is(Q(final_outcome="resolved", final_resolved_on__lte=on)),
        is_told=_is(Q(told_on__lte=on)),
        is_open=_is(is_open),
        is_late=_is(is_open & unanswered & Q(due_on__lt=on)),
        is_unanswered=_is(unanswered & unclosed & Q(is_solved_on_the_spot=False)),
        bucket=_bucket(on),
        lead=_lead(on),
        path=_path(),
    )


def _is(condition) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _bucket(on) -> Case:
    return Case(
        *(
            When(raised_on__gte=on - timedelta(days=last), then=Value(number))
            for number, (_first, last) in enumerate(BUCKETS)
            if last is not None
        ),
        default=Value(len(BUCKETS) - 1),
        output_field=SmallIntegerField(),
    )


def _lead(on) -> Subquery:
    """The agency that leads, or led when it was answered; none where it was given back, or reopened and not given again."""
    from matters.models import Handling

    has_it = Q(ended_on=None) | Q(ended_on__gt=on)
    answered = Q(ended_as="answered", recommendation__answered_on__isnull=False)
    rows = Handling.objects.filter(
        has_it | answered,
        recommendation=Coalesce(OuterRef("merged_into"), OuterRef("pk")),
        is_lead=True,
        given_on__lte=on,
    )
    return Subquery(rows.order_by("-given_on", "-pk").values("agency")[:1])


def _path() -> Subquery:
    then = Q(ends_on=None) | Q(ends_on__gt=OuterRef("raised_on"))
    rows = UnitPlacement.objects.filter(then, unit=OuterRef("unit"), starts_on__lte=OuterRef("raised_on"))
    return Subquery(rows.values("path")[:1])
