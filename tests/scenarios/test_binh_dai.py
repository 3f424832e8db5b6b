"""Bình Đại, September 2018: every number of the article out of lists that come in; all rows are made up (0.1, 0.4,
0.13, 0.14, 0.15, 0.16, 0.19)."""

import pytest
from django.urls import reverse

from tests.scenarios.place import (
    AGENCIES,
    ASSIGNMENTS,
    BODIES,
    CADRES,
    DOCUMENTS,
    HOLDERS,
    INDICATORS,
    MODELS,
    SCHEMES,
    UNITS,
    brought_in,
    taken_back,
)

pytestmark = pytest.mark.django_db

COMMUNES, HAMLETS = 20, 93
GROUPS = ("committee", "departments", "mass", "inspection")
REVIEWED = {"since": "2016-09-03", "until": "2018-09-04"}


def commune(n) -> str:
    return f"28{n % COMMUNES:03d}"


def hamlet(n) -> str:
    return f"{commune(n)}-{n // COMMUNES + 1}"


def lists(place):
    """The map, its branches, the cadres and the decision; what is counted comes in test by test."""
    units = [["83", "tỉnh", "Tỉnh Bến Tre", ""], ["835", "huyện", "Huyện Bình Đại", "83"]]
    units += [[commune(n), "xã", f"Xã Mẫu {n + 1}", "835"] for n in range(COMMUNES)]
    units += [[hamlet(n), "ấp" if n % 5 else "khu phố", f"Nơi Mẫu {n}", commune(n)] for n in range(HAMLETS)]
    place.bring("units", UNITS, units, on="2016-01-01")
    bodies = [["HU", "committee", "Đảng bộ huyện Bình Đại", "", "835", ""]]
    bodies += [
        [f"DU{n}", "grassroots_committee", f"Đảng bộ xã Mẫu {n + 1}", "HU", commune(n), ""]
        for n in range(COMMUNES)
    ]
    bodies += [
        [f"CB{n:02d}", "branch", f"Chi bộ Nơi Mẫu {n}", f"DU{n % COMMUNES}", hamlet(n), "residential"]
        for n in range(HAMLETS)
    ]
    place.bring("organisations", BODIES, bodies, on="2016-01-01")
    place.bring("agencies", AGENCIES, [[f"CQ{n}", f"Phòng Mẫu {n}", "department", "835"] for n in range(10)])
    documents = [
        ["835", "QĐ", "634-QĐ/HU", "2016-09-01", "Phân công"],
        ["835", "KH", "37-KH/HU", "2016-09-01", "Kế hoạch"],
        ["835", "QĐ", "1316-QĐ/HU", "2017-12-15", "Điều chỉnh, bổ sung"],
    ]
    place.bring("documents", DOCUMENTS, documents)
    place.bring("schemes", SCHEMES, [["bd", "Huyện nắm tới ấp", "835", "binh-dai", "2016-09-01"]])
    cadres = [
        [f"C{n:02d}", f"Cán Bộ Mẫu {n}", f"CQ{n % 10}", "Phó Trưởng phòng", GROUPS[n % 4], "2016-01-01"]
        for n in range(HAMLETS)
    ]
    place.bring("cadres", CADRES, cadres)


@pytest.fixture(scope="module")
def binh_dai(django_db_setup, django_db_blocker, tmp_path_factory):
    with brought_in(django_db_blocker, tmp_path_factory.mktemp("binh-dai"), "835", lists) as place:
        yield place


@pytest.fixture
def _django_db_helper(binh_dai):
    with taken_back():
        yield


def review(place) -> dict:
    """Two years up to the day of the article, as `figures review` prints them."""
    return place.figures("review", scheme="bd", **REVIEWED)


def indicator(place, code, *keys):
    found = review(place)["indicators"][code]
    return tuple(found[key] for key in keys or ("value", "whole", "source"))


def assignments():
    return [["bd", "cadre", f"C{n:02d}", "unit", hamlet(n), "2018-01-01"] for n in range(HAMLETS)]


