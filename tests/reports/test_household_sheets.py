"""The printed sheet of a household: blank, filled, each with what its reader may read and not a word more."""

import io
from datetime import timedelta

import docx
import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from branches.models import HouseholdRead
from reports.models import HouseholdVisitWords
from tests.factories import tag
from tests.pages import browser_of, queries_of, signed_in
from tests.reports.household_ground import HEAD, SECRET, household_ground, reader

pytestmark = pytest.mark.django_db
TRICKS = "{{ x }} #set <b>*a*</b> $1 \\\\ {% if %}"
ONE_DAY = timedelta(days=1)


@pytest.fixture
def land():
    land = household_ground()
    land.today = timezone.localdate()
    land.visited = land.visit(
        visited_on=land.today - ONE_DAY,
        on=land.today,
        recommendations=[{"content": f"Xin làm cống {TRICKS}"}],
        other_situation=f"{TRICKS}\n" + "Nhà dột, mưa lớn phải che. " * 60,
    )
    tag(land.household, "poor")
    return land


def address(land, form="docx"):
    return reverse("household_visits:household_sheet", args=[land.household.key, form])


def text_of(response) -> str:
    page = docx.Document(io.BytesIO(response.content))
    cells = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in page.paragraphs), *cells])


def test_the_filled_sheet_says_who_holds_it_and_what_was_seen_and_text_stays_text(land):
    browser = signed_in(land.user)
    response = browser.get(address(land))
    text = text_of(response)
    for said in (
        HEAD,
        "HO-001",
        "Tổ 1",
        "Hộ nghèo",
        land.visitor.full_name,
        "nay",
        SECRET,
        TRICKS,
        "Xin làm cống",
    ):
        assert said in text, said
    assert "ĐẢNG ỦY XÃ MẪU P1D1C1" in text and text.count("Nhà dột, mưa lớn phải che.") == 60
    pdf = pypdf.PdfReader(io.BytesIO(browser.get(address(land, "pdf")).content))
    plain = "".join("".join(page.extract_text() for page in pdf.pages).replace("\u200b", "").split())
    assert "".join(TRICKS.split()) in plain and "".join(SECRET.split()) in plain
    assert HEAD not in response["Content-Disposition"] and "HO-001" not in response["Content-Disposition"]
    assert browser.get(address(land, "exe")).status_code == 404
    few = queries_of(browser, address(land))
    for days in range(2, 8):
        land.visit(visited_on=land.today - days * ONE_DAY, on=land.today)
    assert queries_of(browser, address(land)) == few <= 25


def test_each_reader_gets_his_part_and_it_is_written_down_before(land):
    land.hold(land.household, land.other)
    office = reader("commune_office", unit=land.commune)
    assert SECRET in text_of(signed_in(office).get(address(land)))
    read = HouseholdRead.objects.get()
    assert (read.user, read.way, read.household) == (office, "paper", land.household)
    for browser in (signed_in(land.other.user), browser_of("branch_secretary", organisation=land.branch)):
        text = text_of(browser.get(address(land)))
        assert HEAD in text and f"{land.visited.visited_on:%d/%m/%Y}" in text
        assert SECRET not in text and "Xin làm cống" not in text
    HouseholdVisitWords.objects.update(hidden_on=land.today)
    assert SECRET not in text_of(signed_in(land.user).get(address(land)))
    closed = [
        *(browser_of(role, unit=land.district) for role in ("org_staff", "org_head", "leader", "viewer")),
        browser_of("commune_office", unit=land.units["P1D1C2"]),
        browser_of("handler", agency=land.agency),
        signed_in(land.cadre(user=reader("viewer", unit=land.units["P1D2"])).user),
    ]
    before = HouseholdRead.objects.count()
    assert {each.get(address(land)).status_code for each in closed} == {404}
    assert HouseholdRead.objects.count() == before


def test_the_blank_sheet_asks_and_names_nobody(land):
    blank = reverse("household_visits:blank_sheet", args=["docx"])
    text = text_of(signed_in(land.user).get(blank))
    for said in ("Phiếu theo dõi hộ gia đình".upper(), "Hộ nghèo", "Bảo hiểm y tế", "không ghi số căn cước"):
        assert said in text, said
    assert HEAD not in text and "HO-001" not in text and land.visitor.full_name not in text
    assert browser_of("org_staff", unit=land.district).get(blank).status_code == 404
    assert signed_in(land.user).get(blank.replace("docx", "pdf")).content[:4] == b"%PDF"
