"""Several people at once, each with a thread and a connection of his own: one wins, the others are told by whom.

Every race has its control: without the wall that it is about, the same test would see the place given away twice.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

from assignments.actions import assigning
from assignments.actions.assigning import assign, end_assignment
from assignments.actions.cadres import let_cadre_go
from assignments.actions.change_sets import (
    add_line_add,
    add_line_end,
    draft_change_set,
    put_in_force,
)
from assignments.actions.closing import close_household_and_assignments
from assignments.models import Assignment
from common.errors import sentences
from tests.assignments.ground import DAY, LATER, ground, name
from tests.factories import HouseholdFactory, SchemeFactory

pytestmark = pytest.mark.django_db(transaction=True)
EIGHT = 8
DAY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
PATIENCE = 60  # seconds; a deadlock is found by the database after one


@pytest.fixture
def land():
    return ground()


def race(calls):
    """Runs all `calls` at once; returns (results, refusals as lists of sentences). Anything else that is raised, a
    deadlock for one, is raised here."""
    gate = threading.Barrier(len(calls))

    def run(call):
        try:
            connection.ensure_connection()
            gate.wait(PATIENCE)
            return call(), None
        except ValidationError as error:
            return None, sentences(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        done = [each.result(PATIENCE) for each in [pool.submit(run, call) for call in calls]]
    return [row for row, said in done if said is None], [said for row, said in done if said is not None]


def put(land, assignee, target, **given):
    given = {
        "scheme": land.scheme,
        "starts_on": DAY,
        "by": land.officer,
        "documents": [land.document],
    } | given
    return assign(assignee=assignee, target=target, **given)


def eight_on(land, target):
    cadres = [land.cadre(full_name=f"Lê Văn Thử {n}") for n in range(EIGHT)]
    return [lambda cadre=cadre: put(land, cadre, target) for cadre in cadres]


@pytest.fixture
def without_locks(monkeypatch):
    monkeypatch.setattr(assigning, "_lock", lambda model, ids: None)


@pytest.fixture
def all_check_before_anyone_writes(monkeypatch):
    """The moment that a lock forbids: everybody has looked and found the place free, nobody has written yet."""
    gate, check = threading.Barrier(EIGHT), Assignment.full_clean

    def checked(row):
        check(row)
        gate.wait(PATIENCE)

    monkeypatch.setattr(Assignment, "full_clean", checked)


@pytest.fixture
def without_constraints():
    walls = [
        each
        for each in Assignment._meta.constraints
        if each.name in ("assignments_target_has_one_assignee_a_day", "assignments_assignment_is_said_once")
    ]
    owner = connections["owner"]
    with owner.schema_editor() as editor:
        for wall in walls:
            editor.remove_constraint(Assignment, wall)
    yield
    with owner.cursor() as cursor:
        cursor.execute("TRUNCATE assignments_assignment CASCADE")
    with owner.schema_editor() as editor:
        for wall in walls:
            editor.add_constraint(Assignment, wall)


def test_of_eight_who_assign_one_unit_at_once_one_wins_and_seven_learn_who(land):
    for hamlet in land.hamlets:
        [winner], losers = race(eight_on(land, hamlet))
        assert losers == [[f"{name(hamlet)} đã do {winner.cadre} theo dõi từ 01/09/2020."]] * 7
        assert list(Assignment.objects.filter(target_unit=hamlet)) == [winner]


def test_control_without_lock_and_constraint_the_unit_is_given_to_all_eight(
    land, without_locks, without_constraints, all_check_before_anyone_writes
):
    winners, losers = race(eight_on(land, land.hamlets[0]))
    assert (len(winners), losers) == (EIGHT, [])


def test_of_eight_units_at_once_one_cadre_gets_one(land):
    land.scheme.max_targets_per_assignee = 1
    land.scheme.target_level = None
    land.scheme.save()
    units = [unit for code, unit in land.units.items() if len(code) == 8][:EIGHT]
    cadre = land.cadre(full_name="Trần Thị Mẫu")
    [winner], losers = race([lambda unit=unit: put(land, cadre, unit) for unit in units])
    assert losers == [[f"Trần Thị Mẫu đã được phân công {name(winner.target)} từ 01/09/2020."]] * 7


def test_a_limit_of_two_is_counted_under_the_locks(land):
    land.scheme.max_assignees_per_target = 2
    land.scheme.save()
    winners, losers = race(eight_on(land, land.hamlets[0]))
    assert len(winners) == 2
    names = sorted(str(row.cadre) for row in winners)
    for [said] in losers:
        assert said.startswith(f"{name(land.hamlets[0])} chỉ có nhiều nhất 2 người theo dõi cùng lúc: ")
        assert all(each in said for each in names)


def test_control_without_locks_a_limit_of_two_does_not_hold(
    land, without_locks, all_check_before_anyone_writes
):
    land.scheme.max_assignees_per_target = 2
    land.scheme.save()
    winners, _losers = race(eight_on(land, land.hamlets[0]))
    assert len(winners) == EIGHT


def wait_until_somebody_waits():
    """Until another connection waits for this transaction."""
    for _ in range(PATIENCE * 20):
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waited")


@pytest.mark.parametrize("commits", [True, False])
def test_the_winner_is_named_also_where_only_the_constraint_saw_him(land, commits):
    """Somebody writes by SQL and takes no locks: the check finds the place free, the constraint does not."""
    faster, slower = land.cadre(full_name="Trần Thị Nhanh"), land.cadre(full_name="Lê Văn Chậm")
    hamlet = land.hamlets[0]
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Assignment.objects.create(
                scheme=land.scheme,
                cadre=faster,
                target_unit=hamlet,
                unit=hamlet,
                starts_on=LATER,
                one_per_target=True,
            )
            waiting = pool.submit(race, [lambda: put(land, slower, hamlet)])
            wait_until_somebody_waits()
            transaction.set_rollback(not commits)
        winners, losers = waiting.result(PATIENCE)
    if commits:
        assert losers == [[f"{name(hamlet)} đã do Trần Thị Nhanh theo dõi từ 01/03/2021."]]
    else:
        assert [row.cadre for row in winners] == [slower]


def test_whoever_assigns_a_household_while_it_is_closed_learns_that_it_is_no_more(land, monkeypatch):
    scheme = SchemeFactory(issuer=land.units["P1D1C1"], target_kind="household", target_level_id=None)

    def assigned_meanwhile():
        household, cadre = HouseholdFactory(unit=land.hamlets[0]), land.cadre()
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                close_household_and_assignments(household, on=LATER, reason="Chuyển đi", by=land.officer)
                given = {"scheme": scheme, "starts_on": LATER}
                waiting = pool.submit(race, [lambda: put(land, cadre, household, **given)])
                wait_until_somebody_waits()
            return waiting.result(PATIENCE)

    winners, [[said]] = assigned_meanwhile()
    assert winners == [] and said.endswith("không còn vào ngày 01/03/2021.")
    # Control: without the locks the household that is no more would have somebody.
    monkeypatch.setattr(assigning, "_lock", lambda model, ids: None)
    [winner], losers = assigned_meanwhile()
    winner.target_household.refresh_from_db()
    assert losers == [] and winner.target_household.ends_on == winner.starts_on == LATER


def swap(land, one, other, holders):
    """A draft that gives the hamlets `one` and `other` to each other's cadres."""
    draft = draft_change_set(
        scheme=land.scheme, name="Đổi", effective_on=LATER, by=land.officer, document=land.document
    )
    for hamlet, cadre in ((one, holders[other.pk].cadre), (other, holders[one.pk].cadre)):
        add_line_end(draft, assignment=holders[hamlet.pk], by=land.officer)
        add_line_add(draft, assignee=cadre, target=hamlet, by=land.officer)
    draft.refresh_from_db()
    return lambda: put_in_force(draft, by=land.officer, version=draft.version)


