"""The committee takes a matter in: from here its clock runs."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from matters.actions.steps import (
    Step,
    day_text,
    locked,
    note_step,
    refuse_before,
    refuse_closed,
    refuse_merged,
    refuse_on_the_spot,
    saved,
)
from matters.deadlines import due_for
from matters.models import Recommendation


@transaction.atomic
def receive(
    matter, *, by, on, is_shared, topic=None, urgency=None, level=None, kind=None, due_on=None
) -> Recommendation:
    """Received on `on`; due by the rule of its category, or by `due_on`. `is_shared`: whether the place that it comes from
    may read it. Topic, urgency, level and kind are set where given. Raises ValidationError."""
    row = locked(matter)
    refuse_merged(row)
    refuse_on_the_spot(row)
    refuse_closed(row)
    refuse_before(row, on)
    if row.received_on:
        raise ValidationError(
            _("Kiến nghị %(reference)s đã được tiếp nhận ngày %(day)s.")
            % {"reference": row, "day": day_text(row.received_on)}
        )
    for field, value in (("topic", topic), ("urgency", urgency), ("level", level), ("kind", kind)):
        if value is not None:
            setattr(row, field, value)
    row.is_shared, row.received_on = is_shared, on
    row.due_on = row.first_due_on = due_on or due_for(row.issuer, row.topic, row.urgency, on)[0]
    refuse_due_before(row.due_on, on)
    saved(row, by)
    note_step(
        row, Step.RECEIVED, on=on, by=by, note=_("Hạn trả lời: %(day)s") % {"day": day_text(row.due_on)}
    )
    return row


def refuse_due_before(due_on, day) -> None:
    """Nothing is due before it was given."""
    if due_on and due_on < day:
        raise ValidationError(
            {"due_on": _("Hạn trả lời không thể trước ngày %(day)s.") % {"day": day_text(day)}}
        )
