"""Rows for tests, made by the product's own models. Dates are explicit: nothing is frozen, the day is passed."""

from datetime import date

import factory

from accounts.models import User
from assignments.models import Cadre, CadreGroup, CadrePosition, Post, Scheme
from branches.models import (
    Agency,
    AgencyKind,
    Grant,
    Household,
    HouseholdGroup,
    HouseholdTag,
    OfficialDocument,
    Organisation,
    OrganisationVersion,
    Unit,
    UnitKind,
    UnitPlacement,
    UnitVersion,
)
from branches.rules import VersionFact, derive_placements

START = date(2020, 1, 1)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"nguoi{n}")
    full_name = factory.Sequence(lambda n: f"Lê Văn Thử {n}")


class GrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Grant

    user = factory.SubFactory(UserFactory)
    role = "org_staff"
    starts_on = START


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"CQ{n}")
    name = factory.Sequence(lambda n: f"Ban thử {n}")
    kind = factory.LazyFunction(lambda: AgencyKind.objects.get(code="org_board"))


class CadreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cadre

    code = factory.Sequence(lambda n: f"CB{n}")
    full_name = factory.Sequence(lambda n: f"Trần Thị Mẫu {n}")
    started_on = START


class PositionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CadrePosition

    post = factory.LazyFunction(lambda: Post.objects.get_or_create(name="Phó Trưởng ban")[0])
    group = factory.LazyFunction(lambda: CadreGroup.objects.get(code="party_boards"))
    starts_on = START
    is_primary = True


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfficialDocument

    type = "QĐ"
    number = factory.Sequence(lambda n: f"{n}-QĐ/HU")
    issued_on = START
    title = "Về việc phân công cán bộ theo dõi, hỗ trợ"


class SchemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Scheme

    code = factory.Sequence(lambda n: f"chu-truong-{n}")
    name = factory.Sequence(lambda n: f"Chủ trương {n}")
    starts_on = START
    target_kind = "unit"
    target_level_id = 4
    assignee_kinds = ["cadre"]
    max_assignees_per_target = 1


class HouseholdGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HouseholdGroup

    code = factory.Sequence(lambda n: f"TO{n}")
    name = factory.Sequence(lambda n: f"Tổ nhân dân tự quản số {n}")
    starts_on = START


class HouseholdFactory(factory.django.DjangoModelFactory):
    """`HouseholdFactory(unit=hamlet, group=group)`; `tag(household, "poor")` tags it."""

    class Meta:
        model = Household

        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"HO{n}")
    head_name = factory.Sequence(lambda n: f"Phạm Văn Hộ {n}")
    starts_on = START

    @factory.post_generation
    def group(self, create, group, **kwargs):
        if group:
            self.memberships.create(group=group, starts_on=self.starts_on, ends_on=self.ends_on)


def tag(household, code="poor", *, starts_on=START, ends_on=None):
    return household.taggings.create(
        tag=HouseholdTag.objects.get(code=code), starts_on=starts_on, ends_on=ends_on
    )


def organisation(unit, *, code, name, kind="branch", parent=None, opened_on=START, **fields):
    """A party organisation with its first version."""
    made = Organisation.objects.create(kind=kind, unit=unit, opened_on=opened_on, **fields)
    OrganisationVersion.objects.create(
        organisation=made, code=code, name=name, parent=parent, starts_on=opened_on
    )
    made.unit_links.create(unit=unit, starts_on=opened_on, is_main=True)
    return made


def small_map(*, opened_on=START) -> dict:
    """{code: Unit}: two provinces of two districts of two communes of two hamlets ("P1", "P1D2", "P1D2C1",
    "P1D2C1H2"), all opened on `opened_on`. Most tests begin with it, so it is written as the product would leave it, without
    asking for each part what is there already; a test in tests/branches/test_placements.py compares them."""
    names = {1: "Tỉnh Mẫu", 2: "Huyện Mẫu", 3: "Xã Mẫu", 4: "Ấp Mẫu"}
    parents: dict = {"P1": None, "P2": None}
    above = list(parents)
    for letter in "DCH":
        below = {f"{code}{letter}{n}": code for code in above for n in (1, 2)}
        parents |= below
        above = list(below)
    units: dict = {}
    for code, parent in parents.items():
        units[code] = unit = Unit(opened_on=opened_on)
        unit.access_path = f"{units[parent].access_path if parent else ''}{unit.key}."
    Unit.objects.bulk_create(units.values())
    kinds = {kind.level_id: kind for kind in UnitKind.objects.filter(code__in=["tinh", "huyen", "xa", "ap"])}
    versions = UnitVersion.objects.bulk_create(
        UnitVersion(
            unit=unit,
            parent=units.get(parents[code]),
            level_id=len(code) // 2,
            kind=kinds[len(code) // 2],
            code=code,
            name=f"{names[len(code) // 2]} {code}",
            starts_on=opened_on,
        )
        for code, unit in units.items()
    )
    facts = [
        VersionFact(each.pk, each.unit_id, each.parent_id, each.level_id, each.starts_on, each.ends_on)
        for each in versions
    ]
    places = derive_placements(facts, {unit.pk: unit.key for unit in units.values()})
    UnitPlacement.objects.bulk_create(UnitPlacement(**place._asdict()) for place in places)
    return units
