"""Bình Đại, from decision 634 to 1316, through the real imports: 93 ấp, khu phố with 93 cadres, one each.

All rows are made up; the numbers are those of the article of 3 September 2018.
"""

import io
from datetime import date

import pytest
from django.core.management import call_command

from assignments.models import Assignment, Scheme
from branches.models import DocumentRelation, UnitVersion
from dashboard.figures import coverage_figures
from tests.files import bring_in, counts, xlsx

pytestmark = pytest.mark.django_db

COMMUNES, HAMLETS, FIRST_CADRES = 20, 93, 60
FAMILY, MIDDLE, GIVEN = ("Nguyễn", "Trần", "Lê"), ("Văn", "Thị", "Hữu", "Ngọc"), ("An", "Bình", "Cúc", "Dũng")
GROUPS = ("committee", "departments", "mass", "inspection", "party_boards")


def hamlets():
    """[(code, commune)]: 93 over 20 communes, four or five each."""
    return [
        (f"28{n % COMMUNES:03d}-{n // COMMUNES + 1:02d}", f"28{n % COMMUNES:03d}") for n in range(HAMLETS)
    ]


def name(n):
    return f"{FAMILY[n % 3]} {MIDDLE[n % 4]} {GIVEN[n // 12 % 4]} {n}"


@pytest.fixture
def binh_dai(tmp_path):
    def send(kind, heading, rows, **options):
        return counts(bring_in(kind, xlsx(tmp_path / f"{kind}.xlsx", [heading, *rows]), **options))

    units = [["83", "tỉnh", "Tỉnh Bến Tre", ""], ["835", "huyện", "Huyện Bình Đại", "83"]]
    units += [[f"28{n:03d}", "xã", f"Xã Mẫu {n + 1}", "835"] for n in range(COMMUNES)]
    units += [[code, "ấp", f"Ấp {code[-1]}", commune] for code, commune in hamlets()]
    assert send("units", ["code", "level", "name", "parent_code"], units, on="2016-01-01") == (115, 0, 0, 0)
    agencies = [[f"CQ{n}", f"Phòng Mẫu {n}", "department", "835"] for n in range(10)]
    assert send("agencies", ["code", "name", "kind", "unit_code"], agencies)[0] == 10
    documents = [
        ["835", "QĐ", "634-QĐ/HU", "2016-09-01", "Phân công", "", ""],
        ["835", "KH", "37-KH/HU", "2016-09-01", "Kế hoạch", "", ""],
        ["835", "QĐ", "1316-QĐ/HU", "2017-12-15", "Điều chỉnh, bổ sung", "amends", "634"],
    ]
    heading = ["issuer_code", "type", "number", "issued_on", "title", "relation", "relates_to"]
    assert send("documents", heading, documents) == (3, 0, 0, 0)
    scheme = ["bd", "", "835", "binh-dai", "2016-09-01", "QĐ 634-QĐ/HU; KH 37-KH/HU"]
    assert (
        send("schemes", ["code", "name", "issuer_code", "preset", "starts_on", "documents"], [scheme])[0] == 1
    )
    cadres = [
        [f"C{n:02d}", name(n), f"CQ{n % 10}", "Phó Trưởng phòng", GROUPS[n % 5], "2016-01-01"]
        for n in range(93)
    ]
    heading = ["code", "full_name", "agency_code", "position", "group", "starts_on"]
    assert send("cadres", heading, cadres) == (93, 0, 0, 0)
    return send


ASSIGNMENTS = ["assignee_code", "target_code", "starts_on", "ends_on", "document_number"]


def decision_634():
    """60 cadres for 93 hamlets: 33 of them have two."""
    return [(f"C{n % FIRST_CADRES:02d}", code) for n, (code, _commune) in enumerate(hamlets())]


def figures(on):
    return coverage_figures(on=date.fromisoformat(on), unit_code="835", scheme_code="bd")


def test_from_decision_634_to_1316(binh_dai):
    rows = [[cadre, hamlet, "2016-09-15", "", "634"] for cadre, hamlet in decision_634()]
    assert binh_dai("assignments", ASSIGNMENTS, rows, scheme="bd") == (93, 0, 0, 0)
    before = figures("2017-06-01")
    assert (before["units"], before["covered"], before["cadres"]) == (93, 93, 60)
    assert len(before["cadres_with_several"]) == 33
    assert len(before["cadres_without"]) == 33

    second = decision_634()[FIRST_CADRES:]
    free = [f"C{n:02d}" for n in range(FIRST_CADRES, 93)]
    changes = [[cadre, hamlet, "2016-09-15", "2018-01-01", "1316"] for cadre, hamlet in second]
    changes += [
        [new, hamlet, "2018-01-01", "", "1316"] for new, (_old, hamlet) in zip(free, second, strict=True)
    ]
    # Two who keep one hamlet each swap it besides.
    swapped = [("C40", decision_634()[40][1]), ("C41", decision_634()[41][1])]
    changes += [[cadre, hamlet, "2016-09-15", "2018-01-01", "1316"] for cadre, hamlet in swapped]
    changes += [
        ["C41", swapped[0][1], "2018-01-01", "", "1316"],
        ["C40", swapped[1][1], "2018-01-01", "", "1316"],
    ]
    assert binh_dai("assignments", ASSIGNMENTS, changes, scheme="bd") == (35, 0, 35, 0)
    assert binh_dai("assignments", ASSIGNMENTS, changes, scheme="bd") == (0, 0, 0, 70)

    after = figures("2018-09-03")
    assert (after["units"], after["covered"], after["cadres"]) == (93, 93, 93)
    assert after["cadres_with_several"] == after["cadres_without"] == after["vacant"] == []
    assert after["by_level"]["hamlet"] == {"units": 93, "covered": 93}
    assert sum(after["by_group"].values()) == 93
    assert figures("2017-06-01") == before

    ended = Assignment.objects.exclude(ends_on=None)
    assert set(ended.values_list("end_reason", flat=True)) == {"adjusted"}
    link = ended.first().document_links.get(part="ends")
    assert link.document.number == "1316-QĐ/HU"
    assert DocumentRelation.objects.get().relates_to.number == "634-QĐ/HU"
    assert Scheme.objects.get().document_links.count() == 2
    call_command("verify", stdout=io.StringIO())


def test_a_retirement_makes_one_gap_from_that_day_in_the_right_list(binh_dai):
    rows = [[f"C{n:02d}", code, "2018-01-01", "", "1316"] for n, (code, _commune) in enumerate(hamlets())]
    binh_dai("assignments", ASSIGNMENTS, rows, scheme="bd")
    heading = ["code", "full_name", "agency_code", "position", "ends_on", "leaving_reason"]
    leaving = [["C05", name(5), "CQ5", "Phó Trưởng phòng", "2019-06-01", "retired"]]
    assert binh_dai("cadres", heading, leaving) == (0, 0, 1, 0)
    assert figures("2019-05-31")["covered"] == 93
    after = figures("2019-06-01")
    assert after["covered"] == 92
    [gap] = after["vacant"]
    assert (gap["code"], gap["since"]) == (hamlets()[5][0], "2019-06-01")
    assert UnitVersion.objects.get(code=gap["code"]).level_id == 4
