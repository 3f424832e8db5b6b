"""The ground of tests of visits to households: a commune with two hamlets, a cadre who holds a household, another who does not,
and whoever might look. Visits are made by the action: `land.visit()`."""

from datetime import date
from uuid import uuid4

from assignments.models import Assignment, Team, TeamMember
from branches.models import Household, HouseholdGroup
from reports.actions.household_visits import record_household_visit
from tests.assignments.ground import ground
from tests.factories import START, GrantFactory, UserFactory, organisation

VISITED = date(2026, 10, 20)
DAY = date(2026, 10, 24)
HEAD, ADDRESS = "Phạm Thị Mẫu Lan", "số 7 đường Mẫu"
WORDS = {
    "livelihood": "Nuôi hai con bò, thu nhập chưa ổn định.",
    "wishes": "Muốn vay vốn làm chuồng.",
    "help_given": "Hướng dẫn hồ sơ vay.",
}
SECRET = "Nuôi hai con bò"


def household_ground():
    land = ground(target_kind="household", target_level=None, max_assignees_per_target=None)
    land.hamlet, land.commune = land.hamlets[0], land.units["P1D1C1"]
    land.group = HouseholdGroup.objects.create(unit=land.hamlet, code="TO1", name="Tổ 1", starts_on=START)
    land.household = household(land, "HO-001", group=land.group, head_name=HEAD)
    land.user = UserFactory(full_name="Phạm Văn Thăm")
    land.visitor = land.cadre(full_name="Phạm Văn Thăm", user=land.user)
    land.other = land.cadre(full_name="Lê Văn Khác", user=UserFactory())
    land.hold = lambda target, cadre=None, **fields: hold(land, target, cadre or land.visitor, **fields)
    land.assignment = land.hold(land.household)
    land.branch = organisation(land.hamlet, code="CB1", name="Chi bộ ấp 1", branch_type="residential")
    land.visit = lambda **fields: visit(land, **fields)
    land.reader = reader
    return land


def household(land, code, *, unit=None, group=None, head_name="Trần Văn Hộ"):
    made = Household.objects.create(unit=unit or land.hamlet, code=code, head_name=head_name, starts_on=START)
    if group:
        made.memberships.create(group=group, starts_on=START)
    return made


def hold(land, target, assignee, *, starts_on=START, ends_on=None):
    of = "team" if isinstance(assignee, Team) else "cadre"
    to = "target_household" if isinstance(target, Household) else "target_group"
    return Assignment.objects.create(
        scheme=land.scheme,
        starts_on=starts_on,
        ends_on=ends_on,
        unit=target.unit,
        **{of: assignee, to: target},
    )


def team_of(land, cadre, *, starts_on=START, ends_on=None):
    team = Team.objects.create(unit=land.commune, code=f"T-{cadre.pk}", name="Tổ công tác", starts_on=START)
    TeamMember.objects.create(team=team, cadre=cadre, starts_on=starts_on, ends_on=ends_on)
    return team


def said(**fields):
    return {"visited_on": VISITED, "purpose": "regular", **WORDS, **fields}


def visit(land, *, household=None, cadre=None, by=None, on=DAY, key=None, **fields):
    cadre = cadre or land.visitor
    return record_household_visit(
        household=household or land.household,
        cadre=cadre,
        by=by or cadre.user,
        client_key=key or uuid4(),
        values=said(**fields),
        on=on,
    ).visit


def reader(role, **over):
    user = UserFactory()
    GrantFactory(user=user, role=role, **over)
    return user
