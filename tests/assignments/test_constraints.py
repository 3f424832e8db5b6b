"""The walls are in the database: every statement here goes past our own code, as a script of an office would."""

from datetime import timedelta

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from assignments.models import Assignment, Cadre, ChangeSet
from assignments.models.assignments import DECIDED_FIELDS
from branches.models import Zone
from tests.assignments.ground import DAY, LATER, ground
from tests.factories import START, SchemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return ground(target_level=None, max_assignees_per_target=None)


def insert(land, **values):
    """Writes one row by SQL; keys are columns."""
    row = {
        "key": f"k{Assignment.objects.count():09}",
        "scheme_id": land.scheme.pk,
        "unit_id": land.district.pk,
        "starts_on": DAY,
        "role": "follow",
        "end_reason": "",
        "end_note": "",
        "reason": "",
        "post_then": "",
        "one_per_target": False,
        "one_per_assignee": False,
        "void_reason": "",
        "created_at": "2026-01-01T00:00:00Z",
    } | values
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO assignments_assignment ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))}) RETURNING id",
            list(row.values()),
        )
        return cursor.fetchone()[0]


def refused(constraint, land, **values):
    with pytest.raises(IntegrityError) as caught:
        insert(land, **values)
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_a_flagged_target_has_one_assignee_a_day(land):
    one, two = land.cadre(), land.cadre()
    hamlet = land.hamlets[0].pk
    insert(land, cadre_id=one.pk, target_unit_id=hamlet, one_per_target=True, ends_on=LATER)
    name = "assignments_target_has_one_assignee_a_day"
    last_day = LATER - timedelta(days=1)
    refused(name, land, cadre_id=two.pk, target_unit_id=hamlet, one_per_target=True)
    refused(name, land, cadre_id=two.pk, target_unit_id=hamlet, one_per_target=True, starts_on=last_day)
    refused(name, land, team_id=None, agency_id=land.agency.pk, target_unit_id=hamlet, one_per_target=True)
    assert insert(land, cadre_id=two.pk, target_unit_id=hamlet, one_per_target=True, starts_on=LATER)


def test_a_flagged_assignee_has_one_target_a_day(land):
    cadre = land.cadre()
    insert(land, cadre_id=cadre.pk, target_unit_id=land.hamlets[0].pk, one_per_assignee=True)
    refused(
        "assignments_assignee_has_one_target_a_day",
        land,
        cadre_id=cadre.pk,
        target_unit_id=land.hamlets[1].pk,
        one_per_assignee=True,
    )
    assert insert(land, cadre_id=land.cadre().pk, target_unit_id=land.hamlets[1].pk, one_per_assignee=True)


def test_rows_without_limits_never_collide(land):
    """An unbounded range of NULLs would: whoever has no limit must not stand in anybody's way."""
    one, two = land.cadre(), land.cadre()
    flagged = land.hamlets[0].pk
    insert(land, cadre_id=one.pk, target_unit_id=flagged, one_per_target=True, one_per_assignee=True)
    for hamlet in land.hamlets:
        assert insert(land, cadre_id=two.pk, target_unit_id=hamlet.pk)
    assert insert(land, cadre_id=land.cadre().pk, target_unit_id=flagged)
    assert insert(land, agency_id=land.agency.pk, target_unit_id=flagged)


def test_kinds_of_the_same_id_do_not_collide(land):
    """A zone and a unit can have one number; so can a cadre and an agency."""
    zone = Zone.objects.create(
        id=land.hamlets[0].pk, unit=land.district, code="TV1", name="Tiểu vùng", starts_on=START
    )
    same = Cadre.objects.create(
        id=land.agency.pk + 1_000_000,
        code="CB-X",
        full_name="Lê Văn Thử",
        unit=land.district,
        started_on=START,
    )
    flags = {"one_per_target": True, "one_per_assignee": True}
    insert(land, cadre_id=same.pk, target_unit_id=land.hamlets[0].pk, **flags)
    assert insert(land, agency_id=land.agency.pk, target_zone_id=zone.pk, **flags)


def test_another_scheme_and_a_voided_row_are_in_nobodys_way(land):
    hamlet = land.hamlets[0].pk
    insert(
        land,
        cadre_id=land.cadre().pk,
        target_unit_id=hamlet,
        one_per_target=True,
        voided_at="2026-01-01T00:00:00Z",
        void_reason="Nhầm",
    )
    insert(land, cadre_id=land.cadre().pk, target_unit_id=hamlet, one_per_target=True)
    other = SchemeFactory(issuer=land.district)
    assert insert(
        land, scheme_id=other.pk, cadre_id=land.cadre().pk, target_unit_id=hamlet, one_per_target=True
    )


