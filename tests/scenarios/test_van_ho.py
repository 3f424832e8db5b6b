"""Vân Hồ, 2021 and 2022: members, households and income of one tiểu khu, admissions of two years, three shares of fourteen
communes, every secretary a head of his bản, six branches of a pilot beside the others (2.3, 2.9, 2.11, 2.14, 2.16, 2.17, 2.21, 2.22). All
rows are made up."""

import re
from html import unescape

import pytest
from django.urls import reverse

from branches.models import UnitVersion
from reports.facts.pilots import pilot_sections
from tests.scenarios.place import (
    AGENCIES,
    ASSIGNMENTS,
    BODIES,
    CADRES,
    DOCUMENTS,
    HOLDERS,
    INDICATORS,
    TARGETS,
    UNITS,
    brought_in,
    taken_back,
)

pytestmark = pytest.mark.django_db

COMMUNES, EACH = 14, 3
IN_2022 = {"since": "2022-01-01", "until": "2023-01-01", "on": "2023-01-31"}
SAO_DO, ITS_BRANCH = "125-00-0", "CB00-0"


def commune(n) -> str:
    return f"125-{n:02d}"


def hamlets():
    return [(n, m) for n in range(COMMUNES) for m in range(EACH)]


def lists(place):
    units = [["14", "tỉnh", "Tỉnh Sơn La", "", "", ""], ["125", "huyện", "Huyện Vân Hồ", "14", "", ""]]
    units += [[commune(n), "xã", f"Xã Mẫu {n + 1}", "125", "", ""] for n in range(COMMUNES)]
    units += [[f"{commune(n)}-{m}", "ấp", f"Bản Mẫu {n}.{m}", commune(n), "bản", ""] for n, m in hamlets()]
    # 2.11: the article itself says both "tiểu khu Sao Đỏ" and "tiểu khu Sao Đỏ 2".
    units = [row if row[0] != SAO_DO else [SAO_DO, "ấp", "Sao Đỏ 2", commune(0), "tiểu khu", "Tiểu khu Sao Đỏ"]
             for row in units]  # fmt: skip
    place.bring("units", [*UNITS, "kind", "aliases"], units, on="2016-01-01")
    bodies = [["HU", "committee", "Đảng bộ huyện Vân Hồ", "", "125", "", "", "", ""]]
    bodies += [
        [f"DU{n:02d}", "grassroots_committee", f"Đảng bộ xã Mẫu {n + 1}", "HU", commune(n), "", "", "", ""]
        for n in range(COMMUNES)
    ]
    bodies += [
        [f"CB{n:02d}-{m}", "branch", f"Chi bộ {n}.{m}", f"DU{n:02d}", f"{commune(n)}-{m}", "residential"]
        + ([22, 2, "2022-12-31"] if f"CB{n:02d}-{m}" == ITS_BRANCH else ["", "", ""])
        for n, m in hamlets()
    ]
    counted = ["members_official", "members_probationary", "counted_on"]
    place.bring("organisations", [*BODIES, *counted], bodies, on="2016-01-01")


@pytest.fixture(scope="module")
def van_ho(django_db_setup, django_db_blocker, tmp_path_factory):
    with brought_in(django_db_blocker, tmp_path_factory.mktemp("van-ho"), "125", lists) as place:
        yield place


@pytest.fixture
def _django_db_helper(van_ho):
    with taken_back():
        yield


def indicators(place, **options) -> dict:
    return place.figures("review", **IN_2022 | options)["indicators"]


def share(found, code) -> tuple:
    return found[code]["value"], found[code]["whole"], found[code]["source"]


def page_of(place, code="125"):
    key = UnitVersion.objects.get(code=code).unit.key
    return place.page(reverse("scores:indicator_list") + f"?nam=2022&dia-ban={key}")


def of_sao_do():
    day = "2022-12-31"
    return [
        [SAO_DO, "households", day, 182, "", "", ""],
        [SAO_DO, "income_per_person", day, "56 triệu", "", "", ""],
        [SAO_DO, "poor_households", day, 0, 182, "", ""],
        [SAO_DO, "near_poor_households", day, 0, 182, "", ""],
        ["125-00-1", "households", day, 95, "", "", ""],
    ]


