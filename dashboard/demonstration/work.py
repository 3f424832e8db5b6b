"""The made-up work: schemes of 2016, 2021 and 2025, who follows what under them, and what is amiss today."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from assignments.actions.assigning import assign, end_assignment
from assignments.actions.cadres import change_cadre, change_position, let_cadre_go, register_cadre
from assignments.actions.change_sets import draft_change_set, put_in_force
from assignments.actions.schemes import create_scheme
from assignments.models import (
    Assignment,
    CadreGroup,
    ChangeLine,
    Scheme,
)
from branches.models import Level, Unit
from dashboard.demonstration import places
from dashboard.demonstration.places import HAMLET_MOVES, HAMLETS_MERGE, TWO_LEVELS, Ground
from dashboard.demonstration.staff import FIRST_DECISION, Staff

DECISION_634, DECISION_1316 = date(2016, 9, 1), date(2017, 10, 1)
NEXT_TERM = date(2021, 3, 1)
PROVINCE_AGAIN, COMMUNES_TOO = date(2025, 8, 1), date(2025, 9, 1)
DECISION_208 = date(2026, 2, 15)
# Codes by which the demonstration's schemes are asked for; a commune's is "mau-xa-ap-01" and so on.
FIRST_SCHEME, PROVINCE_SCHEME = "mau-huyen-ap-2016", "mau-tinh-xa-2025"

MOTTO = "Tỉnh nắm tới xã, xã nắm tới ấp, khu phố"
_DUTIES = (
    "Dự sinh hoạt chi bộ nơi được phân công ít nhất mỗi tháng một lần.\n"
    "Nắm tình hình tổ chức, con người, quy chế và nghị quyết của chi bộ; góp ý nội dung, đề xuất cách gỡ khó.\n"
    "Báo cáo bằng văn bản sau mỗi lần dự; phản ánh kịp thời việc vượt thẩm quyền."
)
_POWERS = (
    "Được cung cấp nghị quyết, quy chế, báo cáo của nơi được phân công.\n"
    "Được phát biểu, góp ý và đề nghị cấp có thẩm quyền giải quyết kiến nghị của chi bộ."
)
_HOSTS = (
    "Thông tin trung thực, đầy đủ cho cán bộ được phân công.\n"
    "Đăng ký lịch sinh hoạt hằng tháng và tạo điều kiện để cán bộ dự.\n"
    "Thủ trưởng đơn vị của cán bộ bố trí thời gian cho cán bộ đi cơ sở."
)


@dataclass
class World:
    """Everything that was made so far, and who makes it on which day."""

    ground: Ground
    agencies: dict
    organisations: dict
    zones: dict
    documents: dict
    staff: Staff
    communes: dict  # {hamlet's code: its commune's of 1 July 2025}
    by: object
    today: date
    levels: dict = field(default_factory=Level.objects.in_bulk)

    def unit(self, code) -> Unit:
        return self.ground.units[code]


def make_scheme(world, code, name, issuer, documents, starts_on, ends_on, *, groups, charter=None, **values):
    """A scheme with its groups (codes) and the documents on which it rests (short names)."""
    return create_scheme(
        code=code,
        name=name,
        issuer=world.unit(issuer),
        starts_on=starts_on,
        by=world.by,
        documents=[world.documents[document] for document in documents],
        eligible_groups=list(CadreGroup.objects.filter(code__in=groups)),
        charter=world.documents[charter],
        **{
            "ends_on": ends_on,
            "max_assignees_per_target": 1,
            "wanted_targets_per_assignee": 1,
            "turns_per_month": 1,
            "report_days": 5,
            "assignee_duties": _DUTIES,
            "assignee_powers": _POWERS,
            "host_duties": _HOSTS,
            **values,
        },
    )


def decide(world, scheme, document, on, adds, ends=(), *, role=Assignment.Role.FOLLOW):
    """Puts one decision into force as a change set: `ends` are Assignments, `adds` pairs (cadre, target)."""
    document = world.documents[document]
    draft = draft_change_set(
        scheme=scheme,
        name=f"{document.type} {document.number}",
        effective_on=on,
        by=world.by,
        document=document,
    )
    field = f"target_{scheme.target_kind}"
    ChangeLine.objects.bulk_create(
        [ChangeLine(change_set=draft, action="end", assignment=each, end_reason="adjusted") for each in ends]
        + [
            ChangeLine(change_set=draft, action="add", cadre=cadre, role=role, **{field: target})
            for cadre, target in adds
        ]
    )
    return put_in_force(draft, by=world.by, version=draft.version)


def end_all(scheme, *, on, reason):
    """Every running assignment of a scheme ends that day (its ground is gone)."""
    Assignment.objects.active_on(on).filter(scheme=scheme).update(ends_on=on, end_reason=reason)


def district_years(world: World) -> None:
    """2016 to 2025: 93 units under decision 634 and, one cadre each, 1316; the next term; until the districts end."""
    district, staff = places.DISTRICT, world.staff.district
    hamlets = [world.unit(code) for code in world.ground.hamlets_of(district)]
    first = make_scheme(
        *(world, FIRST_SCHEME, "Cán bộ huyện theo dõi, hỗ trợ ấp, khu phố 2016–2020", district),
        *(["decision 634", "plan 37"], DECISION_634, date(2021, 1, 1)),
        groups=["standing_board", "committee", "inspection", "party_boards", "departments", "mass"],
        charter="regulation 03",
        preset="binh-dai",
        target_level=world.levels[4],
        motto="Nắm",
    )
    # 634: who had two has two neighbours; 1316 gives the second of them to somebody new.
    doubled = len(hamlets) - FIRST_DECISION
    pairs = [(staff[index // 2], hamlet) for index, hamlet in enumerate(hamlets[: 2 * doubled])]
    pairs += list(zip(staff[doubled:FIRST_DECISION], hamlets[2 * doubled :], strict=True))
    decide(world, first, "decision 634", DECISION_634, pairs)
    second_ones = hamlets[1 : 2 * doubled : 2]
    ends = list(Assignment.objects.filter(scheme=first, target_unit__in=second_ones).order_by("pk"))
    adds = [(cadre, row.target_unit) for cadre, row in zip(staff[FIRST_DECISION:], ends, strict=True)]
    decide(world, first, "decision 1316", DECISION_1316, adds, ends)

    zones = make_scheme(
        *(world, "mau-tieu-vung-2016", "Ủy viên Ban Thường vụ phụ trách tiểu vùng 2016–2020", district),
        *(["regulation 03"], DECISION_634, date(2021, 1, 1)),
        groups=["standing_board"],
        charter="regulation 03",
        target_kind="zone",
        parent_scheme=first,
        choice="zone",
    )
    board = [cadre for index, cadre in enumerate(staff) if world.staff.groups[index] == "standing_board"]
    leaders = [cadre for cadre in board if cadre.started_on <= DECISION_634][:4]
    old_zones = [zone for code, zone in world.zones.items() if code.startswith(district)]
    decide(
        *(world, zones, "regulation 03", DECISION_634, list(zip(leaders, old_zones, strict=True))),
        role=Assignment.Role.IN_CHARGE,
    )
    end_all(zones, on=date(2021, 1, 1), reason="term")
    end_all(first, on=date(2021, 1, 1), reason="term")
    _next_term(world, first)


def _next_term(world, first):
    """Bến Tre's chain: province to commune, standing board to district, district to hamlet; all ends in July 2025."""
    province = places.OLD_PROVINCE
    communes = [c for district in world.ground.beneath(province) for c in world.ground.beneath(district)]
    top = make_scheme(
        *(world, "mau-tinh-xa-2021", "Cán bộ tỉnh theo dõi, hỗ trợ xã, thị trấn 2021–2025", province),
        *(["decision 41", "resolution 03"], NEXT_TERM, TWO_LEVELS),
        groups=["provincial_leaders"],
        charter="regulation 559",
        target_level=world.levels[3],
        motto="Tỉnh nắm tới xã; huyện nắm tới ấp, khu phố; xã nắm tới hộ gia đình",
    )
    pairs = list(zip(world.staff.provincial, map(world.unit, communes), strict=True))
    decide(world, top, "decision 41", NEXT_TERM, pairs)
    bodies_of_districts = make_scheme(
        *(
            world,
            "mau-thuong-vu-huyen-2021",
            "Ủy viên Ban Thường vụ Tỉnh ủy theo dõi đảng bộ huyện",
            province,
        ),
        *(["decision 41"], NEXT_TERM, TWO_LEVELS),
        groups=["standing_board"],
        charter="regulation 559",
        target_kind="organisation",
        target_level=world.levels[2],
        parent_scheme=top,
    )
    districts = [world.organisations[f"{code}.DB"] for code in world.ground.beneath(province)]
    pairs = list(zip(world.staff.board, districts, strict=False))
    decide(world, bodies_of_districts, "decision 41", NEXT_TERM, pairs)
    hamlets = make_scheme(
        *(world, "mau-huyen-ap-2021", "Cán bộ huyện theo dõi, hỗ trợ ấp, khu phố 2021–2025", places.DISTRICT),
        *(["decision 52"], NEXT_TERM, TWO_LEVELS),
        groups=["standing_board", "committee", "inspection", "party_boards", "departments", "mass"],
        charter="regulation 559",
        target_level=world.levels[4],
        parent_scheme=top,
    )
    rows = Assignment.objects.filter(scheme=first, end_reason="term").order_by("pk")
    decide(
        *(world, hamlets, "decision 52", NEXT_TERM),
        [(row.cadre, row.target_unit) for row in rows.select_related("cadre", "target_unit")],
    )
    for scheme in (top, bodies_of_districts, hamlets):
        end_all(scheme, on=TWO_LEVELS, reason="merged")
    for cadre in world.staff.provincial[22:]:
        let_cadre_go(cadre, on=TWO_LEVELS, reason="retired", by=world.by)


