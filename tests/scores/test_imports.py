"""Indicators, targets and model registrations come in from lists, all or nothing, and once."""

from datetime import date

import pytest

from branches.imports.taking_back import take_back
from branches.models import ImportRun
from scores.imports.indicators import KIND
from scores.models import Indicator, IndicatorValue, ModelRegistration, ModelTitle, Target
from scores.reading import indicator_figures
from tests import factories
from tests.files import bring_in, counts, messages, xlsx

pytestmark = pytest.mark.django_db
INDICATORS = ["unit_or_organisation_code", "indicator", "date", "value", "whole", "qualifier", "category"]
TARGETS = ["organisation_code", "indicator", "year", "value"]
MODELS = ["organisation_code", "model", "year", "registered_on", "recognised_on", "withdrawn_on"]


@pytest.fixture
def land():
    units = factories.small_map()
    factories.organisation(units["P1D1C1H1"], code="CB01", name="Chi bộ ấp 1")
    factories.organisation(units["P1D1C1H2"], code="CB02", name="Chi bộ ấp 2")
    return units


@pytest.fixture
def send(tmp_path):
    def send(kind, heading, *rows, **options):
        return bring_in(kind, xlsx(tmp_path / "ds.xlsx", [heading, *rows]), **options)

    return send


def test_numbers_come_in_with_their_whole_and_what_goes_before_them(land, send):
    rows = [
        ["P1D1", "non_local_secretaries", "2022-12-31", 6, 14, "", ""],
        ["P1D1", "Kết nạp đảng viên", "31/12/2021", "hơn 1.050", "", "", ""],
        ["P1D1C1H1", "income_per_person", "2022-12-31", "56 triệu", "", "", ""],
        ["CB01", "members_removed", "2022-06-30", 15, "", "", "bỏ sinh hoạt"],
        ["CB01", "members_removed", "2022-06-30", 7, "", "", "thiếu tu dưỡng"],
    ]
    assert counts(send("indicators", INDICATORS, *rows)) == (5, 0, 0, 0)
    assert counts(send("indicators", INDICATORS, *rows)) == (0, 0, 0, 5)
    found = indicator_figures(land["P1D1"], date(2021, 1, 1), date(2023, 1, 1))
    assert (found["non_local_secretaries"].value, found["non_local_secretaries"].whole) == (6, 14)
    assert (found["admissions"].value, found["admissions"].qualifier) == (1050, "more_than")
    assert found["members_removed"].value == 22
    assert IndicatorValue.objects.get(indicator__code="income_per_person").value == 56_000_000


def test_a_number_that_differs_corrects_what_stands(land, send):
    send("indicators", INDICATORS, ["CB01", "admissions", "2022-12-31", 3, "", "", ""])
    again = send("indicators", INDICATORS, ["CB01", "admissions", "2022-12-31", 4, "", "", ""])
    assert counts(again) == (0, 1, 0, 0)
    new = IndicatorValue.objects.standing().get()
    assert (new.value, new.corrects.value, bool(new.corrects.voided_at)) == (4, 3, True)
    send("targets", TARGETS, ["CB01", "admissions", 2022, 5])
    assert counts(send("targets", TARGETS, ["CB01", "admissions", 2022, 6])) == (0, 1, 0, 0)
    aim = Target.objects.standing().get()
    assert (aim.value, aim.corrects.value, aim.corrects.void_reason) == (6, 5, "Danh sách nhập sau ghi khác.")


def test_a_list_that_corrected_a_number_is_taken_back(land, send):
    send("indicators", INDICATORS, ["CB01", "admissions", "2022-12-31", 3, "", "", ""])
    send("indicators", INDICATORS, ["CB01", "admissions", "2022-12-31", 4, "", "", ""])
    run = ImportRun.objects.order_by("-pk").first()
    take_back(KIND, run, by=None, today=date(2023, 1, 1))
    row = IndicatorValue.objects.get()
    assert (row.value, row.voided_at, row.void_reason) == (3, None, "")


