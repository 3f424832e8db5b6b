"""What every write about a rubric shares: the row locked, saved with its checks, and one line a step."""

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from scores.models import Rubric, RubricStep

Step = RubricStep.Step
State = Rubric.State


def locked(rubric, version=None) -> Rubric:
    """The rubric as it is now, locked. Raises ValidationError where somebody changed it since `version`."""
    row = Rubric.objects.select_for_update(no_key=True, of=("self",)).get(pk=rubric.pk)
    if version is not None and row.version != version:
        raise ValidationError(BUSY)
    return row


def locked_draft(rubric, version=None) -> Rubric:
    """The same, of a draft. Raises ValidationError where it is out for opinions or was issued."""
    row = locked(rubric, version)
    if row.is_issued:
        raise ValidationError(
            _("Bộ tiêu chí đã ban hành thì không sửa được nữa. Hãy lập phiên bản mới từ bản này.")
        )
    refuse_dropped(row)
    if row.state == State.CONSULTING:
        raise ValidationError(
            _(
                "Bộ tiêu chí đang được lấy ý kiến: ai góp ý phải đọc cùng một bản. Hãy thôi lấy ý kiến rồi sửa."
            )
        )
    return row


def refuse_dropped(row) -> None:
    if row.state == State.DROPPED:
        raise ValidationError(_("Dự thảo này đã bỏ. Hãy lập dự thảo khác."))


def saved(row, by) -> Rubric:
    if row.pk:
        row.version += 1
    with recorded_by(by), refused_in_words():
        row.full_clean(exclude=_unsaid(row, by))
        row.save()
    return row


def note_step(rubric, step, *, on, by, note="") -> RubricStep:
    return RubricStep.objects.create(rubric=rubric, step=step, happened_on=on, by=by, note=note[:300])


def day_text(day) -> str:
    return date_format(day, "d/m/Y") if day else "–"


def _unsaid(row, by):
    """What no person made (what ships, a list that is brought in) has nobody who signs in."""
    return {"created_by"} if row.created_by_id is None and by is None else set()
