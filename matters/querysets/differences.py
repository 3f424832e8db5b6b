"""Reads of pairs that are not one."""

from django.db import models
from django.db.models import Q


class DifferenceQuerySet(models.QuerySet):
    def readable_by(self, rows):
        """The pairs of which both are among `rows` (a queryset), the latest said first."""
        ids = rows.values("pk")
        return self.filter(first__in=ids, second__in=ids).order_by("-recorded_at", "-pk")

    def of(self, row):
        """The pairs in which `row` (or an OuterRef to its id) stands."""
        return self.filter(Q(first=row) | Q(second=row))

    def other_ids(self, rows) -> set[int]:
        """The ids of what was said to be another thing than one of `rows`."""
        ids = {row.pk for row in rows}
        pairs = self.filter(Q(first__in=ids) | Q(second__in=ids)).values_list("first", "second")
        return {pk for pair in pairs for pk in pair if len(ids & set(pair)) == 1 and pk not in ids}
