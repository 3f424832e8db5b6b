"""Writes of what one side says about a cadre's year (domain.md §3.9): words, never a grade."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.models import Cadre
from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise_lines
from reports.models import YearNote


@transaction.atomic
def say_of_year(*, cadre, year, side, unit, text, by, on, organisation=None, version=None) -> YearNote:
    """What `side` (YearNote.Side) of `unit`, or of the branch `organisation` there, says of the `year` of `cadre`; what it said
    before is voided and stays to be read.
    `version`: the id of the note that the writer saw (None: none). Raises ValidationError: an empty text, a year to come, somebody
    else of the same side wrote since, nothing changes."""
    Cadre.objects.select_for_update(no_key=True).get(pk=cadre.pk)
    if year > on.year:
        raise ValidationError(_("Năm này chưa đến."))
    text = normalise_lines(text)
    said_for = {"cadre": cadre, "year": year, "side": side, "unit": unit, "organisation": organisation}
    before = YearNote.objects.standing().filter(**said_for).first()
    if before is not None and before.pk != version:
        raise ValidationError(
            _("%(who)s đã ghi nhận xét này ngày %(day)s; hãy xem lại rồi ghi.")
            % {"who": _name_of(before.said_by_id), "day": f"{before.said_on:%d/%m/%Y}"}
        )
    if before is not None and before.text == text:
        raise ValidationError(_("Không có gì thay đổi."))
    made = YearNote(**said_for, text=text, said_on=on, said_by=by)
    made.full_clean(exclude=["said_by"], validate_constraints=False)
    with recorded_by(by), refused_in_words():
        if before is not None:
            before.voided_at, before.voided_by, before.void_reason = timezone.now(), by, _("Ghi lại.")
            before.save()
        made.save()
    return made


def _name_of(user_id) -> str:
    user = get_user_model().objects.filter(pk=user_id).first()
    return user.full_name if user else _("Người khác")
