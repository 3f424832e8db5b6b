"""A dozen units in time: mergers one after the other, a division, a hamlet that changes its commune."""

import random
import re
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.utils import timezone

from assignments.access import load_scope
from branches.actions.placements import (
    lock_map,
    rebuild_placements,
    refresh_access_paths,
)
from branches.actions.units import change_unit, close_unit, open_unit
from branches.models import Grant, Unit, UnitPlacement, UnitVersion
from branches.querysets.units import undecided_on
from branches.scope import GrantFact, Place, scope_for
from branches.tasks import follow_the_calendar
from branches.verification import placements_follow_from_versions, units_are_found_where_they_stand
from tests.factories import START, UserFactory, small_map

FIRST, SECOND, TODAY = date(2022, 1, 1), date(2024, 7, 1), date(2026, 11, 22)
TOP = Path(__file__).resolve().parents[2]


@pytest.fixture
def units(db):
    """A (P1D1C1) goes into B (P1D1C2), B into C (P1D2C1); P2D1C1 is divided; a hamlet of P2 changes its commune."""
    units = small_map()
    a, b, c = units["P1D1C1"], units["P1D1C2"], units["P1D2C1"]
    close_unit(a, on=FIRST, by=None, today=TODAY, successors=[(b, "whole", True)])
    close_unit(b, on=SECOND, by=None, today=TODAY, successors=[(c, "whole", True)])
    parts = [(units["P2D1C2"], "part", True), (units["P2D2C1"], "part", False)]
    close_unit(units["P2D1C1"], on=SECOND, by=None, today=TODAY, successors=parts, leave_children=True)
    change_unit(units["P2D2C2H1"], on=SECOND, by=None, today=TODAY, parent=units["P2D2C1"])
    return units


def under(unit, day):
    rows = UnitPlacement.objects.on(day).under(unit, itself=False)
    return sorted(rows.values_list("version__code", flat=True))


def path_of(unit):
    return Unit.objects.get(pk=unit.pk).access_path


def test_the_map_that_tests_begin_with_is_as_the_product_leaves_it(db):
    units = small_map()
    assert UnitPlacement.objects.count() == len(units) == 30
    assert (rebuild_placements(), refresh_access_paths(on=START)) == (0, 0)
    kept = Unit.objects.in_bulk()
    for unit in units.values():
        assert vars(unit) | {"_state": None} == vars(kept[unit.pk]) | {"_state": None}


def test_whoever_holds_the_ground_today_finds_what_was_merged_into_it(units):
    a, b, c = units["P1D1C1"], units["P1D1C2"], units["P1D2C1"]
    assert path_of(a) == path_of(b) == path_of(c)
    hamlets = ["P1D1C1H1", "P1D1C1H2", "P1D1C2H1", "P1D1C2H2", "P1D2C1H1", "P1D2C1H2"]
    assert under(c, TODAY) == hamlets
    assert under(b, FIRST) == hamlets[:4]
    assert under(a, FIRST - timedelta(days=1)) == hamlets[:2]
    assert under(a, FIRST) == []


def test_a_later_merger_moves_what_was_found_there_along(units):
    taker = units["P2D2C2"]
    close_unit(
        units["P1D2C1"], on=date(2025, 7, 1), by=None, today=TODAY, successors=[(taker, "whole", True)]
    )
    assert path_of(units["P1D1C1"]) == path_of(taker)
    assert path_of(units["P1D1C1H1"]) == f"{path_of(taker)}{units['P1D1C1H1'].key}."


def test_last_years_figures_of_every_unit_stay_when_the_map_changes(units):
    before = {day: picture(day) for day in (START, FIRST, date(2023, 12, 31), date(2025, 6, 30))}
    change = date(2025, 7, 1)
    change_unit(units["P1D2"], on=change, by=None, today=TODAY, parent=units["P2"])
    change_unit(units["P1D1C1H1"], on=change, by=None, today=TODAY, parent=units["P2D2C2"])
    close_unit(
        units["P2D2C1"], on=change, by=None, today=TODAY, successors=[(units["P2D2C2"], "whole", True)]
    )
    assert {day: picture(day) for day in before} == before
    assert picture(change) != before[date(2025, 6, 30)]


def picture(day):
    return sorted(
        UnitPlacement.objects.on(day).values_list("unit", "path", "level", "province", "district", "commune")
    )


def test_a_move_writes_the_rows_of_its_subtree_and_no_other(units):
    before = set(UnitPlacement.objects.values_list("pk", flat=True))
    change_unit(units["P2D2C2"], on=date(2025, 7, 1), by=None, today=TODAY, parent=units["P2D1"])
    new = UnitPlacement.objects.exclude(pk__in=before)
    assert {place.version.code for place in new} == {"P2D2C2", "P2D2C2H2"}
    # One old row of each becomes two: it ends on the day, another begins.
    assert len(before - set(UnitPlacement.objects.values_list("pk", flat=True))) == 2
    assert new.count() == 4
    assert rebuild_placements() == 0 and refresh_access_paths(on=TODAY) == 0


