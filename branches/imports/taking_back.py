"""An import is taken back while nothing was built on it: what it made goes, what it altered is as it was before.

Rows that stand for decisions are not deleted (`Kind.take_away`): an assignment is voided, and stays to be seen.
"""

from collections import defaultdict
from datetime import date

import pghistory
import pghistory.models
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from branches.imports.codes import in_chunks
from branches.imports.pipeline import IMPORT_LOCK, Kind, actor
from branches.imports.writing import BATCH, derived_from, from_json, in_order_of_reference
from branches.models import ImportRun
from common.errors import refused_in_words

# Derived tables, and the log itself: rows there are no facts that somebody built.
_NOT_FACTS = {"branches.unitplacement", "branches.importrun"}


def take_back(kind: Kind, run: ImportRun, *, by, today: date) -> ImportRun:
    """Undoes an applied import as a whole. Raises ValidationError that names what was built on it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        if kind.lock:
            kind.lock()
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.state != ImportRun.State.APPLIED:
            raise ValidationError(_("Chỉ lấy lại được lần nhập đã áp dụng."))
        with pghistory.context(**{**actor(run), "taken_back": True, "user": by.pk if by else None}):
            refuse(built_on(kind, run))
            with refused_in_words():
                _undo(kind, run, by)
            if kind.settle:
                kind.settle(_remaining(run.changes), today)
        run.state = ImportRun.State.TAKEN_BACK
        run.taken_back_at = timezone.now()
        run.save(update_fields=["state", "taken_back_at"])
    return run


def refuse(sentences: list[str]) -> None:
    if sentences:
        raise ValidationError([_("Không lấy lại được lần nhập này."), *sentences])


def built_on(kind: Kind, run: ImportRun) -> list[str]:
    """What was built on the import since, one sentence for each thing; [] when it can be taken back."""
    if said := _kept_otherwise(run):
        return said
    made = {apps.get_model(each["model"]): set(each["made"]) for each in run.changes}
    return [*_changed_since(run), *_pointing_to(kind, made)]


def _kept_otherwise(run: ImportRun) -> list[str]:
    """What the import wrote into a column that its table has no more: an older version of this product brought it in."""
    sentences = []
    for each in run.changes:
        model = apps.get_model(each["model"])
        written = {name for values in [*each["altered"].values(), *each["removed"]] for name in values}
        if written - {field.attname for field in model._meta.concrete_fields}:
            words = {"things": capfirst(str(model._meta.verbose_name))}
            sentences.append(_("%(things)s nay được ghi khác với lúc nhập: hãy sửa từng dòng.") % words)
    return sentences


def _changed_since(run: ImportRun) -> list[str]:
    """Rows that are no longer as the import left them, by what its own events hold; what was changed and changed back
    since is no hindrance."""
    sentences = []
    for each in run.changes:
        model = apps.get_model(each["model"])
        ids = [*each["made"], *map(int, each["altered"])]
        rows = {row.pk: row for row in in_chunks(model._base_manager.all(), "pk", ids)}
        left = _left_by(model, ids, run)
        changed = [pk for pk in ids if pk not in rows or (pk in left and not _is_as(rows[pk], left[pk]))]
        changed += _written_since(model, set(each["made"]) - left.keys() - {*changed})
        if changed:
            example = rows.get(changed[0])
            sentences.append(
                _("%(things)s đã thay đổi sau lần nhập: %(count)s (%(example)s).")
                % {
                    "things": capfirst(str(model._meta.verbose_name)),
                    "count": len(changed),
                    "example": _("đã xoá") if example is None else _called(example),
                }
            )
    return sentences


def _left_by(model: type, ids, run: ImportRun) -> dict[int, models.Model]:
    """{pk: the import's last event of that row}."""
    left: dict[int, models.Model] = {}
    for event in _event_models(model):
        rows = event.objects.annotate(by_run=KeyTextTransform("import_run", "pgh_context__metadata"))
        own = [row for row in in_chunks(rows.order_by(), "pgh_obj_id", ids) if row.by_run == run.key]
        left |= {row.pgh_obj_id: row for row in sorted(own, key=lambda each: each.pk)}
    return left


def _written_since(model: type, ids) -> list[int]:
    """Of rows whose making is no event (households): those that have one, for that came later."""
    found: set[int] = set()
    for event in _event_models(model):
        found |= {row.pgh_obj_id for row in in_chunks(event.objects.order_by(), "pgh_obj_id", ids)}
    return sorted(found)


def _is_as(row, event) -> bool:
    names = {field.attname for field in event._meta.concrete_fields}
    return all(
        getattr(row, field.attname) == getattr(event, field.attname)
        for field in row._meta.concrete_fields
        if field.attname in names
    )


def _event_models(model: type) -> list[type]:
    return [
        each
        for each in apps.get_models()
        if issubclass(each, pghistory.models.Event) and getattr(each, "pgh_tracked_model", None) is model
    ]


def _pointing_to(kind: Kind, made: dict[type, set[int]]) -> list[str]:
    """Rows that were not made by the import and point to one that was."""
    sentences = []
    for model, ids in made.items():
        if not ids or model._meta.label_lower in kind.take_away:
            continue
        for relation in model._meta.related_objects:
            other = relation.related_model
            if other._meta.label_lower in _NOT_FACTS or issubclass(other, pghistory.models.Event):
                continue
            if relation.many_to_many:
                continue
            own = made.get(other, set())
            name = relation.field.attname
            rows = [row for row in in_chunks(other._base_manager.all(), name, ids) if row.pk not in own]
            if rows:
                target = model._base_manager.get(pk=getattr(rows[0], name))
                sentences.append(
                    _("%(thing)s “%(target)s” đã có %(others)s: %(count)s.")
                    % {
                        "thing": capfirst(str(model._meta.verbose_name)),
                        "target": _called(target),
                        "others": other._meta.verbose_name,
                        "count": len([row for row in rows if getattr(row, name) == target.pk]),
                    }
                )
    return sentences


def _called(row) -> str:
    """The name of a row; units and organisations are called by their latest version."""
    versions = getattr(row, "versions", None)
    latest = versions.order_by("-starts_on").first() if versions is not None else None
    return str(latest or row)


def _undo(kind: Kind, run: ImportRun, by) -> None:
    changes = {apps.get_model(each["model"]): each for each in run.changes}
    ordered = in_order_of_reference(changes)
    for model in reversed(ordered):
        ids = changes[model]["made"]
        if model._meta.label_lower in kind.take_away:
            kind.take_away[model._meta.label_lower](ids, run=run, by=by)
        else:
            for start in range(0, len(ids), BATCH):
                model._base_manager.filter(pk__in=ids[start : start + BATCH]).delete()
    for model in ordered:
        _revert(model, changes[model]["altered"])
        for values in changes[model]["removed"]:
            model(**{name: from_json(_field(model, name), value) for name, value in values.items()}).save()


def _revert(model: type, altered: dict) -> None:
    """Puts the values back, those of one set of fields together."""
    rows = {row.pk: row for row in in_chunks(model._base_manager.all(), "pk", map(int, altered))}
    by_fields: dict[tuple, list] = defaultdict(list)
    for pk, values in altered.items():
        row = rows[int(pk)]
        for attname, (before, _after) in values.items():
            setattr(row, attname, from_json(_field(model, attname), before))
        by_fields[tuple(sorted(_field(model, attname).name for attname in values))].append(row)
    for names, group in by_fields.items():
        derived = derived_from(model, names)
        for row in group:
            for field in derived:
                field.pre_save(row, add=False)
        fields = [*names, *(field.name for field in derived)]
        model._base_manager.bulk_update(group, fields, batch_size=BATCH)


def _remaining(changes: list[dict]) -> list[dict]:
    """The changes as far as their rows still exist: what must be settled again."""
    return [{**each, "made": []} for each in changes]


def _field(model: type, attname: str) -> models.Field:
    return next(field for field in model._meta.concrete_fields if field.attname == attname)
