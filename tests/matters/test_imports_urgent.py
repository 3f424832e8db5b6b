"""The register of urgent matters comes in from a list: once, as often as it is sent, all of it or nothing."""

from datetime import date

import pytest

from assignments.access import load_scope
from branches.imports.taking_back import take_back
from branches.models import ImportRun
from dashboard.figures import urgent_matters_figures
from dashboard.importing import KINDS, check_run, new_run
from matters.models import UrgentMatter, UrgentNote
from tests.factories import GrantFactory, UserFactory, organisation, small_map
from tests.files import bring_in, counts, csv_file, messages, xlsx

pytestmark = pytest.mark.django_db

HEADING = ["reference", "organisation_code", "year", "title"]
WHOLE = [*HEADING, "field", "owner", "solution", "due_on", "status", "done_on"]


@pytest.fixture
def land():
    units = small_map()
    organisation(units["P1D1C1"], code="DU-A", name="Đảng bộ xã A", kind="grassroots_committee")
    organisation(units["P1D1C2"], code="DU-B", name="Đảng bộ xã B", kind="grassroots_committee")
    organisation(units["P1D1"], code="CB-C", name="Chi bộ Trung tâm C", kind="grassroots_branch")
    return units


@pytest.fixture
def send(tmp_path):
    def send(heading, *rows, **options):
        return bring_in("urgent_matters", xlsx(tmp_path / "viec.xlsx", [heading, *rows]), **options)

    return send


def test_a_list_comes_in_with_words_and_codes_alike_and_only_once(land, send):
    rows = [
        [
            "01/2022",
            "DU-A",
            2022,
            "Rác ở bãi chợ",
            "Môi trường",
            "Ông Mẫu",
            "Thuê xe",
            "30/06/2022",
            "Hoàn thành",
            "15/05/2022",
        ],
        ["02/2022", "DU-A", 2022, "Nước sạch", "environment", "", "", "", "in_progress", ""],
        ["03/2022", "CB-C", 2022, "Trụ sở dột", "", "", "", "2022-03-01", "đăng ký", ""],
        ["04/2022", "DU-B", 2022, "Bến đò", "Giao thông nông thôn", "", "", "", "chuyển năm sau", ""],
        ["05/2022", "DU-B", 2022, "Đất chợ cũ", "", "", "", "", "không thực hiện", ""],
    ]
    assert counts(send(WHOLE, *rows)) == (5, 0, 0, 0)
    assert counts(send(WHOLE, *rows)) == (0, 0, 0, 5)
    first = UrgentMatter.objects.get(reference="01/2022")
    assert (first.status, first.done_on, first.due_on) == ("done", date(2022, 5, 15), date(2022, 6, 30))
    assert (first.topic.code, first.unit, first.registered_on) == (
        "environment",
        land["P1D1C1"],
        date(2022, 1, 1),
    )
    found = urgent_matters_figures(on=date(2022, 12, 31), unit_code="P1D1")
    assert (found["registered"], found["done"]) == (5, 1)
    assert (found["organisations"], found["organisations_without"]) == (3, 0)
    assert (found["open"], found["overdue"], found["carried"], found["dropped"]) == (2, 1, 1, 1)
    assert found["by_field"] == {"environment": 2, "rural-roads": 1, "": 2}


def test_a_changed_row_changes_and_what_the_list_does_not_have_stays(land, send):
    send(WHOLE, ["01", "DU-A", 2022, "Rác", "Môi trường", "Ông Mẫu", "Thuê xe", "30/06/2022", "", ""])
    assert counts(send([*HEADING, "done_on"], ["01", "DU-A", 2022, "Rác ở bãi chợ", "01/07/2022"])) == (
        0,
        1,
        0,
        0,
    )
    matter = UrgentMatter.objects.get()
    assert (matter.title, matter.owner, matter.status, matter.version) == (
        "Rác ở bãi chợ",
        "Ông Mẫu",
        "done",
        2,
    )
    # An older list that still says "registered" takes nothing back.
    assert counts(send([*HEADING, "status"], ["01", "DU-A", 2022, "Rác ở bãi chợ", "đã đăng ký"])) == (
        0,
        0,
        0,
        1,
    )


def test_done_without_a_day_is_done(land, send):
    assert counts(send([*HEADING, "status"], ["01", "DU-A", 2022, "Rác", "hoàn thành"])) == (1, 0, 0, 0)
    assert urgent_matters_figures(on=date(2022, 12, 31), unit_code="P1")["done"] == 1


def test_all_or_nothing_and_every_bad_row_is_named(land, send):
    answer = send(
        WHOLE,
        ["01", "DU-A", 2022, "Đúng", "", "", "", "", "", ""],
        ["02", "KHONG", 2022, "Mã lạ", "", "", "", "", "", ""],
        ["01", "DU-B", 2022, "Trùng mã", "", "", "", "", "", ""],
        ["04", "DU-A", 1990, "Năm cũ", "", "", "", "", "", ""],
        ["05", "DU-A", 2022, "Tương lai", "", "", "", "", "done", "2199-01-01"],
        ["06", "DU-A", 2022, "Trái nhau", "", "", "", "", "đang thực hiện", "2022-02-01"],
        ["07", "DU-A", 2022, "Lĩnh vực lạ", "Vũ trụ", "", "", "", "", ""],
        ["08", "DU-A", 2019, "Trước khi có", "", "", "", "", "", ""],
    )
    assert [error["row"] for error in answer["errors"]] == [3, 4, 5, 6, 7, 8, 9]
    assert not UrgentMatter.objects.exists()
    assert "chỉ có từ ngày 01/01/2020" in messages(answer)[-1]


