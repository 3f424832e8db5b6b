"""The made-up meetings: fixed days, and what the communes registered for last, this and next month: most in time, one late,
one silent, one changed; last month's as they were held."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from django.utils import timezone

from dashboard.demonstration import places
from meetings.actions.day_rules import move_day, set_day_rule, set_deadline
from meetings.actions.meetings import plan_meeting, record_held, record_not_held, record_prepared
from meetings.actions.scheduling import Said, return_schedule, write_schedule
from meetings.models import Meeting, Schedule
from meetings.planning import MonthPlan
from meetings.rules import month_after, month_of

DUE_DAY = 25
LATE, SILENT, CHANGED, RETURNED = 3, 5, 1, 2  # which of the communes, in order
EVERY_TENTH = 10


def register(world, office) -> None:
    """`office`: who registers for the first commune; the keeper enters what the others sent."""
    _set_days(world)
    communes = [world.unit(code) for code in world.ground.beneath(places.PROVINCE)]
    this_month = month_of(world.today)
    for number in (-1, 0, 1):
        month = month_after(this_month, number)
        for at, commune in enumerate(communes):
            _register(world, commune, month, at, by=office if at == 0 else world.by)
    _hold(world, month_after(this_month, -1), communes)
    # The first commune's cadres still have this month's to tell.
    _hold(world, this_month, communes[1:])
    _change(world, communes[CHANGED], this_month)
    _return(world, communes[RETURNED], month_after(this_month))
    _committees(world)


def _set_days(world) -> None:
    """Vân Hồ's days for the province; a commune of its own mind; the Tết that is next or was last."""
    province, since = world.unit(places.PROVINCE), places.TWO_LEVELS
    for branch_type, day, hour in (("residential", 24, time(19)), ("agency", 25, time(14))):
        set_day_rule(
            unit=province,
            branch_type=branch_type,
            day=day,
            time=hour,
            prepare_day=22,
            starts_on=since,
            by=world.by,
        )
    other = world.unit(world.ground.beneath(places.PROVINCE)[4])
    set_day_rule(unit=other, day=3, time=time(17, 30), prepare_day=28, starts_on=since, by=world.by)
    set_deadline(unit=province, due_day=DUE_DAY, situation_day=27, starts_on=since, by=world.by)
    tet = month_of(world.today).replace(month=2)
    move_day(
        unit=province,
        month=tet,
        meets_on=tet.replace(day=10),
        branch_type="residential",
        reason="Nghỉ Tết Nguyên đán",
        by=world.by,
    )


def _register(world, commune, month, at, *, by) -> None:
    """Sent some days before the deadline, or two after it; not yet where that day has not come."""
    plan = MonthPlan(commune, month)
    sent_on = plan.due_on + timedelta(days=2 if at == LATE else -(2 + at % 5))
    if at == SILENT or not plan.lines or sent_on > world.today:
        return
    lines = [
        Said(
            line.organisation,
            line.on,
            line.at or time(19),
            line.place or f"Nhà văn hóa {line.name.removeprefix('Chi bộ ')}",
            prepare_due_on=line.prepare_due_on,
        )
        for line in plan.lines
        if line.on
    ]
    if at == CHANGED and lines:
        first = lines[0]
        lines.append(replace(first, kind=Meeting.Kind.THEMATIC, at=time(15), topic="Học tập và làm theo Bác"))
    write_schedule(
        unit=commune,
        month=month,
        lines=lines,
        by=by,
        on=sent_on,
        at=timezone.make_aware(datetime.combine(sent_on, time(15, 40))),
        send=True,
    )


def _hold(world, month, communes) -> None:
    """Of every ten one was held two days later, and of every thirty one not at all."""
    rows = Meeting.objects.standing().filter(
        schedule__unit__in=communes, month=month, planned_on__lt=world.today
    )
    for number, meeting in enumerate(rows.order_by("pk")):
        if number % (3 * EVERY_TENTH) == 7:
            record_not_held(meeting, reason="Mưa lũ, đường vào ấp bị ngập.", by=world.by)
            continue
        later = timedelta(days=2) if number % EVERY_TENTH == 4 else timedelta()
        on = min(meeting.planned_on + later, world.today)
        if meeting.prepare_due_on and number % 6 == 0:
            meeting = record_prepared(meeting, on=meeting.prepare_due_on, by=world.by)
        record_held(meeting, on=on, started_at=meeting.planned_at, place=meeting.planned_place, by=world.by)


def _change(world, commune, month) -> None:
    """One branch moves its meeting after the deadline, with a reason."""
    rows = Meeting.objects.standing().filter(schedule__unit=commune, month=month, outcome="unknown")
    meeting = rows.filter(kind=Meeting.Kind.REGULAR).order_by("pk").last()
    if meeting is None:
        return
    said = Said(
        meeting.organisation,
        meeting.planned_on + timedelta(days=2),
        meeting.planned_at,
        meeting.planned_place,
        prepare_due_on=meeting.prepare_due_on,
        meeting=meeting,
    )
    write_schedule(
        unit=commune,
        month=month,
        lines=[said],
        by=world.by,
        on=world.today,
        reason="Trùng hội nghị tiếp xúc cử tri",
    )


def _return(world, commune, month) -> None:
    schedule = Schedule.objects.filter(unit=commune, month=month, state="sent").first()
    if schedule:
        return_schedule(schedule, note="Ghi rõ địa điểm của từng chi bộ.", by=world.by, on=world.today)


def _committees(world) -> None:
    """Bến Tre 4.9: conferences of the committee, counted apart from branches' meetings."""
    committee = world.organisations[f"{places.PROVINCE}-01.DB"]
    plan_meeting(
        organisation=committee,
        on=world.today + timedelta(days=9),
        today=world.today,
        at=time(8),
        place="Hội trường Đảng ủy",
        topic="Hội nghị Ban Chấp hành thường kỳ",
        by=world.by,
    )
