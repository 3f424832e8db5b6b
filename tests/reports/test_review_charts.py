"""The charts of a review on paper: what is drawn, with which table, and what is not."""

import io
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from common.documents import Bars, Table, as_docx, as_pdf
from reports.actions.freezing import freeze_review
from reports.facts.review_charts import lying, months_chart, sides_chart, standing, turns_by_month
from reports.facts.review_rows import Row, Section
from reports.review_charts import chart_above, months_below
from reports.review_documents import review_document
from tests.reports.filed import ground

FIRST, AFTER, ON = date(2024, 1, 1), date(2025, 1, 1), date(2025, 2, 1)
TURNS = Section("Dự sinh hoạt chi bộ", [Row("lượt dự", 3, 0, "3", "0", None, "attendance.turns")])


def of_months(**turns):
    return {"attendance": {"by_month": {month.replace("_", "-")[1:]: {"turns": n} for month, n in turns.items()}}}  # fmt: skip


@pytest.mark.django_db
def test_a_review_is_printed_with_its_months_drawn_beside_their_table():
    land = ground(report_days=5)
    for month, branch in ((3, 0), (5, 0), (5, 1)):
        land.report(met_on=date(2024, month, 20), branch=land.branches[branch])
    review = freeze_review(
        issuer=land.district, unit=land.district, kind="interim", title="Sơ kết #let <b>", starts_on=FIRST,
        ends_on=AFTER, by=None, on=ON,
    )  # fmt: skip
    made = review_document(review, day=ON)
    word = Document(io.BytesIO(as_docx(made)))
    (alt,) = (each.docPr.get("descr") for each in word.element.body.iter(qn("wp:inline")))
    assert alt == (
        "Biểu đồ cột: lượt dự theo tháng, từ 01/2024 đến 12/2024; nhiều nhất 05/2024 (2 lượt), ít nhất 01/2024 (0 lượt). "
        "Số liệu ở bảng ngay dưới."
    )
    rows = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    assert ["2024", "0", "0", "1", "0", "2", *["0"] * 7] in rows
    page = next(
        text
        for each in PdfReader(io.BytesIO(as_pdf(made))).pages
        if "Lượt dự theo tháng" in (text := each.extract_text())
    )
    assert "05/2024" in page and "Số liệu của biểu đồ" in page, "picture and table on one page"


def test_months_that_are_ahead_are_no_nought_and_two_years_fit_one_picture():
    figures = of_months(m2025_12=9, m2026_01=3, m2026_02=0, m2026_03=0)
    until = date(2026, 2, 10)
    assert turns_by_month(figures, until) == [("2025-12", 9), ("2026-01", 3), ("2026-02", 0)]
    drawn = standing(months_chart(figures, until))
    assert drawn.pairs == [("12/2025", 9), ("01/2026", 3), ("02/2026", 0)]
    assert [bar.height for bar in drawn.bars] == [120, 40, 0]
    bars, table = months_below(TURNS, figures, until)
    assert isinstance(bars, Bars) and list(bars.series[0].numbers) == [9, 3, 0]
    assert isinstance(table, Table)
    assert table.rows == [["2025", *[""] * 11, "9"], ["2026", "3", "0", *[""] * 10]]
    long = of_months(**{f"m{year}_{month:02}": 1 for year in (2023, 2024, 2025) for month in range(1, 13)})
    assert [month for month, _turns in turns_by_month(long)][::23] == ["2024-01", "2025-12"]


def test_nothing_is_drawn_of_one_month_of_noughts_and_of_what_is_not_told():
    assert months_below(TURNS, of_months(m2026_01=3), None) == []
    assert months_below(TURNS, of_months(m2026_01=0, m2026_02=0), None) == []
    sensitive = Row("kỷ luật", 5, 4, "5", "4", None, "indicators.discipline_cases")
    assert chart_above(Section("Chỉ số", [sensitive], hidden=["xóa tên"])) == []
    told = [Row("đã nêu", 5, 4, "5", "4", None, "recommendations.raised")]
    odd = [Row("đã báo lại", None, None, "không cộng được", "x", None, "recommendations.told")]
    (bars,) = chart_above(Section("Kiến nghị", told + odd))
    drawn = lying(sides_chart(Section("Kiến nghị", told + odd)))
    assert drawn.chart.alt == bars.alt, "the page draws what the papers draw"
    assert [(bar.side, bar.number) for bar in drawn.bars] == [(0, "5"), (1, "4")]
    assert [word for _y, word in drawn.words] == ["đã nêu", "đã báo lại"]
    assert [(each.name, list(each.numbers)) for each in bars.series] == [
        ("Kỳ này", [5, None]), ("Kỳ trước", [4, None])
    ]  # fmt: skip
    assert "kỳ này và kỳ trước" in bars.alt
    alone = chart_above(
        Section("Kiến nghị", [Row("đã nêu", 5, None, "5", "x", None, "recommendations.raised")])
    )
    assert [each.name for each in alone[0].series] == ["Kỳ này"]
    assert chart_above(Section("Kiến nghị", [Row("đã nêu", 0, 0, "0", "0", None, "recommendations.raised")])) == []  # fmt: skip
