"""Why a number of a review is not there: in a few words in its own cell, in whole sentences above the tables."""

from datetime import date

from django.utils.translation import gettext as _

from reports.facts.review_rows import plain
from reports.review_periods import DIVIDED, NOT_THERE, gap_words


class Gaps:
    """Of the figures of a review, frozen or of today."""

    def __init__(self, figures):
        self._figures = figures
        self._gaps = [
            gap for gap in figures.get("not_comparable", []) if gap["reason"] in (DIVIDED, NOT_THERE)
        ]

    @property
    def sentences(self) -> list[str]:
        return [gap_words(gap) for gap in self._gaps]

    @property
    def is_partial(self) -> bool:
        """Whether several places held the ground in the period."""
        return len(self._gaps) < len(self._figures.get("not_comparable", []))

    def now(self, number) -> str:
        """A number of the period; None: it cannot be added over several places."""
        return _("không cộng được: kỳ này nhiều nơi giữ địa bàn") if number is None else plain(number)

    def before(self, name, number) -> str:
        """A number of part `name` of the figures in the period before; None: it cannot be compared."""
        return self.not_comparable(name) if number is None else plain(number)

    def not_comparable(self, name) -> str:
        if (self._figures.get(name) or {}).get("previous") is not None:
            return self._said(_("kỳ trước nhiều nơi giữ địa bàn"))
        return self._said(self.reason or _("không có số liệu kỳ trước"))

    @property
    def reason(self) -> str:
        """Why nothing of the period before is beside this one; "" where nothing stands against it."""
        return "; ".join(_few_words(gap) for gap in self._gaps)

    @staticmethod
    def _said(reason) -> str:
        return _("không so sánh được: %(reason)s") % {"reason": reason}


def _few_words(gap) -> str:
    since = {"day": f"{date.fromisoformat(gap['since']):%d/%m/%Y}"}
    if gap["reason"] == DIVIDED:
        return _("địa bàn đã chia ngày %(day)s") % since
    return _("chưa có trước ngày %(day)s") % since
