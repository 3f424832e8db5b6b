"""Columns of the topics, and of the deadlines of categories."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn

STATES = {
    "running": ("ok", _("đang áp dụng")),
    "to_come": ("info", _("chưa đến ngày")),
    "over": ("none", _("đã kết thúc")),
}


class TopicTable(ListTable):
    name = LinkColumn(verbose_name=_("Lĩnh vực"), orderable=False, url="url")
    parent = Column(verbose_name=_("Thuộc lĩnh vực"), orderable=False)
    code = Column(verbose_name=_("Mã"), orderable=False)
    origin = Column(verbose_name=_("Từ đâu"), orderable=False)
    starts_on = DayColumn(verbose_name=_("Từ ngày"), orderable=False)
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), orderable=False, is_end=True)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
    end = LinkColumn(verbose_name=_("Kết thúc"), orderable=False, url="end_url")


class DeadlineTable(ListTable):
    topic = LinkColumn(verbose_name=_("Lĩnh vực"), orderable=False, url="url")
    urgency = Column(verbose_name=_("Mức độ"), orderable=False)
    issuer = Column(verbose_name=_("Cấp ủy"), orderable=False)
    working_days = NumberColumn(verbose_name=_("Trả lời trong (ngày làm việc)"), orderable=False)
    climb_days = NumberColumn(verbose_name=_("Báo lên sau (ngày làm việc)"), orderable=False)
    starts_on = DayColumn(verbose_name=_("Từ ngày"), orderable=False)
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), orderable=False, is_end=True)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
