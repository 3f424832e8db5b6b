"""Columns of the lists of fixed days, moved days and deadlines."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn

STATES = {
    "running": ("ok", _("đang áp dụng")),
    "to_come": ("info", _("sắp áp dụng")),
    "over": ("none", _("đã kết thúc")),
}


class DayRuleTable(ListTable):
    name = LinkColumn(verbose_name=_("Áp dụng cho"), orderable=False, url="url", note="of")
    day = NumberColumn(verbose_name=_("Ngày"), order_by="day")
    time = Column(verbose_name=_("Giờ"), orderable=False)
    place = Column(verbose_name=_("Địa điểm"), orderable=False)
    prepare_day = Column(verbose_name=_("Chuẩn bị ngày"), orderable=False)
    starts_on = DayColumn(verbose_name=_("Từ ngày"))
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), is_end=True)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)


class MovedDayTable(ListTable):
    name = LinkColumn(verbose_name=_("Áp dụng cho"), orderable=False, url="url", note="of")
    month = Column(verbose_name=_("Tháng"), order_by="month")
    meets_on = DayColumn(verbose_name=_("Sinh hoạt ngày"))
    prepares_on = DayColumn(verbose_name=_("Chuẩn bị ngày"))
    reason = Column(verbose_name=_("Lý do"), orderable=False)


class DeadlineTable(ListTable):
    name = LinkColumn(verbose_name=_("Các xã thuộc"), orderable=False, url="url")
    due_day = Column(verbose_name=_("Hạn đăng ký"), orderable=False)
    starts_on = DayColumn(verbose_name=_("Từ ngày"))
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), is_end=True)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
