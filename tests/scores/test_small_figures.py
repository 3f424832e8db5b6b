"""What one who does not own the numbers can reckon from all that he is shown."""

import re
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import combinations

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reports.facts.period_reviews import sections_of
from reports.reviewing import review_figures
from scores.models import Indicator, IndicatorValue, Target
from scores.small_figures import gives_away, is_small
from tests.factories import START, organisation
from tests.pages import browser_of, signed_in, words
from tests.reports.due_ground import due_ground

YEAR = date.today().year
CODE, NAME = "discipline_cases", "Trường hợp đảng viên bị thi hành kỷ luật"
PLACES = ("P1D1C1", "P1D1C1H1", "P1D1C1H2")


@dataclass(frozen=True)
class Value:
    unit_id: int
    value: int
    whole: int | None = None


@pytest.mark.parametrize(
    ("value", "whole", "small"),
    [(0, None, False), (1, None, True), (2, None, True), (3, None, False), (5, 6, True), (5, 5, False), (3, 6, False),
     (2, 50, True), (None, None, False)],
)  # fmt: skip
def test_a_number_is_small_or_the_rest_of_its_whole_is(value, whole, small):
    assert is_small(value, whole) is small


@pytest.mark.parametrize(
    ("above", "below", "told"),
    [(5, (3,), True), (6, (3,), False), (3, (3,), False), (9, (3, 4), True), (9, (3, 2), True), (9, (3, 3), False)],
)  # fmt: skip
def test_the_number_of_a_place_tells_what_those_below_it_leave(above, below, told):
    top = Value(1, above)
    rows = [Value(at, value) for at, value in enumerate(below, 2)]
    paths = {1: "a."} | {row.unit_id: f"a.{row.unit_id}." for row in rows}
    assert gives_away([top, *rows], [top], paths) is told
    assert gives_away([replace(row, value=9) for row in rows], rows, paths) is False


@pytest.fixture
def land():
    made = due_ground()
    made.row = made.choosing(starts_on=START)
    made.reader = signed_in(made.row.cadre.user)
    return made


def give(land, code, value, of=CODE):
    return IndicatorValue.objects.create(
        indicator=Indicator.objects.get(code=of), unit=land.units[code], counted_on=date(YEAR, 1, 1), value=value
    )  # fmt: skip


def shown(browser, land, code) -> str:
    """What the list says of the place: a number, or words."""
    page = browser.get(f"{reverse('scores:indicator_list')}?dia-ban={land.units[code].key}")
    assert page.status_code == 200
    row = next(row for row in re.findall(r"<tr.*?</tr>", page.text, re.S) if NAME in row)
    return re.sub(r"<[^>]+>", " ", re.findall(r"<td.*?</td>", row, re.S)[0]).strip()


def numbers(browser, land) -> dict:
    said = {code: shown(browser, land, code) for code in PLACES}
    return {code: int(word) for code, word in said.items() if word.isdigit()}


def reckoned(found) -> set:
    """Every difference of two numbers that are shown, and each number itself."""
    pairs = combinations(found.values(), 2)
    return {abs(one - other) for one, other in pairs} | set(found.values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given",
    [
        {"P1D1C1H1": 4, "P1D1C1H2": 2},
        {"P1D1C1H1": 4, "P1D1C1H2": 1},
        {"P1D1C1": 6, "P1D1C1H1": 4, "P1D1C1H2": 2},
        {"P1D1C1": 6, "P1D1C1H1": 4},
    ],
)
def test_no_small_number_is_reckoned_from_the_whole_and_its_parts(land, given):
    for code, value in given.items():
        give(land, code, value)
    found = numbers(land.reader, land)
    assert not reckoned(found) & {1, 2}
    assert "P1D1C1" not in found, "the whole is hidden with the part"
    owner = numbers(browser_of("org_staff", unit=land.district), land)
    assert reckoned(owner) & {1, 2}, "whose affair it is reads them all"


@pytest.mark.django_db
def test_numbers_that_tell_of_nobody_are_shown_with_their_whole(land):
    give(land, "P1D1C1H1", 4), give(land, "P1D1C1H2", 3)
    assert numbers(land.reader, land) == {"P1D1C1": 7, "P1D1C1H1": 4, "P1D1C1H2": 3}


@pytest.mark.django_db
def test_neither_the_title_nor_the_file_says_what_the_list_hides(land):
    give(land, "P1D1C1H1", 4), give(land, "P1D1C1H2", 2)
    query = f"?dia-ban={land.units['P1D1C1'].key}"
    page = land.reader.get(reverse("scores:indicator_page", args=[CODE]) + query)
    assert "không nêu số nhỏ" in words(page) and f"ỷ luật năm {YEAR}: 6" not in words(page)
    owner = browser_of("org_staff", unit=land.district).get(page.wsgi_request.get_full_path())
    assert f"ỷ luật năm {YEAR}: 6" in words(owner)
    file = f"{reverse('scores:indicator_list')}{query}&export=xlsx"
    assert land.reader.get(file).status_code == 403, "a cadre takes no file away"
    (row,) = [row for row in exported(browser_of("org_staff", unit=land.district).get(file)) if NAME in row]
    assert "6" in row


def exported(response) -> list:
    sheet = load_workbook(BytesIO(b"".join(response) if response.streaming else response.content)).worksheets[
        0
    ]
    return [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.django_db
@pytest.mark.parametrize(("small", "is_hidden"), [(2, True), (3, False)])
def test_a_target_above_hides_what_came_of_it_though_the_branch_below_has_none(land, small, is_hidden):
    commune = land.units["P1D1C1"]
    body = organisation(commune, code="DUX", name="Đảng bộ xã", kind="grassroots_committee")
    Target.objects.create(
        organisation=body, unit=commune, indicator=Indicator.objects.get(code=CODE), year=YEAR, value=9
    )
    give(land, "P1D1C1H1", 4), give(land, "P1D1C1H2", small)
    text = words(land.reader.get(reverse("scores:target_list")))
    assert (f"{4 + small}/9" in text) is not is_hidden
    owner = browser_of("org_staff", unit=land.district)
    assert f"{4 + small}/9" in words(owner.get(reverse("scores:target_list")))


@pytest.mark.django_db
@pytest.mark.parametrize(("small", "is_hidden"), [(2, True), (3, False)])
def test_the_paper_of_a_review_says_no_sum_with_a_small_number_in_it(land, small, is_hidden):
    give(land, "P1D1C1H1", 4), give(land, "P1D1C1H2", small), give(land, "P1D1C1H1", 2, "admissions")
    figures = review_figures(
        land.units["P1D1C1"], date(YEAR, 1, 1), date(YEAR + 1, 1, 1), on=date(YEAR, 12, 31)
    )
    labels = {row.label for section in sections_of(figures) for row in section.rows}
    assert (NAME in labels) is not is_hidden
    assert "Kết nạp đảng viên" in labels, "what is not sensitive stays"