def test_a_code_is_read_on_a_day_of_its_year(land, send):
    """The code of a closed organisation is another's now: a list of an earlier year means the earlier one."""
    old = organisation(land["P1D2C1"], code="DU-X", name="Đảng bộ xã X cũ", kind="grassroots_committee")
    old.versions.update(ends_on="2023-07-01")
    old.closed_on = "2023-07-01"
    old.save()
    new = organisation(
        land["P1D2C2"],
        code="DU-X",
        name="Đảng bộ xã X mới",
        kind="grassroots_committee",
        opened_on=date(2023, 7, 1),
    )
    send(
        HEADING,
        ["1", "DU-X", 2022, "Việc cũ"],
        ["2", "DU-X", 2024, "Việc mới"],
        ["3", "DU-X", 2023, "Đầu năm"],
    )
    send(HEADING, ["4", "DU-X", 2023, "Cuối năm"], on="2023-12-31")
    found = dict(UrgentMatter.objects.values_list("reference", "organisation"))
    assert found == {"1": old.pk, "2": new.pk, "3": old.pk, "4": new.pk}
    assert UrgentMatter.objects.get(reference="4").registered_on == date(2023, 7, 1)


def test_a_matter_of_last_year_goes_on_as_that_of_this_year(land, send):
    heading = [*HEADING, "status", "carried_from"]
    rows = [
        ["B1", "DU-A", 2023, "Bến đò", "", "A1"],
        ["A1", "DU-A", 2022, "Bến đò", "chuyển năm sau", ""],
    ]
    assert counts(send(heading, *rows)) == (2, 0, 0, 0)
    assert counts(send(heading, *rows)) == (0, 0, 0, 2)
    assert UrgentMatter.objects.get(reference="B1").carried_from.reference == "A1"
    answer = send([*HEADING, "status"], ["A1", "DU-A", 2022, "Bến đò", "hoàn thành"])
    assert "đã chuyển sang năm 2023 (B1)" in messages(answer)[0]


def test_what_was_confirmed_is_not_changed_by_a_list(land, send):
    send([*HEADING, "done_on"], ["1", "DU-A", 2022, "Rác", "2022-05-01"])
    UrgentMatter.objects.update(confirmed_on=date(2022, 6, 1))
    assert (
        "được xác nhận"
        in messages(send([*HEADING, "status"], ["1", "DU-A", 2022, "Rác", "đang thực hiện"]))[0]
    )


def test_an_import_is_taken_back_unless_somebody_wrote_on(land, send):
    send(HEADING, ["1", "DU-A", 2022, "Rác"])
    run = ImportRun.objects.get()
    note = UrgentNote.objects.create(
        matter=UrgentMatter.objects.get(), noted_on=date(2022, 3, 1), text="Đã họp"
    )
    with pytest.raises(Exception, match="Không lấy lại được"):
        take_back(KINDS["urgent_matters"], run, by=None, today=date(2026, 1, 1))
    note.delete()
    take_back(KINDS["urgent_matters"], run, by=None, today=date(2026, 1, 1))
    assert not UrgentMatter.objects.exists()


def test_a_commune_brings_in_its_own_and_learns_nothing_of_its_neighbour(land, send, tmp_path):
    """The neighbour's reference may be the same; the neighbour's organisation is as if unknown."""
    send(HEADING, ["01", "DU-B", 2022, "Việc của xã B"])
    user = UserFactory()
    GrantFactory(user=user, role="commune_office", unit=land["P1D1C1"])
    today = date(2026, 3, 1)
    scope = load_scope(user, today)

    def checked(*rows):
        content = csv_file(tmp_path / "x.csv", [HEADING, *rows]).read_bytes()
        options = {"on": today.isoformat()}
        run = new_run(KINDS["urgent_matters"], content, "x.csv", user=user, scope=scope, options=options)
        assert check_run(run, user=user, today=today)
        return run

    assert checked(["01", "DU-A", "2022", "Việc của xã A"]).state == "checked"
    for code in ("DU-B", "CB-C", "KHONG-CO"):
        run = checked(["02", code, "2022", "Việc"])
        assert [error["message"] for error in run.errors] == [
            f"Không có tổ chức đảng mã “{code}” trong phạm vi của bạn."
        ]


def test_many_rows_ask_no_more_often_than_few(land, tmp_path, django_assert_max_num_queries):
    rows = [[f"{n}", "DU-A" if n % 2 else "CB-C", 2022, f"Việc {n}"] for n in range(600)]
    path = xlsx(tmp_path / "nhieu.xlsx", [HEADING, *rows])
    with django_assert_max_num_queries(45):
        assert counts(bring_in("urgent_matters", path)) == (600, 0, 0, 0)
