"""Reads of reports. The whole of one goes to those above; the host reads the shared part, once it is filed."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import GreaterThanOrEqual

from branches.querysets.scoping import from_above, within, within_bodies


class ReportQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Those that one reads whole: one's own, what one entered, and what one's committee receives."""
        return self.filter(
            from_above(scope, "reports.read")
            | Q(cadre__in=scope.cadre_ids)
            | (Q(author=scope.user_id) if scope.user_id else Q(pk__in=[]))
        )

    def shared_with(self, scope):
        """Those of which one reads the shared part only (meeting, counts, comments): of one's own commune; a branch's
        secretary those of his branch, not of another in the same hamlet (a closed one's belong to whoever has its place).
        """
        return self.filter(within_bodies(scope, "reports.shared", closed=True))

    def reviewable_by(self, scope):
        return self.filter(within(scope.reach("reports.review"), "issuer"))

    def directed_by(self, scope):
        """Those that a leader, or the leader of a zone, has seen and may note."""
        return self.filter(from_above(scope, "reports.direct"))

    def during(self, starts_on, ends_on):
        return self.filter(met_on__gte=starts_on, met_on__lt=ends_on)

    # --- the board's queue ---
    def not_own(self, scope):
        """Without those that the reader filed or that tell of his own visit: he takes no step in them."""
        rows = self.exclude(cadre__in=scope.cadre_ids)
        return rows.exclude(author=scope.user_id, author__isnull=False) if scope.user_id else rows.none()

    def awaiting_leader(self, day):
        """Filed, and to be seen by the leader in charge first (`reports.rules.may_board_decide`)."""
        return self.filter(state="submitted").filter(_waits_for_leader(day))

    def awaiting_board(self, day):
        """Filed, and the board may decide on `day`."""
        return self.filter(state="submitted").exclude(_waits_for_leader(day))

    def unseen_by(self, user_id):
        """Filed, and not yet marked as seen by this leader."""
        from reports.models import ReportStep

        seen = ReportStep.objects.filter(report=OuterRef("pk"), step="seen", by=user_id)
        return self.filter(~Exists(seen), state="submitted")

    def for_list(self):
        return self.select_related("cadre", "scheme", "meeting", "response")


def _waits_for_leader(day) -> Q:
    from reports.models import ReportStep

    until = Greatest(Coalesce("due_on", "submitted_on"), "submitted_on")
    seen = ReportStep.objects.filter(report=OuterRef("pk"), step="seen")
    return Q(GreaterThanOrEqual(until, day)) & Q(scheme__leader_reads_first=True) & ~Exists(seen)
