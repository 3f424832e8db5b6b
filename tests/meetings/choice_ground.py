"""A district whose hamlets each have a branch under their commune's committee, and cadres who are assigned in it."""

from datetime import date
from types import SimpleNamespace

from assignments.models import Assignment, CadreGroup
from branches.models import Zone
from tests.factories import (
    START,
    AgencyFactory,
    CadreFactory,
    PositionFactory,
    SchemeFactory,
    UserFactory,
    organisation,
    small_map,
)

DAY = date(2026, 10, 15)
KIM_SON = {
    "target_level_id": 3,
    "choice": "commune",
    "choice_by_group": {
        "standing": "any",
        "standing_board": "any",
        "committee": "commune",
        "specialist": "commune",
    },
    "is_announced": False,
    "turns_per_month": 1,
    "max_assignees_per_target": None,
}


def choice_ground(**scheme_fields) -> SimpleNamespace:
    """Branches "CB.P1D1C1H1" … of all hamlets, committees "DU.P1D1C1" … of all communes, the districts' and a zone of
    P1D1 that holds its first commune; `scheme` is Kim Sơn's unless fields say otherwise."""
    units = small_map()
    committees, branches = {}, {}
    for code in (code for code in units if len(code) == 4):
        committees[code] = organisation(units[code], code=f"HU.{code}", name="Huyện ủy", kind="committee")
    for code in (code for code in units if len(code) == 6):
        committees[code] = organisation(
            units[code],
            code=f"DU.{code}",
            name=f"Đảng ủy xã {code}",
            kind="grassroots_committee",
            parent=committees[code[:4]],
        )
    for code in (code for code in units if len(code) == 8):
        branches[code] = organisation(
            units[code],
            code=f"CB.{code}",
            name=f"Chi bộ ấp {code}",
            branch_type="residential",
            parent=committees[code[:6]],
        )
    zone = Zone.objects.create(unit=units["P1D1"], code="TK1", name="Tiểu khu 1", starts_on=START)
    zone.members.create(unit=units["P1D1C1"], starts_on=START)
    district = units["P1D1"]
    return SimpleNamespace(
        units=units,
        district=district,
        branches=branches,
        committees=committees,
        zone=zone,
        agency=AgencyFactory(unit=district, name="Ban Tổ chức"),
        scheme=SchemeFactory(issuer=district, **(KIM_SON | scheme_fields)),
        officer=UserFactory(),
    )


def assigned(ground, target, *, group="specialist", scheme=None, starts_on=START, ends_on=None, cadre=None):
    """A cadre (a new one with a login, unless given) assigned to `target` as one of `group`."""
    field = {"Unit": "target_unit", "Organisation": "target_organisation", "Zone": "target_zone"}
    kind = type(target).__name__
    group = CadreGroup.objects.get(code=group)
    if cadre is None:
        cadre = CadreFactory(unit=ground.district, user=UserFactory())
        PositionFactory(cadre=cadre, agency=ground.agency, group=group)
    unit = target if kind == "Unit" else target.unit
    fields = {field[kind]: target, "unit": unit, "starts_on": starts_on, "ends_on": ends_on}
    Assignment.objects.create(scheme=scheme or ground.scheme, cadre=cadre, group_then=group, **fields)
    return cadre


def codes(ground, organisations) -> list[str]:
    """The codes of the hamlets of these branches, in order."""
    found = {each.pk for each in organisations}
    return sorted(code for code, branch in ground.branches.items() if branch.pk in found)
