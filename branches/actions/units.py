"""Writes of the map: a unit is opened, changed and closed on a day. Nothing that points to a unit is touched by them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.actions.placements import lock_map, lock_units, rebuild_placements, refresh_access_paths
from branches.models import Level, Unit, UnitAlias, UnitKind, UnitSuccession, UnitVersion
from branches.querysets.units import names_of
from branches.rules import kind_code_of_name, kind_words
from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise

CHANGEABLE = ("code", "name", "level", "parent", "kind", "latitude", "longitude", "document")


@transaction.atomic
def open_unit(
    *,
    code,
    name,
    level,
    parent,
    starts_on,
    by,
    ends_on=None,
    kind=None,
    latitude=None,
    longitude=None,
    aliases=(),
    document=None,
    today=None,
) -> Unit:
    """A new unit from `starts_on` on (until `ends_on`, if that is known already), under `parent` (None: at the top).

    `level` is a Level, its number or its code; `kind` a UnitKind, its code, or None: then the name's first words say it.
    `by` is the user who does it, None for a command. `today` is the day whose map `access_path` shows.
    Raises ValidationError: the parent is not open then or not above, the code names another unit.
    """
    lock_map()
    unit = Unit(opened_on=starts_on, closed_on=ends_on)
    version = UnitVersion(
        unit=unit,
        parent=parent,
        level=_level(level),
        code=normalise(code),
        name=normalise(name),
        latitude=latitude,
        longitude=longitude,
        document=document,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    version.kind = _kind(kind) if kind else _kind_of_name(name, version.level_id)
    with recorded_by(by), refused_in_words():
        unit.full_clean()
        unit.save()
        version.unit = unit
        _save_version(version)
        for alias in aliases:
            _add_alias(unit, alias)
    _redraw([unit.pk], today)
    unit.refresh_from_db()
    return unit


@transaction.atomic
def change_unit(unit, *, on, by, today=None, **changes) -> UnitVersion:
    """Ends the version in force on `on` and begins a new one with `changes` (of CHANGEABLE), until the old one's end.

    Households, assignments, children: all stay with the unit. Raises ValidationError: nothing would change, the unit is
    not open that day, or the version begins on that very day (`correct_version` is for mistakes).
    """
    _refuse_unknown(changes)
    lock_map()
    lock_units(unit, changes.get("parent"))
    version = _version_on(unit, on)
    values = _changed(version, changes)
    if not values.keys() - {"document"}:
        raise ValidationError(_("Không có gì thay đổi."))
    if version.starts_on == on:
        raise ValidationError(
            _(
                "Thông tin hiện có của đơn vị cũng bắt đầu từ ngày %(day)s. Hãy chọn ngày sau đó, hoặc đính chính nếu "
                "thông tin đó nhập nhầm."
            )
            % {"day": _day(on)}
        )
    fresh = UnitVersion(
        **{
            field: getattr(version, field)
            for field in ("unit", "parent", "level", "kind", "code", "name", "latitude", "longitude")
        },
        starts_on=on,
        ends_on=version.ends_on,
    )
    for field, value in values.items():
        setattr(fresh, field, value)
    with recorded_by(by), refused_in_words():
        version.ends_on = on
        version.save(update_fields=["ends_on"])
        _save_version(fresh)
    _redraw([unit.pk], today)
    return fresh


@transaction.atomic
def correct_version(version, *, by, today=None, **changes) -> UnitVersion:
    """Puts right what was entered by mistake in one version; the history keeps what stood there before."""
    _refuse_unknown(changes)
    lock_map()
    version = UnitVersion.objects.select_related("unit", "parent").get(pk=version.pk)
    lock_units(version.unit, changes.get("parent"))
    values = _changed(version, changes)
    if not values:
        raise ValidationError(_("Không có gì thay đổi."))
    for field, value in values.items():
        setattr(version, field, value)
    with recorded_by(by), refused_in_words():
        _save_version(version)
    _redraw([version.unit_id], today)
    return version


@transaction.atomic
def close_unit(unit, *, on, by, successors=(), document=None, leave_children=False, today=None) -> Unit:
    """Ends a unit: `on` is the first day on which it is no more. A merger and a division are this, with `successors`.

    `successors`: (unit, "whole" | "part", is_default) each. Units that still stand beneath follow the successor that
    took it whole, by a new version from that day; without one they are a refusal, or, with `leave_children`, stand
    nowhere until somebody decides (`verify` lists them). Raises ValidationError with a sentence.
    """
    lock_map()
    children = list(UnitVersion.objects.filter(parent=unit).during(on, None).select_related("unit"))
    lock_units(unit, *(each for each, *_rest in successors), *(child.unit for child in children))
    unit = Unit.objects.get(pk=unit.pk)
    name = names_of([unit.pk], on).get(unit.pk, "")
    _check_closing(unit, on, name)
    successors = [
        (each, UnitSuccession.Extent(extent), bool(default)) for each, extent, default in successors
    ]
    _check_successors(unit, on, successors)
    taker = successors[0][0] if successors and successors[0][1] == "whole" else None
    if children and not taker and not leave_children:
        raise ValidationError(
            _(
                "Còn %(count)s đơn vị trực thuộc %(unit)s. Hãy chuyển các đơn vị đó trước, hoặc chọn đơn vị nhận toàn bộ."
            )
            % {"count": len(children), "unit": name}
        )
    with recorded_by(by), refused_in_words():
        unit.versions.filter(starts_on__lt=on).during(on, None).update(ends_on=on)
        unit.closed_on = on
        unit.full_clean()
        unit.save(update_fields=["closed_on"])
        for successor, extent, is_default in successors:
            succession = UnitSuccession(
                predecessor=unit,
                successor=successor,
                extent=extent,
                is_default=is_default,
                happens_on=on,
                document=document,
            )
            succession.full_clean()
            succession.save()
        if taker:
            _follow(children, taker, on, document)
    _redraw([unit.pk, *(child.unit_id for child in children)], today)
    unit.refresh_from_db()
    return unit


@transaction.atomic
def name_aliases(unit, names, *, by):
    """Makes `names` the unit's other names: missing ones are added, others removed."""
    wanted = {normalise(name) for name in names} - {""}
    with recorded_by(by), refused_in_words():
        unit.aliases.exclude(name__in=wanted).delete()
        for name in wanted - set(unit.aliases.values_list("name", flat=True)):
            _add_alias(unit, name)


