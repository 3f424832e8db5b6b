"""What was mobilised, added up: for pages, exports and `figures contributions` alike, from the same rows."""

from collections import defaultdict

from django.db.models import BigIntegerField, Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth

from branches.models import UnitPlacement
from common.money import money_words
from common.text import match_key
from common.together import asked_together
from matters.amounts import Goods, Total, added, goods_of, total_of
from matters.models import Contribution


def total(rows) -> Total:
    """The money of `rows` (Contribution queryset)."""
    return total_of(_money(rows).values_list("sum", "qualifier"))


def totals_by(rows, field: str) -> dict:
    """{value of `field`: Total} of the rows with money; as many rows of the database as there are values."""
    found = defaultdict(list)
    for value, qualifier, amount in _money(rows, field).values_list(field, "qualifier", "sum"):
        found[value].append((amount, qualifier))
    return {value: total_of(parts) for value, parts in found.items()}


def totals_by_donor(rows) -> dict[str, Total]:
    """{donor as he was written last: Total}; spellings that differ only in case or tone mark are one donor."""
    called: dict[str, str] = {}
    parts = defaultdict(list)
    for donor, qualifier, amount in _money(rows, "donor").values_list("donor", "qualifier", "sum"):
        key = match_key(donor)
        called[key] = donor
        parts[key].append((amount, qualifier))
    return {called[key]: total_of(each) for key, each in parts.items()}


def goods(rows) -> list[Goods]:
    """What was given in kind. Where money stands beside it, that is what it is worth: the qualifier is the money's."""
    return _goods_of(_gifts(rows).order_by("happened_on", "pk").iterator())


def _gifts(rows):
    return (
        rows.exclude(in_kind="")
        .order_by()
        .values_list("in_kind", "quantity", "qualifier", "amount", "happened_on", "pk")
    )


def _goods_of(gifts) -> list[Goods]:
    return goods_of(
        (what, quantity, qualifier if amount is None else Contribution.Qualifier.EXACT)
        for what, quantity, qualifier, amount, *_when in gifts
    )


def by_month(rows):
    return rows.annotate(month=TruncMonth("happened_on"))


def by_commune(rows):
    """Rows with `commune`: the id of the commune in which the place lay on that day, of the place itself where it lies in
    none."""
    then = UnitPlacement.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=OuterRef("happened_on")),
        unit=OuterRef("unit"),
        starts_on__lte=OuterRef("happened_on"),
    )
    return rows.annotate(
        commune_id=Coalesce(
            Subquery(then.values("commune")[:1]), F("unit_id"), output_field=BigIntegerField()
        )
    )


def words_of(each: Total) -> str:
    return money_words(each.amount, is_at_least=each.is_at_least, is_about=each.is_about)


def contributions_as_figures(rows) -> dict:
    """`total` in đồng; `is_at_least`: it is more than that ("hơn"); `is_about`: some of it was said as "about"; `words`;
    `by_field`: {code of the topic, "" without one: {total, is_at_least, is_about}}; `in_kind`: [{what, number, measure, times,
    is_at_least, is_about, said}]; `contributions`: how many rows."""
    return several_as_figures([rows])[0]


def several_as_figures(several) -> list[dict]:
    """The same of each of `several`, in two questions, however many they are."""
    counted = asked_together(
        rows.order_by()
        .values("topic__code", "qualifier")
        .annotate(sum=Sum("amount"), number=Count("pk"))
        .values_list("topic__code", "qualifier", "sum", "number")
        for rows in several
    )
    given = asked_together([_gifts(rows) for rows in several], order=("happened_on", "pk"))
    return [_figures(*each) for each in zip(counted, given, strict=True)]


def _figures(counted, gifts) -> dict:
    fields = defaultdict(list)
    for code, qualifier, amount, _number in counted:
        if amount is not None:
            fields[code].append((amount, qualifier))
    fields = {code: total_of(each) for code, each in fields.items()}
    whole = added(fields.values())
    return {
        "total": whole.amount,
        "is_at_least": whole.is_at_least,
        "is_about": whole.is_about,
        "words": words_of(whole),
        "contributions": sum(number for *_part, number in counted),
        "by_field": {code or "": _as_figures(each) for code, each in sorted(fields.items(), key=_none_last)},
        "in_kind": [
            {
                "what": each.what,
                "number": None if each.number is None else _plain(each.number),
                "measure": each.measure,
                "times": each.times,
                "is_at_least": each.is_at_least,
                "is_about": each.is_about,
                "said": list(each.said),
            }
            for each in _goods_of(gifts)
        ],
    }


def _as_figures(each: Total) -> dict:
    return {"total": each.amount, "is_at_least": each.is_at_least, "is_about": each.is_about}


def _none_last(item):
    return item[0] is None, item[0] or ""


def _plain(number):
    return int(number) if number == int(number) else float(number)


def _money(rows, *fields):
    rows = rows.filter(amount__isnull=False).order_by()
    return rows.values(*fields, "qualifier").annotate(sum=Sum("amount"))
