"""The made-up cadres and what they were from when to when: 93 of the district, those of the province and the communes."""

from dataclasses import dataclass, field
from datetime import date

from assignments.models import Cadre, CadreGroup, CadrePosition, Post
from branches.models import Office, OfficeHolder
from dashboard.demonstration import bodies, places
from dashboard.demonstration.names import People
from dashboard.demonstration.places import TWO_LEVELS, Ground

START = date(2016, 6, 1)
_EXPERTISE = [
    *("xây dựng Đảng", "kiểm tra, giám sát", "dân vận", "tuyên giáo", "nông nghiệp", "thủy sản", "đất đai"),
    *("tài chính, ngân sách", "giáo dục", "y tế", "văn hóa", "pháp luật, hòa giải", "quốc phòng, an ninh"),
    *("xây dựng nông thôn mới", "giảm nghèo", "chuyển đổi số", "môi trường", "hợp tác xã"),
]
# How many of the district's 93 are what; those of the last three groups are so by their agency.
_GROUPS = {
    "standing_board": 8,
    "committee": 30,
    "inspection": 5,
    "party_boards": 12,
    "departments": 26,
    "mass": 12,
}
_AGENCIES_OF = {
    "standing_board": ("BTC", "VP", "UBKT", "TG", "DV", "MT", "CA", "QS"),
    "committee": tuple(bodies.POSTS),
    "inspection": ("UBKT",),
    "party_boards": ("BTC", "VP", "TG", "DV", "CT"),
    "departments": ("NV", "TC", "TP", "GD", "VH", "LDTB", "NN", "KT", "TN", "YT", "TTR", "UBND"),
    "mass": ("MT", "LD", "ND", "PN", "CCB", "DTN"),
}
MEMBER_POSTS = {
    "standing_board": "Ủy viên Ban Thường vụ Huyện ủy",
    "committee": "Ủy viên Ban Chấp hành Đảng bộ huyện",
    "inspection": "Ủy viên Ủy ban Kiểm tra Huyện ủy",
}
DISTRICT_CADRES = sum(_GROUPS.values())
# Under decision 634 so many followed 93 units; decision 1316 brought the others.
FIRST_DECISION = 75


@dataclass
class Staff:
    """Who is at hand for what; each a list in the order in which they were made."""

    standing: list[Cadre] = field(default_factory=list)  # of the province
    board: list[Cadre] = field(default_factory=list)  # of the province; they lead clusters and districts
    provincial: list[Cadre] = field(default_factory=list)  # follow communes
    district: list[Cadre] = field(default_factory=list)  # 93
    communes: dict[str, list[Cadre]] = field(default_factory=dict)  # follow hamlets since 2025
    groups: dict[int, str] = field(default_factory=dict)  # index among the district's: code of the group


class Hiring:
    """Gathers cadres and positions, and writes them at the end."""

    def __init__(self, ground: Ground, agencies, organisations, people: People):
        self.ground, self.agencies, self.organisations, self.people = ground, agencies, organisations, people
        self.cadres: list[Cadre] = []
        self.positions: list[tuple] = []
        self.holders: list[tuple] = []

    def cadre(self, unit, started_on=START) -> Cadre:
        number = len(self.cadres) + 1
        lot = self.people.lot
        cadre = Cadre(
            code=f"MAU-CB{number:03d}",
            full_name=self.people.name(),
            unit=self.ground.units[unit],
            expertise=", ".join(lot.sample(_EXPERTISE, lot.randint(1, 3))),
            phone=self.people.phone(),
            started_on=started_on,
        )
        self.cadres.append(cadre)
        return cadre

    def position(self, cadre, post, body, group, starts_on, ends_on=None, *, primary=True):
        self.positions.append((cadre, post, body, group, starts_on, ends_on, primary))

    def save(self):
        Cadre.objects.bulk_create(self.cadres)
        names = {post for _cadre, post, *_rest in self.positions}
        known = set(Post.objects.filter(name__in=names).values_list("name", flat=True))
        Post.objects.bulk_create(Post(name=name) for name in sorted(names - known))
        posts = {post.name: post for post in Post.objects.filter(name__in=names)}
        groups = {group.code: group for group in CadreGroup.objects.all()}
        CadrePosition.objects.bulk_create(
            CadrePosition(
                cadre=cadre,
                post=posts[post],
                agency=self.agencies.get(body),
                organisation=self.organisations.get(body),
                group=groups[group],
                is_primary=primary,
                starts_on=starts_on,
                ends_on=ends_on,
            )
            for cadre, post, body, group, starts_on, ends_on, primary in self.positions
        )
        secretary = Office.objects.get(code="secretary")
        OfficeHolder.objects.bulk_create(
            OfficeHolder(
                unit=self.ground.units[unit],
                organisation=self.organisations[f"{unit}.DB"],
                office=secretary,
                full_name=cadre.full_name,
                phone=cadre.phone,
                is_local=unit[-1] in "0258",  # a few come from their own place
                starts_on=TWO_LEVELS,
            )
            for unit, cadre in self.holders
        )


