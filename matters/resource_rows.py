"""What was mobilised, and good practices, as lists and pages show them; in a fixed number of queries."""

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.querysets.units import names_of, placements_by_unit
from common.money import ABOUT, MORE_THAN, money_words
from common.months import month_words
from matters.amounts import Goods
from matters.contributions import by_commune, by_month, totals_by, totals_by_donor, words_of
from matters.models import Contribution, Topic

# By what the money is added up: {part of the address: word of the tab}
WAYS = {
    "linh-vuc": gettext_lazy("Theo lĩnh vực"),
    "xa": gettext_lazy("Theo xã"),
    "nguon": gettext_lazy("Theo nguồn"),
    "thang": gettext_lazy("Theo tháng"),
}


def places_on(unit_ids, day) -> dict:
    """{unit id: (its name, that of its commune or "")}."""
    unit_ids = set(unit_ids)
    places = placements_by_unit(unit_ids, day)
    communes = {unit: places[unit].commune_id if unit in places else None for unit in unit_ids}
    called = names_of(unit_ids | set(communes.values()) - {None}, day)
    return {
        unit: (called.get(unit, ""), called.get(commune, "") if commune != unit else "")
        for unit, commune in communes.items()
    }


def gift_words(gift) -> str:
    if gift.amount is None:
        return ""
    more, about = gift.qualifier == MORE_THAN, gift.qualifier == ABOUT
    return money_words(gift.amount, is_at_least=more, is_about=about)


def goods_words(gift) -> str:
    return ", ".join(filter(None, [gift.in_kind, gift.quantity]))


def contribution_rows(gifts, day, writable) -> list[dict]:
    """`writable`: ids of those that the reader may change; the others lead nowhere."""
    gifts = list(gifts)
    places = places_on([each.unit_id for each in gifts], day)
    rows = []
    for each in gifts:
        money, things = gift_words(each), goods_words(each)
        unit, commune = places[each.unit_id]
        address = reverse("matters:contribution_change", args=[each.key])
        rows.append(
            {
                "what": money or things,
                "goods": things if money else "",
                "url": address if each.pk in writable else "",
                "unit": unit,
                "commune": commune,
                "topic": str(each.topic or ""),
                "donor": each.donor,
                "cadre": str(each.cadre or ""),
                "scheme": str(each.scheme or ""),
                "happened_on": each.happened_on,
                "qualifier": each.get_qualifier_display() if each.amount is not None else "",
                "amount": each.amount,
                "in_kind": each.in_kind,
                "quantity": each.quantity,
            }
        )
    return rows


def double_rows(doubles, day) -> list[dict]:
    """`doubles`: rows with `reported_id` (`likely_doubles`). Each beside the row of the report, in two queries more."""
    doubles = list(doubles)
    reported = Contribution.objects.select_related("cadre").in_bulk([each.reported_id for each in doubles])
    rows = contribution_rows(doubles, day, ())
    for each, row in zip(doubles, rows, strict=True):
        other = reported[each.reported_id]
        row["url"] = reverse("matters:double_same", args=[each.key])
        row |= {"reported_on": other.happened_on, "reporter": str(other.cadre or "")}
        row |= {"reported_donor": other.donor}
    return rows


def different_rows(pairs, day) -> list[dict]:
    """`pairs`: GiftDifferences with `first`, `second` and `by` selected: what the list says, the day of the report, and who said
    when that they are two. Those of the list as rows of `contribution_rows`."""
    pairs = list(pairs)
    ids = [pk for pair in pairs for pk in (pair.first_id, pair.second_id)]
    from_reports = set(
        Contribution.objects.filter(pk__in=ids, report_link__isnull=False).values_list("pk", flat=True)
    )
    sides = [
        (pair.second, pair.first) if pair.first_id in from_reports else (pair.first, pair.second)
        for pair in pairs
    ]
    rows = contribution_rows([listed for listed, _reported in sides], day, ())
    return [
        row | {"reported_on": reported.happened_on, "said_on": pair.said_on, "by": pair.by}
        for row, (_listed, reported), pair in zip(rows, sides, pairs, strict=True)
    ]


def sum_rows(rows, way, day) -> list[dict]:
    """The money of `rows` by field, commune of that day, donor or month; the largest first, months in their order."""
    if way == "linh-vuc":
        topics = Topic.objects.in_bulk()
        found = {
            str(topics.get(pk) or _("chưa ghi lĩnh vực")): each
            for pk, each in totals_by(rows, "topic").items()
        }
    elif way == "xa":
        totals = totals_by(by_commune(rows), "commune_id")
        names = names_of(totals, day)
        return _sorted((names.get(pk, ""), each) for pk, each in totals.items())
    elif way == "nguon":
        found = {donor or _("chưa ghi nguồn"): each for donor, each in totals_by_donor(rows).items()}
    else:
        totals = totals_by(by_month(rows), "month")
        return [_sum_row(month_words(month), each) for month, each in sorted(totals.items(), reverse=True)]
    return _sorted(found.items())


def _sorted(pairs) -> list[dict]:
    return sorted(
        (_sum_row(name, each) for name, each in pairs), key=lambda row: (-row["amount"], row["sort"])
    )


def _sum_row(name, each) -> dict:
    return {"name": name, "sort": name.lower(), "words": words_of(each), "amount": each.amount}


def goods_rows(goods: list[Goods]) -> list[dict]:
    return [
        {"what": each.what, "words": _number_words(each), "said": "; ".join(each.said), "times": each.times}
        for each in goods
    ]


def _number_words(each: Goods) -> str:
    if each.number is None:
        return ""
    places = max(0, -each.number.normalize().as_tuple().exponent)
    number = f"{number_format(each.number, decimal_pos=places, force_grouping=True)} {each.measure}".strip()
    if each.is_at_least and each.is_about:
        return _("khoảng %(number)s trở lên") % {"number": number}
    if each.is_at_least:
        return _("hơn %(number)s") % {"number": number}
    return _("khoảng %(number)s") % {"number": number} if each.is_about else number


def practice_rows(practices, day) -> list[dict]:
    practices = list(practices)
    places = places_on([each.unit_id for each in practices], day)
    return [
        {
            "title": each.title,
            "url": each.get_absolute_url(),
            "gist": each.text if len(each.text) <= 140 else each.text[:139] + "…",
            "unit": places[each.unit_id][0],
            "commune": places[each.unit_id][1],
            "topic": str(each.topic or ""),
            "noted_on": each.noted_on,
            "state": each.published_on is not None,
        }
        for each in practices
    ]
