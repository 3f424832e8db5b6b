"""The review (sơ kết, tổng kết) as a spreadsheet: a sheet a section. Its words are Vietnamese."""

import io

import xlsxwriter
from django.utils.translation import override

from reports.facts.period_reviews import sections_of
from reports.facts.review_charts import month_words, turns_by_month
from reports.facts.review_gaps import Gaps
from reports.facts.review_rows import Row

_READ_AS, _UNKNOWN, _HIDDEN = "Đọc là", "không có số liệu", "không nêu số nhỏ"
_MONTHS = "Lượt dự theo tháng"
_HEAD = 3  # the row of the headings


def review_spreadsheet(figures, *, title, footer, until=None) -> bytes:
    """Numbers are numbers, text is never a formula; where there is no number words say why. Months after the day `until` are left
    out."""
    with override("vi"):
        file = io.BytesIO()
        book = _Book(file, title, " ".join(Gaps(figures).sentences), footer)
        for section in sections_of(figures):
            book.add(section)
        book.add_months(turns_by_month(figures, until))
        book.close()
        return file.getvalue()


class _Book:
    def __init__(self, file, title, gaps, footer):
        self._title, self._gaps, self._footer = title, gaps, footer
        self._file = xlsxwriter.Workbook(
            file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._bold = self._file.add_format({"bold": True})
        self._head = self._file.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        self._words = self._file.add_format({"text_wrap": True, "valign": "top"})
        self._faint = self._file.add_format({"font_color": "#666666"})
        signed = "+#,##0{0};-#,##0{0};0"
        self._whole, self._parts = (
            [self._file.add_format({"num_format": form, "valign": "top"}) for form in pair]
            for pair in (("#,##0", signed.format("")), ("#,##0.00", signed.format(".00")))
        )

    def _sheet(self, title, headings):
        number = len(self._file.worksheets()) + 1
        sheet = self._file.add_worksheet(_sheet_name(number, title))
        sheet.set_column(0, 0, 42)
        sheet.set_column(1, len(headings) - 1, 22)
        sheet.freeze_panes(_HEAD + 1, 1)
        sheet.write_string(0, 0, self._title, self._bold)
        if self._gaps:
            sheet.write_string(1, 0, self._gaps)
        for column, heading in enumerate(headings):
            sheet.write_string(_HEAD, column, heading, self._head)
        return sheet

    def add(self, section) -> None:
        columns = section.columns
        sheet = self._sheet(section.title, ("Nội dung", *columns, _READ_AS))
        lines = [_cells(row, len(columns)) for row in section.rows]
        lines += [[name, *[_HIDDEN] * (len(columns) + 1)] for name in section.hidden]
        for at, line in enumerate(lines, start=_HEAD + 1):
            for column, value in enumerate(line):
                self._write(sheet, at, column, value, is_change=column == 3 and len(columns) == 3)
        below = _HEAD + 2 + len(lines)
        for at, words in enumerate([each for each in (section.note, self._footer) if each], start=below):
            sheet.write_string(at, 0, words, self._faint)

    def add_months(self, months) -> None:
        """A table of the months with a chart of it."""
        if len(months) < 2:
            return
        sheet = self._sheet(_MONTHS, ("Tháng", "Lượt dự"))
        for at, (month, turns) in enumerate(months, start=_HEAD + 1):
            sheet.write_string(at, 0, month_words(month))
            sheet.write_number(at, 1, turns, self._whole[False])
        first, last = _HEAD + 1, _HEAD + len(months)
        chart = self._file.add_chart({"type": "column"})
        cells = {"categories": [sheet.name, first, 0, last, 0], "values": [sheet.name, first, 1, last, 1]}
        chart.add_series({"name": _MONTHS, "fill": {"color": "#6E6E6E"}, **cells})
        chart.set_title({"name": _MONTHS})
        chart.set_legend({"none": True})
        sheet.insert_chart(_HEAD, 3, chart, {"description": f"Biểu đồ cột: {_MONTHS.lower()}."})

    def _write(self, sheet, row, column, value, *, is_change) -> None:
        if isinstance(value, str):
            sheet.write_string(row, column, value, self._words)
            return
        formats = self._whole if float(value).is_integer() else self._parts
        sheet.write_number(row, column, value, formats[is_change])

    def close(self) -> None:
        if not self._file.worksheets():
            self._file.add_worksheet("Số liệu")
        self._file.close()


def _cells(row: Row, columns: int) -> list:
    """The label, then a number or words in each column of numbers, then what is read."""
    now, before = (
        number if isinstance(number, int | float) else words or _UNKNOWN
        for number, words in ((row.now, row.words_now), (row.before, row.words_before))
    )
    change = row.change if row.change is not None else "không tính được"
    return [row.label, *(now, before, change)[:columns], row.said]


def _sheet_name(number, title) -> str:
    """At most 31 signs, none of those that a spreadsheet forbids."""
    clean = "".join(" " if sign in "[]:*?/\\" else sign for sign in title)
    return f"{number}. {clean}"[:31]
