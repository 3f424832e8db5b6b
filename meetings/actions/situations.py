"""Writes of what a commune and a branch tell of their month."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise_lines
from meetings.models import Situation
from meetings.querysets.situations import due_of


@transaction.atomic
def tell_situation(organisation, *, month, situation, on, by, difficulties="") -> Situation:
    """What `organisation` tells of `month` (its first day). Told again, the words change, and the day of the first telling
    and its deadline stay: who was late was late. Raises ValidationError."""
    if month > on:
        raise ValidationError(_("Tháng này chưa đến, nên chưa có tình hình để báo."))
    row = Situation.objects.select_for_update().filter(organisation=organisation, month=month).first()
    row = row or Situation(
        organisation=organisation,
        unit_id=organisation.unit_id,
        month=month,
        due_on=due_of(organisation, month),
        sent_on=on,
        sent_by=by,
    )
    row.situation, row.difficulties = normalise_lines(situation), normalise_lines(difficulties)
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
    return row
