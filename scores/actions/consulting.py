"""Asking for opinions on a draft, saying one, and what became of each (Kim Sơn 3.10); and telling who is bound once it is
issued."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import tell, tell_many
from accounts.models import Notice, User
from assignments.models import Assignment
from branches.models import Organisation, Unit, Zone
from branches.querysets.holders import holders_of
from branches.querysets.scoping import path_range
from common.errors import refused_in_words
from common.history import recorded_by
from scores.actions.rubric_rows import (
    State,
    Step,
    day_text,
    locked,
    locked_draft,
    note_step,
    refuse_dropped,
    saved,
)
from scores.models import RubricComment

ASKED = ("commune_office", "branch_secretary", "leader", "zone_leader")
TEXT_LENGTH = 300


@transaction.atomic
def consult(rubric, *, until, by, on, note="", version=None) -> int:
    """Sends a draft out: until the end of the day `until` whoever is below the issuer may say what he thinks of it. Says how
    many logins were told. Raises ValidationError: no criteria yet, the day has passed."""
    row = locked_draft(rubric, version)
    if not row.criteria.exists():
        raise ValidationError(_("Bộ tiêu chí chưa có tiêu chí nào để lấy ý kiến."))
    if until is None or until < on:
        raise ValidationError({"until": _("Hạn góp ý phải từ hôm nay trở đi.")})
    row.state, row.opinions_until = State.CONSULTING, until
    saved(row, by)
    note_step(row, Step.CONSULTED, on=on, by=by, note=note)
    text = _("Xin ý kiến về dự thảo “%(name)s”, đến hết ngày %(day)s.") % {
        "name": row.name[:200],
        "day": day_text(until),
    }
    return _tell(row, text, f"rubric-opinions:{row.key}:{row.version}", on, but=by)


@transaction.atomic
def take_back(rubric, *, by, on, note="", version=None):
    """The draft is being written again; what was said of it stays. Raises ValidationError where it is not out."""
    row = locked(rubric, version)
    if row.state != State.CONSULTING:
        raise ValidationError(_("Bộ tiêu chí này không đang được lấy ý kiến."))
    row.state, row.opinions_until = State.DRAFT, None
    saved(row, by)
    note_step(row, Step.TAKEN_BACK, on=on, by=by, note=note)
    untell(row)
    return row


@transaction.atomic
def comment(rubric, *, text, by, on, organisation=None, criterion=None) -> RubricComment:
    """An opinion, of `organisation` or of the person himself, on one criterion or the whole. Raises ValidationError where
    opinions are not asked for (any more)."""
    row = locked(rubric)
    if row.state != State.CONSULTING:
        raise ValidationError(_("Bộ tiêu chí này không đang được lấy ý kiến."))
    if row.opinions_until and on > row.opinions_until:
        raise ValidationError(
            _("Đã hết hạn góp ý từ sau ngày %(day)s.") % {"day": day_text(row.opinions_until)}
        )
    if criterion is not None and criterion.rubric_id != row.pk:
        raise ValidationError({"criterion": _("Mục này là của một bộ tiêu chí khác.")})
    said = RubricComment(
        rubric=row, text=text.strip(), organisation=organisation, criterion=criterion, said_by=by, said_on=on
    )
    return _saved_comment(said, by)


@transaction.atomic
def answer_comment(said, *, verdict, by, on, answer="") -> RubricComment:
    """Taken, taken in part or not taken; the latter two say why. It may be answered again until the rubric is issued, and
    whoever said it is told while he can open the draft. Raises ValidationError."""
    rubric = locked(said.rubric)
    if rubric.is_issued:
        raise ValidationError(_("Bộ tiêu chí đã ban hành: các trả lời được giữ nguyên."))
    refuse_dropped(rubric)
    row = RubricComment.objects.select_for_update(no_key=True, of=("self",)).get(pk=said.pk)
    if row.voided_at:
        raise ValidationError(_("Ý kiến này đã rút."))
    if verdict not in RubricComment.Verdict.values:
        raise ValidationError({"verdict": _("Hãy chọn tiếp thu, tiếp thu một phần hay không tiếp thu.")})
    row.verdict, row.answer, row.answered_on, row.answered_by = verdict, answer.strip(), on, by
    if verdict != RubricComment.Verdict.TAKEN and not row.answer:
        raise ValidationError({"answer": _("Không tiếp thu hoặc tiếp thu một phần thì phải nêu lý do.")})
    _saved_comment(row, by)
    if row.said_by and rubric.state == State.CONSULTING:
        text = _("Ý kiến của bạn về “%(name)s”: %(verdict)s.") % {
            "name": rubric.name[:200],
            "verdict": row.get_verdict_display(),
        }
        about = f"rubric-answer:{row.key}:{verdict}"
        tell(row.said_by, text=text, about=about, url=rubric.get_absolute_url(), subject="rubric")
    return row


def tell_issued(rubric, *, on) -> int:
    """Whoever is below the issuer, and whoever said what he thought of the draft."""
    untell(rubric)
    if rubric.issuer_id is None:
        return 0
    text = _("Đã ban hành “%(name)s”, có hiệu lực từ %(day)s.") % {
        "name": rubric.name[:200],
        "day": day_text(rubric.starts_on),
    }
    return _tell(rubric, text, f"rubric-issued:{rubric.key}", on)


@transaction.atomic
def withdraw_comment(said, *, reason, by) -> RubricComment:
    """Whoever said it takes it back while it is not answered. Raises ValidationError."""
    rubric = locked(said.rubric)
    row = RubricComment.objects.select_for_update(no_key=True, of=("self",)).get(pk=said.pk)
    if row.voided_at:
        raise ValidationError(_("Ý kiến này đã rút."))
    if row.verdict or rubric.state != State.CONSULTING:
        raise ValidationError(_("Ý kiến đã được trả lời, hoặc đã thôi lấy ý kiến, thì giữ nguyên."))
    if not reason.strip():
        raise ValidationError({"reason": _("Hãy nêu vì sao rút ý kiến.")})
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, reason.strip()
    return _saved_comment(row, by)


def untell(rubric) -> None:
    """Opinions are not asked for any more: whoever has not read that they are need not."""
    Notice.objects.filter(about__startswith=f"rubric-opinions:{rubric.key}:", read_at=None).delete()


def asked_people(issuer, on):
    """Logins (User queryset) of those below `issuer` who are asked and bound: organisations' offices, those who lead there
    and in the committee itself, and the cadres who follow under its schemes."""
    units = Unit.objects.filter(path_range("access_path", issuer.access_path))
    holders = holders_of(
        ASKED,
        on=on,
        units=units,
        organisations=Organisation.objects.filter(unit__in=units),
        zones=Zone.objects.filter(unit__in=units),
    )
    running = Assignment.objects.active_on(on).filter(scheme__issuer=issuer, cadre__isnull=False)
    following = Q(cadre__in=running.values("cadre"), is_active=True)
    return (
        User.objects.filter(Q(pk__in=holders.order_by().values("pk")) | following).order_by("pk").distinct()
    )


def _saved_comment(row, by) -> RubricComment:
    with recorded_by(by), refused_in_words():
        row.full_clean(exclude={"said_by", "answered_by"})
        row.save()
    return row


def _tell(row, text, about, on, but=None) -> int:
    people = asked_people(row.issuer, on)
    people = people.exclude(pk=but.pk) if but else people
    notices = [
        Notice(user_id=pk, text=text[:TEXT_LENGTH], url=row.get_absolute_url(), about=about, subject="rubric")
        for pk in people.values_list("pk", flat=True)
    ]
    tell_many(notices)
    return len(notices)
