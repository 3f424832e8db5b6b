"""Positions from a list: the posts that cadres hold, several at once, each with its days."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.imports.cadres import start_earlier
from assignments.imports.finding import Bodies, Cadres, Groups, Posts, place_of
from assignments.models import CadrePosition
from branches.imports.codes import in_chunks, said_codes
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, ENDED, UNCHANGED, Plan, day, from_to
from common.periods import overlaps
from common.spreadsheets.columns import Column, Table
from common.text import match_key


def columns():
    return [
        Column(
            "cadre_code",
            gettext_lazy("Mã cán bộ"),
            required=True,
            kind="code",
            aliases=("Mã",),
            example="VD-CB",
        ),
        Column("position", gettext_lazy("Chức vụ"), required=True, max_length=150, example="Trưởng ban"),
        Column(
            "organisation_or_agency_code",
            gettext_lazy("Mã tổ chức hoặc cơ quan"),
            required=True,
            kind="code",
            aliases=("Mã cơ quan", "Mã tổ chức"),
            example="VD-CQ",
        ),
        Column("starts_on", gettext_lazy("Từ ngày"), required=True, kind="date", example="2020-06-01"),
        Column(
            "ends_on",
            gettext_lazy("Thôi từ ngày"),
            kind="date",
            aliases=("Kết thúc từ ngày", "Ngày thôi"),
            note=gettext_lazy("Ngày đầu tiên không còn giữ."),
        ),
        Column("group", gettext_lazy("Nhóm cán bộ"), max_length=120, aliases=("Nhóm",)),
        Column("is_primary", gettext_lazy("Chức vụ chính"), kind="bool", aliases=("Chính",)),
    ]


def check(table: Table, context: Context) -> Plan:
    plan = Plan(table)
    rows = [row for row in table.rows if not plan.is_bad(row)]
    posts, groups = Posts(plan), Groups(plan)
    cadres = Cadres(plan, context, said_codes(rows, "cadre_code"))
    bodies = Bodies(plan, context, said_codes(rows, "organisation_or_agency_code"))
    for row in rows:
        row["cadre"] = cadres.find(row, "cadre_code")
        row["body"] = bodies.find(row, "organisation_or_agency_code", row["starts_on"])
    rows = [row for row in rows if row["cadre"] is not None and row["body"] is not None]
    known = defaultdict(list)
    people = {row["cadre"].pk for row in rows}
    stored = CadrePosition.objects.select_related("post", "group", "cadre")
    for position in in_chunks(stored, "cadre_id", people):
        known[position.cadre_id].append(position)
    for row in rows:
        group = groups.named(row, row["group"]) if row["group"] else None
        _plan(plan, row, posts, group, known[row["cadre"].pk])
    return plan


def _plan(plan: Plan, row: dict, posts: Posts, group, positions: list[CadrePosition]) -> None:
    cadre, post = row["cadre"], match_key(row["position"])
    place = place_of(row["body"])
    title = _("%(cadre)s: %(post)s, %(body)s") % {
        "cadre": cadre.full_name,
        "post": row["position"],
        "body": row["body"].name,
    }
    same_post = [each for each in positions if match_key(each.post.name) == post]
    same = next(
        (each for each in same_post if each.starts_on == row["starts_on"] and _is_in(each, place)), None
    )
    if same is not None and same.pk is None:
        plan.error(row, "position", _("Hàng này giống một hàng ở trên."))
        return
    period = row["starts_on"], row["ends_on"]
    for each in same_post:
        if each is not same and overlaps((each.starts_on, each.ends_on), period):
            plan.error(
                row,
                "starts_on",
                _("%(cadre)s đã giữ chức vụ này từ ngày %(day)s.")
                % {"cadre": cadre.full_name, "day": day(each.starts_on)},
            )
            return
    if cadre.left_on and (row["ends_on"] is None or row["ends_on"] > cadre.left_on):
        plan.error(
            row,
            "ends_on",
            _("%(cadre)s đã thôi công tác từ %(day)s.") % {"cadre": cadre, "day": day(cadre.left_on)},
        )
        return
    if same is None:
        _add(plan, row, posts, group, place, positions, title)
    else:
        _change(plan, row, same, group, positions, title)


def _add(plan: Plan, row: dict, posts: Posts, group, place, positions, title: str) -> None:
    cadre = row["cadre"]
    details = [_("từ ngày %(day)s") % {"day": day(row["starts_on"])}]
    if row["starts_on"] < cadre.started_on:
        details.append(from_to(_("bắt đầu công tác"), cadre.started_on, row["starts_on"]))
        start_earlier(plan, row, cadre, [], row["starts_on"])
    position = CadrePosition(
        cadre=cadre,
        post=posts.named(row, row["position"]),
        **place,
        group=group,
        is_primary=bool(row["is_primary"]),
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
    )
    plan.make(row, position)
    details += _be_the_only_main_one(plan, row, position, positions)
    positions.append(position)
    plan.say(row, ADDED, title, details)


def _change(plan: Plan, row: dict, position: CadrePosition, group, positions, title: str) -> None:
    details = []
    if group is not None and (group.pk is None or group.pk != position.group_id):
        details.append(from_to(_("nhóm"), position.group, group))
        plan.alter(row, position, group=group)
    if row["is_primary"] is not None and row["is_primary"] != position.is_primary:
        details.append(from_to(_("chức vụ chính"), position.is_primary, row["is_primary"]))
        plan.alter(row, position, is_primary=row["is_primary"])
        details += _be_the_only_main_one(plan, row, position, positions)
    verb = CHANGED if details else UNCHANGED
    if row["ends_on"] and row["ends_on"] != position.ends_on:
        verb = CHANGED if position.ends_on else ENDED
        details.append(_("thôi từ ngày %(day)s") % {"day": day(row["ends_on"])})
        plan.alter(row, position, ends_on=row["ends_on"])
    plan.say(row, verb, title, details)


def _be_the_only_main_one(plan: Plan, row: dict, position: CadrePosition, positions) -> list[str]:
    """A cadre has one main post at a time: the others stay, as further ones."""
    details = []
    for each in positions:
        shares_days = overlaps((each.starts_on, each.ends_on), (position.starts_on, position.ends_on))
        if position.is_primary and each is not position and each.is_primary and shares_days:
            details.append(_("%(post)s không còn là chức vụ chính") % {"post": each.post.name})
            if each.pk is None:
                each.is_primary = False
            else:
                plan.alter(row, each, is_primary=False)
    return details


def _is_in(position: CadrePosition, place: dict) -> bool:
    return all(getattr(position, f"{name}_id") == (body.pk if body else None) for name, body in place.items())


KIND = Kind(name="positions", title=gettext_lazy("Chức vụ của cán bộ"), columns=columns, check=check)
