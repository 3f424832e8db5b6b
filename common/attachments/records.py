"""What every row of a stored file says."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.fields import KeyField


class StoredFile(models.Model):
    """`file` is a random name under MEDIA_ROOT (`common.attachments.storing.store`); the real name stands here."""

    key = KeyField()
    file = models.CharField(max_length=80, unique=True)
    real_name = models.CharField(_("tên tệp"), max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self):
        return self.real_name
