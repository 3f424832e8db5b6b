"""A small official list: what it writes, what a later one changes, and everything that can be wrong with a list."""

import io
from datetime import date

import pghistory.models
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches.actions.units import change_unit, open_unit
from branches.loading import COLUMNS, SUCCESSOR_COLUMNS, load_units
from branches.models import (
    ImportRun,
    Unit,
    UnitEvent,
    UnitPlacement,
    UnitSuccession,
    UnitVersion,
    UnitVersionEvent,
)
from branches.querysets.units import undecided_on
from branches.verification import CHECKS
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
BEFORE, EVE, AFTER, TODAY = date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 22)

LIST = """
Q,province,Tỉnh Đông,,10.1,106.1
QA,district,Huyện Nam,Q,,
QA1,commune,Xã Một,QA,10.2,106.2
QA2,commune,Xã Hai,QA,,
QA3,commune,Xã Ba,QA,,
"""
NEXT = """
Q,province,Tỉnh Đông,,10.1,106.1
QA1,commune,Xã Một,Q,10.2,106.2
QN,commune,Xã Nhất Thống,Q,,
"""
LINES = """
Q,Q,whole,
QA1,QA1,whole,
QA2,QN,whole,
QA3,QN,part,yes
QA3,QA1,part,
"""
# The line of QA3 makes QA1 a merger: a unit that stays itself has one predecessor only.
LINES_CARRIED = LINES.replace("QA3,QN,part,yes\nQA3,QA1,part,\n", "QA3,QN,whole,\n")


def table(text, columns=COLUMNS):
    return [dict(zip(columns, line.split(","), strict=True)) for line in text.strip().splitlines()]


def small(text=LIST, lines=None, *, on=BEFORE, **options):
    successors = None if lines is None else table(lines, SUCCESSOR_COLUMNS)
    return load_units(table(text), successors, starts_on=on, today=TODAY, **options)


def counts():
    return (
        Unit.objects.count(),
        UnitVersion.objects.count(),
        UnitSuccession.objects.count(),
        ImportRun.objects.count(),
        UnitEvent.objects.count(),
    )


def figures(result):
    return tuple(
        result[key] for key in ("added", "changed", "closed", "unchanged", "successions", "carried_over")
    )


def test_the_actor_of_a_load_is_who_did_it():
    user = UserFactory()
    small(by=user, filename="ds.csv")
    run = ImportRun.objects.get()
    assert (run.user, run.added, run.filename) == (user, 5, "ds.csv")
    context = pghistory.models.Context.objects.get(pk=UnitEvent.objects.latest("pgh_id").pgh_context_id)
    assert context.metadata["user"] == user.pk


@pytest.mark.parametrize("ends_on", [None, AFTER], ids=["first list open", "first list with its end"])
def test_a_list_with_its_end_or_without_is_followed_by_the_next(ends_on):
    small(ends_on=ends_on)
    assert figures(small(NEXT, LINES_CARRIED, on=AFTER)) == (1, 2, 3, 0, 2, 2)
    province, commune = (Unit.objects.coded(code, AFTER).get() for code in ("Q", "QA1"))
    assert (province.opened_on, commune.opened_on) == (BEFORE, BEFORE)
    assert Unit.objects.filter(closed_on=AFTER).count() == 3
    assert all(list(check(TODAY)) == [] for _name, check in CHECKS)
    assert figures(small(NEXT, LINES_CARRIED, on=AFTER)) == (0, 0, 0, 3, 0, 0)
    assert figures(small(ends_on=ends_on)) == (0, 0, 0, 5, 0, 0)


def test_a_list_with_an_end_ends_the_versions_and_not_the_units():
    small(ends_on=AFTER)
    assert not Unit.objects.exclude(closed_on=None).exists()
    assert set(UnitVersion.objects.values_list("ends_on", flat=True)) == {AFTER}
    assert undecided_on(EVE).count() == 0
    assert undecided_on(AFTER).count() == 5


def test_an_end_is_brought_forward_and_never_put_off():
    small()
    assert figures(small(ends_on=AFTER)) == (0, 5, 0, 0, 0, 0)
    assert figures(small()) == (0, 0, 0, 5, 0, 0)
    assert set(UnitVersion.objects.values_list("ends_on", flat=True)) == {AFTER}


def test_a_unit_that_took_a_part_of_another_is_a_new_unit():
    small()
    result = small(NEXT, LINES, on=AFTER)
    assert figures(result) == (2, 1, 4, 0, 4, 1)
    before, after = (Unit.objects.coded("QA1", day).get() for day in (EVE, AFTER))
    assert before != after and before.closed_on == AFTER
    divided = Unit.objects.coded("QA3", EVE).get()
    assert divided.access_path == Unit.objects.coded("QN", AFTER).get().access_path


