"""Columns of one's own reports."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable
from reports.tables.reports import LATE, STATES


class OwnTable(ListTable):
    number = LinkColumn(verbose_name=_("Biên nhận"), order_by="recorded_at", url="url")
    organisation = Column(verbose_name=_("Chi bộ, cấp ủy"), orderable=False)
    met_on = DayColumn(verbose_name=_("Ngày họp"))
    attended = Column(verbose_name=_("Có dự không"), orderable=False)
    submitted_on = DayColumn(verbose_name=_("Ngày gửi"))
    late = BadgeColumn(LATE, verbose_name=_("Đúng hạn"), orderable=False)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
