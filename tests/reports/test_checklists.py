"""How far the items are touched: by unit, item and quarter; what lies untouched; the page, the file and the figures agree."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from assignments.actions.assigning import end_assignment
from branches.actions.units import change_unit
from reports.actions.forms import Item, change_checklist, copy_checklist
from reports.facts.period_reviews import sections_of
from reports.models import Checklist, ChecklistAnswer
from reports.querysets.checklists import MOST_QUARTERS, ChecklistCoverage, Quarter, checklist_as_figures
from reports.reviewing import review_figures
from reports.views.checklists import cell_words
from tests.pages import browser_of, queries_of, rows_of, signed_in, words
from tests.reports.filed import ground, zone_leader

pytestmark = pytest.mark.django_db
PAGE = reverse("reports:checklist_coverage")
START, END = date(2026, 4, 1), date(2026, 11, 1)
Q2, Q3, Q4 = (
    Quarter(date(2026, m, 1), date(2026 + (m == 10), m % 12 + 3 if m < 10 else 1, 1)) for m in (4, 7, 10)
)


@pytest.fixture
def land():
    land = ground()
    land.items = {item.code: item for item in Checklist.objects.get(code="4-nam").items.all()}
    return land


def touch(land, branch, day, *codes, answer="done", **fields):
    report = land.report(branch=branch, met_on=day, **fields)
    for code in codes:
        ChecklistAnswer.objects.create(report=report, item=land.items[code], answer=answer)
    return report


def coverage(land, **given):
    return ChecklistCoverage(
        given.pop("scheme", land.scheme), given.pop("area", land.district), START, END, **given
    )


def test_an_item_is_touched_once_a_unit_however_often_and_whatever_the_answer(land):
    touch(land, land.branches[0], date(2026, 7, 24), "4-nam-1", "4-nam-2")
    touch(land, land.branches[0], date(2026, 8, 24), "4-nam-1")
    touch(land, land.branches[1], date(2026, 9, 24), "4-nam-1", answer="not_done")
    touch(land, land.branches[2], date(2026, 10, 24), "4-nam-1")
    found = coverage(land)
    assert [each.code for each in found.quarters] == ["2026-Q2", "2026-Q3", "2026-Q4"]
    assert found.units == 4
    assert found.share("4-nam-1") == (3, 4) and found.share("4-nam-1").percent == 75
    assert [found.share("4-nam-1", each)[0] for each in found.quarters] == [0, 2, 1]
    assert found.share("4-nam-2", found.quarters[1]) == (1, 4)
    assert found.share("4-nam-4") == (0, 4)


def test_what_lies_untouched_is_told_in_months_the_coldest_first(land):
    touch(land, land.branches[0], date(2026, 10, 24), "4-nam-1")
    touch(land, land.branches[1], date(2026, 5, 24), "4-nam-1")
    touch(land, land.branches[2], date(2025, 12, 24), "4-nam-1")  # before the period
    found = coverage(land)
    by_name = {row.target.code: row.months("4-nam-1", found.day) for row in found.untouched}
    assert by_name == {"P1D1C1H1": 0, "P1D1C1H2": 5, "P1D1C2H1": 10, "P1D1C2H2": None}
    [first, second, *_rest] = found.coldest_first(Checklist.objects.get(code="4-nam"))
    assert (first.target.code, second.target.code) == ("P1D1C2H2", "P1D1C2H1")


def test_days_at_the_edges_of_the_period_and_of_a_quarter(land):
    touch(land, land.branches[0], date(2026, 3, 31), "4-nam-1")
    touch(land, land.branches[1], date(2026, 4, 1), "4-nam-1")
    touch(land, land.branches[2], date(2026, 6, 30), "4-nam-1")
    touch(land, land.branches[3], date(2026, 11, 1), "4-nam-1")
    found = coverage(land)
    assert found.share("4-nam-1") == (2, 4)
    assert found.share("4-nam-1", found.quarters[0]) == (2, 4)
    assert {row.target.code for row in found.untouched if not row.last} == {"P1D1C2H2"}


def test_a_report_counts_where_its_hamlet_stood_on_its_own_day(land):
    """The hamlet went to the other commune in August: the area asked for is that commune, the day the period's last."""
    touch(land, land.branches[0], date(2026, 7, 24), "4-nam-1")
    change_unit(land.hamlets[0], on=date(2026, 8, 1), by=None, parent=land.units["P1D1C2"])
    touch(land, land.branches[0], date(2026, 9, 24), "4-nam-2")
    found = coverage(land, area=land.units["P1D1C2"])
    assert found.units == 3
    assert found.share("4-nam-2") == (1, 3)
    assert coverage(land).share("4-nam-2") == (1, 4)


