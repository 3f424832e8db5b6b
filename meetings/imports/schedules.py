"""Registered schedules from a list: meetings as they were planned, and the month of each commune as sent or only drafted.

A row finds its meeting by branch, kind and day; the one regular meeting of a month whose day differs is that meeting on
another day: what stood before is kept, as on the page.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import find_dated, in_chunks, organisation_codes, said_codes
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, day, from_to
from branches.models import Unit, UnitPlacement
from common.months import read_month
from common.pages import read_day
from common.spreadsheets.columns import Column, Table
from meetings.actions.telling import tell_of_changes, tell_of_sending
from meetings.models import Meeting, MeetingChange, Schedule, ScheduleRecipient
from meetings.planning import due_days_of_months
from meetings.recipients import recipients_by_sending, rows_of_sending
from meetings.rulebook import RuleBook
from meetings.rules import bodies_of, is_late, last_of, month_of

FIELDS = {
    "date": "planned_on",
    "time": "planned_at",
    "place": "planned_place",
    "topic": "topic",
    "prepared_on": "prepared_on",
}
WHEN = ("planned_on", "planned_at", "planned_place")


def columns():
    return [
        Column(
            "organisation_code",
            gettext_lazy("Mã chi bộ"),
            required=True,
            kind="code",
            max_length=30,
            aliases=("Mã tổ chức", "Mã tổ chức đảng"),
            example="VD-CB1",
        ),
        Column(
            "month",
            gettext_lazy("Tháng"),
            required=True,
            max_length=20,
            example="11/2026",
            note=gettext_lazy("Ghi như 11/2026 hoặc 2026-11, hay một ngày trong tháng."),
        ),
        Column("date", gettext_lazy("Ngày"), required=True, kind="date", example="2026-11-24"),
        Column("time", gettext_lazy("Giờ"), required=True, kind="time", example="19:00"),
        Column(
            "place",
            gettext_lazy("Địa điểm"),
            required=True,
            max_length=200,
            aliases=("Nơi họp",),
            example="Nhà văn hóa",
        ),
        Column(
            "kind",
            gettext_lazy("Loại"),
            kind="choice",
            choices={value: str(label) for value, label in Meeting.Kind.choices},
            aliases=("Loại buổi", "Loại sinh hoạt"),
            note=gettext_lazy("Để trống là thường kỳ."),
        ),
        Column("topic", gettext_lazy("Chuyên đề"), max_length=300, aliases=("Nội dung",)),
        Column(
            "prepared_on",
            gettext_lazy("Chi ủy chuẩn bị ngày"),
            kind="date",
            aliases=("Ngày chuẩn bị",),
        ),
        Column(
            "registered_on",
            gettext_lazy("Đăng ký ngày"),
            kind="date",
            aliases=("Ngày đăng ký", "Ngày gửi"),
            note=gettext_lazy(
                "Để trống thì lịch còn là bản đang soạn, chưa gửi. Có ngày: lịch đã gửi cho người theo dõi của ngày đó; "
                "tháng chưa qua thì những người ấy được báo."
            ),
        ),
    ]


@dataclass
class _Ground:
    """What the rows' branches stand on: {branch id: its chain of unit ids}, {branch id: the id of its commune}."""

    chains: dict = field(default_factory=dict)
    communes: dict = field(default_factory=dict)
    paths: dict = field(default_factory=dict)


def check(table: Table, context: Context) -> Plan:
    plan = Plan(table)
    rows = _read(plan, context, table)
    ground = _ground(rows)
    meetings = _standing({row["organisation"].pk for row in rows})
    _match(plan, rows, meetings)
    rows = [row for row in rows if not plan.is_bad(row)]
    schedules = _schedules(plan, context, rows, ground)
    months = [row["first"] for row in rows]
    book = (
        RuleBook(
            {pk for chain in ground.chains.values() for pk in chain},
            set(ground.chains),
            min(months),
            max(months),
        )
        if rows
        else None
    )
    for row in rows:
        _plan_row(plan, context, table, row, schedules.get(_cell(row, ground)), ground, book)
    return plan


