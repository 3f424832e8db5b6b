"""Rows of the list of turns (lượt)."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.querysets.bodies import organisation_names
from branches.querysets.units import placements_by_unit
from reports.cells import report_state
from reports.models import Report


def attendance_rows(turns, scope, day, names=None) -> list[dict]:
    """`turns`: attendances (`for_list`, with `due_on` where known). Five queries, whatever the turns."""
    turns = list(turns)
    if names is None:
        names = organisation_names({turn.meeting.organisation_id for turn in turns}, day)
    places = placements_by_unit({turn.unit_id for turn in turns}, day)
    reports = {turn.pk: turn.report for turn in turns if getattr(turn, "report", None)}
    readable = set(
        Report.objects.visible_to(scope)
        .filter(pk__in=[report.pk for report in reports.values()])
        .values_list("pk", flat=True)
    )
    return [_row(turn, reports.get(turn.pk), readable, names, places, day) for turn in turns]


def _row(turn, report, readable, names, places, day) -> dict:
    opens = report is not None and report.pk in readable
    place = places.get(turn.unit_id)
    return {
        "cadre": str(turn.cadre.merged_into or turn.cadre),
        "post": turn.post_then,
        "url": reverse("reports:attendance_page", args=[turn.key]),
        "attended_on": turn.attended_on,
        "organisation": names.get(turn.meeting.organisation_id, ""),
        "place": place.version.name if place else "",
        "kind": turn.meeting.get_kind_display(),
        "present": "" if turn.present is None else _share(turn),
        "report": report.number if opens else "",
        "report_url": report.get_absolute_url() if opens else None,
        "reported": report_state(_Turn(turn, report), day),
        "scheme": turn.scheme.name if turn.scheme else "",
    }


def _share(turn) -> str:
    if turn.members is None:
        return str(turn.present)
    return f"{turn.present}/{turn.members - (turn.exempt or 0) - (turn.special_duty or 0)}"


class _Turn:
    """As much of a Turn as `report_state` asks."""

    def __init__(self, turn, report):
        self.report = report and report.pk
        self.is_late, self.reported_on = (report.is_late, report.submitted_on) if report else (None, None)
        self.due_on = getattr(turn, "due_on", None)


def turn_facts(turn) -> list[tuple]:
    """(label, value) of one turn."""
    hours = " – ".join(f"{each:%H:%M}" for each in (turn.started_at, turn.ended_at) if each)
    return [
        (_("Cán bộ"), str(turn.cadre.merged_into or turn.cadre)),
        (_("Chức vụ khi đó"), turn.post_then),
        (_("Nhóm khi đó"), turn.group_then.name if turn.group_then else ""),
        (_("Ngày dự"), date_format(turn.attended_on, "d/m/Y")),
        (_("Loại buổi"), turn.meeting.get_kind_display()),
        (_("Giờ"), hours),
        (_("Mức độ"), turn.get_extent_display()),
        (_("Theo chủ trương"), turn.scheme.name if turn.scheme else _("không theo phân công nào")),
        (_("Có mặt / phải dự"), "" if turn.present is None else _share(turn)),
        (_("Vắng có lý do"), turn.excused),
        (_("Vắng không lý do"), turn.unexcused),
        (_("Số phát biểu"), turn.speaking),
        (_("Ghi chú"), turn.note),
        (_("Đã hủy vì nhập nhầm"), turn.void_reason),
    ]
