"""Reads of meetings and of what branches decided."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import NOTHING, within, within_bodies

# Registered, or said since to have been held or not: all that is no draft of the commune's.
KNOWN = Q(registered_on__isnull=False) | ~Q(outcome="unknown")


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Those of the ground; a draft only to those who write it."""
        drafts = within_bodies(scope, "meetings.write")
        return self.filter(within(scope.reach("meetings.read")), KNOWN | drafts)

    def writable_by(self, scope):
        return self.filter(within_bodies(scope, "meetings.write"))

    def standing(self):
        """Without the voided: what every count and list of facts begins with."""
        return self.filter(voided_at=None)

    def in_month(self, first):
        """Of the month that begins on `first`."""
        return self.filter(month=first)

    def registered(self):
        """Those whose day was registered: what followers and employers may count on. A draft of the commune's is none."""
        return self.filter(planned_on__isnull=False, registered_on__isnull=False)

    def known(self):
        """Without drafts: what those may be shown who write none."""
        return self.filter(KNOWN)

    def of_branches(self):
        """Meetings of branches; those of committees are counted apart."""
        return self.filter(body="branch")

    def during(self, starts_on, ends_on):
        """Found under a day of `[starts_on, ends_on)`."""
        return self.filter(met_on__gte=starts_on, met_on__lt=ends_on)


class BranchTaskQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(within_bodies(scope, "meetings.read", closed=True))

    def writable_by(self, scope):
        return self.filter(within_bodies(scope, "meetings.write"))

    def standing(self):
        """Without those of meetings that were entered by mistake."""
        return self.filter(meeting__voided_at=None)

    def open(self):
        return self.filter(state="open")

    def overdue_on(self, day):
        return self.open().filter(due_on__lt=day)

    def carried_to(self, meeting):
        """What was decided before `meeting` (Meeting) and was not closed before it: for its preparation, and afterwards
        with what became of it at the meeting."""
        return self.standing().filter(
            Q(closed_on=None) | Q(closed_on__gte=meeting.on),
            organisation=meeting.organisation_id,
            meeting__body=meeting.body,
            meeting__met_on__lt=meeting.on,
        )


def assigned_to(scope) -> Q:
    """A condition on rows with a unit: it lies in a place that the person is assigned to today, whatever else he reads."""
    condition = NOTHING
    for hold in scope.holds:
        if hold.role == "cadre":
            condition |= within(hold.reach)
    return condition
