"""On which day a branch meets, who may choose what, and what is late. Pure functions: no Django, no clock.

A month is the date of its first day. A *chain* is the ids of the units above a branch, from the province down to its own.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from branches.rules import BRANCH_KINDS


# --- months ---
def month_of(day: date) -> date:
    return day.replace(day=1)


@lru_cache(maxsize=1024)  # asked for every cell of a province's year
def month_after(month: date, count: int = 1) -> date:
    """The first day of the month `count` months later (earlier where it is negative)."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def last_of(month: date) -> date:
    return month_after(month) - timedelta(days=1)


def day_of(month: date, day: int) -> date:
    """The day `day` of the month; the last one where the month has no such day (31 in April, 29 to 31 in February)."""
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


# --- the fixed day, its preparation, and months in which it is moved ---
def prepare_day_of(month: date, day: int, prepare_day: int | None) -> date | None:
    """When the branch's committee prepares for the meeting on the `day` of `month` (Vân Hồ 2.12: the 22nd before the
    24th). A larger number is a day of the month before (the 28th before the 3rd); never after the meeting."""
    if prepare_day is None:
        return None
    held_in = month if prepare_day <= day else month_after(month, -1)
    return min(day_of(held_in, prepare_day), day_of(month, day))


def prepare_due(meets_on: date, month: date, day: int, prepare_day: int | None) -> date | None:
    """Until when to prepare for a meeting that is on `meets_on` and not on the rule's own `day`: the rule's day where it
    still lies before, else as many days ahead as the rule gives (moved to the 10th for Tết: the 8th and not the 22nd)."""
    prepares_on = prepare_day_of(month, day, prepare_day)
    if prepares_on is None or prepares_on <= meets_on:
        return prepares_on
    return meets_on - (day_of(month, day) - prepares_on)


def nearness(rule, organisation_id: int, chain: Sequence[int], branch_type: str) -> tuple | None:
    """How near a rule (DayRule, MovedDay: `organisation_id`, `unit_id`, `branch_type`) is to a branch, to be compared: its
    own, then the lowest unit's, then the type's before the general one. None where it is not about the branch."""
    if rule.organisation_id is not None:
        return (1, len(chain), 1) if rule.organisation_id == organisation_id else None
    if rule.unit_id not in chain or rule.branch_type not in ("", branch_type):
        return None
    return (0, chain.index(rule.unit_id), int(bool(rule.branch_type)))


def nearest(rules: Iterable, organisation_id: int, chain: Sequence[int], branch_type: str):
    """The rule that holds for a branch, or None."""
    found = [(nearness(rule, organisation_id, chain, branch_type), rule) for rule in rules]
    found = [(near, rule) for near, rule in found if near is not None]
    return max(found, key=lambda each: each[0])[1] if found else None


def moves(moved, rule, organisation_id: int, chain: Sequence[int], branch_type: str) -> bool:
    """Whether a moved day counts against the rule that holds: one of the same unit or nearer does; a branch that has its
    own day, or whose commune has one, is not moved by what the district moves."""
    own = nearness(rule, organisation_id, chain, branch_type)
    return nearness(moved, organisation_id, chain, branch_type)[:2] >= own[:2]


def lowest(rules: Iterable, chain: Sequence[int]):
    """The rule of the lowest unit of the chain (ScheduleRule), or None."""
    found = [rule for rule in rules if rule.unit_id in chain]
    return max(found, key=lambda rule: chain.index(rule.unit_id), default=None)


# --- registration ---
def registration_due(month: date, due_day: int) -> date:
    """Until when a month's schedule is registered: the `due_day` of the month before (Kim Sơn 3.16)."""
    return day_of(month_after(month, -1), due_day)


def is_late(sent_on: date, due_on: date | None) -> bool:
    """Whether the first sending came after the deadline. No deadline: never."""
    return due_on is not None and sent_on > due_on


# --- meetings ---
def bodies_of(kind: str) -> tuple[str, ...]:
    """Which bodies of an organisation of this kind meet; the first is the one that is meant where none is said. Meetings
    of committees are counted apart from those of branches."""
    return ("branch",) if kind in BRANCH_KINDS else ("committee", "standing_board")