def test_a_new_name_above_writes_nothing_beneath(units):
    before = set(UnitPlacement.objects.exclude(unit=units["P1"]).values_list("pk", flat=True))
    change_unit(units["P1"], on=date(2025, 7, 1), by=None, today=TODAY, name="Tỉnh Tên Khác")
    assert set(UnitPlacement.objects.exclude(unit=units["P1"]).values_list("pk", flat=True)) == before


def test_rebuilding_takes_the_same_number_of_queries_whatever_the_map(units, django_assert_num_queries):
    UnitPlacement.objects.all().delete()
    # savepoint, lock, versions, keys, places, COPY, release
    with django_assert_num_queries(7):
        assert rebuild_placements() > 20


def test_a_division_lets_the_default_part_find_it_and_its_hamlets_stand_nowhere(units):
    assert path_of(units["P2D1C1"]) == path_of(units["P2D1C2"])
    assert {unit.pk for unit in undecided_on(TODAY)} == {units["P2D1C1H1"].pk, units["P2D1C1H2"].pk}
    assert under(units["P2D1C2"], TODAY) == ["P2D1C2H1", "P2D1C2H2"]


def test_a_division_without_a_default_is_found_by_whoever_holds_the_parent(units):
    parts = [(units["P2D2C2"], "part", False), (units["P2D1C2"], "part", False)]
    close_unit(units["P2D2C1"], on=TODAY, by=None, today=TODAY, successors=parts, leave_children=True)
    assert path_of(units["P2D2C1"]) == path_of(units["P2D2"])


def test_a_change_entered_ahead_takes_effect_by_the_calendar(units):
    tomorrow = timezone.localdate() + timedelta(days=1)  # the task asks the clock itself
    hamlet, taker = units["P2D2C2H2"], units["P1D2C1"]
    change_unit(hamlet, on=tomorrow, by=None, parent=taker)
    assert path_of(hamlet).startswith(path_of(units["P2D2C2"]))
    assert refresh_access_paths(on=tomorrow) == 1
    assert path_of(hamlet).startswith(path_of(taker))
    follow_the_calendar(0)
    assert path_of(hamlet).startswith(path_of(units["P2D2C2"]))


def test_a_unit_that_is_not_open_yet_is_found_where_it_will_stand(units):
    ahead = open_unit(
        code="MOI",
        name="Ấp Mới",
        level=4,
        parent=units["P1D2C1"],
        starts_on=date(2030, 1, 1),
        by=None,
        today=TODAY,
    )
    assert ahead.access_path == f"{path_of(units['P1D2C1'])}{ahead.key}."


def test_random_histories_made_by_the_actions_give_the_places_that_the_versions_say(db):
    """Whatever is opened, moved, renamed and closed in whatever order: places and access paths, kept up to date change
    by change, equal those of a fresh derivation, and a walk up the parents in SQL."""
    changed = 0
    for seed in range(6):
        lot = random.Random(seed)
        with transaction.atomic():
            units = list(small_map().values())
            for step in range(12):
                changed += _something(lot, units, START + timedelta(days=lot.randrange(1, 2000)), step)
            assert list(placements_follow_from_versions(TODAY)) == []
            assert list(units_are_found_where_they_stand(TODAY)) == []
            for _each in range(4):
                day = START + timedelta(days=lot.randrange(2200))
                assert dict(UnitPlacement.objects.on(day).values_list("unit_id", "path")) == walked(day)
            transaction.set_rollback(True)
    assert changed > 20


def _something(lot, units, day, step):
    unit, other = lot.sample(units, 2)
    try:
        match lot.randrange(4):
            case 0:
                change_unit(unit, on=day, by=None, today=TODAY, parent=other)
            case 1:
                close_unit(unit, on=day, by=None, today=TODAY, successors=[(other, "whole", False)])
            case 2:
                parts = [(other, "part", lot.random() < 0.5)]
                close_unit(unit, on=day, by=None, today=TODAY, successors=parts, leave_children=True)
            case 3:
                level = lot.choice((2, 3, 4))
                code = f"X{step}"
                units.append(
                    open_unit(
                        code=code, name=code, level=level, parent=unit, starts_on=day, by=None, today=TODAY
                    )
                )
    except ValidationError:
        return False
    return True


def walked(day):
    """{unit id: path} on a day by a recursive walk over the versions: what the product's pages never do."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE now AS (
                SELECT v.unit_id, v.parent_id, v.level_id, u.key FROM branches_unitversion v
                JOIN branches_unit u ON u.id = v.unit_id
                WHERE v.starts_on <= %(day)s AND (v.ends_on IS NULL OR v.ends_on > %(day)s)
            ), tree AS (
                SELECT unit_id, level_id, key || '.' AS path FROM now WHERE parent_id IS NULL
                UNION ALL
                SELECT now.unit_id, now.level_id, tree.path || now.key || '.' FROM now
                JOIN tree ON tree.unit_id = now.parent_id AND tree.level_id < now.level_id
            )
            SELECT unit_id, path FROM tree
            """,
            {"day": day},
        )
        return dict(cursor.fetchall())


