"""Office-holders from a list: secretaries, deputies, hamlet heads … with their days and telephone numbers."""

from collections import defaultdict

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import (
    correct,
    in_chunks,
    not_there,
    offered,
    organisation_codes,
    said_codes,
    unit_codes,
)
from branches.imports.phones import restore_zeros
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, ENDED, UNCHANGED, Plan, day, from_to
from branches.models import Office, OfficeHolder
from common.periods import overlaps
from common.spreadsheets.columns import Column, Table
from common.text import match_key, search_key

# What lists write for the offices that ship; staff add offices, and a word that nobody has used makes one.
_WORDS = {
    "deputy": "deputy_secretary",
    "bi thu chi bo": "secretary",
    "bi thu dang uy": "secretary",
    "bi thu dang bo": "secretary",
    "pho bi thu chi bo": "deputy_secretary",
    "pho bi thu dang uy": "deputy_secretary",
    "chi uy vien": "committee_member",
    "dang uy vien": "committee_member",
    "hamlet head": "hamlet_head",
    "truong ap": "hamlet_head",
    "truong thon": "hamlet_head",
    "truong ban": "hamlet_head",
    "truong khu pho": "hamlet_head",
    "truong khom": "hamlet_head",
    "truong buon": "hamlet_head",
    "truong xom": "hamlet_head",
    "to truong to dan pho": "hamlet_head",
    "to truong dan pho": "hamlet_head",
    "tieu khu truong": "hamlet_head",
    "pho truong ap": "hamlet_deputy_head",
    "pho truong thon": "hamlet_deputy_head",
    "pho truong ban": "hamlet_deputy_head",
    "pho truong khu pho": "hamlet_deputy_head",
    "chu tich ubnd": "chairman",
    "chu tich hdnd": "council_chair",
    "truong ban cong tac mat tran": "front_head",
}
# Where one code is both a hamlet's and its branch's, these are offices of the hamlet.
_OF_UNITS = {"hamlet_head", "hamlet_deputy_head", "chairman", "council_chair", "front_head"}


def columns():
    return [
        Column(
            "organisation_or_unit_code",
            gettext_lazy("Mã tổ chức hoặc đơn vị"),
            required=True,
            kind="code",
            aliases=("Mã tổ chức", "Mã đơn vị", "Mã"),
            example="VD-CB01",
        ),
        Column(
            "office",
            gettext_lazy("Chức danh"),
            required=True,
            max_length=100,
            aliases=("Chức vụ",),
            example="Bí thư",
            note=gettext_lazy(
                "Bí thư, Phó Bí thư, Trưởng ấp … (hoặc secretary, deputy_secretary, hamlet_head)"
            ),
        ),
        Column(
            "full_name",
            gettext_lazy("Họ và tên"),
            required=True,
            max_length=120,
            aliases=("Họ tên",),
            example="Nguyễn Văn Ví Dụ",
        ),
        Column(
            "starts_on",
            gettext_lazy("Từ ngày"),
            required=True,
            kind="date",
            aliases=("Ngày giữ chức", "Bắt đầu"),
            example="2020-06-01",
        ),
        Column(
            "ends_on",
            gettext_lazy("Thôi từ ngày"),
            kind="date",
            aliases=("Kết thúc từ ngày", "Ngày thôi"),
            note=gettext_lazy("Ngày đầu tiên không còn giữ."),
        ),
        Column(
            "phone", gettext_lazy("Điện thoại"), kind="code", max_length=30, aliases=("Số điện thoại", "SĐT")
        ),
        Column(
            "is_part_time_cadre",
            gettext_lazy("Cán bộ không chuyên trách"),
            kind="bool",
            aliases=("Không chuyên trách",),
        ),
        Column("is_local", gettext_lazy("Người địa phương"), kind="bool"),
    ]


class Offices:
    def __init__(self, plan: Plan):
        self.plan = plan
        offices = list(Office.objects.all())
        by_code = {office.code: office for office in offices}
        self._by_word = {search_key(office.name): office for office in offices}
        self._by_word |= {search_key(code): office for code, office in by_code.items()}
        for word, code in _WORDS.items():
            if code in by_code:
                self._by_word.setdefault(word, by_code[code])

    def named(self, row: dict, word: str) -> Office:
        key = search_key(word)
        if key not in self._by_word:
            office = Office(code=slugify(key)[:50] or "chuc-danh", name=word)
            self._by_word[key] = self.plan.make(row, office)
            self.plan.notices.append(_("Chức danh mới: “%(office)s”.") % {"office": word})
        return self._by_word[key]


