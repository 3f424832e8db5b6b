"""Two rows that look like one and are none: said once by an officer who read both, and never proposed again."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from matters.models.recommendations import Recommendation
from matters.models.resources import Contribution
from matters.querysets.differences import DifferenceQuerySet


class Difference(models.Model):
    """`first` and `second` in the order of their ids, so that a pair stands once. It says nothing else of either."""

    said_on = models.DateField(_("ngày"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="%(app_label)s_%(class)s_is_in_order"
            ),
            models.UniqueConstraint(fields=["first", "second"], name="%(app_label)s_%(class)s_stands_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="said_difference_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class MatterDifference(Difference):
    first = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="+")

    class Meta(Difference.Meta):
        abstract = False


class GiftDifference(Difference):
    first = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="+")

    class Meta(Difference.Meta):
        abstract = False