def test_the_comparison_sees_a_place_that_is_a_day_off(units):
    place = UnitPlacement.objects.filter(ends_on=SECOND).first()
    UnitPlacement.objects.filter(pk=place.pk).update(ends_on=SECOND - timedelta(days=1))
    day = SECOND - timedelta(days=1)
    assert dict(UnitPlacement.objects.on(day).values_list("unit_id", "path")) != walked(day)
    assert len(list(placements_follow_from_versions(TODAY))) == 2
    assert rebuild_placements([place.unit_id]) == 2
    assert list(placements_follow_from_versions(TODAY)) == []


def test_circles_of_successors_do_not_hang(units):
    a, b = units["P1D1C1"], units["P1D1C2"]
    a.successions_out.all().delete()
    b.successions_out.all().delete()
    a.successions_out.create(successor=b, extent="whole", happens_on=FIRST)
    b.successions_out.create(successor=a, extent="whole", happens_on=SECOND)
    refresh_access_paths(on=TODAY)
    assert path_of(a) == UnitPlacement.objects.filter(unit=a).latest("starts_on").path


def test_grants_never_follow_successors(units):
    old, taker = units["P1D1C1"], units["P1D2C1"]
    secretary, officer = UserFactory(), UserFactory()
    Grant.objects.create(user=secretary, role="commune_office", unit=old, starts_on=START)
    Grant.objects.create(user=officer, role="commune_office", unit=taker, starts_on=START)
    assert set(Unit.objects.visible_to(load_scope(secretary, TODAY))) == {old}
    seen = set(Unit.objects.visible_to(load_scope(officer, TODAY)))
    assert {old, units["P1D1C2"], taker, units["P1D1C1H1"], units["P1D2C1H1"]} <= seen
    assert units["P1D2C2"] not in seen
    # The wall taken away: were a closed unit's grant to open its path, it would have grown over the successor.
    place = Place(old.pk, path_of(old), is_open=True)
    grown = scope_for([GrantFact("commune_office", START, None, places=(place,))], [], TODAY)
    assert taker in set(Unit.objects.visible_to(grown))


def test_a_merger_entered_ahead_takes_nobodys_ground_away_before_its_day(units):
    user, ahead = UserFactory(), date(2027, 1, 1)
    Grant.objects.create(user=user, role="commune_office", unit=units["P2D2C2"], starts_on=START)
    before = set(Unit.objects.visible_to(load_scope(user, TODAY)))
    assert before == {units["P2D2C2"], units["P2D2C2H2"]}
    taken = [(units["P2D2C1"], "whole", True)]
    close_unit(units["P2D2C2"], on=ahead, by=None, today=TODAY, successors=taken)
    assert set(Unit.objects.visible_to(load_scope(user, TODAY))) == before
    refresh_access_paths(on=ahead)
    assert set(Unit.objects.visible_to(load_scope(user, ahead))) == {units["P2D2C2"]}


def test_a_grant_on_an_undecided_hamlet_opens_that_hamlet_alone(units):
    user = UserFactory()
    Grant.objects.create(user=user, role="branch_secretary", unit=units["P2D1C1H1"], starts_on=START)
    assert set(Unit.objects.visible_to(load_scope(user, TODAY))) == {units["P2D1C1H1"]}


@pytest.mark.django_db(transaction=True)
def test_two_who_change_the_map_at_once_leave_right_places():
    """One moves a commune to another district while the other opens a hamlet in it: without the lock, the hamlet would
    be placed by the district that is just being left."""
    units = small_map()
    moved, seen = threading.Event(), []

    def move():
        with transaction.atomic():
            change_unit(units["P1D1C1"], on=SECOND, by=None, today=TODAY, parent=units["P1D2"])
            moved.set()
            seen.append(_waiting())
        connections["default"].close()

    def add():
        moved.wait(10)
        open_unit(
            code="MOI", name="Ấp Mới", level=4, parent=units["P1D1C1"], starts_on=START, by=None, today=TODAY
        )
        connections["default"].close()

    threads = [threading.Thread(target=each) for each in (move, add)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert seen == [True]
    assert UnitVersion.objects.filter(code="MOI").exists()
    assert list(placements_follow_from_versions(TODAY)) == []


def _waiting():
    """Whether somebody comes to wait for the map's lock while this transaction holds it."""
    lock_map()
    for _each in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = "
                "(SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone()[0]:
                return True
            cursor.execute("SELECT pg_sleep(0.02)")
    return False


BANNED = re.compile(r"\b(versions|placements)__[a-z]")


def test_no_fact_is_filtered_across_versions_or_placements():
    """Two chained filters over them join twice and count a moved hamlet in its old district."""
    apps = ("accounts", "branches", "assignments", "meetings", "reports", "dashboard", "common", "config")
    found = [
        f"{path.relative_to(TOP)}:{number}"
        for app in apps
        for path in (TOP / app).rglob("*.py")
        if "migrations" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if BANNED.search(line)
    ]
    assert found == []
    assert BANNED.search("Unit.objects.filter(versions__parent=unit)")