def test_an_item_goes_on_by_its_code_when_the_list_is_written_anew(land):
    own = copy_checklist(Checklist.objects.get(code="4-nam"), scheme=land.scheme, starts_on=START, by=None)
    touch(land, land.branches[0], date(2026, 5, 24), "4-nam-1")
    items = [Item("4-nam-1", "Nắm tổ chức đảng"), Item("", "Nắm việc mới")]
    new = change_checklist(own, starts_on=date(2026, 7, 1), items=items, name="4 nắm", source="", by=None)
    found = coverage(land)
    [mine] = [each for each in found.checklists if each.code == "4-nam"]
    assert mine == new
    assert found.share("4-nam-1") == (1, 4)


def test_reports_of_another_scheme_and_ended_assignments_make_no_difference(land):
    from tests.factories import SchemeFactory

    touch(land, land.branches[0], date(2026, 7, 24), "4-nam-1", scheme=SchemeFactory(issuer=land.district))
    touch(land, land.branches[1], date(2026, 7, 24), "4-nam-1")
    end_assignment(land.assignment, on=date(2026, 8, 1), reason="adjusted", by=land.officer)
    assert coverage(land).share("4-nam-1") == (1, 4)


def test_no_unit_is_not_nought_percent_and_long_periods_are_bounded(land):
    found = ChecklistCoverage(land.scheme, land.units["P1D2"], START, END)
    assert (found.units, found.share("4-nam-1").percent) == (0, None)
    long = ChecklistCoverage(land.scheme, land.district, date(2000, 1, 1), END)
    assert len(long.quarters) == MOST_QUARTERS and long.quarters[-1].code == "2026-Q4"


@pytest.mark.parametrize(
    ("months", "expected"),
    [(None, ("bad", "chưa lần nào")), (0, ("ok", "tháng này")), (2, ("ok", "2 tháng trước"))]
    + [(3, ("warn", "3 tháng trước")), (14, ("warn", "14 tháng trước"))],
)
def test_a_cell_has_a_state_and_a_word(months, expected):
    assert cell_words(months, 3) == expected


def test_the_command_prints_what_the_object_says(land):
    touch(land, land.branches[0], date(2026, 7, 24), "4-nam-1")
    out = StringIO()
    asked = ["--from", "2026-04-01", "--to", "2026-11-01", "--scheme", land.scheme.code, "--json"]
    call_command("figures", "checklist", *asked, stdout=out)
    figures = json.loads(out.getvalue())
    assert figures == json.loads(json.dumps(checklist_as_figures(coverage(land))))
    [item] = [each for each in figures["items"] if each["code"] == "4-nam-1"]
    assert (item["touched"], item["units"], item["percent"]) == (1, 4, 25)
    assert item["quarters"][1] == {"quarter": "2026-Q3", "touched": 1, "units": 4}


def test_the_page_and_its_file_say_the_same(land):
    browser = signed_in(land.officer)
    today = browser.get(PAGE).context["asked"].day
    touch(land, land.branches[0], today.replace(day=1), "4-nam-1")
    text = words(browser.get(PAGE))
    assert "1/4 (25 %)" in text and "✓ tháng này" in text and "✗ chưa lần nào" in text
    assert "4/4 nơi có mục chưa chạm tới từ 3 tháng trở lên" in text
    rows = rows_of(browser.get(f"{PAGE}?export=xlsx"))
    flat = [str(cell) for row in rows for cell in row if cell]
    assert flat.count("tháng này") == 1 and flat.count("chưa lần nào") == 15
    placeholder = words(browser.get(f"{PAGE}?danh-muc=4-gop&thang=abc"))
    assert "còn mục chưa có nội dung chính thức" in placeholder