def test_a_list_issued_again_for_the_same_day_corrects_in_place():
    small()
    result = small(
        LIST.replace("Xã Hai", "Thị trấn Hai").replace(
            "QA3,commune,Xã Ba,QA,,", "QA3,commune,Xã Ba,QA,9.5,105.5"
        )
    )
    assert figures(result) == (0, 2, 0, 3, 0, 0)
    version = UnitVersion.objects.get(code="QA2")
    assert (version.name, version.kind.code, version.search_key) == (
        "Thị trấn Hai",
        "thi-tran",
        "thi tran hai qa2",
    )
    assert UnitVersion.objects.get(code="QA3").latitude == 9.5
    assert UnitVersionEvent.objects.filter(code="QA2").count() == 2
    # What a list leaves empty it does not say.
    assert figures(small(LIST.replace("Xã Hai", "Thị trấn Hai"))) == (0, 0, 0, 5, 0, 0)


def test_a_later_list_that_moves_a_commune_begins_a_new_version():
    small()
    result = small(LIST.replace("QA3,commune,Xã Ba,QA", "QA3,commune,Xã Ba,Q"), on=AFTER)
    assert figures(result) == (0, 1, 0, 4, 0, 0)
    assert UnitVersion.objects.filter(code="QA3").count() == 2


def test_another_spelling_of_the_tone_is_the_same_unit_and_another_name_needs_the_successors():
    small(LIST.replace("Xã Ba", "Xã Hoà Bình"))
    assert small(LIST.replace("Xã Ba", "Xã Hòa Bình"), on=AFTER)["changed"] == 1
    result = small(LIST.replace("Xã Ba", "Xã Khác"), on=AFTER.replace(day=2))
    assert [(error["row"], error["column"]) for error in result["errors"]] == [(6, "code")]
    assert "--successors" in result["errors"][0]["message"]


def test_a_units_own_later_change_bounds_the_new_version():
    small()
    unit = Unit.objects.coded("QA1", BEFORE).get()
    change_unit(
        unit,
        on=date(2026, 1, 1),
        by=None,
        today=TODAY,
        name="Xã Một Mới",
        parent=Unit.objects.coded("Q", BEFORE).get(),
    )
    assert not small(NEXT, LINES_CARRIED, on=AFTER)["errors"]
    assert [(v.name, v.ends_on) for v in unit.versions.order_by("starts_on")] == [
        ("Xã Một", AFTER),
        ("Xã Một", date(2026, 1, 1)),
        ("Xã Một Mới", None),
    ]


def test_a_longer_list_takes_no_more_queries():
    def queries(text):
        with CaptureQueriesContext(connection) as captured:
            assert not small(text)["errors"]
        return len(captured)

    longer = "R,province,Tỉnh Tây,,,\n" + "\n".join(f"R{n},commune,Xã {n},R,," for n in range(60))
    assert queries(longer) == queries(LIST.strip())


def test_a_district_that_keeps_a_commune_of_the_offices_own_stays():
    small()
    district = Unit.objects.coded("QA", BEFORE).get()
    own = open_unit(code="RIENG", name="Xã Riêng", level=3, parent=district, starts_on=BEFORE, by=None)
    assert small(NEXT, LINES_CARRIED, on=AFTER)["closed"] == 2
    district.refresh_from_db()
    assert district.closed_on is None
    assert own.placements.get().ends_on is None


