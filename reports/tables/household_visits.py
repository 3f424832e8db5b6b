"""Columns of a cadre's households and of his visits to them."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable

STATES = {
    "never": ("warn", _("chưa thăm lần nào")),
    "overdue": ("bad", _("quá ngày hẹn")),
    "long": ("warn", _("lâu chưa thăm")),
    "visited": ("ok", _("đã thăm")),
}


class HouseholdsHeldTable(ListTable):
    name = LinkColumn(verbose_name=_("Hộ"), url="url", orderable=False)
    place = Column(verbose_name=_("Ở đâu"), orderable=False)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
    last = Column(verbose_name=_("Thăm lần cuối"), orderable=False)
    next = Column(verbose_name=_("Hẹn thăm tới"), orderable=False)


class OwnVisitsTable(ListTable):
    visited_on = DayColumn(verbose_name=_("Ngày thăm"))
    household = LinkColumn(verbose_name=_("Hộ"), url="url", orderable=False)
    purpose = Column(verbose_name=_("Thăm để làm gì"), orderable=False)
    next_visit_on = DayColumn(verbose_name=_("Hẹn thăm tới"), orderable=False)

    class Meta:
        sequence = ("household", "...")
