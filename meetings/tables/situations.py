"""Columns of who told of a month."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable
from meetings.situations import IN_TIME, LATE, SILENT, TO_COME

STATES = {
    IN_TIME: ("ok", _("đúng hạn")),
    LATE: ("warn", _("gửi muộn")),
    SILENT: ("bad", _("chưa gửi")),
    TO_COME: ("none", _("chưa đến hạn")),
}


class SituationTable(ListTable):
    name = LinkColumn(verbose_name=_("Xã, chi bộ"), orderable=False, url="url", note="commune")
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
    due_on = DayColumn(verbose_name=_("Hạn"), orderable=False)
    sent_on = DayColumn(verbose_name=_("Gửi ngày"), orderable=False)
    situation = Column(verbose_name=_("Tình hình"), orderable=False)
    difficulties = Column(verbose_name=_("Khó khăn, vướng mắc"), orderable=False)
