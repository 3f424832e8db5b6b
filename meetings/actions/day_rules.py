"""Writes of fixed days, of months in which they are moved, and of the deadline of registration. A rule is ended and made
anew; what was registered under it stays as it is."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.errors import refused_in_words
from common.history import recorded_by
from meetings.models import DayRule, MovedDay, ScheduleRule

SAID = ("day", "time", "place", "prepare_day")


@transaction.atomic
def set_day_rule(
    *,
    unit,
    day,
    starts_on,
    by,
    organisation=None,
    branch_type="",
    time=None,
    place="",
    prepare_day=None,
    ends_on=None,
) -> DayRule:
    """A fixed day for the branches of one type in `unit` ("": of all types), or for one branch. Raises ValidationError."""
    row = DayRule(
        unit=organisation.unit if organisation else unit,
        organisation=organisation,
        branch_type="" if organisation else branch_type,
        day=day,
        time=time,
        place=place,
        prepare_day=prepare_day,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return _saved(row, by)


@transaction.atomic
def change_day_rule(rule, *, on, by, **said) -> DayRule:
    """Ends the rule on `on` and makes it anew from that day with `said` (of SAID). One that only begins that day or later is
    put right in its place. Raises ValidationError."""
    row = _locked(DayRule, rule)
    if unknown := said.keys() - set(SAID):
        raise TypeError(f"a day rule has no {sorted(unknown)} to change")
    if all(getattr(row, name) == value for name, value in said.items()):
        raise ValidationError(_("Không có gì thay đổi."))
    if row.starts_on >= on:
        for name, value in said.items():
            setattr(row, name, value)
        return _saved(row, by)
    values = {name: said.get(name, getattr(row, name)) for name in SAID}
    ends_on = row.ends_on
    _end(row, on, by)
    fresh = DayRule(
        unit=row.unit,
        organisation=row.organisation,
        branch_type=row.branch_type,
        starts_on=on,
        ends_on=ends_on,
        **values,
    )
    return _saved(fresh, by)


@transaction.atomic
def end_day_rule(rule, *, on, by) -> None:
    """`on` is the first day on which the rule does not hold. One that has not begun by then goes."""
    _end(_locked(DayRule, rule), on, by)


@transaction.atomic
def move_day(
    *, unit, month, meets_on, reason, by, organisation=None, branch_type="", prepares_on=None
) -> MovedDay:
    """In `month` branches meet on `meets_on` and not on their fixed day (Tết, a holiday). Raises ValidationError."""
    row = MovedDay(
        unit=organisation.unit if organisation else unit,
        organisation=organisation,
        branch_type="" if organisation else branch_type,
        month=month,
        meets_on=meets_on,
        prepares_on=prepares_on,
        reason=reason,
    )
    return _saved(row, by)


@transaction.atomic
def drop_moved_day(moved, *, by) -> None:
    """The fixed day holds again in that month; the history keeps that it was moved."""
    with recorded_by(by):
        _locked(MovedDay, moved).delete()


@transaction.atomic
def set_deadline(*, unit, due_day, starts_on, by, situation_day=None, ends_on=None) -> ScheduleRule:
    """Communes under `unit` register until the `due_day` of the month before, and tell their situation until the
    `situation_day` of the month itself. A rule that stands is ended on `starts_on`. Raises ValidationError."""
    rows = ScheduleRule.objects.select_for_update(no_key=True).filter(unit=unit)
    row = rows.on(starts_on).first()
    if row is not None and row.starts_on == starts_on:
        row.due_day, row.situation_day = due_day, situation_day
        return _saved(row, by)
    fresh = ScheduleRule(
        unit=unit, due_day=due_day, situation_day=situation_day, starts_on=starts_on, ends_on=ends_on
    )
    if row is not None:
        fresh.ends_on = ends_on or row.ends_on
        _end(row, starts_on, by)
    return _saved(fresh, by)


@transaction.atomic
def end_deadline(rule, *, on, by) -> None:
    """From `on` on communes have no deadline of this unit's."""
    _end(_locked(ScheduleRule, rule), on, by)


def _locked(model, row):
    return model.objects.select_for_update(no_key=True).get(pk=row.pk)


def _saved(row, by):
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
    return row


def _end(row, on, by) -> None:
    if row.ends_on and row.ends_on <= on:
        raise ValidationError(
            _("Quy định này đã kết thúc từ ngày %(day)s.") % {"day": date_format(row.ends_on, "d/m/Y")}
        )
    if row.starts_on >= on:
        with recorded_by(by):
            row.delete()
        return
    row.ends_on = on
    _saved(row, by)
