"""Reminders in the letter of the day: what was done meanwhile is left out, what was said on several days is one thing."""

import re
from datetime import date

from branches.models import Unit
from meetings.models import Attendance, Visit
from reports.due import Due, DueList, Step
from reports.models import Reminder
from reports.recipients import recipients_of

_SAID = re.compile(r"(?P<thing>(?:schedule|visit|report|confer):.+):(?P<day>\d{8})")


def said_about(due: Due, on: date) -> str:
    """What the notice of a reminder is about: the same thing is said once a day."""
    return f"{due.about}:{on:%Y%m%d}"


def still_to_say(user, abouts, on: date) -> dict[str, str | None]:
    """{about of a notice: the thing, or None} for those of `abouts` that a reminder gave: None where it is done by now, or no
    longer for `user` to do. A sieve of `accounts.digest`."""
    things = {about: found["thing"] for about in abouts if (found := _SAID.fullmatch(about))}
    if not things:
        return {}
    due = {each.about: each for each in dues_said(set(things.values()), on)}
    return {
        about: thing if thing in due and user in recipients_of(due[thing], on).users else None
        for about, thing in things.items()
    }


def dues_said(things: set[str], on) -> list[Due]:
    """Those of `things` (what a Due is about) that are still due."""
    rows = Reminder.objects.filter(about__in=things).order_by().values_list("issuer", "step", "about")
    asked: dict = {}
    for issuer, step, about in rows.distinct():
        asked.setdefault(issuer, []).append((step, about))
    found = []
    for issuer in Unit.objects.filter(pk__in=asked):
        mine = asked[issuer.pk]
        if any(step == Step.SCHEDULE for step, _about in mine):
            found += DueList(issuer, on, only=[]).schedules
        only = _assignments([about for step, about in mine if step != Step.SCHEDULE])
        if only:
            fresh = DueList(issuer, on, only=only)
            found += [*fresh.visits, *fresh.reports, *fresh.conferences]
    return [due for due in found if due.about in things]


def _assignments(abouts) -> list[int]:
    """The assignments (ids) that "visit:7:2026-10", "report:7:2026-10", "report:turn:3", "report:visit:key" and the
    same of "confer" speak of."""
    parts = [about.split(":") for about in abouts]
    own = {int(each[1]) for each in parts if each[1].isdecimal()}
    turns = Attendance.objects.filter(pk__in=[int(each[2]) for each in parts if each[1] == "turn"])
    visits = Visit.objects.filter(key__in=[each[2] for each in parts if each[1] == "visit"])
    for rows in (turns, visits):
        own |= set(rows.values_list("assignment", flat=True)) - {None}
    return sorted(own)
