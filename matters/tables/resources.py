"""Columns of what was mobilised, and of the library of good practices."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn

PUBLISHED = {True: ("ok", _("đã phổ biến")), False: ("warn", _("chưa phổ biến"))}


class ContributionTable(ListTable):
    what = LinkColumn(verbose_name=_("Số tiền, hiện vật"), order_by="amount", url="url", note="goods")
    unit = LinkColumn(verbose_name=_("Địa bàn"), orderable=False, url="nowhere", note="commune")
    topic = Column(verbose_name=_("Lĩnh vực"), order_by="topic__sort")
    donor = Column(verbose_name=_("Nguồn"), order_by="donor")
    cadre = Column(verbose_name=_("Cán bộ vận động"), orderable=False)
    happened_on = DayColumn(verbose_name=_("Ngày"), order_by="happened_on")


class DoubleTable(ListTable):
    what = LinkColumn(verbose_name=_("Trong danh sách"), orderable=False, url="url", note="donor")
    unit = LinkColumn(verbose_name=_("Địa bàn"), orderable=False, url="nowhere", note="commune")
    happened_on = DayColumn(verbose_name=_("Ngày"), order_by="happened_on")
    reported_on = DayColumn(verbose_name=_("Ngày trong báo cáo"), orderable=False)
    reporter = LinkColumn(
        verbose_name=_("Người báo cáo"), orderable=False, url="nowhere", note="reported_donor"
    )


class ContributionFileTable(ListTable):
    """The same in a spreadsheet: the amount is a number, its qualifier a column of its own."""

    happened_on = DayColumn(verbose_name=_("Ngày"))
    unit = Column(verbose_name=_("Địa bàn"))
    commune = Column(verbose_name=_("Xã"))
    topic = Column(verbose_name=_("Lĩnh vực"))
    qualifier = Column(verbose_name=_("Là"))
    amount = NumberColumn(verbose_name=_("Số tiền (đồng)"))
    in_kind = Column(verbose_name=_("Hiện vật"))
    quantity = Column(verbose_name=_("Số lượng"))
    donor = Column(verbose_name=_("Nguồn"))
    cadre = Column(verbose_name=_("Cán bộ vận động"))
    scheme = Column(verbose_name=_("Chủ trương"))


class SumTable(ListTable):
    name = Column(verbose_name=_("Cộng theo"), order_by="sort")
    words = Column(verbose_name=_("Tổng số tiền"), order_by="amount")


class GoodsTable(ListTable):
    what = Column(verbose_name=_("Hiện vật"), orderable=False)
    words = Column(verbose_name=_("Tổng số"), orderable=False)
    said = Column(verbose_name=_("Không cộng được"), orderable=False)
    times = NumberColumn(verbose_name=_("Số lần"), orderable=False)


class PracticeTable(ListTable):
    title = LinkColumn(verbose_name=_("Mô hình, cách làm"), order_by="title", url="url", note="gist")
    unit = LinkColumn(verbose_name=_("Nơi làm"), orderable=False, url="nowhere", note="commune")
    topic = Column(verbose_name=_("Lĩnh vực"), order_by="topic__sort")
    noted_on = DayColumn(verbose_name=_("Ghi nhận ngày"), order_by="noted_on")


class StaffPracticeTable(PracticeTable):
    state = BadgeColumn(PUBLISHED, verbose_name=_("Tình trạng"), orderable=False)
