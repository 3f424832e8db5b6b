"""The ground that the tests of reporting stand on: a branch, the cadre who follows its hamlet, a registered meeting."""

from datetime import date, time
from types import SimpleNamespace
from uuid import uuid4

from assignments.actions.assigning import assign
from branches.models import MemberCount
from meetings.models import Meeting
from tests.factories import (
    AgencyFactory,
    CadreFactory,
    DocumentFactory,
    GrantFactory,
    PositionFactory,
    SchemeFactory,
    UserFactory,
    organisation,
    small_map,
)

MET = date(2026, 11, 24)
DAY = date(2026, 11, 25)


def ground(**scheme_fields) -> SimpleNamespace:
    """District P1D1 follows its hamlets; `branch` stands in P1D1C1H1 with 24 members, two of them exempt; `cadre` (with a
    login, `user`) follows it; `meeting` is registered there for the 24th at 19:00."""
    units = small_map()
    district, hamlet = units["P1D1"], units["P1D1C1H1"]
    agency = AgencyFactory(unit=district, name="Ban Tổ chức")
    scheme = SchemeFactory(issuer=district, report_days=5, **scheme_fields)
    branch = organisation(hamlet, code="CB1", name="Chi bộ Ấp Mẫu 1", branch_type="residential")
    MemberCount.objects.create(
        organisation=branch, counted_on=date(2026, 1, 1), official=22, probationary=2, exempt=2
    )
    made = SimpleNamespace(
        units=units,
        district=district,
        hamlet=hamlet,
        agency=agency,
        scheme=scheme,
        branch=branch,
        document=DocumentFactory(issuer_unit=district, issued_on=date(2026, 10, 1), title="Chủ đề năm"),
    )
    made.cadre, made.user = one_more(made, target=hamlet)
    made.meeting = register(branch, MET)
    made.officer = UserFactory(full_name="Võ Thị Tổ Chức")
    GrantFactory(user=made.officer, role="org_staff", unit=district)
    return made


def one_more(land, *, target=None, **fields):
    """(cadre, login) of the district; assigned to `target` where one is given."""
    user = UserFactory()
    cadre = CadreFactory(unit=land.district, user=user, **fields)
    PositionFactory(cadre=cadre, agency=land.agency)
    if target is not None:
        assign(
            scheme=land.scheme,
            assignee=cadre,
            target=target,
            starts_on=date(2026, 1, 1),
            documents=[land.document],
            by=None,
        )
    return cadre, user


def register(branch, on, **fields) -> Meeting:
    fields = {
        "planned_at": time(19),
        "planned_place": "Nhà văn hóa ấp",
        "registered_on": date(2026, 1, 1),
    } | fields
    return Meeting.objects.create(
        organisation=branch, unit=branch.unit, month=on.replace(day=1), planned_on=on, **fields
    )


def said(land, **over) -> dict:
    """What a cadre says in a minute."""
    return {
        "meeting": land.meeting,
        "met_on": MET,
        "attended": "yes",
        "members": 24,
        "exempt": 2,
        "present": 20,
        "excused": 2,
        "quality": "good",
        "comments": "Đề nghị chi bộ nêu rõ việc của từng tổ.",
        "holds_no_secret": True,
    } | over


def key():
    return uuid4()
