"""Who may choose which branch on a day."""

from datetime import date, timedelta

import pytest

from assignments.models import Assignment, Team
from branches.actions.organisations import close_organisation
from branches.actions.units import change_unit
from branches.actions.zones import set_members
from meetings.choosing import assignment_for, branches_for, choices_of, committees_for
from tests.factories import START, SchemeFactory, organisation
from tests.meetings.choice_ground import DAY, assigned, choice_ground, codes

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
DISTRICT = ["P1D1C1H1", "P1D1C1H2", "P1D1C2H1", "P1D1C2H2"]
COMMUNE = ["P1D1C1H1", "P1D1C1H2"]


@pytest.fixture
def ground(db):
    return choice_ground()


def chosen(ground, cadre, day=DAY):
    return codes(ground, branches_for(cadre, day))


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("standing", DISTRICT),
        ("standing_board", DISTRICT),
        ("committee", COMMUNE),
        ("specialist", COMMUNE),
        ("mass", COMMUNE),  # a group that the scheme does not name follows its general choice
    ],
)
def test_kim_sons_three_tiers(ground, group, expected):
    assert chosen(ground, assigned(ground, ground.units["P1D1C1"], group=group)) == expected


def test_the_leader_of_a_zone_may_choose_as_his_scheme_says(ground):
    anywhere = SchemeFactory(issuer=ground.district, target_kind="zone", choice="any")
    in_zone = SchemeFactory(issuer=ground.district, target_kind="zone", choice="zone")
    assert chosen(ground, assigned(ground, ground.zone, scheme=anywhere)) == DISTRICT
    assert chosen(ground, assigned(ground, ground.zone, scheme=in_zone)) == COMMUNE


def test_a_zone_that_changes_within_the_month_opens_what_it_holds_on_the_day(ground):
    scheme = SchemeFactory(issuer=ground.district, target_kind="zone", choice="zone")
    cadre = assigned(ground, ground.zone, scheme=scheme)
    follower = assigned(
        ground, ground.units["P1D1C1"], scheme=SchemeFactory(issuer=ground.district, choice="zone")
    )
    both = [ground.units["P1D1C1"], ground.units["P1D1C2"]]
    set_members(ground.zone, members=both, on=DAY, by=None)
    for one in (cadre, follower):
        assert chosen(ground, one, DAY - ONE_DAY) == COMMUNE
        assert chosen(ground, one, DAY) == DISTRICT


def test_van_hos_organisation_opens_all_branches_below_it(ground):
    scheme = SchemeFactory(issuer=ground.district, target_kind="organisation", choice="commune")
    assert chosen(ground, assigned(ground, ground.committees["P1D1C1"], scheme=scheme)) == COMMUNE
    assert chosen(ground, assigned(ground, ground.committees["P1D1"], scheme=scheme)) == DISTRICT
    assert chosen(ground, assigned(ground, ground.branches["P1D1C1H2"], scheme=scheme)) == ["P1D1C1H2"]


def test_the_assigned_branch_only(ground):
    scheme = SchemeFactory(issuer=ground.district, target_kind="organisation", choice="branch")
    assert chosen(ground, assigned(ground, ground.branches["P1D1C1H2"], scheme=scheme)) == ["P1D1C1H2"]
    hamlets = SchemeFactory(issuer=ground.district, choice="branch")
    second = organisation(
        ground.units["P1D1C1H2"], code="CB2", name="Chi bộ 2", parent=ground.committees["P1D1C1"]
    )
    cadre = assigned(ground, ground.units["P1D1C1H2"], scheme=hamlets)
    assert set(branches_for(cadre, DAY)) == {ground.branches["P1D1C1H2"], second}


def test_a_hamlet_may_open_the_branches_of_the_commune_around_it(ground):
    scheme = SchemeFactory(issuer=ground.district, choice="commune")
    assert chosen(ground, assigned(ground, ground.units["P1D1C1H2"], scheme=scheme)) == COMMUNE


def test_ben_tres_commune_opens_its_branches_and_its_committees_conferences(ground):
    scheme = SchemeFactory(issuer=ground.units["P1"], target_level_id=3, choice="commune")
    cadre = assigned(ground, ground.units["P1D1C1"], scheme=scheme)
    assert chosen(ground, cadre) == COMMUNE
    assert list(committees_for(cadre, DAY)) == [ground.committees["P1D1C1"]]
    assert assignment_for(cadre, ground.committees["P1D1C1"], DAY).cadre == cadre
    assert assignment_for(cadre, ground.committees["P1D1C2"], DAY) is None


