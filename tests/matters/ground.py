"""The ground that tests of a matter's life stand on: a district whose hamlets raise, and agencies that answer."""

from datetime import date
from types import SimpleNamespace

from matters.actions.handing import hand_over
from matters.actions.raising import raise_matter
from matters.actions.receiving import receive
from matters.models import Recommendation
from tests.factories import AgencyFactory, CadreFactory, UserFactory, organisation, small_map

# Monday the 7th; no public holiday until the 24th of November.
RAISED, RECEIVED, HANDED = date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 9)
LATER = date(2026, 10, 12)


def matters_ground() -> SimpleNamespace:
    """The district P1D1; `branch` of the hamlet P1D1C1H1, `twin` of P1D1C1H2; `lead` and `co` agencies of the district;
    `officer` a login with no role (actions ask for none)."""
    units = small_map()
    district = units["P1D1"]
    land = SimpleNamespace(
        units=units,
        district=district,
        hamlets=[units[code] for code in ("P1D1C1H1", "P1D1C1H2", "P1D1C2H1", "P1D1C2H2")],
        branch=organisation(units["P1D1C1H1"], code="CB-1", name="Chi bộ Ấp 1"),
        twin=organisation(units["P1D1C1H2"], code="CB-2", name="Chi bộ Ấp 2"),
        lead=AgencyFactory(unit=district, name="Phòng Kinh tế"),
        co=AgencyFactory(unit=district, name="Phòng Giao thông"),
        officer=UserFactory(),
        cadre=CadreFactory(unit=district),
    )
    land.raised = lambda **fields: raised(land, **fields)
    land.received = lambda **fields: received(land, **fields)
    land.handed = lambda **fields: handed(land, **fields)
    return land


def raised(land, *, branch=None, **fields) -> Recommendation:
    branch = branch or land.branch
    return raise_matter(
        **{
            "unit": branch.unit,
            "organisation": branch,
            "issuer": land.district,
            "content": "Cầu Kênh Ba bị sụt, xe không qua được",
            "raised_on": RAISED,
            "by": land.officer,
        }
        | fields
    )


def received(land, *, on=RECEIVED, due_on=None, is_shared=True, **fields) -> Recommendation:
    matter = raised(land, **fields)
    return receive(matter, by=land.officer, on=on, is_shared=is_shared, due_on=due_on)


def handed(land, *, agency=None, on=HANDED, **fields):
    """(matter, handling) with the agency that leads."""
    matter = received(land, **fields)
    handling = hand_over(matter, agency=agency or land.lead, by=land.officer, on=on)
    return Recommendation.objects.get(pk=matter.pk), handling
