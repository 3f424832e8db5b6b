"""What happens to groups of households: tổ nhân dân tự quản, nhóm hộ (Bến Tre 4.16)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.actions.codes import code_or_next
from branches.actions.household_changes import (
    code_of,
    refuse_group_of_other_days,
    refuse_where_nothing_stands,
)
from branches.models import HouseholdGroup, HouseholdMembership
from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise

CHANGEABLE = ("code", "name")


@transaction.atomic
def open_group(*, unit, name, starts_on, by, code="") -> HouseholdGroup:
    """A group of the hamlet `unit` from `starts_on` on. Raises ValidationError."""
    refuse_where_nothing_stands(unit, starts_on)
    group = HouseholdGroup(
        unit=unit,
        code=code_or_next(normalise(code), f"TO.{code_of(unit, starts_on)}", HouseholdGroup.objects),
        name=normalise(name),
        starts_on=starts_on,
    )
    with recorded_by(by), refused_in_words():
        group.full_clean()
        group.save()
    return group


@transaction.atomic
def change_group(group, *, by, **changes) -> HouseholdGroup:
    """Another name or code. Raises ValidationError."""
    group = HouseholdGroup.objects.select_for_update().get(pk=group.pk)
    for field, value in changes.items():
        if field not in CHANGEABLE:
            raise TypeError(f"a group has no {field} to change")
        setattr(group, field, normalise(value))
    with recorded_by(by), refused_in_words():
        group.full_clean()
        group.save()
    return group


@transaction.atomic
def reopen_group(group, *, by) -> HouseholdGroup:
    """Takes back an end that was entered by mistake; its households are put into it again one by one."""
    group = HouseholdGroup.objects.select_for_update().get(pk=group.pk)
    group.ends_on, group.end_reason = None, ""
    with recorded_by(by), refused_in_words():
        group.full_clean()
        group.save()
    return group


@transaction.atomic
def close_group(group, *, on, reason, by, into=None) -> tuple[HouseholdGroup, int]:
    """Ends a group with the reason: `on` is the first day on which it is no more. Its households stay, from that day
    on in the group `into` of the same hamlet or in none. Returns the group and how many households changed. Raises ValidationError."""
    group = HouseholdGroup.objects.select_for_update().get(pk=group.pk)
    if group.ends_on and group.ends_on <= on:
        words = {"group": group.name, "day": date_format(group.ends_on, "d/m/Y")}
        raise ValidationError({"on": _("%(group)s đã kết thúc từ ngày %(day)s.") % words})
    if into is not None and (into.pk == group.pk or into.unit.access_path != group.unit.access_path):
        raise ValidationError({"into": _("Hãy chọn một tổ khác của cùng ấp.")})
    refuse_group_of_other_days(into, on, "into")
    group.ends_on, group.end_reason = on, normalise(reason)
    with recorded_by(by), refused_in_words():
        group.full_clean()
        group.save()
        moved = _move_all(group, into, on)
    return group, moved


def _move_all(group, into, on) -> int:
    """Ends every membership of `group` on `on` and begins one of `into` for as long as it held; how many there were."""
    inside = HouseholdMembership.objects.filter(group=group).during(on, None)
    present = list(inside.select_for_update())
    inside.filter(starts_on__gte=on).delete()
    inside.update(ends_on=on)
    if into is not None:
        made = [
            HouseholdMembership(
                household_id=each.household_id,
                group=into,
                starts_on=max(each.starts_on, on),
                ends_on=min(filter(None, (each.ends_on, into.ends_on)), default=None),
            )
            for each in present
        ]
        HouseholdMembership.objects.bulk_create(made)
    return len(present)
