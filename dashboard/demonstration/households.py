"""Made-up households of two hamlets of a ward: self-managed groups, tags that change, who holds which, some with nobody, and a few
visits. Brought in by the lists that an office brings in."""

from datetime import date, timedelta
from random import Random
from uuid import UUID, uuid5

from assignments.models import Scheme
from branches.imports import groups, households
from branches.models import Household, HouseholdGroup
from dashboard.demonstration.lists import bring_in
from dashboard.demonstration.work import COMMUNES_TOO, decide, make_scheme
from reports.actions.household_visits import record_household_visit
from reports.models import HouseholdVisit

COMMUNE = "MAUM-01"
HAMLETS = {"MAU-A01-1": 20, "MAU-A01-2": 16}  # households of each
OUT_OF_POVERTY = date(2026, 1, 1)
BY_HOUSEHOLD, BY_GROUP = "mau-xa-ho-01", "mau-xa-to-01"

_NAMESPACE = UUID("0b0c1d2e-0000-4000-8000-000000000634")
_TAGS = ["Hộ nghèo", "Hộ cận nghèo", "Gia đình chính sách", "Người có công", "Neo đơn", "Đặc biệt khó khăn"]
# What was said at a door, and whether something was brought.
_SAID = [
    ("Nuôi dê sinh sản, tháng này bán được một con. Mái bếp dột.", "Mong được vay vốn chính sách.", ""),
    (
        "Chủ hộ đan lát tại nhà, thu nhập đều hơn năm trước.",
        "Mong có đèn ở đầu hẻm.",
        "Tặng hai bộ sách",
    ),
    ("Chủ hộ làm thuê theo mùa, thu nhập bấp bênh.", "Muốn học nghề sửa máy.", "Hướng dẫn hồ sơ học nghề"),
    ("Nhà đã sửa xong nền, còn thiếu bồn nước.", "", "Chuyển một bồn chứa nước"),
]


def settle(world, people, users) -> None:
    lot = Random(4316)
    office, unit = users["vanphong"], world.unit(COMMUNE)
    rows = [
        {"code": f"{hamlet}-T{number}", "hamlet_code": hamlet, "name": f"Tổ nhân dân tự quản số {number}"}
        for hamlet in HAMLETS
        for number in (1, 2)
    ]
    bring_in(world, groups.KIND, rows, filename="to-tu-quan.xlsx", by=office, unit=unit, on=COMMUNES_TOO)
    rows = _rows(people, lot)
    send = dict(filename="ho-gia-dinh.xlsx", by=office, unit=unit)
    bring_in(world, households.KIND, rows, on=COMMUNES_TOO, **send)
    bring_in(world, households.KIND, _a_year_later(rows), on=OUT_OF_POVERTY, **send)
    _hand_out(world)
    _visit(world, users["canbo"])


def _rows(people, lot) -> list[dict]:
    rows = []
    for hamlet, number in HAMLETS.items():
        for at in range(1, number + 1):
            tags = [_TAGS[(at * 5) % len(_TAGS)]] if at % 3 == 0 else []
            rows.append(
                {
                    "code": f"{hamlet}-H{at:02d}",
                    "hamlet_code": hamlet,
                    "head_name": people.name(),
                    "group_code": f"{hamlet}-T{1 + (at > number // 2)}",
                    "people": lot.randint(1, 6),
                    "address": f"Hẻm {lot.randint(1, 9)}",
                    "tags": [*tags, *(["Hộ nghèo"] if at in (2, 7, 11, 14) else [])],
                }
            )
    return rows


def _a_year_later(rows) -> list[dict]:
    """One of the poor is near-poor now, one is neither."""
    tags_of = {"02": ["Hộ cận nghèo"], "07": []}
    return [row | {"tags": tags_of.get(row["code"][-2:], row["tags"])} for row in rows]


def _hand_out(world) -> None:
    """Households to three of the ward's cadres, two groups to two others; the rest of the second hamlet has nobody."""
    common = dict(
        groups=["committee", "commune_cadres"],
        charter="regulation 12",
        parent_scheme=Scheme.objects.get(code=f"mau-xa-ap-{COMMUNE[-2:]}"),
        target_level=None,
        wanted_targets_per_assignee=None,
        turns_per_month=None,
        report_days=None,
        motto="Xã nắm tới hộ gia đình",
    )
    decision = f"decision of {COMMUNE}"
    made = [
        make_scheme(world, code, name, COMMUNE, [decision], COMMUNES_TOO, None, target_kind=kind, **common)
        for code, name, kind in (
            (BY_HOUSEHOLD, "Cán bộ phường nắm hộ gia đình", "household"),
            (BY_GROUP, "Cán bộ phường phụ trách tổ nhân dân tự quản", "group"),
        )
    ]
    first, second = HAMLETS
    cadres = world.staff.communes[COMMUNE]
    known = {each.code: each for each in Household.objects.filter(code__startswith="MAU-A01-")}
    held = {
        0: [f"{first}-H{at:02d}" for at in range(1, 7)],
        3: [f"{second}-H{at:02d}" for at in range(9, 13)],
    }
    pairs = [(cadres[at], known[code]) for at, codes in held.items() for code in codes]
    decide(world, made[0], decision, COMMUNES_TOO, pairs)
    by_code = {each.code: each for each in HouseholdGroup.objects.filter(code__startswith="MAU-A01-")}
    pairs = [(cadres[1], by_code[f"{first}-T2"]), (cadres[4], by_code[f"{second}-T1"])]
    decide(world, made[1], decision, COMMUNES_TOO, pairs)


def _visit(world, user) -> None:
    """The first four of his households, one after the other; the others wait."""
    cadre = world.staff.communes[COMMUNE][0]
    held = Household.objects.filter(code__startswith=f"{next(iter(HAMLETS))}-H").order_by("code")[:4]
    for at, (household, (situation, wishes, given)) in enumerate(zip(held, _SAID, strict=True)):
        day = world.today - timedelta(days=70 - 19 * at)
        values = {
            "visited_on": day,
            "purpose": HouseholdVisit.Purpose.HELP if given else HouseholdVisit.Purpose.REGULAR,
            "livelihood": situation,
            "wishes": wishes,
            "help_given": given,
            "next_visit_on": day + timedelta(days=90),
        }
        record_household_visit(
            household=household,
            cadre=cadre,
            by=user,
            client_key=uuid5(_NAMESPACE, household.code),
            values=values,
            on=day,
        )
