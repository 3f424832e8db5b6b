"""Where a matter stands and what its deadline means, as a sign and words: the same on every list and page."""

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.distances import due_words

STAGES = {
    "raised": ("warn", _("chưa tiếp nhận")),
    "received": ("info", _("đã tiếp nhận")),
    "with_agency": ("info", _("đang giải quyết")),
    "answered": ("warn", _("đã trả lời, chờ báo lại nơi nêu")),
    "told": ("ok", _("đã báo lại nơi nêu")),
    "closed": ("none", _("đã kết thúc")),
    "merged": ("none", _("đã gộp")),
    "on_the_spot": ("ok", _("giải quyết tại chỗ")),
    "voided": ("bad", _("đã hủy")),
}
OUTCOMES = {
    "resolved": "ok",
    "explained": "ok",
    "in_progress": "info",
    "forwarded": "info",
    "not_competent": "warn",
    "not_accepted": "warn",
    "duplicate": "none",
}
# From so many days before it is due a matter is marked.
SOON = 3


def deadline(due_on, answered_on, day) -> tuple | None:
    """(state, words) of a deadline on `day`; None where nothing was promised. Answered: whether in time."""
    if due_on is None:
        return None
    if answered_on and answered_on <= day:
        days = (answered_on - due_on).days
        if days <= 0:
            return "ok", _g("trả lời đúng hạn")
        words = ngettext("trả lời muộn %(days)s ngày", "trả lời muộn %(days)s ngày", days)
        return "warn", words % {"days": days}
    days = (due_on - day).days
    return "bad" if days < 0 else "warn" if days <= SOON else "none", due_words(due_on, day)


def gist(text: str, length: int = 120) -> str:
    """The beginning of what was said, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rsplit(" ", 1)[0] + "…"
