"""What of a review is drawn: the page and the papers draw the same charts, and a table beside each picture holds its numbers."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.facts.review_rows import plain

MOST_MONTHS = 24
# Sections whose rows are counts of one kind, so that bars beside each other say something.
DRAWN = ("recommendations",)
BARS_WIDTH, BARS_HEIGHT, BAR_WIDTH = 640, 160, 18
# Of bars that lie below their words, read on a telephone too: the letters stay as large as those around them.
LYING_WIDTH, LONGEST, LINE = 340, 290, 16


@dataclass(frozen=True)
class Chart:
    """`series`: (name, a number for each of `labels`; None is not known, and nothing is drawn). `alt` says it to who cannot see it."""

    title: str
    labels: list[str]
    series: list[tuple[str, list]]
    alt: str


def months_chart(figures, until=None) -> Chart | None:
    """Turns by month; None for one month, or where nobody went anywhere."""
    shown = turns_by_month(figures, until)
    if len(shown) < 2 or not any(turns for _month, turns in shown):
        return None
    least, most = (pick(shown, key=lambda each: each[1]) for pick in (min, max))
    alt = _(
        "Biểu đồ cột: lượt dự theo tháng, từ %(first)s đến %(last)s; nhiều nhất %(most_month)s (%(most)s lượt), ít nhất "
        "%(least_month)s (%(least)s lượt). Số liệu ở bảng ngay dưới."
    ) % {
        "first": month_words(shown[0][0]),
        "last": month_words(shown[-1][0]),
        "most_month": month_words(most[0]),
        "most": most[1],
        "least_month": month_words(least[0]),
        "least": least[1],
    }
    labels = [month_words(month) for month, _turns in shown]
    return Chart(_("Lượt dự theo tháng"), labels, [(_("Lượt dự"), [turns for _month, turns in shown])], alt)


def sides_chart(section) -> Chart | None:
    """The rows of a section, this period beside the one before; None of one that is not drawn, or where all is nought."""
    names = {row.key.partition(".")[0] for row in section.rows}
    if len(names) != 1 or not names <= set(DRAWN):
        return None
    now, before = ([_number(getattr(row, side)) for row in section.rows] for side in ("now", "before"))
    if not any(now) and not any(before):
        return None
    series = [(_("Kỳ này"), now)]
    if any(number is not None for number in before):
        series.append((_("Kỳ trước"), before))
    alt = _("Biểu đồ cột: %(title)s, %(series)s. Số liệu ở bảng ngay dưới.") % {
        "title": section.title.lower(),
        "series": _(" và ").join(name.lower() for name, _numbers in series),
    }
    return Chart(section.title, [row.label for row in section.rows], series, alt)


def _number(value):
    return value if isinstance(value, int | float) else None


def turns_by_month(figures, until=None) -> list[tuple[str, int]]:
    """[("2026-11", turns)], oldest first, the last MOST_MONTHS of the period; none that begins after the day `until`: what is ahead
    is no nought."""
    by_month = (figures.get("attendance") or {}).get("by_month") or {}
    found = [
        (month, each["turns"])
        for month, each in sorted(by_month.items())
        if until is None or month <= f"{until:%Y-%m}"
    ]
    return found[-MOST_MONTHS:]


def month_words(month: str) -> str:
    """ "11/2026" of "2026-11"."""
    return f"{month[5:]}/{month[:4]}"


@dataclass(frozen=True)
class Bar:
    """`side`: which series it is of; `number`: what it says, where it says it itself."""

    x: float
    y: float
    width: float
    height: float
    side: int = 0
    number: str = ""

    @property
    def after(self) -> float:
        """Where the number begins that stands behind a lying bar."""
        return self.x + self.width + 4

    @property
    def below(self) -> float:
        """The line on which it stands."""
        return self.y + self.height - 2


@dataclass(frozen=True)
class Picture:
    """A chart as shapes for a page; `words`: [(y, label)] of lying bars."""

    chart: Chart
    width: int
    height: int
    bars: list[Bar]
    words: list[tuple[int, str]]

    @property
    def pairs(self) -> list[tuple]:
        """(label, number) of the first series."""
        return list(zip(self.chart.labels, self.chart.series[0][1], strict=True))


def standing(chart: Chart | None) -> Picture | None:
    """Upright bars of the first series."""
    if chart is None:
        return None
    numbers = chart.series[0][1]
    step, most = (BARS_WIDTH - 20) / len(numbers), max(numbers) or 1
    bars = []
    for place, number in enumerate(numbers):
        height = round((BARS_HEIGHT - 40) * number / most, 1)
        x, y = round(10 + place * step, 1), round(BARS_HEIGHT - 20 - height, 1)
        bars.append(Bar(x, y, BAR_WIDTH, height))
    return Picture(chart, BARS_WIDTH, BARS_HEIGHT, bars, [])


def lying(chart: Chart | None) -> Picture | None:
    """Bars beside each other below the words that they belong to, each with its number."""
    if chart is None:
        return None
    most = max(number or 0 for _name, numbers in chart.series for number in numbers) or 1
    y, bars, words = 0, [], []
    for place, label in enumerate(chart.labels):
        words.append((y + LINE - 4, label))
        y += LINE
        for side, (_name, numbers) in enumerate(chart.series):
            if numbers[place] is not None:
                width = round(LONGEST * numbers[place] / most, 1)
                bars.append(Bar(1, y, width, LINE - 4, side, plain(numbers[place])))
            y += LINE - 2
        y += 4
    return Picture(chart, LYING_WIDTH, y, bars, words)
