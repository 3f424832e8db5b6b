"""A calendar feed a person, read with a secret address that can be revoked."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    return secrets.token_urlsafe(24)


class CalendarFeed(models.Model):
    """Whoever knows the address reads the feed, so it is shown to its owner once he asks, and made anew at will."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lịch đăng ký nhận")
        verbose_name_plural = _("lịch đăng ký nhận")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at=None),
                name="meetings_person_has_one_feed",
                violation_error_message=_("Bạn đã có một địa chỉ lịch đang dùng."),
            )
        ]
