"""Who may give what: a table on plain values, no database."""

from datetime import date

import pytest

from branches.granting import OVER, may_give, may_manage_login
from branches.scope import PERMISSIONS, GrantFact, Place, Scope, scope_for

DAY = date(2026, 11, 24)
DISTRICT, COMMUNE, ABOVE, BESIDE = Place(2, "p.d."), Place(3, "p.d.c."), Place(1, "p."), Place(9, "p.e.")


def scope(*roles, place=DISTRICT, user_id=1):
    grants = [GrantFact(role, date(2020, 1, 1), None, places=(place,)) for role in roles]
    return scope_for(grants, [], DAY, user_id=user_id)


def gives(holder, role, place):
    return may_give(holder, role, place.path, place.unit_id)


@pytest.mark.parametrize("role", sorted(OVER))
def test_the_head_gives_every_role_on_his_own_ground_and_below(role):
    assert gives(scope("org_head"), role, DISTRICT)
    assert gives(scope("org_head"), role, COMMUNE)


@pytest.mark.parametrize("place", [ABOVE, BESIDE])
@pytest.mark.parametrize("role", sorted(OVER))
def test_nobody_gives_above_or_beside_his_ground(role, place):
    assert not gives(scope("org_head"), role, place)


@pytest.mark.parametrize("giver", sorted(set(PERMISSIONS) - {"org_head"}))
@pytest.mark.parametrize("role", sorted(OVER))
def test_nobody_else_gives_anything(giver, role):
    assert not gives(scope(giver), role, DISTRICT)


def test_the_system_keeper_s_role_is_given_by_nobody():
    assert not gives(scope("org_head"), "system_keeper", DISTRICT)
    assert not gives(scope("org_head"), "no such role", DISTRICT)


def test_a_right_held_on_another_ground_does_not_help():
    head_here_leader_there = Scope(
        holds=(*scope("org_head", place=COMMUNE).holds, *scope("leader", place=BESIDE).holds)
    )
    assert gives(head_here_leader_there, "leader", COMMUNE)
    assert not gives(head_here_leader_there, "leader", BESIDE)


def owner(*roles, place=COMMUNE):
    return [GrantFact(role, date(2020, 1, 1), None, places=(place,)) for role in roles]


@pytest.mark.parametrize(
    ("officer", "grants", "may"),
    [
        ("org_staff", [], True),
        ("org_staff", owner("commune_office"), True),
        ("org_staff", owner("org_staff"), True),
        # Whoever resets a login can become its owner: a staff member must not become the head.
        ("org_staff", owner("org_head"), False),
        ("org_head", owner("org_head"), True),
        ("org_staff", owner("leader", place=ABOVE), False),
        ("org_staff", owner("commune_office") + owner("viewer", place=BESIDE), False),
        ("org_head", owner("system_keeper"), False),
        ("leader", owner("viewer"), False),
        ("org_staff", [GrantFact("employer", date(2020, 1, 1), None, agency_id=5)], False),
    ],
)
def test_a_login_is_managed_by_whoever_has_all_its_rights_himself(officer, grants, may):
    assert may_manage_login(scope(officer), grants) is may
