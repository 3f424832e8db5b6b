"""Bến Tre, May 2023: 157 cadres of the province over 157 communes, nine of the standing board over nine district
organisations, through the real imports. All rows are made up."""

from datetime import date

import pytest

from assignments.models import Scheme
from dashboard.figures import coverage_figures
from tests.files import bring_in, counts, csv_file

pytestmark = pytest.mark.django_db

DISTRICTS, COMMUNES = 9, 157


def test_157_cadres_and_nine_of_the_standing_board(tmp_path):
    def send(kind, heading, rows, **options):
        return counts(bring_in(kind, csv_file(tmp_path / f"{kind}.csv", [heading, *rows]), **options))

    communes = [(f"2{n:04d}", f"82{n % DISTRICTS}") for n in range(COMMUNES)]
    units = [["83", "tỉnh", "Tỉnh Bến Tre", ""]]
    units += [[f"82{n}", "huyện", f"Huyện Mẫu {n}", "83"] for n in range(DISTRICTS)]
    units += [[code, "xã", f"Xã Mẫu {code}", district] for code, district in communes]
    assert send("units", ["code", "level", "name", "parent_code"], units, on="2022-01-01")[0] == 167
    bodies = [["TU", "committee", "Đảng bộ tỉnh", "", "83"]]
    bodies += [[f"HU{n}", "committee", f"Đảng bộ huyện Mẫu {n}", "TU", f"82{n}"] for n in range(DISTRICTS)]
    heading = ["code", "kind", "name", "parent_code", "unit_code"]
    assert send("organisations", heading, bodies, on="2022-01-01") == (10, 0, 0, 0)
    send("agencies", ["code", "name", "kind", "unit_code"], [["VPTU", "Văn phòng Tỉnh ủy", "office", "83"]])
    documents = [["TU", "QĐi", "559-QĐ/TU", "2022-08-26", "Trách nhiệm, quyền hạn của cán bộ được phân công"]]
    assert send("documents", ["issuer_code", "type", "number", "issued_on", "title"], documents) == (
        1,
        0,
        0,
        0,
    )
    schemes = [["bt", "83", "ben-tre", "2022-08-26", "QĐi 559-QĐ/TU"]]
    assert send("schemes", ["code", "issuer_code", "preset", "starts_on", "documents"], schemes) == (
        1,
        0,
        0,
        0,
    )
    assert Scheme.objects.count() == 4

    cadres = [
        [f"T{n:03d}", f"Cán Bộ Mẫu {n}", "VPTU", "Trưởng phòng", "provincial_leaders", "2022-01-01"]
        for n in range(COMMUNES)
    ]
    cadres += [
        [f"B{n}", f"Ủy Viên Mẫu {n}", "VPTU", "Ủy viên Ban Thường vụ", "standing_board", "2022-01-01"]
        for n in range(DISTRICTS)
    ]
    heading = ["code", "full_name", "agency_code", "position", "group", "starts_on"]
    assert send("cadres", heading, cadres) == (166, 0, 0, 0)

    heading = ["scheme", "assignee_kind", "assignee_code", "target_kind", "target_code", "starts_on"]
    rows = [["bt", "cadre", f"T{n:03d}", "unit", code, "2022-09-01"] for n, (code, _d) in enumerate(communes)]
    rows += [
        ["bt-dang-bo-huyen", "cadre", f"B{n}", "organisation", f"HU{n}", "2022-09-01"]
        for n in range(DISTRICTS)
    ]
    assert send("assignments", heading, rows) == (166, 0, 0, 0)
    assert send("assignments", heading, rows) == (0, 0, 0, 166)

    on = date(2023, 5, 24)
    province = coverage_figures(on=on, unit_code="83", scheme_code="bt")
    assert (province["units"], province["covered"], province["cadres"]) == (157, 157, 157)
    board = coverage_figures(on=on, unit_code="83", scheme_code="bt-dang-bo-huyen")
    assert (board["units"], board["covered"], board["cadres"]) == (9, 9, 9)
    assert board["by_group"] == {"standing_board": 9}
    assert province["cadres_with_several"] == board["cadres_with_several"] == []
