"""Units from a list: new ones, new names and parents from a day on, corrections, endings."""

from datetime import date

from django.utils.translation import gettext_lazy

from branches.actions.placements import lock_map, rebuild_placements, refresh_access_paths
from branches.imports.codes import in_chunks
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import Plan
from branches.imports.unit_changes import UnitCheck
from branches.models import UnitPlacement, UnitVersion
from common.spreadsheets.columns import Column, Table


def columns():
    return [
        Column(
            "code",
            gettext_lazy("Mã đơn vị"),
            kind="code",
            max_length=30,
            aliases=("Mã", "Mã số", "Mã ĐVHC", "Mã đơn vị hành chính"),
            example="VD-01",
            note=gettext_lazy("Ấp, thôn, khu phố chưa có mã thì để trống, máy sẽ đặt mã."),
        ),
        Column(
            "level",
            gettext_lazy("Cấp"),
            required=True,
            aliases=("Cấp đơn vị", "Cấp hành chính"),
            example="ấp",
            note=gettext_lazy("tỉnh, huyện, xã, ấp (hoặc province, district, commune, hamlet)"),
        ),
        Column(
            "name",
            gettext_lazy("Tên đơn vị"),
            required=True,
            max_length=150,
            aliases=("Tên", "Tên gọi", "Đơn vị"),
            example="Ấp Ví Dụ",
        ),
        Column(
            "parent_code",
            gettext_lazy("Mã đơn vị cấp trên"),
            kind="code",
            max_length=30,
            aliases=("Mã cấp trên", "Mã đơn vị trực thuộc", "Trực thuộc mã"),
            example="VD",
        ),
        Column(
            "kind", gettext_lazy("Loại"), aliases=("Loại đơn vị", "Loại hình"), max_length=60, example="Ấp"
        ),
        Column(
            "opened_on",
            gettext_lazy("Ngày lập"),
            kind="date",
            aliases=("Ngày thành lập", "Có từ ngày"),
            note=gettext_lazy("Ngày đầu tiên có đơn vị, hoặc ngày thay đổi có hiệu lực."),
        ),
        Column(
            "closed_on",
            gettext_lazy("Không còn từ ngày"),
            kind="date",
            aliases=("Kết thúc từ ngày", "Ngày kết thúc"),
            note=gettext_lazy("Ngày đầu tiên không còn đơn vị."),
        ),
        Column("latitude", gettext_lazy("Vĩ độ"), kind="decimal"),
        Column("longitude", gettext_lazy("Kinh độ"), kind="decimal"),
        Column("aliases", gettext_lazy("Tên gọi khác"), kind="list"),
    ]


def check(table: Table, context: Context) -> Plan:
    return UnitCheck(table, context).run()


def settle(changes: list[dict], today: date) -> None:
    """The places of what the import touched, and where it is found today."""
    units = next((each for each in changes if each["model"] == "branches.unit"), None)
    versions = next((each for each in changes if each["model"] == "branches.unitversion"), None)
    ids: set[int] = set()
    if units:
        ids |= {*units["made"], *map(int, units["altered"])}
    if versions:
        touched = [*versions["made"], *map(int, versions["altered"])]
        ids |= {version.unit_id for version in in_chunks(UnitVersion.objects, "pk", touched)}
    if not ids:
        return
    rebuild_placements(ids)
    refresh_access_paths(on=today, unit_ids=ids)


KIND = Kind(
    name="units",
    title=gettext_lazy("Đơn vị"),
    columns=columns,
    check=check,
    present=("parent_code",),
    lock=lock_map,
    settle=settle,
    derived=(UnitPlacement,),
)
