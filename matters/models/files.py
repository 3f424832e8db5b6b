"""Files of answers, urgent matters and conferences: made anew, at random names, served by an authorised view only."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.attachments.records import StoredFile
from matters.models.answers import Answer
from matters.models.conferences import Conference
from matters.models.urgent import UrgentMatter


class MatterFile(StoredFile):
    """Of exactly one thing, with which it is read."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    urgent_matter = models.ForeignKey(
        UrgentMatter, on_delete=models.PROTECT, null=True, blank=True, related_name="files"
    )
    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, null=True, blank=True, related_name="files"
    )

    class Meta(StoredFile.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__isnull=False, urgent_matter=None, conference=None)
                | Q(answer=None, urgent_matter__isnull=False, conference=None)
                | Q(answer=None, urgent_matter=None, conference__isnull=False),
                name="matters_file_belongs_to_one_thing",
                violation_error_message=_("Tệp thuộc về đúng một việc."),
            )
        ]
