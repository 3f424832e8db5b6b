"""The life of a matter and its clocks. Pure functions: no Django, no models, no clock of the machine.

A matter is *answered* when something was answered, *resolved* when its outcome says so, *told* when the place that raised
it has heard the answer: three facts with days of their own (Bến Tre 4.19: not answered in time, and not heard back).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)

# The stages, in the order of a matter's life; the first that holds from the end is the one it is in.
RAISED, RECEIVED, WITH_AGENCY, ANSWERED, TOLD, CLOSED = (
    "raised",
    "received",
    "with_agency",
    "answered",
    "told",
    "closed",
)
MERGED, ON_THE_SPOT, VOIDED = "merged", "on_the_spot", "voided"
STAGES = (RAISED, RECEIVED, WITH_AGENCY, ANSWERED, TOLD, CLOSED, MERGED, ON_THE_SPOT, VOIDED)

# What is answered in this way is not at its end: somebody still works on it, or it lies with those above.
NOT_FINAL = frozenset({"", "in_progress", "forwarded"})


@dataclass(frozen=True)
class Life:
    """What `stage_of` asks of a matter; days as they are known."""

    received_on: date | None = None
    answered_on: date | None = None
    told_on: date | None = None
    closed_on: date | None = None
    is_with_agency: bool = False
    is_merged: bool = False
    is_solved_on_the_spot: bool = False
    is_voided: bool = False


def stage_of(life: Life, on: date) -> str:
    """The stage (of STAGES) on the day `on`. A voice merged into another is "merged" until it is closed itself."""

    def has(day):
        return day is not None and day <= on

    stages = (
        (VOIDED, life.is_voided),
        (CLOSED, has(life.closed_on)),
        (MERGED, life.is_merged),
        (ON_THE_SPOT, life.is_solved_on_the_spot),
        (TOLD, has(life.told_on)),
        (ANSWERED, has(life.answered_on)),
        (WITH_AGENCY, life.is_with_agency),
        (RECEIVED, has(life.received_on)),
    )
    return next((stage for stage, holds in stages if holds), RAISED)


def is_final(outcome: str) -> bool:
    """Whether an outcome ends the matter: not "still being worked on", not "sent upwards", not none."""
    return outcome not in NOT_FINAL


def closes_by_itself(outcome: str, told_on: date | None) -> bool:
    """Told, and nothing more to come: nobody has to close it by hand."""
    return told_on is not None and is_final(outcome)


def is_late(due_on: date | None, on: date, answered_on: date | None = None) -> bool:
    """Whether a clock ran out by `on`: on the due day itself there is still time; an answer stops it."""
    if due_on is None or due_on >= on:
        return False
    return answered_on is None or answered_on > on


def working_day_after(day: date, count: int, is_rest: Callable[[date], bool]) -> date:
    """The `count`-th working day after `day`, which is not counted itself. Raises ValueError below one."""
    if count < 1:
        raise ValueError("a deadline is at least a day")
    while count:
        day += ONE_DAY
        count -= not is_rest(day)
    return day


def working_days_between(first: date, last: date, is_rest: Callable[[date], bool]) -> int:
    """How many working days lie after `first` up to and with `last`; 0 where `last` is not after it."""
    return sum(not is_rest(first + ONE_DAY * n) for n in range(1, (last - first).days + 1))


def rung_of(due_on: date, on: date, climb_days: int, is_rest: Callable[[date], bool]) -> int | None:
    """How high an unanswered matter has climbed by `on`: None while there is time, 0 for those who should have answered,
    1 to those who lead the committee after `climb_days` working days more, 2 one level above after as many again."""
    if on <= due_on:
        return None
    return working_days_between(due_on, on, is_rest) // climb_days
