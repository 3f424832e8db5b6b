"""What the product knows itself about a meeting or a month, as (number, why) for the criteria that ask for it.

A number is None where it is not applicable (nobody had to attend) or not known; why says where it comes from. The branch's own
sheet knows its own meeting only: nothing of a visit, of a report that was not shared, or of a plan.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assignments.querysets.targets import COMMITTEE_KINDS
from branches.models import Organisation, OrganisationVersion
from branches.querysets.units import placements_by_unit, stood_under
from branches.rules import BRANCH_KINDS
from matters.models import Recommendation, UrgentMatter
from meetings.models import Meeting, Schedule, Situation
from meetings.rules import last_of, month_after
from scores.models import Fact
from scores.periods import period_after
from scores.rules import share

Known = tuple[Decimal | None, str]
UNKNOWN: Known = (None, "")


def facts_of(sheet, wanted) -> dict[str, Known]:
    """{fact: (number, why)} of those `wanted` (values of Fact) that there is something to say about."""
    found = {}
    for fact in wanted:
        function = (MEETING_FACTS if sheet.kind == "meeting" else PERIOD_FACTS).get(fact)
        number, why = function(sheet) if function else UNKNOWN
        if why:
            found[fact] = (number, why)
    return found


# --- one meeting ---
def _must_attend(turn) -> int | None:
    counts = (turn.members, turn.exempt, turn.special_duty)
    return None if turn.members is None else turn.members - sum(each or 0 for each in counts[1:])


def _attendance(sheet) -> Known:
    turn = sheet.attendance
    if turn is None or turn.members is None or turn.present is None:
        return UNKNOWN
    due = _must_attend(turn)
    if not due:
        return None, _("Không ai phải dự: không áp dụng.")
    why = _("%(present)s/%(due)s đảng viên phải dự có mặt, theo báo cáo của %(who)s.")
    return share(turn.present, due), why % {"present": turn.present, "due": due, "who": turn.cadre.full_name}


def _unexcused(sheet) -> Known:
    turn = sheet.attendance
    if turn is None or turn.unexcused is None:
        return UNKNOWN
    return Decimal(turn.unexcused), _("%(number)s vắng không lý do, theo báo cáo của %(who)s.") % {
        "number": turn.unexcused,
        "who": turn.cadre.full_name,
    }


def _speaking(sheet) -> Known:
    turn = sheet.attendance
    if turn is None or turn.speaking is None or turn.present is None:
        return UNKNOWN
    if not turn.present:
        return None, _("Không có đảng viên có mặt: không áp dụng.")
    why = _("%(speaking)s/%(present)s đảng viên có mặt phát biểu, theo báo cáo của %(who)s.")
    words = {"speaking": turn.speaking, "present": turn.present, "who": turn.cadre.full_name}
    return share(turn.speaking, turn.present), why % words


def _speakers(sheet) -> Known:
    turn = sheet.attendance
    if turn is None or turn.speaking is None:
        return UNKNOWN
    return Decimal(turn.speaking), _("%(number)s đảng viên phát biểu, theo báo cáo của %(who)s.") % {
        "number": turn.speaking,
        "who": turn.cadre.full_name,
    }


def _duration(sheet) -> Known:
    for source, why in (
        (sheet.attendance, _("Từ %(start)s đến %(end)s, theo báo cáo của %(who)s.")),
        (sheet.meeting, _("Từ %(start)s đến %(end)s, theo ghi chép của buổi họp.")),
    ):
        if source is not None and source.started_at and source.ended_at:
            minutes = _minutes(source.started_at, source.ended_at)
            return Decimal(minutes), why % {
                "start": f"{source.started_at:%H:%M}",
                "end": f"{source.ended_at:%H:%M}",
                "who": sheet.cadre.full_name if sheet.cadre else "",
            }
    return UNKNOWN


def _minutes(start, end) -> int:
    """Past midnight too."""
    return (end.hour * 60 + end.minute - start.hour * 60 - start.minute) % (24 * 60)


def _prepared(sheet) -> Known:
    meeting = sheet.meeting
    if meeting.prepared_on:
        return Decimal(1), _("Đã chuẩn bị ngày %(day)s.") % {"day": f"{meeting.prepared_on:%d/%m/%Y}"}
    return UNKNOWN


def _held_as_registered(sheet) -> Known:
    meeting = sheet.meeting
    if not (meeting.held_on and meeting.planned_on and meeting.registered_on):
        return UNKNOWN
    words = {"held": f"{meeting.held_on:%d/%m/%Y}", "planned": f"{meeting.planned_on:%d/%m/%Y}"}
    number = Decimal(100 if meeting.held_on == meeting.planned_on else 0)
    return number, _("Họp ngày %(held)s, đăng ký ngày %(planned)s.") % words


# --- a month or a year of an organisation ---
def period_of(sheet) -> tuple[date, date]:
    """`[first day, first day after)` of the month, quarter or year of a sheet."""
    first = sheet.period_on
    return first, period_after(sheet.kind, first)


def subtree_of(organisation, day) -> set[int]:
    """The organisation and those below it on `day`; one query a level."""
    found, level = {organisation.pk}, {organisation.pk}
    while level:
        rows = OrganisationVersion.objects.on(day).filter(parent__in=level)
        level = set(rows.values_list("organisation", flat=True)) - found
        found |= level
    return found


def _branches(organisation, month) -> list[int]:
    """Those below it at the end of `month` (its first day): one that ended in it is asked for nothing any more."""
    last = last_of(month)
    below = subtree_of(organisation, last)
    rows = Organisation.objects.filter(pk__in=below, kind__in=BRANCH_KINDS)
    return list(rows.open_on(last).values_list("pk", flat=True))


def _months_of(sheet) -> list[date]:
    first, after = period_of(sheet)
    months = [first]
    while month_after(months[-1]) < after:
        months.append(month_after(months[-1]))
    return months


def _meetings(sheet):
    """Regular meetings of the branches that were below it in their month."""
    own = Q()
    for month in _months_of(sheet):
        own |= Q(month=month, organisation__in=_branches(sheet.organisation, month))
    return Meeting.objects.standing().of_branches().filter(own, kind=Meeting.Kind.REGULAR)


def _meetings_held(sheet) -> Known:
    """Of a quarter or a year each branch counts once a month."""
    asked = sum(len(_branches(sheet.organisation, month)) for month in _months_of(sheet))
    if not asked:
        return UNKNOWN
    held = _meetings(sheet).filter(outcome="held").values("organisation", "month").distinct().count()
    said = {"held": held, "branches": asked}
    if sheet.kind == "month":
        return share(held, asked), _("%(held)s/%(branches)s chi bộ đã họp thường kỳ.") % said
    words = _("%(held)s/%(branches)s lượt chi bộ đã họp thường kỳ, mỗi chi bộ mỗi tháng một lượt.")
    return share(held, asked), words % said


def _on_registered_day(sheet) -> Known:
    rows = _meetings(sheet).filter(
        registered_on__isnull=False, planned_on__isnull=False, held_on__isnull=False
    )
    days = list(rows.values_list("planned_on", "held_on"))
    if not days:
        return UNKNOWN
    same = sum(planned == held for planned, held in days)
    return share(same, len(days)), _("%(same)s/%(all)s buổi họp đúng ngày đăng ký.") % {
        "same": same,
        "all": len(days),
    }


def _is_committee_of_its_place(sheet) -> bool:
    """An agency's organisation sits in a place and does not speak for it."""
    place = placements_by_unit([sheet.unit_id], sheet.period_on).get(sheet.unit_id)
    return bool(place) and sheet.organisation.kind in COMMITTEE_KINDS.get(place.level, ())


