"""Bến Tre, May 2023: 157 cadres of the province for 157 communes, nine of the standing board for nine district organisations, and
the three targets of the province's resolution (4.3, 4.6, 4.7, 4.8, 4.23), and the households that a commune holds (4.16, 4.21), out
of lists that come in. All rows are made up."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from assignments.models import Cadre
from branches.models import Household
from reports.actions.household_visits import record_household_visit
from tests.factories import UserFactory
from tests.scenarios.place import (
    AGENCIES,
    ASSIGNMENTS,
    BODIES,
    CADRES,
    DOCUMENTS,
    GROUPS,
    HOUSEHOLDS,
    INDICATORS,
    MODELS,
    TARGETS,
    UNITS,
    brought_in,
    taken_back,
)

pytestmark = pytest.mark.django_db

DISTRICTS, COMMUNES = 9, 157
DAY = "2023-05-24"
BOARD = "bt-dang-bo-huyen"


def commune(n) -> str:
    return f"8{n:04d}"


def lists(place):
    """Nine districts and cities, 157 communes with a committee each, the decision, its four schemes and 166 cadres."""
    units = [["83", "tỉnh", "Tỉnh Bến Tre", ""]]
    units += [[f"82{n}", "huyện", f"Huyện Mẫu {n}", "83"] for n in range(DISTRICTS)]
    units += [[commune(n), "xã", f"Xã Mẫu {n}", f"82{n % DISTRICTS}"] for n in range(COMMUNES)]
    place.bring("units", UNITS, units, on="2022-01-01")
    bodies = [["TU", "committee", "Đảng bộ tỉnh Bến Tre", "", "83", ""]]
    bodies += [
        [f"HU{n}", "committee", f"Đảng bộ huyện Mẫu {n}", "TU", f"82{n}", ""] for n in range(DISTRICTS)
    ]
    bodies += [
        [f"DU{n:03d}", "grassroots_committee", f"Đảng bộ xã Mẫu {n}", f"HU{n % DISTRICTS}", commune(n), ""]
        for n in range(COMMUNES)
    ]
    bodies += [
        [f"CB{n:02d}", "branch", f"Chi bộ Mẫu {n}", f"DU{n:03d}", commune(n), "residential"]
        for n in range(30)
    ]
    place.bring("organisations", BODIES, bodies, on="2022-01-01")
    place.bring("agencies", AGENCIES, [["VPTU", "Văn phòng Tỉnh ủy", "office", "83"]])
    documents = [["TU", "QĐi", "559-QĐ/TU", "2022-08-26", "Trách nhiệm, quyền hạn của cán bộ được phân công"]]
    place.bring("documents", DOCUMENTS, documents)
    scheme = ["bt", "83", "ben-tre", "2022-08-26", "QĐi 559-QĐ/TU"]
    place.bring("schemes", ["code", "issuer_code", "preset", "starts_on", "documents"], [scheme])
    cadres = [
        [f"T{n:03d}", f"Cán Bộ Mẫu {n}", "VPTU", "Trưởng phòng", "provincial_leaders", "2022-01-01"]
        for n in range(COMMUNES)
    ]
    cadres += [
        [f"B{n}", f"Ủy Viên Mẫu {n}", "VPTU", "Ủy viên Ban Thường vụ", "standing_board", "2022-01-01"]
        for n in range(DISTRICTS)
    ]
    place.bring("cadres", CADRES, cadres)


@pytest.fixture(scope="module")
def ben_tre(django_db_setup, django_db_blocker, tmp_path_factory):
    with brought_in(django_db_blocker, tmp_path_factory.mktemp("ben-tre"), "83", lists) as place:
        yield place


@pytest.fixture
def _django_db_helper(ben_tre):
    with taken_back():
        yield


def of_communes():
    return [["bt", "cadre", f"T{n:03d}", "unit", commune(n), "2022-09-01"] for n in range(COMMUNES)]


def of_the_board():
    return [[BOARD, "cadre", f"B{n}", "organisation", f"HU{n}", "2022-09-01"] for n in range(DISTRICTS)]


class TestCoverage:
    """4.6: 157 for 157; 4.7: 09 of the standing board; counted apart, each in its own scheme."""

    def test_157_of_157_and_nine_of_nine(self, ben_tre):
        ben_tre.bring("assignments", ASSIGNMENTS, [*of_communes(), *of_the_board()])
        found = ben_tre.figures("coverage", scheme="bt", on=DAY)
        assert (found["units"], found["covered"], found["cadres"]) == (157, 157, 157)
        assert found["by_group"] == {"provincial_leaders": 157}
        assert found["vacant"] == found["cadres_with_several"] == []
        board = ben_tre.figures("coverage", scheme=BOARD, on=DAY)
        assert (board["units"], board["covered"], board["cadres"]) == (9, 9, 9)
        assert board["by_group"] == {"standing_board": 9}
        # Districts add up to the province.
        below = [ben_tre.figures("coverage", scheme="bt", unit=f"82{n}", on=DAY) for n in range(DISTRICTS)]
        assert sum(each["covered"] for each in below) == 157
        address = reverse("dashboard:coverage") + f"?ngay={DAY}&dia-ban={ben_tre.unit.key}&chu-truong="
        assert "157/157" in ben_tre.page(address + "bt")
        assert "9/9" in ben_tre.page(address + BOARD)

    def test_one_row_less_of_each_and_the_places_are_named(self, ben_tre):
        ben_tre.bring("assignments", ASSIGNMENTS, [*of_communes()[1:], *of_the_board()[:-1]])
        found = ben_tre.figures("coverage", scheme="bt", on=DAY)
        assert (found["units"], found["covered"], found["cadres"]) == (157, 156, 156)
        assert [each["code"] for each in found["vacant"]] == [commune(0)]
        board = ben_tre.figures("coverage", scheme=BOARD, on=DAY)
        assert (board["covered"], [each["code"] for each in board["vacant"]]) == (8, ["HU8"])
        assert [each["code"] for each in board["cadres_without"]] == ["B8"]

    def test_who_retires_leaves_a_gap_until_his_successor_fills_it(self, ben_tre):
        """4.8: often adjusted for those who changed work or retired."""
        ben_tre.bring("assignments", ASSIGNMENTS, of_communes())
        heading, last = [*ASSIGNMENTS, "ends_on", "reason"], of_communes()[-1]
        ben_tre.bring("assignments", heading, [[*last, "2023-03-01", "retired"]], ended=1)
        assert ben_tre.figures("coverage", scheme="bt", on="2023-02-28")["covered"] == 157
        found = ben_tre.figures("coverage", scheme="bt", on="2023-03-01")
        assert (found["covered"], found["vacant"][0]["since"]) == (156, "2023-03-01")
        new = ["T157", "Cán Bộ Mẫu 157", "VPTU", "Trưởng phòng", "provincial_leaders", "2023-05-01"]
        ben_tre.bring("cadres", CADRES, [new])
        ben_tre.bring("assignments", ASSIGNMENTS, [["bt", "cadre", "T157", *last[3:5], DAY]])
        assert ben_tre.figures("coverage", scheme="bt", on="2023-05-23")["covered"] == 156
        found = ben_tre.figures("coverage", scheme="bt", on=DAY)
        assert (found["covered"], found["cadres"]) == (157, 157)


def targets():
    """For each district organisation of 2023; the province's own is the sum of them."""
    aims = [("admissions", 40), ("model_branches_registered", 4), ("discipline_cases", 10)]
    rows = [[f"HU{n}", code, 2023, value] for n in range(DISTRICTS) for code, value in aims]
    return [*rows, *(["TU", code, 2023, value * DISTRICTS] for code, value in aims)]


