"""Writes of zones: clusters of communes that a unit's committee makes, with their communes from day to day."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.actions.codes import code_or_next
from branches.models import UnitPlacement, Zone, ZoneMember
from branches.querysets.units import names_of, placements_by_unit
from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise

CHANGEABLE = ("code", "name", "kind")


@transaction.atomic
def open_zone(*, name, unit, members, starts_on, by, kind="", code="", ends_on=None) -> Zone:
    """A new zone of `unit` with `members` (units beneath it) from `starts_on` on. Raises ValidationError."""
    place = placements_by_unit([unit.pk], starts_on).get(unit.pk)
    prefix = f"CX.{place.version.code if place else unit.key}"
    zone = Zone(
        code=code_or_next(normalise(code), prefix, Zone.objects),
        name=normalise(name),
        kind=normalise(kind),
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    with recorded_by(by), refused_in_words():
        zone.full_clean()
        zone.save()
        _admit(zone, members, starts_on)
    return zone


@transaction.atomic
def change_zone(zone, *, by, **changes) -> Zone:
    """Another name, code or kind of cluster; its communes are `set_members`' affair."""
    zone = Zone.objects.select_for_update().get(pk=zone.pk)
    for field, value in changes.items():
        if field not in CHANGEABLE:
            raise TypeError(f"a zone has no {field} to change")
        setattr(zone, field, normalise(value))
    with recorded_by(by), refused_in_words():
        zone.full_clean()
        zone.save()
    return zone


@transaction.atomic
def set_members(zone, *, members, on, by) -> int:
    """Makes `members` the zone's communes from `on` on; those who leave are ended, never deleted. Returns the number of
    changes. Raises ValidationError."""
    zone = Zone.objects.select_for_update().get(pk=zone.pk)
    if not zone.holds_on(on):
        raise ValidationError(
            _("%(zone)s không có hiệu lực vào ngày %(day)s.")
            % {"zone": zone.name, "day": date_format(on, "SHORT_DATE_FORMAT")}
        )
    wanted = {unit.pk: unit for unit in members}
    present = {member.unit_id: member for member in zone.members.during(on, None)}
    leaving = [member for pk, member in present.items() if pk not in wanted]
    coming = [unit for pk, unit in wanted.items() if pk not in present]
    if not leaving and not coming:
        raise ValidationError(_("Không có gì thay đổi."))
    with recorded_by(by), refused_in_words():
        for member in leaving:
            _end(member, on)
        _admit(zone, coming, on)
    return len(leaving) + len(coming)


@transaction.atomic
def close_zone(zone, *, on, by) -> Zone:
    """Ends a zone and its communes' membership: `on` is the first day on which it is no more."""
    zone = Zone.objects.select_for_update().get(pk=zone.pk)
    if zone.ends_on and zone.ends_on <= on:
        raise ValidationError(
            _("%(zone)s đã kết thúc từ ngày %(day)s.")
            % {"zone": zone.name, "day": date_format(zone.ends_on, "SHORT_DATE_FORMAT")}
        )
    with recorded_by(by), refused_in_words():
        zone.ends_on = on
        zone.full_clean()
        zone.save()
        for member in zone.members.during(on, None):
            _end(member, on)
    return zone


def _admit(zone, units, on):
    ground = UnitPlacement.objects.on(on).under(zone.unit)
    standing = set(ground.filter(unit__in=[unit.pk for unit in units]).values_list("unit_id", flat=True))
    strangers = [unit.pk for unit in units if unit.pk not in standing]
    if strangers:
        names = names_of(strangers, on)
        raise ValidationError(
            _("Ngày %(day)s, các nơi sau không thuộc địa bàn của cụm: %(names)s.")
            % {
                "day": date_format(on, "SHORT_DATE_FORMAT"),
                "names": ", ".join(names.get(pk, "") for pk in strangers),
            }
        )
    for unit in units:
        member = ZoneMember(zone=zone, unit=unit, starts_on=on, ends_on=zone.ends_on)
        member.full_clean()
        member.save()


def _end(member, on):
    """One that has not begun by then never was: a plan that was dropped."""
    if member.starts_on >= on:
        member.delete()
        return
    member.ends_on = on
    member.save(update_fields=["ends_on"])
