"""verify: a sound database passes, and each thing that can be wrong is found, named, and ends in an error."""

import io
import json
from datetime import date

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.utils import timezone

import common.verification
from assignments.actions.assigning import assign
from assignments.models import Assignment, Scheme
from branches.actions.units import close_unit
from branches.models import Household, Unit, UnitPlacement, UnitSuccession, UnitVersion
from dashboard.verification import CHECKS, run_checks
from tests import factories
from tests.factories import START, CadreFactory, DocumentFactory, SchemeFactory, small_map

LATER = date(2024, 7, 1)


@pytest.fixture
def units(db):
    """A small map with a merger, a division, and assignments with limits of one and of two."""
    units = small_map()
    close_unit(units["P1D1C1"], on=LATER, by=None, successors=[(units["P1D1C2"], "whole", True)])
    parts = [(units["P2D1C2"], "part", True), (units["P2D2C1"], "part", False)]
    close_unit(units["P2D1C1"], on=LATER, by=None, successors=parts, leave_children=True)
    document = DocumentFactory(issuer_unit=units["P1"])
    for limit, hamlet in ((1, "P1D2C1H1"), (2, "P1D2C1H1"), (2, "P1D2C1H2")):
        scheme = SchemeFactory(issuer=units["P1"], max_assignees_per_target=limit)
        for _each in range(limit):
            assign(
                scheme=scheme,
                assignee=CadreFactory(unit=units["P1"]),
                target=units[hamlet],
                starts_on=LATER,
                documents=[document],
                by=None,
            )
    return units


def verify(*options):
    """(stdout, the error's sentence or None)."""
    out = io.StringIO()
    try:
        call_command("verify", *options, stdout=out, stderr=io.StringIO())
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), None


def faults():
    """{name of the check function: its sentences} of the checks that found something."""
    day = timezone.localdate()
    found = {check.__name__: list(check(day)) for _name, check in CHECKS}
    return {name: sentences for name, sentences in found.items() if sentences}


def test_a_sound_database_passes_and_undecided_units_are_a_notice(units):
    factories.organisation(units["P2D1C1H1"], code="CB-MAT", name="Chi bộ ấp không còn đâu")
    factories.organisation(units["P2D2C1H1"], code="CB-CON", name="Chi bộ ấp còn đó")
    out, error = verify()
    assert error is None and "CB-MAT Chi bộ ấp không còn đâu" in out and "CB-CON" not in out
    assert "P2D1C1H1 Ấp Mẫu P2D1C1H1" in out and "Sai" not in out
    answer = json.loads(verify("--json")[0])
    assert answer["ok"] is True and [each["code"] for each in answer["without_ground"]] == ["CB-MAT"]
    assert [each["code"] for each in answer["undecided"]] == ["P2D1C1H1", "P2D1C1H2"]
    assert {each["parent"] for each in answer["undecided"]} == {"P2D1C1"}
    assert len(answer["checks"]) == len(CHECKS) == len(list(run_checks(LATER)))


def test_the_first_row_that_is_wrong_is_named(units):
    UnitPlacement.objects.filter(unit=units["P1D2C1H1"]).update(path="x.")
    out, error = verify()
    assert "Ấp Mẫu P1D2C1H1 có chỗ đứng sai" in out and "Ấp Mẫu P1D2C1H1" in error
    with pytest.raises(CommandError):
        call_command("verify", "--json", stdout=io.StringIO())


def placement_is_gone(units):
    UnitPlacement.objects.filter(unit=units["P1D2"]).delete()


def access_path_is_old(units):
    Unit.objects.filter(pk=units["P1D1C1"].pk).update(access_path="x.")


def version_outlives_its_unit(units):
    UnitVersion.objects.filter(unit=units["P1D1C1"]).update(ends_on=None)


def version_begins_late(units):
    UnitVersion.objects.filter(unit=units["P1D2C2H1"]).update(starts_on=LATER)


def parent_is_not_above(units):
    UnitVersion.objects.filter(unit=units["P1D2C2H1"]).update(parent=units["P1D2C2H2"])


def succession_has_another_day(units):
    UnitSuccession.objects.filter(extent="whole").update(happens_on=START)


