"""Conferences from a list: one row each. A row finds its conference by kind, unit, day and title: the one that was held that
day, or the one that was planned for it and is held now. A day that has not come is a plan, of which nothing is counted yet."""

from collections import defaultdict

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import find_dated, find_known, in_chunks, said_codes, unit_codes, with_zeros
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, day, from_to
from branches.models import UnitPlacement, Zone
from common.spreadsheets.columns import Column, Table
from common.text import search_key
from matters.models import Conference

COUNTS = {
    "participants": "participants",
    "people_speaking": "people_speaking",
    "opinions": "opinions",
    "answered_on_the_spot": "answered_on_the_spot",
}
# Other words that offices use for the kinds.
WORDS = {
    "giao ban": "briefing",
    "đối thoại với nhân dân": "dialogue",
    "đối thoại trực tiếp với nhân dân": "dialogue",
    "phản ánh": "reflection",
    "họp định kỳ": "periodic",
    "hội nghị sơ kết": "interim_review",
    "hội nghị tổng kết": "final_review",
}


def columns():
    kinds = {value: str(label) for value, label in Conference.Kind.choices} | {word: word for word in WORDS}
    return [
        Column(
            "kind",
            gettext_lazy("Loại hội nghị"),
            required=True,
            kind="choice",
            choices=kinds,
            aliases=("Loại",),
            example="đối thoại",
        ),
        Column(
            "unit_code",
            gettext_lazy("Mã đơn vị tổ chức"),
            required=True,
            kind="code",
            max_length=30,
            aliases=("Mã đơn vị", "Đơn vị tổ chức", "Mã xã"),
            example="VD1",
            note=gettext_lazy("Nơi có hội nghị: xã tổ chức đối thoại, huyện gọi giao ban."),
        ),
        Column(
            "date",
            gettext_lazy("Ngày"),
            required=True,
            kind="date",
            aliases=("Ngày họp",),
            example="2017-10-12",
        ),
        Column(
            "title",
            gettext_lazy("Tên hội nghị"),
            required=True,
            max_length=300,
            aliases=("Tên", "Nội dung"),
            example="Hội nghị đối thoại với nhân dân",
        ),
        Column("zone_code", gettext_lazy("Mã cụm xã"), kind="code", max_length=30, aliases=("Cụm xã",)),
        Column("participants", gettext_lazy("Số người dự"), kind="int"),
        Column("people_speaking", gettext_lazy("Số người phát biểu"), kind="int"),
        Column("opinions", gettext_lazy("Số ý kiến"), kind="int"),
        Column(
            "answered_on_the_spot",
            gettext_lazy("Số ý kiến trả lời tại chỗ"),
            kind="int",
            aliases=("Trả lời tại chỗ",),
        ),
    ]


def check(table: Table, context: Context) -> Plan:
    plan = Plan(table)
    rows = [row for row in table.rows if not plan.is_bad(row)]
    _read(plan, context, rows)
    rows = _said_once(plan, [row for row in rows if not plan.is_bad(row)])
    standing = _standing({row["unit"].pk for row in rows})
    for row in rows:
        _take(plan, context, row, standing.get(_about(row)))
    return plan


# --- what the rows name ---
def _read(plan, context, rows) -> None:
    units = unit_codes(said_codes(rows, "unit_code"), context)
    known = in_chunks(Zone.objects.select_related("unit"), "code", with_zeros(said_codes(rows, "zone_code")))
    zones = {zone.code: zone for zone in known if context.may_refer_to(zone.unit)}
    for row in rows:
        row["kind"] = WORDS.get(row["kind"], row["kind"])
        version = find_dated(plan, context, units, row, "unit_code", row["date"], _("đơn vị"))
        row["unit"], row["name"] = (version.unit, version.name) if version else (None, "")
        row["zone"] = find_known(plan, context, zones, row, "zone_code", _("cụm xã"))
        _counts_agree(plan, context, row)
    _zones_agree(plan, [row for row in rows if row["unit"] and row["zone"]])


def _counts_agree(plan, context, row) -> None:
    said = {name: row[name] for name in COUNTS if row[name] is not None}
    for name, number in said.items():
        if number < 0:
            plan.error(row, name, _("Số này không thể nhỏ hơn 0."))
    if said and row["date"] > context.today:
        sentence = _("Ngày %(day)s chưa đến: hội nghị chưa họp thì các cột số để trống.")
        plan.error(row, "date", sentence % {"day": day(row["date"])})
    if said.get("answered_on_the_spot", 0) > said.get("opinions", said.get("answered_on_the_spot", 0)):
        plan.error(row, "answered_on_the_spot", _("Số ý kiến trả lời tại chỗ không thể nhiều hơn số ý kiến."))


