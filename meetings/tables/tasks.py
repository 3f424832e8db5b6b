"""Columns of the list of what branches decided."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable


class TaskTable(ListTable):
    work = LinkColumn(verbose_name=_("Việc"), order_by="work", url="url", note="kind")
    owner = Column(verbose_name=_("Ai làm"), order_by="owner")
    branch = Column(verbose_name=_("Chi bộ"), orderable=False)
    commune = Column(verbose_name=_("Xã"), orderable=False)
    decided_on = DayColumn(verbose_name=_("Quyết ngày"), order_by="meeting__met_on")
    due_on = DayColumn(verbose_name=_("Thời hạn"), order_by="due_on")
    state = BadgeColumn(lambda value, record: value, verbose_name=_("Tình trạng"), orderable=False)
    progress = Column(verbose_name=_("Tiến độ, kết quả"), orderable=False)
