"""Kim Sơn, 2017 and 2018: its organisations, members, urgent matters, dialogues, briefings and the 27 who attend (3.1, 3.2, 3.3, 3.5,
3.7, 3.13), out of lists that come in. All rows are made up."""

import pytest
from django.urls import reverse

from tests.scenarios.place import (
    AGENCIES,
    ASSIGNMENTS,
    BODIES,
    CADRES,
    INDICATORS,
    SCHEMES,
    UNITS,
    brought_in,
    taken_back,
)

pytestmark = pytest.mark.django_db

# 27 communes and townships with a committee each, three committees of the district's offices beside them.
COMMUNES, COMMITTEES, BRANCHES_OF_BASE, BRANCHES = 27, 30, 46, 462
JUNE = "2018-06-30"
IN_2017 = {"since": "2017-01-01", "until": "2018-01-01", "on": "2018-01-31"}
IN_2018 = {"since": "2018-01-01", "until": "2019-01-01", "on": "2019-01-31"}


def commune(n) -> str:
    return f"376-{n:02d}"


def bodies():
    """76 organisations of the base and the 462 branches below 30 of them."""
    rows = [["HU", "committee", "Đảng bộ huyện Kim Sơn", "", "376", ""]]
    rows += [
        [f"DB{n:02d}", "đảng bộ cơ sở", f"Đảng bộ Mẫu {n}", "HU", commune(n) if n < COMMUNES else "376", ""]
        for n in range(COMMITTEES)
    ]
    rows += [
        [f"CS{n:02d}", "chi bộ cơ sở", f"Chi bộ cơ quan Mẫu {n}", "HU", "376", "agency"]
        for n in range(BRANCHES_OF_BASE)
    ]
    below = [(n, n % COMMITTEES) for n in range(BRANCHES)]
    rows += [
        [f"CB{n:03d}", "branch", f"Chi bộ Mẫu {n}", f"DB{over:02d}"]
        + ([commune(over), "residential"] if over < COMMUNES else ["376", "agency"])
        for n, over in below
    ]
    return rows


def lists(place):
    units = [["37", "tỉnh", "Tỉnh Ninh Bình", ""], ["376", "huyện", "Huyện Kim Sơn", "37"]]
    units += [[commune(n), "xã", f"Xã Mẫu {n + 1}", "376"] for n in range(COMMUNES)]
    # A neighbour: none of its own is ever counted here.
    units += [["377", "huyện", "Huyện Bên Cạnh", "37"], ["377-01", "xã", "Xã Bên Cạnh", "377"]]
    place.bring("units", UNITS, units, on="2016-01-01")
    neighbour = [
        ["BC-HU", "committee", "Đảng bộ huyện Bên Cạnh", "", "377", ""],
        ["BC-DB", "đảng bộ cơ sở", "Đảng bộ xã Bên Cạnh", "BC-HU", "377-01", ""],
        ["BC-CB", "branch", "Chi bộ Bên Cạnh", "BC-DB", "377-01", "residential"],
    ]
    place.bring("organisations", BODIES, neighbour, on="2016-01-01")


@pytest.fixture(scope="module")
def kim_son(django_db_setup, django_db_blocker, tmp_path_factory):
    with brought_in(django_db_blocker, tmp_path_factory.mktemp("kim-son"), "376", lists) as place:
        yield place


@pytest.fixture
def _django_db_helper(kim_son):
    with taken_back():
        yield


@pytest.fixture
def its_bodies(kim_son):
    kim_son.bring("organisations", BODIES, bodies(), on="2016-01-01")
    return kim_son


class TestOrganisations:
    """3.1: 76 = 30 + 46; 3.2: 462 branches under the 30."""

    def test_76_of_the_base_and_462_branches_below_them(self, its_bodies):
        found = its_bodies.figures("organisations", on=JUNE)
        kinds = found["by_kind"]
        assert (kinds["grassroots_committee"], kinds["grassroots_branch"]) == (30, 46)
        assert found["grassroots"] == 76 == 30 + 46
        assert (found["branches_below"], kinds["branch"]) == (462, 462)
        assert found["total"] == 1 + 76 + 462
        assert sum(found["by_branch_type"].values()) == 462 + 46
        listed = reverse("branches:organisation_list") + f"?thuoc={its_bodies.unit.key}&ngay={JUNE}&loai="
        shown = [
            its_bodies.listed(listed + kind)
            for kind in ("grassroots_committee", "grassroots_branch", "branch")
        ]
        assert shown == [30, 46, 462]

    def test_one_row_less_of_each_kind_and_every_number_is_another(self, kim_son):
        dropped = {"DB29", "CS45", "CB461"}
        left = [row for row in bodies() if not dropped & {row[0], row[3]}]
        kim_son.bring("organisations", BODIES, left, on="2016-01-01")
        found = kim_son.figures("organisations", on=JUNE)
        # With the committee its fifteen branches are left out too.
        assert (found["grassroots"], found["branches_below"]) == (74, 462 - 15 - 1)

    def test_the_neighbour_is_counted_apart_and_the_province_counts_both(self, its_bodies):
        assert its_bodies.figures("organisations", unit="377", on=JUNE)["total"] == 3
        assert its_bodies.figures("organisations", unit="37", on=JUNE)["total"] == 539 + 3

    def test_nothing_is_counted_before_the_list_comes(self, kim_son):
        found = kim_son.figures("organisations", on=JUNE)
        assert (found["total"], found["grassroots"], found["branches_below"]) == (0, 0, 0)


