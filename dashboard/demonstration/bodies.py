"""The made-up bodies on that ground: agencies, party organisations, who holds office in them, members, zones, documents."""

from datetime import date

from branches.models import (
    Agency,
    AgencyKind,
    DocumentRelation,
    MemberCount,
    Office,
    OfficeHolder,
    OfficialDocument,
    Organisation,
    OrganisationUnit,
    OrganisationVersion,
    Zone,
    ZoneMember,
)
from dashboard.demonstration import places
from dashboard.demonstration.names import People
from dashboard.demonstration.places import HAMLET_MOVES, HAMLETS_MERGE, TWO_LEVELS, Ground

FIRST_TERM = date(2015, 6, 1)
SECOND_TERM = date(2020, 6, 1)
# Of the 93 branches of the first district in 2018 (Bình Đại had as many): their secretaries also head the hamlet; are
# cadres of the commune who do it beside their post.
ALSO_HEADS, PART_TIME = 20, 18

# (code, name, kind, the post of its head, of the others)
PARTY, STATE = ("Trưởng ban", "Phó Trưởng ban"), ("Trưởng phòng", "Phó Trưởng phòng")
_DISTRICT_AGENCIES = [
    ("BTC", "Ban Tổ chức Huyện ủy", "org_board", *PARTY),
    ("VP", "Văn phòng Huyện ủy", "office", "Chánh Văn phòng", "Phó Chánh Văn phòng"),
    ("UBKT", "Ủy ban Kiểm tra Huyện ủy", "inspection", "Chủ nhiệm", "Phó Chủ nhiệm"),
    ("TG", "Ban Tuyên giáo Huyện ủy", "propaganda", *PARTY),
    ("DV", "Ban Dân vận Huyện ủy", "party_board", *PARTY),
    ("CT", "Trung tâm Chính trị huyện", "party_board", "Giám đốc", "Phó Giám đốc"),
    ("MT", "Ủy ban Mặt trận Tổ quốc huyện", "front", "Chủ tịch", "Phó Chủ tịch"),
    ("LD", "Liên đoàn Lao động huyện", "mass_organisation", "Chủ tịch", "Phó Chủ tịch"),
    ("ND", "Hội Nông dân huyện", "mass_organisation", "Chủ tịch", "Phó Chủ tịch"),
    ("PN", "Hội Liên hiệp Phụ nữ huyện", "mass_organisation", "Chủ tịch", "Phó Chủ tịch"),
    ("CCB", "Hội Cựu chiến binh huyện", "mass_organisation", "Chủ tịch", "Phó Chủ tịch"),
    ("DTN", "Huyện đoàn", "mass_organisation", "Bí thư", "Phó Bí thư"),
    ("UBND", "Văn phòng HĐND và UBND huyện", "government", "Chánh Văn phòng", "Phó Chánh Văn phòng"),
    ("NV", "Phòng Nội vụ", "department", *STATE),
    ("TC", "Phòng Tài chính - Kế hoạch", "department", *STATE),
    ("TP", "Phòng Tư pháp", "department", *STATE),
    ("GD", "Phòng Giáo dục và Đào tạo", "department", *STATE),
    ("VH", "Phòng Văn hóa và Thông tin", "department", *STATE),
    ("LDTB", "Phòng Lao động - Thương binh và Xã hội", "department", *STATE),
    ("NN", "Phòng Nông nghiệp và Phát triển nông thôn", "department", *STATE),
    ("KT", "Phòng Kinh tế và Hạ tầng", "department", *STATE),
    ("TN", "Phòng Tài nguyên và Môi trường", "department", *STATE),
    ("YT", "Phòng Y tế", "department", *STATE),
    ("TTR", "Thanh tra huyện", "department", "Chánh Thanh tra", "Phó Chánh Thanh tra"),
    ("CA", "Công an huyện", "police", "Trưởng Công an", "Phó Trưởng Công an"),
    ("QS", "Ban Chỉ huy Quân sự huyện", "military", "Chỉ huy trưởng", "Phó Chỉ huy trưởng"),
]
_PROVINCE_AGENCIES = [
    ("TT", "Thường trực Tỉnh ủy", "standing", "Bí thư", "Phó Bí thư"),
    ("BTC", "Ban Tổ chức Tỉnh ủy", "org_board", *PARTY),
    ("VP", "Văn phòng Tỉnh ủy", "office", "Chánh Văn phòng", "Phó Chánh Văn phòng"),
    ("UBKT", "Ủy ban Kiểm tra Tỉnh ủy", "inspection", "Chủ nhiệm", "Phó Chủ nhiệm"),
    ("TG", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "propaganda", *PARTY),
    ("MT", "Ủy ban Mặt trận Tổ quốc tỉnh", "front", "Chủ tịch", "Phó Chủ tịch"),
    ("NV", "Sở Nội vụ", "department", "Giám đốc", "Phó Giám đốc"),
    ("NN", "Sở Nông nghiệp và Môi trường", "department", "Giám đốc", "Phó Giám đốc"),
]
_COMMUNE_AGENCIES = [
    ("TT", "Thường trực Đảng ủy", "standing", "Bí thư", "Phó Bí thư"),
    ("XDD", "Ban Xây dựng Đảng", "party_building", *PARTY),
    ("VP", "Văn phòng Đảng ủy", "office", "Chánh Văn phòng", "Phó Chánh Văn phòng"),
    ("UBKT", "Ủy ban Kiểm tra Đảng ủy", "inspection", "Chủ nhiệm", "Phó Chủ nhiệm"),
    ("MT", "Ủy ban Mặt trận Tổ quốc", "front", "Chủ tịch", "Phó Chủ tịch"),
    ("UBND", "Văn phòng HĐND và UBND", "government", "Chánh Văn phòng", "Phó Chánh Văn phòng"),
    ("KT", "Phòng Kinh tế", "department", *STATE),
    ("VHXH", "Phòng Văn hóa - Xã hội", "department", *STATE),
]
POSTS = {code: tuple(posts) for code, _name, _kind, *posts in _DISTRICT_AGENCIES}
PROVINCE_POSTS = {code: tuple(posts) for code, _name, _kind, *posts in _PROVINCE_AGENCIES}
COMMUNE_POSTS = {code: tuple(posts) for code, _name, _kind, *posts in _COMMUNE_AGENCIES}


