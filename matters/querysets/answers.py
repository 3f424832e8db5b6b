"""Reads of who holds matters, and of what was answered."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import from_above


class HandlingQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """An agency's own, whatever its unit; and those of the matters that one reads from above."""
        return self.filter(
            models.Q(agency__in=sorted(scope.reach("matters.answer").agency_ids))
            | from_above(scope, "matters.read", issuer="recommendation__issuer", unit="recommendation__unit")
        )

    def writable_by(self, scope):
        return self.filter(
            from_above(scope, "matters.write", issuer="recommendation__issuer", unit="recommendation__unit")
        )

    def answerable_by(self, scope):
        return self.open().filter(agency__in=sorted(scope.reach("matters.answer").agency_ids))

    def open(self):
        return self.filter(ended_on=None)

    def overdue_on(self, day):
        """Open, due before `day`."""
        return self.open().filter(answered_on=None, due_on__lt=day)


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """All to those above and to the agency that leads; to another agency its own; what was answered in the end to
        whoever reads the matter, or a voice that was merged into it."""
        from matters.models import Handling, Recommendation

        agencies = sorted(scope.reach("matters.answer").agency_ids)
        readable = Recommendation.objects.visible_to(scope)
        voices = readable.filter(merged_into__isnull=False)
        leading = Handling.objects.filter(agency__in=agencies, is_lead=True).filter(
            Q(ended_on=None) | Q(ended_as=Handling.End.ANSWERED)
        )
        final = Q(recommendation__in=readable.values("pk")) | Q(
            recommendation__in=voices.values("merged_into")
        )
        return self.filter(
            from_above(scope, "matters.read", issuer="recommendation__issuer", unit="recommendation__unit")
            | Q(agency__in=agencies)
            | Q(recommendation__in=leading.values("recommendation"))
            | Q(is_final=True) & final
        )
