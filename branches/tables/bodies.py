"""Columns of the lists of organisations, agencies and zones."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn


class OrganisationTable(ListTable):
    name = LinkColumn(verbose_name=_("Tổ chức đảng"), order_by="sort_key", url="url", note="parent")
    kind = Column(verbose_name=_("Loại"), order_by="organisation__kind")
    ground = Column(verbose_name=_("Địa bàn"), orderable=False)
    secretary = Column(verbose_name=_("Bí thư"), orderable=False)
    members = NumberColumn(verbose_name=_("Đảng viên"), orderable=False)
    code = Column(verbose_name=_("Mã"), order_by="code")


class AgencyTable(ListTable):
    name = LinkColumn(verbose_name=_("Cơ quan"), order_by="sort_key", url="url")
    kind = Column(verbose_name=_("Loại"), order_by="kind__name")
    place = Column(verbose_name=_("Thuộc"), orderable=False)
    code = Column(verbose_name=_("Mã"), order_by="code")
    state = BadgeColumn(
        {"open": ("ok", _("đang hoạt động")), "closed": ("none", _("đã kết thúc"))},
        verbose_name=_("Tình trạng"),
        orderable=False,
    )


class ZoneTable(ListTable):
    name = LinkColumn(verbose_name=_("Cụm xã, tiểu vùng"), order_by="sort_key", url="url")
    kind = Column(verbose_name=_("Loại"), order_by="kind")
    place = Column(verbose_name=_("Thuộc"), orderable=False)
    members = NumberColumn(verbose_name=_("Số xã"), orderable=False)
    code = Column(verbose_name=_("Mã"), order_by="code")
    starts_on = DayColumn(verbose_name=_("Từ ngày"))
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), is_end=True)