def results():
    """Admissions and cases of each commune's committee, by the half-year."""
    rows = [[f"DU{n:03d}", "admissions", "2023-06-30", 2, "", "", ""] for n in range(COMMUNES)]
    rows += [[f"DU{n:03d}", "admissions", "2023-12-31", 1, "", "", ""] for n in range(60)]
    rows += [[f"DU{n:03d}", "discipline_cases", "2023-12-31", 1, "", "", ""] for n in range(70)]
    return rows


def registrations():
    return [[f"CB{n:02d}", "Chi bộ trong sạch, vững mạnh toàn diện", 2023, "2023-02-01"] for n in range(30)]


class TestThreeTargets:
    """4.23: admissions, model branches, and fewer members who break the rules."""

    def aims(self, place, **options) -> dict:
        return place.figures("targets", **{"year": 2023, "on": "2024-01-31"} | options)

    def test_the_three_targets_stand_against_what_came_of_them(self, ben_tre):
        ben_tre.bring("targets", TARGETS, targets(), as_csv=True)
        ben_tre.bring("indicators", INDICATORS, results(), as_csv=True)
        ben_tre.bring("model_registrations", MODELS, registrations())
        found = self.aims(ben_tre)
        three = {code: (each["target"], each["actual"]) for code, each in found["by_indicator"].items()}
        assert three == {
            "admissions": (360, 157 * 2 + 60),
            "model_branches_registered": (36, 30),
            "discipline_cases": (90, 70),
        }
        # Fewer cases is better: met; of branches six are missing.
        met = {code: each["met"] for code, each in found["by_indicator"].items()}
        assert met == {"admissions": 1, "model_branches_registered": 0, "discipline_cases": 1}
        assert found["differing"] == [] and len(found["organisations"]) == 3 * (DISTRICTS + 1)
        review = ben_tre.figures("review", since="2023-01-01", until="2024-01-01", on="2024-01-31")
        assert {
            code: (review["targets"][code]["target"], review["targets"][code]["actual"]) for code in three
        } == three
        page = ben_tre.page(reverse("scores:target_list") + "?nam=2023")
        assert "374/360" in page and "30/36" in page and "70/90" in page

    def test_one_row_less_and_each_of_the_three_is_another(self, ben_tre):
        ben_tre.bring("targets", TARGETS, targets())
        ben_tre.bring("indicators", INDICATORS, results()[1:-1])
        ben_tre.bring("model_registrations", MODELS, registrations()[1:])
        found = self.aims(ben_tre)["by_indicator"]
        assert {code: each["actual"] for code, each in found.items()} == {
            "admissions": 372,
            "model_branches_registered": 29,
            "discipline_cases": 69,
        }

    def test_a_missing_target_of_a_district_is_told_as_a_difference(self, ben_tre):
        ben_tre.bring("targets", TARGETS, targets()[1:])
        [differing] = self.aims(ben_tre)["differing"]
        assert (differing["code"], differing["target"], differing["below"]) == ("TU", 360, 320)

    def test_nobody_gave_a_number_is_not_nought(self, ben_tre):
        ben_tre.bring("targets", TARGETS, targets())
        found = self.aims(ben_tre)["by_indicator"]
        assert (found["admissions"]["actual"], found["discipline_cases"]["actual"]) == (None, None)


