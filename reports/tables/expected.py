"""Columns of what was expected and attended."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn

REPORTED = {
    "on_time": ("ok", _("đúng hạn")),
    "late": ("warn", _("muộn")),
    "unreported": ("bad", _("thiếu báo cáo")),
    "awaiting": ("none", _("chưa có")),
}


class CellTable(ListTable):
    who = LinkColumn(verbose_name=_("Cán bộ"), url="url", note="code", orderable=False)
    where = Column(verbose_name=_("Nơi được phân công"), orderable=False)
    month = Column(verbose_name=_("Tháng"), orderable=False)
    state = BadgeColumn(lambda value, record: value, verbose_name=_("Kết quả"), orderable=False)
    expected = NumberColumn(verbose_name=_("Lượt chỉ tiêu"), orderable=False)
    attended = NumberColumn(verbose_name=_("Đã dự"), orderable=False)
    missing = NumberColumn(verbose_name=_("Thiếu"), orderable=False)
    excused = NumberColumn(verbose_name=_("Có lý do"), orderable=False)
    scheme = Column(verbose_name=_("Chủ trương"), orderable=False)


class LowTable(ListTable):
    who = LinkColumn(verbose_name=_("Cán bộ"), url="url", note="code", orderable=False)
    places = Column(verbose_name=_("Nơi được phân công"), orderable=False)
    attended = NumberColumn(verbose_name=_("Đã dự / đến hạn"), whole="due", orderable=False)
    missing = NumberColumn(verbose_name=_("Lượt thiếu"), orderable=False)
    excused = NumberColumn(verbose_name=_("Lượt có lý do"), orderable=False)
    last_on = DayColumn(verbose_name=_("Lần dự gần nhất trong kỳ"), orderable=False)


class AttendanceTable(ListTable):
    cadre = LinkColumn(verbose_name=_("Cán bộ"), url="url", note="post", orderable=False)
    attended_on = DayColumn(verbose_name=_("Ngày dự"))
    organisation = Column(verbose_name=_("Chi bộ, cấp ủy"), orderable=False)
    place = Column(verbose_name=_("Địa bàn"), orderable=False)
    kind = Column(verbose_name=_("Loại buổi"), orderable=False)
    present = Column(verbose_name=_("Có mặt"), orderable=False)
    report = LinkColumn(verbose_name=_("Báo cáo"), url="report_url", orderable=False)
    reported = BadgeColumn(REPORTED, verbose_name=_("Đúng hạn"), orderable=False)
    scheme = Column(verbose_name=_("Theo chủ trương"), orderable=False)


class AbsenceTable(ListTable):
    cadre = LinkColumn(verbose_name=_("Cán bộ"), url="url", orderable=False)
    starts_on = DayColumn(verbose_name=_("Từ ngày"))
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), is_end=True)
    reason = Column(verbose_name=_("Lý do"), orderable=False)
    stand_in = Column(verbose_name=_("Người dự thay"), orderable=False)
    note = Column(verbose_name=_("Ghi chú"), orderable=False)
    state = BadgeColumn({"voided": ("none", _("đã hủy"))}, verbose_name=_("Tình trạng"), orderable=False)
