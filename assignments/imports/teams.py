"""Teams from a list: a leader and members. Who is not named stays in the team."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.imports.cadres import start_earlier
from assignments.imports.finding import Cadres
from assignments.models import Team, TeamMember
from branches.imports.codes import in_chunks, made_up_codes, said_codes
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, ENDED, UNCHANGED, Plan, day, from_to
from common.periods import overlaps
from common.spreadsheets.columns import Column, Table
from common.text import match_key


def columns():
    return [
        Column("code", gettext_lazy("Mã tổ"), kind="code", max_length=30, aliases=("Mã",), example="VD-T1"),
        Column(
            "name",
            gettext_lazy("Tên tổ"),
            required=True,
            max_length=150,
            aliases=("Tên", "Tổ công tác"),
            example="Tổ công tác Ví Dụ",
        ),
        Column(
            "leader_code",
            gettext_lazy("Mã tổ trưởng"),
            required=True,
            kind="code",
            aliases=("Tổ trưởng",),
            example="VD-CB",
        ),
        Column(
            "member_codes",
            gettext_lazy("Mã các thành viên"),
            kind="list",
            aliases=("Thành viên", "Các thành viên"),
            example="VD-CB2; VD-CB3",
        ),
        Column("starts_on", gettext_lazy("Từ ngày"), required=True, kind="date", example="2025-06-12"),
        Column("ends_on", gettext_lazy("Kết thúc từ ngày"), kind="date", aliases=("Không còn từ ngày",)),
    ]


def check(table: Table, context: Context) -> Plan:
    plan = Plan(table)
    rows = [row for row in table.rows if not plan.is_bad(row)]
    cadres = Cadres(plan, context, said_codes(rows, "leader_code", "member_codes"))
    for row in rows:
        row["leader"] = cadres.find(row, "leader_code")
        row["people"] = [row["leader"]] if row["leader"] else []
        for code in row["member_codes"] or ():
            cadre = cadres.find({**row, "member_codes": code}, "member_codes")
            if cadre is not None and cadre not in row["people"]:
                row["people"].append(cadre)
    rows = [row for row in rows if not plan.is_bad(row)]
    teams = Team.objects.select_related("unit")
    by_code = {each.code: each for each in in_chunks(teams, "code", said_codes(rows, "code"))}
    units = {row["leader"].unit_id for row in rows}
    by_name = {
        (each.unit_id, match_key(each.name)): each
        for each in in_chunks(teams, "unit_id", units)
        if each.ends_on is None
    }
    known = {each.pk for each in [*by_code.values(), *by_name.values()]}
    members: dict[int, list[TeamMember]] = {}
    for member in in_chunks(TeamMember.objects.select_related("cadre"), "team_id", known):
        members.setdefault(member.team_id, []).append(member)
    seen: dict = {}
    nameless = []
    for row in rows:
        name = row["leader"].unit_id, match_key(row["name"])
        said = row["code"] or name
        if said in seen:
            plan.error(
                row,
                "code" if row["code"] else "name",
                _("Tổ này đã có ở hàng %(row)s.") % {"row": seen[said]},
            )
            continue
        seen[said] = row["row"]
        team = by_code.get(row["code"]) if row["code"] else by_name.get(name)
        if team is None:
            team = _add(plan, row)
            if not row["code"]:
                nameless.append(team)
        elif not context.may_write(team.unit):
            plan.error(row, "code", _("Mã này đã dùng cho một tổ khác."))
        else:
            _change(plan, context, row, team, members.get(team.pk, []))
    for team, code in zip(nameless, made_up_codes(Team, "TO", len(nameless), seen), strict=True):
        team.code = code
    return plan


def _add(plan: Plan, row: dict) -> Team:
    team = Team(
        code=row["code"] or "?",
        name=row["name"],
        unit=row["leader"].unit,
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
    )
    plan.make(row, team)
    for cadre in row["people"]:
        _join(plan, row, team, cadre, row["starts_on"], is_leader=cadre is row["leader"])
    plan.say(row, ADDED, row["name"], [_("%(count)s người") % {"count": len(row["people"])}])
    return team


def _join(plan: Plan, row: dict, team: Team, cadre, on, *, is_leader: bool) -> TeamMember:
    if cadre.left_on and (row["ends_on"] is None or row["ends_on"] > cadre.left_on):
        plan.error(
            row,
            "leader_code" if is_leader else "member_codes",
            _("%(cadre)s đã thôi công tác từ %(day)s.") % {"cadre": cadre, "day": day(cadre.left_on)},
        )
    if on < cadre.started_on:
        start_earlier(plan, row, cadre, [], on)
    member = TeamMember(team=team, cadre=cadre, is_leader=is_leader, starts_on=on, ends_on=row["ends_on"])
    return plan.make(row, member)


def _change(plan: Plan, context: Context, row: dict, team: Team, members: list[TeamMember]) -> None:
    if team.ends_on and row["ends_on"] != team.ends_on:
        plan.error(
            row,
            "code",
            _("%(name)s đã kết thúc từ ngày %(day)s.") % {"name": team.name, "day": day(team.ends_on)},
        )
        return
    details = []
    if team.name != row["name"]:
        details.append(from_to(_("tên"), team.name, row["name"]))
        plan.alter(row, team, name=row["name"])
    on = row["starts_on"] if row["starts_on"] > team.starts_on else max(context.on, team.starts_on)
    if row["ends_on"] is None or on < row["ends_on"]:
        for cadre in row["people"]:
            details += _take_part(plan, row, team, members, cadre, on)
    verb = CHANGED if details else UNCHANGED
    if row["ends_on"] and row["ends_on"] != team.ends_on:
        verb = ENDED
        details.append(_("không còn từ ngày %(day)s") % {"day": day(row["ends_on"])})
        plan.alter(row, team, ends_on=row["ends_on"])
        for member in members:
            if member.pk is not None and (member.ends_on is None or member.ends_on > row["ends_on"]):
                plan.alter(row, member, ends_on=row["ends_on"])
    plan.say(row, verb, row["name"], details)


def _take_part(plan: Plan, row: dict, team: Team, members: list, cadre, on) -> list[str]:
    """A cadre joins or becomes the leader from `on`; who led until then stays as a member."""
    is_leader = cadre is row["leader"]
    running = [each for each in members if overlaps((each.starts_on, each.ends_on), (on, row["ends_on"]))]
    own = [each for each in running if each.cadre_id == cadre.pk]
    details = []
    if own and (own[0].is_leader or not is_leader):
        return []
    if is_leader:
        for each in running:
            if each.is_leader:
                details.append(_("%(name)s thôi làm tổ trưởng") % {"name": each.cadre.full_name})
                _change_part(plan, row, members, each, on, is_leader=False)
    if own:
        _change_part(plan, row, members, own[0], on, is_leader=True)
    else:
        members.append(_join(plan, row, team, cadre, on, is_leader=is_leader))
    part = _("tổ trưởng") if is_leader else _("thành viên")
    details.append(
        _("%(name)s là %(part)s từ ngày %(day)s") % {"name": cadre.full_name, "part": part, "day": day(on)}
    )
    return details


def _change_part(plan: Plan, row: dict, members: list, member: TeamMember, on, *, is_leader: bool) -> None:
    """Who changes his part leaves and joins anew, so that who led when stays readable."""
    if member.starts_on >= on:
        plan.alter(row, member, is_leader=is_leader)
        return
    following = TeamMember(
        team_id=member.team_id,
        cadre_id=member.cadre_id,
        is_leader=is_leader,
        starts_on=on,
        ends_on=member.ends_on,
    )
    plan.alter(row, member, ends_on=on)
    members.append(plan.make(row, following))


KIND = Kind(name="teams", title=gettext_lazy("Tổ công tác"), columns=columns, check=check)