class TestCoverage:
    """0.1: 93 cadres for 93 hamlets, of the groups that 0.4 names."""

    def test_all_93_have_a_cadre_of_their_own(self, binh_dai):
        binh_dai.bring("assignments", ASSIGNMENTS, assignments())
        found = binh_dai.figures("coverage", scheme="bd", on="2018-09-03")
        assert (found["units"], found["covered"], found["cadres"]) == (93, 93, 93)
        assert found["vacant"] == found["cadres_with_several"] == found["cadres_without"] == []
        assert sum(found["by_group"].values()) == 93 and set(found["by_group"]) == set(GROUPS)
        assert review(binh_dai)["coverage"]["covered"] == 93
        assert "93/93" in binh_dai.page(reverse("dashboard:coverage") + "?ngay=2018-09-03")

    def test_one_row_less_and_one_hamlet_is_named_as_vacant(self, binh_dai):
        binh_dai.bring("assignments", ASSIGNMENTS, assignments()[:-1])
        found = binh_dai.figures("coverage", scheme="bd", on="2018-09-03")
        assert (found["units"], found["covered"], found["cadres"]) == (93, 92, 92)
        assert [each["code"] for each in found["vacant"]] == [hamlet(92)]
        page = binh_dai.page(reverse("dashboard:coverage") + "?ngay=2018-09-03")
        assert "92/93" in page and "93/93" not in page


def holders(*, part_time=18, heads=20):
    """A secretary of each branch, so many of them part-time cadres; a head of each hamlet, so many the secretary himself."""
    secretaries = [
        [f"CB{n:02d}", "Bí thư", f"Bí Thư Mẫu {n}", "2017-06-01", "có" if n < part_time else "không", "có"]
        for n in range(HAMLETS)
    ]
    # Not the same people: the last branches' secretaries are heads, the first branches' are part-time cadres.
    named = [f"Bí Thư Mẫu {n}" if n >= HAMLETS - heads else f"Trưởng Ấp Mẫu {n}" for n in range(HAMLETS)]
    return [
        *secretaries,
        *([hamlet(n), "Trưởng ấp", name, "2017-06-01", "", "có"] for n, name in enumerate(named)),
    ]


class TestSecretaries:
    """0.13: 18; 0.14: 20; told by the map, never typed in as sums."""

    def test_18_are_part_time_cadres_and_20_head_their_hamlet(self, binh_dai):
        binh_dai.bring("office_holders", HOLDERS, holders())
        assert indicator(binh_dai, "part_time_cadres_as_secretaries") == (18, 93, "derived")
        assert indicator(binh_dai, "secretaries_heading_hamlets") == (20, 93, "derived")
        page = binh_dai.page(reverse("scores:indicator_list") + f"?nam=2018&dia-ban={binh_dai.unit.key}")
        assert "18/93" in page and "20/93" in page

    def test_one_head_less_of_the_list_and_the_number_is_another(self, binh_dai):
        rows = holders()
        assert rows[-1][2] == "Bí Thư Mẫu 92"
        binh_dai.bring("office_holders", HOLDERS, rows[:-1])
        assert indicator(binh_dai, "secretaries_heading_hamlets") == (19, 93, "derived")
        assert indicator(binh_dai, "part_time_cadres_as_secretaries") == (18, 93, "derived")


def registrations():
    return [
        [f"CB{4 * n:02d}", "Chi bộ trong sạch, vững mạnh toàn diện", 2018, "2018-01-15"] for n in range(21)
    ]


class TestModelBranches:
    """0.15: 21 branches registered."""

    def test_21_branches_registered(self, binh_dai):
        binh_dai.bring("model_registrations", MODELS, registrations())
        assert indicator(binh_dai, "model_branches_registered", "value", "source") == (21, "derived")
        assert binh_dai.listed(reverse("scores:registration_list") + "?nam=2018") == 21

    def test_one_row_less_is_20(self, binh_dai):
        binh_dai.bring("model_registrations", MODELS, registrations()[1:])
        assert indicator(binh_dai, "model_branches_registered", "value") == (20,)


