"""Columns of the list of communes and their schedules of one month."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, DayColumn, LinkColumn, ListTable, NumberColumn

STATES = {
    "missing": ("none", _("chưa gửi")),
    "overdue": ("bad", _("quá hạn, chưa gửi")),
    "draft": ("none", _("đang soạn")),
    "overdue_draft": ("bad", _("quá hạn, đang soạn")),
    "sent": ("ok", _("đã gửi")),
    "late": ("warn", _("gửi muộn")),
    "returned": ("warn", _("được trả lại")),
}


class ScheduleTable(ListTable):
    name = LinkColumn(verbose_name=_("Xã, phường"), order_by="version__sort_key", url="url", note="above")
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
    due_on = DayColumn(verbose_name=_("Hạn"), orderable=False)
    sent_on = DayColumn(verbose_name=_("Gửi lần đầu"), orderable=False)
    meetings = NumberColumn(verbose_name=_("Buổi đăng ký"), orderable=False)
    branches = NumberColumn(verbose_name=_("Chi bộ đăng ký"), orderable=False, whole="of_branches")
    changes = NumberColumn(verbose_name=_("Lần đổi"), orderable=False)
