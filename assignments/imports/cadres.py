"""Cadres from a list, with the post that each holds. `ends_on` lets a cadre go, with all that he follows."""

from collections import defaultdict
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.imports.finding import Bodies, Cadres, Groups, Posts, place_of, unit_of
from assignments.models import Assignment, Cadre, CadrePosition, TeamMember
from branches.imports.codes import (
    correct,
    find_dated,
    in_chunks,
    made_up_codes,
    offered,
    said_codes,
    unit_codes,
)
from branches.imports.phones import restore_zeros
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, ENDED, UNCHANGED, Plan, day, from_to
from common.spreadsheets.columns import Column, Table
from common.text import match_key

# Stored with the row, so not translated: data are in one language.
WHY_VOIDED = "Cán bộ thôi công tác trước ngày bắt đầu"
FACTS = ("full_name", "home_unit", "expertise", "phone", "email")


def columns():
    return [
        Column(
            "code",
            gettext_lazy("Mã cán bộ"),
            kind="code",
            max_length=30,
            aliases=("Mã", "Mã số"),
            example="VD-CB",
            note=gettext_lazy("Chưa có thì để trống, máy sẽ đặt mã."),
        ),
        Column(
            "full_name",
            gettext_lazy("Họ và tên"),
            required=True,
            max_length=120,
            aliases=("Họ tên", "Cán bộ"),
            example="Nguyễn Văn Ví Dụ",
        ),
        Column(
            "agency_code",
            gettext_lazy("Mã cơ quan"),
            required=True,
            kind="code",
            aliases=("Mã cơ quan, tổ chức", "Cơ quan"),
            example="VD-CQ",
        ),
        Column("position", gettext_lazy("Chức vụ"), required=True, max_length=150, example="Phó Trưởng ban"),
        Column(
            "group",
            gettext_lazy("Nhóm cán bộ"),
            max_length=120,
            aliases=("Nhóm",),
            example="Ủy viên Ban Chấp hành",
        ),
        Column(
            "home_unit_code",
            gettext_lazy("Mã nơi cư trú"),
            kind="code",
            aliases=("Nơi cư trú",),
        ),
        Column("expertise", gettext_lazy("Chuyên môn"), aliases=("Lĩnh vực",)),
        Column(
            "phone", gettext_lazy("Điện thoại"), kind="code", max_length=30, aliases=("Số điện thoại", "SĐT")
        ),
        Column("email", gettext_lazy("Thư điện tử"), max_length=254, aliases=("Email",)),
        Column("starts_on", gettext_lazy("Từ ngày"), kind="date", aliases=("Bắt đầu từ ngày",)),
        Column(
            "ends_on",
            gettext_lazy("Thôi từ ngày"),
            kind="date",
            aliases=("Kết thúc từ ngày", "Ngày thôi"),
            note=gettext_lazy("Ngày đầu tiên không còn công tác; các phân công cũng kết thúc ngày đó."),
        ),
        Column(
            "leaving_reason",
            gettext_lazy("Lý do thôi"),
            kind="choice",
            choices=dict(Cadre.LeavingReason.choices),
        ),
    ]


def check(table: Table, context: Context) -> Plan:
    return _Check(table, context).run()