class TestSaoDo:
    """2.9: 24 members; 2.14: 182 households, 56 million a head, no poor and no near-poor ones."""

    def test_24_members_182_households_56_million_and_none_poor(self, van_ho):
        van_ho.bring("indicators", INDICATORS, of_sao_do(), as_csv=True)
        found = indicators(van_ho, unit=SAO_DO)
        assert (found["members"]["value"], found["members"]["counted_on"]) == (24, "2022-12-31")
        assert found["households"]["value"] == 182
        assert found["income_per_person"]["value"] == 56_000_000
        assert share(found, "poor_households") == share(found, "near_poor_households") == (0, 182, "given")
        page = page_of(van_ho, SAO_DO)
        assert "56 triệu đồng" in page and page.count("0/182") == 2
        # Income a head of one tiểu khu is nobody else's; households are added up.
        district = indicators(van_ho)
        assert district["income_per_person"]["value"] is None
        assert district["households"]["value"] == 182 + 95

    def test_one_row_less_and_the_number_is_not_known_rather_than_none(self, van_ho):
        van_ho.bring("indicators", INDICATORS, of_sao_do()[1:])
        found = indicators(van_ho, unit=SAO_DO)
        assert found["households"]["value"] is None and found["income_per_person"]["value"] == 56_000_000
        assert indicators(van_ho)["households"]["value"] == 95

    def test_it_is_found_by_the_other_name_as_well(self, van_ho):
        unit = UnitVersion.objects.get(code=SAO_DO).unit
        assert "Tiểu khu Sao Đỏ" in van_ho.page(reverse("dashboard:unit_page", args=[unit.key]))


def admissions():
    """187 = 13 × 13 + 18 in 2021, 106 = 13 × 7 + 15 in 2022, one row a commune and a year."""
    last = COMMUNES - 1
    rows = [[n, "2021-12-31", 18 if n == last else 13] for n in range(COMMUNES)]
    rows += [[n, "2022-12-31", 15 if n == last else 7] for n in range(COMMUNES)]
    return [[f"DU{n:02d}", "admissions", day, value, "", "", ""] for n, day, value in rows]


class TestAdmissions:
    """2.16: 187 admitted in 2021 and 106 in 2022; 2.17: against the targets of the year."""

    def test_187_in_2021_and_106_in_2022(self, van_ho):
        van_ho.bring("indicators", INDICATORS, admissions())
        found = indicators(van_ho)["admissions"]
        assert (found["value"], found["previous"], found["source"]) == (106, 187, "given")
        both = indicators(van_ho, since="2021-01-01")["admissions"]
        assert both["value"] == 187 + 106
        live = reverse("reports:period_review_live")
        period = f"?dia-ban={van_ho.unit.key}&tu=2022-01-01&den=2022-12-31"
        assert "Kết nạp đảng viên 106 187 -81" in van_ho.page(live + period)

    def test_every_commune_has_its_target_and_what_came_of_it(self, van_ho):
        van_ho.bring("indicators", INDICATORS, admissions())
        targets = [[f"DU{n:02d}", "admissions", 2022, 8] for n in range(COMMUNES)]
        van_ho.bring("targets", TARGETS, targets)
        found = van_ho.figures("targets", year=2022, on="2023-01-31")["by_indicator"]["admissions"]
        assert (found["target"], found["actual"], found["organisations"]) == (112, 106, 14)
        assert (found["met"], found["unknown"]) == (1, 0)

    def test_one_row_less_is_another_number_in_its_year_alone(self, van_ho):
        van_ho.bring("indicators", INDICATORS, admissions()[1:])
        found = indicators(van_ho)["admissions"]
        assert (found["value"], found["previous"]) == (106, 187 - 13)


def holders():
    """Of 14 communes: six secretaries and four chairmen from elsewhere, six secretaries who chair the council too (not the
    same six); the secretary of each branch is the head of its bản."""
    since, rows = "2021-01-01", []
    for n in range(COMMUNES):
        secretary = f"Bí Thư Xã Mẫu {n}"
        council = secretary if n >= COMMUNES - 6 else f"Chủ Tịch Hội Đồng Mẫu {n}"
        rows += [
            [f"DU{n:02d}", "Bí thư Đảng ủy", secretary, since, "", "không" if n < 6 else "có"],
            [commune(n), "Chủ tịch UBND", f"Chủ Tịch Mẫu {n}", since, "", "không" if n % 4 == 1 else "có"],
            [commune(n), "Chủ tịch HĐND", council, since, "", ""],
        ]
    for n, m in hamlets():
        rows += [
            [f"CB{n:02d}-{m}", "Bí thư chi bộ", f"Trưởng Bản Mẫu {n}.{m}", since, "", "có"],
            [f"{commune(n)}-{m}", "Trưởng bản", f"Trưởng Bản Mẫu {n}.{m}", since, "", "có"],
        ]
    return rows


