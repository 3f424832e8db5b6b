"""Columns of the list of letters of introduction."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable

STATES = {
    "draft": ("warn", _("dự thảo")),
    "to_come": ("info", _("chưa đến ngày")),
    "valid": ("ok", _("còn giá trị")),
    "over": ("none", _("hết hạn")),
    "revoked": ("bad", _("đã thu hồi")),
}


def state_of(letter, day) -> str:
    """ "revoked", "draft" (no number yet), "to_come", "valid" or "over" on `day`."""
    if letter.revoked_at:
        return "revoked"
    if letter.ends_on <= day:
        return "over"
    if not letter.number:
        return "draft"
    return "valid" if letter.starts_on <= day else "to_come"


class LetterTable(ListTable):
    full_name = LinkColumn(verbose_name=_("Cán bộ"), order_by="cadre__given_name_key", url="url", note="post")
    number = Column(verbose_name=_("Số, ký hiệu"), order_by="number")
    issued_on = DayColumn(verbose_name=_("Ngày ký"))
    starts_on = DayColumn(verbose_name=_("Từ ngày"))
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), is_end=True)
    territory = Column(verbose_name=_("Địa bàn"), orderable=False)
    scheme = Column(verbose_name=_("Chủ trương"), order_by="scheme__sort_key")
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"), orderable=False)