def _read(plan, context, table) -> list[dict]:
    """The rows that name a branch of the importer's ground and a month; each gets `organisation`, `name` and `first`."""
    codes = organisation_codes(said_codes(table.rows, "organisation_code"), context)
    found = []
    for row in table.rows:
        if plan.is_bad(row):
            continue
        row["first"] = read_month(row["month"]) or _month_of_day(row["month"])
        if row["first"] is None:
            plan.error(
                row, "month", _("“%(text)s” không phải tháng; hãy ghi như 11/2026.") % {"text": row["month"]}
            )
            continue
        version = find_dated(plan, context, codes, row, "organisation_code", row["date"], _("tổ chức đảng"))
        if version is None or plan.is_bad(row):
            continue
        if not context.may_write(version.organisation.unit):
            sentence = context.unknown(
                _("Không có %(label)s mã “%(code)s”%(where)s."),
                label=_("tổ chức đảng"),
                code=row["organisation_code"],
            )
            plan.error(row, "organisation_code", sentence)
            continue
        row |= {"organisation": version.organisation, "name": version.name}
        row["kind"] = row["kind"] or Meeting.Kind.REGULAR
        if _days_agree(plan, row):
            found.append(row)
    return found


def _month_of_day(text):
    said = read_day(text)
    return month_of(said) if said else None


def _days_agree(plan, row) -> bool:
    if abs((month_of(row["date"]) - row["first"]).days) > 31:
        plan.error(row, "date", _("Ngày này không thuộc tháng của lịch."))
    if row["prepared_on"] and row["prepared_on"] > row["date"]:
        plan.error(row, "prepared_on", _("Ngày chuẩn bị không thể sau ngày sinh hoạt."))
    return not plan.is_bad(row)


def _ground(rows) -> _Ground:
    found = _Ground()
    units = {row["organisation"].unit_id for row in rows}
    places: dict = defaultdict(list)
    for place in in_chunks(UnitPlacement.objects, "unit_id", units):
        places[place.unit_id].append(place)
    keys = {key for each in places.values() for place in each for key in place.path.split(".")[:-1]}
    ids = {unit.key: unit for unit in in_chunks(Unit.objects, "key", keys)}
    for row in rows:
        body, last = row["organisation"], last_of(row["first"])
        place = next((each for each in places[body.unit_id] if each.holds_on(last)), None)
        place = place or max(places[body.unit_id], key=lambda each: each.starts_on, default=None)
        if place is None:
            continue
        chain = place.path.split(".")[:-1]
        found.chains[body.pk] = [ids[key].pk for key in chain]
        found.communes[body.pk, row["first"]] = place.commune_id
        if place.commune_id:
            at = found.chains[body.pk].index(place.commune_id)
            found.paths[place.commune_id] = "".join(f"{key}." for key in chain[: at + 1])
    return found


def _standing(organisations) -> dict[tuple, list[Meeting]]:
    """{(branch, body, kind, month): its meetings}."""
    found: dict[tuple, list[Meeting]] = defaultdict(list)
    for meeting in in_chunks(Meeting.objects.standing(), "organisation_id", organisations):
        found[meeting.organisation_id, meeting.body, meeting.kind, meeting.month].append(meeting)
    return found


def _match(plan, rows, meetings) -> None:
    """Each row gets `meeting`: the one of its day, or the one left of its month, or None."""
    groups: dict[tuple, list[dict]] = defaultdict(list)
    for row in rows:
        body = bodies_of(row["organisation"].kind)[0]
        groups[row["organisation"].pk, body, row["kind"], row["first"]].append(row)
    for about, group in groups.items():
        free = list(meetings.get(about, ()))
        seen: dict = {}
        for row in group:
            row["body"], row["meeting"] = about[1], None
            if row["date"] in seen:
                plan.error(row, "date", _("Buổi này đã có ở hàng %(row)s.") % {"row": seen[row["date"]]})
                continue
            seen[row["date"]] = row["row"]
            row["meeting"] = next((each for each in free if each.planned_on == row["date"]), None) or next(
                (each for each in free if each.planned_on is None and each.held_on == row["date"]), None
            )
            if row["meeting"]:
                free.remove(row["meeting"])
        _match_what_is_left(group, [each for each in free if each.planned_on and each.outcome == "unknown"])


