"""Opinion and public mood: a record of its own, with its own right, its log of readers, and an end."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from reports.models.reports import Report
from reports.querysets.sensitive import SensitiveNoteQuerySet


class SensitiveNote(models.Model):
    """Kept until `expires_on`, then its text goes and the row stays. It has no history table: that would outlive it."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="sensitive_note")
    text = models.TextField(_("tư tưởng, dư luận"), blank=True)
    expires_on = models.DateField()
    purged_at = models.DateTimeField(null=True, blank=True)

    objects = SensitiveNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purged_at=None) | Q(text=""), name="reports_purged_note_is_empty"
            )
        ]

    def is_over_on(self, day) -> bool:
        return self.purged_at is not None or day >= self.expires_on


class SensitiveRead(models.Model):
    """Every reading of a sensitive note, before it is shown."""

    note = models.ForeignKey(SensitiveNote, on_delete=models.PROTECT, related_name="reads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(db_default=Now(), editable=False)
    reason = models.CharField(_("lý do xem"), max_length=300, blank=True)

    class Meta:
        ordering = ["-read_at"]
        triggers = [
            pgtrigger.Protect(name="reading_stays_logged", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
