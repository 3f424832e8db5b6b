"""Targets of a year against what came of them."""

from datetime import date

import pytest
from django.urls import reverse

from branches.actions.organisations import change_organisation, close_organisation
from dashboard.figures import all_figures, target_figures
from scores.models import Indicator, IndicatorValue, ModelRegistration, ModelTitle, Target
from scores.place_targets import PlaceBoard
from scores.targeting import TargetBoard, board_around
from tests import factories
from tests.pages import browser_of, words

pytestmark = pytest.mark.django_db
DAY = date(2023, 6, 1)


@pytest.fixture
def tree():
    units = factories.small_map()
    above = factories.organisation(units["P1D1"], code="HU", name="Đảng bộ huyện", kind="committee")
    commune = factories.organisation(
        units["P1D1C1"], code="DU", name="Đảng bộ xã", kind="grassroots_committee", parent=above
    )
    first = factories.organisation(units["P1D1C1H1"], code="CB1", name="Chi bộ 1", parent=commune)
    second = factories.organisation(units["P1D1C1H2"], code="CB2", name="Chi bộ 2", parent=commune)
    return units, above, commune, first, second


def aim(body, value, code="admissions", year=2022):
    return Target.objects.create(
        organisation=body, unit=body.unit, indicator=Indicator.objects.get(code=code), year=year, value=value
    )


def give(value, *, body=None, unit=None, code="admissions", on=date(2022, 6, 1), **fields):
    return IndicatorValue.objects.create(
        indicator=Indicator.objects.get(code=code), unit=unit or body.unit, organisation=body,
        counted_on=on, value=value, **fields,
    )  # fmt: skip


def lines(area, year=2022):
    board = TargetBoard(area, year, DAY)
    return {(line.code, line.target.indicator.code): line for line in board.lines}


def test_an_organisations_actual_is_its_own_and_that_of_those_below(tree):
    units, above, commune, first, second = tree
    for body, value in ((above, 20), (commune, 10), (first, 6), (second, 3)):
        aim(body, value)
    give(2, body=first)
    give(1, body=first, on=date(2022, 9, 1))
    give(3, body=second)
    give(50, body=second, on=date(2021, 9, 1))
    found = lines(units["P1D1"])
    assert [found[code, "admissions"].actual for code in ("HU", "DU", "CB1", "CB2")] == [6, 6, 3, 3]
    assert [found[code, "admissions"].is_met for code in ("DU", "CB1", "CB2")] == [False, False, True]
    assert found["CB1", "admissions"].missing == 3
    assert (found["DU", "admissions"].below, found["DU", "admissions"].differs_below) == (9, -1)
    assert found["HU", "admissions"].differs_below == -10 and found["CB1", "admissions"].below is None


def test_a_number_of_the_place_is_that_of_its_committee_and_of_its_only_branch(tree):
    units, above, commune, first, second = tree
    for body in (above, commune, first):
        aim(body, 5)
    give(4, unit=units["P1D1C1H1"])
    assert {code: line.actual for (code, _i), line in lines(units["P1D1"]).items()} == {
        "HU": 4,
        "DU": 4,
        "CB1": 4,
    }
    factories.organisation(units["P1D1C1H1"], code="CB9", name="Chi bộ khác", parent=commune)
    assert lines(units["P1D1"])["CB1", "admissions"].actual is None


def test_nobody_knows_is_not_nought_and_fewer_may_be_better(tree):
    units, _above, _commune, first, second = tree
    aim(first, 2, "discipline_cases")
    aim(second, 0, "discipline_cases")
    give(1, body=first, code="discipline_cases")
    found = lines(units["P1D1"])
    assert found["CB1", "discipline_cases"].is_met is True
    unknown = found["CB2", "discipline_cases"]
    assert (unknown.actual, unknown.is_met, unknown.share) == (None, None, None)
    figures = target_figures(on=DAY, unit_code="P1D1C1H2", year=2022)["by_indicator"]["discipline_cases"]
    assert (figures["actual"], figures["unknown"]) == (None, 1), "a sum of nothing known is not nought either"
    give(0, body=second, code="discipline_cases")
    assert lines(units["P1D1"])["CB2", "discipline_cases"].is_met is True
    assert lines(units["P1D1"])["CB2", "discipline_cases"].share is None


def test_model_branches_are_counted_from_their_registrations(tree):
    units, above, _commune, first, second = tree
    aim(above, 2, "model_branches_registered")
    for body, withdrawn in ((first, None), (second, date(2022, 5, 1))):
        ModelRegistration.objects.create(
            organisation=body, unit=body.unit, title=ModelTitle.objects.first(), year=2022,
            registered_on=date(2022, 2, 1), withdrawn_on=withdrawn,
        )  # fmt: skip
    assert lines(units["P1D1"])["HU", "model_branches_registered"].actual == 1