def test_swaps_in_a_circle_and_assignments_between_them_do_not_deadlock(land):
    """Each hamlet is in two swaps, and four people try to assign at the same time: whatever is done is done whole."""
    land.scheme.max_targets_per_assignee = 1
    land.scheme.save()
    cadres = [land.cadre(full_name=f"Lê Văn Thử {n}") for n in range(4)]
    rows = {hamlet.pk: put(land, cadre, hamlet) for cadre, hamlet in zip(cadres, land.hamlets, strict=True)}
    circle = [*land.hamlets, land.hamlets[0]]
    swaps = [swap(land, one, other, rows) for one, other in zip(circle, circle[1:], strict=False)]
    others = [
        lambda hamlet=hamlet: put(land, land.cadre(), hamlet, starts_on=LATER) for hamlet in land.hamlets
    ]
    done, losers = race([*swaps, *others])
    assert 1 <= len(done) <= 2
    assert len(losers) == EIGHT - len(done)
    holders = Assignment.objects.active_on(LATER).values_list("target_unit", "cadre")
    assert len(holders) == len({unit for unit, _ in holders}) == len({cadre for _, cadre in holders}) == 4
    assert {cadre for _, cadre in holders} == {cadre.pk for cadre in cadres}


def test_one_draft_put_in_force_by_eight_is_in_force_once(land):
    rows = {}
    for hamlet in land.hamlets[:2]:
        rows[hamlet.pk] = put(land, land.cadre(), hamlet)
    winners, losers = race([swap(land, *land.hamlets[:2], rows)] * EIGHT)
    assert len(winners) == 1
    assert losers == [["Đợt điều chỉnh này đã có hiệu lực, không sửa được nữa."]] * 7
    assert Assignment.objects.count() == 4


def test_of_eight_who_end_an_assignment_at_once_one_does(land):
    row = put(land, land.cadre(full_name="Trần Thị Mẫu"), land.hamlets[0])
    calls = [lambda: end_assignment(row, on=LATER, reason="retired", by=land.officer)] * EIGHT
    winners, losers = race(calls)
    assert len(winners) == 1
    assert losers == [[f"Phân công Trần Thị Mẫu – {name(land.hamlets[0])} đã kết thúc từ 01/03/2021."]] * 7


def test_one_who_leaves_while_he_is_assigned_keeps_no_place(land):
    """Either the assignment comes first and ends with him, or he is gone and it is refused."""
    for number in range(4):
        cadre = land.cadre()
        put(land, cadre, land.hamlets[0], ends_on=LATER)
        calls = [
            lambda cadre=cadre: let_cadre_go(cadre, on=LATER, reason="retired", by=land.officer),
            *(
                lambda cadre=cadre, hamlet=hamlet: put(land, cadre, hamlet, starts_on=DAY)
                for hamlet in land.hamlets[1:]
            ),
        ]
        race(calls)
        cadre.refresh_from_db()
        open_ones = Assignment.objects.active_on(LATER).filter(cadre=cadre)
        assert not (cadre.left_on and open_ones.exists()), number
        Assignment.objects.standing().update(voided_at=DAY_TIME, void_reason="Vòng sau")
