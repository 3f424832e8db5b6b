"""Writes of a person's calendar address."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from meetings.models import CalendarFeed


@transaction.atomic
def renew_feed(user) -> CalendarFeed:
    """A new address of the person's calendar; the one before opens nothing any more."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _revoke(user)
    return CalendarFeed.objects.create(user=user)


@transaction.atomic
def revoke_feed(user) -> None:
    """The person's calendar has no address any more."""
    _revoke(user)


def _revoke(user):
    CalendarFeed.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())
