"""The ground that tests of a branch's life stand on: a commune with its committee, three branches, who looks after them."""

from datetime import date, time
from types import SimpleNamespace

from assignments.actions.assigning import assign
from meetings.models import Meeting
from tests.factories import (
    AgencyFactory,
    CadreFactory,
    DocumentFactory,
    PositionFactory,
    SchemeFactory,
    UserFactory,
    organisation,
    small_map,
)
from tests.pages import browser_of, signed_in

DAY = date.today()
MONTH = DAY.replace(day=1)
BEFORE = date(2026, 1, 24)


def branch_land() -> SimpleNamespace:
    """Branches `first` (Ấp 1), `twin` (Ấp 1 as well) and `second` (Ấp 2) of the commune P1D1C1 under its `committee`;
    `far` in the next commune; a cadre with a login who follows Ấp 1 and works in `agency`."""
    units = small_map()
    district, commune, hamlet = units["P1D1"], units["P1D1C1"], units["P1D1C1H1"]
    committee = organisation(commune, code="DU1", name="Đảng ủy xã Mẫu", kind="committee")
    branches = {
        name: organisation(
            units[code], code=f"CB-{name}", name=f"Chi bộ {name}", parent=committee, branch_type="residential"
        )
        for name, code in (("first", "P1D1C1H1"), ("twin", "P1D1C1H1"), ("second", "P1D1C1H2"))
    }
    far = organisation(units["P1D1C2H1"], code="CB-far", name="Chi bộ far", branch_type="residential")
    agency = AgencyFactory(unit=district, name="Ban Dân vận")
    user = UserFactory(full_name="Võ Thị Cán Bộ")
    cadre = CadreFactory(unit=district, full_name="Võ Thị Cán Bộ", user=user)
    PositionFactory(cadre=cadre, agency=agency)
    scheme = SchemeFactory(issuer=district, is_announced=False, name="Theo dõi ấp")
    officer = UserFactory()
    assignment = assign(
        scheme=scheme,
        assignee=cadre,
        target=hamlet,
        starts_on=date(2021, 1, 1),
        by=officer,
        documents=[DocumentFactory(issuer_unit=district)],
    )
    return SimpleNamespace(
        units=units,
        district=district,
        commune=commune,
        hamlet=hamlet,
        committee=committee,
        far=far,
        agency=agency,
        cadre=cadre,
        scheme=scheme,
        assignment=assignment,
        officer=officer,
        as_cadre=signed_in(user),
        as_officer=browser_of("org_staff", unit=district),
        as_office=browser_of("commune_office", unit=commune),
        as_secretary=browser_of("branch_secretary", organisation=branches["first"]),
        as_employer=browser_of("employer", agency=agency),
        as_neighbour=browser_of("commune_office", unit=units["P1D1C2"]),
        **branches,
    )


def planned(branch, on, *, at=time(19, 0), registered_on=BEFORE, **fields) -> Meeting:
    fields.setdefault("body", "branch" if branch.kind == "branch" else "committee")
    return Meeting.objects.create(
        organisation=branch,
        unit=branch.unit,
        month=on.replace(day=1),
        planned_on=on,
        planned_at=at,
        planned_place="Nhà văn hóa",
        registered_on=registered_on,
        **fields,
    )


def held(branch, on, **fields) -> Meeting:
    return planned(branch, on, held_on=on, outcome="held", **fields)
