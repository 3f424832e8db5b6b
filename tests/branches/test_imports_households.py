"""Households and their groups come in from lists; what was there is told to those alone who may read it."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches.imports.taking_back import take_back
from branches.models import Household, HouseholdGroup, HouseholdTag, ImportRun
from common.history import recorded_by
from dashboard.importing import KINDS, apply_run, check_run, new_run
from tests.branches.test_households import land, scope_of  # noqa: F401
from tests.factories import START, GrantFactory, HouseholdGroupFactory, UserFactory, tag
from tests.files import bring_in, counts, csv_file, messages

pytestmark = pytest.mark.django_db
HEADING = ["code", "hamlet_code", "head_name", "group_code", "people", "address", "tags"]
ON = "2021-01-01"
DAY = date(2021, 1, 1)


@pytest.fixture
def send(tmp_path):
    def send(kind, heading, *rows, on=ON, **options):
        return bring_in(kind, csv_file(tmp_path / f"{kind}.csv", [heading, *rows]), on=on, **options)

    return send


def tags_of(code, day):
    rows = Household.objects.get(code=code).taggings.on(day)
    return sorted(rows.values_list("tag__code", flat=True))


def test_groups_and_households_come_in_and_tags_end_and_begin_by_day(land, send):  # noqa: F811
    groups = [["T1", "P1D1C1H1", "Tổ tự quản 1"], ["", "P1D1C1H1", "Nhóm hộ 2"]]
    assert counts(send("groups", ["code", "hamlet_code", "name"], *groups)) == (2, 0, 0, 0)
    assert counts(send("groups", ["code", "hamlet_code", "name"], *groups)) == (0, 0, 0, 2)
    renamed = ["T1", "P1D1C1H1", "Tổ tự quản số 1"]
    assert counts(send("groups", ["code", "hamlet_code", "name"], renamed)) == (0, 1, 0, 0)
    rows = [
        ["H1", "P1D1C1H1", "Ông Mẫu", "T1", 4, "Số 1", "Nghèo; neo đơn"],
        ["H2", "P1D1C1H1", "Bà Mẫu", "", "", "", "chính sách, người có công"],
        ["", "P1D1C1H2", "Ông Không Mã", "", 2, "", ""],
    ]
    assert counts(send("households", HEADING, *rows)) == (3, 0, 0, 0)
    made = Household.objects.get(code="H1")
    assert (made.head_name, made.group_on(DAY), made.people, made.address, made.starts_on) == (
        *("Ông Mẫu", HouseholdGroup.objects.get(code="T1"), 4, "Số 1", DAY),
    )
    assert tags_of("H1", DAY) == ["alone", "poor"] and tags_of("H2", DAY) == ["merit", "policy"]
    assert counts(send("households", HEADING, *rows, on="2022-01-01")) == (0, 0, 0, 3)
    # Out of poverty from a day on; what the file has no column for stays.
    less = ["code", "hamlet_code", "head_name", "tags"]
    later = date(2022, 6, 1)
    row = ["H1", "P1D1C1H1", "Ông Mẫu", "Cận nghèo; Neo đơn"]
    assert counts(send("households", less, row, on=later)) == (0, 1, 0, 0)
    assert tags_of("H1", later - timedelta(days=1)) == ["alone", "poor"]
    assert tags_of("H1", later) == ["alone", "near_poor"]
    # Put right the same day: what began that day goes.
    assert counts(send("households", less, [*row[:3], ""], on=later)) == (0, 1, 0, 0)
    assert tags_of("H1", later) == [] and tags_of("H1", DAY) == ["alone", "poor"]
    made.refresh_from_db()
    assert (made.people, made.address) == (4, "Số 1")
    assert counts(send("households", less, row, on=DAY)) == (0, 1, 0, 0)
    assert tags_of("H1", DAY) == ["alone", "near_poor"] and tags_of("H1", later) == ["near_poor"]


def test_each_bad_row_is_said_in_one_sentence_and_nothing_is_written(land, send):  # noqa: F811
    rows = [
        ["H1", "P1D1C1H1", "Ông Mẫu", "", "bốn", "", ""],
        ["H2", "P1D1C1H1", "Ông Mẫu", "", -1, "", ""],
        ["H3", "P1D1C1H9", "Ông Mẫu", "", "", "", ""],
        ["H4", "P1D1C1", "Ông Mẫu", "", "", "", ""],
        ["H5", "P1D1C1H1", "Ông Mẫu", land.groups[1].code, "", "", ""],
        ["H6", "P1D1C1H1", "Ông Mẫu", "T99", "", "", ""],
        ["H7", "P1D1C1H1", "Ông Mẫu", "", "", "", "Khá giả"],
        ["H8", "P1D1C1H1", "Ông Mẫu", "", "", "", "nghèo; theo đạo Tin Lành"],
        ["H9", "P1D1C1H1", "Ông Mẫu 001 234 567 890", "", "", "", ""],
        [land.alone.code, "P1D1C1H2", "Ông Mẫu", "", "", "", ""],
        ["H1", "P1D1C1H1", "Ông Mẫu", "", "", "", ""],
        ["H1", "P1D1C1H1", "Ông Mẫu", "", "", "", ""],
    ]
    before = Household.objects.count()
    answer = send("households", HEADING, *rows)
    assert [error["row"] for error in answer["errors"]] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13]
    said = messages(answer)
    expected = ["bốn", "", "P1D1C1H9", "không phải là ấp", "thuộc ấp, thôn, khu phố khác", "T99"]
    expected += ["Không có diện hộ “Khá giả”. Các diện: Hộ nghèo", "tôn giáo", "12 chữ số", "khác", "hàng 12"]
    for word, sentence in zip(expected, said, strict=True):
        assert word in sentence, (word, sentence)
    assert Household.objects.count() == before


def test_three_hundred_households_cost_no_more_questions_than_three(land, send):  # noqa: F811
    def questions(prefix, number):
        rows = [
            [f"{prefix}{n}", "P1D1C1H1", f"Ông Mẫu {n}", land.groups[0].code, 3, "", "nghèo; neo đơn"]
            for n in range(number)
        ]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert counts(send("households", HEADING, *rows)) == (number, 0, 0, 0)
        return len(asked)

    few = questions("A", 3)
    assert questions("B", 300) <= few + 2
    with CaptureQueriesContext(connection) as asked:
        rows = [[f"B{n}", "P1D1C1H1", f"Bà Mẫu {n}", "", "", "", "cận nghèo"] for n in range(300)]
        assert counts(send("households", HEADING, *rows, on="2021-02-01")) == (0, 300, 0, 0)
    assert len(asked) <= few + 10


def test_a_list_is_taken_back_while_nobody_wrote_in_its_households(land):  # noqa: F811
    clerk = UserFactory()
    office = scope_of(user=clerk, role="commune_office", unit=land.commune, day=DAY)

    def bring(*rows):
        return apply_run(run_of(clerk, office, *rows), user=clerk, today=DAY)

    run = bring(
        ["H1", "P1D1C1H1", "Bà Mới", "", 3, "", "nghèo"],
        [land.alone.code, "P1D1C1H1", "Ông Sửa", "", "", "", ""],
    )
    take_back(KINDS["households"], run, by=clerk, today=DAY)
    assert not Household.objects.filter(code="H1").exists()
    assert Household.objects.get(pk=land.alone.pk).head_name == land.alone.head_name
    run = bring(["H1", "P1D1C1H1", "Bà Mới", "", 3, "", "nghèo"])
    with recorded_by(UserFactory()):
        Household.objects.filter(code="H1").update(people=4)
    with pytest.raises(ValidationError) as refusal:
        take_back(KINDS["households"], run, by=clerk, today=DAY)
    assert "(H1)" in str(refusal.value) and "Bà Mới" not in str(refusal.value)


def test_a_list_that_says_another_group_ends_the_one_and_begins_the_other_on_its_day(land):  # noqa: F811
    clerk = UserFactory()
    office = scope_of(user=clerk, role="commune_office", unit=land.commune, day=DAY)
    own, old, new = land.homes[0], land.groups[0], HouseholdGroupFactory(unit=land.hamlets[0], code="T2")
    row = [own.code, "P1D1C1H1", own.head_name, "T2", "", "", ""]
    before, at = DAY - timedelta(days=1), DAY

    def stands():
        one = Household.objects.get(pk=own.pk)
        return [one.group_on(day) for day in (before, at)]

    assert run_of(clerk, office, [*row[:3], old.code, *row[4:]]).unchanged == 1
    run = run_of(clerk, office, row)
    (step,) = run.preview["steps"]
    assert step["details"] == ["tổ, nhóm hộ: T2"]
    apply_run(run, user=clerk, today=DAY)
    assert stands() == [old, new]
    take_back(KINDS["households"], run, by=clerk, today=DAY)
    assert stands() == [old, old] and own.memberships.get().ends_on is None
    # Put right the same day: into none; taken back, it is as it was.
    apply_run(run_of(clerk, office, row), user=clerk, today=DAY)
    none = apply_run(run_of(clerk, office, [*row[:3], "", *row[4:]]), user=clerk, today=DAY)
    assert stands() == [old, None]
    # One of the time when a household had one group whatever the day is refused in words.
    changes, run = none.changes, ImportRun.objects.get(pk=none.pk)
    run.changes = [
        {
            "model": "branches.household",
            "made": [],
            "altered": {own.pk: {"group_id": [new.pk, None]}},
            "removed": [],
        }
    ]
    run.save(update_fields=["changes"])
    with pytest.raises(ValidationError, match="Hộ gia đình nay được ghi khác với lúc nhập"):
        take_back(KINDS["households"], run, by=clerk, today=DAY)
    run.changes = changes
    run.save(update_fields=["changes"])
    take_back(KINDS["households"], none, by=clerk, today=DAY)
    assert stands() == [old, new]


def run_of(user, scope, *rows):
    file = io.StringIO()
    csv.writer(file).writerows([HEADING, *rows])
    run = new_run(
        KINDS["households"], file.getvalue().encode(), "x.csv", user=user, scope=scope, options={"on": ON}
    )
    check_run(run, user=user, today=DAY)
    run.refresh_from_db()
    return run


def test_who_only_counts_households_brings_a_list_in_and_learns_nothing_of_what_is_there(land):  # noqa: F811
    own = land.alone
    tag(own, "poor")
    officer, clerk, far = UserFactory(), UserFactory(), UserFactory()
    staff = scope_of(user=officer, role="org_staff", unit=land.district, day=DAY)
    office = scope_of(user=clerk, role="commune_office", unit=land.commune, day=DAY)
    neighbour = scope_of(user=far, role="commune_office", unit=land.units["P1D1C2"], day=DAY)
    same = [own.code, "P1D1C1H1", own.head_name, "", "", "", "nghèo"]
    other = [own.code, "P1D1C1H1", "Ông Đoán", "", "", "", "nghèo"]
    # The same answer whether he guessed right or wrong, and none of what only the database knows.
    answers = [run_of(officer, staff, row) for row in (same, other)]
    assert answers[0].preview["steps"] == answers[1].preview["steps"] and answers[0].changed == 1
    assert own.head_name not in str(answers[1].preview) + str(answers[1].errors)
    nameless = run_of(officer, staff, ["", *same[1:]])
    assert nameless.state == ImportRun.State.REFUSED and "Hãy ghi mã hộ" in str(nameless.errors)
    assert run_of(far, neighbour, same).state == ImportRun.State.REFUSED
    # The commune is told: it reads the row.
    its = run_of(clerk, office, same)
    assert (its.changed, its.unchanged) == (0, 1)
    (step,) = run_of(clerk, office, [*other[:6], "neo đơn"]).preview["steps"]
    assert step["details"] == ["chủ hộ: Ông Đoán", "thêm diện: Neo đơn", "thôi diện: Hộ nghèo"]
    apply_run(run_of(clerk, office, ["H1", "P1D1C1H1", "Bà Mới", "", 3, "", ""]), user=clerk, today=DAY)
    assert Household.objects.get(code="H1").starts_on == DAY > START
    # The log of such a list is its own reader's and the commune's, not the officers'.
    mate = UserFactory()
    GrantFactory(user=mate, role="commune_office", unit=land.commune)
    assert set(ImportRun.objects.visible_to(staff)) == {*answers, nameless}
    assert its in ImportRun.objects.visible_to(scope_of(user=mate, day=DAY))
    assert its not in ImportRun.objects.visible_to(neighbour)
    assert HouseholdTag.objects.count() == 7