def test_figures_add_up_the_topmost_targets_only(tree):
    units, above, commune, first, _second = tree
    for body, value in ((commune, 10), (first, 6)):
        aim(body, value)
    give(4, body=first)
    found = target_figures(on=DAY, unit_code="P1D1", year=2022)["by_indicator"]["admissions"]
    assert (found["target"], found["actual"], found["organisations"]) == (10, 4, 1)
    assert target_figures(on=DAY, unit_code="P1D2", year=2022)["by_indicator"] == {}


def test_what_gives_a_small_sensitive_number_away_is_marked_with_all_above_it(tree):
    units, above, commune, first, second = tree
    for body in (commune, first, second):
        aim(body, 9, "discipline_cases"), aim(body, 9)
    give(2, body=first, code="discipline_cases"), give(4, body=second, code="discipline_cases")
    give(1, body=first)
    found = target_figures(on=DAY, unit_code="P1D1", year=2022)
    marks = {(row["code"], row["indicator"]): row.get("gives_away") for row in found["organisations"]}
    assert {key: marks[key] for key in marks if key[1] == "discipline_cases"} == {
        ("DU", "discipline_cases"): True,
        ("CB1", "discipline_cases"): True,
        ("CB2", "discipline_cases"): False,
    }
    assert marks["CB1", "admissions"] is None, "what is not sensitive bears no mark"
    assert found["by_indicator"]["discipline_cases"]["gives_away"] is True
    assert all("gives_away" in row for row in found["differing"] if row["indicator"] == "discipline_cases")


def test_the_number_of_questions_does_not_grow(tree):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    units, above, commune, first, second = tree
    aim(first, 1)
    give(1, body=first)
    with CaptureQueriesContext(connection) as few:
        assert TargetBoard(units["P1D1"], 2022, DAY).lines
    for body in (above, commune, second):
        aim(body, 1)
        give(1, body=body)
        aim(body, 1, "discipline_cases")
    with CaptureQueriesContext(connection) as many:
        assert len(TargetBoard(units["P1D1"], 2022, DAY).lines) == 7
    assert len(many) == len(few)


def test_what_is_asked_of_one_body_reads_its_own_branches_wherever_they_stand_and_nobody_elses(tree):
    units, _above, commune, first, second = tree
    away = factories.organisation(units["P2D2C2H2"], code="CB9", name="Chi bộ ở xa", parent=commune)
    other = factories.organisation(units["P1D2C1H1"], code="CBX", name="Chi bộ nơi khác")
    for body, value in ((commune, 9), (away, 4), (second, 3), (other, 5)):
        aim(body, value)
    give(2, body=away), give(1, body=first), give(30, body=other), give(7, unit=units["P1D2C1"])
    board = board_around(commune, 2022, DAY, Target.objects.all())
    line = next(line for line in board.lines if line.code == "DU")
    assert (line.actual, line.below, line.differs_below) == (3, 7, -2)
    assert {line.code for line in board.lines} == {"DU", "CB2", "CB9"}
    assert sorted(value.value for value in board.actuals._values) == [1, 2]
    assert other.pk not in board.actuals.tree.bodies
    assert board_around(other, 2022, DAY, Target.objects.all()).lines[0].actual == 30


def test_the_board_of_a_page_says_what_the_whole_board_says_in_two_questions(tree):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    units, above, commune, first, second = tree
    part = factories.organisation(
        units["P1D1C1"], code="BP", name="Đảng bộ bộ phận", kind="grassroots_committee", parent=commune
    )
    away = factories.organisation(units["P1D2C2H2"], code="CB9", name="Chi bộ ở xa", parent=part)
    bodies = (above, commune, part, first, second, away)
    for body, value in zip(bodies, (90, 20, 9, 5, 3, 4), strict=True):
        aim(body, value), aim(body, value, "model_branches_registered"), aim(body, value, "households")
    give(2, body=away), give(1, body=first), give(4, body=first, category="Đoàn viên")
    give(9, unit=units["P1D1C1H2"]), give(7, unit=units["P1D1C2"], qualifier="more_than")
    give(5, body=commune, on=date(2022, 1, 1), category="Đoàn viên")
    give(100, body=first, code="households", on=date(2021, 1, 1))
    give(120, body=first, code="households"), give(80, unit=units["P1D1C1H2"], code="households")
    ModelRegistration.objects.create(
        organisation=away, unit=away.unit, title=ModelTitle.objects.first(), year=2022,
        registered_on=date(2022, 2, 1),
    )  # fmt: skip
    scope = browser_of("org_staff", unit=units["P1"]).get("/").wsgi_request.scope
    day = date(2022, 12, 31)

    def said(board):
        return {
            (line.code, line.target.indicator.code): (line.actual, line.is_at_least, line.below)
            for line in board.lines
        }

    with CaptureQueriesContext(connection) as asked:
        near = PlaceBoard(scope, day, units=[units["P1D1"]], bodies=[away.pk])
        found = said(near)
    assert len(asked) == 2
    assert found == said(TargetBoard(None, 2022, day)) and len(found) == 18
    assert found["BP", "model_branches_registered"][0] == 1 and found["DU", "households"][0] == 200
    assert near.of_body(away.pk)[0] == ("Chi bộ đăng ký trong sạch, vững mạnh toàn diện 2022", "1/4")
    assert ("Kết nạp đảng viên 2022", f"hơn {found['HU', 'admissions'][0]}/90") in near.of_unit(units["P1D1"])
    assert near.of_unit(units["P1D2C1"]) == []


