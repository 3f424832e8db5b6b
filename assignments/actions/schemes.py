"""Schemes: made whole or by a preset, changed without touching what was decided under them, ended, copied."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assignments.actions.checking import day_text
from assignments.models import CadreGroup, Scheme
from assignments.presets import PRESETS
from branches.models import Level
from common.errors import BUSY, refused_in_words
from common.history import recorded_by

# Fields that are copied into a new term; documents are not: a new term rests on its own.
COPIED = (
    "issuer",
    "parent_scheme",
    "preset",
    "target_kind",
    "target_level",
    "assignee_kinds",
    "max_assignees_per_target",
    "max_targets_per_assignee",
    "wanted_targets_per_assignee",
    "choice",
    "choice_by_group",
    "turns_per_month",
    "committee_turns_per_month",
    "is_announced",
    "report_days",
    "late_entry_hours",
    "leader_reads_first",
    "is_pilot",
    "motto",
    "assignee_duties",
    "assignee_powers",
    "host_duties",
    "charter",
)
CHANGEABLE = frozenset({*COPIED, "name", "starts_on", "ends_on", "pilot_ends_on"}) - {"issuer", "preset"}


@transaction.atomic
def create_scheme(*, code, name="", issuer, starts_on, by, preset=None, documents=(), **fields) -> Scheme:
    """A scheme of `issuer` (Unit) that rests on `documents`; `fields` are columns of Scheme, and `eligible_groups`.

    With `preset` the values come from there, `fields` and a `name` go before them, and its linked schemes are made too;
    the main one is returned. Raises ValidationError.
    """
    if preset:
        overrides = fields | ({"name": name} if name else {})
        [scheme, *_linked] = apply_preset(
            preset, code=code, issuer=issuer, starts_on=starts_on, by=by, overrides=overrides
        )
    else:
        scheme = _create(by, code=code, name=name, issuer=issuer, starts_on=starts_on, **fields)
    rest_on(scheme, documents, by=by)
    return scheme


@transaction.atomic
def apply_preset(preset, *, code, issuer, starts_on, by, overrides=None) -> list[Scheme]:
    """The schemes of `preset` (a key of PRESETS) under `code`, `code` + suffix …, linked; the main one first.

    `overrides` are fields of the main one that the office gives instead (`name`, `eligible_groups` and all columns); the
    end is that of all. Raises ValidationError: no such preset, a code that is taken.
    """
    if preset not in PRESETS:
        raise ValidationError(
            _("Không có mẫu %(preset)s. Các mẫu: %(known)s.")
            % {"preset": preset, "known": ", ".join(PRESETS)}
        )
    overrides = overrides or {}
    levels = Level.objects.in_bulk()
    made: dict[str, Scheme] = {}
    for each in PRESETS[preset]:
        values = {
            "name": each.name,
            "eligible_groups": list(CadreGroup.objects.filter(code__in=each.groups)),
            "parent_scheme": made.get(each.parent),
            "ends_on": overrides.get("ends_on"),
            **each.fields,
            "target_level": levels.get(each.fields["target_level"]),
            **({} if made else overrides),
        }
        made[each.suffix] = _create(
            by, preset=preset, code=f"{code}{each.suffix}", issuer=issuer, starts_on=starts_on, **values
        )
    return list(made.values())


@transaction.atomic
def change_scheme(scheme, *, by, version, **fields) -> Scheme:
    """Changes a scheme for what will be decided from now on: no assignment is touched.

    `version` is the scheme as it was read; who changes an older one is told so. Raises ValidationError.
    """
    groups = fields.pop("eligible_groups", None)
    unknown = fields.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"a scheme has no {sorted(unknown)} to change")
    fresh = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if fresh.version != version:
        raise ValidationError(BUSY)
    for field, value in fields.items():
        setattr(fresh, field, value)
    fresh.version += 1
    with recorded_by(by), refused_in_words():
        _check(fresh)
        fresh.save()
        if groups is not None:
            fresh.eligible_groups.set(groups)
    return fresh


@transaction.atomic
def rest_on(scheme, documents, *, by) -> None:
    """Adds documents on which the scheme rests; those that it has already are left."""
    known = set(scheme.document_links.values_list("document_id", flat=True))
    with recorded_by(by), refused_in_words():
        for document in dict.fromkeys(documents):
            if document.pk not in known:
                scheme.document_links.create(document=document)


@transaction.atomic
def end_scheme(scheme, *, on, by) -> Scheme:
    """Ends a scheme: `on` is the first day on which it is no more. Running assignments are not ended: the overview shows
    them until a new term takes them over or somebody ends them."""
    fresh = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if fresh.ends_on and fresh.ends_on <= on:
        raise ValidationError(
            _("%(scheme)s đã kết thúc từ %(day)s.") % {"scheme": fresh, "day": day_text(fresh.ends_on)}
        )
    return change_scheme(fresh, by=by, version=fresh.version, ends_on=on)


@transaction.atomic
def copy_scheme(scheme, *, code, name, starts_on, by) -> Scheme:
    """The next term: the same values and groups under a new code. Its documents are its own, its assignments come by a
    draft (`change_sets.draft_from_scheme`)."""
    return _create(
        by,
        code=code,
        name=name,
        starts_on=starts_on,
        eligible_groups=list(scheme.eligible_groups.all()),
        **{field: getattr(scheme, field) for field in COPIED},
    )


def _create(by, *, eligible_groups=(), **fields) -> Scheme:
    fields.setdefault("assignee_kinds", [Scheme.AssigneeKind.CADRE])
    scheme = Scheme(**fields)
    with recorded_by(by), refused_in_words():
        _check(scheme)
        scheme.save()
        scheme.eligible_groups.set(eligible_groups)
    return scheme


def _check(scheme) -> None:
    scheme.full_clean()
    if scheme.target_kind == Scheme.TargetKind.UNIT and scheme.target_level is None:
        raise ValidationError({"target_level": _("Hãy chọn cấp được theo dõi.")})
    for field in ("max_assignees_per_target", "max_targets_per_assignee", "wanted_targets_per_assignee"):
        if getattr(scheme, field) == 0:
            raise ValidationError({field: _("Số này phải từ 1 trở lên, hoặc để trống nếu không giới hạn.")})
    if scheme.pilot_ends_on and not scheme.is_pilot:
        raise ValidationError({"pilot_ends_on": _("Chỉ chủ trương thí điểm mới có ngày hết thí điểm.")})
    if scheme.pilot_ends_on and scheme.pilot_ends_on <= scheme.starts_on:
        raise ValidationError({"pilot_ends_on": _("Ngày hết thí điểm phải sau ngày bắt đầu.")})
    _check_choice(scheme)
    above, seen = scheme.parent_scheme, {scheme.pk}
    while above:
        if above.pk in seen:
            raise ValidationError({"parent_scheme": _("Các chủ trương không thể nối vòng tròn với nhau.")})
        seen.add(above.pk)
        above = above.parent_scheme


def _check_choice(scheme) -> None:
    known = set(CadreGroup.objects.values_list("code", flat=True))
    for group, choice in scheme.choice_by_group.items():
        if group not in known:
            raise ValidationError(
                {"choice_by_group": _("Không có nhóm cán bộ nào có mã %(code)s.") % {"code": group}}
            )
        if choice not in Scheme.Choice.values:
            raise ValidationError(
                {"choice_by_group": _("%(choice)s không phải là một phạm vi được chọn.") % {"choice": choice}}
            )