def _follow(children, taker, on, document):
    """Open units beneath a closed one get `taker` as parent from `on`; nothing else about them changes."""
    for child in children:
        if child.starts_on >= on:
            fresh = child
        else:
            fresh = UnitVersion.objects.get(pk=child.pk)
            fresh.pk, fresh.starts_on, fresh.document = None, on, document
            fresh._state.adding = True
            child.ends_on = on
            child.save(update_fields=["ends_on"])
        fresh.parent = taker
        _save_version(fresh)


def _check_closing(unit, on, name):
    if unit.closed_on:
        raise ValidationError(
            _("%(unit)s đã kết thúc từ ngày %(day)s.") % {"unit": name, "day": _day(unit.closed_on)}
        )
    if on <= unit.opened_on:
        raise ValidationError(_("Ngày kết thúc của đơn vị phải sau ngày lập."))
    later = unit.versions.filter(starts_on__gte=on).order_by("starts_on").first()
    if later:
        raise ValidationError(
            _("%(unit)s đã có thay đổi từ ngày %(day)s; không thể kết thúc trước ngày đó.")
            % {"unit": name, "day": _day(later.starts_on)}
        )


def _check_successors(unit, on, successors):
    extents = [extent for _unit, extent, _default in successors]
    if "whole" in extents and len(successors) > 1:
        raise ValidationError(_("Một đơn vị nhập toàn bộ vào chỉ một đơn vị."))
    if sum(default for *_rest, default in successors) > 1:
        raise ValidationError(_("Một đơn vị chỉ có một đơn vị nhận phần lớn."))
    if len({each.pk for each, *_rest in successors}) < len(successors):
        raise ValidationError(_("Một đơn vị được nêu hai lần trong các đơn vị tiếp nhận."))
    for successor, *_rest in successors:
        if successor.pk == unit.pk:
            raise ValidationError(_("Một đơn vị không thể kế thừa chính nó."))
        if not successor.versions.on(on).exists():
            raise ValidationError(
                _("%(unit)s chưa có hoặc không còn vào ngày %(day)s, nên không thể tiếp nhận.")
                % {"unit": names_of([successor.pk], on).get(successor.pk, ""), "day": _day(on)}
            )