def check(table: Table, context: Context) -> Plan:
    plan = Plan(table)
    restore_zeros(plan)
    offices = Offices(plan)
    rows = [row for row in table.rows if not plan.is_bad(row)]
    codes = said_codes(table.rows, "organisation_or_unit_code")
    organisations, units = organisation_codes(codes, context), unit_codes(codes, context)
    for row in rows:
        row["office_found"] = offices.named(row, row["office"])
        _find_place(plan, context, row, organisations, units)
    rows = [row for row in rows if row.get("unit") is not None]
    known = defaultdict(list)
    for holder in in_chunks(OfficeHolder.objects.all(), "unit_id", {row["unit"].pk for row in rows}):
        known[_key(holder.unit_id, holder.organisation_id, holder.office_id, holder.full_name)].append(holder)
    for row in rows:
        _plan(plan, row, known)
    return plan


def _find_place(plan: Plan, context: Context, row: dict, organisations, units) -> None:
    """The organisation or the unit that the code names on the row's first day, or else on the import's day."""
    key = "organisation_or_unit_code"

    def found(code):
        for on in (row["starts_on"], context.on):
            body, unit = organisations.on(code, on), units.on(code, on)
            if body is not None and not context.may_write(body.organisation.unit):
                body = None
            if body is not None and unit is not None:
                return unit if row["office_found"].code in _OF_UNITS else body
            if body is not None or unit is not None:
                return body or unit
        return None

    version = found(row[key])
    if version is None:
        right = offered(row[key], found)
        if right is None:
            codes = organisations if organisations.of(row[key]) else units
            plan.error(
                row, key, not_there(context, codes, row[key], row["starts_on"], _("tổ chức hoặc đơn vị"))
            )
            return
        version = found(right)
        correct(plan, context, row, key, right, version.name)
    row["organisation"] = getattr(version, "organisation", None)
    row["unit"] = row["organisation"].unit if row["organisation"] else version.unit
    row["place"] = version.name


def _key(unit_id, organisation_id, office_id, name):
    return unit_id, organisation_id, office_id, match_key(name)


def _plan(plan: Plan, row: dict, known) -> None:
    organisation = row["organisation"]
    office = row["office_found"]
    key = _key(
        row["unit"].pk, organisation.pk if organisation else None, office.pk or id(office), row["full_name"]
    )
    same = next((each for each in known[key] if each.starts_on == row["starts_on"]), None)
    title = _("%(name)s, %(office)s, %(place)s") % {
        "name": row["full_name"],
        "office": office.name,
        "place": row["place"],
    }
    if same is not None and same.pk is None:
        plan.error(row, "full_name", _("Hàng này giống một hàng ở trên."))
        return
    period = (row["starts_on"], row["ends_on"])
    other = next(
        (
            each
            for each in known[key]
            if each is not same and overlaps((each.starts_on, each.ends_on), period)
        ),
        None,
    )
    if other is not None:
        plan.error(
            row,
            "starts_on",
            _("%(name)s đã giữ chức danh này từ ngày %(day)s.")
            % {"name": other.full_name, "day": day(other.starts_on)},
        )
        return
    said = {name: row[name] for name in ("phone", "is_part_time_cadre", "is_local") if row[name] is not None}
    if same is None:
        holder = OfficeHolder(
            unit=row["unit"],
            organisation=organisation,
            office=office,
            full_name=row["full_name"],
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            **said,
        )
        known[key].append(plan.make(row, holder))
        plan.say(row, ADDED, title, [_("từ ngày %(day)s") % {"day": day(row["starts_on"])}])
        return
    details = [
        from_to(same._meta.get_field(name).verbose_name, getattr(same, name), value)
        for name, value in said.items()
        if getattr(same, name) != value
    ]
    plan.alter(row, same, **said)
    verb = CHANGED if details else UNCHANGED
    if row["ends_on"] and row["ends_on"] != same.ends_on:
        verb = CHANGED if same.ends_on else ENDED
        details.append(_("thôi từ ngày %(day)s") % {"day": day(row["ends_on"])})
        plan.alter(row, same, ends_on=row["ends_on"])
    plan.say(row, verb, title, details)


KIND = Kind(
    name="office_holders",
    title=gettext_lazy("Người giữ chức danh ở cơ sở"),
    columns=columns,
    check=check,
    notes=(
        gettext_lazy(
            "Người mới không làm người cũ thôi giữ chức danh: ghi “Thôi từ ngày” ở hàng của người cũ."
        ),
    ),
)
