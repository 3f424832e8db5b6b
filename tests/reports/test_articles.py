"""The articles' numbers, from files that come in as an office sends them: Quảng Trị's lượt over four years, Kim Sơn's 27
specialists since September 2017; figures of a district that is no more."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from assignments.actions.merging import merge_cadres
from assignments.models import Cadre
from branches.actions.units import change_unit, close_unit
from branches.models import UnitVersion
from tests.files import bring_in, counts, xlsx

pytestmark = pytest.mark.django_db

ATTENDANCE = ["cadre_code", "organisation_code", "date", "scheme", "kind", "reported_on"]
ASSIGNMENTS = [
    "scheme",
    "assignee_kind",
    "assignee_code",
    "target_kind",
    "target_code",
    "starts_on",
    "ends_on",
]


@pytest.fixture
def send(tmp_path):
    """Brings one file in and says how many rows were added."""

    def send(kind, heading, rows, *, changed=None, **options):
        answer = bring_in(kind, xlsx(tmp_path / f"{kind}.xlsx", [heading, *rows]), **options)
        assert changed is None or answer["changed"] == changed
        return counts(answer)[0]

    return send


def figures(*args) -> dict:
    out = StringIO()
    call_command("figures", "attendance", *args, "--json", stdout=out)
    return json.loads(out.getvalue())


def month(year, number, on=24) -> date:
    return date(year, number, on)


def a_map(send, communes, hamlets, *, on="2015-01-01"):
    """A district "H" of so many communes X1 …, each of so many hamlets X1-1 … with a branch C1-1 … of its own."""
    rows = [["T", "tỉnh", "Tỉnh Mẫu", ""], ["H", "huyện", "Huyện Mẫu", "T"]]
    rows += [[f"X{n}", "xã", f"Xã {n}", "H"] for n in range(1, communes + 1)]
    below = [(n, m) for n in range(1, communes + 1) for m in range(1, hamlets + 1)]
    rows += [[f"X{n}-{m}", "thôn", f"Thôn {m}", f"X{n}"] for n, m in below]
    assert send("units", ["code", "level", "name", "parent_code"], rows, on=on) == len(rows)
    bodies = [["HU", "committee", "Đảng bộ huyện", "", "H", ""]]
    bodies += [
        [f"DU{n}", "grassroots_committee", f"Đảng bộ xã {n}", "HU", f"X{n}", ""]
        for n in range(1, communes + 1)
    ]
    bodies += [
        [f"C{n}-{m}", "branch", f"Chi bộ thôn {m}", f"DU{n}", f"X{n}-{m}", "residential"] for n, m in below
    ]
    heading = ["code", "kind", "name", "parent_code", "unit_code", "branch_type"]
    assert send("organisations", heading, bodies, on=on) == len(bodies)
    assert (
        send("agencies", ["code", "name", "kind", "unit_code"], [["BTC", "Ban Tổ chức", "org_board", "H"]])
        == 1
    )


def people(send, number, group, *, on="2015-01-01", prefix="CB"):
    rows = [
        [f"{prefix}{n}", f"Nguyễn Văn {prefix} {n}", "BTC", "Chuyên viên", group, on]
        for n in range(1, number + 1)
    ]
    heading = ["code", "full_name", "agency_code", "position", "group", "starts_on"]
    assert send("cadres", heading, rows, on=on) == number


class TestQuangTri:
    """1.5: more than 1,050 lượt over four years, 2017 to 2020."""

    @pytest.fixture
    def four_years(self, send):
        a_map(send, communes=4, hamlets=6)
        people(send, 23, "committee")
        assert send("cadres", ["code", "full_name", "agency_code", "position", "group", "starts_on"],
                    [["CB1-CU", "Nguyễn Văn CB 1 (nhập hai lần)", "BTC", "Phó Văn phòng", "committee", "2015-01-01"]],
                    on="2015-01-01") == 1  # fmt: skip
        heading = ["code", "name", "issuer_code", "preset", "starts_on", "report_days"]
        assert (
            send(
                "schemes", heading, [["quang-tri", "Dự sinh hoạt chi bộ", "H", "quang-tri", "2017-01-01", 5]]
            )
            == 1
        )
        branches = [f"C{n}-{m}" for n in range(1, 5) for m in range(1, 7)]
        rows = [
            ["quang-tri", "cadre", f"CB{n}", "organisation", branches[n - 1], "2017-01-01", ""]
            for n in range(1, 24)
        ]
        assert send("assignments", ASSIGNMENTS, rows) == 23
        turns = []
        for year in (2017, 2018, 2019, 2020):
            for number in range(1, 13):
                for n in range(1, 23):  # the 23rd never went
                    if (number + n) % 11 == 0 and n < 12 and year == 2020:
                        continue
                    on = month(year, number)
                    # In his first year the first cadre's turns were entered under a second record of him.
                    code = "CB1-CU" if n == 1 and year == 2017 else f"CB{n}"
                    reported = on + timedelta(days=3 if n % 5 else 9)
                    turns.append([code, branches[n - 1], on, "quang-tri", "", reported])
        # Now and then a second cadre at somebody's meeting: two turns, one meeting.
        turns += [["CB2", branches[0], month(2020, number), "", "", ""] for number in range(1, 13)]
        turns += [["CB3", branches[2], month(2018, 6, 3), "quang-tri", "chuyên đề", ""]]
        # And once at a branch that nobody follows.
        turns += [["CB3", branches[23], month(2019, 5), "", "", ""]]
        assert send("attendance", ATTENDANCE, turns) == len(turns)
        keep, double = Cadre.objects.get(code="CB1"), Cadre.objects.get(code="CB1-CU")
        merge_cadres(keep=keep, giving_way=double, by=None)
        # The same list again: his turns of 2017 find the assignment that was his all the time.
        assert send("attendance", ATTENDANCE, turns, changed=12) == 0
        return turns

    def test_turns_people_meetings_and_branches_are_four_numbers(self, four_years):
        found = figures("--unit", "H", "--from", "2017-01-01", "--to", "2021-01-01", "--on", "2021-02-01")
        assert found["turns"] == len(four_years) >= 1050
        # 22 people, not the 23 codes of the file; 12 turns were at a meeting that somebody else attended too.
        assert found["people"] == 22
        assert (
            found["meetings"]
            == len({(branch, on, kind) for _c, branch, on, _s, kind, _r in four_years})
            == 1047
        )
        assert found["branches"] == 23
        assert len({found[key] for key in ("turns", "people", "meetings", "branches")}) == 4
        assert sum(found["by_group"].values()) == sum(found["by_kind"].values()) == found["turns"]
        assert found["by_kind"]["thematic"] == 1
        assert found["without_assignment"] == 13

    def test_what_was_expected_of_the_23_over_four_years(self, four_years):
        found = figures(
            "--scheme", "quang-tri", "--from", "2017-01-01", "--to", "2021-01-01", "--on", "2021-02-01"
        )  # fmt: skip
        assert found["expected"] == 23 * 48
        under = [row for row in four_years if row[3]]
        # The thematic meeting of June 2018 was a second turn in its month.
        assert found["attended"] == len(under) - 1
        assert found["expected"] == found["attended"] + found["missing"]
        assert found["on_time"] + found["late"] + found["unreported"] == found["turns"] == len(under)
        assert found["late"] == sum((row[5] - row[2]).days > 5 for row in under if row[5])

    def test_a_year_and_a_commune_are_parts_of_the_whole(self, four_years):
        years = [
            figures("--unit", "H", "--from", f"{y}-01-01", "--to", f"{y + 1}-01-01")
            for y in range(2017, 2021)
        ]
        assert sum(year["turns"] for year in years) == len(four_years)
        communes = [
            figures("--unit", f"X{n}", "--from", "2017-01-01", "--to", "2021-01-01") for n in range(1, 5)
        ]  # fmt: skip
        assert sum(commune["turns"] for commune in communes) == len(four_years)
        assert sum(commune["expected"] for commune in communes) == 23 * 48


class TestKimSon:
    """3.13: from September 2017 27 specialists attend monthly, each among the branches of the assigned commune."""

    @pytest.fixture
    def since_2017(self, send):
        a_map(send, communes=27, hamlets=2)
        people(send, 28, "specialist")
        heading = ["code", "name", "issuer_code", "preset", "starts_on", "report_days"]
        assert (
            send("schemes", heading, [["kim-son", "Dự sinh hoạt chi bộ", "H", "kim-son", "2017-09-01", 7]])
            > 0
        )
        rows = [["kim-son", "cadre", f"CB{n}", "unit", f"X{n}", "2017-09-01", ""] for n in range(1, 28)]
        assert send("assignments", ASSIGNMENTS, rows) == 27

    def test_108_turns_in_2017_and_324_a_year_after_it(self, since_2017):
        def expected(year):
            return figures(
                "--scheme",
                "kim-son",
                "--from",
                f"{year}-01-01",
                "--to",
                f"{year + 1}-01-01",
                "--on",
                "2026-01-01",
            )["expected"]

        assert [expected(2016), expected(2017), expected(2018), expected(2019)] == [0, 108, 324, 324]

    def test_one_is_transferred_in_mid_month_and_another_goes_on(self, since_2017, send):
        rows = [
            ["kim-son", "cadre", "CB27", "unit", "X27", "2017-09-01", "2018-05-15"],
            ["kim-son", "cadre", "CB28", "unit", "X27", "2018-05-15", ""],
        ]
        assert send("assignments", ASSIGNMENTS, rows) == 1
        # Of that commune it is known that its branches met on the 24th.
        assert send("attendance", ATTENDANCE, [["CB28", "C27-2", month(2018, 5), "", "", ""]]) == 1
        period = ("--scheme", "kim-son", "--from", "2018-01-01", "--to", "2019-01-01", "--on", "2026-01-01")
        found = figures(*period)
        assert (found["expected"], found["attended"], found["missing"]) == (324, 1, 323)
        assert figures("--unit", "X27", *period)["expected"] == 12

    def test_each_may_choose_and_the_months_are_counted_by_commune(self, since_2017, send):
        turns = [
            [
                f"CB{n}",
                f"C{n}-{1 + number % 2}",
                month(2017, number, 20 + n % 8),
                "kim-son",
                "",
                month(2017, number, 28),
            ]
            for n in range(1, 28)
            for number in range(9, 13)
            if (n, number) not in {(3, 9), (5, 10), (5, 11)}
        ]
        # Somebody's second visit in September makes up for nothing in October.
        turns.append(["CB5", "C5-1", month(2017, 9, 5), "kim-son", "", month(2017, 9, 28)])
        assert send("attendance", ATTENDANCE, turns) == 106
        found = figures(
            "--scheme", "kim-son", "--from", "2017-01-01", "--to", "2018-01-01", "--on", "2018-01-01"
        )
        assert (found["expected"], found["turns"], found["attended"], found["missing"]) == (108, 106, 105, 3)
        assert (found["people"], found["branches"]) == (27, 54)
        assert (found["on_time"], found["late"], found["unreported"]) == (93, 13, 0)
        assert found["by_group"] == {"specialist": 106}
        assert [found["by_month"][f"2017-{number:02d}"]["expected"] for number in (8, 9, 10)] == [0, 27, 27]


class TestPlacesThatAreNoMore:
    """A fact is placed by the map of its own day, whatever becomes of the place later."""

    @pytest.fixture
    def year_2024(self, send):
        a_map(send, communes=3, hamlets=2)
        people(send, 6, "committee")
        heading = ["code", "name", "issuer_code", "preset", "starts_on", "report_days"]
        send("schemes", heading, [["quang-tri", "Dự sinh hoạt chi bộ", "H", "quang-tri", "2017-01-01", 5]])
        branches = [f"C{n}-{m}" for n in range(1, 4) for m in range(1, 3)]
        send("assignments", ASSIGNMENTS, [
            ["quang-tri", "cadre", f"CB{n}", "organisation", branch, "2024-01-01", ""]
            for n, branch in enumerate(branches, start=1)
        ])  # fmt: skip
        turns = [
            [f"CB{n}", branch, month(2024, number), "quang-tri", "", month(2024, number, 27)]
            for n, branch in enumerate(branches, start=1)
            for number in range(1, 11)
        ]
        assert send("attendance", ATTENDANCE, turns) == 60

    def of_2024(self, code):
        return figures("--unit", code, "--from", "2024-01-01", "--to", "2025-01-01", "--on", "2025-02-01")

    def test_a_closed_districts_figures_of_2024_stay_the_same(self, year_2024):
        before = {code: self.of_2024(code) for code in ("T", "H", "X1", "X2")}
        assert (before["H"]["turns"], before["H"]["expected"], before["X1"]["expected"]) == (60, 72, 24)
        province = UnitVersion.objects.get(code="T").unit
        for code in ("X1", "X2", "X3"):
            change_unit(
                UnitVersion.objects.get(code=code).unit, on=date(2025, 7, 1), by=None, parent=province
            )
        close_unit(UnitVersion.objects.get(code="H").unit, on=date(2025, 7, 1), by=None)
        assert {code: self.of_2024(code) for code in before} == before

    def test_a_moved_hamlet_keeps_last_years_figures_of_its_old_commune(self, year_2024):
        before = {code: self.of_2024(code) for code in ("X1", "X2")}
        new = UnitVersion.objects.get(code="X2").unit
        change_unit(UnitVersion.objects.get(code="X1-1").unit, on=date(2025, 1, 1), by=None, parent=new)
        assert {code: self.of_2024(code) for code in before} == before
        year = ("--from", "2025-01-01", "--to", "2026-01-01", "--on", "2026-02-01")
        assert figures("--unit", "X1", *year)["expected"] == 12
        assert figures("--unit", "X2", *year)["expected"] == 36
