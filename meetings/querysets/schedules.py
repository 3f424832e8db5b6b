"""Reads of registered schedules, and of the communes that register."""

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery

from branches.querysets.scoping import within
from branches.rules import COMMUNE as COMMUNE_LEVEL

MISSING, DRAFT, SENT, LATE, RETURNED = "missing", "draft", "sent", "late", "returned"


class ScheduleQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(within(scope.reach("meetings.read")))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("schedules.write")))

    def reviewable_by(self, scope):
        return self.filter(within(scope.reach("schedules.review")))


def communes_registering(scope, month, last):
    """The communes that stand at the end of `month` in the reader's ground (UnitPlacement), each with its schedule's
    `schedule_state`, `schedule_key`, `is_late`, `sent_at` and `due_on`; None where nothing was begun: silence is a row."""
    from branches.models import UnitPlacement
    from meetings.models import Schedule

    schedules = Schedule.objects.filter(unit=OuterRef("unit"), month=month)
    rows = UnitPlacement.objects.on(last).at_level(COMMUNE_LEVEL)
    rows = rows.filter(within(scope.reach("meetings.read")))
    names = ("state", "is_late", "sent_at", "first_sent_at", "due_on", "pk")
    return rows.annotate(
        **{f"schedule_{name}": Subquery(schedules.values(name)[:1]) for name in names}
    ).select_related("unit", "version")


def counts_of(communes) -> dict:
    """{state: how many} of `communes_registering`, and how many there are ("all"); one query."""
    states = {state: Count("pk", filter=in_state(state)) for state in (SENT, LATE, RETURNED, MISSING)}
    return communes.order_by().aggregate(all=Count("pk"), **states)


def in_state(state) -> Q:
    """A condition on `communes_registering`: what has become of the month."""
    return {
        MISSING: Q(schedule_state=None) | Q(schedule_state="draft"),
        SENT: Q(schedule_state="sent", schedule_is_late=False),
        LATE: Q(schedule_state="sent", schedule_is_late=True),
        RETURNED: Q(schedule_state="returned"),
    }[state]