def make_staff(ground: Ground, agencies, organisations, people: People, *, hamlets_in) -> Staff:
    """All cadres with their positions before and after 1 July 2025. `hamlets_in`: {commune of today: how many hamlets
    it had that day}, one cadre for each."""
    hiring = Hiring(ground, agencies, organisations, people)
    staff = Staff()
    _hire_provincial(hiring, staff, list(hamlets_in))
    _hire_district(hiring, staff)
    _fill_communes(hiring, staff, hamlets_in)
    homes = [ground.units[code] for code in hamlets_in]
    for cadre in hiring.cadres[::3]:
        cadre.home_unit = people.lot.choice(homes)
    hiring.save()
    return staff


def _hire_provincial(hiring, staff, communes):
    """Three of the standing committee, three of the standing board, 24 who follow communes until July 2025: then eleven
    go on, eleven become secretaries of the new communes, two retire."""
    old, new = places.OLD_PROVINCE, places.PROVINCE
    for number in range(3):
        cadre = hiring.cadre(new)
        post = "Bí thư Tỉnh ủy" if number == 0 else "Phó Bí thư Tỉnh ủy"
        hiring.position(cadre, post, f"{old}.TT", "standing", START, TWO_LEVELS)
        hiring.position(cadre, post, f"{new}.TT", "standing", TWO_LEVELS)
        staff.standing.append(cadre)
    codes = [code for code in bodies.PROVINCE_POSTS if code != "TT"]
    for number in range(3):
        cadre = hiring.cadre(new)
        agency = codes[number]
        head = bodies.PROVINCE_POSTS[agency][0]
        for unit, starts_on, ends_on in ((old, START, TWO_LEVELS), (new, TWO_LEVELS, None)):
            hiring.position(cadre, head, f"{unit}.{agency}", "standing_board", starts_on, ends_on)
            hiring.position(
                *(cadre, "Ủy viên Ban Thường vụ Tỉnh ủy", f"{unit}.DB", "standing_board", starts_on, ends_on),
                primary=False,
            )
        staff.board.append(cadre)
    for number in range(24):
        agency = codes[number % len(codes)]
        second = bodies.PROVINCE_POSTS[agency][1]
        secretary_of = communes[number - 11] if 11 <= number < 22 else None
        cadre = hiring.cadre(secretary_of or new)
        hiring.position(cadre, second, f"{old}.{agency}", "provincial_leaders", START, TWO_LEVELS)
        if secretary_of:
            hiring.position(cadre, "Bí thư Đảng ủy", f"{secretary_of}.TT", "standing", TWO_LEVELS)
            hiring.holders.append((secretary_of, cadre))
        elif number < 11:
            hiring.position(cadre, second, f"{new}.{agency}", "provincial_leaders", TWO_LEVELS)
        staff.provincial.append(cadre)


def _hire_district(hiring, staff):
    """93 cadres of the district in the groups that decision 634 names. Where they work now is settled later."""
    groups = [group for group, count in _GROUPS.items() for _number in range(count)]
    hiring.people.lot.shuffle(groups)
    places_in = dict.fromkeys(_GROUPS, 0)
    heads: set[str] = set()
    for index, group in enumerate(groups):
        began = START if index < FIRST_DECISION else date(2017, 6, 1)
        cadre = hiring.cadre(places.DISTRICT, began)
        codes = _AGENCIES_OF[group]
        agency = codes[places_in[group] % len(codes)]
        places_in[group] += 1
        head, second = bodies.POSTS[agency]
        post = second if agency in heads else head
        heads.add(agency)
        hiring.position(cadre, post, f"{places.DISTRICT}.{agency}", group, began, TWO_LEVELS)
        if group in MEMBER_POSTS:
            body = f"{places.DISTRICT}.DB" if group != "inspection" else f"{places.DISTRICT}.UBKT"
            hiring.position(cadre, MEMBER_POSTS[group], body, group, began, TWO_LEVELS, primary=False)
        staff.district.append(cadre)
        staff.groups[index] = group


def _fill_communes(hiring, staff, hamlets_in):
    """July 2025: the district's people go to the communes, eight of them as deputy secretaries; new ones fill up."""
    waiting = list(staff.district)
    for commune, hamlets in hamlets_in.items():
        deputy = waiting.pop() if waiting else hiring.cadre(commune, TWO_LEVELS)
        deputy.unit = hiring.ground.units[commune]
        hiring.position(deputy, "Phó Bí thư Đảng ủy", f"{commune}.TT", "standing", TWO_LEVELS)
        staff.communes[commune] = []
        for number in range(hamlets):
            cadre = waiting.pop(0) if waiting else hiring.cadre(commune, TWO_LEVELS)
            _give_commune_post(hiring, cadre, commune, number)
            staff.communes[commune].append(cadre)


def _give_commune_post(hiring, cadre, commune, number):
    codes = [code for code in bodies.COMMUNE_POSTS if code != "TT"]
    head, second = bodies.COMMUNE_POSTS[codes[number % len(codes)]]
    cadre.unit = hiring.ground.units[commune]
    group = "committee" if number < len(codes) else "commune_cadres"
    post = head if number < len(codes) else second if number < 2 * len(codes) else "Chuyên viên"
    hiring.position(cadre, post, f"{commune}.{codes[number % len(codes)]}", group, TWO_LEVELS)
    if group == "committee":
        hiring.position(cadre, "Đảng ủy viên", f"{commune}.DB", "committee", TWO_LEVELS, primary=False)
