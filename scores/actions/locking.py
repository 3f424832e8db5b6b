"""Sheets whose days to appeal are over are locked, one by one: one that cannot be stops no other."""

import logging

from django.core.exceptions import ValidationError

from scores.actions.sheet_steps import lock_sheet
from scores.models import Sheet

logger = logging.getLogger(__name__)


def lock_due_sheets(on) -> int:
    """How many were locked. An open appeal keeps its sheet open."""
    due = Sheet.objects.standing().filter(state=Sheet.State.PUBLISHED, appeal_until__lt=on)
    number = 0
    for sheet in due.exclude(appeals__outcome="").distinct():
        try:
            lock_sheet(sheet, on=on)
        except ValidationError:
            logger.warning("a sheet could not be locked: %s", sheet.pk)
        else:
            number += 1
    return number
