"""Until when a commune and a branch tell of their month (Bến Tre 4.20). Pure functions: no Django, no clock."""

from collections.abc import Iterable
from datetime import date

from meetings.rules import day_of, last_of

IN_TIME, LATE, SILENT, TO_COME = "in_time", "late", "silent", "to_come"


def situation_due(month: date, situation_day: int | None) -> date:
    """The day until which the situation of `month` (its first day) is told: the rule's day of that month, the last one
    without a rule."""
    return last_of(month) if situation_day is None else day_of(month, situation_day)


def due_by_path(month: date, rules: Iterable[tuple[str, int | None]], path: str) -> date:
    """The same for a place: the rule (path, day) of the nearest unit that names a day wins."""
    above = [(rule, day) for rule, day in rules if day is not None and path.startswith(rule)]
    return situation_due(month, max(above, key=lambda each: len(each[0]), default=("", None))[1])


def state_of(sent_on: date | None, due_on: date, day: date) -> str:
    """ "in_time", "late", "silent" (the day has passed and nothing came) or "to_come", as of `day`."""
    if sent_on is not None:
        return LATE if sent_on > due_on else IN_TIME
    return SILENT if day > due_on else TO_COME