def make_agencies(ground: Ground) -> dict[str, Agency]:
    """{code: Agency}; a code is the unit's, a dot and the agency's own ("MAU-A.BTC")."""
    kinds = {kind.code: kind for kind in AgencyKind.objects.all()}
    communes = [code for code, parent in ground.parents.items() if parent == places.PROVINCE]
    rows = []
    for unit, agencies, closed_on in (
        (places.OLD_PROVINCE, _PROVINCE_AGENCIES, TWO_LEVELS),
        (places.DISTRICT, _DISTRICT_AGENCIES, TWO_LEVELS),
        (places.PROVINCE, _PROVINCE_AGENCIES, None),
        *((commune, _COMMUNE_AGENCIES, None) for commune in communes),
    ):
        for code, name, kind, *_posts in agencies:
            whose = f" {_lower_first(ground.names[unit])}" if unit in communes else ""
            rows.append(
                Agency(
                    code=f"{unit}.{code}",
                    name=f"{name}{whose}",
                    kind=kinds[kind],
                    unit=ground.units[unit],
                    closed_on=closed_on,
                )
            )
    made = {agency.code: agency for agency in Agency.objects.bulk_create(rows)}
    merged = []
    for agency in made.values():
        unit, code = agency.code.split(".")
        if unit == places.OLD_PROVINCE:
            agency.merged_into = made[f"{places.PROVINCE}.{code}"]
            merged.append(agency)
    Agency.objects.bulk_update(merged, ["merged_into"])
    return made


def _lower_first(name):
    return name[0].lower() + name[1:]


class Organisations:
    """The party organisations by a code of their own: the unit's with ".DB" for a committee, ".CB" for its branch."""

    def __init__(self, ground: Ground):
        self.ground = ground
        self.by_code: dict[str, Organisation] = {}
        self._versions, self._links = [], []

    def add(self, code, name, *, kind, unit, parent, opened_on, closed_on=None, branch_type=""):
        self.by_code[code] = Organisation(
            kind=kind,
            branch_type=branch_type,
            unit=self.ground.units[unit],
            opened_on=opened_on,
            closed_on=closed_on,
        )
        self._versions.append((code, name, parent, opened_on, closed_on))
        self._links.append((code, unit, opened_on, closed_on))

    def become(self, code, parent, *, on):
        """Another parent from a day on; the name stays."""
        index = max(place for place, each in enumerate(self._versions) if each[0] == code)
        _code, name, old_parent, starts_on, ends_on = self._versions[index]
        self._versions[index] = (code, name, old_parent, starts_on, on)
        self._versions.append((code, name, parent, on, ends_on))

    def move(self, code, unit, *, on):
        """Another ground from a day on (its hamlet was merged)."""
        self.by_code[code].unit = self.ground.units[unit]
        index = max(place for place, each in enumerate(self._links) if each[0] == code)
        self._links[index] = (*self._links[index][:3], on)
        self._links.append((code, unit, on, None))

    def save(self):
        Organisation.objects.bulk_create(self.by_code.values())
        OrganisationVersion.objects.bulk_create(
            OrganisationVersion(
                organisation=self.by_code[code],
                parent=self.by_code.get(parent),
                code=code,
                name=name,
                starts_on=starts_on,
                ends_on=ends_on,
            )
            for code, name, parent, starts_on, ends_on in self._versions
        )
        OrganisationUnit.objects.bulk_create(
            OrganisationUnit(
                organisation=self.by_code[code],
                unit=self.ground.units[unit],
                is_main=True,
                starts_on=starts_on,
                ends_on=ends_on,
            )
            for code, unit, starts_on, ends_on in self._links
        )


