"""Lists about logins."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, LinkColumn, ListTable, MomentColumn

STATES = {"new": ("info", _("mới")), "read": ("none", _("đã đọc"))}


class NoticeTable(ListTable):
    text = LinkColumn(verbose_name=_("Tin"), url=lambda record: record.url or None, orderable=False)
    created_at = MomentColumn(verbose_name=_("Lúc"))
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False, accessor="state")
