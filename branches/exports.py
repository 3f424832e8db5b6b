"""The map's lists as files, with the columns that an import of the same list takes."""

from django.utils.translation import gettext as _

from branches.models import UnitVersion
from branches.querysets.units import names_of
from common.exports import Export
from common.spreadsheets.columns import Column


def unit_export() -> Export:
    """Units as listed (UnitPlacement rows with unit, version, kind and level at hand)."""
    return Export(
        "dia-ban",
        (
            Column("code", _("Mã")),
            Column("level", _("Cấp")),
            Column("name", _("Tên")),
            Column("parent_code", _("Mã đơn vị cấp trên")),
            Column("parent", _("Đơn vị cấp trên")),
            Column("kind", _("Loại")),
            Column("opened_on", _("Ngày lập"), kind="date"),
            Column("latitude", _("Vĩ độ"), kind="decimal"),
            Column("longitude", _("Kinh độ"), kind="decimal"),
            Column("aliases", _("Tên gọi khác")),
        ),
        lambda rows: (row["line"] for row in rows),
    )


def unit_lines(places, day, aliases) -> list[list]:
    """The values of `unit_export` for some places; `aliases` {unit id: names}. Two queries however many they are."""
    parents = {place.version.parent_id for place in places} - {None}
    names = names_of(parents, day)
    codes = dict(UnitVersion.objects.on(day).filter(unit__in=parents).values_list("unit", "code"))
    return [
        [
            place.version.code,
            place.version.level.name,
            place.version.name,
            codes.get(place.version.parent_id, ""),
            names.get(place.version.parent_id, ""),
            place.version.kind.name if place.version.kind else "",
            place.unit.opened_on,
            place.version.latitude,
            place.version.longitude,
            "; ".join(aliases.get(place.unit_id, ())),
        ]
        for place in places
    ]
