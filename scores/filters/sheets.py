"""Filters of the lists of scores: of rows as their reader sees them, so that nobody finds by asking what he may not read."""

from datetime import date
from functools import cached_property

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from branches.models import Unit
from common.filters import LinesFilter, SearchFilter
from common.text import search_key
from meetings.filters.places import CommuneFilter
from scores.models import Sheet
from scores.tables.sheets import LATE, STATES

BOTH, OWN_ONLY, ABOVE_ONLY = "hai-ben", "chi-bo", "cap-tren"
IN_TIME, WIDE = "on-time", 10


class _ShownFilter(ChoiceFilter):
    """Offers what stands in the lines and nothing else."""

    def words_in(self, lines) -> list[tuple]:
        raise NotImplementedError

    @property
    def field(self):
        self.extra["choices"] = self.words_in(self.parent.lines)
        if hasattr(self, "_field"):
            del self._field
        return super().field


class BandNameFilter(_ShownFilter):
    """Grades of several rubrics share a name."""

    def words_in(self, lines):
        names = {name for line in lines for name in line["bands"] if name}
        return [(name, name) for name in sorted(names)]


class StateFilter(_ShownFilter):
    def words_in(self, lines):
        shown = {state for line in lines for state in line["states"]}
        return [(code, words) for code, (_tone, words) in STATES.items() if code in shown]


class ScoreFilter(LinesFilter):
    """Of rows with "organisation", "path" (of the unit), "bands" (names of grades) and, but for a year, "states" (codes)."""

    ten = SearchFilter(label=_("Tìm tổ chức đảng"))
    xa = CommuneFilter(label=_("Xã"), permission="scores.read", empty_label=_("Mọi xã"))
    loai = BandNameFilter(label=_("Xếp loại"), empty_label=_("Mọi loại"))

    class Meta:
        model = Sheet
        fields = []

    @cached_property
    def _commune(self) -> str | None:
        key = self.form.cleaned_data["xa"]
        return Unit.objects.filter(key=key).values_list("access_path", flat=True).first()

    def keeps_ten(self, line, value) -> bool:
        return search_key(value) in search_key(line["organisation"])

    def keeps_xa(self, line, _value) -> bool:
        return bool(self._commune) and line["path"].startswith(self._commune)

    def keeps_loai(self, line, value) -> bool:
        return value in line["bands"]

    def keeps_tinh_trang(self, line, value) -> bool:
        return value in line["states"]


class MonthFilter(ScoreFilter):
    tinh_trang = StateFilter(label=_("Tình trạng"), empty_label=_("Mọi tình trạng"))
    dung_han = ChoiceFilter(
        label=_("Đúng hạn"),
        choices=[(IN_TIME, _("đúng hạn")), ("late", LATE["late"][1]), ("overdue", LATE["overdue"][1])],
        empty_label=_("Tất cả"),
    )

    def keeps_dung_han(self, line, value) -> bool:
        return line["late"] == value if value != IN_TIME else bool(line["sent_on"]) and not line["late"]


class YearFilter(ScoreFilter):
    thieu = ChoiceFilter(
        label=_("Tháng thiếu"),
        choices=[("co", _("có tháng thiếu")), ("du", _("đủ các tháng"))],
        empty_label=_("Tất cả"),
    )

    def keeps_thieu(self, line, value) -> bool:
        return bool(line["missing"]) == (value == "co")


class BranchYearFilter(ScoreFilter):
    thieu = ChoiceFilter(
        label=_("Tự chấm"),
        choices=[("co", _("còn buổi chưa tự chấm")), ("du", _("đủ các buổi"))],
        empty_label=_("Tất cả"),
    )

    def keeps_thieu(self, line, value) -> bool:
        return line["is_missing"] == (value == "co")


# Parts of a year: (first month, how many), as the address says them.
PARTS = {
    "6-thang-dau": (1, 6),
    "6-thang-cuoi": (7, 6),
    "quy-1": (1, 3),
    "quy-2": (4, 3),
    "quy-3": (7, 3),
    "quy-4": (10, 3),
}
_PART_WORDS = {
    "6-thang-dau": _("6 tháng đầu năm"),
    "6-thang-cuoi": _("6 tháng cuối năm"),
    "quy-1": _("quý I"),
    "quy-2": _("quý II"),
    "quy-3": _("quý III"),
    "quy-4": _("quý IV"),
}


def part_of_year(request, year) -> tuple[date, date]:
    """`[first day, first day after)` of the part of `year` that `?ky=` asks for: all of it where it asks for none."""
    month, count = PARTS.get(request.GET.get("ky", ""), (1, 12))
    after = month + count
    return date(year, month, 1), date(year + after // 13, (after - 1) % 12 + 1, 1)


class AlwaysFullFilter(ScoreFilter):
    """The lines were counted in the part of the year that is asked for (`part_of_year`): of less than its meetings a branch cannot be
    said to be always full."""

    loai = None
    ky = ChoiceFilter(label=_("Kỳ"), choices=list(_PART_WORDS.items()), empty_label=_("Cả năm"))

    def keeps_ky(self, _line, _value) -> bool:
        return True


def _months():
    # Asked at each page: words with a number in them are of the language in which they are put together.
    return [(str(each), _("Tháng %(number)s") % {"number": each}) for each in range(1, 13)]


class MeetingScoreFilter(ScoreFilter):
    thang = ChoiceFilter(
        label=_("Tháng"),
        choices=_months,
        empty_label=_("Cả năm"),
    )
    ben = ChoiceFilter(
        label=_("Ai chấm"),
        choices=[(BOTH, _("cả hai bên")), (OWN_ONLY, _("chỉ chi bộ")), (ABOVE_ONLY, _("chỉ cấp trên"))],
        empty_label=_("Tất cả"),
    )
    tinh_trang = StateFilter(label=_("Tình trạng"), empty_label=_("Mọi tình trạng"))
    dung_han = ChoiceFilter(
        label=_("Đúng hạn"),
        choices=[(IN_TIME, _("đúng hạn")), ("late", LATE["late"][1])],
        empty_label=_("Tất cả"),
    )
    lech = ChoiceFilter(
        label=_("Chênh lệch"),
        choices=[
            ("cao", _("chi bộ tự chấm cao hơn từ 10 điểm")),
            ("thap", _("chi bộ tự chấm thấp hơn từ 10 điểm")),
        ],
        empty_label=_("Tất cả"),
    )

    def keeps_thang(self, line, value) -> bool:
        return line["met_on"].month == int(value)

    def keeps_ben(self, line, value) -> bool:
        sides = (bool(line["branch"]), bool(line["superior"]))
        return sides == {BOTH: (True, True), OWN_ONLY: (True, False), ABOVE_ONLY: (False, True)}[value]

    def keeps_dung_han(self, line, value) -> bool:
        return line["is_late"] == (value == "late")

    def keeps_lech(self, line, value) -> bool:
        if line["widest"] is None:
            return False
        return line["widest"] >= WIDE if value == "cao" else line["widest"] <= -WIDE
