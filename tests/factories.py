"""Rows for tests, made by the product's own models. Dates are explicit: nothing is frozen, the day is passed."""

from datetime import date

import factory

from accounts.models import User
from assignments.models import Cadre, CadreGroup, CadrePosition, Post, Scheme
from branches.models import Agency, AgencyKind, Grant, OfficialDocument, Organisation, OrganisationVersion

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


def organisation(unit, *, code, name, kind="branch", parent=None, opened_on=START, **fields):
    """A party organisation with its first version."""
    made = Organisation.objects.create(kind=kind, unit=unit, opened_on=opened_on, **fields)
    OrganisationVersion.objects.create(
        organisation=made, code=code, name=name, parent=parent, starts_on=opened_on
    )
    made.unit_links.create(unit=unit, starts_on=opened_on, is_main=True)
    return made
