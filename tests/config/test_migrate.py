"""What the migrations made is what the models say, also where `migrate` took the short way."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import RemoveTrigger

from common.reference import going_forward
from common.rights import grant_rights

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


@pytest.mark.django_db(databases=["default", "owner"])
def test_after_a_migrate_that_went_back_rights_are_said_for_the_tables_that_stand():
    """The models of the code say more then than the tables hold; the history that stands stays append-only."""
    application = settings.DATABASES["default"]["USER"]
    may = "SELECT has_table_privilege(%s, %s, 'UPDATE')"
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TABLE matters_topicevent")
        cursor.execute(f'GRANT UPDATE ON matters_deadlineruleevent TO "{application}"')
        cursor.execute(may, [application, "matters_deadlineruleevent"])
        assert cursor.fetchone() == (True,)
        grant_rights(using="owner")
        cursor.execute(may, [application, "matters_deadlineruleevent"])
        assert cursor.fetchone() == (False,)


def test_reference_rows_come_after_a_migrate_that_goes_forward_only():
    loaded = []
    load = going_forward(lambda sender, using: loaded.append(using))
    load(using="a", plan=[(None, True), (None, False)])
    assert loaded == []
    load(using="b", plan=[(None, False)])
    load(using="c")
    assert loaded == ["b", "c"]
