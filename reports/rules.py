"""Due days, lateness and counts of reports. Pure functions: no Django, no clock."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from meetings.rules import day_of, month_after, month_of

_HOURS_A_DAY = 24


# --- due, late, entered late ---
def due_on(met_on: date, report_days: int | None) -> date | None:
    """The last day on which the report on a meeting of `met_on` is in time; None where the scheme says no number of days."""
    return None if report_days is None else met_on + timedelta(days=report_days)


def is_late(submitted_on: date, due_on: date | None) -> bool:
    """Whether it came after its due day. Nothing is late where nothing is due."""
    return due_on is not None and submitted_on > due_on


def is_late_entry(submitted_on: date, due_on: date | None, late_entry_hours: int) -> bool:
    """Whether it came so long after its due day (72 hours) that it must say why. A day that has begun is given whole."""
    days = -(-late_entry_hours // _HOURS_A_DAY)
    return due_on is not None and submitted_on > due_on + timedelta(days=days)


# --- what is still being written ---
WARNED_DAYS = 7


def draft_ends_on(saved_on: date, days: int) -> date:
    """The first day on which a draft that was last saved on `saved_on` is no longer kept."""
    return saved_on + timedelta(days=days)


# --- who must attend, who did ---
class Counts(NamedTuple):
    """Members at a meeting as one cadre saw them; None is not said."""

    members: int | None = None
    exempt: int | None = None
    special_duty: int | None = None
    present: int | None = None
    excused: int | None = None
    unexcused: int | None = None
    speaking: int | None = None

    @property
    def must_attend(self) -> int | None:
        """All members but those exempt and those on special duty (12-HD/BTCTW). None where the total is not said."""
        if self.members is None:
            return None
        return self.members - (self.exempt or 0) - (self.special_duty or 0)

    @property
    def accounted_for(self) -> int:
        return (self.present or 0) + (self.excused or 0) + (self.unexcused or 0)


def completed(counts: Counts) -> Counts:
    """What follows from what was said: nobody exempt where a total is said and nothing of them; nobody absent of a kind
    where the others already make up those who must attend. Nothing that was said is changed."""
    if counts.members is None:
        return counts
    counts = counts._replace(exempt=counts.exempt or 0, special_duty=counts.special_duty or 0)
    if counts.present is None or counts.accounted_for != counts.must_attend:
        return counts
    return counts._replace(excused=counts.excused or 0, unexcused=counts.unexcused or 0)


def adds_up(counts: Counts) -> bool:
    """Whether present + excused + unexcused are those who must attend. What is not said cannot be wrong, but nobody is
    counted beyond those who must attend."""
    if counts.must_attend is None:
        return True
    if counts.must_attend < 0:
        return False
    if None in (counts.present, counts.excused, counts.unexcused):
        return counts.accounted_for <= counts.must_attend
    return counts.accounted_for == counts.must_attend


def rate(present: int | None, must_attend: int | None) -> Fraction | None:
    """The share of those who must attend that came; None where nobody must (not applicable, never 0 %) or it is not
    said."""
    if present is None or not must_attend:
        return None
    return Fraction(present, must_attend)


# --- states ---
def may_be_amended(state: str) -> bool:
    """Whether the author may still change his words: until the board has taken them, and whenever it gave them back."""
    return state in ("submitted", "returned")


# --- how long the sensitive part is kept ---
def months_later(day: date, count: int) -> date:
    """The same day `count` months later, or the last one of a shorter month."""
    return day_of(month_after(month_of(day), count), day.day)


# --- the way of a report to the board ---
def may_board_decide(*, leader_reads_first, is_seen, due_on, submitted_on, day) -> bool:
    """Whether the board may accept or return a report on `day`. Where the scheme sends it to the leader in charge first
    (Bến Tre 4.12) it waits for him, though not for ever: once its due day, and the day it was sent, are over it goes on."""
    return not leader_reads_first or is_seen or day > max(due_on or submitted_on, submitted_on)