def test_hamlets_that_a_list_brings_itself_stand_under_the_map():
    small()
    result = load_units(
        table("AP-1,hamlet,Ấp Một,QA1,,\nAP-2,hamlet,Khu phố 2,QA1,,"), starts_on=AFTER, today=TODAY
    )
    assert figures(result) == (2, 0, 0, 0, 0, 0)
    assert (
        UnitPlacement.objects.on(AFTER).under(Unit.objects.coded("QA1", AFTER).get(), itself=False).count()
        == 2
    )


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "words"),
    [
        ("QA2,commune", "QA1,commune", 5, "code", "đã có ở dòng 4"),
        ("QA2,commune", ",commune", 5, "code", "không được để trống"),
        ("QA2,commune", "QA2,xã lớn", 5, "level", "Không có cấp «xã lớn»"),
        ("Xã Hai,QA", "Xã Hai,ZZ", 5, "parent_code", "Không có đơn vị mã ZZ"),
        ("Xã Hai,QA", "Xã Hai,", 5, "parent_code", "Thiếu mã đơn vị cấp trên"),
        ("Xã Hai,QA", "Xã Hai,QA1", 5, "parent_code", "Xã Một không phải là cấp trên của Xã Hai"),
        ("Xã Hai", "", 5, "name", "không được để trống"),
        ("Xã Hai", "X" * 151, 5, "name", "Dài hơn 150"),
        ("10.2,106.2", "91,106.2", 4, "latitude", "«91» không phải là số từ -90 đến 90"),
        ("10.2,106.2", "10.2,nan", 4, "longitude", "«nan»"),
        ("10.2,106.2", "10.2,", 4, "longitude", "phải có cả hai"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(old, new, row, column, words):
    before = counts()
    errors = small(LIST.replace(old, new))["errors"]
    assert [(error["row"], error["column"]) for error in errors] == [(row, column)]
    assert words in errors[0]["message"]
    assert counts() == before


@pytest.mark.parametrize(
    ("lines", "row", "column", "words"),
    [
        ("ZZ,QN,whole,", 7, "predecessor_code", "Ngày 30/06/2025 không có đơn vị mã ZZ"),
        ("QA2,ZZ,part,", 7, "successor_code", "Danh sách không có đơn vị mã ZZ"),
        ("QA3,Q,all,", 7, "extent", "«all»"),
        ("QA3,Q,part,maybe", 7, "is_default", "Hãy ghi yes"),
        ("QA3,Q,part,yes", 7, "is_default", "chỉ có một đơn vị nhận phần lớn"),
        ("QA3,Q,whole,", 6, "extent", "chỉ một đơn vị"),
        ("QA3,QN,part,", 7, "successor_code", "đã được nối với nhau ở dòng 5"),
        (",QN,part,", 7, "predecessor_code", "không được để trống"),
    ],
)
def test_a_bad_line_of_successors_is_named_and_nothing_is_written(lines, row, column, words):
    small()
    before = counts()
    errors = small(NEXT, LINES + lines, on=AFTER)["errors"]
    assert [(error["file"], error["row"], error["column"]) for error in errors] == [
        ("successors", row, column)
    ]
    assert words in errors[0]["message"]
    assert counts() == before


def test_all_errors_are_said_at_once():
    text = LIST.replace("Xã Hai,QA", "Xã Hai,ZZ").replace("Xã Ba,QA", "Xã Ba,YY")
    assert [error["row"] for error in small(text)["errors"]] == [5, 6]


def test_the_next_list_without_its_successors_is_refused_where_a_code_was_given_anew():
    small()
    before = counts()
    errors = small("Q,province,Tỉnh Đông,,,\nQA2,commune,Xã Mới Hẳn,Q,,", on=AFTER)["errors"]
    assert [(error["row"], error["column"]) for error in errors] == [(3, "code")]
    assert counts() == before


def test_an_older_list_needs_its_end_where_a_newer_one_gave_a_code_anew():
    small("Q,province,Tỉnh Tây,,,", on=AFTER)
    errors = small("Q,province,Tỉnh Đông,,,", on=BEFORE)["errors"]
    assert "--to" in errors[0]["message"]
    assert figures(small("Q,province,Tỉnh Đông,,,", on=BEFORE, ends_on=AFTER)) == (1, 0, 0, 0, 0, 0)


def test_a_predecessor_with_a_change_after_the_day_is_refused():
    small()
    change_unit(Unit.objects.coded("QA2", BEFORE).get(), on=AFTER, by=None, today=TODAY, name="Xã Sau")
    errors = small(NEXT, LINES_CARRIED, on=AFTER)["errors"]
    assert ["đã có thay đổi từ ngày 01/07/2025" in error["message"] for error in errors] == [True]


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (None, [], "Không đọc được tệp"),
        (b"name\nx\n", [], "Có 3 lỗi"),
        (b"", [], "Có 1 lỗi"),
        (
            "code,level,name,parent_code\nQ,province,Tỉnh Đông,\n".encode("utf-16"),
            [],
            "không phải là CSV theo UTF-8",
        ),
        (b"code\n", ["--to", "2024-01-01"], "Có 1 lỗi"),
        (b"code\n", ["--to", "01/02/2024"], "không phải là ngày"),
    ],
)
def test_the_command_refuses_in_a_sentence(tmp_path, content, options, words):
    path = tmp_path / "danh sách.csv"
    if content is not None:
        path.write_bytes(content)
    before = counts()
    with pytest.raises(CommandError, match=words):
        call_command(
            "load_units",
            str(path),
            "--from",
            "2025-01-01",
            *options,
            stdout=io.StringIO(),
            stderr=io.StringIO(),
        )
    assert counts() == before


def test_the_command_reads_a_file_with_a_mark_and_says_what_it_did(tmp_path):
    path = tmp_path / "ds.csv"
    path.write_text(",".join(COLUMNS) + LIST, encoding="utf-8-sig")
    out = io.StringIO()
    call_command("load_units", str(path), "--from", "2025-01-01", stdout=out, stderr=io.StringIO())
    assert "5 đơn vị mới" in out.getvalue()
