"""Columns of the schedule of the places that one follows, and of an employer's days."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable


class FollowedTable(ListTable):
    branch = LinkColumn(verbose_name=_("Chi bộ, cấp ủy"), orderable=False, url="url", note="commune")
    planned_on = DayColumn(verbose_name=_("Ngày"), order_by=("planned_on", "planned_at"))
    weekday = Column(verbose_name=_("Thứ"), orderable=False)
    planned_at = Column(verbose_name=_("Giờ"), orderable=False)
    place = Column(verbose_name=_("Địa điểm"), orderable=False)
    kind = Column(verbose_name=_("Loại"), orderable=False)
    state = BadgeColumn(lambda value, record: value, verbose_name=_("Tình trạng"), orderable=False)


class StaffDayTable(ListTable):
    who = LinkColumn(verbose_name=_("Cán bộ, cơ quan"), orderable=False, url="url", note="scheme")
    meets_on = DayColumn(verbose_name=_("Ngày họp đã đăng ký"), orderable=False)
    weekday = Column(verbose_name=_("Thứ"), orderable=False)
    meets_at = Column(verbose_name=_("Giờ"), orderable=False)
    branch = Column(verbose_name=_("Nơi họp"), orderable=False)
    commune = Column(verbose_name=_("Xã"), orderable=False)
