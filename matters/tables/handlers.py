"""Columns of what is with an agency."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable


class HeldTable(ListTable):
    gist = LinkColumn(verbose_name=_("Kiến nghị"), url="url", note="reference", orderable=False)
    place = Column(verbose_name=_("Nơi nêu"), orderable=False)
    agency = Column(verbose_name=_("Cơ quan"), orderable=False)
    role = Column(verbose_name=_("Vai trò"), orderable=False)
    given_on = DayColumn(verbose_name=_("Ngày giao"), orderable=False)
    state = BadgeColumn(lambda value, record: value, verbose_name=_("Hạn trả lời"), orderable=False)


class AnsweredTable(HeldTable):
    state = BadgeColumn(lambda value, record: value, verbose_name=_("Kết thúc"), orderable=False)


class GivenBackTable(AnsweredTable):
    reason = Column(verbose_name=_("Lý do"), orderable=False)
