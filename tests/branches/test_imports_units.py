"""Units come in from lists: through the real command, from real files."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches.imports.pipeline import ANALYSED_FROM
from branches.models import ImportRun, Unit, UnitAlias, UnitEvent, UnitPlacement, UnitVersion
from tests.files import bring_in, counts, csv_file, messages, xlsx

pytestmark = pytest.mark.django_db

HEADING = ["code", "level", "name", "parent_code"]
MAP = [
    HEADING,
    ["83", "province", "Tỉnh Mẫu", ""],
    ["835", "district", "Huyện Mẫu", "83"],
    ["28954", "commune", "Xã Một", "835"],
    ["28957", "commune", "Xã Hai", "835"],
    ["28954-01", "hamlet", "Ấp 1", "28954"],
    ["28954-02", "hamlet", "Khu phố 2", "28954"],
]


@pytest.fixture
def a_map(tmp_path):
    assert counts(bring_in("units", xlsx(tmp_path / "ban-do.xlsx", MAP), on="2018-01-01")) == (6, 0, 0, 0)


def version(code, on="2018-06-01"):
    return UnitVersion.objects.on(date.fromisoformat(on)).get(code=code)


def units(tmp_path, *rows, heading=HEADING, **options):
    return bring_in("units", csv_file(tmp_path / "don-vi.csv", [heading, *rows]), **options)


def test_a_list_in_any_order_makes_the_map(tmp_path):
    rows = [MAP[0], *reversed(MAP[1:])]
    answer = bring_in("units", csv_file(tmp_path / "nguoc.csv", rows), on="2018-01-01")
    assert counts(answer) == (6, 0, 0, 0)
    assert answer["rows"] == 6
    hamlet = version("28954-01")
    assert hamlet.parent == version("28954").unit
    assert hamlet.kind.name == "Ấp"
    assert version("28954-02").kind.name == "Khu phố"
    place = UnitPlacement.objects.get(unit=hamlet.unit)
    assert place.path.count(".") == 4
    assert Unit.objects.get(pk=hamlet.unit_id).access_path == place.path


def test_the_same_list_twice_changes_nothing(a_map, tmp_path):
    again = bring_in("units", xlsx(tmp_path / "ban-do.xlsx", MAP), on="2018-01-01")
    assert counts(again) == (0, 0, 0, 6)
    later = bring_in("units", xlsx(tmp_path / "ban-do.xlsx", MAP))
    assert counts(later) == (0, 0, 0, 6)
    assert UnitVersion.objects.count() == 6


def test_a_new_name_and_parent_begin_a_version_on_the_day(a_map, tmp_path):
    answer = units(tmp_path, ["28954-01", "ấp", "Ấp Một", "28957"], on="2019-07-01")
    assert counts(answer) == (0, 1, 0, 0)
    before, after = UnitVersion.objects.filter(code="28954-01").order_by("starts_on")
    assert (before.name, before.ends_on) == ("Ấp 1", date(2019, 7, 1))
    assert (after.name, after.starts_on, after.ends_on) == ("Ấp Một", date(2019, 7, 1), None)
    assert before.unit == after.unit
    assert after.parent == version("28957").unit
    places = UnitPlacement.objects.filter(unit=after.unit).order_by("starts_on")
    assert [place.commune for place in places] == [version("28954").unit, version("28957").unit]


def test_a_change_on_the_first_day_is_a_correction(a_map, tmp_path):
    assert counts(units(tmp_path, ["28954-01", "ấp", "Ấp Một", "28954"], on="2018-01-01")) == (0, 1, 0, 0)
    assert [each.name for each in UnitVersion.objects.filter(code="28954-01")] == ["Ấp Một"]


def test_coordinates_are_filled_in_without_a_new_version(a_map, tmp_path):
    heading = [*HEADING, "latitude", "longitude", "aliases"]
    row = ["28954-01", "ấp", "Ấp 1", "28954", "10,2", "106.5", "Ấp Nhứt; Xóm Chợ"]
    assert counts(units(tmp_path, row, heading=heading)) == (0, 1, 0, 0)
    hamlet = UnitVersion.objects.get(code="28954-01")
    assert (hamlet.latitude, hamlet.longitude) == (10.2, 106.5)
    assert set(UnitAlias.objects.values_list("name", flat=True)) == {"Ấp Nhứt", "Xóm Chợ"}
    assert counts(units(tmp_path, row, heading=heading)) == (0, 0, 0, 1)


def test_a_unit_ends_only_by_its_own_closing_day(a_map, tmp_path):
    assert counts(units(tmp_path, ["28954-01", "ấp", "Ấp 1", "28954"])) == (0, 0, 0, 1)
    assert Unit.objects.filter(closed_on=None).count() == 6
    heading = [*HEADING, "closed_on"]
    row = ["28954-01", "ấp", "Ấp 1", "28954", "01/01/2020"]
    assert counts(units(tmp_path, row, heading=heading)) == (0, 0, 1, 0)
    hamlet = UnitVersion.objects.get(code="28954-01")
    assert hamlet.unit.closed_on == hamlet.ends_on == date(2020, 1, 1)
    assert counts(units(tmp_path, row, heading=heading)) == (0, 0, 0, 1)


def test_a_commune_ends_only_without_its_hamlets(a_map, tmp_path):
    heading = [*HEADING, "closed_on"]
    closing = ["28954", "xã", "Xã Một", "835", "2020-01-01"]
    refused = units(tmp_path, closing, heading=heading)
    assert messages(refused) == [
        "Còn 2 đơn vị trực thuộc Xã Một. Hãy chuyển hoặc kết thúc các đơn vị đó trong cùng tệp."
    ]
    moved = units(
        tmp_path,
        closing,
        ["28954-01", "ấp", "Ấp 1", "28957", ""],
        ["28954-02", "khu phố", "Khu phố 2", "28954", "2020-01-01"],
        heading=heading,
        on="2020-01-01",
    )
    assert counts(moved) == (0, 1, 2, 0)
    assert version("28954-01", "2020-06-01").parent == version("28957").unit


def test_a_closed_unit_and_its_code(a_map, tmp_path):
    heading = [*HEADING, "opened_on", "closed_on"]
    units(tmp_path, ["28954-01", "ấp", "Ấp 1", "28954", "", "2020-01-01"], heading=heading)
    refused = units(tmp_path, ["28954-01", "ấp", "Ấp 1", "28954"])
    assert messages(refused) == [
        "Ấp 1 đã kết thúc từ ngày 01/01/2020. Nếu mã này nay là của một đơn vị khác, hãy ghi ngày lập của đơn vị đó."
    ]
    given = units(tmp_path, ["28954-01", "ấp", "Ấp Mới", "28957", "2021-01-01", ""], heading=heading)
    assert counts(given) == (1, 0, 0, 0)
    assert version("28954-01", "2019-06-01").unit != version("28954-01", "2021-06-01").unit


def test_nothing_stands_under_a_unit_that_is_closed_on_that_day(a_map, tmp_path):
    heading = [*HEADING, "closed_on"]
    units(tmp_path, ["28957", "xã", "Xã Hai", "835", "2020-01-01"], heading=heading)
    refused = units(tmp_path, ["9", "ấp", "Ấp 9", "28957"], on="2021-01-01")
    assert messages(refused) == [
        "Xã Hai (mã 28957) đã kết thúc từ ngày 01/01/2020, không còn ngày 01/01/2021."
    ]
    refused = units(tmp_path, ["9", "ấp", "Ấp 9", "28957"], on="2019-01-01")
    assert messages(refused) == ["Xã Hai kết thúc từ ngày 01/01/2020. Hãy chọn đơn vị tiếp nhận."]
    assert not UnitVersion.objects.filter(code="9").exists()


def test_a_parent_code_is_read_on_the_day_of_the_row(a_map, tmp_path):
    """00004 before and after 1 July 2025: another unit each time."""
    heading = [*HEADING, "opened_on", "closed_on"]
    units(
        tmp_path,
        ["00004", "xã", "Xã Cũ", "835", "2018-01-01", "2025-07-01"],
        ["00004", "xã", "Xã Mới", "835", "2025-07-01", ""],
        heading=heading,
    )
    refused = units(
        tmp_path, ["h", "ấp", "Ấp 5", "00004", "2019-01-01", ""], heading=heading, on="2026-01-01"
    )
    assert messages(refused) == [
        "Mã 00004 khi đó là của Xã Cũ, kết thúc từ ngày 01/07/2025; nay là của Xã Mới. Hãy ghi ngày lập từ ngày "
        "01/07/2025, hoặc để trống ngày lập."
    ]
    assert counts(units(tmp_path, ["h", "ấp", "Ấp 5", "00004"], on="2026-01-01")) == (1, 0, 0, 0)
    assert version("h", "2026-06-01").parent == version("00004", "2026-06-01").unit


def test_lost_zeros_are_said_and_corrected_when_accepted(tmp_path):
    """The spreadsheet made 01, 001 and 00004 numbers."""
    units(
        tmp_path,
        ["01", "tỉnh", "Tỉnh Mẫu", ""],
        ["001", "huyện", "Huyện Mẫu", "01"],
        ["00004", "xã", "Xã Một", "001"],
        on="2018-01-01",
    )
    rows = [HEADING, [4, "xã", "Xã Đổi Tên", 1], [None, "ấp", "Ấp 1", 4]]
    path = xlsx(tmp_path / "mat-so-khong.xlsx", rows)
    refused = bring_in("units", path, on="2019-01-01")
    assert [(error["row"], error["column"]) for error in refused["errors"]] == [
        (2, "code"), (2, "parent_code"), (3, "parent_code"),
    ]  # fmt: skip
    assert "“00004” (Xã Một)" in messages(refused)[0]
    assert "“001” (Huyện Mẫu)" in messages(refused)[1]
    assert version("00004", "2019-06-01").name == "Xã Một"
    assert counts(bring_in("units", path, on="2019-01-01", accept_corrections=True)) == (1, 1, 0, 0)
    assert version("00004", "2019-06-01").name == "Xã Đổi Tên"
    assert version("00004-01", "2019-06-01").name == "Ấp 1"


def test_hamlets_without_a_code_get_one_and_are_found_again_by_name(a_map, tmp_path):
    rows = [["Cấp", "Tên đơn vị", "Mã đơn vị cấp trên"], ["ấp", "Ấp Ba", "28954"], ["ấp", "Ấp Tư", "28957"]]
    path = xlsx(tmp_path / "ap.xlsx", rows)
    assert counts(bring_in("units", path)) == (2, 0, 0, 0)
    assert {"28954-03", "28957-01"} <= set(UnitVersion.objects.values_list("code", flat=True))
    assert counts(bring_in("units", path)) == (0, 0, 0, 2)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["9", "ấp", "Ấp 9", "99999"], "Không có đơn vị cấp trên mã “99999”."),
        (["9", "phum", "Phum 9", "28954"], "“phum” không phải một cấp"),
        (["9", "ấp", "", "28954"], "Chưa ghi “name”."),
        (["9", "ấp", "Ấp 9", ""], "Chưa ghi mã đơn vị cấp trên."),
        (["9", "xã", "Xã 9", ""], "Chưa ghi mã đơn vị cấp trên."),
        (["9", "xã", "Xã 9", "28954"], "Xã Một không phải là cấp trên của Xã 9."),
        (["", "xã", "Xã 9", "835"], "Từ cấp xã trở lên phải ghi mã chính thức."),
        (["9", "ấp", "ấp " * 60, "28954"], "Nội dung dài 179 ký tự; cột này chứa nhiều nhất 150."),
        (["835", "ấp", "Huyện Mẫu", "28954"], "Huyện Mẫu không phải là cấp trên của Xã Một."),
        (["9", "ấp", "¸p Trung T©m", "28954"], "TCVN3"),
    ],
)
def test_a_row_that_cannot_be_is_refused_in_words_and_nothing_is_written(a_map, tmp_path, row, message):
    good = ["28954-09", "ấp", "Ấp 9", "28954"]
    refused = units(tmp_path, good, row)
    assert [error["row"] for error in refused["errors"]] == [3]
    assert message in messages(refused)[0]
    assert refused["rows"] == 2
    assert refused["added"] == 0
    assert not UnitVersion.objects.filter(code="28954-09").exists()
    assert ImportRun.objects.count() == 1


def test_all_errors_of_a_file_are_said_at_once(a_map, tmp_path):
    refused = units(
        tmp_path, ["9", "ấp", "Ấp 9", "0"], ["9", "ấp", "Ấp 10", "28954"], ["8", "x", "Ấp 8", "28954"]
    )
    assert [(error["row"], error["column"]) for error in refused["errors"]] == [
        (2, "parent_code"), (3, "code"), (4, "level"),
    ]  # fmt: skip
    assert messages(refused)[1] == "Mã “9” đã có ở hàng 2."


def test_what_offices_type_is_understood(a_map, tmp_path):
    import unicodedata

    rows = [
        ["DANH SÁCH ẤP, KHU PHỐ", "", "", "", ""],
        ["STT", "Mã đơn vị", "Cấp hành chính", "Tên đơn vị ", "Mã cấp trên"],
        [1, " 28954-05 ", "Khu phố", unicodedata.normalize("NFD", "Khu  phố Đệ Ngũ "), "28954 "],
        [2, "28954-06", "cấp thôn", "Thôn 6", "28954"],
    ]
    assert counts(bring_in("units", xlsx(tmp_path / "that.xlsx", rows))) == (2, 0, 0, 0)
    assert version("28954-05", "2030-01-01").name == "Khu phố Đệ Ngũ"


def test_a_dry_run_says_the_same_and_writes_nothing(a_map, tmp_path):
    runs = ImportRun.objects.count()
    answer = units(tmp_path, ["28954-09", "ấp", "Ấp 9", "28954"], dry_run=True)
    assert counts(answer) == (1, 0, 0, 0)
    assert not UnitVersion.objects.filter(code="28954-09").exists()
    assert ImportRun.objects.count() == runs


def test_the_history_has_the_import_as_its_actor(a_map):
    run = ImportRun.objects.get()
    assert (run.state, run.added, run.filename) == ("applied", 6, "ban-do.xlsx")
    assert run.content is None
    events = UnitEvent.objects.filter(pgh_label="insert").select_related("pgh_context")
    assert events.count() == 6
    assert {event.pgh_context.metadata["import_run"] for event in events} == {run.key}


def test_the_number_of_queries_does_not_grow_with_the_rows(a_map, tmp_path):
    def queries(first, last):
        rows = [[f"28954-{n}", "ấp", f"Ấp {n}", "28954"] for n in range(first, last)]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert counts(units(tmp_path, *rows))[0] == last - first
        return len(captured)

    few, many = queries(100, 103), queries(200, 600)
    assert many <= few + 2


def _analysed(*models):
    """For each table how often somebody had it analysed (the database's own rounds are counted elsewhere), and how many
    rows it is believed to hold."""
    statement = """
        SELECT analyze_count, reltuples::bigint FROM pg_class JOIN pg_stat_user_tables ON relid = pg_class.oid
        WHERE pg_class.relname = %s
    """
    with connection.cursor() as cursor:
        return [cursor.execute(statement, [model._meta.db_table]).fetchone() for model in models]


@pytest.mark.django_db(transaction=True)
def test_after_a_large_list_the_database_knows_how_much_there_is(tmp_path):
    def hamlets(commune, number):
        return [[f"{commune}-{each:04}", "hamlet", f"Ấp {each}", commune] for each in range(1, number + 1)]

    tables = (Unit, UnitVersion, UnitPlacement)
    before = _analysed(*tables)
    bring_in("units", xlsx(tmp_path / "ban-do.xlsx", MAP), on="2018-01-01")
    units(tmp_path, *hamlets("28954", ANALYSED_FROM - 1), on="2018-01-01")
    few = _analysed(*tables)
    assert [count for count, _rows in few] == [count for count, _rows in before]
    units(tmp_path, *hamlets("28957", ANALYSED_FROM), on="2018-01-01")
    many = _analysed(*tables)
    assert [count for count, _rows in many] == [count + 1 for count, _rows in before]
    assert [rows for _count, rows in many] == [model.objects.count() for model in tables]
