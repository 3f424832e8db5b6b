"""Columns of the list of conferences."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn

STATES = {
    "planned": ("info", _("dự kiến")),
    "unsaid": ("warn", _("đã qua ngày, chưa ghi")),
    "held": ("ok", _("đã họp")),
    "voided": ("none", _("đã hủy, nhập nhầm")),
}


def state_of(conference, day) -> str:
    if conference.voided_at:
        return "voided"
    if conference.held_on:
        return "held"
    return "planned" if conference.planned_on >= day else "unsaid"


class ConferenceTable(ListTable):
    """What a row has no room for on the screen stands in the file and on the conference's own page."""

    title = LinkColumn(verbose_name=_("Hội nghị"), url="url", note="kind_name", order_by="title")
    unit = Column(verbose_name=_("Đơn vị tổ chức"), orderable=False)
    zone = Column(verbose_name=_("Cụm xã"), orderable=False, visible=False)
    on = DayColumn(verbose_name=_("Ngày"), order_by="on_day")
    participants = NumberColumn(verbose_name=_("Người dự"), order_by="participants")
    people = NumberColumn(verbose_name=_("Người phát biểu"), order_by="people_count", visible=False)
    turns = NumberColumn(verbose_name=_("Lượt phát biểu"), order_by="turns_speaking", visible=False)
    opinions = NumberColumn(verbose_name=_("Ý kiến"), order_by="opinion_count")
    on_the_spot = NumberColumn(verbose_name=_("Trả lời tại chỗ"), order_by="spot_count")
    taken = NumberColumn(verbose_name=_("Kiến nghị"), orderable=False)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