def make_organisations(ground: Ground, communes) -> dict[str, Organisation]:
    """Committees of every level before and after the reform, and a branch for each hamlet.

    `communes`: {hamlet's code: code of the commune in which it stands from 1 July 2025}.
    """
    made = Organisations(ground)
    start = places.BEGINNING
    for province, name in ((places.OLD_PROVINCE, "Tỉnh Mẫu"), (places.OTHER_PROVINCE, "Tỉnh Bãi Mới")):
        made.add(
            f"{province}.DB",
            f"Đảng bộ {_lower_first(name)}",
            kind="committee",
            unit=province,
            parent=None,
            opened_on=start,
            closed_on=TWO_LEVELS,
        )
        for district in ground.beneath(province):
            made.add(
                f"{district}.DB",
                f"Đảng bộ {_lower_first(ground.names[district])}",
                kind="committee",
                unit=district,
                parent=f"{province}.DB",
                opened_on=start,
                closed_on=TWO_LEVELS,
            )
            _commune_committees(made, district)
    made.add(
        f"{places.PROVINCE}.DB",
        "Đảng bộ tỉnh Mẫu Mới",
        kind="committee",
        unit=places.PROVINCE,
        parent=None,
        opened_on=TWO_LEVELS,
    )
    for commune in ground.beneath(places.PROVINCE):
        made.add(
            f"{commune}.DB",
            f"Đảng bộ {_lower_first(ground.names[commune])}",
            kind="grassroots_committee",
            unit=commune,
            parent=f"{places.PROVINCE}.DB",
            opened_on=TWO_LEVELS,
        )
    for branch in [code for code in made.by_code if code.endswith(".CB")]:
        made.become(branch, f"{communes[branch.removesuffix('.CB')]}.DB", on=TWO_LEVELS)
    made.become(f"{places.MOVED}.CB", f"{places.MOVED_TO}.DB", on=HAMLET_MOVES)
    for hamlet in places.MERGED:  # one hamlet now, still two branches
        made.move(f"{hamlet}.CB", places.MERGED_INTO, on=HAMLETS_MERGE)
    made.save()
    return made.by_code


def _commune_committees(made, district):
    ground = made.ground
    for commune in ground.beneath(district):
        made.add(
            f"{commune}.DB",
            f"Đảng bộ {_lower_first(ground.names[commune])}",
            kind="grassroots_committee",
            unit=commune,
            parent=f"{district}.DB",
            opened_on=places.BEGINNING,
            closed_on=TWO_LEVELS,
        )
        for hamlet in ground.beneath(commune):
            made.add(
                f"{hamlet}.CB",
                f"Chi bộ {_lower_first(ground.names[hamlet])}",
                kind="branch",
                unit=hamlet,
                parent=f"{commune}.DB",
                opened_on=places.BEGINNING,
                branch_type="residential",
            )


