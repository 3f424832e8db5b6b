"""What happens to a report after it was filed: seen by the leader in charge, returned, accepted, locked, added to.

Every step is one ReportStep. Two officers at once: the row is locked and its version compared, one wins and the other is
told by whom. Who filed it, or whose visit it tells of, takes no step; the database holds that too.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.actions import tell
from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from reports.models import Addendum, Report, ReportStep
from reports.rules import may_board_decide

State, Step = Report.State, ReportStep.Step
LOCKED_AT_ONCE = 1000


@transaction.atomic
def mark_seen(report, *, by, note="") -> ReportStep:
    """The leader in charge has read it, perhaps with a note to the board. Once a person; a second time adds his note.

    Raises ValidationError: it is his own, or he has seen it and says nothing new.
    """
    row = _locked(report)
    _refuse_own(row, by)
    if not note and row.steps.filter(step=Step.SEEN, by=by).exists():
        raise ValidationError(_("Bạn đã xem báo cáo này rồi."))
    return _step(row, Step.SEEN, by, note)


@transaction.atomic
def accept_report(report, *, by, version, on) -> Report:
    """Accepts a report as it was read (`version`); its words are closed from now on and the author is told.

    Raises ValidationError: somebody was quicker, it is one's own, it waits for the leader in charge, it is not waiting.
    """
    row = _decidable(report, by=by, version=version, on=on)
    _move(row, State.ACCEPTED, by)
    _step(row, Step.ACCEPTED, by)
    _tell_those_concerned(row, by, _("Báo cáo %(report)s đã được nhận.") % {"report": _named(row)})
    return row


@transaction.atomic
def return_report(report, *, reason, by, version, on) -> Report:
    """Gives it back to be supplemented, with a reason that the author reads. Raises ValidationError as `accept_report`,
    and without a reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Hãy ghi lý do trả lại: người gửi cần biết phải bổ sung gì.")})
    row = _decidable(report, by=by, version=version, on=on)
    _move(row, State.RETURNED, by)
    _step(row, Step.RETURNED, by, reason.strip())
    words = _("Báo cáo %(report)s được trả lại để bổ sung: %(reason)s")
    _tell_those_concerned(row, by, words % {"report": _named(row), "reason": reason.strip()})
    return row


def accept_many(chosen, *, by, on) -> tuple[list[Report], list[tuple[Report, str]]]:
    """Accepts each of `chosen` (Report, version read) that may be accepted; gives those and (Report, why not) of the rest:
    one that is refused keeps none of the others back."""
    accepted, refused = [], []
    for report, version in chosen:
        try:
            accepted.append(accept_report(report, by=by, version=version, on=on))
        except ValidationError as error:
            refused.append((report, " ".join(error.messages)))
    return accepted, refused


@transaction.atomic
def lock_report(report, *, by, version) -> Report:
    """Locks an accepted report by hand: only addenda are possible after that. Raises ValidationError."""
    row = _locked(report)
    _refuse_own(row, by)
    _refuse_old(row, version)
    if row.state != State.ACCEPTED:
        raise ValidationError(_("Chỉ khóa được báo cáo đã nhận."))
    _move(row, State.LOCKED, by)
    _step(row, Step.LOCKED, by)
    return row


@transaction.atomic
def lock_old_reports(*, on, days) -> int:
    """Locks what was accepted `days` days before `on` or earlier; says how many. Nobody's step: the calendar's."""
    before = timezone.make_aware(
        timezone.datetime.combine(on - timedelta(days=days - 1), timezone.datetime.min.time())
    )
    accepted = ReportStep.objects.filter(step=Step.ACCEPTED, at__lt=before)
    waiting = Report.objects.filter(state=State.ACCEPTED, pk__in=accepted.values("report"))
    ids = list(
        waiting.select_for_update(no_key=True, skip_locked=True)
        .order_by("pk")
        .values_list("pk", flat=True)[:LOCKED_AT_ONCE]
    )
    Report.objects.filter(pk__in=ids).update(state=State.LOCKED, version=F("version") + 1)
    ReportStep.objects.bulk_create([ReportStep(report_id=pk, step=Step.LOCKED) for pk in ids], batch_size=500)
    return len(ids)


@transaction.atomic
def add_addendum(report, *, text, by) -> Addendum:
    """What the author, or the cadre himself, adds once the words are closed. Raises ValidationError."""
    row = _locked(report)
    if by.pk not in (row.author_id, row.cadre.user_id):
        raise ValidationError(_("Chỉ người báo cáo ghi bổ sung được."))
    if row.state not in (State.ACCEPTED, State.LOCKED):
        raise ValidationError(_("Báo cáo chưa được nhận nên còn sửa được, không cần ghi bổ sung."))
    if not text.strip():
        raise ValidationError({"text": _("Hãy ghi nội dung bổ sung.")})
    return Addendum.objects.create(report=row, text=text.strip(), added_by=by)


def _locked(report) -> Report:
    rows = Report.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("cadre__user", "author", "scheme").get(pk=report.pk)


def _decidable(report, *, by, version, on) -> Report:
    """The locked row, if `by` may accept or return it now."""
    row = _locked(report)
    _refuse_own(row, by)
    _refuse_old(row, version)
    if row.state != State.SUBMITTED:
        raise ValidationError(_last_words(row))
    is_seen = row.steps.filter(step=Step.SEEN).exists()
    first = bool(row.scheme and row.scheme.leader_reads_first)
    if not may_board_decide(
        leader_reads_first=first, is_seen=is_seen, due_on=row.due_on, submitted_on=row.submitted_on, day=on
    ):
        raise ValidationError(
            _("Báo cáo này đang chờ người phụ trách địa bàn xem trước, đến hết ngày %(day)s.")
            % {"day": date_format(max(row.due_on or row.submitted_on, row.submitted_on), "d/m/Y")}
        )
    return row


def _refuse_own(row, by):
    if by.pk in (row.author_id, row.cadre.user_id):
        raise ValidationError(_("Không ai xem xét, nhận hoặc trả lại báo cáo của chính mình."))


def _refuse_old(row, version):
    if row.version != version:
        raise ValidationError(_last_words(row))


def _last_words(row) -> str:
    """Who was quicker, and what he did."""
    last = row.steps.select_related("by").last()
    if last is None:
        return str(BUSY)
    return _("%(report)s: %(who)s đã %(step)s lúc %(moment)s. Hãy xem lại báo cáo trước khi làm tiếp.") % {
        "report": row.number,
        "who": last.by or _("chương trình"),
        "step": last.get_step_display(),
        "moment": date_format(timezone.localtime(last.at), "H:i d/m/Y"),
    }


def _move(row, state, by):
    row.state = state
    row.version += 1
    with recorded_by(by):
        row.save(update_fields=["state", "version"])


def _step(row, step, by, note="") -> ReportStep:
    made = ReportStep(report=row, step=step, by=by, note=note)
    with refused_in_words():
        made.full_clean()
        made.save()
    return made


def _tell_those_concerned(row, by, text):
    """The author, and the cadre where somebody entered it for him."""
    told = {user.pk: user for user in (row.author, row.cadre.user) if user is not None and user.pk != by.pk}
    for user in told.values():
        tell(
            user,
            text=_shortened(text),
            url=row.get_absolute_url(),
            about=f"report:{row.key}:{row.version}",
            subject="report",
        )


def _named(row) -> str:
    return f"{row.number} ({date_format(row.met_on, 'd/m/Y')})"


def _shortened(text, length=300) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