def test_a_branch_of_the_communes_committee_belongs_to_it_wherever_it_stands(ground):
    school = organisation(
        ground.units["P1D1C2H1"], code="CBTH", name="Chi bộ trường", parent=ground.committees["P1D1C1"]
    )
    office = organisation(
        ground.units["P1D1C1"],
        code="CBCS",
        name="Chi bộ cơ sở Hạt Kiểm lâm",
        kind="grassroots_branch",
        parent=ground.committees["P1D1"],
    )
    found = set(branches_for(assigned(ground, ground.units["P1D1C1"]), DAY))
    assert school in found
    assert office not in found
    assert office in set(branches_for(assigned(ground, ground.units["P1D1C1"], group="standing"), DAY))


def test_a_hamlet_that_moves_is_chosen_where_it_stands_on_the_day(ground):
    first = assigned(ground, ground.units["P1D1C1"])
    second = assigned(ground, ground.units["P1D1C2"])
    moved = ground.branches["P1D1C1H2"].versions.get()
    change_unit(ground.units["P1D1C1H2"], on=DAY, by=None, parent=ground.units["P1D1C2"])
    moved.ends_on = DAY
    moved.save()
    ground.branches["P1D1C1H2"].versions.create(
        code=moved.code, name=moved.name, parent=ground.committees["P1D1C2"], starts_on=DAY
    )
    assert chosen(ground, first, DAY - ONE_DAY) == COMMUNE
    assert chosen(ground, first, DAY) == ["P1D1C1H1"]
    assert chosen(ground, second, DAY) == ["P1D1C1H2", "P1D1C2H1", "P1D1C2H2"]


def test_a_branch_is_chosen_until_the_day_on_which_it_closes(ground):
    cadre = assigned(ground, ground.units["P1D1C1"])
    close_organisation(ground.branches["P1D1C1H2"], on=DAY, by=None)
    assert chosen(ground, cadre, DAY - ONE_DAY) == COMMUNE
    assert chosen(ground, cadre, DAY) == ["P1D1C1H1"]
    assert assignment_for(cadre, ground.branches["P1D1C1H2"], DAY) is None


def test_an_assignment_opens_from_its_first_day_to_its_last(ground):
    cadre = assigned(ground, ground.units["P1D1C1"], starts_on=DAY, ends_on=DAY + 30 * ONE_DAY)
    assert chosen(ground, cadre, DAY - ONE_DAY) == []
    assert chosen(ground, cadre, DAY) == COMMUNE
    assert chosen(ground, cadre, DAY + 29 * ONE_DAY) == COMMUNE
    assert chosen(ground, cadre, DAY + 30 * ONE_DAY) == []
    assert choices_of(cadre, DAY + 30 * ONE_DAY) == []


def test_a_voided_assignment_opens_nothing(ground):
    cadre = assigned(ground, ground.units["P1D1C1"])
    Assignment.objects.update(voided_at="2026-01-01T00:00Z", void_reason="Nhập nhầm")
    assert chosen(ground, cadre) == []


def test_a_team_opens_its_places_to_those_who_are_in_it_on_the_day(ground):
    cadre = assigned(ground, ground.units["P1D1C2"])
    team = Team.objects.create(code="TO1", name="Tổ 1", unit=ground.district, starts_on=START)
    team.members.create(cadre=cadre, starts_on=date(2026, 10, 1), ends_on=DAY)
    Assignment.objects.create(
        scheme=ground.scheme,
        team=team,
        target_unit=ground.units["P1D1C1"],
        unit=ground.units["P1D1C1"],
        starts_on=START,
    )
    assert chosen(ground, cadre, DAY - ONE_DAY) == DISTRICT
    assert chosen(ground, cadre, DAY) == ["P1D1C2H1", "P1D1C2H2"]


def test_the_assignment_to_exactly_this_branch_comes_before_a_wider_one(ground):
    cadre = assigned(ground, ground.units["P1D1C1"], group="standing")
    exact = SchemeFactory(issuer=ground.district, target_kind="organisation", choice="branch")
    assigned(ground, ground.branches["P1D1C1H2"], scheme=exact, cadre=cadre)
    assert assignment_for(cadre, ground.branches["P1D1C1H2"], DAY).scheme == exact
    assert assignment_for(cadre, ground.branches["P1D1C1H1"], DAY).scheme == ground.scheme
    assert assignment_for(cadre, ground.branches["P1D2C1H1"], DAY) is None


def test_a_province_of_branches_is_asked_in_a_handful_of_queries(ground, django_assert_max_num_queries):
    cadre = assigned(ground, ground.units["P1D1C1"], group="standing")
    assigned(ground, ground.zone, cadre=cadre)
    with django_assert_max_num_queries(10):
        assert len(branches_for(cadre, DAY)) == 4
