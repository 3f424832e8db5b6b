"""Reads of reports. The whole of one goes to those above; the host reads the shared part, once it is filed."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import from_above, within


class ReportQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Those that one reads whole: one's own, what one entered, and what one's committee receives."""
        return self.filter(
            from_above(scope, "reports.read")
            | Q(cadre__in=scope.cadre_ids)
            | (Q(author=scope.user_id) if scope.user_id else Q(pk__in=[]))
        )

    def shared_with(self, scope):
        """Those of which one reads the shared part only (meeting, counts, comments): of one's own branch or commune."""
        return self.filter(within(scope.reach("reports.shared")))

    def reviewable_by(self, scope):
        return self.filter(within(scope.reach("reports.review"), "issuer"))

    def directed_by(self, scope):
        """Those that a leader, or the leader of a zone, has seen and may note."""
        return self.filter(from_above(scope, "reports.direct"))

    def during(self, starts_on, ends_on):
        return self.filter(met_on__gte=starts_on, met_on__lt=ends_on)
