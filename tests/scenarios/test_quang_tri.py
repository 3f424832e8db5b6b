"""The town of Quảng Trị, 2017 to 2020: more than 1,050 lượt in four years, one row of a list each (1.1, 1.2, 1.5). All rows are
made up."""

from datetime import date

import pytest
from django.urls import reverse

from reports.models import Report
from tests.scenarios.place import (
    AGENCIES,
    ASSIGNMENTS,
    BODIES,
    CADRES,
    DOCUMENTS,
    SCHEMES,
    UNITS,
    brought_in,
    taken_back,
)

pytestmark = pytest.mark.django_db

WARDS, BRANCHES = 5, 22
# 1.1: members of the town committee, heads of its boards and office, members of the inspection commission.
GROUPS = ("committee", "party_boards", "inspection")
ATTENDANCE = ["cadre_code", "organisation_code", "date", "scheme", "reported_on", "members", "present"]
ATTENDANCE += ["excused", "speaking"]
FOUR_YEARS = {"since": "2017-01-01", "until": "2021-01-01", "on": "2021-02-01"}


def ward(n) -> str:
    return f"462-{n % WARDS + 1}"


def lists(place):
    units = [["45", "tỉnh", "Tỉnh Quảng Trị", ""], ["462", "huyện", "Thị xã Quảng Trị", "45"]]
    units += [[ward(n), "xã", f"Phường Mẫu {n + 1}", "462"] for n in range(WARDS)]
    units += [
        [f"462-K{n:02d}", "khu phố" if n % 3 else "thôn", f"Khu phố {n}", ward(n)] for n in range(BRANCHES)
    ]
    place.bring("units", UNITS, units, on="2016-01-01")
    bodies = [["TXU", "committee", "Đảng bộ thị xã Quảng Trị", "", "462", ""]]
    bodies += [
        [f"DU{n}", "grassroots_committee", f"Đảng bộ phường Mẫu {n + 1}", "TXU", ward(n), ""]
        for n in range(WARDS)
    ]
    bodies += [
        [f"CB{n:02d}", "branch", f"Chi bộ khu phố {n}", f"DU{n % WARDS}", f"462-K{n:02d}", "residential"]
        for n in range(BRANCHES)
    ]
    place.bring("organisations", BODIES, bodies, on="2016-01-01")
    place.bring("agencies", AGENCIES, [["BTC", "Ban Tổ chức Thị ủy", "org_board", "462"]])
    place.bring("documents", DOCUMENTS, [["TXU", "TB", "143-TB/TU", "2017-01-01", "Phân công dự sinh hoạt"]])
    scheme = ["qt", "Dự sinh hoạt chi bộ khu phố, thôn", "462", "quang-tri", "2017-01-01", "TB 143-TB/TU", 5]
    place.bring("schemes", [*SCHEMES, "documents", "report_days"], [scheme])
    cadres = [
        [f"TU{n:02d}", f"Thị Ủy Viên Mẫu {n}", "BTC", "Thị ủy viên", GROUPS[n % 3], "2016-01-01"]
        for n in range(BRANCHES)
    ]
    place.bring("cadres", CADRES, cadres)
    rows = [
        ["qt", "cadre", f"TU{n:02d}", "organisation", f"CB{n:02d}", "2017-01-01"] for n in range(BRANCHES)
    ]
    place.bring("assignments", ASSIGNMENTS, rows)


def turns():
    """Every month but the last each of the 22 at his branch; in 2019 a second one came along at twenty of the meetings."""
    months = [(year, month) for year in range(2017, 2021) for month in range(1, 13)][:-1]
    own = [(n, n, date(year, month, 5)) for year, month in months for n in range(BRANCHES)]
    along = [((n + 1) % BRANCHES, n, date(2019, 3, 5)) for n in range(20)]
    return [
        [f"TU{who:02d}", f"CB{where:02d}", on, "qt" if who == where else "", on.replace(day=8), 20, 18, 2, 6]
        for who, where, on in [*own, *along]
    ]


@pytest.fixture(scope="module")
def quang_tri(django_db_setup, django_db_blocker, tmp_path_factory):
    with brought_in(django_db_blocker, tmp_path_factory.mktemp("quang-tri"), "462", lists) as place:
        yield place


@pytest.fixture
def _django_db_helper(quang_tri):
    with taken_back():
        yield


def test_more_than_1050_turns_in_four_years(quang_tri):
    rows = turns()
    quang_tri.bring("attendance", ATTENDANCE, rows)
    found = quang_tri.figures("attendance", **FOUR_YEARS)
    assert found["turns"] == len(rows) == 1054 and found["turns"] > 1050
    # Lượt, people, meetings and branches are four numbers: twenty meetings were attended by two.
    assert (found["people"], found["meetings"], found["branches"]) == (22, 1034, 22)
    assert sum(found["by_group"].values()) == 1054 and set(found["by_group"]) == set(GROUPS)
    assert (found["on_time"], found["late"], found["unreported"]) == (1054, 0, 0)
    # 1.2: once a month each; the last December of the four years is the one that nobody went.
    scheme = quang_tri.figures("attendance", scheme="qt", **FOUR_YEARS)
    assert (scheme["expected"], scheme["attended"], scheme["missing"]) == (22 * 48, 22 * 47, 22)
    assert quang_tri.figures("review", **FOUR_YEARS)["attendance"]["turns"] == 1054

    live = reverse("reports:period_review_live")
    whole = quang_tri.page(f"{live}?dia-ban={quang_tri.unit.key}&tu=2017-01-01&den=2020-12-31")
    assert "mọi chủ trương" in whole and "lượt dự 1.054" in whole and "buổi được dự 1.034" in whole
    # The list behind it shows two years at once.
    turns_of = reverse("reports:attendance_list") + f"?dia-ban={quang_tri.unit.key}"
    halves = [quang_tri.listed(f"{turns_of}&tu={first}-01&den={first + 1}-12") for first in (2017, 2019)]
    assert halves == [528, 526] and sum(halves) == found["turns"]
    # Years add up to the whole, and it was about 22 a month.
    years = [
        quang_tri.figures("attendance", since=f"{year}-01-01", until=f"{year + 1}-01-01", on="2021-02-01")
        for year in range(2017, 2021)
    ]
    assert [each["turns"] for each in years] == [264, 264, 284, 242]


def test_one_row_less_of_the_list_is_one_turn_less_and_one_month_missing(quang_tri):
    quang_tri.bring("attendance", ATTENDANCE, turns()[1:])
    found = quang_tri.figures("attendance", scheme="qt", **FOUR_YEARS)
    assert (found["turns"], found["missing"]) == (1033, 23)
    assert quang_tri.figures("attendance", **FOUR_YEARS)["turns"] == 1053
    january = quang_tri.figures("attendance", since="2017-01-01", until="2017-02-01", on="2021-02-01")
    assert (january["turns"], january["people"], january["branches"]) == (21, 21, 21)


def test_22_branches_are_followed_and_no_turn_is_counted_before_the_list_comes(quang_tri):
    coverage = quang_tri.figures("coverage", scheme="qt", on="2020-12-31")
    assert (coverage["units"], coverage["covered"], coverage["cadres"]) == (22, 22, 22)
    found = quang_tri.figures("attendance", scheme="qt", **FOUR_YEARS)
    assert (found["turns"], found["expected"], found["missing"]) == (0, 1056, 1056)
    assert not Report.objects.exists()