class TestOffices:
    """2.21: 6/14, 4/14, 6/14; 2.22: 100 %. Told by the map from one list of office-holders."""

    def test_three_shares_of_14_communes(self, van_ho):
        van_ho.bring("office_holders", HOLDERS, holders())
        found = indicators(van_ho)
        assert share(found, "non_local_secretaries") == (6, 14, "derived")
        assert share(found, "non_local_chairs") == (4, 14, "derived")
        assert share(found, "secretaries_chairing_councils") == (6, 14, "derived")
        page = page_of(van_ho)
        assert page.count("6/14") == 2 and page.count("4/14") == 1
        # Nobody was in office before 2021.
        before = indicators(van_ho, since="2020-01-01", until="2021-01-01")
        assert before["non_local_secretaries"]["value"] is None

    def test_every_secretary_heads_his_ban(self, van_ho):
        van_ho.bring("office_holders", HOLDERS, holders())
        value, whole, source = share(indicators(van_ho), "secretaries_heading_hamlets")
        assert (value, source) == (COMMUNES * EACH, "derived") and 100 * value / whole == 100
        assert "42/42" in page_of(van_ho)
        one = share(indicators(van_ho, unit=SAO_DO), "secretaries_heading_hamlets")
        assert one == (1, 1, "derived")

    def test_one_row_less_and_the_share_is_another(self, van_ho):
        van_ho.bring("office_holders", HOLDERS, holders()[1:-1])
        found = indicators(van_ho)
        assert share(found, "non_local_secretaries") == (5, 13, "derived")
        assert share(found, "secretaries_chairing_councils") == (6, 13, "derived")
        assert share(found, "secretaries_heading_hamlets") == (41, 42, "derived")
        assert share(found, "non_local_chairs") == (4, 14, "derived")


# The branches of the pilot, and those that the communes' own cadres attend.
PILOTED = [f"CB{n:02d}-{m}" for n in (0, 1) for m in range(EACH)]
COVERED = [f"CB{n:02d}-{m}" for n in range(2, 8) for m in range(EACH)]
SCHEMES_OF_2022 = [
    "code",
    "name",
    "issuer_code",
    "target_kind",
    "target_level",
    "eligible_groups",
    "starts_on",
]
SCHEMES_OF_2022 += ["documents", "report_days", "is_pilot", "pilot_ends_on", "parent_scheme"]
ATTENDED = ["cadre_code", "organisation_code", "date", "scheme", "reported_on", "members", "present"]
RAISED = ["reference", "unit_code", "raised_on", "field", "content", "answered_on", "answer", "outcome"]
RAISED += ["resolved_on"]


def cadres():
    """Six of the district's offices for the pilot, one of his commune for each of eighteen others."""
    return [
        [f"T{n}", f"Cán Bộ Khối Đảng {n}", "BTC", "Chuyên viên", "party_boards", "2016-01-01"]
        for n in range(len(PILOTED))
    ] + [
        [f"X{n:02d}", f"Cán Bộ Xã Mẫu {n}", "XA", "Cán bộ xã", "commune_cadres", "2016-01-01"]
        for n in range(len(COVERED))
    ]


def followed(pilot="vh-td"):
    rows = [[pilot, "cadre", f"T{n}", "organisation", body, "2022-01-01"] for n, body in enumerate(PILOTED)]
    return rows + [
        ["vh-xa", "cadre", f"X{n:02d}", "organisation", body, "2022-01-01"] for n, body in enumerate(COVERED)
    ]


def attended(pilot="vh-td"):
    """Each of the pilot twice, one report of the twelve late; each of the first four others once."""
    found = []
    for n, body in enumerate(PILOTED):
        found += [
            [f"T{n}", body, f"2022-{month:02d}-24", pilot, f"2022-{month:02d}-26", 20, 18] for month in (3, 4)
        ]
    found[0][4] = "2022-04-20"
    return found + [[f"X{n:02d}", COVERED[n], "2022-03-25", "vh-xa", "2022-03-26", 20, 18] for n in range(4)]


def raised():
    """Two from a bản of the pilot, both answered and one resolved; two from another, one answered; one from the commune itself."""
    field = "rural-roads"
    answer, no_answer = ["2022-06-01", "Đã làm", "resolved", "2022-06-01"], ["", "", "", ""]
    explained = ["2022-06-01", "Chưa có vốn", "explained", ""]
    return [
        ["K1", "125-00-0", "2022-05-01", field, "Đường hỏng", *answer],
        ["K2", "125-00-1", "2022-05-01", field, "Cầu hỏng", *explained],
        ["K3", "125-05-0", "2022-05-01", field, "Kênh hỏng", *explained],
        ["K4", "125-05-1", "2022-05-01", field, "Điện yếu", *no_answer],
        ["K5", "125-00", "2022-05-01", field, "Trụ sở xã", *answer],
    ]


