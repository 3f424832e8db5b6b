"""Columns of the list of meetings."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable

STATES = {
    "draft": ("none", _("chưa gửi lịch")),
    "planned": ("info", _("chưa đến ngày")),
    "unsaid": ("warn", _("chưa ghi kết quả")),
    "held": ("ok", _("đã họp")),
    "moved": ("ok", _("đã họp, khác ngày")),
    "not_held": ("bad", _("không họp")),
    "voided": ("none", _("đã hủy, nhập nhầm")),
}


def state_of(meeting, day) -> str:
    if meeting.voided_at:
        return "voided"
    if meeting.outcome == "held":
        return "moved" if meeting.planned_on not in (None, meeting.held_on) else "held"
    if meeting.outcome == "not_held":
        return "not_held"
    if meeting.registered_on is None:
        return "draft"
    return "planned" if meeting.planned_on >= day else "unsaid"


class MeetingTable(ListTable):
    name = LinkColumn(verbose_name=_("Chi bộ, cấp ủy"), orderable=False, url="url", note="place_of")
    met_on = DayColumn(verbose_name=_("Ngày"), order_by="met_on")
    at = Column(verbose_name=_("Giờ"), orderable=False)
    place = Column(verbose_name=_("Địa điểm"), orderable=False)
    kind = Column(verbose_name=_("Loại"), order_by="kind")
    body = Column(verbose_name=_("Của"), order_by="body")
    prepared = Column(verbose_name=_("Chuẩn bị"), orderable=False)
    state = BadgeColumn(STATES, verbose_name=_("Kết quả"), orderable=False)