def test_lists_name_no_place_of_which_the_indicator_is_not_asked(land, send):
    indicator = Indicator.objects.create(
        code="doan", name="Đoàn viên", asked_of=["3", "grassroots_branch"], issuer=land["P1"]
    )
    factories.organisation(land["P1D1C1"], code="DU1", name="Đảng ủy xã 1", kind="grassroots_committee")
    said = "“Đoàn viên” chỉ hỏi ở: Xã, phường, đặc khu; chi bộ cơ sở."
    for kind, heading, bad, good in (
        ("indicators", INDICATORS, ["CB01", "doan", "2022-12-31", 3], ["P1D1C1", "doan", "2022-12-31", 3]),
        ("targets", TARGETS, ["CB01", "doan", 2022, 3], ["DU1", "doan", 2022, 3]),
    ):
        filled = [[*row, *[""] * (len(heading) - len(row))] for row in (bad, good)]
        refused = send(kind, heading, *filled)
        assert len(refused["errors"]) == 1 and said in messages(refused)[0], "nothing of the list is taken"
        assert counts(send(kind, heading, filled[1])) == (1, 0, 0, 0), "a committee speaks for its place"
    assert indicator.values.get().unit == land["P1D1C1"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["P1D1", "admissions", "2022-12-31", "nhiều", "", "", ""], "không phải số nguyên"),
        (["P1D1", "poor_households", "2022-12-31", 15, 14, "", ""], "lớn hơn tổng số"),
        (["XX", "admissions", "2022-12-31", 1, "", "", ""], "Không có"),
        (["P1D1", "admissions", "2099-12-31", 1, "", "", ""], "còn ở phía trước"),
        (["P1D1", "admissions", "2022-12-31", "hơn 3", "", "about", ""], "Hai cột nói khác nhau"),
    ],
)
def test_a_bad_number_is_one_sentence_and_changes_nothing(land, send, row, words):
    good = ["P1D1", "admissions", "2021-12-31", 1, "", "", ""]
    answer = send("indicators", INDICATORS, good, row)
    assert len(answer["errors"]) == 1 and words in messages(answer)[0]
    assert not IndicatorValue.objects.exists()


def test_the_same_number_twice_in_a_list_is_refused(land, send):
    row = ["P1D1", "admissions", "2022-12-31", 1, "", "", ""]
    assert "đã có ở hàng 2" in messages(send("indicators", INDICATORS, row, row))[0]


def test_targets_come_in_once_and_are_corrected_by_the_next_list(land, send):
    rows = [["CB01", "admissions", 2022, 5], ["CB02", "Kết nạp đảng viên", 2022, 7]]
    assert counts(send("targets", TARGETS, *rows)) == (2, 0, 0, 0)
    rows[0][3] = 6
    assert counts(send("targets", TARGETS, *rows)) == (0, 1, 0, 1)
    assert sorted(Target.objects.standing().values_list("value", flat=True)) == [6, 7]
    assert "âm" in messages(send("targets", TARGETS, ["CB01", "admissions", 2023, -1]))[0]


def test_model_branches_come_in_and_a_new_model_is_made(land, send):
    rows = [
        ["CB01", "chi bộ trong sạch, vững mạnh toàn diện", 2018, "2018-01-15", "", ""],
        ["CB02", "Chi bộ bốn tốt", 2018, "2018-02-01", "2018-12-20", ""],
    ]
    assert counts(send("model_registrations", MODELS, *rows)) == (2, 0, 0, 0)
    assert counts(send("model_registrations", MODELS, *rows)) == (0, 0, 0, 2)
    assert ModelTitle.objects.count() == 2
    rows[0][5] = "2018-06-01"
    assert counts(send("model_registrations", MODELS, *rows)) == (0, 1, 0, 1)
    assert ModelRegistration.objects.get(organisation__versions__code="CB01").withdrawn_on == date(2018, 6, 1)
    bad = send("model_registrations", MODELS, ["CB02", "Khác", 2018, "2018-02-01", "2018-01-20", ""])
    assert "không trước ngày đăng ký" in messages(bad)[0]
