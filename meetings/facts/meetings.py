"""What the page of a meeting says: what was registered, what happened, how it was prepared."""

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from branches.querysets.units import names_of
from meetings.holidays import holiday_on


def meeting_facts(meeting, day) -> list[tuple]:
    """[(label, value)]; an empty value is left out by the page."""
    return [
        (_("Của"), meeting.get_body_display()),
        (_("Địa bàn"), names_of([meeting.unit_id], meeting.on).get(meeting.unit_id, "")),
        (_("Chuyên đề, nội dung"), meeting.topic),
        (_("Đăng ký"), _planned(meeting)),
        (_("Đăng ký ngày"), meeting.registered_on),
        (_("Đã họp"), _held(meeting)),
        (_("Không họp vì"), meeting.not_held_reason),
        (_("Chi ủy chuẩn bị"), _prepared(meeting, day)),
        (_("Nhập nhầm"), _voided(meeting)),
    ]


def _planned(meeting):
    if meeting.planned_on is None:
        return _("không đăng ký trước")
    words = _when(meeting.planned_on, meeting.planned_at, None, meeting.planned_place)
    rest = holiday_on(meeting.planned_on)
    return f"{words} ({rest})" if rest else words


def _held(meeting):
    if meeting.held_on is None:
        return ""
    words = _when(meeting.held_on, meeting.started_at, meeting.ended_at, meeting.held_place)
    if meeting.planned_on not in (None, meeting.held_on):
        return _("%(when)s (khác ngày đăng ký)") % {"when": words}
    return words


def _prepared(meeting, day):
    due = meeting.prepare_due_on
    if meeting.prepared_on is None:
        if due is None:
            return ""
        words = _("chưa ghi; quá hạn %(due)s") if due < day else _("chưa ghi; hạn %(due)s")
        return words % {"due": date_format(due, "d/m/Y")}
    words = {"day": date_format(meeting.prepared_on, "d/m/Y")}
    if due is None:
        return words["day"]
    words["due"] = date_format(due, "d/m/Y")
    if meeting.prepared_on > due:
        return _("%(day)s, sau hạn %(due)s") % words
    return _("%(day)s, hạn %(due)s") % words


def _voided(meeting):
    if meeting.voided_at is None:
        return ""
    return _("%(who)s hủy lúc %(moment)s: %(reason)s") % {
        "who": meeting.voided_by or _("không rõ ai"),
        "moment": date_format(localtime(meeting.voided_at), "H:i d/m/Y"),
        "reason": meeting.void_reason,
    }


def _when(day, start, end, place):
    hours = "–".join(time_format(each, "H:i") for each in (start, end) if each)
    return ", ".join(part for part in (date_format(day, "d/m/Y"), hours, place) if part)