def test_the_leader_of_a_zone_sees_his_communes_the_commune_itself_nothing(land):
    text = words(signed_in(zone_leader(land, land.commune)).get(PAGE))
    assert "Ấp Mẫu P1D1C1H1" in text and "P1D1C2" not in text and "/2 nơi có mục" in text
    assert signed_in(land.reader("commune_office", unit=land.commune)).get(PAGE).status_code == 403
    below = words(browser_of("leader", unit=land.commune).get(PAGE))
    assert "Chưa có chủ trương nào" in below
    beside = words(browser_of("leader", unit=land.units["P1D2"]).get(PAGE))
    assert "P1D1" not in beside


def test_the_page_asks_as_much_for_many_reports_as_for_few(land):
    browser = signed_in(land.officer)
    few = queries_of(browser, PAGE)
    for month in range(2, 11):
        for branch in land.branches:
            touch(land, branch, date(2026, month, 24), *land.items)
    assert queries_of(browser, PAGE) <= few + 1
    assert few <= 24


# --- in a review ---
def checklist_rows(figures):
    (section,) = [each for each in sections_of(figures) if each.title.startswith("Danh mục kiểm")] or [None]
    return {row.key.rpartition(".")[2]: row for row in section.rows} if section else {}


def test_a_review_says_in_how_many_places_each_item_was_touched_beside_the_period_before(land):
    day = date(2026, 11, 1)
    touch(land, land.branches[0], date(2025, 9, 24), "4-nam-1")
    for branch in land.branches[:3]:
        touch(land, branch, date(2026, 9, 24), "4-nam-1")
    touch(land, land.branches[0], date(2026, 10, 24), "4-nam-2", answer="not_done")
    figures = review_figures(land.district, date(2025, 11, 1), day, on=day)
    rows = checklist_rows(figures)
    said = {code: (rows[code].words_now, rows[code].words_before, rows[code].difference) for code in rows}
    assert said["4-nam-1"] == ("3/4", "1/4", "+2") and said["4-nam-2"] == ("1/4", "0/4", "+1")
    assert said["4-nam-4"] == ("0/4", "0/4", "=")
    assert rows["4-nam-1"].label.startswith("1. "), "its number and its text, as the list has them"
    # What was not on the list then was not untouched; a sketch is no item; of several places nothing can be added.
    items = figures["checklist"]["items"]
    past = figures["checklist"]["previous"]
    past["items"] = [each for each in past["items"] if each["code"] != "4-nam-2"]
    next(each for each in items if each["code"] == "4-nam-4")["is_placeholder"] = True
    rows = checklist_rows(figures)
    assert rows["4-nam-2"].words_before == "chưa có trong danh mục kỳ trước" and "4-nam-4" not in rows
    assert checklist_rows(figures | {"checklist": figures["checklist"] | {"items": items * 2}}) == {}
    past["items"] = past["items"] * 2
    assert (
        checklist_rows(figures)["4-nam-1"].words_before
        == "không so sánh được: kỳ trước nhiều nơi giữ địa bàn"
    )


def test_the_number_of_places_in_which_an_item_was_touched_opens_those_places(land):
    for branch in land.branches[:3]:
        touch(land, branch, date(2026, 9, 24), "4-nam-1")
    browser, live = signed_in(land.officer), reverse("reports:period_review_live")
    page = browser.get(live, {"dia-ban": land.district.key, "tu": "2026-09-24", "den": "2026-10-15"})
    rows = {row.key: row for group in page.context["groups"] for row in group.rows}
    row = next(row for key, row in rows.items() if key.endswith(".4-nam-1"))
    assert (row.words_now, browser.get(row.url).context["total"]) == ("3/4", 3)
    assert next(row for key, row in rows.items() if key.endswith(".4-nam-2")).url is None