HAMLETS = ["80000-1", "80000-2"]


def households():
    """Seven of the first hamlet, four of them in a group, and five of the second."""
    poor = {0: "Hộ nghèo; Neo đơn", 1: "Hộ nghèo", 2: "Hộ nghèo", 3: "Người có công"}
    return [
        [f"H{n:02d}", HAMLETS[n > 6], f"Chủ Hộ Mẫu {n}", "TO1" if n < 4 else "", 4, poor.get(n, "")]
        for n in range(12)
    ]


class TestHouseholds:
    """4.3: the commune holds the households; 4.16: their groups; 4.21: which have nobody, which were visited."""

    def come(self, place, households, assignments):
        place.bring(
            "units",
            UNITS,
            [[code, "ấp", f"Ấp Mẫu {code[-1]}", commune(0)] for code in HAMLETS],
            on="2022-01-01",
        )
        place.bring("groups", GROUPS, [["TO1", HAMLETS[0], "Tổ nhân dân tự quản 1"]], on="2022-01-01")
        place.bring("households", HOUSEHOLDS, households, on="2022-01-01")
        post = ["VPTU", "Công chức xã", "commune_cadres", "2022-01-01"]
        place.bring("cadres", CADRES, [[f"X{n}", f"Cán Bộ Xã {n}", *post] for n in range(2)])
        heading = ["code", "name", "issuer_code", "target_kind", "starts_on"]
        place.bring(
            "schemes", heading, [["bt-to", "Nắm tổ nhân dân tự quản", commune(0), "group", "2022-08-26"]]
        )
        place.bring("assignments", ASSIGNMENTS, assignments)

    def assignments(self):
        """One with the group, one with three households of the second hamlet."""
        rows = [["bt-to", "cadre", "X0", "group", "TO1", "2022-09-01"]]
        return rows + [["bt-ho", "cadre", "X1", "household", f"H{n:02d}", "2022-09-01"] for n in (7, 8, 9)]

    def visit(self, code, who, on):
        cadre, by = Cadre.objects.get(code=who), UserFactory()
        home = Household.objects.get(code=code)
        values = {"visited_on": on, "wishes": "Muốn có việc làm gần nhà"}
        record_household_visit(household=home, cadre=cadre, by=by, client_key=uuid4(), values=values, on=on)

    def test_who_is_with_which_households_and_who_came_is_told_in_numbers(self, ben_tre):
        self.come(ben_tre, households(), self.assignments())
        found = ben_tre.figures("households", on=DAY)
        tags = {code: number for code, number in found["by_tag"].items() if number}
        assert [found[name] for name in ("households", "covered", "groups", "people")] == [12, 7, 1, 48]
        assert sorted(tags.values()) == [1, 1, 3]
        assert ben_tre.figures("coverage", scheme="bt-to", on=DAY)["covered"] == 1
        assert ben_tre.figures("coverage", scheme="bt-ho", on=DAY)["covered"] == 3
        for code, who, on in (
            ("H00", "X0", 3),
            ("H01", "X0", 9),
            ("H02", "X0", 9),
            ("H07", "X1", 10),
            ("H07", "X1", 20),
        ):
            self.visit(code, who, date(2023, 5, on))
        self.visit("H08", "X1", date(2023, 4, 30))
        review = ben_tre.figures("review", since="2023-05-01", until="2023-06-01", on="2023-06-05")[
            "households"
        ]
        before = {"households": 12, "covered": 7, "visited": 1, "visits": 1}
        assert review == {"households": 12, "covered": 7, "visited": 4, "visits": 5, "previous": before}
        address = f"{reverse('dashboard:household_coverage')}?dia-ban={ben_tre.unit.key}&tu=2023-05-01&den=2023-05-31"
        page = ben_tre.page(address)
        assert "Tất cả: hộ 12, có người phụ trách 7, chưa có ai 5; được thăm 4, lượt thăm 5." in page
        assert "Chủ Hộ Mẫu" not in page and "việc làm" not in page

    def test_one_row_less_of_each_and_the_numbers_are_others(self, ben_tre):
        self.come(ben_tre, households()[1:], self.assignments()[:-1])
        found = ben_tre.figures("households", on=DAY)
        assert [found[name] for name in ("households", "covered", "groups", "people")] == [11, 5, 1, 44]
