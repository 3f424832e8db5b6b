"""A plan becomes rows, and what was made or altered is remembered, so that it can be taken back.

Three passes, so that swaps and successions pass the constraints, which stay on: first the rows that others may point
to; then endings and corrections, those that shorten a period before all others; then the dated rows that the exclusion
constraints guard, and rows that correct one that was voided.
"""

import datetime
from decimal import Decimal
from itertools import islice

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from branches.imports.plan import Alteration, Plan
from common.errors import sentence_of
from common.fields import DerivedTextField

BATCH = 1000


class RowRefused(ValidationError):
    """The database refused a row in spite of all checks (somebody was quicker): its constraint's own sentence."""

    def __init__(self, row: int, message):
        super().__init__(message)
        self.row = row


def write(plan: Plan) -> list[dict]:
    """Writes the plan inside the caller's transaction and returns its changes: for every model
    `{"model", "made": [pk], "altered": {pk: {attname: [before, after]}}, "removed": [{attname: value}]}`, in the order in
    which they were made.

    Raises RowRefused.
    """
    ordered = in_order_of_reference(plan.makes)
    guarded = [model for model in ordered if _is_guarded(model, ordered) or _corrects_one(plan.makes[model])]
    changes: dict[type, dict] = {}
    for model in ordered:
        if model not in guarded:
            _make(model, plan.makes[model], changes)
    for model, links in plan.removals.items():
        entry(changes, model)["removed"] = [_values(link) for link in links]
        model._base_manager.filter(pk__in=[link.pk for link in links]).delete()
    for model, alterations in plan.alters.items():
        _alter(model, list(alterations.values()), changes)
    for model in guarded:
        _make(model, plan.makes[model], changes)
    return list(changes.values())


def entry(changes: dict, model: type) -> dict:
    return changes.setdefault(
        model, {"model": model._meta.label_lower, "made": [], "altered": {}, "removed": []}
    )


def in_order_of_reference(models_) -> list[type]:
    """The models so that each comes after those that its foreign keys point to."""
    remaining, ordered = list(models_), []
    while remaining:
        free = [model for model in remaining if not (_points_to(model) & set(remaining)) - {model}]
        if not free:
            raise ValueError(f"the models point to each other: {remaining}")
        ordered += free
        remaining = [model for model in remaining if model not in free]
    return ordered


def _points_to(model: type) -> set[type]:
    return {each.related_model for each in model._meta.concrete_fields if each.many_to_one or each.one_to_one}


def _is_guarded(model: type, among) -> bool:
    """Whether the model has an exclusion constraint, or points to one of the plan's that has."""
    if any(isinstance(each, ExclusionConstraint) for each in model._meta.constraints):
        return True
    return any(_is_guarded(other, among) for other in _points_to(model) - {model} if other in among)


def _corrects_one(pairs) -> bool:
    """Whether a new row stands for one that is voided by the same plan: that one goes first."""
    return any(getattr(instance, "corrects_id", None) is not None for _row, instance in pairs)


def _make(model: type, pairs, changes: dict) -> None:
    made = entry(changes, model)["made"]
    for batch in _batches(pairs, 1 if _wait_for_each_other(model, pairs) else BATCH):
        instances = [instance for _row, instance in batch]
        try:
            with transaction.atomic():
                model.objects.bulk_create(instances)
        except IntegrityError:
            for row, instance in batch:
                instance.pk = None
                _one(row, instance.save, force_insert=True)
        made += [instance.pk for instance in instances]


def _wait_for_each_other(model: type, pairs) -> bool:
    """Whether one of the rows points to another of them that is not written yet."""
    own = [each for each in model._meta.concrete_fields if each.is_relation and each.related_model is model]
    return any(
        each.is_cached(instance) and (other := each.get_cached_value(instance)) and other.pk is None
        for _row, instance in pairs
        for each in own
    )


def _alter(model: type, alterations: list[Alteration], changes: dict) -> None:
    altered = entry(changes, model)["altered"]
    shortening = [each for each in alterations if _shortens(each)]
    lengthening = [each for each in alterations if not _shortens(each)]
    for part in (shortening, lengthening):
        by_fields: dict[tuple, list[Alteration]] = {}
        for each in part:
            by_fields.setdefault(tuple(sorted(each.fields)), []).append(each)
        for fields, group in by_fields.items():
            for batch in _batches(group, BATCH):
                _update(model, fields, batch)
    for each in alterations:
        altered[str(each.instance.pk)] = {
            name: [as_json(before), as_json(getattr(each.instance, name))]
            for name, before in each.before.items()
        }


def _update(model: type, attnames, batch) -> None:
    names = {field.name for field in model._meta.concrete_fields if field.attname in attnames}
    derived = derived_from(model, names)
    for each in batch:
        for field in derived:
            field.pre_save(each.instance, add=False)
    fields = sorted(names | {field.name for field in derived})
    try:
        with transaction.atomic():
            model.objects.bulk_update([each.instance for each in batch], fields)
    except IntegrityError:
        for each in batch:
            _one(each.row, each.instance.save, update_fields=fields)


def derived_from(model: type, names) -> list[DerivedTextField]:
    """The fields that are made of the fields `names`; bulk_update passes them by."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, DerivedTextField) and set(names) & set(field.sources)
    ]


def _one(row: int, save, **options) -> None:
    try:
        with transaction.atomic():
            save(**options)
    except IntegrityError as error:
        raise RowRefused(row, sentence_of(error)) from error


def _shortens(alteration: Alteration) -> bool:
    before, after = alteration.before, alteration.instance
    if "ends_on" in before and after.ends_on is not None:
        return before["ends_on"] is None or after.ends_on < before["ends_on"]
    return "starts_on" in before and after.starts_on > before["starts_on"]


def _values(instance: models.Model) -> dict:
    return {
        field.attname: as_json(getattr(instance, field.attname)) for field in instance._meta.concrete_fields
    }


def _batches(rows, size: int):
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def as_json(value):
    """A field's value as JSON keeps it; `from_json` gives it back."""
    if isinstance(value, datetime.date | datetime.datetime | datetime.time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def from_json(field: models.Field, value):
    return value if value is None else field.to_python(value)
