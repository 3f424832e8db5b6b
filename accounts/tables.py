"""Lists about logins."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.digest import NAMES
from common.tables import BadgeColumn, Column, LinkColumn, ListTable, MomentColumn

STATES = {"new": ("info", _("mới")), "read": ("none", _("đã đọc"))}


class SubjectColumn(Column):
    kind = "text"

    def render(self, value):
        return str(NAMES.get(value, ""))


class NoticeTable(ListTable):
    text = LinkColumn(
        verbose_name=_("Tin"),
        url=lambda record: reverse("accounts:notice_open", args=[record.pk]) if record.url else None,
        orderable=False,
    )
    subject = SubjectColumn(verbose_name=_("Loại việc"), orderable=False, empty_values=(None,))
    created_at = MomentColumn(verbose_name=_("Lúc"))
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False, accessor="state")
