"""Columns of what is told to those who follow."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, MomentColumn

STATES = {
    "draft": ("none", _("nháp, chưa gửi")),
    "standing": ("ok", _("đang gửi")),
    "withdrawn": ("bad", _("đã rút")),
}
OWN_STATES = {
    "unread": ("warn", _("chưa đọc")),
    "read": ("ok", _("đã đọc")),
    "withdrawn": ("bad", _("đã rút")),
}
READ_STATES = {"read": ("ok", _("đã đọc")), "unread": ("warn", _("chưa đọc"))}


class BulletinTable(ListTable):
    """For those over the issuer: who has read it."""

    title = LinkColumn(verbose_name=_("Tiêu đề"), order_by="title", url="url")
    to = Column(verbose_name=_("Gửi cho"), orderable=False)
    published_on = DayColumn(verbose_name=_("Ngày gửi"))
    readers = Column(verbose_name=_("Đã đọc"), orderable=False)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)


class OwnBulletinTable(ListTable):
    title = LinkColumn(verbose_name=_("Tiêu đề"), order_by="title", url="url")
    published_on = DayColumn(verbose_name=_("Ngày gửi"))
    state = BadgeColumn(OWN_STATES, verbose_name=_("Tình trạng"), orderable=False)


class ReaderTable(ListTable):
    name = LinkColumn(verbose_name=_("Cán bộ"), orderable=False, url="url", note="post")
    phone = Column(verbose_name=_("Điện thoại"), orderable=False)
    read_at = MomentColumn(verbose_name=_("Đọc lúc"), orderable=False)
    state = BadgeColumn(READ_STATES, verbose_name=_("Tình trạng"), orderable=False)
