"""Columns of the list of who attends where."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable

STATES = {
    "planned": ("info", _("đã chọn")),
    "reported": ("ok", _("đã có báo cáo")),
    "cancelled": ("none", _("đã bỏ")),
}


def state_of(visit) -> str:
    """ "planned", "reported" (its attendance is entered) or "cancelled"; the attendance must be at hand."""
    if visit.state == "cancelled":
        return "cancelled"
    return "reported" if hasattr(visit, "attendance") else "planned"


class VisitTable(ListTable):
    cadre = LinkColumn(verbose_name=_("Cán bộ"), order_by="cadre__given_name_key", url="url", note="post")
    planned_on = DayColumn(verbose_name=_("Ngày dự"))
    branch = Column(verbose_name=_("Chi bộ, cấp ủy"), orderable=False)
    commune = Column(verbose_name=_("Xã"), orderable=False)
    scheme = Column(verbose_name=_("Chủ trương"), order_by="scheme__sort_key")
    announced = Column(verbose_name=_("Báo trước"), orderable=False)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
