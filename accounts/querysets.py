"""Reads of logins, slips and notices."""

from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Activation
from accounts.rules import CODE_TRIES, LETTER_WINDOW


def live_activations(user, now):
    """The codes of `user` that may still be tried at the moment `now`: one at most."""
    return Activation.objects.filter(user=user, used_at=None, expires_at__gt=now, tries__lt=CODE_TRIES)


def letters_asked(now):
    """The queue's jobs of letters for a forgotten password that were asked for in the window before `now`."""
    return ProcrastinateJob.objects.filter(
        task_name="accounts.tasks.send_reset_letter",
        procrastinateevent__type="deferred",
        procrastinateevent__at__gt=now - LETTER_WINDOW,
    )
