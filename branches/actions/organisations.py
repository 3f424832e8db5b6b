"""Writes of party organisations: opened, changed from a day on, put right, closed; their ground and their members."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.actions.codes import code_or_next
from branches.actions.office_holders import end_office
from branches.models import MemberCount, Organisation, OrganisationUnit, OrganisationVersion
from branches.querysets.bodies import organisation_names
from branches.querysets.units import placements_by_unit
from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise

CHANGEABLE = ("code", "name", "parent")
CORRECTABLE = ("kind", "branch_type")
# What may stand directly above what: a branch has nothing beneath it.
ABOVE = {
    "committee": {"committee"},
    "grassroots_committee": {"committee"},
    "grassroots_branch": {"committee", "grassroots_committee"},
    "branch": {"committee", "grassroots_committee"},
}


@transaction.atomic
def open_organisation(
    *, kind, name, unit, opened_on, by, code="", branch_type="", parent=None, other_units=()
) -> Organisation:
    """A new organisation on `unit` (its main ground) and `other_units`, under `parent`. Raises ValidationError."""
    organisation = Organisation(kind=kind, branch_type=branch_type, unit=unit, opened_on=opened_on)
    place = placements_by_unit([unit.pk], opened_on).get(unit.pk)
    prefix = f"TC.{place.version.code if place else unit.key}"
    version = OrganisationVersion(
        organisation=organisation,
        parent=parent,
        code=code_or_next(normalise(code), prefix, OrganisationVersion.objects),
        name=normalise(name),
        starts_on=opened_on,
    )
    with recorded_by(by), refused_in_words():
        organisation.full_clean()
        organisation.save()
        version.organisation = organisation
        _save_version(version)
        _cover(
            organisation,
            {unit.pk: True} | {each.pk: False for each in other_units if each != unit},
            opened_on,
        )
    return organisation


@transaction.atomic
def change_organisation(organisation, *, on, by, **changes) -> OrganisationVersion:
    """Ends the version in force on `on` and begins a new one with `changes` (of CHANGEABLE). Raises ValidationError."""
    version = _version_on(organisation, on)
    values = _changed(version, changes, CHANGEABLE)
    if not values:
        raise ValidationError(_("Không có gì thay đổi."))
    if version.starts_on == on:
        raise ValidationError(
            _(
                "Thông tin hiện có của tổ chức cũng bắt đầu từ ngày %(day)s. Hãy chọn ngày sau đó, hoặc đính chính nếu "
                "thông tin đó nhập nhầm."
            )
            % {"day": _day(on)}
        )
    fresh = OrganisationVersion(
        organisation=organisation,
        parent=version.parent,
        code=version.code,
        name=version.name,
        starts_on=on,
        ends_on=version.ends_on,
    )
    for field, value in values.items():
        setattr(fresh, field, value)
    with recorded_by(by), refused_in_words():
        version.ends_on = on
        version.save(update_fields=["ends_on"])
        _save_version(fresh)
    return fresh


@transaction.atomic
def correct_organisation(version, *, by, **changes) -> OrganisationVersion:
    """Puts right what was entered by mistake: in one version (CHANGEABLE), or of what the organisation is (CORRECTABLE)."""
    version = OrganisationVersion.objects.select_related("organisation").get(pk=version.pk)
    organisation = version.organisation
    own = {field: value for field, value in changes.items() if field in CORRECTABLE}
    own = {field: value for field, value in own.items() if getattr(organisation, field) != value}
    values = _changed(version, {k: v for k, v in changes.items() if k not in CORRECTABLE}, CHANGEABLE)
    if not own and not values:
        raise ValidationError(_("Không có gì thay đổi."))
    for field, value in own.items():
        setattr(organisation, field, value)
    for field, value in values.items():
        setattr(version, field, value)
    with recorded_by(by), refused_in_words():
        if own:
            organisation.full_clean()
            organisation.save()
        _save_version(version)
    return version


@transaction.atomic
def cover_units(organisation, *, main, others, on, by) -> int:
    """Makes `main` and `others` the ground of the organisation from `on` on; returns the number of changes.

    The road for access follows the main unit, and with it that of the people who hold its offices.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    wanted = {each.pk: False for each in others} | {main.pk: True}
    with recorded_by(by), refused_in_words():
        changes = _cover(organisation, wanted, on)
        if not changes:
            raise ValidationError(_("Không có gì thay đổi."))
        if organisation.unit_id != main.pk:
            organisation.unit = main
            organisation.save(update_fields=["unit"])
            organisation.office_holders.during(on, None).update(unit=main)
    return changes


