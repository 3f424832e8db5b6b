"""Columns of the list of schemes."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn

STATES = {
    "running": ("ok", _("đang hiệu lực")),
    "to_come": ("info", _("chưa đến ngày")),
    "ends_soon": ("warn", _("sắp hết hạn")),
    "over": ("none", _("đã kết thúc")),
    "left_running": ("bad", _("đã kết thúc, còn phân công")),
}


class SchemeTable(ListTable):
    name = LinkColumn(verbose_name=_("Chủ trương"), order_by="sort_key", url="url", note="code")
    issuer = Column(verbose_name=_("Cấp ủy của"), orderable=False)
    what = Column(verbose_name=_("Theo dõi"), orderable=False)
    starts_on = DayColumn(verbose_name=_("Từ ngày"))
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), is_end=True)
    running = NumberColumn(verbose_name=_("Phân công"), orderable=False)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
