"""The charts of a review on paper, each with the table that holds its numbers. Their words are Vietnamese."""

from common.documents import Bars, Series, Table
from reports.facts.review_charts import month_words, turns_by_month

_NOW, _BEFORE = "Kỳ này", "Kỳ trước"
# Sections whose rows are counts of one kind, so that bars beside each other say something.
DRAWN = ("recommendations",)


def chart_above(section) -> list:
    """What is drawn above the table of a section that holds its numbers."""
    names = {row.key.partition(".")[0] for row in section.rows}
    return _sides(section) if len(names) == 1 and names <= set(DRAWN) else []


def months_below(section, figures, until) -> list:
    """Below the turns of the period those of its months, with a table of their own."""
    is_attendance = all(row.key.startswith("attendance.") for row in section.rows)
    return _months(figures, until) if is_attendance else []


def _months(figures, until) -> list:
    """Turns by month; a table with a row a year, since two years of rows would be a page."""
    shown = turns_by_month(figures, until)
    if len(shown) < 2 or not any(turns for _month, turns in shown):
        return []
    least, most = (pick(shown, key=lambda each: each[1]) for pick in (min, max))
    alt = (
        f"Biểu đồ cột: lượt dự theo tháng, từ {month_words(shown[0][0])} đến {month_words(shown[-1][0])}; nhiều nhất "
        f"{month_words(most[0])} ({most[1]} lượt), ít nhất {month_words(least[0])} ({least[1]} lượt). Số liệu ở bảng ngay dưới."
    )
    numbers = dict(shown)
    rows = [
        [year, *(_words(numbers.get(f"{year}-{month:02d}")) for month in range(1, 13))]
        for year in dict.fromkeys(month[:4] for month in numbers)
    ]
    return [
        Bars(
            "Lượt dự theo tháng",
            [month_words(month) for month in numbers],
            [Series("Lượt dự", list(numbers.values()))],
            alt,
        ),
        Table(
            ["Năm", *(f"T{month}" for month in range(1, 13))],
            rows,
            widths=(1.3, *[1] * 12),
            aligns=("left", *["center"] * 12),
            caption="Số liệu của biểu đồ",
            size=9,
        ),
    ]


def _words(number) -> str:
    return "" if number is None else f"{number:,}".replace(",", ".")


def _sides(section) -> list:
    """The rows of a section, this period beside the one before; the table holds the numbers."""
    now, before = ([_number(each) for each in side] for side in zip(*_pairs(section), strict=True))
    if not any(now) and not any(before):
        return []
    series = [Series(_NOW, now)]
    if any(number is not None for number in before):
        series.append(Series(_BEFORE, before))
    names = " và ".join(each.name.lower() for each in series)
    alt = f"Biểu đồ cột: {section.title.lower()}, {names}. Số liệu ở bảng ngay dưới."
    return [Bars(section.title, [row.label for row in section.rows], series, alt)]


def _pairs(section):
    return [(row.now, row.before) for row in section.rows]


def _number(value):
    return value if isinstance(value, int | float) else None
