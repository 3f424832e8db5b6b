"""`manage.py figures`: the keys that others rely on, the numbers of the pages, errors as sentences."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments.coverage import Coverage
from branches.actions.units import close_unit, open_unit
from dashboard.figures import coverage_figures
from dashboard.management.commands.import_rows import Command
from tests.assignments.test_coverage import follow
from tests.factories import START, CadreFactory, SchemeFactory, small_map
from tests.reports.things import attend, branch_of, meeting
from tests.reports.things import follow as assign

pytestmark = pytest.mark.django_db

DAY = date(2023, 5, 24)


def figures(*args) -> dict:
    out = StringIO()
    call_command("figures", *args, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def places():
    return small_map()


@pytest.fixture
def scheme(places):
    return SchemeFactory(issuer=places["P1D1"], code="binh-dai", wanted_targets_per_assignee=1)


def test_coverage_has_the_keys_that_others_rely_on(places, scheme):
    busy, waiting = CadreFactory(unit=places["P1D1"]), CadreFactory(unit=places["P1D1"])
    follow(scheme, busy, places["P1D1C1H1"])
    follow(scheme, busy, places["P1D1C1H2"])
    follow(
        scheme,
        CadreFactory(unit=places["P1D1"], left_on=DAY),
        places["P1D1C2H1"],
        ends_on=date(2023, 1, 1),
        end_reason="retired",
    )
    assert figures("coverage", "--unit", "P1D1", "--scheme", "binh-dai", "--on", "2023-05-24") == {
        "units": 4,
        "covered": 2,
        "vacant": [
            {
                "code": "P1D1C2H2",
                "name": "Ấp Mẫu P1D1C2H2",
                "since": START.isoformat(),
                "days": (DAY - START).days,
                "reason": "chưa từng phân công",
            },
            {
                "code": "P1D1C2H1",
                "name": "Ấp Mẫu P1D1C2H1",
                "since": "2023-01-01",
                "days": 143,
                "reason": "nghỉ hưu",
            },
        ],
        "cadres": 1,
        "cadres_with_several": [
            {
                "code": busy.code,
                "name": busy.full_name,
                "units": [
                    {"code": "P1D1C1H1", "name": "Ấp Mẫu P1D1C1H1"},
                    {"code": "P1D1C1H2", "name": "Ấp Mẫu P1D1C1H2"},
                ],
            }
        ],
        "cadres_without": [{"code": waiting.code, "name": waiting.full_name}],
        "by_level": {"hamlet": {"units": 4, "covered": 2}},
        "by_group": {"none": 1},
        "under": [
            {"code": "P1D1C1", "name": "Xã Mẫu P1D1C1", "units": 2, "covered": 2},
            {"code": "P1D1C2", "name": "Xã Mẫu P1D1C2", "units": 2, "covered": 0},
        ],
    }


def test_the_figures_are_those_of_the_object_behind_the_pages(places, scheme):
    for code in ("P1D1C1H1", "P1D1C2H1", "P1D1C2H2"):
        follow(scheme, CadreFactory(unit=places["P1D1"]), places[code])
    coverage = Coverage(scheme, places["P1D1C2"], DAY)
    found = figures("coverage", "--unit", "P1D1C2", "--on", DAY.isoformat())
    assert (found["units"], found["covered"], found["cadres"]) == (
        coverage.units,
        coverage.covered,
        coverage.cadres,
    )
    assert [row["code"] for row in found["vacant"]] == [gap.code for gap in coverage.vacancies()]
    assert found["covered"] == coverage.covered_rows.count()


def test_without_a_unit_the_schemes_issuer_is_meant(places, scheme):
    assert figures("coverage", "--on", "2023-05-24")["units"] == 4
    assert figures("coverage")["units"] == 4


def test_the_units_code_is_read_on_that_day(places, scheme):
    close_unit(places["P1D2C2H2"], on=date(2022, 1, 1), by=None)
    open_unit(
        code="P1D2C2H2", name="Ấp khác", level=4, parent=places["P1D1C1"], starts_on=date(2022, 1, 1), by=None
    )
    before = figures("coverage", "--unit", "P1D2C2H2", "--scheme", "binh-dai", "--on", "2021-12-31")
    after = figures("coverage", "--unit", "P1D2C2H2", "--scheme", "binh-dai", "--on", "2022-01-01")
    assert (before["units"], after["units"]) == (0, 1)
    assert after["vacant"][0]["name"] == "Ấp khác"


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("coverage", "--unit", "KHONG-CO"), "không có đơn vị nào mang mã KHONG-CO"),
        (
            ("coverage", "--unit", "P1", "--on", "2019-12-31"),
            "Ngày 31/12/2019 không có đơn vị nào mang mã P1",
        ),
        (("coverage", "--scheme", "khong-co"), "Không có chủ trương nào mang mã khong-co"),
        (("coverage", "--on", "24/05/2023"), "không phải là ngày"),
        (("coverage", "--from", "2023-01-01"), "--on"),
        (("attendances",), "Không có số liệu tên attendances"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(places, scheme, args, sentence):
    with pytest.raises(CommandError) as error:
        figures(*args)
    assert sentence in str(error.value)
    assert error.value.returncode == 1


def test_with_several_schemes_one_must_be_chosen(places, scheme):
    SchemeFactory(issuer=places["P1D1"], code="thu-hai")
    with pytest.raises(CommandError, match="Có 2 chủ trương; hãy chọn một bằng --scheme: binh-dai, thu-hai"):
        figures("coverage", "--on", "2023-05-24")
    assert figures("coverage", "--scheme", "thu-hai", "--on", "2023-05-24")["units"] == 4


def test_the_only_scheme_in_force_or_the_only_one_that_concerns_the_unit_needs_no_choosing(places, scheme):
    SchemeFactory(issuer=places["P1D1"], code="da-het", ends_on=date(2021, 1, 1))
    SchemeFactory(issuer=places["P2D1"], code="noi-khac")
    assert figures("coverage", "--unit", "P1D1", "--on", "2023-05-24")["units"] == 4
    assert figures("coverage", "--unit", "P2", "--on", "2023-05-24")["units"] == 4


def test_without_any_scheme_it_says_what_to_do(places):
    with pytest.raises(CommandError, match="Hãy lập hoặc nhập chủ trương trước"):
        figures("coverage")


def test_plain_lines_say_the_same_without_json(places, scheme):
    out = StringIO()
    call_command("figures", "coverage", "--unit", "P1D1C1", "--on", "2023-05-24", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[:3] == ["units: 2", "covered: 0", "vacant: 2"]
    assert any("P1D1C1H1 · Ấp Mẫu P1D1C1H1" in line and "chưa từng phân công" in line for line in lines)


def test_the_number_of_queries_does_not_grow(places, scheme, django_assert_num_queries):
    follow(scheme, CadreFactory(unit=places["P1D1"]), places["P1D1C1H1"])
    with CaptureQueriesContext(connection) as few:
        coverage_figures(on=DAY, unit_code="P1D1C1H1", scheme_code="binh-dai")
    for code in ("P1D1C1H2", "P1D1C2H1"):
        follow(scheme, CadreFactory(unit=places["P1D1"]), places[code])
    CadreFactory.create_batch(5, unit=places["P1D1"])
    with django_assert_num_queries(len(few.captured_queries)):
        coverage_figures(on=DAY, unit_code="P1D1", scheme_code="binh-dai")


# --- figures of a period ---
YEAR = ("--from", "2026-01-01", "--to", "2027-01-01")


def test_attendance_has_the_keys_that_others_rely_on(places):
    district = places["P1D1"]
    scheme = SchemeFactory(
        issuer=district, code="quang-tri", target_kind="organisation", turns_per_month=1, report_days=5
    )
    branch, cadre = branch_of(places["P1D1C1H1"]), CadreFactory(unit=district)
    row = assign(scheme, cadre, branch)
    attend(cadre, meeting(branch, date(2026, 3, 24)), assignment=row)
    found = figures("attendance", "--unit", "P1D1", "--scheme", "quang-tri", *YEAR, "--on", "2027-01-01")
    assert {
        "turns", "people", "meetings", "branches", "expected", "on_time", "late", "missing", "excused", "by_group",
        "by_kind", "unreported", "committees", "without_assignment", "by_month",
    } <= found.keys()  # fmt: skip
    assert (found["turns"], found["expected"], found["missing"], found["unreported"]) == (1, 12, 10, 1)
    # December's may be reported until 5 January: awaited on the day after the period, missing once that is over.
    later = figures("attendance", "--unit", "P1D1", "--scheme", "quang-tri", *YEAR, "--on", "2027-01-06")
    assert [(each["missing"], each["to_report"]) for each in (found, later)] == [(10, 1), (11, 0)]
    assert set(found["committees"]) >= {"turns", "people", "meetings", "organisations"}


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("attendance", "--unit", "P1D1"), "--from và --to"),
        (("attendance", "--unit", "P1D1", "--from", "2026-01-01"), "--from và --to"),
        (("attendance", "--unit", "P1D1", "--from", "2026-01-01", "--to", "2026-01-01"), "phải sau"),
        (("attendance", *YEAR), "--unit"),
        (("attendance", "--unit", "KHONG", *YEAR), "mang mã KHONG"),
        (("attendance", "--unit", "P1", "--scheme", "khong", *YEAR), "chủ trương nào mang mã khong"),
        (("coverage", *YEAR), "--on"),
    ],
)
def test_a_figure_that_cannot_be_told_says_why(places, arguments, words):
    with pytest.raises(CommandError, match=words):
        figures(*arguments)


def test_a_day_that_is_none_is_a_sentence_for_a_list_too(tmp_path):
    file = tmp_path / "units.csv"
    file.write_text("code,level,name\n", encoding="utf-8")
    with pytest.raises(CommandError, match="24/05/2023.* không phải ngày"):
        call_command("import_rows", "units", str(file), "--on", "24/05/2023", stdout=StringIO())
    # As at the terminal, where the options are read before a command begins: no traceback.
    with pytest.raises(SystemExit):
        Command(stderr=StringIO()).run_from_argv(
            ["manage.py", "import_rows", "units", str(file), "--on", "nay"]
        )
