"""What a cadre did in a year: raised, mobilised, visited. One cadre's of one year is little, so all of it is read at once."""

from django.db.models import BigIntegerField, BooleanField, CharField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Cast

from branches.models import Household
from matters.models import Contribution, Recommendation
from reports.holding import held_during
from reports.models import HouseholdVisit
from reports.querysets.household_visits import own_visits

MATTER, GIFT, HELD, VISIT = "matter", "gift", "held", "visit"


def done_in(cadre, starts_on, until, day, scope) -> list[tuple]:
    """[(MATTER, is answered, is resolved, is overdue, None, "", "")] of what he raised in `[starts_on, until)`, as known on `day`,
    [(GIFT, None, None, None, amount or None, qualifier, what was given)], [(HELD, None, None, None, id of a household that he held, "",
    "")] and [(VISIT, None, None, None, id of the household, the day as ISO, "")], as far as `scope` reads or counts them. One query."""
    matters = Recommendation.objects.visible_to(scope).standing().filter(_his(cadre, "raised_by"))
    matters = matters.filter(raised_on__gte=starts_on, raised_on__lt=until).with_clock(day)
    answered = Q(answer_on__lte=day) | Q(is_solved_on_the_spot=True)
    resolved = Q(final_outcome="resolved", answer_on__lte=day) | Q(is_solved_on_the_spot=True)
    matters = matters.annotate(
        what=Value(MATTER), has_answer=_fact(answered), has_end=_fact(resolved),
        money=Value(None, output_field=BigIntegerField()), how=Value(""), goods=Value(""),
    )  # fmt: skip
    gifts = Contribution.objects.visible_to(scope).standing().filter(_his(cadre, "cadre"))
    gifts = gifts.filter(happened_on__gte=starts_on, happened_on__lt=until)
    nothing = Value(None, output_field=BooleanField())
    gifts = gifts.annotate(what=Value(GIFT), has_answer=nothing, has_end=nothing, is_late=nothing)
    columns = ("what", "has_answer", "has_end")
    matters = matters.order_by().values_list(*columns, "is_overdue", "money", "how", "goods")
    gifts = gifts.order_by().values_list(*columns, "is_late", "amount", "qualifier", "in_kind")
    visits = visits_of(cadre, starts_on, until, scope).annotate(
        what=Value(VISIT), has_answer=nothing, has_end=nothing, is_late=nothing,
        on=Cast("visited_on", CharField()), goods=Value(""),
    )  # fmt: skip
    visits = visits.order_by().values_list(*columns, "is_late", _as_number("household"), "on", "goods")
    held = _held(cadre, starts_on, until, scope).annotate(
        what=Value(HELD), has_answer=nothing, has_end=nothing, is_late=nothing, how=Value(""), goods=Value("")
    )
    held = held.order_by().values_list(*columns, "is_late", _as_number("pk"), "how", "goods")
    return list(matters.union(gifts, visits, held, all=True))


def visits_of(cadre, starts_on, until, scope):
    """His visits to households in `[starts_on, until)` of which `scope` knows the number."""
    rows = HouseholdVisit.objects.standing().during(starts_on, until).filter(_his(cadre, "cadre"))
    counted = Q(household__in=Household.objects.counted_for(scope))
    return rows.filter(own_visits(scope) | counted)


def _held(cadre, starts_on, until, scope):
    """The households that he held on a day of it, each once; of his own the reader knows all."""
    rows = Household.objects.during(starts_on, until)
    if cadre.pk not in scope.cadre_ids:
        rows = rows.counted_for(scope)
    return rows.filter(held_during(cadre, starts_on, until))


def _as_number(field):
    return Cast(F(field), BigIntegerField())


def _his(cadre, field) -> Q:
    return Q(**{field: cadre}) | Q(**{f"{field}__merged_into": cadre})


def _fact(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())
