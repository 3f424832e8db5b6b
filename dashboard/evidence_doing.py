"""What a cadre raised in a year and what he mobilised: one cadre's of one year are few, so both are read at once."""

from django.db.models import BigIntegerField, BooleanField, ExpressionWrapper, Q, Value

from matters.models import Contribution, Recommendation

MATTER, GIFT = "matter", "gift"


def raised_and_given(cadre, starts_on, until, day, scope) -> list[tuple]:
    """[(MATTER, is answered, is resolved, is overdue, None, "", "")] of what he raised in `[starts_on, until)`, as known on `day`,
    and [(GIFT, None, None, None, amount or None, qualifier, what was given)], as far as `scope` reads them. One query."""
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
    return list(matters.union(gifts, all=True))


def _his(cadre, field) -> Q:
    return Q(**{field: cadre}) | Q(**{f"{field}__merged_into": cadre})


def _fact(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())
