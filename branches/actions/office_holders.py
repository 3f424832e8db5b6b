"""Writes of who holds an office at the base: begun, ended, put right."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.models import OfficeHolder
from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise

CORRECTABLE = ("full_name", "phone", "office", "starts_on", "ends_on", "is_part_time_cadre", "is_local")


@transaction.atomic
def begin_office(
    *,
    office,
    full_name,
    starts_on,
    by,
    unit=None,
    organisation=None,
    phone="",
    ends_on=None,
    is_part_time_cadre=None,
    is_local=None,
    succeeds=(),
) -> OfficeHolder:
    """A person in an office of `organisation`, or of `unit` itself, from `starts_on` on.

    `succeeds`: holders whose term ends on that day (the one before). Raises ValidationError.
    """
    body = organisation or unit
    if body.closed_on and body.closed_on <= starts_on:
        raise ValidationError(
            {
                "starts_on": _("Nơi này đã kết thúc từ ngày %(day)s.")
                % {"day": date_format(body.closed_on, "SHORT_DATE_FORMAT")}
            }
        )
    holder = OfficeHolder(
        unit=organisation.unit if organisation else unit,
        organisation=organisation,
        office=office,
        full_name=normalise(full_name),
        phone=normalise(phone),
        starts_on=starts_on,
        ends_on=ends_on,
        is_part_time_cadre=is_part_time_cadre,
        is_local=is_local,
    )
    for before in succeeds:
        end_office(before, on=starts_on, by=by)
    return _saved(holder, by)


@transaction.atomic
def end_office(holder, *, on, by) -> OfficeHolder:
    """Ends a term: `on` is the first day on which the person no longer holds the office."""
    holder = OfficeHolder.objects.select_for_update().get(pk=holder.pk)
    if holder.ends_on and holder.ends_on <= on:
        raise ValidationError(
            _("%(name)s đã thôi chức danh này từ ngày %(day)s.")
            % {"name": holder.full_name, "day": date_format(holder.ends_on, "SHORT_DATE_FORMAT")}
        )
    holder.ends_on = on
    return _saved(holder, by)


@transaction.atomic
def correct_office_holder(holder, *, by, **changes) -> OfficeHolder:
    """Puts right what was entered wrongly, or a telephone number that changed; the history keeps what stood there."""
    holder = OfficeHolder.objects.select_for_update().get(pk=holder.pk)
    for field, value in changes.items():
        if field not in CORRECTABLE:
            raise TypeError(f"an office-holder has no {field} to correct")
        setattr(holder, field, normalise(value) if field in ("full_name", "phone") else value)
    return _saved(holder, by)


def _saved(holder, by):
    with recorded_by(by), refused_in_words():
        holder.full_clean()
        holder.save()
    return holder
