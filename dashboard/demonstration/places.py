"""The made-up ground: a province in 2014, its merger on 1 July 2025, and what went on after.

The first district has the shape of Bình Đại in 2018: 19 communes and a township, 93 ấp and khu phố. Codes begin with
letters, so that no official code can ever meet them; the coordinates lie in the open sea.
"""

from datetime import date

from branches.actions.placements import rebuild_placements, refresh_access_paths
from branches.actions.units import change_unit, close_unit, open_unit
from branches.loading import load_units
from branches.models import Unit, UnitKind, UnitPlacement, UnitVersion

BEGINNING = date(2014, 1, 1)
TWO_LEVELS = date(2025, 7, 1)
HAMLET_MOVES = date(2026, 3, 1)
HAMLETS_MERGE = date(2026, 5, 1)

OLD_PROVINCE, OTHER_PROVINCE, PROVINCE = "MAU", "MAUB", "MAUM"
DISTRICT = "MAU-A"

_NAMES = [
    "Bình Hòa",
    "An Thuận",
    "Phú Lợi",
    "Tân Thành",
    "Hòa Mỹ",
    "Bình Thạnh",
    "An Phước",
    "Phú Long",
    "Tân Hưng",
    "Long Hòa",
    "Thạnh Lợi",
    "Bình Phú",
    "An Bình",
    "Phú Mỹ",
    "Tân Phú",
    "Hòa Bình",
    "Giồng Giữa",
    "Rạch Cầu",
    "Xóm Lưới",
    "Bờ Đập",
    "Kinh Mới",
    "Gò Cát",
    "Cây Trôm",
    "Bến Đình",
    "Lò Than",
]
# (name, number of hamlets, whether they are only numbered)
_FIRST_DISTRICT = [
    ("Thị trấn Vàm Sậy", 4, True),
    ("Xã Rạch Bần", 5, True),
    ("Xã Giồng Sen", 5, False),
    ("Xã Cồn Lúa", 4, True),
    ("Xã Bến Dừa", 5, False),
    ("Xã Gò Mía", 5, True),
    ("Xã Bàu Súng", 4, False),
    ("Xã Đồng Lác", 5, True),
    ("Xã Láng Tròn", 5, False),
    ("Xã Vàm Tre", 5, True),
    ("Xã Rạch Dứa", 4, False),
    ("Xã Cồn Nhãn", 4, True),
    ("Xã Giồng Khoai", 5, False),
    ("Xã Bãi Còng", 5, True),
    ("Xã Kinh Lá", 4, False),
    ("Xã Đồng Cói", 5, True),
    ("Xã Mương Điều", 5, False),
    ("Xã Gò Duối", 5, True),
    ("Xã Bến Lở", 4, False),
    ("Xã Vàm Muối", 5, False),
]
_SECOND_DISTRICT = [
    ("Thị trấn Giồng Cát", 3, True),
    ("Xã Cồn Phụng Mẫu", 3, False),
    ("Xã Rạch Chanh", 3, True),
    ("Xã Bưng Sen", 3, False),
]
_OTHER_DISTRICT = [("Xã Bãi Ngang", 3, True), ("Xã Mũi Gành", 3, False), ("Xã Hòn Chồng Mẫu", 3, True)]
# What stands from 1 July 2025: (name, the old communes that went into it whole)
_MERGERS = [
    ("Phường Vàm Sậy", ["MAU-A01", "MAU-A02", "MAU-A03"]),
    ("Xã Cồn Lúa", ["MAU-A04", "MAU-A05", "MAU-A06"]),
    ("Xã Đồng Lác", ["MAU-A07", "MAU-A08"]),
    ("Xã Vàm Tre", ["MAU-A09", "MAU-A10"]),
    ("Xã Rạch Dứa", ["MAU-A11", "MAU-A13"]),
    ("Xã Bãi Còng", ["MAU-A14", "MAU-A15"]),
    ("Xã Gò Duối", ["MAU-A16", "MAU-A17", "MAU-A18"]),
    ("Xã Bến Lở", ["MAU-A19", "MAU-A20"]),
    ("Xã Giồng Cát", ["MAU-B01", "MAU-B02"]),
    ("Xã Rạch Chanh", ["MAU-B03", "MAU-B04"]),
    ("Đặc khu Bãi Ngang", ["MAUB-A01", "MAUB-A02", "MAUB-A03"]),
]
DIVIDED = "MAU-A12"
_DIVIDED_INTO = ("MAUM-04", "MAUM-05")  # the first took most of it: three of four hamlets


