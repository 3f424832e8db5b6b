"""The list of what is late."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable

__all__ = ["DueTable"]


class PhoneColumn(LinkColumn):
    """A number that a telephone dials, on one line."""

    css = "day"

    def _address(self, record):
        number = "".join(sign for sign in record["phone"] if sign.isdigit() or sign == "+")
        return f"tel:{number}" if number else None


def _how(value, record):
    return ("bad" if record["past"] else "warn"), value


class DueTable(ListTable):
    who = LinkColumn(verbose_name=_("Ai"), url="url", note="post", orderable=False)
    what = Column(verbose_name=_("Còn thiếu"), orderable=False)
    place = Column(verbose_name=_("Nơi"), orderable=False)
    due_on = DayColumn(verbose_name=_("Hạn"), orderable=False)
    how = BadgeColumn(verbose_name=_("Tình trạng"), states=_how, orderable=False)
    phone = PhoneColumn(verbose_name=_("Điện thoại"), orderable=False)
    reminded = Column(verbose_name=_("Nhắc lần cuối"), orderable=False)
    action = Column(verbose_name=_("Nhắc"), orderable=False, exclude_from_export=True)
