"""Reads of logins and slips."""

from accounts.models import Activation
from accounts.rules import CODE_TRIES


def live_activations(user, now):
    """The codes of `user` that may still be tried at the moment `now`: one at most."""
    return Activation.objects.filter(user=user, used_at=None, expires_at__gt=now, tries__lt=CODE_TRIES)
