"""A number of a frozen review opens the rows that were counted when it was frozen, whatever became of them since."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from assignments.actions.assigning import end_assignment, void_assignment
from assignments.models import Assignment
from branches.actions.units import change_unit, close_unit
from branches.models import MemberCount, Office, OfficeHolder, Organisation
from matters.actions.raising import void_matter
from matters.models import Contribution, Recommendation
from meetings.models import Attendance
from reports.actions.freezing import freeze_review
from reports.models import Checklist, ChecklistAnswer, CountedRows
from scores.actions.indicators import correct_value
from scores.actions.targets import change_target
from scores.models import Indicator, IndicatorValue, Target
from tests.factories import UserFactory
from tests.pages import browser_of, queries_of, words
from tests.reports.reviewed import AFTER, EVE, FIRST, LAST, SUMS, aim, counted, land_of_things
from tests.reports.things import attend, branch_of, meeting, report

pytestmark = pytest.mark.django_db
FROZEN_ON, LATER = date(2023, 1, 5), date(2024, 6, 1)
KEPT_WORDS = "Các dòng đã được đếm ngày chốt"


@pytest.fixture
def land():
    """A pilot with a checklist, targets of two years, and what the map counts: secretaries, members."""
    land = land_of_things()
    type(land.scheme).objects.filter(pk=land.scheme.pk).update(is_pilot=True)
    item = Checklist.objects.get(code="4-nam", scheme=None).items.get(code="4-nam-1")
    for on in (EVE, LAST):
        turn = Attendance.objects.filter(attended_on=on, report=None).earliest("pk")
        ChecklistAnswer.objects.create(report=report(turn, on), item=item, answer="done")
    aim(land.bodies[0], 2021)
    branch = Organisation.objects.filter(unit=land.units["P1D1C1H1"]).earliest("pk")
    MemberCount.objects.create(organisation=branch, counted_on=date(2020, 1, 1), official=9)
    OfficeHolder.objects.create(
        unit=branch.unit, organisation=branch, office=Office.objects.get(code="secretary"), full_name="Trần Văn Bí",
        starts_on=date(2020, 1, 1), is_part_time_cadre=True,
    )  # fmt: skip
    return land


def frozen(unit, scheme=None):
    return freeze_review(
        issuer=unit, unit=unit, kind="interim", title="Sơ kết", starts_on=FIRST, ends_on=AFTER, by=UserFactory(),
        on=FROZEN_ON, scheme=scheme,
    )  # fmt: skip


def numbers_of(browser, review) -> dict:
    """{(key, whether of the period before): (number, address)} of every number of the page that opens something."""
    groups = browser.get(review.get_absolute_url()).context["groups"]
    found = {}
    for row in (row for group in groups for row in group.rows):
        sides = (row.url, row.now, row.words_now), (row.url_before, row.before, row.words_before)
        for at, (url, number, said) in enumerate(sides):
            if url:
                # Of a pilot the second is the other side; what is said is "3/4".
                found[row.key, bool(at)] = (int(said.partition("/")[0]) if row.is_of_sides else number, url)
    return found


def everything_changes(land):
    """What a year does to what was counted; nothing of it is in the numbers of the frozen review."""
    office, units = UserFactory(), land.units
    void_matter(Recommendation.objects.filter(raised_on=FIRST).earliest("pk"), reason="Nhầm", by=office)
    first, second = Assignment.objects.filter(scheme=land.scheme, ends_on=None).order_by("pk")
    end_assignment(first, on=LATER, reason="transferred", by=office)
    void_assignment(second, reason="Nhầm người", by=office)
    branch = Organisation.objects.filter(unit=units["P1D1C1H1"]).earliest("pk")
    for on in (date(2022, 6, 7), date(2022, 7, 7)):
        attend(first.cadre, meeting(branch, on), assignment=first)
    gone = Attendance.objects.filter(attended_on=LAST).earliest("pk")
    voided = {"voided_at": timezone.now(), "voided_by": office, "void_reason": "Ghi hai lần"}
    Attendance.objects.filter(pk=gone.pk).update(**voided)
    Contribution.objects.filter(happened_on__in=(EVE, LAST)).update(**voided)
    value = IndicatorValue.objects.filter(counted_on=LAST).earliest("pk")
    correct_value(value, counted_on=LAST, value=7, reason="Ghi nhầm", by=office, on=LATER)
    for year in (2021, 2022):
        change_target(Target.objects.filter(year=year).earliest("pk"), value=9, reason="Giao lại", by=office)
    OfficeHolder.objects.update(ends_on=LATER)
    branch_of(units["P1D1C1H2"], opened_on=date(2020, 1, 1))
    close_unit(
        units["P1D1C1H1"], on=LATER, by=office, today=LATER, successors=[(units["P1D1C1H2"], "whole", True)]
    )


def test_a_year_later_each_number_opens_the_rows_that_were_counted(land):
    review, browser = frozen(land.district), browser_of("org_staff", unit=land.district)
    numbers = numbers_of(browser, review)
    kept = {(row.key, row.is_before): len(row.rows) for row in CountedRows.objects.filter(review=review)}
    for at, (_number, url) in numbers.items():
        assert url.startswith(f"/bao-cao/so-ket/{review.key}/danh-sach/"), at
    assert numbers.keys() <= kept.keys() | {
        (key, side) for key, side in numbers if key.startswith("pilots.")
    }, "each of them was kept"
    opened = {at: counted(browser, url) for at, (_number, url) in numbers.items()}
    everything_changes(land)
    for at, (number, url) in numbers.items():
        found = counted(browser, url)
        assert found == opened[at], f"{at}: {opened[at]} rows when it was frozen, {found} a year later"
        if at[0] not in SUMS and not at[0].startswith(("targets", "indicators", "contributions")):
            assert found == number, f"{at}: {number} on the page, {found} rows in its list"
    parts = {key.partition(".")[0] for key, is_before in numbers if not is_before}
    assert parts == {
        "coverage", "attendance", "recommendations", "urgent_matters", "conferences", "contributions", "assignment_changes",
        "scores", "checklist", "targets", "indicators", "pilots",
    }  # fmt: skip
    assert {"attendance.turns", "checklist.4-nam.4-nam-1", "targets.admissions", "indicators.admissions"} <= {
        key for key, is_before in numbers if is_before
    }
    assert set(CountedRows.objects.values_list("of", flat=True)) >= {
        "value",
        "holder",
        "body",
        "cell",
        "turn",
    }
    # Counted today the same lists are others: the frozen ones do not read today's rows.
    query = f"?dia-ban={land.district.key}&tu={FIRST}&den={LAST}&so="
    for key in ("recommendations.raised", "attendance.turns", "contributions.total", "coverage.covered"):
        now = counted(browser, reverse("reports:period_review_rows") + query + key)
        assert now != opened[key, False], f"{key} did not change at all"


def test_a_kept_row_says_what_became_of_it(land):
    review, browser = frozen(land.district), browser_of("org_staff", unit=land.district)
    numbers = numbers_of(browser, review)
    everything_changes(land)
    today = f"{timezone.localdate():%d/%m/%Y}"
    for key, said in (
        ("recommendations.raised", f"đã hủy {today}"),
        ("attendance.turns", f"đã hủy {today}"),
        ("attendance.people", "1 lượt đã hủy"),
        ("attendance.expected", f"đã hủy {today}"),
        ("contributions.total", f"đã hủy {today}"),
        ("targets.admissions", f"đã hủy {today}"),
        ("indicators.admissions", f"đã hủy {today}"),
        ("indicators.part_time_cadres_as_secretaries", "không còn từ 01/06/2024"),
        ("pilots.4.pilot.covered", "không còn từ 01/06/2024"),
    ):
        url = numbers[key, False][1] if (key, False) in numbers else None
        url = url or f"/bao-cao/so-ket/{review.key}/danh-sach/?so={key}"
        text = words(browser.get(url))
        assert f"{KEPT_WORDS} {today}; trạng thái là của hôm nay." in text, key
        assert said in text and "Hôm nay" in text, (key, text)
    Indicator.objects.filter(code="admissions").update(name="Tên mới")
    called = {
        "contributions.total": "Nguồn lực vận động: số tiền đã vận động",
        "indicators.admissions": "Chỉ số: Kết nạp đảng viên",
    }
    for key, name in called.items():  # a name that is changed later changes no review
        assert browser.get(numbers[key, False][1]).context["title"] == name
    page = words(browser.get(review.get_absolute_url()))
    assert "mỗi con số mở ra các dòng đã được đếm ngày đó" in page
    # What is of the period before is said of its days.
    before = words(browser.get(numbers["attendance.turns", True][1]))
    assert "09/03/2022" in before and "10/03/2022 –" not in before


def test_nobody_reads_a_kept_row_that_is_not_his_today(land):
    here, hamlet = land.here, land.units["P1D1C1H1"]
    review = frozen(here)
    mine = browser_of("org_staff", unit=here)
    turns = f"/bao-cao/so-ket/{review.key}/danh-sach/?so=attendance.turns"
    cells, covered = turns.replace("turns", "missing"), turns.replace("attendance.turns", "coverage.covered")
    followers = covered.replace("covered", "cadres")
    assert [mine.get(url).context["total"] for url in (turns, covered, followers)] == [3, 1, 1]
    of_both = mine.get(cells).context["total"]
    change_unit(hamlet, on=LATER, by=UserFactory(), today=LATER, parent=land.there)
    for url in (turns, covered, followers):
        response = mine.get(url)
        assert response.context["total"] == 0, url
        assert "bạn xem được 0" in words(response)
    # Of the two branches in the commune one is still his.
    left = mine.get(cells)
    assert 0 < left.context["total"] < of_both and f"bạn xem được {left.context['total']}" in words(left)
    # Whoever holds the new place too reads all of it; the next district does not even find the review.
    assert counted(browser_of("org_staff", unit=land.district), turns) == 3
    assert browser_of("org_staff", unit=land.units["P1D2"]).get(turns).status_code == 404
    viewer = browser_of("viewer", unit=here)
    assert viewer.get(turns).status_code in (403, 404), "who reads numbers only opens no row"
    assert mine.get(turns.replace("turns", "nothing")).status_code == 404


def test_what_was_counted_stays_and_is_read_when_it_is_opened(land):
    review, browser = frozen(land.district), browser_of("org_staff", unit=land.district)
    row = CountedRows.objects.filter(review=review).earliest("pk")
    for change in (lambda: CountedRows.objects.filter(pk=row.pk).update(rows=[]), row.delete):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()
    assert queries_of(browser, review.get_absolute_url()) == 73
    for key in ("attendance.missing", "coverage.cadres", "pilots.4.pilot.turns", "indicators.admissions"):
        asked = queries_of(browser, f"/bao-cao/so-ket/{review.key}/danh-sach/?so={key}")
        assert asked <= 25, (key, asked)
