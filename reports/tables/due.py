"""The list of what is late."""

from django.utils.translation import gettext_lazy as _

from common.tables import Column, DayColumn, LinkColumn, ListTable, NumberColumn

__all__ = ["DueTable"]


class DueTable(ListTable):
    who = LinkColumn(verbose_name=_("Ai"), url="url", note="post", orderable=False)
    what = Column(verbose_name=_("Còn thiếu"), orderable=False)
    place = Column(verbose_name=_("Nơi"), orderable=False)
    due_on = DayColumn(verbose_name=_("Hạn"), orderable=False)
    past = NumberColumn(verbose_name=_("Quá hạn (ngày)"), orderable=False)
    phone = Column(verbose_name=_("Điện thoại"), orderable=False)
    reminded = Column(verbose_name=_("Nhắc lần cuối"), orderable=False)
    action = Column(verbose_name=_("Nhắc"), orderable=False, exclude_from_export=True)