@transaction.atomic
def close_organisation(organisation, *, on, by) -> Organisation:
    """Ends an organisation with its ground and its offices: `on` is the first day on which it is no more.

    Raises ValidationError while others stand beneath it.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    name = organisation_names([organisation.pk], on).get(organisation.pk, "")
    if organisation.closed_on:
        raise ValidationError(
            _("%(name)s đã kết thúc từ ngày %(day)s.") % {"name": name, "day": _day(organisation.closed_on)}
        )
    children = OrganisationVersion.objects.filter(parent=organisation).during(on, None)
    count = children.values("organisation").distinct().count()
    if count:
        raise ValidationError(
            _("Còn %(count)s tổ chức trực thuộc %(name)s. Hãy chuyển hoặc kết thúc các tổ chức đó trước.")
            % {"count": count, "name": name}
        )
    if later := organisation.versions.filter(starts_on__gte=on).order_by("starts_on").first():
        raise ValidationError(
            _("%(name)s đã có thay đổi từ ngày %(day)s; không thể kết thúc trước ngày đó.")
            % {"name": name, "day": _day(later.starts_on)}
        )
    with recorded_by(by), refused_in_words():
        organisation.closed_on = on
        organisation.full_clean()
        organisation.versions.during(on, None).update(ends_on=on)
        organisation.save(update_fields=["closed_on"])
        _cover(organisation, {}, on)
        for holder in organisation.office_holders.during(on, None).filter(starts_on__lt=on):
            end_office(holder, on=on, by=by)
    return organisation


@transaction.atomic
def count_members(organisation, *, counted_on, official, by, probationary=0, exempt=0) -> MemberCount:
    """The numbers of one day; said again for the same day, they replace what was said."""
    count = MemberCount.objects.filter(organisation=organisation, counted_on=counted_on).first()
    count = count or MemberCount(organisation=organisation, counted_on=counted_on)
    count.official, count.probationary, count.exempt = official, probationary, exempt
    with recorded_by(by), refused_in_words():
        count.full_clean()
        count.save()
    return count


def _cover(organisation, wanted, on) -> int:
    """`wanted`: {unit id: is it the main one} from `on` on."""
    changes = 0
    for link in organisation.unit_links.during(on, None):
        if wanted.get(link.unit_id) == link.is_main:
            del wanted[link.unit_id]
            continue
        changes += 1
        if link.starts_on >= on:
            link.delete()
        else:
            link.ends_on = on
            link.save(update_fields=["ends_on"])
    for unit_id, is_main in wanted.items():
        changes += 1
        link = OrganisationUnit(organisation=organisation, unit_id=unit_id, is_main=is_main, starts_on=on)
        link.full_clean()
        link.save()
    return changes


def _save_version(version):
    version.full_clean()
    if version.parent:
        _check_parent(version)
    version.save()


def _check_parent(version):
    parent, kind = version.parent, version.organisation.kind
    name = organisation_names([parent.pk], version.starts_on).get(parent.pk, "")
    if not parent.versions.on(version.starts_on).exists():
        raise ValidationError(
            {
                "parent": _("%(name)s chưa có hoặc không còn vào ngày %(day)s.")
                % {"name": name, "day": _day(version.starts_on)}
            }
        )
    if parent.kind not in ABOVE[kind]:
        raise ValidationError(
            {
                "parent": _("%(name)s là %(kind)s, không phải cấp trên của %(own)s.")
                % {
                    "name": name,
                    "kind": parent.get_kind_display(),
                    "own": version.organisation.get_kind_display(),
                }
            }
        )
    seen, above = {version.organisation_id}, parent.pk
    while above:
        if above in seen:
            raise ValidationError(
                {"parent": _("%(name)s đang trực thuộc chính tổ chức này.") % {"name": name}}
            )
        seen.add(above)
        above = (
            OrganisationVersion.objects.on(version.starts_on)
            .filter(organisation=above)
            .values_list("parent", flat=True)
            .first()
        )


def _version_on(organisation, day):
    version = organisation.versions.on(day).select_related("organisation", "parent").first()
    if version is None:
        raise ValidationError(
            _("%(name)s chưa có hoặc không còn vào ngày %(day)s.")
            % {
                "name": organisation_names([organisation.pk], day).get(organisation.pk, ""),
                "day": _day(day),
            }
        )
    return version


def _changed(version, changes, allowed):
    unknown = changes.keys() - set(allowed)
    if unknown:
        raise TypeError(f"an organisation has no {sorted(unknown)}")
    values = {field: normalise(value) if field != "parent" else value for field, value in changes.items()}
    return {field: value for field, value in values.items() if getattr(version, field) != value}


def _day(day):
    return date_format(day, "SHORT_DATE_FORMAT")
