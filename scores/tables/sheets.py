"""Columns of the lists of score sheets."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn

STATES = {
    "unasked": ("none", _("chưa có bộ tiêu chí")),
    "missing": ("warn", _("chưa gửi")),
    "draft": ("none", _("đang chấm")),
    "sent": ("info", _("đã gửi")),
    "reviewed": ("info", _("đã thẩm định")),
    "approved": ("info", _("đã duyệt")),
    "published": ("ok", _("đã công bố")),
    "locked": ("ok", _("đã khóa")),
}
LATE = {"late": ("warn", _("muộn")), "overdue": ("bad", _("quá hạn")), "": ("none", "")}


class MonthTable(ListTable):
    organisation = LinkColumn(verbose_name=_("Tổ chức đảng"), orderable=False, url="url", note="place")
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
    sent_on = DayColumn(verbose_name=_("Gửi ngày"), orderable=False)
    late = BadgeColumn(LATE, verbose_name=_("Đúng hạn"), orderable=False)
    own_total = Column(verbose_name=_("Tự chấm"), orderable=False)
    total = Column(verbose_name=_("Điểm"), orderable=False)
    band = Column(verbose_name=_("Xếp loại"), orderable=False)
    before = Column(verbose_name=_("Tháng trước"), orderable=False)


class PeriodTable(MonthTable):
    before = Column(verbose_name=_("Kỳ trước"), orderable=False)


class YearTable(ListTable):
    organisation = LinkColumn(verbose_name=_("Tổ chức đảng"), orderable=False, url="url", note="place")
    mean = Column(verbose_name=_("Trung bình"), orderable=False)
    lowest = Column(verbose_name=_("Thấp nhất"), orderable=False)
    months = NumberColumn(verbose_name=_("Số tháng có điểm"), orderable=False)
    missing = NumberColumn(verbose_name=_("Số tháng thiếu"), orderable=False)
    by_band = Column(verbose_name=_("Các tháng"), orderable=False)
    band = Column(verbose_name=_("Theo quy định cả năm"), orderable=False)


class MeetingScoreTable(ListTable):
    organisation = LinkColumn(verbose_name=_("Chi bộ"), orderable=False, url="url", note="place")
    met_on = DayColumn(verbose_name=_("Ngày họp"), orderable=False)
    branch = Column(verbose_name=_("Chi bộ tự chấm"), orderable=False)
    superior = Column(verbose_name=_("Cấp trên dự và chấm"), orderable=False)
    gap = Column(verbose_name=_("Chênh lệch"), orderable=False)


class BranchYearTable(ListTable):
    organisation = LinkColumn(verbose_name=_("Chi bộ"), orderable=False, url="url", note="place")
    held = NumberColumn(verbose_name=_("Số buổi đã họp"), orderable=False)
    branch = Column(verbose_name=_("Chi bộ tự chấm"), orderable=False)
    branch_year = Column(verbose_name=_("Cả năm, theo chi bộ"), orderable=False)
    superior = Column(verbose_name=_("Cấp trên dự và chấm"), orderable=False)
    superior_year = Column(verbose_name=_("Cả năm, theo cấp trên"), orderable=False)
    trend = Column(verbose_name=_("Chênh lệch 3 buổi gần nhất"), orderable=False)


class AlwaysFullTable(ListTable):
    organisation = LinkColumn(verbose_name=_("Chi bộ"), orderable=False, url="url", note="place")
    meetings = NumberColumn(verbose_name=_("Số buổi tự chấm"), orderable=False)
    lowest = Column(verbose_name=_("Điểm thấp nhất tự chấm"), orderable=False)
    last_visit = DayColumn(verbose_name=_("Cấp trên dự gần nhất"), orderable=False)
