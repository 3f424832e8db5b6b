"""Whose households one sees: their rows, or their number only."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction

from assignments.access import load_scope
from assignments.actions.assigning import assign, end_assignment
from assignments.actions.teams import create_team
from assignments.querysets.assignments import names_of_targets
from branches.actions.households import log_read
from branches.actions.units import close_unit
from branches.granting import may_give
from branches.models import Household, HouseholdGroup, HouseholdRead, HouseholdTag
from branches.scope import PERMISSIONS, Scope
from tests.assignments.ground import DAY, ground
from tests.factories import (
    GrantFactory,
    HouseholdFactory,
    HouseholdGroupFactory,
    SchemeFactory,
    UserFactory,
    organisation,
    tag,
)

pytestmark = pytest.mark.django_db
TODAY = date(2022, 6, 1)


@pytest.fixture
def land():
    """Two hamlets of one commune, with a group each, and one of the commune beside it; the household of each is in its group."""
    land = ground()
    land.commune = land.units["P1D1C1"]
    land.groups = [HouseholdGroupFactory(unit=unit) for unit in land.hamlets[:3]]
    land.homes = [HouseholdFactory(unit=group.unit, group=group) for group in land.groups]
    land.alone = HouseholdFactory(unit=land.hamlets[0])
    land.by_household = SchemeFactory(
        issuer=land.commune, target_kind="household", target_level_id=None, assignee_kinds=["cadre", "team"]
    )
    land.by_group = SchemeFactory(issuer=land.commune, target_kind="group", target_level_id=None)
    return land


def scope_of(day=TODAY, user=None, **grant):
    user = user or UserFactory()
    if grant:
        GrantFactory(user=user, **grant)
    return load_scope(user, day)


def rows(scope, model=Household):
    return set(model.objects.visible_to(scope))


def put(land, scheme, assignee, target, starts_on=DAY):
    return assign(
        scheme=scheme,
        assignee=assignee,
        target=target,
        starts_on=starts_on,
        by=land.officer,
        documents=[land.document],
    )


def test_rows_are_the_communes_and_the_own_hamlets_of_a_secretary_and_numbers_are_above(land):
    own, near, far = land.homes
    everything = {*land.homes, land.alone}
    assert rows(Scope()) == set() and set(Household.objects.counted_for(Scope())) == set()
    office = scope_of(role="commune_office", unit=land.commune)
    assert rows(office) == set(Household.objects.writable_by(office)) == {own, land.alone, near}
    assert rows(office, HouseholdGroup) == set(land.groups[:2])
    branch = organisation(land.hamlets[0], code="CB1", name="Chi bộ Mẫu")
    # A branch that sits at the commune covers one hamlet: its seat opens nothing.
    seated = organisation(land.commune, code="CB2", name="Chi bộ cơ quan")
    seated.unit_links.create(unit=land.hamlets[1], starts_on=DAY)
    secretary = scope_of(role="branch_secretary", organisation=branch)
    assert rows(secretary) == {own, land.alone} == set(Household.objects.counted_for(secretary))
    assert not Household.objects.writable_by(secretary).exists()
    assert rows(scope_of(role="branch_secretary", organisation=seated)) == {near}
    assert rows(scope_of(role="branch_secretary", unit=land.hamlets[1])) == {near}
    assert rows(scope_of(role="branch_secretary", unit=land.commune)) == set()
    for role in ("org_staff", "org_head", "leader", "inspector", "viewer"):
        scope = scope_of(role=role, unit=land.district)
        assert rows(scope) == rows(scope, HouseholdGroup) == set(), role
        assert set(Household.objects.counted_for(scope)) == everything, role
        may_open = role in ("org_staff", "org_head")
        assert set(Household.objects.openable_by(scope)) == (everything if may_open else set()), role
    assert set(Household.objects.counted_for(scope_of(role="org_staff", unit=land.units["P1D2"]))) == set()
    assert may_give(
        scope_of(role="org_head", unit=land.district), "commune_office", land.commune.access_path, 0
    )
    for role in ("handler", "employer", "system_keeper"):
        assert not any(each.startswith("households.") for each in PERMISSIONS[role])


def test_a_cadre_reads_those_that_he_or_his_team_is_assigned_to_on_the_day_or_their_group(land):
    own, near, far = land.homes
    cadre, mate = land.cadre(user=UserFactory()), land.cadre(user=UserFactory())
    # Who follows the hamlet follows no household in it.
    put(land, land.scheme, mate, land.hamlets[0])
    assert rows(scope_of(user=mate.user)) == set()
    directly = put(land, land.by_household, cadre, land.alone)
    put(land, land.by_group, cadre, land.groups[1])
    assert rows(scope_of(user=cadre.user)) == {land.alone, near}
    assert rows(scope_of(user=cadre.user), HouseholdGroup) == {land.groups[1]}
    assert not Household.objects.counted_for(scope_of(user=cadre.user)).exists()
    team = create_team(code="T1", name="Tổ 1", unit=land.commune, starts_on=DAY, leader=mate, by=land.officer)
    put(land, land.by_household, team, own)
    assert rows(scope_of(user=mate.user)) == {own} and own not in rows(scope_of(user=cadre.user))
    end_assignment(directly, on=TODAY, reason="adjusted", by=land.officer)
    assert land.alone in rows(scope_of(user=cadre.user, day=TODAY - timedelta(days=1)))
    assert rows(scope_of(user=cadre.user)) == {near}
    # Whoever reads assignments reads a code, never a head.
    assert land.alone.code in names_of_targets([directly], TODAY).values()


def test_the_households_of_a_hamlet_that_was_merged_are_found_where_it_lies_today(land):
    own, near, far = land.homes
    gone, into = land.hamlets[:2]
    secretary = dict(role="branch_secretary", organisation=organisation(into, code="CB1", name="Chi bộ Mẫu"))
    user = UserFactory()
    assert rows(scope_of(user=user, **secretary)) == {near}
    close_unit(gone, on=DAY, by=land.officer, successors=[(into, "whole", True)])
    assert rows(scope_of(user=user)) == {near, own, land.alone}


def test_every_reading_is_logged_and_stays_and_a_tag_says_nothing_of_belief_or_guilt(land):
    own, near, far = land.homes
    reader = UserFactory()
    log_read(by=reader, household=own)
    with pytest.raises(ValidationError, match="lý do"):
        log_read(by=reader, unit=land.hamlets[0], way="rows", reason=" ")
    log_read(by=reader, unit=land.hamlets[0], way="rows", reason="Trả lời đơn")
    assert [each.reason for each in HouseholdRead.objects.of(own)] == ["Trả lời đơn", ""]
    assert HouseholdRead.objects.of(land.alone).count() == 1 and not HouseholdRead.objects.of(near).exists()
    for change in (lambda rows: rows.update(reason=""), lambda rows: rows.delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change(HouseholdRead.objects.filter(household=own))
    tag(own), tag(own, "alone", starts_on=DAY)
    assert [each.name for each in own.tags.order_by("sort")] == ["Hộ nghèo", "Neo đơn"]
    again = own.taggings.model(household=own, tag=HouseholdTag.objects.get(code="poor"), starts_on=DAY)
    with pytest.raises(ValidationError, match="đã thuộc diện này"):
        again.full_clean()
    for name in (
        "Hộ theo đạo Tin Lành",
        "DÂN TỘC thiểu số",
        "Có tiền án",
        "Thân tộc bên kia biên giới",
        "tu tuong",
    ):
        with pytest.raises(ValidationError, match="chỉ nói về đời sống và chính sách"):
            HouseholdTag(code="x", name=name).full_clean()
    for shipped in HouseholdTag.objects.all():
        shipped.full_clean()
    HouseholdTag(code="x", name="Được hỗ trợ tiền ăn").full_clean()
