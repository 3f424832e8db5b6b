"""What stood before, of rows that are voided and made anew (`corrects`): old → new, with who, when and why."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _


def steps_of(rows, **around) -> dict[int, list[tuple]]:
    """{id of a row: [(old, new), …], the latest first}; `around`: where the old ones are found. At most one query."""
    rows = [row for row in rows if row.corrects_id]
    if not rows:
        return {}
    model = type(rows[0])
    before = model.objects.filter(corrected_by__isnull=False, voided_at__isnull=False, **around)
    known = {row.pk: row for row in before.select_related("voided_by")}
    found = {}
    for row in rows:
        new, found[row.pk] = row, []
        while old := known.get(new.corrects_id):
            found[row.pk].append((old, new))
            new = old
    return found


def said(old, before, after) -> str:
    """One step in a sentence; `before` and `after`: the old and the new as a reader sees them."""
    when = date_format(timezone.localtime(old.voided_at), "d/m/Y")
    who = f"{old.voided_by}, {when}" if old.voided_by else when
    return _("%(before)s → %(after)s: %(reason)s (%(who)s)") % {
        "before": before,
        "after": after,
        "reason": old.void_reason,
        "who": who,
    }


def value_words(row) -> str:
    """ "6/14", "hơn 1.050" of an IndicatorValue."""
    words = number_format(row.value, force_grouping=True)
    if row.whole is not None:
        words = f"{words}/{number_format(row.whole, force_grouping=True)}"
    return words if row.qualifier == row.Qualifier.EXACT else f"{row.get_qualifier_display()} {words}"


def value_corrections(rows) -> dict[int, str]:
    """{id: what stood before it} of IndicatorValues; one query."""
    around = {"unit__in": {row.unit_id for row in rows}, "indicator__in": {row.indicator_id for row in rows}}
    return {
        pk: "; ".join(said(old, *_differing(old, new)) for old, new in steps)
        for pk, steps in steps_of(rows, **around).items()
    }


def _differing(old, new) -> tuple[str, str]:
    """The numbers, and the day and the category where these were wrong too."""
    sides = ([value_words(old)], [value_words(new)])
    for name in ("counted_on", "category"):
        if getattr(old, name) != getattr(new, name):
            for side, row in zip(sides, (old, new), strict=True):
                said_of = getattr(row, name)
                side.append(
                    date_format(said_of, "d/m/Y") if name == "counted_on" else said_of or _("không ghi")
                )
    before, after = (", ".join(side) for side in sides)
    return before, after
