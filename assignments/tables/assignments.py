"""Columns of the list of assignments."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable

STATES = {
    "running": ("ok", _("đang hiệu lực")),
    "to_come": ("info", _("chưa đến ngày")),
    "over": ("none", _("đã kết thúc")),
    "voided": ("bad", _("đã hủy")),
}


class AssignmentTable(ListTable):
    assignee = LinkColumn(
        verbose_name=_("Người theo dõi"), order_by="cadre__given_name_key", url="url", note="post"
    )
    target = Column(verbose_name=_("Nơi theo dõi"), orderable=False)
    above = Column(verbose_name=_("Thuộc"), orderable=False)
    scheme = Column(verbose_name=_("Chủ trương"), order_by="scheme__sort_key")
    starts_on = DayColumn(verbose_name=_("Từ ngày"))
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), is_end=True)
    documents = Column(verbose_name=_("Văn bản"), orderable=False)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
