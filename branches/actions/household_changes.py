"""What happens to households: they come, are put right, change their group and their tags, and end. Never deleted."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.actions.codes import code_or_next
from branches.models import Household, HouseholdMembership, HouseholdTagging, UnitPlacement
from branches.querysets.units import names_of
from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise

CHANGEABLE = ("code", "head_name", "people", "address", "starts_on")


@transaction.atomic
def open_household(
    *, unit, head_name, starts_on, by, code="", group=None, people=None, address="", tags=()
) -> Household:
    """A household of the hamlet `unit` from `starts_on` on, with its tags of that day, and in `group` from then on or
    from when that was set up. Raises ValidationError."""
    refuse_where_nothing_stands(unit, starts_on)
    household = Household(
        unit=unit,
        code=code_or_next(normalise(code), f"HO.{code_of(unit, starts_on)}", Household.objects),
        head_name=normalise(head_name),
        people=people,
        address=normalise(address),
        starts_on=starts_on,
    )
    with recorded_by(by), refused_in_words():
        household.full_clean()
        household.save()
        _begin(household, tags, starts_on)
        if group is not None:
            _join(household, group, max(starts_on, group.starts_on))
    return household


@transaction.atomic
def correct_household(household, *, by, **changes) -> Household:
    """Another code, head, number of people, address or first day (the group that it began in begins with it); its history
    keeps what stood there. Raises ValidationError."""
    household = Household.objects.select_for_update().get(pk=household.pk)
    began_on = household.starts_on
    for field, value in changes.items():
        if field not in CHANGEABLE:
            raise TypeError(f"a household has no {field} to change")
        setattr(household, field, normalise(value) if isinstance(value, str) else value)
    with recorded_by(by), refused_in_words():
        household.full_clean()
        household.save()
        _begin_again(household, began_on)
    return household


@transaction.atomic
def move_household(household, *, group, on, by) -> Household:
    """Puts the household into `group` of its hamlet (None: into none) from `on` on; where it was before is ended, never
    overwritten. Raises ValidationError."""
    household = Household.objects.select_for_update().get(pk=household.pk)
    if not household.holds_on(on):
        raise ValidationError({"on": _not_there(household, on)})
    refuse_group_of_other_days(group, on, "group")
    present = list(household.memberships.during(on, None))
    if [(each.group_id, each.holds_on(on)) for each in present] == ([(group.pk, True)] if group else []):
        raise ValidationError(_("Không có gì thay đổi."))
    with recorded_by(by), refused_in_words():
        for each in present:
            _end(each, on)
        if group is not None:
            _join(household, group, on)
    return household


@transaction.atomic
def set_tags(household, *, tags, on, by) -> int:
    """Makes `tags` those of the household from `on` on; those taken off are ended, never deleted. Returns the number of
    changes. Raises ValidationError."""
    household = Household.objects.select_for_update().get(pk=household.pk)
    if not household.holds_on(on):
        raise ValidationError({"on": _not_there(household, on)})
    wanted = {tag.pk: tag for tag in tags}
    present = {each.tag_id: each for each in household.taggings.during(on, None).order_by("starts_on")}
    leaving = [each for pk, each in present.items() if pk not in wanted]
    coming = [tag for pk, tag in wanted.items() if pk not in present]
    if not leaving and not coming:
        raise ValidationError(_("Không có gì thay đổi."))
    with recorded_by(by), refused_in_words():
        for each in leaving:
            _end(each, on)
        _begin(household, coming, on)
    return len(leaving) + len(coming)


@transaction.atomic
def close_household(household, *, on, reason, by) -> Household:
    """Ends a household, its tags and its being in a group with the reason: `on` is the first day on which it is no more."""
    household = Household.objects.select_for_update().get(pk=household.pk)
    if household.ends_on and household.ends_on <= on:
        raise ValidationError({"on": _not_there(household, on)})
    household.ends_on, household.end_reason = on, normalise(reason)
    with recorded_by(by), refused_in_words():
        household.full_clean()
        household.save()
        for each in [*household.taggings.during(on, None), *household.memberships.during(on, None)]:
            _end(each, on)
    return household


@transaction.atomic
def reopen_household(household, *, by) -> Household:
    """Takes back an end that was entered by mistake; the tags that ended with it hold again, and the group that is still one."""
    household = Household.objects.select_for_update().get(pk=household.pk)
    ended_on, household.ends_on, household.end_reason = household.ends_on, None, ""
    with recorded_by(by), refused_in_words():
        household.full_clean()
        household.save()
        household.taggings.filter(ends_on=ended_on, ends_on__isnull=False).update(ends_on=None)
        inside = household.memberships.filter(ends_on=ended_on, ends_on__isnull=False)
        inside.filter(group__ends_on=None).update(ends_on=None)
    return household


def refuse_where_nothing_stands(unit, on):
    if not UnitPlacement.objects.on(on).filter(unit=unit).exists():
        words = {"name": names_of([unit.pk], on).get(unit.pk, ""), "day": date_format(on, "d/m/Y")}
        raise ValidationError({"starts_on": _("Ngày %(day)s chưa có hoặc không còn %(name)s.") % words})


def refuse_group_of_other_days(group, on, field):
    if group is not None and not group.holds_on(on):
        words = {"group": group.name, "day": date_format(on, "d/m/Y")}
        raise ValidationError({field: _("Ngày %(day)s chưa có hoặc không còn %(group)s.") % words})


def code_of(unit, on) -> str:
    """The unit's code of the day, its key where it has none: the beginning of codes made here."""
    place = UnitPlacement.objects.on(on).filter(unit=unit).select_related("version").first()
    return place.version.code if place and place.version.code else unit.key


def _begin_again(household, began_on):
    """Its groups, after its first day was put right: none before it, and the one that began with it still does."""
    for each in household.memberships.select_related("group"):
        first = each.group.starts_on if each.starts_on == began_on else each.starts_on
        first = max(first, household.starts_on)
        if each.ends_on and each.ends_on <= first:
            each.delete()
        elif first != each.starts_on:
            each.starts_on = first
            each.save(update_fields=["starts_on"])


def _begin(household, tags, on):
    for tag in tags:
        tagging = HouseholdTagging(household=household, tag=tag, starts_on=on, ends_on=household.ends_on)
        tagging.full_clean()
        tagging.save()


def _join(household, group, on):
    until = min(filter(None, (household.ends_on, group.ends_on)), default=None)
    membership = HouseholdMembership(household=household, group=group, starts_on=on, ends_on=until)
    membership.full_clean()
    membership.save()


def _end(row, on):
    """A tagging or a membership; one that has not begun by then never was."""
    if row.starts_on >= on:
        row.delete()
        return
    row.ends_on = on
    row.save(update_fields=["ends_on"])


def _not_there(household, on) -> str:
    return _("Hộ %(code)s không có trong danh sách vào ngày %(day)s.") % {
        "code": household.code,
        "day": date_format(on, "d/m/Y"),
    }
