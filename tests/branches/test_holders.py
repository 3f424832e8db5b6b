"""Whom one writes to: by role and by place or body, on that day."""

from datetime import date

import pytest

from branches.models import Organisation, Role, Zone
from branches.querysets.holders import holders_of
from tests.factories import START, AgencyFactory, GrantFactory, organisation, small_map

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 15)


@pytest.fixture
def units():
    return small_map()


def names(found) -> list[int]:
    return [user.pk for user in found]


def test_a_handover_redirects_to_whoever_holds_the_role_on_the_day(units):
    agency = AgencyFactory(unit=units["P1D1"])
    before = GrantFactory(role="handler", agency=agency, ends_on=date(2026, 10, 10)).user
    after = GrantFactory(role="handler", agency=agency, starts_on=date(2026, 10, 10)).user
    assert names(holders_of([Role.HANDLER], on=date(2026, 10, 9), agencies=[agency])) == [before.pk]
    assert names(holders_of([Role.HANDLER], on=date(2026, 10, 10), agencies=[agency])) == [after.pk]
    assert names(holders_of([Role.HANDLER], on=date(2019, 12, 31), agencies=[agency])) == []


def test_only_exactly_these_things_count_and_only_these_roles(units):
    here = GrantFactory(role="org_staff", unit=units["P1D1"]).user
    head = GrantFactory(role="org_head", unit=units["P1D1"]).user
    GrantFactory(role="leader", unit=units["P1D1"])
    for code in ("P1", "P1D2", "P1D1C1"):
        GrantFactory(role="org_staff", unit=units[code])
    GrantFactory(role="handler", agency=AgencyFactory(unit=units["P1D1"]))
    found = holders_of(["org_staff", "org_head"], on=TODAY, units=[units["P1D1"].pk])
    assert names(found) == [here.pk, head.pk]


def test_an_agency_is_not_the_other_agency_of_the_same_unit(units):
    agency, other = AgencyFactory(unit=units["P1D1"]), AgencyFactory(unit=units["P1D1"])
    own = GrantFactory(role="handler", agency=agency).user
    GrantFactory(role="handler", agency=other)
    assert names(holders_of(["handler"], on=TODAY, agencies=[agency])) == [own.pk]


def test_who_has_a_role_twice_is_named_once_and_who_is_locked_out_never(units):
    zone = Zone.objects.create(unit=units["P1D1"], name="Cụm 1", starts_on=START)
    both = GrantFactory(role="zone_leader", zone=zone).user
    GrantFactory(user=both, role="leader", unit=units["P1D1"])
    locked = GrantFactory(role="leader", unit=units["P1D1"]).user
    locked.is_active = False
    locked.save()
    found = holders_of(["zone_leader", "leader"], on=TODAY, units=[units["P1D1"]], zones=[zone])
    assert names(found) == [both.pk]


def test_the_office_of_a_commune_writes_for_the_organisations_that_sit_in_it(units):
    commune, neighbour = units["P1D1C1"], units["P1D1C2"]
    committee = organisation(commune, code="DBX1", name="Đảng bộ xã", kind="grassroots_committee")
    organisation(neighbour, code="DBX2", name="Đảng bộ xã bên", kind="grassroots_committee")
    office = GrantFactory(role="commune_office", unit=commune).user
    by_body = GrantFactory(role="commune_office", organisation=committee).user
    GrantFactory(role="commune_office", unit=neighbour)
    GrantFactory(role="branch_secretary", unit=commune)
    both = [office.pk, by_body.pk]
    assert names(holders_of(["commune_office"], on=TODAY, units=[commune])) == both
    assert names(holders_of(["commune_office"], on=TODAY, organisations=[committee])) == both
    assert names(holders_of(["commune_office"], on=TODAY, units=[neighbour])) != both


def test_of_another_role_a_unit_says_nothing_about_the_bodies_in_it(units):
    hamlet = units["P1D1C1H1"]
    branch, twin = (organisation(hamlet, code=f"CB{n}", name=f"Chi bộ {n}") for n in (1, 2))
    own = GrantFactory(role="branch_secretary", organisation=branch).user
    GrantFactory(role="branch_secretary", organisation=twin)
    on_the_unit = GrantFactory(role="branch_secretary", unit=hamlet).user
    assert names(holders_of(["branch_secretary"], on=TODAY, organisations=[branch])) == [own.pk]
    assert names(holders_of(["branch_secretary"], on=TODAY, units=[hamlet])) == [on_the_unit.pk]


def test_a_query_serves_as_well_as_a_list_and_nothing_named_finds_nobody(units, django_assert_num_queries):
    branch = organisation(units["P1D1C1H1"], code="CB1", name="Chi bộ 1")
    own = GrantFactory(role="branch_secretary", organisation=branch).user
    with django_assert_num_queries(1):
        found = holders_of(["branch_secretary"], on=TODAY, organisations=Organisation.objects.values("pk"))
        assert names(found) == [own.pk]
    assert names(holders_of(["branch_secretary", "commune_office"], on=TODAY)) == []
