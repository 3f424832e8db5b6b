"""Whose rows one gets: own ground, the neighbour's, the level above, a unit that is closed, a record that was merged."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from assignments.access import load_scope
from assignments.actions.assigning import assign
from assignments.actions.change_sets import draft_change_set
from assignments.actions.merging import merge_cadres
from assignments.actions.teams import create_team
from assignments.models import Assignment, Cadre, ChangeSet, Scheme, Team
from branches.actions.units import close_unit
from branches.models import Agency, Zone
from branches.scope import Scope
from tests.assignments.ground import DAY, cadre, ground
from tests.factories import START, AgencyFactory, GrantFactory, SchemeFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2022, 6, 1)


@pytest.fixture
def land():
    """The district P1D1 and its neighbour P1D2, each with a cadre on its first hamlet and a draft."""
    land = ground()
    land.far = land.units["P1D2"]
    land.far_agency = AgencyFactory(unit=land.far)
    land.far_scheme = SchemeFactory(issuer=land.far)
    land.own_cadre, land.far_cadre = land.cadre(), cadre(land.far, land.far_agency)
    land.own = put(land, land.own_cadre, land.hamlets[0])
    land.far_own = put(land, land.far_cadre, land.units["P1D2C1H1"], scheme=land.far_scheme)
    land.drafts = [
        draft_change_set(scheme=scheme, name="Đợt", effective_on=DAY, by=land.officer)
        for scheme in (land.scheme, land.far_scheme)
    ]
    return land


def put(land, assignee, target, **given):
    given = {
        "scheme": land.scheme,
        "starts_on": DAY,
        "by": land.officer,
        "documents": [land.document],
    } | given
    return assign(assignee=assignee, target=target, **given)


def scope_of(user=None, day=TODAY, **grant):
    user = user or UserFactory()
    if grant:
        GrantFactory(user=user, **grant)
    return load_scope(user, day)


def seen(model, scope):
    return set(model.objects.visible_to(scope))


def test_the_scope_starts_empty(land):
    for model in (Assignment, Cadre, ChangeSet, Scheme, Team):
        assert seen(model, Scope()) == set()
    for model in (Assignment, Cadre, Scheme, Team):
        assert not model.objects.writable_by(Scope()).exists()


def test_an_officer_reads_and_writes_his_own_and_not_the_neighbours(land):
    scope = scope_of(unit=land.district)
    assert seen(Assignment, scope) == set(Assignment.objects.writable_by(scope)) == {land.own}
    assert seen(Cadre, scope) == set(Cadre.objects.writable_by(scope)) == {land.own_cadre}
    assert seen(ChangeSet, scope) == {land.drafts[0]}
    assert seen(Scheme, scope) == set(Scheme.objects.writable_by(scope)) == {land.scheme}


def test_the_level_above_reads_all_beneath_it_and_its_scheme_binds_those_below(land):
    above = SchemeFactory(issuer=land.units["P1"])
    province, district = scope_of(unit=land.units["P1"]), scope_of(unit=land.district)
    assert seen(Assignment, province) == {land.own, land.far_own}
    assert seen(Scheme, province) == {land.scheme, land.far_scheme, above}
    assert seen(Scheme, district) == {land.scheme, above}
    assert above not in set(Scheme.objects.writable_by(district))
    row = put(land, land.cadre(), land.hamlets[1], scheme=above)
    assert row in seen(Assignment, district)
    assert row not in set(Assignment.objects.writable_by(district))


def test_a_commune_reads_who_follows_its_hamlets_and_not_its_neighbours(land):
    beside = put(land, land.cadre(), land.hamlets[2])
    scope = scope_of(unit=land.units["P1D1C1"], role="commune_office")
    assert seen(Assignment, scope) == {land.own}
    assert not Assignment.objects.writable_by(scope).exists()
    assert seen(ChangeSet, scope) == set() == seen(Cadre, scope)
    assert seen(Assignment, scope_of(unit=land.units["P1D1C2"], role="commune_office")) == {beside}


def test_another_province_reads_nothing(land):
    scope = scope_of(unit=land.units["P2"])
    assert seen(Assignment, scope) == seen(Cadre, scope) == seen(Scheme, scope) == set()


def test_a_cadre_reads_his_own_assignment_wherever_it_is_and_no_others(land):
    user = UserFactory()
    land.own_cadre.user = user
    land.own_cadre.save()
    assert seen(Assignment, scope_of(user)) == {land.own}
    assert seen(Cadre, scope_of(user)) == {land.own_cadre}
    assert seen(Assignment, scope_of(UserFactory())) == set()


def test_a_team_member_reads_what_his_team_follows_while_he_is_in_it(land):
    user = UserFactory()
    member = land.cadre(user=user)
    team = create_team(
        code="T1", name="Tổ 1", unit=land.district, starts_on=START, leader=member, by=land.officer
    )
    land.scheme.assignee_kinds = ["team"]
    row = put(land, team, land.hamlets[1])
    assert seen(Assignment, scope_of(user)) == {row}
    team.members.update(ends_on=TODAY)
    assert seen(Assignment, scope_of(user)) == set()


def test_an_employer_reads_what_his_people_follow(land):
    other = cadre(land.district, AgencyFactory(unit=land.district))
    put(land, other, land.hamlets[1])
    scope = scope_of(agency=land.agency, role="employer")
    assert seen(Assignment, scope) == {land.own}
    assert seen(Cadre, scope) == {land.own_cadre}
    assert not Assignment.objects.writable_by(scope).exists()
    assert Agency.objects.visible_to(scope).get() == land.agency
    land.own_cadre.positions.update(ends_on=TODAY)
    assert seen(Assignment, scope_of(agency=land.agency, role="employer")) == set()


def test_who_leads_a_zone_reads_its_communes(land):
    user = UserFactory()
    leader = land.cadre(user=user)
    zone = Zone.objects.create(unit=land.district, code="TV1", name="Tiểu vùng 1", starts_on=START)
    zone.members.create(unit=land.units["P1D1C1"], starts_on=START)
    beside = put(land, land.cadre(), land.hamlets[2])
    zones = SchemeFactory(issuer=land.district, target_kind="zone", target_level=None)
    leading = put(land, leader, zone, scheme=zones, role="in_charge")
    found = seen(Assignment, scope_of(user))
    assert found == {land.own, leading} and beside not in found


def test_after_a_merger_the_successor_reads_the_history_and_the_old_grant_opens_nothing_of_it(land):
    closed, taker = land.hamlets[0], land.hamlets[2]
    old_officer = scope_of(unit=closed, role="commune_office", day=DAY)
    assert seen(Assignment, old_officer) == {land.own}
    user = UserFactory()
    GrantFactory(user=user, unit=closed, role="commune_office")
    after = put(land, land.cadre(), taker)
    close_unit(closed, on=TODAY, by=land.officer, successors=[(taker, "whole", True)], today=TODAY)
    assert seen(Assignment, scope_of(unit=land.units["P1D1C2"], role="commune_office")) == {land.own, after}
    assert seen(Assignment, scope_of(unit=land.units["P1D1C1"], role="commune_office")) == set()
    assert seen(Assignment, scope_of(user)) == {land.own}


def test_a_merged_record_keeps_its_place_on_the_ground_and_its_login_finds_the_kept_one(land):
    user = UserFactory()
    double = land.cadre(user=user)
    row = put(land, double, land.hamlets[1])
    merge_cadres(keep=land.own_cadre, giving_way=double, by=land.officer)
    officer = scope_of(unit=land.district)
    assert {double, land.own_cadre} <= seen(Cadre, officer)
    assert double not in set(Cadre.objects.visible_to(officer).persons())
    mine = Assignment.objects.visible_to(scope_of(User.objects.get(pk=user.pk)))
    assert set(mine.standing()) == {land.own, Assignment.objects.get(corrects=row)}


@pytest.mark.parametrize("model", [Assignment, Cadre, ChangeSet, Scheme])
def test_an_ended_or_future_grant_opens_nothing(land, model):
    ended = scope_of(unit=land.district, ends_on=TODAY)
    future = scope_of(unit=land.district, starts_on=TODAY + timedelta(days=1))
    last_day = scope_of(unit=land.district, ends_on=TODAY + timedelta(days=1))
    assert seen(model, ended) == seen(model, future) == set()
    assert seen(model, last_day)
