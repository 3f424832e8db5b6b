"""Columns of the rules of conferences that must come again, and of what they ask."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn
from matters.recurring import COMING, HELD, HELD_LATE, MISSED, OVERDUE, SOON

STATES = {
    OVERDUE: ("bad", _("quá hạn")),
    MISSED: ("bad", _("hết kỳ, không tổ chức")),
    SOON: ("warn", _("sắp đến hạn")),
    COMING: ("info", _("chưa đến hạn")),
    HELD_LATE: ("warn", _("đã họp, sau hạn")),
    HELD: ("ok", _("đã họp")),
}
RULE_STATES = {
    "running": ("ok", _("đang áp dụng")),
    "to_come": ("info", _("chưa đến ngày")),
    "over": ("none", _("đã kết thúc")),
}


class ObligationTable(ListTable):
    kind = LinkColumn(verbose_name=_("Loại hội nghị"), orderable=False, url="url", note="document")
    issuer = Column(verbose_name=_("Cấp ủy quy định"), orderable=False)
    level = Column(verbose_name=_("Cấp phải tổ chức"), orderable=False)
    every = Column(verbose_name=_("Bao lâu một lần"), orderable=False)
    due_day = Column(verbose_name=_("Hạn"), orderable=False)
    starts_on = DayColumn(verbose_name=_("Từ ngày"), orderable=False)
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), orderable=False, is_end=True)
    state = BadgeColumn(RULE_STATES, verbose_name=_("Tình trạng"), orderable=False)


class DueTable(ListTable):
    unit = LinkColumn(verbose_name=_("Đơn vị"), orderable=False, url="url")
    kind = Column(verbose_name=_("Hội nghị"), orderable=False)
    period = Column(verbose_name=_("Kỳ"), orderable=False)
    due_on = DayColumn(verbose_name=_("Hạn"), orderable=False)
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
    distance = Column(verbose_name=_("Còn, quá"), orderable=False)
    conference = LinkColumn(verbose_name=_("Hội nghị đã ghi"), orderable=False, url="conference_url")


class UnitDueTable(ListTable):
    unit = LinkColumn(verbose_name=_("Đơn vị"), orderable=False, url="url")
    overdue = NumberColumn(verbose_name=_("Quá hạn"), orderable=False)
    missed = NumberColumn(verbose_name=_("Không tổ chức"), orderable=False)
    soon = NumberColumn(verbose_name=_("Sắp đến hạn"), orderable=False)
    coming = NumberColumn(verbose_name=_("Chưa đến hạn"), orderable=False)
    held_late = NumberColumn(verbose_name=_("Đã họp, sau hạn"), orderable=False)
    held = NumberColumn(verbose_name=_("Đã họp"), orderable=False)
