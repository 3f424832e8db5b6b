"""The period before, and the places whose facts a place answers for: over a reform the ground is followed back to those that
went whole into it; where one was divided nothing is compared, and the review says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from branches.models import Unit, UnitSuccession
from branches.querysets.units import names_of

WHOLE, DIVIDED, NOT_THERE = "whole", "divided", "not_there"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """`units` held the ground in `[starts_on, ends_on)`: the area itself, or those that went whole into it."""

    units: tuple[Unit, ...]
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Ground:
    """Stretches in order of time. `gaps`: [(first day of the new order, reason, unit ids)] before which the ground cannot be
    followed; from then on it can."""

    stretches: tuple[Stretch, ...] = ()
    gaps: tuple[tuple[date, str, tuple[int, ...]], ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.gaps

    @property
    def is_one(self) -> bool:
        return len(self.stretches) == 1 and len(self.stretches[0].units) == 1


def previous_period(starts_on: date, ends_on: date) -> tuple[date, date]:
    """The period of the same length just before: in months where it begins and ends with a month, else in days."""
    if starts_on.day == ends_on.day == 1:
        months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
        at = starts_on.year * 12 + starts_on.month - 1 - months
        return date(at // 12, at % 12 + 1, 1), starts_on
    return starts_on - (ends_on - starts_on), starts_on


def preset_periods(day: date, scheme=None) -> list[tuple[str, date, date]]:
    """[(words, first day, last day)] that are asked for most; those that go on end on `day`, the half year is the last that is over.
    Of a scheme also its whole time up to `day`, up to the last month that is over where it goes on."""
    year, month = day.year, day.replace(day=1)
    over = month - _ONE_DAY
    quarter = date(year, (day.month - 1) // 3 * 3 + 1, 1)
    before = quarter - _ONE_DAY
    first_half = date(year, 1, 1), date(year, 6, 30)
    second_half = date(year - 1, 7, 1), date(year - 1, 12, 31)
    found = [
        (_("Tháng này"), month, day),
        (_("Tháng trước"), over.replace(day=1), over),
        (_("Quý này"), quarter, day),
        (_("Quý trước"), date(before.year, before.month - 2, 1), before),
        (_("Năm nay"), date(year, 1, 1), day),
        (_("6 tháng"), *(first_half if day > first_half[1] else second_half)),
        (_("Năm trước"), date(year - 1, 1, 1), date(year - 1, 12, 31)),
        (_("Hai năm trước"), date(year - 2, 1, 1), date(year - 1, 12, 31)),
    ]
    if scheme and scheme.starts_on < day:
        ends = scheme.ends_on - _ONE_DAY if scheme.ends_on else over
        found.append((_("Cả giai đoạn"), scheme.starts_on, min(ends, day)))
    return [each for each in found if each[1] <= each[2]]


def ground_of(area: Unit, starts_on: date, ends_on: date) -> Ground:
    """Who held the ground of `area` in the period; at most one query a reform."""
    stretches, gaps = [], []
    units, until = (area,), ends_on
    if area.closed_on:
        until = min(until, area.closed_on)
    while units and until > starts_on:
        began = max(unit.opened_on for unit in units)
        stretches.append(Stretch(units, max(began, starts_on), until)) if began < until else None
        if began <= starts_on:
            break
        reason, before = _before(units, began)
        if reason != WHOLE:
            gaps.append((began, reason, tuple(unit.pk for unit in before)))
            break
        units, until = before, min(began, until)
    return Ground(tuple(reversed(stretches)), tuple(gaps))


def _before(units, began) -> tuple[str, tuple[Unit, ...]]:
    """(whole, the units just before) for units of which some began on that day; those that did not stay."""
    new = [unit for unit in units if unit.opened_on == began]
    ways = list(
        UnitSuccession.objects.filter(successor__in=new).select_related("predecessor").order_by("predecessor")
    )
    if not ways:
        return NOT_THERE, tuple(new)
    divided = [way.predecessor for way in ways if way.extent != UnitSuccession.Extent.WHOLE]
    if divided:
        return DIVIDED, tuple(divided)
    staying = [unit for unit in units if unit.opened_on != began]
    return WHOLE, tuple(dict.fromkeys([*staying, *(way.predecessor for way in ways)]))


def gap_sentences(ground: Ground, area: Unit, day) -> list[dict]:
    """[{"what", "reason", "since", "units", "words"}] for JSON and the page."""
    if not ground.gaps:
        return []
    ids = {pk for _since, _reason, units in ground.gaps for pk in units}
    names = names_of({area.pk, *ids}, day)
    found = [
        {
            "what": "all",
            "reason": reason,
            "since": since.isoformat(),
            "units": [names.get(pk, "") for pk in units],
        }
        for since, reason, units in ground.gaps
    ]
    return [gap | {"words": gap_words(gap)} for gap in found]


def gap_words(gap) -> str:
    """The sentence of one of them, in the language of who reads."""
    words = {
        DIVIDED: _(
            "Trước ngày %(day)s không so sánh được: địa bàn của %(units)s đã được chia cho nhiều nơi."
        ),
        NOT_THERE: _("Trước ngày %(day)s không so sánh được: %(units)s chưa có."),
    }
    since = date.fromisoformat(gap["since"])
    return words[gap["reason"]] % {"day": f"{since:%d/%m/%Y}", "units": ", ".join(gap["units"])}