class _Check:
    def __init__(self, table: Table, context: Context):
        self.table, self.context, self.plan = table, context, Plan(table)
        rows = table.rows
        restore_zeros(self.plan)
        self.posts, self.groups = Posts(self.plan), Groups(self.plan)
        self.bodies = Bodies(self.plan, context, said_codes(rows, "agency_code"))
        self.cadres = Cadres(self.plan, context, said_codes(rows, "code"))
        self.units = unit_codes(said_codes(rows, "home_unit_code"), context, only_writable=False)

    def run(self) -> Plan:
        rows = []
        for row in self.table.rows:
            if row["agency_code"] is None or row["full_name"] is None:
                continue
            on = row["starts_on"] or self.context.on
            row["body"] = self.bodies.find(row, "agency_code", on)
            home = find_dated(
                self.plan, self.context, self.units, row, "home_unit_code", self.context.on, _("đơn vị")
            )
            row["home_unit"] = home.unit if home else None
            if row["body"] is not None:
                rows.append(row)
        self._load_namesakes(rows)
        self._find(rows)
        self._load_positions()
        nameless = []
        for row in rows:
            if self.plan.is_bad(row):
                continue
            if row["cadre"] is None:
                cadre = self._add(row)
                if not row["code"]:
                    nameless.append(cadre)
            else:
                self._change(row)
        taken = {row["code"] for row in rows} - {None}
        for cadre, code in zip(
            nameless, made_up_codes(Cadre, "CB", len(nameless), taken, width=5), strict=True
        ):
            cadre.code = code
        self._let_go()
        return self.plan

    # --- who is it? ---
    def _load_namesakes(self, rows: list[dict]) -> None:
        """Everybody of these units, by name and body and by name and telephone: who may be there already."""
        self.by_body, self.by_phone = defaultdict(list), defaultdict(list)
        units = {unit_of(row["body"]).pk for row in rows}
        people = in_chunks(
            Cadre.objects.select_related("unit", "home_unit").filter(merged_into=None), "unit_id", units
        )
        people = [self.cadres.known.get(each.code, each) for each in people]
        known = {each.pk: each for each in people}
        for position in in_chunks(CadrePosition.objects.select_related("post"), "cadre_id", known):
            if position.ends_on is None:
                cadre = known[position.cadre_id]
                place = position.agency_id, position.organisation_id
                self.by_body[match_key(cadre.full_name), place].append((cadre, match_key(position.post.name)))
        for cadre in people:
            if cadre.phone:
                self.by_phone[match_key(cadre.full_name), _digits(cadre.phone)].append(cadre)

    def _find(self, rows: list[dict]) -> None:
        codes: dict[str, int] = {}
        persons: dict[tuple, list[dict]] = defaultdict(list)
        for row in rows:
            row["cadre"] = None
            code = row["code"]
            if code is not None:
                if code in codes:
                    self._twice(row, "code", codes[code])
                    continue
                codes[code] = row["row"]
                row["cadre"] = self.cadres.known.get(code)
                if row["cadre"] is None and code in self.cadres.everywhere:
                    self.plan.error(row, "code", _("Mã này đã dùng cho một cán bộ khác."))
                elif row["cadre"] is None:
                    self._correct_code(row)
            persons[self._person(row)].append(row)
        for namesakes in persons.values():
            self._tell_apart(namesakes)

    def _correct_code(self, row: dict) -> None:
        right = offered(row["code"], self.cadres.known.__contains__)
        name = self.cadres.known[right].full_name if right else ""
        if right and match_key(name) == match_key(row["full_name"]):
            correct(self.plan, self.context, row, "code", right, name)
            row["cadre"] = self.cadres.known[right]

    def _tell_apart(self, rows: list[dict]) -> None:
        """People of one name in one body: found by post, or as the only one; the rest are pointed out."""
        posts: dict[str, int] = {}
        for row in rows:
            post = match_key(row["position"] or "")
            if row["code"] is None and post in posts:
                self._twice(row, "full_name", posts[post])
                continue
            posts[post] = row["row"]
        for row in rows:
            if row["cadre"] is not None or self.plan.is_bad(row):
                continue
            found = self._namesakes(row)
            same_post = [cadre for cadre, post in found if post == match_key(row["position"])]
            people = list({cadre.pk: cadre for cadre, _post in found}.values())
            if row["code"] is None and (same_post or (len(people) == 1 and len(rows) == 1)):
                row["cadre"] = (same_post or people)[0]
                row["code"] = row["cadre"].code
            elif people:
                self._point_out(row, people)

    def _namesakes(self, row: dict) -> list[tuple]:
        found = list(self.by_body.get(self._person(row), ()))
        if row["phone"]:
            name = match_key(row["full_name"])
            found += [(each, "") for each in self.by_phone.get((name, _digits(row["phone"])), ())]
        return found

    def _person(self, row: dict) -> tuple:
        place = place_of(row["body"])
        return match_key(row["full_name"]), tuple(each.pk if each else None for each in place.values())

    def _point_out(self, row: dict, people: list[Cadre]) -> None:
        self.plan.notices.append(
            _(
                "Hàng %(row)s: đã có %(name)s, mã %(codes)s. Nếu là một người, hãy gộp hai hồ sơ sau khi nhập; nếu là "
                "người khác thì để nguyên."
            )
            % {
                "row": row["row"],
                "name": row["full_name"],
                "codes": ", ".join(each.code for each in people),
            }
        )

    def _twice(self, row: dict, key: str, other: int) -> None:
        self.plan.error(row, key, _("Cán bộ này đã có ở hàng %(row)s.") % {"row": other})

    def _load_positions(self) -> None:
        people = {row["cadre"].pk for row in self.table.rows if row.get("cadre")}
        self.positions = defaultdict(list)
        rows = CadrePosition.objects.select_related("post", "agency", "group")
        for position in in_chunks(rows, "cadre_id", people):
            self.positions[position.cadre_id].append(position)

    # --- what is done ---
    def _add(self, row: dict) -> Cadre:
        starts_on = row["starts_on"] or self.context.on
        is_reversed = row["ends_on"] is not None and row["ends_on"] <= starts_on
        if is_reversed:
            self.plan.error(row, "ends_on", _("Ngày thôi phải sau ngày bắt đầu."))
        cadre = Cadre(
            code=row["code"] or "?",
            full_name=row["full_name"],
            unit=unit_of(row["body"]),
            home_unit=row["home_unit"],
            expertise=row["expertise"] or "",
            phone=row["phone"] or "",
            email=row["email"] or "",
            started_on=starts_on,
            left_on=row["ends_on"],
            leaving_reason=(row["leaving_reason"] or Cadre.LeavingReason.OTHER) if row["ends_on"] else "",
        )
        self.plan.make(row, cadre)
        self._hold(row, cadre, starts_on, None if is_reversed else row["ends_on"])
        details = [_("%(post)s, %(body)s") % {"post": row["position"], "body": row["body"].name}]
        self.plan.say(row, ADDED, row["full_name"], details)
        return cadre

    def _hold(self, row: dict, cadre: Cadre, starts_on: date, ends_on: date | None) -> None:
        group = self.groups.named(row, row["group"]) if row["group"] else None
        position = CadrePosition(
            cadre=cadre,
            post=self.posts.named(row, row["position"]),
            **place_of(row["body"]),
            group=group,
            is_primary=True,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        self.plan.make(row, position)

    def _change(self, row: dict) -> None:
        cadre = row["cadre"]
        if cadre.left_on and row["ends_on"] != cadre.left_on:
            words = _("%(cadre)s đã thôi công tác từ %(day)s.")
            words %= {"cadre": cadre, "day": day(cadre.left_on)}
            if row["ends_on"]:
                self.plan.error(row, "code", words)
                return
            # An old list brought in again: who left stays away, and the rest of the list still comes in.
            self.plan.notices.append(words)
        said = {name: row[name] for name in FACTS if row[name] is not None}
        said["unit"] = unit_of(row["body"])
        details = [
            from_to(cadre._meta.get_field(name).verbose_name, getattr(cadre, name), value)
            for name, value in said.items()
            if name not in ("unit", "home_unit") and getattr(cadre, name) != value
        ]
        if row["home_unit"] and row["home_unit"].pk != cadre.home_unit_id:
            details.append(_("nơi cư trú: mã %(code)s") % {"code": row["home_unit_code"]})
        self.plan.alter(row, cadre, **said)
        details += self._change_position(row, cadre)
        if row["starts_on"] and row["starts_on"] < cadre.started_on:
            details.append(from_to(_("bắt đầu"), cadre.started_on, row["starts_on"]))
            start_earlier(self.plan, row, cadre, self.positions[cadre.pk], row["starts_on"])
        self.plan.say(row, CHANGED if details else UNCHANGED, row["full_name"], details)

    def _change_position(self, row: dict, cadre: Cadre) -> list[str]:
        """The post that the row says: held already, corrected on its first day, or begun by ending the main one."""
        later = row["starts_on"] if row["starts_on"] and row["starts_on"] > cadre.started_on else None
        on = max(later or self.context.on, cadre.started_on)
        if (ends_on := cadre.left_on or row["ends_on"]) and on >= ends_on:
            return []
        running = [each for each in self.positions[cadre.pk] if each.holds_on(on)]
        post, place = match_key(row["position"]), place_of(row["body"])
        group = self.groups.named(row, row["group"]) if row["group"] else None
        held = next(
            (each for each in running if match_key(each.post.name) == post and _is_in(each, place)), None
        )
        if held is not None and (group is None or held.group_id == group.pk):
            return []
        old = held or next((each for each in running if each.is_primary), None)
        what = _("%(post)s, %(body)s") % {"post": row["position"], "body": row["body"].name}
        details = [_("chức vụ từ ngày %(day)s: %(what)s") % {"day": day(on), "what": what}]
        if held is not None:
            before = held.group or held.post.group
            details = [from_to(_("nhóm"), before.name if before else "", group.name)]
        if old is not None and old.starts_on >= on:
            said = {"post": self.posts.named(row, row["position"]), **place}
            self.plan.alter(row, old, **said, **({"group": group} if group else {}))
            return details
        if old is not None:
            self.plan.alter(row, old, ends_on=on)
        self._hold(row, cadre, on, row["ends_on"])
        return details

    # --- leaving ---
    def _let_go(self) -> None:
        """As `let_cadre_go`: posts, places in teams and assignments end; what had not begun by then is voided."""
        leaving = {
            row["cadre"].pk: row
            for row in self.table.rows
            if row.get("cadre") and row["ends_on"] and not self.plan.is_bad(row)
            if row["cadre"].left_on is None
        }
        members = _by_cadre(in_chunks(TeamMember.objects.all(), "cadre_id", leaving))
        followed = _by_cadre(in_chunks(Assignment.objects.standing(), "cadre_id", leaving))
        for pk, row in leaving.items():
            cadre, on = row["cadre"], row["ends_on"]
            if on <= cadre.started_on:
                self.plan.error(row, "ends_on", _("Ngày thôi phải sau ngày bắt đầu."))
                continue
            reason = row["leaving_reason"] or Cadre.LeavingReason.OTHER
            self.plan.alter(row, cadre, left_on=on, leaving_reason=reason)
            for each in [*self.positions[pk], *members[pk]]:
                self._end(row, each, on)
            ended = self._end_assignments(row, followed[pk], on, reason)
            details = [_("thôi từ ngày %(day)s") % {"day": day(on)}]
            if ended:
                details.append(_("%(count)s phân công kết thúc") % {"count": ended})
            self.plan.say(row, ENDED, row["full_name"], details)

    def _end(self, row: dict, dated, on: date) -> None:
        if dated.ends_on is not None and dated.ends_on <= on:
            return
        if dated.starts_on >= on:
            self.plan.error(
                row,
                "ends_on",
                _("%(name)s có chức vụ hoặc tổ công tác bắt đầu từ %(day)s, sau ngày thôi.")
                % {"name": row["full_name"], "day": day(dated.starts_on)},
            )
        else:
            self.plan.alter(row, dated, ends_on=on)

    def _end_assignments(self, row: dict, rows: list[Assignment], on: date, reason: str) -> int:
        ended = 0
        for each in rows:
            if each.ends_on is not None and each.ends_on <= on:
                continue
            ended += 1
            if each.starts_on >= on:
                self.plan.alter(
                    row,
                    each,
                    voided_at=timezone.now(),
                    voided_by=self.context.user,
                    void_reason=WHY_VOIDED,
                )
            else:
                self.plan.alter(row, each, ends_on=on, end_reason=Assignment.EndReason(reason))
        return ended


def start_earlier(plan: Plan, row, cadre: Cadre, positions: list[CadrePosition], on: date) -> None:
    """A list shows that the cadre served before: he began on `on`, in the post with which his record begins."""
    for position in positions:
        if position.starts_on == cadre.started_on and position.is_primary:
            plan.alter(row, position, starts_on=on)
    plan.alter(row, cadre, started_on=on)


def _is_in(position: CadrePosition, place: dict) -> bool:
    return all(getattr(position, f"{name}_id") == (body.pk if body else None) for name, body in place.items())


def _by_cadre(rows) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.cadre_id].append(row)
    return found


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit())


KIND = Kind(
    name="cadres",
    title=gettext_lazy("Cán bộ"),
    columns=columns,
    check=check,
)