def two_level_years(world: World) -> None:
    """Since August 2025: the province follows communes, eleven communes their hamlets, three of the board the clusters."""
    communes = world.ground.beneath(places.PROVINCE)
    top = make_scheme(
        *(world, PROVINCE_SCHEME, "Cán bộ tỉnh theo dõi, hỗ trợ xã, phường, đặc khu", places.PROVINCE),
        *(["decision 15", "resolution 01"], PROVINCE_AGAIN, None),
        groups=["provincial_leaders"],
        charter="regulation 12",
        target_level=world.levels[3],
        is_announced=False,
        motto=MOTTO,
    )
    followers = world.staff.provincial[: len(communes)]
    decide(
        *(world, top, "decision 15", PROVINCE_AGAIN),
        list(zip(followers, map(world.unit, communes), strict=True)),
    )
    clusters = make_scheme(
        *(world, "mau-cum-xa-2025", "Ủy viên Ban Thường vụ Tỉnh ủy phụ trách cụm xã", places.PROVINCE),
        *(["decision 15"], PROVINCE_AGAIN, None),
        groups=["standing_board"],
        charter="regulation 12",
        target_kind="zone",
        parent_scheme=top,
        choice="zone",
    )
    zones = [zone for code, zone in world.zones.items() if code.startswith(places.PROVINCE)]
    decide(
        *(world, clusters, "decision 15", PROVINCE_AGAIN, list(zip(world.staff.board, zones, strict=True))),
        role=Assignment.Role.IN_CHARGE,
    )
    for number, commune in enumerate(communes, start=1):
        pilot = number == len(communes)
        ends_on = max(world.today, date(2026, 6, 1)) + timedelta(days=40) if pilot else None
        scheme = make_scheme(
            *(
                world,
                f"mau-xa-ap-{number:02d}",
                f"Cán bộ {_after(world, commune)} theo dõi, hỗ trợ ấp, khu phố",
            ),
            *(commune, [f"decision of {commune}"], COMMUNES_TOO, ends_on),
            groups=["committee", "commune_cadres"],
            charter="regulation 12",
            preset="binh-dai",
            target_level=world.levels[4],
            parent_scheme=top,
            is_pilot=pilot,
            pilot_ends_on=ends_on,
            motto=MOTTO,
        )
        hamlets = [hamlet for hamlet, stands_in in world.communes.items() if stands_in == commune]
        pairs = list(zip(world.staff.communes[commune], map(world.unit, hamlets), strict=True))
        decide(world, scheme, f"decision of {commune}", COMMUNES_TOO, pairs)