def test_the_review_by_name_is_that_of_the_pages(tree):
    found = all_figures(starts_on=date(2022, 1, 1), ends_on=date(2023, 1, 1), on=DAY, unit_code="P1D1")
    assert {"attendance", "recommendations", "indicators", "not_comparable"} <= set(found)


def test_what_bodies_gave_that_were_dissolved_during_the_year_counts_above_them(tree):
    units, above, commune, first, second = tree
    other = factories.organisation(
        units["P1D1C2"], code="DU2", name="Đảng bộ xã 2", kind="grassroots_committee", parent=above
    )
    for body, value in ((above, 30), (other, 9)):
        aim(body, value), aim(body, value, "model_branches_registered")
    ModelRegistration.objects.create(
        organisation=first, unit=first.unit, title=ModelTitle.objects.first(), year=2022,
        registered_on=date(2022, 2, 1),
    )  # fmt: skip
    # The branch's three are in the eleven of its committee; a stock of who is no more counts nowhere.
    give(11, body=commune, on=date(2022, 3, 31)), give(3, body=first, on=date(2022, 3, 31))
    give(40, body=first, code="households", on=date(2022, 3, 31)), aim(above, 50, "households")
    give(7, body=other, on=date(2022, 12, 1))
    day = date(2022, 7, 1)
    change_organisation(second, on=day, by=None, parent=other)
    close_organisation(first, on=day, by=None), close_organisation(commune, on=day, by=None)
    found = lines(units["P1D1"])
    assert (found["HU", "admissions"].actual, found["DU2", "admissions"].actual) == (18, 7)
    assert found["HU", "model_branches_registered"].actual == 1
    assert found["HU", "households"].actual is None
    figures = all_figures(starts_on=date(2022, 1, 1), ends_on=date(2023, 1, 1), on=DAY, unit_code="P1D1")
    assert figures["indicators"]["admissions"]["value"] == figures["targets"]["admissions"]["actual"] == 18
    scope = browser_of("org_staff", unit=units["P1"]).get("/").wsgi_request.scope
    near = PlaceBoard(scope, date(2022, 12, 31), units=[units["P1D1"]])
    assert {(line.code, line.target.indicator.code): line.actual for line in near.lines} == {
        key: line.actual for key, line in found.items()
    }


def test_what_cannot_be_added_up_is_the_places_own_and_never_a_sum(tree):
    units, above, commune, first, second = tree
    for body, value in ((above, 60), (first, 50), (second, 40)):
        aim(body, value, "income_per_person")
    give(55, unit=first.unit, code="income_per_person"), give(30, body=second, code="income_per_person")
    found = lines(units["P1D1"])
    said = {code: (line.actual, line.below, line.is_met) for (code, _i), line in found.items()}
    assert said == {"HU": (None, None, None), "CB1": (55, None, True), "CB2": (30, None, False)}
    give(58, unit=units["P1D1"], code="income_per_person")
    assert lines(units["P1D1"])["HU", "income_per_person"].actual == 58
    figures = target_figures(on=DAY, unit_code="P1D1C1", year=2022)["by_indicator"]["income_per_person"]
    assert [figures[name] for name in ("target", "actual", "organisations", "met")] == [None, None, 2, 1]
    officer = browser_of("org_staff", unit=units["P1D1C1"])
    page = words(officer.get(reverse("scores:target_list"), {"nam": 2022, "dia-ban": units["P1D1C1"].key}))
    assert "Thu nhập bình quân đầu người một năm : (1/2 nơi đạt)" in page
    review = {"dia-ban": units["P1D1C1"].key, "tu": "2022-01-01", "den": "2022-12-31"}
    assert "Thu nhập bình quân đầu người một năm 1/2 nơi đạt" in words(
        officer.get(reverse("reports:period_review_live"), review)
    )