def _match_what_is_left(group, free) -> None:
    left = [row for row in group if row["meeting"] is None]
    if len(left) == len(free) == 1 and left[0]["kind"] == Meeting.Kind.REGULAR:
        left[0]["meeting"] = free[0]


def _cell(row, ground):
    return (ground.communes.get((row["organisation"].pk, row["first"])), row["first"])


def _schedules(plan, context, rows, ground) -> dict[tuple, Schedule]:
    """{(commune id, month): its schedule}, made or brought to "sent" as the rows' `registered_on` say."""
    by_cell: dict[tuple, list[dict]] = defaultdict(list)
    for row in rows:
        if row["body"] == Meeting.Body.BRANCH and _cell(row, ground)[0]:
            by_cell[_cell(row, ground)].append(row)
    standing = {
        (each.unit_id, each.month): each
        for each in in_chunks(Schedule.objects, "unit_id", {commune for commune, _month in by_cell})
    }
    due = due_days_of_months(ground.paths, {month for _commune, month in by_cell})
    found = {}
    for (commune, month), group in by_cell.items():
        sent_on = min((row["registered_on"] for row in group if row["registered_on"]), default=None)
        schedule = standing.get((commune, month))
        if schedule is None:
            schedule = Schedule(unit_id=commune, month=month, due_on=due.get((commune, month)))
            _send(schedule, sent_on, context)
            plan.make(group[0], schedule)
        elif schedule.first_sent_at is None and sent_on:
            values = _sending(schedule.due_on, sent_on, context)
            plan.alter(group[0], schedule, **values, version=schedule.version + 1)
        found[commune, month] = schedule
    return found


def _send(schedule, sent_on, context) -> None:
    if sent_on:
        for name, value in _sending(schedule.due_on, sent_on, context).items():
            setattr(schedule, name, value)


def _sending(due_on, sent_on, context) -> dict:
    moment = timezone.make_aware(datetime.combine(sent_on, time(0)))
    return {
        "state": Schedule.State.SENT,
        "first_sent_at": moment,
        "sent_at": moment,
        "sent_by": context.user,
        "is_late": is_late(sent_on, due_on),
    }


def _plan_row(plan, context, table, row, schedule, ground, book) -> None:
    meeting = row["meeting"]
    title = f"{row['name']}, {row['first']:%m/%Y}"
    body = row["organisation"]
    due = None
    if row["body"] == Meeting.Body.BRANCH and row["kind"] == Meeting.Kind.REGULAR:
        due = book.prepare_due(body, ground.chains.get(body.pk, []), row["first"], row["date"])
    if meeting is None:
        plan.make(row, _meeting(context, row, schedule, due))
        plan.say(row, ADDED, title, [day(row["date"])])
        return
    said = {name: row[key] for key, name in FIELDS.items() if key in table.present and row[key] is not None}
    details = [
        from_to(Meeting._meta.get_field(name).verbose_name, getattr(meeting, name), value)
        for name, value in said.items()
        if getattr(meeting, name) != value
    ]
    before = tuple(getattr(meeting, name) for name in WHEN)
    is_moved = any(name in said and said[name] != getattr(meeting, name) for name in WHEN)
    if is_moved and meeting.outcome != "unknown" and meeting.planned_on is not None:
        plan.error(row, "date", _("Buổi này đã ghi kết quả, lịch đăng ký không đổi được nữa."))
        return
    if is_moved and meeting.registered_on is not None:
        plan.make(row, _change(context, schedule, meeting, before, said))
    if row["registered_on"] and meeting.registered_on is None:
        said["registered_on"] = row["registered_on"]
        details.append(_("đăng ký ngày %(day)s") % {"day": day(row["registered_on"])})
    if is_moved:
        said["prepare_due_on"] = due
    if meeting.schedule_id is None and schedule is not None:
        said["schedule"] = schedule
        details.append(_("vào lịch của xã"))
    if details:
        plan.alter(row, meeting, **said, version=meeting.version + 1)
    plan.say(row, CHANGED if details else UNCHANGED, title, details)