def _save_version(version):
    """Checks a version against the unit, its parent and its children, then saves it."""
    version.full_clean()
    if version.parent:
        _check_parent(version)
    lower = (
        UnitVersion.objects.filter(parent=version.unit, level__lte=version.level_id)
        .during(version.starts_on, version.ends_on)
        .order_by("sort_key")
        .first()
    )
    if lower:
        raise ValidationError({"level": _not_above(version.name, lower.name)})
    version.save()


def _check_parent(version):
    parent, starts_on, ends_on = version.parent, version.starts_on, version.ends_on
    name = names_of([parent.pk], starts_on).get(parent.pk, "")
    if not parent.versions.on(starts_on).exists():
        raise ValidationError(
            {
                "parent": _("%(unit)s chưa có hoặc không còn vào ngày %(day)s.")
                % {"unit": name, "day": _day(starts_on)}
            }
        )
    if parent.closed_on and (ends_on is None or parent.closed_on < ends_on):
        raise ValidationError(
            {
                "parent": _("%(unit)s kết thúc từ ngày %(day)s. Hãy chọn đơn vị tiếp nhận.")
                % {"unit": name, "day": _day(parent.closed_on)}
            }
        )
    if parent.versions.during(starts_on, ends_on).filter(level__gte=version.level_id).exists():
        raise ValidationError({"parent": _not_above(name, version.name)})


def _not_above(parent, child):
    return _("%(parent)s không phải là cấp trên của %(child)s.") % {"parent": parent, "child": child}


def _version_on(unit, day):
    version = unit.versions.on(day).select_related("unit", "parent", "level", "kind").first()
    if version is None:
        raise ValidationError(
            _("%(unit)s chưa có hoặc không còn vào ngày %(day)s.")
            % {"unit": names_of([unit.pk], day).get(unit.pk, ""), "day": _day(day)}
        )
    return version


def _changed(version, changes):
    """The changes that differ from `version`; a new name takes its kind with it unless the kind is given too."""
    values = {
        field: normalise(value) if field in ("code", "name") else value for field, value in changes.items()
    }
    if "level" in values:
        values["level"] = _level(values["level"])
    if "kind" in values:
        values["kind"] = _kind(values["kind"])
    elif "name" in values:
        said = _kind_of_name(values["name"], values["level"].pk if "level" in values else version.level_id)
        values |= {"kind": said} if said else {}
    return {field: value for field, value in values.items() if getattr(version, field) != value}


def _refuse_unknown(changes):
    unknown = changes.keys() - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"a version has no {sorted(unknown)}")


def _level(level):
    if isinstance(level, Level):
        return level
    return Level.objects.get(**{"number" if isinstance(level, int) else "code": level})


def _kind(kind):
    return UnitKind.objects.get(code=kind) if isinstance(kind, str) else kind


def _kind_of_name(name, level):
    kinds = {kind.code: kind for kind in UnitKind.objects.filter(level=level)}
    words = kind_words((kind.code, kind.name, kind.level_id) for kind in kinds.values())
    return kinds.get(kind_code_of_name(name, level, words))


def _add_alias(unit, name):
    alias = UnitAlias(unit=unit, name=normalise(name))
    alias.full_clean()
    alias.save()


def _redraw(unit_ids, today):
    rebuild_placements(unit_ids)
    refresh_access_paths(on=today, unit_ids=unit_ids)


def _day(day):
    return date_format(day, "SHORT_DATE_FORMAT")
