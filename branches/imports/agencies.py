"""Agencies from a list. Without a code they are found by their name within a unit, or get a code of the office's own."""

from collections import defaultdict

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import find_dated, in_chunks, made_up_codes, said_codes, unit_codes
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, ENDED, UNCHANGED, Plan, day, from_to
from branches.models import Agency, AgencyKind
from common.spreadsheets.columns import Column, Table
from common.text import match_key, search_key

# The first words of an agency's name say its kind where the list does not; the longest match wins.
_KIND_WORDS = {
    "ban to chuc": "org_board",
    "van phong huyen uy": "office",
    "van phong tinh uy": "office",
    "van phong thi uy": "office",
    "van phong thanh uy": "office",
    "van phong dang uy": "office",
    "van phong cap uy": "office",
    "uy ban kiem tra": "inspection",
    "co quan uy ban kiem tra": "inspection",
    "ban tuyen giao": "propaganda",
    "ban dan van": "propaganda",
    "ban xay dung dang": "party_building",
    "ban noi chinh": "party_board",
    "trung tam chinh tri": "party_board",
    "uy ban mat tran to quoc": "front",
    "mat tran to quoc": "front",
    "hoi lien hiep phu nu": "mass_organisation",
    "hoi nong dan": "mass_organisation",
    "hoi cuu chien binh": "mass_organisation",
    "lien doan lao dong": "mass_organisation",
    "doan thanh nien": "mass_organisation",
    "huyen doan": "mass_organisation",
    "tinh doan": "mass_organisation",
    "thuong truc": "standing",
    "uy ban nhan dan": "government",
    "ubnd": "government",
    "hoi dong nhan dan": "council",
    "phong": "department",
    "so": "department",
    "chi cuc": "department",
    "thanh tra": "department",
    "cong an": "police",
    "ban chi huy quan su": "military",
    "bo chi huy quan su": "military",
    "truong": "school",
    "cong ty": "enterprise",
    "hop tac xa": "enterprise",
}  # fmt: skip
_WORDS_OF_KINDS = {
    "mass": "mass_organisation",
    "mass_org": "mass_organisation",
    "doan the": "mass_organisation",
}
OTHER = "other"


def columns():
    return [
        Column(
            "code",
            gettext_lazy("Mã cơ quan"),
            kind="code",
            max_length=30,
            aliases=("Mã", "Mã đơn vị"),
            example="VD-CQ",
            note=gettext_lazy("Chưa có thì để trống, máy sẽ đặt mã."),
        ),
        Column(
            "name",
            gettext_lazy("Tên cơ quan"),
            required=True,
            max_length=200,
            aliases=("Tên", "Cơ quan", "Cơ quan, đơn vị"),
            example="Ban Ví Dụ",
        ),
        Column(
            "kind", gettext_lazy("Loại cơ quan"), max_length=100, aliases=("Loại",), example="Ban đảng khác"
        ),
        Column(
            "unit_code",
            gettext_lazy("Thuộc đơn vị mã"),
            required=True,
            kind="code",
            aliases=("Mã đơn vị hành chính", "Mã địa bàn", "Thuộc mã"),
            example="VD",
            note=gettext_lazy("Mã tỉnh, huyện hoặc xã mà cơ quan này thuộc hệ thống."),
        ),
        Column(
            "closed_on",
            gettext_lazy("Không còn từ ngày"),
            kind="date",
            aliases=("Kết thúc từ ngày", "Ngày kết thúc"),
        ),
    ]


class AgencyKinds:
    """Kinds by code or name; a word that nobody has used makes a new kind."""

    def __init__(self, plan: Plan):
        self.plan = plan
        kinds = list(AgencyKind.objects.all())
        self._by_code = {kind.code: kind for kind in kinds}
        self._by_word = {search_key(kind.name): kind for kind in kinds}
        for word, code in _WORDS_OF_KINDS.items():
            if code in self._by_code:
                self._by_word.setdefault(search_key(word), self._by_code[code])

    def named(self, row, word: str) -> AgencyKind:
        key = search_key(word)
        kind = self._by_code.get(word) or self._by_word.get(key)
        if kind is None:
            kind = AgencyKind(code=slugify(key)[:50] or "loai", name=word)
            self._by_word[key] = self.plan.make(row, kind)
            self.plan.notices.append(_("Loại cơ quan mới: “%(kind)s”.") % {"kind": word})
        return kind

    def of_name(self, name: str) -> AgencyKind | None:
        key = search_key(name) + " "
        words = [word for word in _KIND_WORDS if key.startswith(word + " ")]
        return self._by_code.get(_KIND_WORDS[max(words, key=len)] if words else OTHER)


