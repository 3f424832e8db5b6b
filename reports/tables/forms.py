"""Columns of the list of checklists."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn


def unwritten(number, record):
    """How many items nobody has written yet; nothing where all are."""
    if not number:
        return ("ok", _("đủ nội dung"))
    return ("warn", ngettext("%(n)s mục chưa công bố", "%(n)s mục chưa công bố", number) % {"n": number})


class ChecklistTable(ListTable):
    name = LinkColumn(verbose_name=_("Danh mục"), orderable=False, url="url")
    scheme = Column(verbose_name=_("Của chủ trương"), orderable=False)
    items = NumberColumn(verbose_name=_("Số mục"), orderable=False)
    unwritten = BadgeColumn(unwritten, verbose_name=_("Nội dung"), orderable=False)
    starts_on = DayColumn(verbose_name=_("Từ ngày"), orderable=False)
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), orderable=False, is_end=True)