def discipline():
    """Sums a commune and a year: no list of people is held anywhere."""
    cases = [
        [commune(n), "discipline_cases", f"201{7 + n % 2}-06-30", 2 if n < 13 else 1, "", "", ""]
        for n in range(COMMUNES)
    ]
    removed = [
        [commune(n), "members_removed", "2018-06-30", 2, "", "", "Buông bỏ sinh hoạt đảng"] for n in range(7)
    ]
    removed += [
        [commune(n), "members_removed", "2018-06-30", 1, "", "", "Thiếu ý thức tu dưỡng, rèn luyện"]
        for n in range(8)
    ]
    return [*cases, *removed]


class TestDiscipline:
    """0.16: 33 cases, 22 removed, as sums only."""

    def test_33_cases_and_22_removed_by_reason(self, binh_dai):
        binh_dai.bring("indicators", INDICATORS, discipline())
        assert indicator(binh_dai, "discipline_cases", "value", "qualifier", "source") == (
            33,
            "exact",
            "given",
        )
        assert indicator(binh_dai, "members_removed", "value", "by_category") == (
            22,
            {"Buông bỏ sinh hoạt đảng": 14, "Thiếu ý thức tu dưỡng, rèn luyện": 8},
        )
        page = binh_dai.page(
            reverse("reports:period_review_live")
            + f"?dia-ban={binh_dai.unit.key}&tu=2016-09-03&den=2018-09-03"
        )
        assert "Trường hợp đảng viên bị thi hành kỷ luật 33" in page and "Đảng viên bị xóa tên 22" in page

    def test_one_row_less_of_each_and_both_numbers_are_others(self, binh_dai):
        binh_dai.bring("indicators", INDICATORS, discipline()[1:-1])
        assert indicator(binh_dai, "discipline_cases", "value") == (31,)
        assert indicator(binh_dai, "members_removed", "value") == (21,)


CONTRIBUTIONS = ["unit_code", "date", "field", "amount", "qualifier", "cadre_code", "scheme"]


def contributions():
    rows = [
        [hamlet(n), "2017-11-20", "An sinh xã hội", 4_000_000, "exact", f"C{n:02d}", "bd"] for n in range(44)
    ]
    return [*rows, [commune(3), "2018-05-10", "Giao thông nông thôn", 100_000_000, "hơn", "", "bd"]]


class TestResources:
    """0.19: more than 276 million."""

    def test_more_than_276_million_stays_more_than(self, binh_dai):
        binh_dai.bring("contributions", CONTRIBUTIONS, contributions())
        found = binh_dai.figures("contributions", **REVIEWED)
        assert (found["total"], found["is_at_least"]) == (276_000_000, True)
        assert found["words"] == "hơn 276 triệu đồng"
        assert set(found["by_field"]) == {"social-security", "rural-roads"}
        whole = review(binh_dai)["contributions"]
        assert (whole["total"], whole["is_at_least"]) == (276_000_000, True)
        assert "hơn 276 triệu đồng" in binh_dai.page(reverse("matters:contribution_list"))

    def test_without_the_row_that_said_more_than_it_is_another_sum_and_exact(self, binh_dai):
        binh_dai.bring("contributions", CONTRIBUTIONS, contributions()[:-1])
        found = binh_dai.figures("contributions", **REVIEWED)
        assert (found["total"], found["is_at_least"]) == (176_000_000, False)


def test_nothing_is_counted_before_the_lists_come(binh_dai):
    """The negative control of all of them: the map alone gives none of the numbers."""
    found = review(binh_dai)
    assert (found["coverage"]["units"], found["coverage"]["covered"]) == (93, 0)
    assert found["contributions"]["total"] == 0
    names = ("discipline_cases", "members_removed", "secretaries_heading_hamlets")
    assert [found["indicators"][name]["value"] for name in names] == [None, None, None]
