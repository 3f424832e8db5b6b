"""Columns of the lists of units and of office-holders."""

from django.utils.translation import gettext_lazy as _

from common.tables import Column, DayColumn, LinkColumn, ListTable


class UnitTable(ListTable):
    """Units wherever they stand. Rows are prepared: name, url, note, kind, code, above, below."""

    name = LinkColumn(verbose_name=_("Đơn vị"), order_by="version__sort_key", url="url", note="note")
    kind = Column(verbose_name=_("Loại"), order_by=("version__kind__name", "version__sort_key"))
    code = Column(verbose_name=_("Mã"), order_by="version__code", attrs={"td": {"class": "code"}})
    above = Column(verbose_name=_("Thuộc"), orderable=False)
    below = Column(verbose_name=_("Gồm"), orderable=False)


class ChildTable(UnitTable):
    """Units directly beneath one unit: what is above is said by the page."""

    above = None


class OfficeHolderTable(ListTable):
    full_name = LinkColumn(verbose_name=_("Họ và tên"), order_by="given_name_key", url="url")
    office = Column(verbose_name=_("Chức danh"), order_by=("office__sort", "office__name"))
    place = Column(verbose_name=_("Ở"), orderable=False)
    phone = Column(verbose_name=_("Điện thoại"), orderable=False, attrs={"td": {"class": "nowrap"}})
    also = Column(verbose_name=_("Kiêm nhiệm"), orderable=False)
    starts_on = DayColumn(verbose_name=_("Từ ngày"))
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), is_end=True)
