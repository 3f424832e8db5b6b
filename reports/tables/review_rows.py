"""Columns of what stands behind the numbers of a review and of nothing else."""

from django.utils.translation import gettext_lazy as _

from common.tables import Column, DayColumn, LinkColumn, ListTable, NumberColumn


class CountedTable(ListTable):
    """Who or what is behind some turns, each once."""

    name = LinkColumn(verbose_name=_("Ai, nơi nào"), url="url", note="note", orderable=False)
    turns = NumberColumn(verbose_name=_("Lượt dự"), orderable=False)


class FollowerTable(ListTable):
    name = LinkColumn(verbose_name=_("Người theo dõi"), url="url", note="note", orderable=False)
    targets = NumberColumn(verbose_name=_("Số nơi theo dõi"), orderable=False)


class SheetTable(ListTable):
    title = LinkColumn(verbose_name=_("Phiếu"), url="url", orderable=False)
    scorer = Column(verbose_name=_("Ai chấm"), orderable=False)
    total = Column(verbose_name=_("Điểm"), orderable=False)
    band = Column(verbose_name=_("Xếp loại"), orderable=False)
    period_on = DayColumn(verbose_name=_("Tháng, ngày họp"), orderable=False)


class TouchedTable(ListTable):
    name = LinkColumn(verbose_name=_("Nơi"), url="url", note="code", orderable=False)
