"""Reads of planned visits. The one wall of "unannounced" stands here."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import from_above, within_bodies


class VisitQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """One's own; those of schemes whose issuer one reads; announced ones also from the place itself."""
        return self.filter(
            Q(cadre__in=scope.cadre_ids)
            | from_above(scope, "visits.read")
            | (within_bodies(scope, "meetings.read") & Q(is_announced=True))
        )

    def planned(self):
        return self.filter(state="planned")

    def in_month(self, first):
        return self.filter(month=first)
