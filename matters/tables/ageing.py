"""The two lists of the board's page: what is open longest, and whose voice got no answer."""

from django.utils.translation import gettext_lazy as _

from common.tables import Column, DayColumn, LinkColumn, ListTable, NumberColumn


class OldestTable(ListTable):
    """Rows are ageing_rows.OldestRow."""

    reference = LinkColumn(verbose_name=_("Mã"), url="url", note="content", orderable=False)
    unit = Column(verbose_name=_("Nơi nêu"), orderable=False)
    topic = Column(verbose_name=_("Lĩnh vực"), orderable=False)
    raised_on = DayColumn(verbose_name=_("Ngày nêu"), orderable=False)
    days = NumberColumn(verbose_name=_("Số ngày"), orderable=False)
    agency = Column(verbose_name=_("Cơ quan chủ trì"), orderable=False)
    deadline = Column(verbose_name=_("Hạn trả lời"), orderable=False)


class UnheardTable(ListTable):
    """Rows are ageing_rows.UnheardRow."""

    name = Column(verbose_name=_("Nơi nêu"), orderable=False)
    number = LinkColumn(verbose_name=_("Tiếng nói chưa được trả lời"), url="url", orderable=False)
    since = DayColumn(verbose_name=_("Lâu nhất từ ngày"), orderable=False)
    days = NumberColumn(verbose_name=_("Số ngày"), orderable=False)