def members():
    return [
        ["HU", "members", JUNE, "7.575", "", "", ""],
        ["HU", "members_religious", JUNE, 780, 7575, "", ""],
    ]


class TestMembers:
    """3.3: 7,575 members in June 2018, 780 of them religious: two sums of the district committee, and nobody's name."""

    def test_7575_members_of_whom_780_are_religious(self, its_bodies):
        its_bodies.bring("indicators", INDICATORS, members())
        found = its_bodies.figures("review", **IN_2018)["indicators"]
        said = [found["members"][key] for key in ("value", "qualifier", "source", "counted_on")]
        assert said == [7575, "exact", "given", JUNE]
        religious = found["members_religious"]
        assert (religious["value"], religious["whole"], religious["source"]) == (780, 7575, "given")
        address = reverse("scores:indicator_list") + f"?nam=2018&dia-ban={its_bodies.unit.key}"
        page = its_bodies.page(address)
        assert "780/7.575" in page and "7.575" in page.replace("780/7.575", "")
        # It is the district's sum: no commune has a number of its own.
        one = its_bodies.figures("review", unit=commune(0), **IN_2018)["indicators"]
        assert (one["members"]["value"], one["members_religious"]["value"]) == (None, None)

    def test_without_its_row_the_number_is_not_known(self, its_bodies):
        its_bodies.bring("indicators", INDICATORS, members()[:1])
        found = its_bodies.figures("review", **IN_2018)["indicators"]
        assert (found["members"]["value"], found["members_religious"]["value"]) == (7575, None)


URGENT = ["reference", "organisation_code", "year", "title", "field", "status"]


def urgent():
    """127 over 76 organisations: 51 of them have two."""
    base = [row[0] for row in bodies() if row[0][:2] in ("DB", "CS")]
    fields = ("Môi trường", "An toàn thực phẩm", "Xây dựng nông thôn mới")
    return [
        [f"2018/{n + 1:03d}", base[n % 76], 2018, f"Việc mẫu {n + 1}", fields[n % 3], "Đang thực hiện"]
        for n in range(127)
    ]


class TestUrgentMatters:
    """3.5: 76 organisations registered 127 matters for 2018."""

    def test_76_registered_127(self, its_bodies):
        its_bodies.bring("urgent_matters", URGENT, urgent())
        found = its_bodies.figures("urgent_matters", **IN_2018)
        assert (found["registered"], found["organisations"], found["organisations_without"]) == (127, 76, 0)
        assert sum(found["by_field"].values()) == 127 and len(found["by_field"]) == 3
        assert its_bodies.listed(reverse("matters:urgent_list") + "?nam=2018") == 127
        assert its_bodies.listed(reverse("matters:urgent_without") + "?nam=2018") == 0
        assert its_bodies.figures("review", **IN_2018)["urgent_matters"]["registered"] == 127

    def test_without_the_rows_of_one_organisation_it_is_named_as_having_none(self, its_bodies):
        rows = [row for row in urgent() if row[1] != "DB00"]
        its_bodies.bring("urgent_matters", URGENT, rows)
        found = its_bodies.figures("urgent_matters", **IN_2018)
        assert (found["registered"], found["organisations"]) == (125, 75)
        assert [each["code"] for each in found["without"]] == ["DB00"]


CONFERENCES = ["kind", "unit_code", "date", "title", "zone_code", "participants"]


def conferences():
    """22 communes with a dialogue (one of them with two), two briefings of clusters in 2017 and one in 2018."""
    rows = [
        ["đối thoại", commune(n), f"2017-{3 + n % 9:02d}-10", f"Đối thoại ở xã {n}", "", 60 + n]
        for n in range(22)
    ]
    rows.append(["đối thoại", commune(0), "2017-12-12", "Đối thoại lần hai", "", 45])
    rows += [
        ["giao ban", "376", "2017-05-10", "Giao ban cụm 1", "TK1", 25],
        ["giao ban", "376", "2017-11-15", "Giao ban cụm 2", "TK2", 30],
        ["giao ban", "376", "2018-05-15", "Giao ban cụm 1", "TK1", 28],
    ]
    return rows


