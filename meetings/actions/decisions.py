"""Writes of what a branch decides: tasks and items of its resolution, how far they came, what became of them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.text import normalise
from meetings.models import BranchTask, TaskNote

CORRECTABLE = ("kind", "work", "owner", "due_on")


@transaction.atomic
def decide_task(meeting, *, work, owner, by, kind=BranchTask.Kind.TASK, due_on=None) -> BranchTask:
    """A task (or an item of the resolution) of `meeting`, with who does it: a person or a tổ đảng, a name only. Raises
    ValidationError."""
    if meeting.voided_at:
        raise ValidationError(_("Buổi này đã bị hủy vì nhập nhầm."))
    task = BranchTask(
        organisation_id=meeting.organisation_id,
        unit_id=meeting.unit_id,
        meeting=meeting,
        kind=kind,
        work=normalise(work),
        owner=normalise(owner),
        due_on=due_on,
        created_by=by,
    )
    _check_due(task)
    return _saved(task, by)


@transaction.atomic
def note_progress(task, *, text, on, by, meeting=None) -> TaskNote:
    """How far an open task had come on `on`, perhaps said at `meeting`. Raises ValidationError."""
    task = _locked(task)
    _refuse_closed(task)
    _refuse_before(task, on)
    note = TaskNote(task=task, meeting=meeting, noted_on=on, text=normalise(text), noted_by=by)
    with recorded_by(by), refused_in_words():
        note.full_clean()
        note.save()
    return note


@transaction.atomic
def close_task(task, *, state, result, on, by, version=None) -> BranchTask:
    """Done, or given up, with its result and since when. Raises ValidationError."""
    task = _locked(task, version)
    _refuse_closed(task)
    _refuse_before(task, on)
    if not normalise(result):
        raise ValidationError({"result": _("Hãy ghi kết quả: làm được gì, hoặc vì sao thôi.")})
    task.state, task.result, task.closed_on = state, normalise(result), on
    return _saved(task, by)


@transaction.atomic
def reopen_task(task, *, by, version=None) -> BranchTask:
    """A task that was closed by mistake goes on; what was said of it stays in its history. Raises ValidationError."""
    task = _locked(task, version)
    if task.state == BranchTask.State.OPEN:
        raise ValidationError(_("Việc này đang làm."))
    task.state, task.result, task.closed_on = BranchTask.State.OPEN, "", None
    return _saved(task, by)


@transaction.atomic
def correct_task(task, *, by, version=None, **facts) -> BranchTask:
    """Puts right what was entered (of CORRECTABLE). Raises ValidationError."""
    task = _locked(task, version)
    for field, value in facts.items():
        if field not in CORRECTABLE:
            raise TypeError(f"a task has no {field}")
        setattr(task, field, normalise(value) if isinstance(value, str) else value)
    _check_due(task)
    return _saved(task, by)


def _locked(task, version=None) -> BranchTask:
    row = (
        BranchTask.objects.select_for_update(no_key=True, of=("self",))
        .select_related("meeting")
        .get(pk=task.pk)
    )
    if version is not None and row.version != version:
        raise ValidationError(BUSY)
    return row


def _saved(task, by) -> BranchTask:
    if task.pk:
        task.version += 1
    with recorded_by(by), refused_in_words():
        task.full_clean()
        task.save()
    return task


def _check_due(task):
    if task.due_on and task.due_on < task.meeting.on:
        raise ValidationError(
            {
                "due_on": _("Thời hạn không thể trước ngày chi bộ quyết (%(day)s).")
                % {"day": date_format(task.meeting.on, "d/m/Y")}
            }
        )


def _refuse_closed(task):
    if task.state != BranchTask.State.OPEN:
        raise ValidationError(_("Việc này đã kết thúc: %(result)s") % {"result": task.result})


def _refuse_before(task, on):
    if on < task.meeting.on:
        raise ValidationError(
            _("Ngày này trước ngày chi bộ quyết việc (%(day)s).")
            % {"day": date_format(task.meeting.on, "d/m/Y")}
        )