def check(table: Table, context: Context) -> Plan:
    plan, rows = Plan(table), table.rows
    units = unit_codes(said_codes(rows, "unit_code"), context)
    kinds = AgencyKinds(plan)
    for row in rows:
        version = find_dated(plan, context, units, row, "unit_code", context.on, _("đơn vị"))
        row["unit"] = version.unit if version else None
    known = _known(rows, context)
    seen: dict = {}
    nameless = []
    for row in rows:
        if row["unit"] is None or row["name"] is None:
            continue
        agency = _find(row, known)
        said = row["code"] or (row["unit"].pk, match_key(row["name"]))
        if said in seen:
            plan.error(
                row,
                "code" if row["code"] else "name",
                _("Cơ quan này đã có ở hàng %(row)s.") % {"row": seen[said]},
            )
            continue
        seen[said] = row["row"]
        if agency is not None and not context.may_write(agency.unit):
            plan.error(row, "code", _("Mã này đã dùng cho một cơ quan khác."))
        elif agency is not None:
            _change(plan, kinds, row, agency)
        elif not plan.is_bad(row):
            agency = _add(plan, kinds, row)
            if not row["code"]:
                nameless.append(agency)
    for agency, code in zip(nameless, made_up_codes(Agency, "CQ", len(nameless), seen), strict=True):
        agency.code = code
    return plan


def _known(rows, context: Context) -> dict:
    """Agencies by code, and the open ones by (unit, name)."""
    by_code = {each.code: each for each in in_chunks(_agencies(), "code", said_codes(rows, "code"))}
    by_name = defaultdict(list)
    units = {row["unit"].pk for row in rows if row["unit"] is not None and not row["code"]}
    for agency in in_chunks(_agencies(), "unit_id", units):
        by_name[agency.unit_id, match_key(agency.name)].append(agency)
    return {"code": by_code, "name": by_name}


def _agencies():
    return Agency.objects.select_related("unit", "kind")


def _find(row: dict, known: dict) -> Agency | None:
    if row["code"]:
        return known["code"].get(row["code"])
    found = known["name"].get((row["unit"].pk, match_key(row["name"])), [])
    standing = [each for each in found if each.closed_on is None] or found
    return standing[0] if standing else None


def _add(plan: Plan, kinds: AgencyKinds, row: dict) -> Agency:
    kind = kinds.named(row, row["kind"]) if row["kind"] else kinds.of_name(row["name"])
    agency = Agency(
        code=row["code"] or "?", name=row["name"], kind=kind, unit=row["unit"], closed_on=row["closed_on"]
    )
    plan.make(row, agency)
    plan.say(row, ADDED, row["name"], [kind.name])
    return agency


def _change(plan: Plan, kinds: AgencyKinds, row: dict, agency: Agency) -> None:
    details = []
    if agency.name != row["name"]:
        details.append(from_to(_("tên"), agency.name, row["name"]))
        plan.alter(row, agency, name=row["name"])
    if agency.unit_id != row["unit"].pk:
        details.append(_("thuộc đơn vị mã %(code)s") % {"code": row["unit_code"]})
        plan.alter(row, agency, unit=row["unit"])
    kind = kinds.named(row, row["kind"]) if row["kind"] else None
    if kind is not None and (kind.pk is None or kind.pk != agency.kind_id):
        details.append(from_to(_("loại"), agency.kind, kind))
        plan.alter(row, agency, kind=kind)
    verb = CHANGED if details else UNCHANGED
    if row["closed_on"] and row["closed_on"] != agency.closed_on:
        details.append(_("không còn từ ngày %(day)s") % {"day": day(row["closed_on"])})
        verb = CHANGED if agency.closed_on else ENDED
        plan.alter(row, agency, closed_on=row["closed_on"])
    plan.say(row, verb, row["name"], details)


KIND = Kind(name="agencies", title=gettext_lazy("Cơ quan"), columns=columns, check=check)
