"""Columns of the list of documents."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable

DOCUMENT_STATES = {
    "in_force": ("ok", _("đang có hiệu lực")),
    "amended": ("ok", _("có hiệu lực, đã sửa đổi")),
    "replaced": ("none", _("đã bị thay thế")),
    "to_come": ("info", _("chưa có hiệu lực")),
}


class DocumentTable(ListTable):
    label = LinkColumn(verbose_name=_("Văn bản"), order_by=("type", "number"), url="url")
    title = Column(verbose_name=_("Trích yếu"), orderable=False)
    issuer = Column(verbose_name=_("Ban hành"), orderable=False)
    issued_on = DayColumn(verbose_name=_("Ngày"))
    state = BadgeColumn(DOCUMENT_STATES, verbose_name=_("Hiệu lực"), orderable=False)
