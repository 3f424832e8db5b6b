"""The main entries: so many in one line, the rest under a word, each person's own, the present page marked."""

import re

import pytest

from config.context_processors import MOST_IN_LINE
from tests.factories import AgencyFactory, organisation, small_map
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


def navigation(browser, address="/tro-giup/") -> tuple[str, str]:
    """(the entries of the line, those under "Thêm") as HTML."""
    whole = browser.get(address).content.decode().split('id="nav"')[1].split("</nav>")[0]
    line, _more, more = whole.partition("<details")
    return line, more


def entries(part) -> list[str]:
    return re.findall(r"<li><a [^>]*>([^<]+)</a>", part)


@pytest.fixture
def units():
    return small_map()


@pytest.mark.parametrize("role", ["org_staff", "org_head", "leader", "commune_office"])
def test_no_more_than_one_line_of_entries_stands_open(units, role):
    line, more = navigation(browser_of(role, unit=units["P1D1C1" if role == "commune_office" else "P1D1"]))
    assert len(entries(line)) <= MOST_IN_LINE + 1
    assert not more or len(entries(more)) > 1


def test_who_has_few_entries_has_no_word_for_the_rest(units):
    agency = AgencyFactory(unit=units["P1D1"])
    branch = organisation(units["P1D1C1H1"], code="CB1", name="Chi bộ 1")
    for browser in (
        browser_of("handler", agency=agency),
        browser_of("branch_secretary", organisation=branch),
    ):
        assert navigation(browser)[1] == ""


def test_the_word_is_marked_where_the_present_page_is_under_it(units):
    browser = browser_of("org_staff", unit=units["P1D1"])
    assert "is-current" in navigation(browser, "/dia-ban/phan-quyen/")[1]
    assert 'aria-current="page">Phân quyền' in navigation(browser, "/dia-ban/phan-quyen/")[1]
    line, more = navigation(browser, "/phan-cong/can-bo/")
    assert 'aria-current="page">Cán bộ' in line
    assert "is-current" not in more


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("org_staff", "/viec/cap-bach/"),
        ("org_staff", "/bao-cao/dot/"),
        ("org_staff", "/bao-cao/khac-phuc/"),
        ("commune_office", "/viec/cap-bach/"),
        ("commune_office", "/viec/hoi-nghi/"),
        ("branch_secretary", "/viec/kien-nghi/moi/"),
    ],
)
def test_recommendations_are_marked_on_each_page_beside_them(units, role, address):
    """Whoever has no committee's list has an entry whose address begins none of the pages beside it."""
    over = {"unit": units["P1D1C1"]}
    if role == "branch_secretary":
        over = {"organisation": organisation(units["P1D1C1H1"], code="CB1", name="Chi bộ 1")}
    browser = browser_of(role, **over)
    assert browser.get(address).status_code == 200
    whole = "".join(navigation(browser, address))
    assert re.findall(r'aria-current="(\w+)">([^<]+)</a>', whole) == [("true", "Kiến nghị")]


def test_households_are_marked_on_their_tabs_and_forms_for_those_who_read_rows_or_numbers(units):
    office, staff = (
        browser_of("commune_office", unit=units["P1D1C1"]),
        browser_of("org_staff", unit=units["P1D1"]),
    )
    for browser, address, word in (
        (office, "/ho-gia-dinh/", "page"),
        (office, "/ho-gia-dinh/to-nhom/", "true"),
        (office, "/dia-ban/ho-gia-dinh/them/", "true"),
        (office, "/dia-ban/to-nhom/them/", "true"),
        (staff, "/ho-gia-dinh/do-phu/", "page"),
        (staff, "/ho-gia-dinh/khi-can/", "true"),
    ):
        whole = "".join(navigation(browser, address))
        marked = re.findall(r'aria-current="(\w+)">([^<]+)</a>', whole)
        assert marked == [(word, "Hộ gia đình")], address


def test_what_is_with_an_agency_is_marked_on_the_pages_of_its_steps_and_nothing_of_matters_elsewhere(units):
    browser = browser_of("handler", agency=AgencyFactory(unit=units["P1D1"]))
    assert 'aria-current="page">Giao cơ quan tôi' in navigation(browser, "/viec/co-quan/")[0]
    officer = browser_of("org_staff", unit=units["P1D1"])
    assert 'aria-current="page">Báo cáo</a>' in "".join(navigation(officer, "/bao-cao/"))