def bring_the_pilot(place, *, is_pilot="có", ends_on="2022-12-01"):
    agencies = [["BTC", "Ban Tổ chức", "org_board", "125"], ["XA", "Ủy ban xã Mẫu", "department", "125"]]
    place.bring("agencies", AGENCIES, agencies)
    place.bring("documents", DOCUMENTS, [["125", "QĐ", "10-QĐ/HU", "2021-12-20", "Phân công dự sinh hoạt"]])
    tail = ["2022-01-01", "QĐ 10-QĐ/HU", 5]
    body = ["125", "organisation", "ấp"]
    schemes = [
        ["vh-xa", "Cán bộ xã dự sinh hoạt", *body, "commune_cadres", *tail, "", "", ""],
        ["vh-td", "Thí điểm khối đảng", *body, "party_boards", *tail, is_pilot, ends_on, "vh-xa"],
    ]
    place.bring("schemes", SCHEMES_OF_2022, schemes)
    place.bring("cadres", CADRES, cadres())
    place.bring("assignments", ASSIGNMENTS, followed())
    place.bring("attendance", ATTENDED, attended())
    place.bring("recommendations", RAISED, raised())


class TestPilot:
    """2.3: what a pilot does stands beside the others of its tier, every number with its whole."""

    def test_six_branches_of_the_pilot_stand_beside_the_other_36(self, van_ho):
        bring_the_pilot(van_ho)
        (found,) = van_ho.figures("review", **IN_2022)["pilots"]
        assert found["level"] == 4 and len(found["places"]) == 6 and "Sao Đỏ 2" in found["places"]
        assert found["pilot"] == {
            "turns": 12, "covered": 6, "units": 6, "visited": 6, "branches": 6, "attended": 12, "held": 12,
            "on_time": 11, "due": 12, "answered": 2, "resolved": 1, "asked": 2,
        }  # fmt: skip
        assert found["others"] == {
            "turns": 4, "covered": 18, "units": 36, "visited": 4, "branches": 36, "attended": 4, "held": 4,
            "on_time": 4, "due": 4, "answered": 1, "resolved": 0, "asked": 2,
        }  # fmt: skip
        live = reverse("reports:period_review_live")
        page = van_ho.page(f"{live}?dia-ban={van_ho.unit.key}&tu=2022-01-01&den=2022-12-31")
        assert "nơi có cán bộ / tất cả 6/6 18/36" in page and "đúng hạn / đến hạn 11/12 4/4" in page
        # Every count opens its rows, on either side; nothing of the others was resolved.
        html = van_ho.html(f"{live}?dia-ban={van_ho.unit.key}&tu=2022-01-01&den=2022-12-31")
        links = re.findall(r'"([^"]+so=pilots\.4\.(\w+)\.(\w+)[^"]*)"', html)
        assert len(links) == 13
        for link, side, name in links:
            assert van_ho.listed(unescape(link)) == found[side][name] > 0, (side, name)
        # Asked of a scheme: the pilot itself, one linked with it; not another.
        by_scheme = [
            van_ho.figures("review", scheme=code, **IN_2022)["pilots"] for code in ("vh-td", "vh-xa")
        ]
        assert by_scheme == [[found], [found]]

    def test_where_there_is_nothing_to_count_it_is_said_in_words(self, van_ho):
        bring_the_pilot(van_ho)
        one = van_ho.figures("review", unit=commune(0), **IN_2022)["pilots"]
        (section,) = pilot_sections({"pilots": one})
        said = {row.label: (row.words_now, row.words_before) for row in section.rows}
        # All three of this commune are of the pilot: there is nothing beside them.
        assert said["nơi có cán bộ / tất cả"] == ("3/3", "không có nơi nào")
        assert said["báo cáo đúng hạn / đến hạn"] == ("5/6", "chưa có báo cáo đến hạn")
        assert said["kiến nghị đã giải quyết / phải trả lời"] == ("1/2", "không có kiến nghị")
        assert "%" not in str(said)

    def test_without_the_mark_or_after_the_pilot_nothing_is_compared(self, van_ho):
        bring_the_pilot(van_ho, ends_on="2022-07-01")
        half = IN_2022 | {"since": "2022-07-01"}
        assert van_ho.figures("review", **half)["pilots"] == []
        assert len(van_ho.figures("review", **half | {"since": "2022-06-01"})["pilots"]) == 1
        assert van_ho.figures("review", unit="125-02", **IN_2022)["pilots"] == []

    def test_a_scheme_that_is_no_pilot_has_no_other_side(self, van_ho):
        bring_the_pilot(van_ho, is_pilot="không", ends_on="")
        assert van_ho.figures("review", **IN_2022)["pilots"] == []