def _after(world, code):
    name = world.ground.names[code]
    return name[0].lower() + name[1:]


def this_year(world: World) -> None:
    """2026: two cadres of the province swap; a hamlet changes its commune, two become one; and the gaps of today."""
    top = Scheme.objects.get(code=PROVINCE_SCHEME)
    swapped = list(
        Assignment.objects.filter(scheme=top).select_related("cadre", "target_unit").order_by("pk")
    )[:2]
    first, second = swapped
    decide(
        *(world, top, "decision 208", DECISION_208),
        [(first.cadre, second.target_unit), (second.cadre, first.target_unit)],
        swapped,
    )
    _follow_the_moved_hamlet(world)
    _end_at_the_merger(world)
    _leave_gaps(world)


def _scheme_of(commune):
    return Scheme.objects.get(code=f"mau-xa-ap-{commune[-2:]}")


def _running(world, code):
    """The assignment that stands on a hamlet, and its cadre."""
    row = Assignment.objects.standing().filter(target_unit=world.unit(code), ends_on=None)
    return row.select_related("cadre", "target_unit", "scheme").get()


def _follow_the_moved_hamlet(world):
    """The hamlet's cadre goes with it to the other commune."""
    row = _running(world, places.MOVED)
    end_assignment(
        row, on=HAMLET_MOVES, reason="adjusted", by=world.by, document=world.documents["resolution 07"]
    )
    cadre = change_cadre(row.cadre, by=world.by, unit=world.unit(places.MOVED_TO))
    running = list(cadre.positions.on(HAMLET_MOVES))
    change_position(
        cadre,
        on=HAMLET_MOVES,
        by=world.by,
        post="Chuyên viên",
        agency=world.agencies[f"{places.MOVED_TO}.VHXH"],
        group=CadreGroup.objects.get(code="commune_cadres"),
        ending=running,
    )
    assign(
        scheme=_scheme_of(places.MOVED_TO),
        assignee=cadre,
        target=row.target_unit,
        starts_on=HAMLET_MOVES,
        by=world.by,
        documents=[world.documents["resolution 07"]],
        reason="Theo ấp chuyển về xã mới",
    )