class Ground:
    """The units by code, as they are handed from one step to the next. A code here is the first one that a unit had."""

    def __init__(self):
        self.units: dict[str, Unit] = {}
        self.names: dict[str, str] = {}
        self.parents: dict[str, str | None] = {}

    def beneath(self, code) -> list[str]:
        """Codes of the units directly under `code` when they were made."""
        return [child for child, parent in self.parents.items() if parent == code]

    def hamlets_of(self, district) -> list[str]:
        return [hamlet for commune in self.beneath(district) for hamlet in self.beneath(commune)]


def lay_out(ground: Ground, lot, *, today) -> None:
    """The provinces, districts, communes and hamlets of 2014."""
    rows = []  # (code, level, name, parent code, kind, latitude, longitude)
    rows.append((OLD_PROVINCE, 1, "Tỉnh Mẫu", None, "tinh", 9.5, 107.8))
    rows.append((OTHER_PROVINCE, 1, "Tỉnh Bãi Mới", None, "tinh", 9.2, 108.2))
    for code, name, parent, communes, corner in (
        (DISTRICT, "Huyện Vàm Sậy", OLD_PROVINCE, _FIRST_DISTRICT, (9.6, 107.6)),
        ("MAU-B", "Huyện Giồng Cát", OLD_PROVINCE, _SECOND_DISTRICT, (9.2, 107.6)),
        ("MAUB-A", "Huyện Bãi Sau", OTHER_PROVINCE, _OTHER_DISTRICT, (9.2, 108.1)),
    ):
        rows.append((code, 2, name, parent, "huyen", corner[0] + 0.1, corner[1] + 0.1))
        rows += _communes(code, communes, corner, lot)
    kinds = {kind.code: kind for kind in UnitKind.objects.all()}
    for code, _level, name, parent, *_rest in rows:
        ground.names[code], ground.parents[code] = name, parent
    made = Unit.objects.bulk_create([Unit(opened_on=BEGINNING) for _row in rows])
    ground.units |= dict(zip(ground.names, made, strict=True))
    UnitVersion.objects.bulk_create(
        UnitVersion(
            unit=ground.units[code],
            parent=ground.units.get(parent),
            level_id=level,
            kind=kinds[kind],
            code=code,
            name=name,
            latitude=latitude,
            longitude=longitude,
            starts_on=BEGINNING,
        )
        for code, level, name, parent, kind, latitude, longitude in rows
    )
    rebuild_placements()
    refresh_access_paths(on=today)