class TestConferences:
    """3.7: two briefings and 22 communes with dialogues in 2017, one briefing in 2018."""

    @pytest.fixture(autouse=True)
    def clusters(self, kim_son):
        zones = [
            ["TK1", "Tiểu khu 1", "tiểu khu", f"{commune(0)};{commune(1)};{commune(2)}", "2017-01-01"],
            ["TK2", "Tiểu khu 2", "tiểu khu", f"{commune(3)};{commune(4)}", "2017-01-01"],
        ]
        kim_son.bring("zones", ["code", "name", "kind", "commune_codes", "starts_on"], zones)

    def test_two_briefings_22_communes_in_2017_and_one_briefing_in_2018(self, kim_son):
        kim_son.bring("conferences", CONFERENCES, conferences())
        first = kim_son.figures("conferences", since="2017-01-01", until="2018-01-01")["by_kind"]
        second = kim_son.figures("conferences", since="2018-01-01", until="2019-01-01")["by_kind"]
        assert first["briefing"]["events"] == 2 and second["briefing"]["events"] == 1
        # 22 communes held 23 of them: events and places are two numbers.
        assert first["dialogue"] == {"events": 23, "units": 22}
        assert second["dialogue"] == {"events": 0, "units": 0}
        assert kim_son.listed(reverse("matters:conference_list") + "?loai=briefing") == 3
        assert kim_son.listed(reverse("matters:conference_list") + "?loai=dialogue") == 23

    def test_one_row_less_and_21_communes_held_one(self, kim_son):
        rows = conferences()
        kim_son.bring("conferences", CONFERENCES, [*rows[:21], *rows[22:-1]])
        first = kim_son.figures("conferences", since="2017-01-01", until="2018-01-01")["by_kind"]
        second = kim_son.figures("conferences", since="2018-01-01", until="2019-01-01")["by_kind"]
        assert first["dialogue"] == {"events": 22, "units": 21}
        assert (first["briefing"]["events"], second["briefing"]["events"]) == (2, 0)


class TestThe27:
    """3.13: from September 2017 27 cadres of the district attend every month."""

    @pytest.fixture(autouse=True)
    def cadres(self, kim_son):
        kim_son.bring("agencies", AGENCIES, [["KD", "Khối đảng, đoàn thể huyện", "org_board", "376"]])
        rows = [
            [f"CV{n:02d}", f"Chuyên Viên Mẫu {n}", "KD", "Chuyên viên", "specialist", "2016-01-01"]
            for n in range(27)
        ]
        kim_son.bring("cadres", CADRES, rows)
        scheme = ["ks", "Dự sinh hoạt chi bộ", "376", "kim-son", "2017-09-01"]
        kim_son.bring("schemes", SCHEMES, [scheme])

    def rows(self):
        return [["ks", "cadre", f"CV{n:02d}", "unit", commune(n), "2017-09-01"] for n in range(27)]

    def test_27_attend_since_september_2017(self, kim_son):
        kim_son.bring("assignments", ASSIGNMENTS, self.rows())
        found = kim_son.figures("coverage", scheme="ks", on="2018-06-30")
        assert (found["units"], found["covered"], found["cadres"]) == (27, 27, 27)
        assert found["by_group"] == {"specialist": 27}
        assert kim_son.figures("coverage", scheme="ks", on="2017-08-31")["covered"] == 0
        # Four months of 2017, twelve of 2018.
        assert kim_son.figures("attendance", scheme="ks", **IN_2017)["expected"] == 27 * 4
        assert kim_son.figures("attendance", scheme="ks", **IN_2018)["expected"] == 27 * 12
        address = reverse("dashboard:coverage") + f"?ngay=2018-06-30&chu-truong=ks&dia-ban={kim_son.unit.key}"
        assert "27/27" in kim_son.page(address)

    def test_one_row_less_is_26(self, kim_son):
        kim_son.bring("assignments", ASSIGNMENTS, self.rows()[:-1])
        found = kim_son.figures("coverage", scheme="ks", on="2018-06-30")
        assert (found["covered"], found["cadres"]) == (26, 26)
        assert [each["code"] for each in found["vacant"]] == [commune(26)]
        assert kim_son.figures("attendance", scheme="ks", **IN_2017)["expected"] == 26 * 4
