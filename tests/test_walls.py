"""The ground under every other test: whose role the product uses, and what that role may not do."""

import pytest
from django.db import ProgrammingError, connection, transaction

from branches.models import Level, Unit, UnitEvent

pytestmark = pytest.mark.django_db


def test_the_product_uses_an_unprivileged_role():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE branches_unitevent",
        "DELETE FROM branches_unitevent",
        "UPDATE branches_unitevent SET pgh_label = 'x'",
        "DROP TABLE branches_unitevent",
        "ALTER TABLE branches_unit DISABLE TRIGGER ALL",
    ],
)
def test_history_cannot_be_rewritten_by_the_application(statement):
    Unit.objects.create(opened_on="2020-01-01")
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert UnitEvent.objects.count() == 1


def test_reference_rows_are_there():
    assert list(Level.objects.values_list("code", flat=True)) == ["province", "district", "commune", "hamlet"]
