"""Who is told of a schedule and its changes. Those above and the branch: never the commune who means to come."""

from datetime import timedelta

from django.db.models import Q
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from accounts.actions import tell_many
from accounts.models import Notice, User
from branches.models import Grant, Role
from branches.querysets.bodies import organisation_names
from branches.querysets.holders import holders_of
from branches.querysets.units import names_of
from meetings.models import Meeting, ScheduleRecipient, Visit

TEXT_LENGTH = 300
ONE_DAY = timedelta(days=1)


def tell_of_sending(schedules) -> None:
    """The schedules have come: to everybody to whom their last sending went, again at each sending."""
    last = {schedule.pk: schedule.sent_at for schedule in schedules}
    rows = ScheduleRecipient.objects.filter(schedule__in=schedules, user__isnull=False)
    people = _by_body(
        (schedule_id, user_id)
        for schedule_id, user_id, sent_at in rows.values_list("schedule_id", "user_id", "sent_at")
        if sent_at == last[schedule_id]
    )
    names = {
        month: names_of({each.unit_id for each in schedules if each.month == month}, month)
        for month in {schedule.month for schedule in schedules}
    }
    tell_many(
        _notice(
            user_id,
            _sending_words(schedule, names[schedule.month].get(schedule.unit_id, "")),
            f"lich-{schedule.key}-{schedule.sent_at:%Y%m%d%H%M%S%f}",
            schedule.get_absolute_url(),
        )
        for schedule in schedules
        for user_id in sorted(people.get(schedule.pk, ()))
    )


def _sending_words(schedule, name) -> str:
    return _("%(name)s đã gửi lịch sinh hoạt tháng %(month)s.") % {
        "name": name,
        "month": f"{schedule.month:%m/%Y}",
    }


def tell_of_changes(schedule, changes, *, by, on) -> None:
    """Each change to those who have the schedule, to those who mean to attend that branch in that month, and to the
    branch's own secretary. As many queries whoever means to come."""
    meetings = {change.meeting_id: change.meeting for change in changes}
    bodies = {meeting.organisation_id for meeting in meetings.values()}
    names = organisation_names(bodies, schedule.month)
    to_all = set(
        ScheduleRecipient.objects.filter(
            schedule=schedule, sent_at=schedule.sent_at, user__isnull=False
        ).values_list("user_id", flat=True)
    )
    coming = _by_body(
        Visit.objects.planned()
        .filter(organisation__in=bodies, month=schedule.month, cadre__user__isnull=False)
        .values_list("organisation_id", "cadre__user_id")
    )
    secretaries = _by_body(
        Grant.objects.on(on)
        .filter(organisation__in=bodies, role="branch_secretary")
        .values_list("organisation_id", "user_id")
    )
    notices = []
    for change in changes:
        body = change.meeting.organisation_id
        people = to_all | coming.get(body, set()) | secretaries.get(body, set())
        text = _change_words(change, names.get(body, ""))
        url = change.meeting.get_absolute_url()
        notices += [
            _notice(user_id, text, f"doi-lich-{change.pk}", url)
            for user_id in sorted(people - {getattr(by, "pk", None)})
        ]
    tell_many(notices)


def tell_of_return(schedule, *, on) -> None:
    """The commune's office is told what to put right."""
    users = User.objects.filter(
        Q(pk=schedule.sent_by_id)
        | Q(pk__in=holders_of([Role.COMMUNE_OFFICE], on=on, units=[schedule.unit_id]).values("pk"))
    )
    text = _("Lịch sinh hoạt tháng %(month)s được trả lại: %(note)s") % {
        "month": f"{schedule.month:%m/%Y}",
        "note": schedule.return_note,
    }
    about = f"tra-lich-{schedule.key}-{schedule.version}"
    tell_many(_notice(user.pk, text, about, schedule.get_absolute_url()) for user in users)


def tell_of_preparation(*, on) -> int:
    """The branch's secretaries, the day before a preparation is due and on the day itself (Vân Hồ 2.12), as long as none is
    on record; says to how many lines. It is asked when it is told: what is prepared, held or called off is not told of."""
    due = (
        Meeting.objects.standing()
        .registered()
        .filter(outcome=Meeting.Outcome.UNKNOWN, prepared_on=None, prepare_due_on__in=[on, on + ONE_DAY])
        .order_by("pk")
    )
    meetings = list(due)
    names = organisation_names({meeting.organisation_id for meeting in meetings}, on)
    grants = Grant.objects.on(on).filter(role="branch_secretary", user__is_active=True)
    over_bodies = _by_body(
        grants.filter(organisation__in={meeting.organisation_id for meeting in meetings}).values_list(
            "organisation_id", "user_id"
        )
    )
    over_units = _by_body(
        grants.filter(unit__in={meeting.unit_id for meeting in meetings}).values_list("unit_id", "user_id")
    )
    notices = [
        _notice(
            user_id,
            _preparation_words(meeting, names.get(meeting.organisation_id, "")),
            f"chuan-bi-{meeting.key}-{on:%Y%m%d}",
            meeting.get_absolute_url(),
        )
        for meeting in meetings
        for user_id in sorted(
            over_bodies.get(meeting.organisation_id, set()) | over_units.get(meeting.unit_id, set())
        )
    ]
    tell_many(notices)
    return len(notices)


def _preparation_words(meeting, name) -> str:
    return _("%(name)s: chi ủy họp chuẩn bị trước hết ngày %(due)s, cho buổi ngày %(day)s.") % {
        "name": name,
        "due": date_format(meeting.prepare_due_on, "d/m/Y"),
        "day": date_format(meeting.on, "d/m/Y"),
    }


def _notice(user_id, text, about, url) -> Notice:
    return Notice(user_id=user_id, text=text[:TEXT_LENGTH], about=about, url=url, subject="schedule")


def _by_body(pairs) -> dict:
    found: dict = {}
    for body, user_id in pairs:
        found.setdefault(body, set()).add(user_id)
    return found


def _change_words(change, name) -> str:
    after = when_words(change.after_on, change.after_at, change.after_place)
    if change.before_on is None:
        return _("%(name)s thêm một buổi: %(after)s. Lý do: %(reason)s") % {
            "name": name,
            "after": after,
            "reason": change.reason,
        }
    return _("%(name)s đổi lịch: %(before)s thành %(after)s. Lý do: %(reason)s") % {
        "name": name,
        "before": when_words(change.before_on, change.before_at, change.before_place),
        "after": after,
        "reason": change.reason,
    }


def when_words(day, hour, place) -> str:
    """ "24/11/2026, 19:00, nhà văn hóa"; what is not known is left out."""
    parts = [
        date_format(day, "d/m/Y") if day else "",
        time_format(hour, "H:i") if hour else "",
        place,
    ]
    return ", ".join(part for part in parts if part)
