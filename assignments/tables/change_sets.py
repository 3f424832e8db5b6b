"""Columns of the list of change sets."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn

STATES = {
    "draft": ("warn", _("dự thảo")),
    "in_force": ("ok", _("đã có hiệu lực")),
    "discarded": ("none", _("đã bỏ")),
}


class ChangeSetTable(ListTable):
    name = LinkColumn(verbose_name=_("Đợt điều chỉnh"), order_by="name", url="url", note="scheme")
    effective_on = DayColumn(verbose_name=_("Có hiệu lực từ"))
    document = Column(verbose_name=_("Văn bản"), orderable=False)
    lines = NumberColumn(verbose_name=_("Số dòng"), orderable=False)
    created_by = Column(verbose_name=_("Người lập"), orderable=False)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"))
