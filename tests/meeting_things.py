"""The world's fixed days, schedules and meetings: what `tests.world` puts into every commune and district."""

from datetime import UTC, date, datetime

from meetings.models import DayRule, Meeting, MeetingChange, MovedDay, Schedule, ScheduleRule


def furnish(world, code, organisation, user):
    """Rules (which bind those below), a schedule that was sent and returned words, and a meeting that was moved."""
    from tests.world import START, marker

    unit, m, mu = world.units[code], marker(code), marker(code, "u")
    rule = DayRule.objects.create(unit=unit, day=24, place=f"Hội trường {mu}", starts_on=START)
    moved = MovedDay.objects.create(
        unit=unit, month=date(2026, 2, 1), meets_on=date(2026, 2, 10), reason=f"Tết {mu}"
    )
    deadline = ScheduleRule.objects.create(unit=unit, due_day=25, starts_on=START)
    schedule = Schedule.objects.create(
        unit=unit,
        month=date(2026, 10, 1),
        state="sent",
        sent_by=user,
        first_sent_at=datetime(2026, 9, 20, tzinfo=UTC),
        sent_at=datetime(2026, 9, 20, tzinfo=UTC),
        return_note=f"Sửa {m}",
    )
    meeting = Meeting.objects.create(
        organisation=organisation,
        unit=organisation.unit,
        body="branch" if organisation.kind == "branch" else "committee",
        month=date(2026, 10, 1),
        planned_on=date(2026, 10, 24),
        planned_place=f"Nhà họp {m}",
        topic=f"Chuyên đề {m}",
        registered_on=date(2026, 9, 20),
    )
    MeetingChange.objects.create(
        meeting=meeting,
        before_on=date(2026, 10, 22),
        before_place=f"Nơi cũ {m}",
        after_on=date(2026, 10, 24),
        after_place=f"Nhà họp {m}",
        reason=f"Lý do {m}",
        changed_by=user,
        changed_at=datetime(2026, 9, 21, tzinfo=UTC),
    )
    for kind, thing in (
        ("day_rule", rule),
        ("moved_day", moved),
        ("deadline", deadline),
        ("schedule", schedule),
        ("meeting", meeting),
    ):
        world._keep(kind, code, thing)
