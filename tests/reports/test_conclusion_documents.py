"""The notice of conclusions as a Word file and as a PDF, each opened again."""

import io
import zipfile
from datetime import date
from posixpath import normpath

import docx
import pypdf
import pytest
from django.urls import reverse
from lxml import etree

from reports.actions.concluding import draft_conclusion, issue_conclusion
from reports.models import Conclusion
from tests.pages import signed_in
from tests.reports.filed import ground
from tests.reports.rounds_ground import NOVEMBER, a_line, a_round

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)


@pytest.fixture
def land():
    land = ground(report_days=5, turns_per_month=1)
    land.browser = signed_in(land.officer)
    land.report(quality="good", strengths="Nề nếp")
    land.report(branch=land.branches[1], quality="poor", was_prepared=False)
    made = a_round(land.district, closed_on=NOVEMBER)
    land.draft = draft_conclusion(made, by=land.officer, on=DAY)
    return land


def opened(land, kind):
    response = land.browser.get(reverse("reports:conclusion_file", args=[land.draft.key, kind]))
    assert response.status_code == 200
    return response.content


def words_of(content) -> str:
    file = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def test_a_draft_says_that_it_is_one_and_leaves_number_and_day_open(land):
    text = words_of(opened(land, "docx"))
    assert "THÔNG BÁO" in text and "Số ....." in text.replace("…", "....")
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text and "HUYỆN ỦY MẪU P1D1" in text
    pages = pypdf.PdfReader(io.BytesIO(opened(land, "pdf"))).pages
    assert "THÔNG BÁO" in pages[0].extract_text()


def test_the_issued_notice_names_who_what_and_until_when(land):
    a_line(land.draft, None, "praise", "Cả đợt: nề nếp & <trật tự> hơn trước.", sort=9)
    issue_conclusion(
        Conclusion.objects.get(), number="12-TB/HU", issued_on=DAY, version=1, by=land.officer, on=DAY
    )
    text = words_of(opened(land, "docx"))
    for expected in (
        "Số 12-TB/HU",
        "ngày 10 tháng 11 năm 2026",
        "kết luận qua dự sinh hoạt chi bộ, tháng 10 năm 2026",
        "I- Tổ chức đảng làm tốt",
        "II- Tổ chức đảng còn hạn chế",
        "III- Việc phải khắc phục",
        "Chi bộ ấp 2",
        "10/12/2026",
        "2 lượt dự của 1 cán bộ, ở 2 buổi của 2 chi bộ",
        "nề nếp & <trật tự> hơn trước",
    ):
        assert expected in text, expected
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(opened(land, "pdf"))).pages)
    assert "12-TB/HU" in printed and "Chi bộ ấp 2" in " ".join(printed.split())


def test_an_office_program_finds_every_part_that_the_word_file_names(land):
    """What makes a program refuse a file, looked for without one: broken XML, a part or a relation that is not there."""
    with zipfile.ZipFile(io.BytesIO(opened(land, "docx"))) as archive:
        names = set(archive.namelist())
        trees = {
            name: etree.fromstring(archive.read(name)) for name in names if name.endswith((".xml", ".rels"))
        }
    types = {part.get("PartName") for part in trees["[Content_Types].xml"] if part.get("PartName")}
    relations = trees["word/_rels/document.xml.rels"]
    inside = {part.get("Target") for part in relations if part.get("TargetMode") != "External"}
    assert len(inside) > 3 and {normpath(f"word/{target}") for target in inside} <= names
    assert {name.removeprefix("/") for name in types} <= names
    of_relations = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    asked = {
        value
        for node in trees["word/document.xml"].iter()
        for key, value in node.items()
        if of_relations in key
    }
    assert asked and asked <= {part.get("Id") for part in relations}