def whole_and_part(units):
    UnitSuccession.objects.filter(is_default=False).update(extent="whole")


def more_than_the_scheme_allows(units):
    scheme = Scheme.objects.filter(max_assignees_per_target=2).first()
    hamlet = Assignment.objects.filter(scheme=scheme).first().target_unit
    Assignment.objects.create(
        scheme=scheme, cadre=CadreFactory(unit=units["P1"]), target_unit=hamlet, unit=hamlet, starts_on=LATER
    )


def without_the_flag(units):
    scheme = Scheme.objects.get(max_assignees_per_target=1)
    hamlet = units["P1D2C2H1"]
    Assignment.objects.create(
        scheme=scheme, cadre=CadreFactory(unit=units["P1"]), target_unit=hamlet, unit=hamlet, starts_on=LATER
    )


def on_another_units_road(units):
    scheme = Scheme.objects.filter(max_assignees_per_target=2).first()
    Assignment.objects.create(
        scheme=scheme,
        cadre=CadreFactory(unit=units["P1"]),
        target_unit=units["P1D2C2H1"],
        unit=units["P2"],
        starts_on=LATER,
    )


def corrects_what_stands(units):
    first = Assignment.objects.filter(scheme__max_assignees_per_target=2).first()
    hamlet = units["P1D2C2H1"]
    Assignment.objects.create(
        scheme=first.scheme,
        cadre=CadreFactory(unit=units["P1"]),
        target_unit=hamlet,
        unit=hamlet,
        starts_on=LATER,
        corrects=first,
    )


def changed_behind_the_historys_back(units):
    with pgtrigger.ignore("branches.UnitVersion:update_update"):
        UnitVersion.objects.filter(unit=units["P1"]).update(name="Tỉnh Lén")


def made_behind_the_historys_back(units):
    with pgtrigger.ignore("branches.UnitAlias:insert_insert"):
        units["P1"].aliases.create(name="Tên Lén")


def deleted_behind_the_historys_back(units):
    alias = units["P1"].aliases.create(name="Tên Lén")
    with pgtrigger.ignore("branches.UnitAlias:delete_delete"):
        alias.delete()


@pytest.mark.parametrize(
    ("harm", "check", "words"),
    [
        (
            placement_is_gone,
            "placements_follow_from_versions",
            "Huyện Mẫu P1D2 thiếu chỗ đứng từ ngày 01/01/2020",
        ),
        (access_path_is_old, "units_are_found_where_they_stand", "Xã Mẫu P1D1C1 không được tìm thấy"),
        (version_outlives_its_unit, "versions_lie_in_their_units_life", "của Xã Mẫu P1D1C1 nằm ngoài"),
        (version_begins_late, "units_have_a_version_from_their_first_day", "không có tên, cấp vào ngày lập"),
        (parent_is_not_above, "parents_are_above", "Ấp Mẫu P1D2C2H1 trực thuộc một đơn vị không cao cấp hơn"),
        (succession_has_another_day, "successions_are_sound", "Xã Mẫu P1D1C1 không kết thúc"),
        (whole_and_part, "successions_are_sound", "vừa nhập toàn bộ"),
        (more_than_the_scheme_allows, "limits_hold", "vượt giới hạn 2"),
        (without_the_flag, "flags_copy_a_limit_of_one", "không mang giới hạn"),
        (on_another_units_road, "assignments_are_found_by_their_targets_unit", "không gắn với đơn vị"),
        (corrects_what_stands, "corrections_correct_what_is_voided", "vẫn còn hiệu lực"),
        (changed_behind_the_historys_back, "history_agrees", "branches_unitversion, dòng"),
        (made_behind_the_historys_back, "history_agrees", "branches_unitalias, dòng"),
        (deleted_behind_the_historys_back, "history_agrees", "branches_unitalias, dòng"),
    ],
)
def test_what_is_wrong_is_found_by_its_check(units, harm, check, words):
    assert faults() == {}
    harm(units)
    assert words in " ".join(faults()[check])
    assert verify()[1]


def test_a_limit_that_was_lowered_later_leaves_old_assignments_alone(units):
    Scheme.objects.filter(max_assignees_per_target=2).update(max_assignees_per_target=1)
    assert faults() == {}