def _meeting(context, row, schedule, due) -> Meeting:
    is_sent = schedule is None or schedule.state == Schedule.State.SENT
    return Meeting(
        organisation=row["organisation"],
        unit=row["organisation"].unit,
        body=row["body"],
        kind=row["kind"],
        month=row["first"],
        topic=row["topic"] or "",
        schedule=schedule,
        planned_on=row["date"],
        planned_at=row["time"],
        planned_place=row["place"],
        registered_on=row["registered_on"] or (context.today if is_sent else None),
        prepare_due_on=due,
        prepared_on=row["prepared_on"],
        created_by=context.user,
    )


def _change(context, schedule, meeting, before, said) -> MeetingChange:
    due_on = schedule.due_on if schedule else None
    return MeetingChange(
        meeting=meeting,
        before_on=before[0],
        before_at=before[1],
        before_place=before[2],
        after_on=said.get("planned_on", before[0]),
        after_at=said.get("planned_at", before[1]),
        after_place=said.get("planned_place", before[2]),
        reason=_("Nhập lại từ danh sách."),
        is_after_deadline=due_on is not None and context.today > due_on,
        changed_by=context.user,
        changed_at=timezone.now(),
    )


def complete(plan) -> None:
    """To whom each schedule that comes in as sent went on its day of sending, as if it had been sent on the page."""
    schedules = [*plan.makes.get(Schedule, ())]
    schedules += [(each.row, each.instance) for each in plan.alters.get(Schedule, {}).values()]
    sent = [
        (row, each, (each.unit_id, timezone.localdate(each.sent_at)))
        for row, each in schedules
        if each.state == Schedule.State.SENT
    ]
    people = recipients_by_sending(sending for _row, _schedule, sending in sent)
    for row, schedule, sending in sent:
        for recipient in rows_of_sending(schedule, people[sending]):
            plan.make(row, recipient)


def settle(changes: list[dict], today) -> None:
    """Those concerned are told of each sending and each change, as on the page, where the month is not over yet."""
    made = {each["model"]: each["made"] for each in changes}
    running = Schedule.objects.filter(month__gte=month_of(today))
    recipients = made.get("meetings.schedulerecipient", [])
    sent = in_chunks(ScheduleRecipient.objects.filter(schedule__in=running), "pk", recipients)
    tell_of_sending(list(running.filter(pk__in={each.schedule_id for each in sent})))
    by_schedule: dict = defaultdict(list)
    changed = MeetingChange.objects.filter(meeting__schedule__in=running)
    changed = changed.select_related("meeting__schedule", "changed_by")
    for change in in_chunks(changed, "pk", made.get("meetings.meetingchange", [])):
        by_schedule[change.meeting.schedule].append(change)
    for schedule, group in by_schedule.items():
        tell_of_changes(schedule, group, by=group[0].changed_by, on=today)


def void_meetings(ids, *, run, by) -> None:
    """What an import made is voided, never deleted, and leaves its schedule. Raises ValidationError where somebody
    attended one."""
    rows = Meeting.objects.filter(pk__in=ids)
    if rows.filter(attendances__voided_at=None, attendances__isnull=False).exists():
        raise ValidationError(_("Đã có cán bộ ghi là dự một buổi của lần nhập này."))
    rows.update(
        schedule=None,
        voided_at=timezone.now(),
        voided_by=by,
        void_reason=_("Lấy lại lần nhập %(file)s.") % {"file": run.filename[:200]},
    )


KIND = Kind(
    name="schedules",
    title=gettext_lazy("Lịch sinh hoạt đăng ký"),
    columns=columns,
    check=check,
    complete=complete,
    settle=settle,
    take_away={"meetings.meeting": void_meetings},
    permission="schedules.import",
)
