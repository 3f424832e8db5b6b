"""The ground that the tests of assigning stand on: a district of four hamlets, its scheme, its decision, some cadres."""

from datetime import date
from types import SimpleNamespace

from tests.factories import (
    START,
    AgencyFactory,
    CadreFactory,
    DocumentFactory,
    PositionFactory,
    SchemeFactory,
    UserFactory,
    small_map,
)

DAY = date(2020, 9, 1)
LATER = date(2021, 3, 1)


def ground(**scheme_fields) -> SimpleNamespace:
    """The district P1D1 with the hamlets P1D1C1H1 … P1D1C2H2; `scheme` allows one cadre for each hamlet."""
    units = small_map()
    district = units["P1D1"]
    agency = AgencyFactory(unit=district, name="Ban Tổ chức")
    return SimpleNamespace(
        units=units,
        district=district,
        hamlets=[units[code] for code in ("P1D1C1H1", "P1D1C1H2", "P1D1C2H1", "P1D1C2H2")],
        scheme=SchemeFactory(issuer=district, **scheme_fields),
        document=DocumentFactory(issuer_unit=district),
        agency=agency,
        officer=UserFactory(),
        cadre=lambda **fields: cadre(district, agency, **fields),
    )


def cadre(unit, agency, *, post=True, **fields):
    made = CadreFactory(unit=unit, **fields)
    if post:
        PositionFactory(cadre=made, agency=agency, starts_on=START)
    return made


def name(unit) -> str:
    return unit.versions.get().name
