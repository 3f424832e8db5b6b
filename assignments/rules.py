"""Rules of assigning on plain values. Periods are half-open `(starts_on, ends_on)`, None is an open end."""

from __future__ import annotations

from datetime import date

from common.periods import Period, intersect

# The words say it: thường trực are of the standing board, and who is of the standing board is of the committee.
STANDS_IN = {"standing": ("standing_board", "committee"), "standing_board": ("committee",)}


def most_at_once(periods: list[Period], within: Period) -> int:
    """The most of `periods` that hold on one day of `within`: what a limit above one is compared with.

    Two rows that follow each other count as one, two that share a day as two. A maximum is always reached on a day on
    which one of them begins, or on the first day of `within`.
    """
    parts = [part for part in (intersect([period, within]) for period in periods) if part]
    return max(
        (sum(_holds(part, starts_on) for part in parts) for starts_on, _ends_on in parts),
        default=0,
    )


def _holds(period: Period, day: date | None) -> bool:
    starts_on, ends_on = period
    return (starts_on is None or (day is not None and starts_on <= day)) and (
        ends_on is None or day is None or day < ends_on
    )


def is_mistake(starts_on: date, ends_on: date) -> bool:
    """Whether ending on `ends_on` (the first day not held) leaves no day held: then it was entered by mistake and is
    voided, not ended."""
    return ends_on <= starts_on


def limit_of_one(limit: int | None) -> bool:
    """Whether a hard limit is held by the database's own constraint; others are counted under locks."""
    return limit == 1


def group_of(positions: list[tuple[int | None, bool]], eligible: set[int]) -> int | None:
    """The group as which a cadre is assigned, of his positions that day as `(group id, is it the main one)`.

    One that the scheme names goes first (a committee member who also heads a department is assigned as the former where
    only committee members are), the main position before the others. None: no group is known.
    """
    known = [(group, is_main) for group, is_main in positions if group is not None]
    known.sort(key=lambda each: (each[0] not in eligible, not each[1]))
    return known[0][0] if known else None


def is_eligible(groups: set[str], eligible: set[str]) -> bool:
    """Whether one who is in `groups` (codes) may be assigned where only `eligible` groups are. A scheme that names no
    group takes everybody; a cadre of whom no group is known is not refused, the gap in the list is pointed out instead.
    """
    held = groups.union(*(STANDS_IN.get(group, ()) for group in groups))
    return not eligible or not groups or bool(held & eligible)


def parse_choice(text: str) -> tuple[str | None, dict[str, str]]:
    """How far one may choose, as written in a list: "commune", or by group "standing=any;committee=commune"; both
    together as "branch;standing=any". Returns (choice or None, {group code: choice}), the words unchecked."""
    choice, by_group = None, {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        group, given, chosen = (each.strip() for each in part.partition("="))
        if given:
            by_group[group] = chosen
        else:
            choice = group
    return choice, by_group