def fill_offices(ground: Ground, organisations, people: People) -> None:
    """Secretaries and hamlet heads of two terms, secretaries of the communes' committees, members counted twice."""
    offices = {office.code: office for office in Office.objects.all()}
    holders = []
    first = ground.hamlets_of(places.DISTRICT)
    others = ground.hamlets_of("MAU-B") + ground.hamlets_of("MAUB-A")
    lot = people.lot
    chosen = lot.sample(first, ALSO_HEADS + PART_TIME)
    also_heads, part_time = set(chosen[:ALSO_HEADS]), set(chosen[ALSO_HEADS:])

    def hold(office, unit, name, starts_on, ends_on, organisation=None, **facts):
        holders.append(
            OfficeHolder(
                unit=ground.units[unit],
                organisation=organisations.get(organisation),
                office=offices[office],
                full_name=name,
                phone=people.phone(),
                starts_on=starts_on,
                ends_on=ends_on,
                **facts,
            )
        )

    for hamlet in first + others:
        closes = HAMLETS_MERGE if hamlet in places.MERGED else None
        secretary = people.name()
        head = secretary if hamlet in also_heads else people.name()
        branch = f"{hamlet}.CB"
        hold(
            *("secretary", hamlet, secretary, FIRST_TERM, SECOND_TERM, branch),
            is_part_time_cadre=hamlet in part_time,
            is_local=True,
        )
        hold("hamlet_head", hamlet, head, FIRST_TERM, SECOND_TERM)
        secretary = people.name()
        head = secretary if lot.random() < 0.6 else people.name()
        hold(
            *("secretary", hamlet, secretary, SECOND_TERM, closes, branch),
            is_part_time_cadre=lot.random() < 0.1,
            is_local=lot.random() < 0.95,
        )
        hold("hamlet_head", hamlet, head, SECOND_TERM, closes)
    head = people.name()
    hold("hamlet_head", places.MERGED_INTO, head, HAMLETS_MERGE, None)
    for hamlet in places.MERGED:
        hold("secretary", places.MERGED_INTO, people.name(), HAMLETS_MERGE, None, f"{hamlet}.CB")
    for commune in ground.beneath(places.DISTRICT):
        hold("secretary", commune, people.name(), FIRST_TERM, TWO_LEVELS, f"{commune}.DB")
        hold("chairman", commune, people.name(), FIRST_TERM, TWO_LEVELS)
    for commune in ground.beneath(places.PROVINCE):
        hold("chairman", commune, people.name(), TWO_LEVELS, None, is_local=commune[-1] not in "147")
    OfficeHolder.objects.bulk_create(holders)
    counts = []
    for code, organisation in organisations.items():
        if code.endswith(".CB"):
            official = lot.randint(7, 26)
            for counted_on, change in ((date(2018, 6, 30), 0), (date(2025, 12, 31), lot.randint(-1, 6))):
                counts.append(
                    MemberCount(
                        organisation=organisation,
                        counted_on=counted_on,
                        official=official + change,
                        probationary=lot.randint(0, 2),
                        exempt=lot.randint(0, 3),
                    )
                )
    MemberCount.objects.bulk_create(counts)


def make_zones(ground: Ground) -> dict[str, Zone]:
    """Four tiểu vùng of the first district until 2025, three clusters of the new province since."""
    communes, now = ground.beneath(places.DISTRICT), ground.beneath(places.PROVINCE)
    rows = []
    for number in range(4):
        code = f"{places.DISTRICT}-TV{number + 1}"
        zone = (places.DISTRICT, code, f"Tiểu vùng {number + 1}", "tiểu vùng", date(2016, 9, 1), TWO_LEVELS)
        rows.append((zone, communes[number * 5 : number * 5 + 5]))
    for number, members in enumerate((now[:4], now[4:8], now[8:]), start=1):
        code = f"{places.PROVINCE}-CX{number}"
        rows.append(((places.PROVINCE, code, f"Cụm xã {number}", "cụm xã", date(2025, 8, 1), None), members))
    zones = [
        Zone(unit=ground.units[unit], code=code, name=name, kind=kind, starts_on=starts_on, ends_on=ends_on)
        for (unit, code, name, kind, starts_on, ends_on), _members in rows
    ]
    Zone.objects.bulk_create(zones)
    ZoneMember.objects.bulk_create(
        ZoneMember(zone=zone, unit=ground.units[code], starts_on=zone.starts_on, ends_on=zone.ends_on)
        for zone, (_facts, members) in zip(zones, rows, strict=True)
        for code in members
    )
    return {zone.code: zone for zone in zones}


