"""A number that the map answers opens the list of those whom it counts, and both agree."""

import re
from datetime import date

import pytest
from django.urls import reverse

from branches.models import MemberCount, Office, OfficeHolder
from scores.branch_sizes import SIZES, UNKNOWN, band_of
from scores.models import Indicator, IndicatorValue, ModelRegistration, ModelTitle, YearTheme
from scores.reading import indicator_figures
from tests import factories
from tests.pages import browser_of, queries_of, words

TODAY = date.today()
PERIOD = date(TODAY.year, 1, 1), date(TODAY.year + 1, 1, 1), TODAY
SINCE = date(2020, 1, 1)
PEOPLE = {
    "non_local_secretaries": {"Lê Thị Bí Thư Xã"},
    "non_local_chairs": {"Phạm Văn Chủ Tịch"},
    "secretaries_chairing_councils": {"Lê Thị Bí Thư Xã"},
    "secretaries_heading_hamlets": {"Trần Văn Hai Vai"},
    "part_time_cadres_as_secretaries": {"Nguyễn Thị Kiêm"},
}


def holder(unit, office, name, organisation=None, **fields):
    return OfficeHolder.objects.create(
        unit=unit, organisation=organisation, office=Office.objects.get(code=office), full_name=name,
        starts_on=SINCE, **fields,
    )  # fmt: skip


@pytest.fixture
def land():
    units = factories.small_map()
    commune = units["P1D1C1"]
    body = factories.organisation(commune, code="DU1", name="Đảng bộ xã 1", kind="committee")
    one, two = (
        factories.organisation(
            units[code], code=f"CB{code}", name=f"Chi bộ {code}", parent=body, branch_type="residential"
        )
        for code in ("P1D1C1H1", "P1D1C1H2")
    )
    holder(commune, "secretary", "Lê Thị Bí Thư Xã", body, is_local=False)
    holder(commune, "council_chair", "Lê Thị Bí Thư Xã")
    holder(commune, "chairman", "Phạm Văn Chủ Tịch", is_local=False)
    holder(units["P1D1C1H1"], "secretary", "Trần Văn Hai Vai", one, is_part_time_cadre=False)
    holder(units["P1D1C1H1"], "hamlet_head", "Trần Văn Hai Vai")
    holder(units["P1D1C1H2"], "secretary", "Nguyễn Thị Kiêm", two, is_part_time_cadre=True)
    for branch, number in ((one, 4), (two, 12)):
        MemberCount.objects.create(organisation=branch, counted_on=SINCE, official=number)
    ModelRegistration.objects.create(
        organisation=one, unit=one.unit, title=ModelTitle.objects.get(), year=TODAY.year,
        registered_on=date(TODAY.year, 1, 1),
    )  # fmt: skip
    return units, one, two


def listed(browser, code, unit) -> list[str]:
    """Rows of the list behind the number."""
    page = browser.get(f"{reverse('scores:indicator_page', args=[code])}?dia-ban={unit.key}")
    assert page.status_code == 200
    rows = re.findall(r"<tbody>.*?</tbody>", page.text, re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)) for row in re.findall(r"<tr.*?</tr>", "".join(rows), re.S)]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["P1D1", "P1D1C1", "P1D1C2"])
@pytest.mark.parametrize("code", PEOPLE)
def test_a_number_of_people_is_as_long_as_its_list(land, code, place):
    units, one, two = land
    officer = browser_of("org_staff", unit=units["P1D1"])
    number = indicator_figures(units[place], *PERIOD)[code].value
    rows = listed(officer, code, units[place])
    assert len(rows) == (number or 0)
    expected = PEOPLE[code] if place != "P1D1C2" else set()
    assert len(expected) == len(rows) and all(any(name in row for row in rows) for name in expected)


@pytest.mark.django_db
def test_a_number_of_bodies_is_the_sum_of_its_list(land):
    units, one, two = land
    officer = browser_of("org_staff", unit=units["P1D1"])
    figures = indicator_figures(units["P1D1"], *PERIOD)
    rows = listed(officer, "members", units["P1D1"])
    assert figures["members"].value == 16 and len(rows) == 2
    assert sorted(int(re.findall(r"(\d+) *$", row.strip())[0]) for row in rows) == [4, 12]
    (row,) = listed(officer, "model_branches_registered", units["P1D1"])
    assert figures["model_branches_registered"].value == 1 and "Chi bộ P1D1C1H1" in row


@pytest.mark.django_db
def test_the_people_behind_a_number_are_named_to_those_who_may_read_them(land):
    units, one, two = land
    secretary = browser_of("branch_secretary", unit=units["P1D1C1H2"])
    text = " ".join(listed(secretary, "secretaries_heading_hamlets", units["P1D1C1H2"]))
    assert "Trần Văn Hai Vai" not in text
    page = f"{reverse('scores:indicator_page', args=['secretaries_heading_hamlets'])}?dia-ban="
    assert secretary.get(page + units["P1D1C1"].key).status_code == 404


@pytest.mark.django_db
def test_the_list_asks_the_same_questions_however_long_it_is(land):
    units, one, two = land
    officer = browser_of("org_staff", unit=units["P1D1"])
    page = reverse("scores:indicator_page", args=["secretaries_heading_hamlets"])
    few = queries_of(officer, page)
    holder(units["P1D1C1H2"], "hamlet_head", "Nguyễn Thị Kiêm")
    assert queries_of(officer, page) == few <= 25


