"""What each number of a frozen review counted."""

import pgtrigger
from django.db import models

from reports.models.reviews import Review
from reports.querysets.reviews import CountedRowsQuerySet


class CountedRows(models.Model):
    """The rows behind one number of a frozen review, or behind that of the period before (`is_before`), as ids and numbers
    (`reports.counted`): opened a year later the list holds the rows that were counted, whatever became of them. Read only when
    its list is opened; `key` as in `facts.period_reviews`."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="counted")
    key = models.CharField(max_length=500)
    is_before = models.BooleanField(default=False)
    of = models.CharField(max_length=20)
    rows = models.JSONField(default=list)

    objects = CountedRowsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "key", "is_before"], name="reports_a_number_keeps_its_rows_once"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="counted_rows_stay", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return self.key
