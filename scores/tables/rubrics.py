"""Columns of the list of rubrics."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn

STATES = {
    "draft": ("none", _("dự thảo")),
    "consulting": ("info", _("đang lấy ý kiến")),
    "issued": ("ok", _("đã ban hành")),
    "superseded": ("none", _("đã thay thế")),
    "dropped": ("bad", _("đã bỏ")),
}


class RubricTable(ListTable):
    name = LinkColumn(verbose_name=_("Bộ tiêu chí"), order_by="name", url="url", note="note")
    kind = Column(verbose_name=_("Chấm gì"), order_by="kind")
    edition = NumberColumn(verbose_name=_("Phiên bản"))
    issuer = Column(verbose_name=_("Cấp ủy của"), orderable=False)
    starts_on = DayColumn(verbose_name=_("Từ ngày"))
    full = Column(verbose_name=_("Tổng điểm"), orderable=False)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
