"""Writes of agencies. A merged agency stays, closed, and points to the one that took it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.actions.codes import code_or_next
from branches.models import Agency
from branches.querysets.units import placements_by_unit
from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise

CHANGEABLE = ("code", "name", "kind")


@transaction.atomic
def open_agency(*, name, kind, unit, by, on, code="") -> Agency:
    """A new agency of `unit`'s system. Without `code` one is made of the unit's code on the day `on`.

    Raises ValidationError.
    """
    place = placements_by_unit([unit.pk], on).get(unit.pk)
    prefix = f"CQ.{place.version.code if place else unit.key}"
    code = code_or_next(normalise(code), prefix, Agency.objects)
    return _saved(Agency(code=code, name=normalise(name), kind=kind, unit=unit), by)


@transaction.atomic
def change_agency(agency, *, by, **changes) -> Agency:
    """Another name, code or kind: a mistake, or the same office under a new name. The history keeps the old one."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    for field, value in changes.items():
        if field not in CHANGEABLE:
            raise TypeError(f"an agency has no {field} to change")
        setattr(agency, field, normalise(value) if field in ("code", "name") else value)
    return _saved(agency, by)


@transaction.atomic
def close_agency(agency, *, on, by, into=None) -> Agency:
    """Ends an agency: `on` is the first day on which it is no more; `into` is the agency that takes it over.

    Its cadres' positions are not touched: who goes where is a decision about each. Raises ValidationError.
    """
    agencies = {
        each.pk: each
        for each in Agency.objects.select_for_update()
        .filter(pk__in={agency.pk, into.pk if into else None} - {None})
        .order_by("pk")
    }
    agency = agencies[agency.pk]
    if agency.closed_on:
        raise ValidationError(
            _("%(agency)s đã kết thúc từ ngày %(day)s.")
            % {"agency": agency.name, "day": date_format(agency.closed_on, "SHORT_DATE_FORMAT")}
        )
    if into:
        into = agencies[into.pk]
        if into.pk == agency.pk:
            raise ValidationError(_("Một cơ quan không thể nhập vào chính nó."))
        if into.closed_on and into.closed_on <= on:
            raise ValidationError(
                _("%(agency)s không còn vào ngày %(day)s, nên không thể tiếp nhận.")
                % {"agency": into.name, "day": date_format(on, "SHORT_DATE_FORMAT")}
            )
    agency.closed_on, agency.merged_into = on, into
    return _saved(agency, by)


@transaction.atomic
def reopen_agency(agency, *, by) -> Agency:
    """Takes back a closing that was entered by mistake."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    agency.closed_on = agency.merged_into = None
    return _saved(agency, by)


def _saved(agency, by):
    with recorded_by(by), refused_in_words():
        agency.full_clean()
        agency.save()
    return agency
