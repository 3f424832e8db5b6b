"""Columns of the list of roles."""

from django.utils.translation import gettext_lazy as _

from branches.models.grants import Role
from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable

STATES = {
    "running": ("ok", _("đang giữ")),
    "to_come": ("info", _("chưa đến ngày")),
    "over": ("none", _("đã hết")),
    "locked": ("bad", _("đã khóa")),
}


class GrantTable(ListTable):
    full_name = LinkColumn(verbose_name=_("Người dùng"), order_by="user__given_name_key", url="url")
    username = Column(verbose_name=_("Tên đăng nhập"), order_by="user__username")
    role = Column(verbose_name=_("Vai trò"))
    over = Column(verbose_name=_("Nơi có hiệu lực"), orderable=False)
    starts_on = DayColumn(verbose_name=_("Từ ngày"))
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), is_end=True)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)

    def render_role(self, value):
        return role_words(value)

    def value_role(self, value):
        return str(role_words(value))


def role_words(role):
    words = str(Role(role).label)
    return words[:1].upper() + words[1:]
