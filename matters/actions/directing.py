"""What leaders say to a matter, and the resolution or directive that took it up (Quảng Trị 1.14)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import refused_in_words
from common.history import recorded_by
from matters.actions.steps import Step, locked, note_step, refuse_before, refuse_closed, refuse_merged, saved
from matters.models import RecommendationStep, TakenUp


@transaction.atomic
def direct(matter, *, note, by, on) -> RecommendationStep:
    """A direction to those who see to the matter: read by those above, and by no agency, place or cadre (matters.reading).
    Raises ValidationError."""
    row, note = locked(matter), note.strip()
    refuse_merged(row)
    refuse_closed(row)
    refuse_before(row, on)
    if not note:
        raise ValidationError({"note": _("Hãy ghi ý kiến chỉ đạo.")})
    saved(row, by)
    return note_step(row, Step.DIRECTED, on=on, by=by, note=note)


@transaction.atomic
def take_up(matter, *, document, by, on) -> TakenUp:
    """Ties a matter, open or closed, to the document that took it up. Raises ValidationError: it stands there already."""
    row = locked(matter)
    refuse_before(row, on)
    link = TakenUp(recommendation=row, document=document, noted_on=on)
    with recorded_by(by), refused_in_words():
        link.full_clean()
        link.save()
    saved(row, by)
    note_step(row, Step.TAKEN_UP, on=on, by=by, note=str(document))
    return link