@pytest.mark.parametrize(
    ("number", "band"),
    [(None, UNKNOWN), (0, "duoi-5"), (4, "duoi-5"), (5, "5-9"), (9, "5-9"), (10, "10-19"), (29, "20-29"),
     (30, "tu-30"), (900, "tu-30")],
)  # fmt: skip
def test_every_number_of_members_has_one_size(number, band):
    assert band_of(number) == band


def test_sizes_leave_no_gap():
    assert all(one[2] + 1 == other[1] for one, other in zip(SIZES, SIZES[1:], strict=False))


@pytest.mark.django_db
def test_branches_are_counted_by_members_and_each_size_opens_its_list(land):
    units, one, two = land
    officer = browser_of("org_staff", unit=units["P1D1"])
    page = reverse("scores:size_list")
    assert page in officer.get(reverse("scores:watch_list")).text
    text = words(officer.get(page))
    assert "dưới 5 đảng viên 1" in text and "10 đến 19 đảng viên 1" in text and "5 đến 9 đảng viên 0" in text
    small = words(officer.get(f"{page}?muc=duoi-5"))
    assert "Chi bộ P1D1C1H1" in small and "Chi bộ P1D1C1H2" not in small
    assert officer.get(f"{page}?muc=x").status_code == 404
    neighbour = browser_of("org_staff", unit=units["P1D2"])
    assert "dưới 5 đảng viên 0" in words(neighbour.get(page))
    assert "Chi bộ P1D1C1H1" not in words(neighbour.get(f"{page}?muc=duoi-5"))


@pytest.mark.django_db
def test_reasons_of_discipline_and_sources_of_admissions_stand_with_their_numbers(land):
    units, one, two = land
    for code, category, value in (
        ("admissions", "Đoàn viên", 5), ("admissions", "Cán bộ thôn", 3), ("discipline_cases", "Khiển trách", 4),
    ):  # fmt: skip
        IndicatorValue.objects.create(
            indicator=Indicator.objects.get(code=code), unit=one.unit, counted_on=date(TODAY.year, 1, 1),
            value=value, category=category,
        )  # fmt: skip
    officer = browser_of("org_staff", unit=units["P1D1"])
    page = reverse("scores:indicator_page", args=["admissions"])
    assert "Đoàn viên 5 Cán bộ thôn 3" in words(officer.get(page))
    page = reverse("scores:indicator_page", args=["discipline_cases"])
    assert "Khiển trách 4" in words(officer.get(page))
    secretary = browser_of("branch_secretary", unit=units["P1D1C1H1"])
    assert "Khiển trách" not in words(secretary.get(page)), "the reasons are for whose affair it is"


@pytest.mark.django_db
def test_the_theme_of_the_year_says_whose_it_is(land):
    units, one, two = land
    YearTheme.objects.create(
        issuer=units["P1D1"], year=TODAY.year, text="Kỷ cương, gương mẫu", said_by="Bí thư Huyện ủy"
    )
    name = units["P1D1"].versions.get().name
    office = browser_of("commune_office", unit=units["P1D1C1"])
    assert f"Chủ đề năm {name} (Bí thư Huyện ủy): Kỷ cương, gương mẫu" in words(
        office.get(reverse("scores:target_list"))
    )
    other = browser_of("org_staff", unit=units["P1D2"])
    assert "Kỷ cương" not in words(other.get(reverse("scores:target_list")))
    page = words(office.get(units["P1D1C1"].get_absolute_url()))
    assert f"Chủ đề năm {name} (Bí thư Huyện ủy): Kỷ cương, gương mẫu" in page, (
        "and on the page of a place below"
    )
    assert "Kỷ cương" not in words(other.get(units["P1D2C1"].get_absolute_url()))
    viewer = browser_of("viewer", unit=units["P1D1"])
    assert "Kỷ cương" not in words(viewer.get(units["P1D1C1"].get_absolute_url())), "reads no targets"


@pytest.mark.django_db
def test_a_theme_is_corrected_with_a_reason_and_the_old_words_stay(land):
    units, one, two = land
    theme = YearTheme.objects.create(issuer=units["P1D1"], year=TODAY.year, text="Kỷ cương")
    officer = browser_of("org_staff", unit=units["P1D1"])
    page = reverse("scores:theme_change", args=[theme.key])
    assert page in officer.get(reverse("scores:target_list")).text
    data = {"text": "Kỷ cương, gương mẫu", "said_by": "Huyện ủy"}
    assert "Hãy ghi lý do" in words(officer.post(page, data | {"reason": ""}))
    assert YearTheme.objects.standing().get() == theme
    officer.post(page, data | {"reason": "Ghi thiếu"})
    new = YearTheme.objects.standing().get()
    assert (new.text, new.corrects, new.year, new.issuer) == (data["text"], theme, TODAY.year, units["P1D1"])
    assert "Kỷ cương → Kỷ cương, gương mẫu: Ghi thiếu (" in words(officer.get(reverse("scores:target_list")))
    shown = words(officer.get(units["P1D1"].get_absolute_url()))
    assert "(Huyện ủy): Kỷ cương, gương mẫu" in shown and "Kỷ cương " not in shown
    assert officer.get(page).status_code == 404, "no longer stands"
    page = reverse("scores:theme_change", args=[new.key])
    assert browser_of("org_staff", unit=units["P1D2"]).get(page).status_code == 404
    office = browser_of("commune_office", unit=units["P1D1C1"])
    assert office.get(page).status_code == 403 and page not in office.get(reverse("scores:target_list")).text
