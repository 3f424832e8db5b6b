"""Writes of rounds: opened, their days changed while they are open, closed and opened again with a reason."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.periods import last_day
from common.text import normalise
from matters.actions.conferences import enter_conference
from matters.models import Conference
from meetings.rules import month_after
from reports.models import Conclusion, Round, RoundStep

Step = RoundStep.Step
_MOST_DAYS = 400


def next_days(issuer, scheme, on):
    """(starts_on, ends_on) of the round to come: the month after the last one of this scheme (or of all), else that of `on`."""
    last = Round.objects.filter(issuer=issuer, scheme=scheme).order_by("-ends_on").first()
    first = last.ends_on if last else on.replace(day=1)
    return first, month_after(first.replace(day=1))


@transaction.atomic
def open_round(*, issuer, name, starts_on, ends_on, by, on, scheme=None) -> Round:
    """A new round of `scheme`, or of all schemes of the issuer. Raises ValidationError."""
    made = Round(
        issuer=issuer,
        scheme=scheme,
        name=normalise(name),
        starts_on=starts_on,
        ends_on=ends_on,
        opened_by=by,
    )
    if scheme is not None and scheme.issuer_id != issuer.pk:
        raise ValidationError({"scheme": _("Chủ trương này không phải của cấp ủy mở đợt.")})
    with recorded_by(by):
        _save(made, Step.OPENED, by=by, on=on)
    return made


@transaction.atomic
def change_round(made, *, name, starts_on, ends_on, version, by, on) -> Round:
    """Another name, other days of an open round. Raises ValidationError."""
    row = _locked(made, version)
    if not row.is_open:
        raise ValidationError(_("Đợt đã chốt nên không sửa được; hãy mở lại trước."))
    row.name, row.starts_on, row.ends_on = normalise(name), starts_on, ends_on
    with recorded_by(by):
        _save(row, Step.CHANGED, by=by, on=on, note=_days(row))
    return row


@transaction.atomic
def close_round(made, *, version, by, on) -> Round:
    """Closes it from its last day on. Raises ValidationError."""
    row = _locked(made, version)
    if not row.is_open:
        raise ValidationError(_("Đợt đã chốt ngày %(day)s.") % {"day": _day(row.closed_on)})
    if on < last_day(row.ends_on):
        raise ValidationError(
            _("Đợt còn đến hết ngày %(day)s. Muốn chốt sớm hơn, hãy sửa ngày cuối của đợt.")
            % {"day": _day(last_day(row.ends_on))}
        )
    row.closed_on = on
    with recorded_by(by):
        _save(row, Step.CLOSED, by=by, on=on)
    return row


@transaction.atomic
def reopen_round(made, *, reason, version, by, on) -> Round:
    """Opens a closed one again. Raises ValidationError: without a reason, or where its notice is issued."""
    row = _locked(made, version)
    if row.is_open:
        raise ValidationError(_("Đợt đang mở."))
    if Conclusion.objects.issued().filter(round=row).exists():
        raise ValidationError(_("Đợt đã có thông báo kết luận đã ký; muốn mở lại, hãy hủy thông báo trước."))
    if not normalise(reason):
        raise ValidationError({"reason": _("Hãy ghi lý do mở lại.")})
    row.closed_on = None
    with recorded_by(by):
        _save(row, Step.REOPENED, by=by, on=on, note=normalise(reason))
    return row


@transaction.atomic
def hold_conference(made, conference, *, by) -> Round:
    """Says which conference reflected on the round; None: none."""
    row = _locked(made)
    row.conference = conference
    with recorded_by(by), refused_in_words():
        row.save(update_fields=["conference"])
    return row


@transaction.atomic
def make_conference(made, *, planned_on, by, on, attendees=(), minutes="") -> Conference:
    """The conference that reflects on the round, tied to it at once: `attendees` (Cadre) are to come, `minutes` says of what it
    will speak. Raises ValidationError: there is one already."""
    row = _locked(made)
    if row.conference_id:
        raise ValidationError(_("Đợt này đã có hội nghị phản ánh."))
    title = _("Hội nghị phản ánh %(name)s") % {"name": row.name}
    conference = enter_conference(
        unit=row.issuer,
        by=by,
        on=on,
        kind=Conference.Kind.REFLECTION,
        title=title[:300],
        scheme=row.scheme,
        planned_on=planned_on,
        attendees=attendees,
        minutes=minutes,
    )
    hold_conference(row, conference, by=by)
    return conference


def _locked(made, version=None) -> Round:
    row = Round.objects.select_for_update(of=("self",)).select_related("issuer", "scheme").get(pk=made.pk)
    if version is not None and row.version != version:
        raise ValidationError(BUSY)
    return row


def _save(row, step, *, by, on, note=""):
    if row.starts_on and row.ends_on and row.ends_on - row.starts_on > timedelta(days=_MOST_DAYS):
        raise ValidationError({"ends_on": _("Một đợt dài nhất là một năm.")})
    row.version += row.pk is not None
    with refused_in_words():
        # An example's round has no opener; an officer's always has.
        row.full_clean(exclude=["opened_by"])
        row.save()
        RoundStep.objects.create(round=row, step=step, happened_on=on, note=note, by=by)


def _days(row) -> str:
    return f"{_day(row.starts_on)} – {_day(last_day(row.ends_on))}"


def _day(day) -> str:
    return date_format(day, "d/m/Y")