def _end_at_the_merger(world):
    """Two hamlets are one now; nobody was assigned to it yet, and the two cadres have nothing to follow."""
    for code in places.MERGED:
        end_assignment(
            _running(world, code),
            on=HAMLETS_MERGE,
            reason="merged",
            by=world.by,
            document=world.documents["resolution 07"],
        )


def _leave_gaps(world):
    """Why units have no one today: retired, transferred, studying; and one cadre with two hamlets."""
    now = max(world.today, date(2026, 6, 1))
    for commune, place, days, reason in (
        ("MAUM-01", 2, 75, "retired"),
        ("MAUM-02", 5, 40, "transferred"),
        ("MAUM-05", 1, 12, "other"),
        ("MAUM-10", 3, 150, "transferred"),
    ):
        cadre = world.staff.communes[commune][place]
        let_cadre_go(cadre, on=now - timedelta(days=days), reason=reason, by=world.by)
    # The last of them was filled by the neighbour, who has two since.
    scheme = _scheme_of("MAUM-10")
    neighbour = world.staff.communes["MAUM-10"][2]
    vacant = Assignment.objects.get(scheme=scheme, end_reason="transferred").target_unit
    assign(
        scheme=scheme,
        assignee=neighbour,
        target=vacant,
        starts_on=now - timedelta(days=140),
        by=world.by,
        documents=[world.documents["decision of MAUM-10"]],
        reason="Kiêm nhiệm trong khi chờ bổ sung",
    )
    let_cadre_go(world.staff.provincial[5], on=now - timedelta(days=20), reason="retired", by=world.by)
    # Somebody has come to the province whom nobody has assigned yet.
    register_cadre(
        full_name="Huỳnh Thị Tân",
        unit=world.unit(places.PROVINCE),
        starts_on=now - timedelta(days=15),
        by=world.by,
        code="MAU-CB-MOI",
        post="Phó Giám đốc",
        agency=world.agencies[f"{places.PROVINCE}.NN"],
        group=CadreGroup.objects.get(code="provincial_leaders"),
        expertise="nông nghiệp, xây dựng nông thôn mới",
    )
    draft = draft_change_set(
        scheme=_scheme_of("MAUM-07"),
        name="Phân công sau khi sáp nhập ấp",
        effective_on=now + timedelta(days=10),
        by=world.by,
    )
    idle = Assignment.objects.filter(scheme=draft.scheme, end_reason="merged").order_by("pk").first().cadre
    ChangeLine.objects.create(
        change_set=draft,
        action="add",
        cadre=idle,
        target_unit=world.unit(places.MERGED_INTO),
        reason="Đã theo dõi một trong hai ấp trước khi sáp nhập",
    )
