"""The charts of a review on paper, each with the table that holds its numbers. Their words are Vietnamese."""

from common.documents import Bars, Series, Table
from reports.facts.review_charts import Chart, months_chart, sides_chart, turns_by_month


def chart_above(section) -> list:
    """What is drawn above the table of a section that holds its numbers."""
    chart = sides_chart(section)
    return [_drawn(chart)] if chart else []


def months_below(section, figures, until) -> list:
    """Below the turns of the period those of its months, with a table of their own: a row a year, since two years of rows would be
    a page."""
    is_attendance = all(row.key.startswith("attendance.") for row in section.rows)
    chart = months_chart(figures, until) if is_attendance else None
    if chart is None:
        return []
    numbers = dict(turns_by_month(figures, until))
    rows = [
        [year, *(_words(numbers.get(f"{year}-{month:02d}")) for month in range(1, 13))]
        for year in dict.fromkeys(month[:4] for month in numbers)
    ]
    return [
        _drawn(chart),
        Table(
            ["Năm", *(f"T{month}" for month in range(1, 13))],
            rows,
            widths=(1.3, *[1] * 12),
            aligns=("left", *["center"] * 12),
            caption="Số liệu của biểu đồ",
            size=9,
        ),
    ]


def _drawn(chart: Chart) -> Bars:
    return Bars(chart.title, chart.labels, [Series(*each) for each in chart.series], chart.alt)


def _words(number) -> str:
    return "" if number is None else f"{number:,}".replace(",", ".")
