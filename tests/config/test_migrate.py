"""What the migrations made is what the models say, also where `migrate` took the short way."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import RemoveTrigger

pytestmark = pytest.mark.django_db
MODELS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.managed and Path(model._meta.app_config.path).parent == settings.BASE_DIR
]


def missing(model, cursor) -> list[str]:
    """What `model` says and the database does not have, or the other way round for columns."""
    # A proxy has the columns of the model that it stands for, and triggers of its own.
    meta, table = model._meta.concrete_model._meta, model._meta.db_table
    has = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    found = [f"{table}.{name}" for name in has ^ {field.column for field in meta.local_concrete_fields}]
    constraints = connection.introspection.get_constraints(cursor, table)
    found += [each.name for each in [*meta.constraints, *meta.indexes] if each.name not in constraints]
    kept = {
        (each["columns"][0], *each["foreign_key"]) for each in constraints.values() if each["foreign_key"]
    }
    for field in meta.local_concrete_fields:
        if field.remote_field and field.db_constraint:
            target = field.target_field
            if (field.column, target.model._meta.db_table, target.column) not in kept:
                found.append(f"{table}.{field.column} to {target.model._meta.db_table}")
        alone = [each for each in constraints.values() if each["columns"] == [field.column]]
        if field.unique and not any(each["unique"] for each in alone):
            found.append(f"{table}.{field.column} unique")
    cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [table])
    triggers = {name for (name,) in cursor.fetchall()}
    return found + [
        name
        for name in (trigger.get_pgid(model) for trigger in getattr(model._meta, "triggers", ()))
        if name not in triggers
    ]


def test_every_table_is_as_its_model_says():
    assert len(MODELS) > 100
    with connection.cursor() as cursor:
        assert [each for model in MODELS for each in missing(model, cursor)] == []


def test_what_is_not_there_is_named():
    """The negative control."""
    model = apps.get_model("branches.Zone")
    with connection.cursor() as cursor:
        assert missing(model, cursor) == []
    fields = model._meta.local_concrete_fields
    try:
        model._meta.local_concrete_fields = fields[1:]
        with connection.cursor() as cursor:
            assert missing(model, cursor) == ["branches_zone.id"]
    finally:
        model._meta.local_concrete_fields = fields


def test_outside_of_the_command_django_works_as_always():
    assert ProjectState.add_model.__module__ == "django.db.migrations.state"
    assert ProjectState.add_field.__module__ == "django.db.migrations.state"
    assert RemoveTrigger.state_forwards.__module__ == "pgtrigger.migrations"
