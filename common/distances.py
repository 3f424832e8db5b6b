"""How far a day is, in the words that every list uses: "quá hạn 2 ngày", "12 ngày trước"."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def due_words(due_on: date | None, day: date) -> str:
    """What a deadline means on `day`; "" without one."""
    if due_on is None:
        return ""
    days = (due_on - day).days
    if days < 0:
        return ngettext("quá hạn %(days)s ngày", "quá hạn %(days)s ngày", -days) % {"days": -days}
    if days == 0:
        return _("hạn hôm nay")
    return ngettext("còn %(days)s ngày", "còn %(days)s ngày", days) % {"days": days}


def ago_words(then: date | None, day: date) -> str:
    """How long ago a day was on `day`; "" without one."""
    if then is None:
        return ""
    days = (day - then).days
    if days == 0:
        return _("hôm nay")
    if days == 1:
        return _("hôm qua")
    return ngettext("%(days)s ngày trước", "%(days)s ngày trước", days) % {"days": days}
