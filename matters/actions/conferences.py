"""Writes of conferences: planned or held, changed, marked held, taken back. Planned and held are two facts."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.text import normalise
from matters.models import Conference, MatterFile, Opinion

# What a form may set; the day is said by planning and by marking held.
FIELDS = (
    "kind",
    "organisation",
    "zone",
    "scheme",
    "title",
    "planned_on",
    "held_on",
    "starts_at",
    "place",
    "chairs",
    "guests",
    "participants",
    "people_speaking",
    "opinions",
    "turns_speaking",
    "answered_on_the_spot",
    "minutes",
)
COUNTED = ("participants", "people_speaking", "opinions", "turns_speaking", "answered_on_the_spot")


@transaction.atomic
def enter_conference(*, unit, by, on, attendees=(), **values) -> Conference:
    """A conference of `unit`, planned or held; `on` is today. `values`: of FIELDS. Raises ValidationError."""
    row = Conference(unit=unit, created_by=by, **values)
    _refuse_wrong(row, on)
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
        row.attendees.set(attendees)
    return row


@transaction.atomic
def change_conference(conference, *, values, version, by, on, attendees=None) -> Conference:
    """New values of FIELDS; a value that is not named stays. `version`: what the form showed. `attendees` None: as they are.
    Raises ValidationError."""
    row = locked(conference, version)
    before = row.held_on
    for name in FIELDS:
        if name in values:
            setattr(row, name, values[name])
    _refuse_moving(row, before)
    _refuse_wrong(row, on)
    row = saved(row, by)
    if attendees is not None:
        with recorded_by(by):
            row.attendees.set(attendees)
    return row


@transaction.atomic
def mark_held(conference, *, held_on, by, on, version=None, **counts) -> Conference:
    """It was held on `held_on`, not after today `on`; the day that was planned stays as it was. `counts`: of COUNTED, and
    minutes. Raises ValidationError."""
    row = locked(conference, version)
    before, row.held_on = row.held_on, held_on
    _refuse_moving(row, before)
    for name, value in counts.items():
        setattr(row, name, value)
    _refuse_wrong(row, on)
    return saved(row, by)


@transaction.atomic
def void_conference(conference, *, reason, by, version=None) -> Conference:
    """Takes one that was entered by mistake out of every list and count. Raises ValidationError, also where a recommendation
    was taken from it."""
    row = locked(conference, version)
    if not normalise(reason):
        raise ValidationError({"reason": _("Hủy một hội nghị nhập nhầm phải nêu lý do.")})
    if row.said.standing().exclude(recommendation=None).exists():
        raise ValidationError(
            _("Đã có ý kiến của hội nghị này được chuyển thành kiến nghị, nên không hủy được.")
        )
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, normalise(reason)
    return saved(row, by)


def refuse_built_on(rows) -> None:
    """Raises ValidationError where opinions or files were added to one of these conferences."""
    opinions = Opinion.objects.standing().filter(conference__in=rows).select_related("conference").first()
    if opinions:
        raise ValidationError(
            _("Hội nghị “%(title)s” đã có ý kiến được ghi.") % {"title": opinions.conference.title}
        )
    file = MatterFile.objects.filter(conference__in=rows).select_related("conference").first()
    if file:
        raise ValidationError(
            _("Hội nghị “%(title)s” đã có tệp kèm theo.") % {"title": file.conference.title}
        )


def locked(conference, version=None) -> Conference:
    """The row as it stands now, held until the end of the transaction. Raises ValidationError: voided, or changed since
    `version`."""
    row = Conference.objects.select_for_update(no_key=True, of=("self",)).get(pk=conference.pk)
    if version is not None and row.version != version:
        raise ValidationError(BUSY)
    if row.voided_at:
        raise ValidationError(_("Hội nghị này đã bị hủy vì nhập nhầm."))
    return row


def saved(row, by) -> Conference:
    row.version += 1
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
    return row


def _refuse_moving(row, before) -> None:
    """What was raised there was raised that day: with opinions it stays held, with a recommendation taken it stays its day."""
    if before is None or row.held_on == before:
        return
    said = row.said.standing()
    if row.held_on is None and said.exists():
        raise ValidationError({"held_on": _("Hội nghị này đã có ý kiến được ghi, nên phải giữ ngày họp.")})
    if said.exclude(recommendation=None).exists():
        raise ValidationError(
            {
                "held_on": _(
                    "Đã có ý kiến được chuyển thành kiến nghị nêu ngày này, nên ngày họp không đổi được."
                )
            }
        )


def _refuse_wrong(row, today) -> None:
    if row.held_on and row.held_on > today:
        raise ValidationError({"held_on": _("Ngày này chưa đến: hãy ghi là ngày dự kiến.")})
    if row.held_on is None and any(getattr(row, name) is not None for name in COUNTED):
        raise ValidationError(_("Hội nghị chưa họp thì chưa có số người, số ý kiến."))
    day = row.on
    if day and not (row.unit.opened_on <= day and (row.unit.closed_on is None or day < row.unit.closed_on)):
        raise ValidationError(
            _("Đơn vị này chưa có hoặc không còn vào ngày %(day)s.") % {"day": date_format(day, "d/m/Y")}
        )
    if row.zone and day and not row.zone.holds_on(day):
        raise ValidationError(
            {
                "zone": _("Cụm này chưa có hoặc không còn vào ngày %(day)s.")
                % {"day": date_format(day, "d/m/Y")}
            }
        )