def test_the_same_assignment_is_said_once_whatever_the_limits(land):
    cadre = land.cadre()
    insert(land, cadre_id=cadre.pk, target_unit_id=land.hamlets[0].pk, ends_on=LATER)
    refused("assignments_assignment_is_said_once", land, cadre_id=cadre.pk, target_unit_id=land.hamlets[0].pk)
    assert insert(land, cadre_id=cadre.pk, target_unit_id=land.hamlets[0].pk, starts_on=LATER)


def test_one_assignee_one_target_a_period_and_a_reason(land):
    cadre, hamlet = land.cadre().pk, land.hamlets[0].pk
    one_of_each = {"cadre_id": cadre, "target_unit_id": hamlet}
    refused("assignments_assignment_has_one_assignee", land, target_unit_id=hamlet)
    refused("assignments_assignment_has_one_assignee", land, agency_id=land.agency.pk, **one_of_each)
    refused("assignments_assignment_has_one_target", land, cadre_id=cadre)
    refused("assignments_assignment_period_ends_after_it_starts", land, ends_on=DAY, **one_of_each)
    refused("assignments_voided_with_a_reason", land, voided_at="2026-01-01T00:00:00Z", **one_of_each)
    refused("assignments_voided_with_a_reason", land, void_reason="Nhầm", **one_of_each)


def test_a_change_set_in_force_has_a_document(land):
    draft = ChangeSet.objects.create(scheme=land.scheme, name="Đợt", effective_on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeSet.objects.filter(pk=draft.pk).update(state="in_force")


def row(land):
    return insert(land, cadre_id=land.cadre().pk, target_unit_id=land.hamlets[0].pk)


def run(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def others(land):
    """A different value for every column that a decision fixed."""
    zone = Zone.objects.create(unit=land.district, code="TV1", name="Tiểu vùng", starts_on=START)
    return {
        "key": "zzzzzzzzzz",
        "scheme": SchemeFactory(issuer=land.district).pk,
        "cadre": land.cadre().pk,
        "team": 1,
        "agency": land.agency.pk,
        "target_unit": land.hamlets[1].pk,
        "target_organisation": 1,
        "target_zone": zone.pk,
        "target_household": 1,
        "target_group": 1,
        "unit": land.hamlets[1].pk,
        "role": "attend",
        "starts_on": LATER,
        "group_then": 1,
        "post_then": "Trưởng ban",
        "one_per_target": True,
        "one_per_assignee": True,
        "corrects": 1,
        "created_by": land.officer.pk,
        "created_at": "2027-01-01T00:00:00Z",
    }


@pytest.mark.parametrize("field", DECIDED_FIELDS)
def test_what_a_decision_said_is_not_changed(land, field):
    pk = row(land)
    column = Assignment._meta.get_field(field).column
    with pytest.raises(DatabaseError, match="Cannot update rows"):
        run(f"UPDATE assignments_assignment SET {column} = %s WHERE id = %s", others(land)[field], pk)


def test_control_what_may_change_changes(land):
    """The trigger refuses the columns that it names, not every update."""
    pk = row(land)
    assert run(
        "UPDATE assignments_assignment SET ends_on = %s, end_reason = 'retired', reason = 'x' WHERE id = %s",
        LATER,
        pk,
    )
    assert run("UPDATE assignments_assignment SET voided_at = now(), void_reason = 'Nhầm' WHERE id = %s", pk)


def test_control_without_the_triggers_the_row_would_be_changed_and_deleted(land):
    pk = row(land)
    names = ("assignment_is_ended_and_made_anew", "assignment_is_never_deleted")
    with pgtrigger.ignore(*(f"assignments.Assignment:{each}" for each in names)):
        assert run("UPDATE assignments_assignment SET starts_on = %s WHERE id = %s", LATER, pk)
        assert run("DELETE FROM assignments_assignment WHERE id = %s", pk)


def test_an_assignment_is_never_deleted(land):
    pk = row(land)
    with pytest.raises(DatabaseError, match="Cannot delete rows"):
        run("DELETE FROM assignments_assignment WHERE id = %s", pk)
    with pytest.raises(DatabaseError, match="Cannot delete rows"), transaction.atomic():
        Assignment.objects.all().delete()


def test_what_is_voided_stays_as_it_was(land):
    pk = row(land)
    run("UPDATE assignments_assignment SET voided_at = now(), void_reason = 'Nhầm' WHERE id = %s", pk)
    for change in ("voided_at = NULL, void_reason = ''", "ends_on = '2030-01-01'", "void_reason = 'Khác'"):
        with pytest.raises(DatabaseError, match="Cannot update rows"):
            run(f"UPDATE assignments_assignment SET {change} WHERE id = %s", pk)