def _communes(district, communes, corner, lot):
    for number, (name, hamlets, numbered) in enumerate(communes, start=1):
        code = f"{district}{number:02d}"
        latitude = round(corner[0] + 0.06 * ((number - 1) // 5) + lot.uniform(0, 0.02), 5)
        longitude = round(corner[1] + 0.07 * ((number - 1) % 5) + lot.uniform(0, 0.02), 5)
        town = name.startswith("Thị trấn")
        yield code, 3, name, district, "thi-tran" if town else "xa", latitude, longitude
        chosen = lot.sample(_NAMES, hamlets)
        for place in range(1, hamlets + 1):
            if town:
                hamlet, kind = f"Khu phố {place}", "khu-pho"
            else:
                hamlet, kind = f"Ấp {place if numbered else chosen[place - 1]}", "ap"
            yield f"{code}-{place}", 4, hamlet, code, kind, None, None


def unite(ground: Ground, document, *, by, today) -> None:
    """1 July 2025, by a list and its successors as the official one came: two provinces become one, the districts end,
    27 communes become 11, the hamlets go along; those of the divided commune are decided about one by one."""
    rows = [_row(PROVINCE, "province", "Tỉnh Mẫu Mới", "", 9.4, 107.9)]
    successors = [_succession(old, PROVINCE) for old in (OLD_PROVINCE, OTHER_PROVINCE)]
    stood = {version.code: version for version in UnitVersion.objects.filter(unit__in=ground.units.values())}
    for number, (name, communes) in enumerate(_MERGERS, start=1):
        code, first = f"{PROVINCE}-{number:02d}", stood[communes[0]]
        rows.append(_row(code, "commune", name, PROVINCE, first.latitude, first.longitude))
        successors += [_succession(old, code) for old in communes]
    successors += [
        _succession(DIVIDED, code, "part", "yes" if code == _DIVIDED_INTO[0] else "")
        for code in _DIVIDED_INTO
    ]
    result = load_units(
        rows, successors, starts_on=TWO_LEVELS, by=by, today=today, filename="Tỉnh Mẫu 01-07-2025"
    )
    refuse_errors(result)
    for row in rows:
        ground.units[row["code"]] = Unit.objects.coded(row["code"], TWO_LEVELS).get()
        ground.names[row["code"]], ground.parents[row["code"]] = row["name"], row["parent_code"] or None
    *most, last = ground.beneath(DIVIDED)
    for hamlet in (*most, last):
        change_unit(
            ground.units[hamlet],
            on=TWO_LEVELS,
            parent=ground.units[_DIVIDED_INTO[hamlet == last]],
            document=document,
            by=by,
            today=today,
        )
    fresh = Unit.objects.in_bulk([unit.pk for unit in ground.units.values()])
    ground.units |= {code: fresh[unit.pk] for code, unit in ground.units.items()}


def _row(code, level, name, parent, latitude, longitude):
    return {
        "code": code,
        "level": level,
        "name": name,
        "parent_code": parent,
        "latitude": str(latitude),
        "longitude": str(longitude),
    }


def _succession(old, new, extent="whole", is_default=""):
    return {"predecessor_code": old, "successor_code": new, "extent": extent, "is_default": is_default}


def refuse_errors(result) -> None:
    """Raises ValueError with the first error of a list: the demonstration's own lists have none."""
    if result["errors"]:
        raise ValueError(result["errors"][0])


MOVED = "MAU-A07-4"  # from Xã Đồng Lác to Xã Vàm Tre
MOVED_TO = "MAUM-04"
MERGED = ("MAU-A16-3", "MAU-A16-4")
MERGED_INTO = "MAU-A16-34"


def rearrange(ground: Ground, document, *, by, today) -> None:
    """2026: one hamlet gets another commune, two become one."""
    change_unit(
        ground.units[MOVED],
        on=HAMLET_MOVES,
        parent=ground.units[MOVED_TO],
        document=document,
        by=by,
        today=today,
    )
    successor = "MAUM-07"
    ground.units[MERGED_INTO] = open_unit(
        code=MERGED_INTO,
        name="Ấp Đồng Tâm",
        level=4,
        parent=ground.units[successor],
        kind="ap",
        starts_on=HAMLETS_MERGE,
        document=document,
        aliases=["Ấp 3 và Ấp 4 cũ"],
        by=by,
        today=today,
    )
    ground.names[MERGED_INTO], ground.parents[MERGED_INTO] = "Ấp Đồng Tâm", successor
    for code in MERGED:
        ground.units[code] = close_unit(
            ground.units[code],
            on=HAMLETS_MERGE,
            successors=[(ground.units[MERGED_INTO], "whole", True)],
            document=document,
            by=by,
            today=today,
        )


def communes_of_hamlets(ground: Ground, day) -> dict[str, str]:
    """{hamlet's code: code of the commune in which it stands on `day`}, in order of communes, then hamlets."""
    codes = {unit.pk: code for code, unit in ground.units.items()}
    rows = UnitPlacement.objects.on(day).at_level(4).filter(unit__in=codes)
    found = sorted(
        (codes[commune], codes[unit]) for unit, commune in rows.values_list("unit_id", "commune_id")
    )
    return {hamlet: commune for commune, hamlet in found}