def _schedule_on_time(sheet) -> Known:
    if not _is_committee_of_its_place(sheet):
        return UNKNOWN
    first, after = period_of(sheet)
    rows = Schedule.objects.filter(unit=sheet.unit, month__gte=first, month__lt=after)
    known = list(rows.exclude(first_sent_at=None).values_list("is_late", flat=True))
    if not known:
        return UNKNOWN
    late = sum(known)
    why = _("Đăng ký lịch muộn.") if late else _("Đăng ký lịch đúng hạn.")
    return Decimal(0 if late else 1), why


def _situation_sent(sheet) -> Known:
    first, after = period_of(sheet)
    rows = list(Situation.objects.filter(organisation=sheet.organisation, month__gte=first, month__lt=after))
    if not rows:
        return UNKNOWN
    late = any(row.is_late for row in rows)
    return Decimal(0 if late else 1), _("Gửi thông tin tình hình muộn.") if late else _(
        "Gửi thông tin tình hình đúng hạn."
    )


def _matters_told(sheet) -> Known:
    if not _is_committee_of_its_place(sheet):
        return UNKNOWN
    first, after = period_of(sheet)
    rows = Recommendation.objects.standing().filter(
        stood_under(sheet.unit, day_field="answered_on"), answered_on__gte=first, answered_on__lt=after
    )
    told = list(rows.values_list("told_on", flat=True))
    if not told:
        return None, _("Trong kỳ không có trả lời nào để thông báo lại: không áp dụng.")
    number = sum(each is not None for each in told)
    return share(number, len(told)), _("%(told)s/%(all)s trả lời đã thông báo lại.") % {
        "told": number,
        "all": len(told),
    }


def _urgent_done(sheet) -> Known:
    first, after = period_of(sheet)
    rows = UrgentMatter.objects.standing().filter(
        organisation=sheet.organisation, due_on__gte=first, due_on__lt=after
    )
    due = list(rows.values_list("due_on", "done_on"))
    if not due:
        return None, _("Trong kỳ không có việc cấp bách nào đến hạn: không áp dụng.")
    done = sum(done_on is not None and done_on <= due_on for due_on, done_on in due)
    return share(done, len(due)), _("%(done)s/%(all)s việc cấp bách xong đúng hạn.") % {
        "done": done,
        "all": len(due),
    }


def in_words(number: Decimal | None) -> str:
    """ "86,67": at most two places."""
    return "" if number is None else number_format(round(number, 2), decimal_pos=2).rstrip("0").rstrip(",.")


MEETING_FACTS: dict[str, Callable] = {
    Fact.ATTENDANCE: _attendance,
    Fact.UNEXCUSED: _unexcused,
    Fact.SPEAKING: _speaking,
    Fact.SPEAKERS: _speakers,
    Fact.DURATION: _duration,
    Fact.PREPARED: _prepared,
    Fact.ON_REGISTERED_DAY: _held_as_registered,
}
PERIOD_FACTS: dict[str, Callable] = {
    Fact.MEETINGS_HELD: _meetings_held,
    Fact.ON_REGISTERED_DAY: _on_registered_day,
    Fact.SCHEDULE_ON_TIME: _schedule_on_time,
    Fact.SITUATION_SENT: _situation_sent,
    Fact.MATTERS_TOLD: _matters_told,
    Fact.URGENT_DONE: _urgent_done,
}
