"""Reads of rounds, their conclusions and what must be put right: from above over the issuer; below, what names one's own
branch once it is issued."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from branches.querysets.scoping import from_above, within, within_bodies
from common.records import PeriodQuerySet, StandingQuerySet


class RoundQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        return self.filter(within(scope.reach("rounds.read"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("rounds.write"), "issuer"))


class ConclusionQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        """Whole, by those who read the round. Whoever it names reads his own lines (`named`), once it is issued."""
        return self.filter(within(scope.reach("rounds.read"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("rounds.write"), "issuer"))

    def named(self, scope):
        """Issued notices that name an organisation of one's own ground (a secretary: his branch)."""
        from reports.models import ConclusionLine

        own = within_bodies(
            scope, "conclusions.named", unit="organisation__unit", organisation="organisation"
        )
        lines = ConclusionLine.objects.filter(own, conclusion=OuterRef("pk"))
        return self.standing().filter(Exists(lines), issued_on__isnull=False)


class RemedyQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(from_above(scope, "rounds.read") | within_bodies(scope, "conclusions.named"))

    def writable_by(self, scope):
        return self.filter(from_above(scope, "rounds.write"))

    def open(self):
        return self.filter(state="open")

    def overdue_on(self, day):
        return self.open().filter(due_on__lt=day)

    def to_check_at(self, organisation):
        """What the next visitor of `organisation` looks at."""
        return self.open().filter(Q(organisation=organisation))