# (short name, issuer, type, number, issued on, title, in force from, (relation, to))
_DOCUMENTS = [
    ("plan 37", "MAU-A", "KH", "37-KH/HU", date(2016, 8, 10))
    + ("Thực hiện phương châm cán bộ huyện theo dõi, hỗ trợ ấp, khu phố giai đoạn 2016–2020", None, None),
    ("decision 634", "MAU-A", "QĐ", "634-QĐ/HU", date(2016, 8, 22))
    + ("Phân công cán bộ huyện theo dõi, hỗ trợ các ấp, khu phố", date(2016, 9, 1), None),
    ("regulation 03", "MAU-A", "QĐi", "03-QĐi/HU", date(2016, 8, 25))
    + ("Trách nhiệm, quyền hạn của cán bộ phụ trách tiểu vùng, xã, thị trấn, ấp, khu phố", None, None),
    ("decision 1316", "MAU-A", "QĐ", "1316-QĐ/HU", date(2017, 9, 20))
    + (
        "Điều chỉnh, bổ sung phân công đủ cán bộ cho các ấp, khu phố",
        date(2017, 10, 1),
        ("amends", "decision 634"),
    ),
    ("resolution 03", "MAU", "NQ", "03-NQ/TU", date(2021, 1, 18))
    + ("Nâng cao năng lực lãnh đạo của tổ chức cơ sở đảng", None, None),
    ("regulation 559", "MAU", "QĐi", "559-QĐi/TU", date(2021, 2, 15))
    + (
        "Trách nhiệm, quyền hạn của cán bộ được phân công và trách nhiệm của cấp ủy nơi được theo dõi",
        None,
        None,
    ),
    ("decision 41", "MAU", "QĐ", "41-QĐ/TU", date(2021, 2, 20))
    + ("Phân công cán bộ tỉnh theo dõi, hỗ trợ các xã, thị trấn", date(2021, 3, 1), None),
    ("decision 52", "MAU-A", "QĐ", "52-QĐ/HU", date(2021, 2, 25))
    + ("Phân công cán bộ huyện theo dõi, hỗ trợ các ấp, khu phố giai đoạn 2021–2025", date(2021, 3, 1), None),
    ("resolution 01", "MAU", "NQ", "21-NQ/TU", date(2025, 6, 20))
    + ("Sắp xếp các đơn vị hành chính và tổ chức chính quyền hai cấp", date(2025, 7, 1), None),
    ("decision 15", "MAUM", "QĐ", "15-QĐ/TU", date(2025, 7, 25))
    + ("Phân công cán bộ tỉnh theo dõi, hỗ trợ các xã, phường, đặc khu", date(2025, 8, 1), None),
    ("regulation 12", "MAUM", "QĐi", "12-QĐi/TU", date(2025, 7, 25))
    + ("Trách nhiệm, quyền hạn của cán bộ theo dõi, hỗ trợ cơ sở", None, None),
    ("decision 31", "MAUM", "QĐ", "31-QĐ/TU", date(2025, 12, 15))
    + ("Ban hành các bộ tiêu chí chấm điểm tổ chức đảng và buổi sinh hoạt chi bộ", date(2026, 1, 1), None),
    ("decision 208", "MAUM", "QĐ", "208-QĐ/TU", date(2026, 2, 10))
    + (
        "Điều chỉnh phân công cán bộ tỉnh theo dõi, hỗ trợ các xã, phường, đặc khu",
        date(2026, 2, 15),
        ("amends", "decision 15"),
    ),
    ("resolution 07", "MAUM", "NQ", "07-NQ/TU", date(2026, 2, 20))
    + ("Sắp xếp ấp, khu phố năm 2026", date(2026, 3, 1), None),
]


def make_documents(ground: Ground, documents: dict[str, OfficialDocument]) -> None:
    """Adds to `documents` ({short name: OfficialDocument}) those whose issuer stands by now and that are not there yet.

    The communes' own decisions are "decision of MAUM-01" and so on.
    """
    rows = [row for row in _rows(ground) if row[0] not in documents and row[1] in ground.units]
    made = OfficialDocument.objects.bulk_create(
        OfficialDocument(
            issuer_unit=ground.units[issuer],
            type=kind,
            number=number,
            issued_on=issued_on,
            title=title,
            effective_on=effective_on,
            term=_term(issued_on),
        )
        for _name, issuer, kind, number, issued_on, title, effective_on, _relation in rows
    )
    documents.update(zip((row[0] for row in rows), made, strict=True))
    DocumentRelation.objects.bulk_create(
        DocumentRelation(document=documents[row[0]], relates_to=documents[row[-1][1]], relation=row[-1][0])
        for row in rows
        if row[-1]
    )


def _rows(ground):
    yield from _DOCUMENTS
    title = "Phân công đảng ủy viên, cán bộ, công chức theo dõi, hỗ trợ các ấp, khu phố"
    for number, commune in enumerate(ground.beneath(places.PROVINCE), start=1):
        yield (
            *(f"decision of {commune}", commune, "QĐ", f"{number + 4}-QĐ/ĐU", date(2025, 8, 20)),
            *(title, date(2025, 9, 1), None),
        )


def _term(day) -> str:
    """The term of five years in which a document was issued."""
    if day < date(2020, 9, 1):
        return "2015–2020"
    return "2020–2025" if day < TWO_LEVELS else "2025–2030"