def _zones_agree(plan, rows) -> None:
    """A zone that was there that day, of the unit itself or of one above or beneath it."""
    places: dict = defaultdict(list)
    units = {pk for row in rows for pk in (row["unit"].pk, row["zone"].unit_id)}
    for place in in_chunks(UnitPlacement.objects, "unit_id", units):
        places[place.unit_id].append(place)
    for row in rows:
        zone, on = row["zone"], row["date"]
        if not zone.holds_on(on):
            sentence = _("Cụm “%(zone)s” chưa có hoặc không còn ngày %(day)s.")
            plan.error(row, "zone_code", sentence % {"zone": zone.name, "day": day(on)})
            continue
        own, its = (
            next((place.path for place in places[pk] if place.holds_on(on)), None)
            for pk in (row["unit"].pk, zone.unit_id)
        )
        if own and its and not (own.startswith(its) or its.startswith(own)):
            sentence = _("Cụm “%(zone)s” không thuộc %(unit)s.")
            plan.error(row, "zone_code", sentence % {"zone": zone.name, "unit": row["name"]})


def _about(row) -> tuple:
    return row["kind"], row["unit"].pk, row["date"], search_key(row["title"])


def _said_once(plan, rows) -> list[dict]:
    seen: dict = {}
    for row in rows:
        first = seen.setdefault(_about(row), row)
        if first is not row:
            plan.error(row, "title", _("Hội nghị này đã có ở hàng %(row)s.") % {"row": first["row"]})
    return [row for row in rows if not plan.is_bad(row)]


def _standing(units) -> dict[tuple, Conference]:
    """{(kind, unit, day, search key of the title): the conference}; what was held that day before what was planned for it."""
    found: dict = {}
    rows = in_chunks(Conference.objects.standing().select_related("zone"), "unit_id", units)
    for row in sorted(rows, key=lambda each: (each.held_on is None, each.pk)):
        found.setdefault((row.kind, row.unit_id, row.on, search_key(row.title)), row)
    return found


# --- what becomes of them ---
def _take(plan, context, row, known) -> None:
    title = _("%(kind)s, %(unit)s, %(day)s") % {
        "kind": capfirst(str(Conference.Kind(row["kind"]).label)),
        "unit": row["name"],
        "day": day(row["date"]),
    }
    if known is None:
        plan.make(row, _new(context, row))
        plan.say(row, ADDED, title, [row["title"]])
        return
    said = {name: row[key] for key, name in COUNTS.items() if row[key] is not None}
    said |= {"zone": row["zone"]} if row["zone"] else {}
    said |= {"title": row["title"]} if row["title"] != known.title else {}
    said |= {"held_on": row["date"]} if known.held_on is None and row["date"] <= context.today else {}
    details = [
        from_to(Conference._meta.get_field(name).verbose_name, getattr(known, name), value)
        for name, value in said.items()
        if getattr(known, name) != value
    ]
    if details:
        plan.alter(row, known, **said, version=known.version + 1)
        _refuse_more_answers(plan, row, known)
    plan.say(row, CHANGED if details else UNCHANGED, title, details)


def _refuse_more_answers(plan, row, known) -> None:
    """A row may say one of the two numbers and leave the other as it stands."""
    answered, opinions = known.answered_on_the_spot, known.opinions
    if answered is not None and opinions is not None and answered > opinions:
        sentence = _("Số ý kiến trả lời tại chỗ (%(answered)s) không thể nhiều hơn số ý kiến (%(opinions)s).")
        plan.error(row, "opinions", sentence % {"answered": answered, "opinions": opinions})


def _new(context, row) -> Conference:
    is_held = row["date"] <= context.today
    return Conference(
        kind=row["kind"],
        unit=row["unit"],
        zone=row["zone"],
        title=row["title"],
        held_on=row["date"] if is_held else None,
        planned_on=None if is_held else row["date"],
        is_imported=True,
        created_by=context.user,
        **{name: row[key] for key, name in COUNTS.items()},
    )


# --- taking back ---
def void_conferences(ids, *, run, by) -> None:
    """Facts stay to be seen: those of an import that is taken back are voided. Raises ValidationError where opinions or
    files were added since."""
    from matters.actions.conferences import refuse_built_on

    rows = Conference.objects.standing().filter(pk__in=ids)
    refuse_built_on(rows)
    reason = _("Lấy lại lần nhập %(file)s.") % {"file": run.filename[:200]}
    rows.update(voided_at=timezone.now(), voided_by=by, void_reason=reason)


KIND = Kind(
    name="conferences",
    title=gettext_lazy("Hội nghị, đối thoại"),
    columns=columns,
    check=check,
    take_away={"matters.conference": void_conferences},
    permission="conferences.write",
    notes=(
        gettext_lazy("Mỗi hàng là một hội nghị. Văn phòng xã nhập hội nghị, đối thoại của xã mình."),
        gettext_lazy("Số người phát biểu và số ý kiến là hai số khác nhau."),
        gettext_lazy(
            "Nhập lại đúng loại, đơn vị, ngày và tên thì bổ sung số liệu, không thành hội nghị thứ hai."
        ),
    ),
)
