"""Columns of the lists of rounds, of what they gathered, of their notices and of what must be put right."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn

ROUND = {"open": ("info", _("đang mở")), "closed": ("ok", _("đã chốt"))}
CONCLUSION = {
    "none": ("none", _("chưa có")),
    "draft": ("info", _("dự thảo")),
    "issued": ("ok", _("đã ký")),
    "voided": ("bad", _("đã hủy")),
}
REMEDY = {
    "open": ("info", _("đang khắc phục")),
    "overdue": ("warn", _("quá hạn")),
    "done": ("ok", _("đã khắc phục")),
    "dropped": ("none", _("thôi, không làm")),
}
SEEN = {
    "done": ("ok", _("đã khắc phục")),
    "partly": ("info", _("đang khắc phục")),
    "not_done": ("warn", _("chưa làm")),
}
QUALITY = {
    "good": ("ok", _("Tốt")),
    "fair": ("info", _("Khá")),
    "average": ("warn", _("Trung bình")),
    "poor": ("bad", _("Kém")),
}


class RoundTable(ListTable):
    name = LinkColumn(verbose_name=_("Đợt"), orderable=False, url="url", note="issuer")
    starts_on = DayColumn(verbose_name=_("Từ ngày"))
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), is_end=True)
    scheme = Column(verbose_name=_("Chủ trương"), orderable=False)
    reports = NumberColumn(verbose_name=_("Số báo cáo"), orderable=False)
    state = BadgeColumn(ROUND, verbose_name=_("Tình trạng"), orderable=False)
    conclusion = BadgeColumn(CONCLUSION, verbose_name=_("Thông báo kết luận"), orderable=False)


class SeenTable(ListTable):
    """What the visitors saw: one row a report."""

    organisation = LinkColumn(verbose_name=_("Chi bộ, cấp ủy"), orderable=False, url="url", note="place")
    cadre = Column(verbose_name=_("Người dự"), orderable=False)
    met_on = DayColumn(verbose_name=_("Ngày họp"))
    attended = Column(verbose_name=_("Có dự không"), orderable=False)
    present = Column(verbose_name=_("Có mặt"), orderable=False)
    quality = BadgeColumn(QUALITY, verbose_name=_("Chất lượng"), orderable=False)
    strengths = Column(verbose_name=_("Ưu điểm"), orderable=False)
    shortcomings = Column(verbose_name=_("Hạn chế"), orderable=False)
    matters = NumberColumn(verbose_name=_("Kiến nghị"), orderable=False)


class RaisedTable(ListTable):
    content = LinkColumn(verbose_name=_("Kiến nghị"), orderable=False, url="url", note="reference")
    place = Column(verbose_name=_("Nơi nêu"), orderable=False)
    topic = Column(verbose_name=_("Lĩnh vực"), orderable=False)
    raised_on = DayColumn(verbose_name=_("Ngày nêu"))
    level = Column(verbose_name=_("Cấp giải quyết"), orderable=False)
    outcome = Column(verbose_name=_("Kết quả"), orderable=False)


class NamedTable(ListTable):
    number = LinkColumn(verbose_name=_("Thông báo"), orderable=False, url="url")
    issued_on = DayColumn(verbose_name=_("Ngày ký"))
    issuer = Column(verbose_name=_("Cấp ủy của"), orderable=False)
    round = Column(verbose_name=_("Đợt"), orderable=False)
    lines = NumberColumn(verbose_name=_("Số dòng nêu tên"), orderable=False)


class RemedyTable(ListTable):
    work = LinkColumn(verbose_name=_("Việc phải khắc phục"), orderable=False, url="url")
    organisation = Column(verbose_name=_("Tổ chức đảng"), orderable=False)
    due_on = DayColumn(verbose_name=_("Thời hạn"))
    how = Column(verbose_name=_("Còn"), orderable=False)
    state = BadgeColumn(REMEDY, verbose_name=_("Tình trạng"), orderable=False)


class FollowedRemedyTable(RemedyTable):
    """The same for those who follow it up: what a visitor saw last, and the notice that demanded it."""

    seen = BadgeColumn(SEEN, verbose_name=_("Người dự thấy"), orderable=False)
    seen_on = DayColumn(verbose_name=_("Thấy ngày"), orderable=False)
    notice = LinkColumn(verbose_name=_("Theo thông báo"), orderable=False, url="notice_url")
