"""Columns of the list of reviews."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable

REVIEW = {
    "draft": ("info", _("dự thảo")),
    "signed": ("ok", _("đã ghi số")),
    "voided": ("bad", _("đã hủy")),
}


class ReviewTable(ListTable):
    title = LinkColumn(verbose_name=_("Báo cáo"), orderable=False, url="url", note="kind")
    place = Column(verbose_name=_("Địa bàn"), orderable=False)
    starts_on = DayColumn(verbose_name=_("Từ ngày"))
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), is_end=True)
    frozen = DayColumn(verbose_name=_("Chốt ngày"), orderable=False)
    number = Column(verbose_name=_("Số, ký hiệu"), orderable=False)
    state = BadgeColumn(REVIEW, verbose_name=_("Tình trạng"), orderable=False)