def test_households_are_changed_with_history_and_made_without(units):
    household = Household.objects.create(
        unit=units["P1D2C1H1"], code="HO", head_name="Ông Mẫu", starts_on=START
    )
    Household.objects.filter(pk=household.pk).update(head_name="Bà Mẫu")
    assert faults() == {}


@pytest.fixture
def as_owner(db, monkeypatch):
    """The owner may take walls down; what he did is seen by his own connection only and rolled back."""
    owner = connections["owner"]
    monkeypatch.setattr(common.verification, "connection", owner)
    with transaction.atomic(using="owner"):
        yield owner.cursor()
        transaction.set_rollback(True, using="owner")


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (
            ["ALTER TABLE branches_unitversion DROP CONSTRAINT branches_unit_has_one_version_a_day"],
            "thiếu ràng buộc",
        ),
        (["DROP INDEX branches_unit_has_one_default_successor"], "thiếu ràng buộc"),
        (["ALTER TABLE branches_unit DISABLE TRIGGER USER"], "đã bị tắt"),
        (["DROP TRIGGER pgtrigger_insert_insert_14bbd ON branches_unit"], "thiếu trigger"),
    ],
)
def test_a_wall_that_is_down_is_found(as_owner, statements, words):
    assert list(common.verification.walls_stand(None)) == []
    for statement in statements:
        as_owner.execute(statement)
    assert words in " ".join(common.verification.walls_stand(None))


UNIT = (
    "INSERT INTO branches_unit (id, key, opened_on, access_path) "
    "VALUES (1, 'k1', '2020-01-01', ''), (2, 'k2', '2020-01-01', '')"
)
VERSION = (
    "INSERT INTO branches_unitversion "
    "(unit_id, level_id, code, name, starts_on, ends_on, search_key, sort_key) VALUES "
)


def test_a_row_that_a_check_refuses_is_found_where_the_check_was_down(as_owner):
    name = "branches_unitversion_period_ends_after_it_starts"
    as_owner.execute(f"ALTER TABLE branches_unitversion DROP CONSTRAINT {name}")
    as_owner.execute(UNIT)
    as_owner.execute(VERSION + "(1, 1, 'A', 'A', '2020-01-01', '2020-01-01', '', '')")
    as_owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    as_owner.execute(
        f"ALTER TABLE branches_unitversion ADD CONSTRAINT {name} CHECK (ends_on > starts_on) NOT VALID"
    )
    said = " ".join(common.verification.rows_obey(None))
    assert "Ngày kết thúc phải sau ngày bắt đầu" in said and "chưa được kiểm tra" in said


@pytest.mark.parametrize(
    ("constraint", "second"),
    [
        ("branches_unit_has_one_version_a_day", "(1, 1, 'B', 'B', '2021-01-01', '2022-01-01', '', '')"),
        ("branches_code_names_one_unit_a_day", "(2, 1, 'A', 'A', '2021-01-01', '2022-01-01', '', '')"),
    ],
)
def test_two_rows_that_collide_are_found_where_the_exclusion_was_down(as_owner, constraint, second):
    """Asked of a plain index of the same columns: the exclusion itself cannot be made again over rows that collide."""
    as_owner.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [constraint])
    columns = as_owner.fetchone()[0].removeprefix("EXCLUDE ").replace(" WITH &&", "")
    as_owner.execute(f"ALTER TABLE branches_unitversion DROP CONSTRAINT {constraint}")
    as_owner.execute(f"CREATE INDEX alike ON branches_unitversion {columns}")
    as_owner.execute("SELECT 'alike'::regclass::oid")
    query = common.verification._overlap_query("branches_unitversion", "id", as_owner.fetchone()[0])
    as_owner.execute(UNIT)
    as_owner.execute(VERSION + "(1, 1, 'A', 'A', '2020-01-01', NULL, '', '') RETURNING id")
    (first,) = as_owner.fetchone()
    assert common.verification._rows(query) == []
    as_owner.execute(VERSION + second)
    assert common.verification._rows(query) == [(first,)]


def test_the_application_does_not_need_the_owner_to_verify(units):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
    assert role == connection.settings_dict["USER"]
    assert verify()[1] is None
