""" "Where do I go this month?": the points as a table, the page with its reasons, and what one knows before going."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from branches.models import MemberCount, Office, OfficeHolder, UnitVersion
from meetings.actions.letters import make_letters
from meetings.actions.visits import plan_visit
from meetings.models import Attendance, BranchTask, DayRule, Meeting
from meetings.rules import month_after
from reports.models import Remedy
from reports.suggesting import Facts, months_since, points, reasons
from scores.models import Sheet
from tests.factories import START, DocumentFactory, organisation
from tests.meetings.choice_ground import assigned, choice_ground
from tests.pages import browser_of, queries_of, signed_in, words
from tests.reports.rounds_ground import a_remedy
from tests.score_things import issued_rubric

pytestmark = pytest.mark.django_db
ADDRESS = "/bao-cao/di-dau/"


@pytest.mark.parametrize(
    ("then", "day", "months"),
    [
        (date(2026, 6, 24), date(2026, 7, 1), 1),
        (date(2026, 6, 24), date(2026, 6, 30), 0),
        (date(2025, 12, 31), date(2026, 1, 1), 1),
        (date(2026, 8, 1), date(2026, 7, 1), 0),
    ],
)
def test_months_are_calendar_months(then, day, months):
    assert months_since(then, day) == months


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        (Facts(months=None), Facts(months=30)),
        (Facts(months=4), Facts(months=3)),
        (Facts(months=1, overdue_tasks=1, open_tasks=1), Facts(months=1, open_tasks=1)),
        (Facts(months=1, open_tasks=1), Facts(months=1)),
        (Facts(months=1, recommendations=1), Facts(months=1)),
        (Facts(months=1, overdue_remedies=1), Facts(months=1, recommendations=1)),
        (Facts(months=1, is_scored_low=True), Facts(months=1)),
        (Facts(months=1, fallen=5), Facts(months=1, fallen=4)),
        (Facts(months=1), Facts(months=2, clashes=True)),
        (Facts(months=1, is_registered=True), Facts(months=1)),
    ],
)
def test_more_speaks_for_it(stronger, weaker):
    assert points(stronger) > points(weaker)


@pytest.mark.parametrize(
    "facts",
    [
        Facts(months=500),
        Facts(0, 900, 900),
        Facts(0, 900),
        Facts(0, recommendations=900),
        Facts(0, overdue_remedies=900),
        Facts(0, is_scored_low=True, fallen=100),
    ],
)
def test_no_single_thing_outweighs_all_others(facts):
    assert points(facts) <= points(Facts(months=None))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(months=None), [("never", 0)]),
        (Facts(months=1), []),
        (Facts(months=5), [("months", 5)]),
        (Facts(months=0, open_tasks=3, overdue_tasks=2), [("overdue", 2), ("open", 1)]),
        (Facts(months=0, recommendations=2), [("recommendations", 2)]),
        (Facts(months=5, overdue_remedies=1), [("months", 5), ("remedies", 1)]),
        (Facts(months=0, is_scored_low=True, fallen=12), [("low", 0), ("fallen", 12)]),
        (Facts(months=0, fallen=4), []),
        (Facts(months=0, is_registered=True), [("free_day", 0)]),
        (Facts(months=0, is_registered=True, clashes=True), []),
    ],
)
def test_what_speaks_for_it_is_said(facts, expected):
    assert reasons(facts) == expected


@pytest.fixture
def ground(db):
    found = choice_ground()
    DayRule.objects.create(unit=found.units["P1"], day=24, starts_on=START)
    return found


@pytest.fixture
def cadre(ground):
    return assigned(ground, ground.units["P1D1C1"])


@pytest.fixture
def later():
    return month_after(timezone.localdate().replace(day=1))


def attended(cadre, branch, on):
    meeting = Meeting.objects.create(
        organisation=branch, unit=branch.unit, month=on.replace(day=1), held_on=on, outcome="held"
    )
    Attendance.objects.create(cadre=cadre, meeting=meeting, unit=branch.unit, attended_on=on)
    return meeting


def test_the_page_says_why_and_leads_to_the_choice(ground, cadre, later):
    meeting = attended(cadre, ground.branches["P1D1C1H1"], timezone.localdate() - timedelta(days=3))
    branch = ground.branches["P1D1C1H1"]
    common = {"organisation": branch, "unit": branch.unit, "meeting": meeting, "owner": "Tổ đảng số 1"}
    BranchTask.objects.create(**common, work="Đổ đường", due_on=START)
    BranchTask.objects.create(**common, work="Kết nạp đảng viên")
    address = f"{ADDRESS}?thang={later:%Y-%m}"
    seen = words(signed_in(cadre.user).get(address))
    assert seen.index("Chi bộ ấp P1D1C1H2") < seen.index("Chi bộ ấp P1D1C1H1")
    assert "Vì: chưa dự lần nào" in seen
    assert "1 việc quá hạn; 1 việc đang làm" in seen
    assert f"24/{later:%m/%Y}" in seen
    assert "P1D1C2" not in seen


def test_what_must_be_put_right_there_and_is_overdue_speaks_for_it(ground, cadre, later):
    """As far as the committee of his own scheme demanded it: another's is no reason that he reads."""
    address = f"{ADDRESS}?thang={later:%Y-%m}"
    browser, today = signed_in(cadre.user), timezone.localdate()
    first, second = ground.branches["P1D1C1H1"], ground.branches["P1D1C1H2"]
    asked = queries_of(browser, address)
    seen = words(browser.get(address))
    assert seen.index("Chi bộ ấp P1D1C1H1") < seen.index("Chi bộ ấp P1D1C1H2") and "khắc phục" not in seen
    issuer = ground.scheme.issuer
    running = a_remedy(issuer, first, due_on=today + timedelta(days=1))
    late = a_remedy(issuer, second, due_on=today - timedelta(days=1))
    seen = words(browser.get(address))
    assert seen.count("1 việc phải khắc phục quá hạn") == 1
    assert seen.index("Chi bộ ấp P1D1C1H2") < seen.index("Chi bộ ấp P1D1C1H1")
    assert queries_of(browser, address) == asked
    Remedy.objects.filter(pk__in=[late.pk, running.pk]).update(issuer=ground.units["P2D1"])
    assert "khắc phục" not in words(browser.get(address))


def scored(meeting, rubric, total, *, scorer="branch", cadre=None):
    band = rubric.bands.filter(minimum__lte=total).order_by("sort").first()
    return Sheet.objects.create(
        rubric=rubric,
        kind="meeting",
        organisation=meeting.organisation,
        unit=meeting.unit,
        issuer=rubric.issuer,
        meeting=meeting,
        period_on=meeting.held_on,
        cadre=cadre,
        scorer=scorer,
        state="sent",
        sent_on=meeting.held_on,
        total=total,
        band=band,
    )


def test_a_low_score_and_one_that_fell_speak_for_it(ground, cadre, later):
    """As far as he reads it: of what the branch gave itself once it was sent, of what superiors gave his own."""
    address = f"{ADDRESS}?thang={later:%Y-%m}"
    browser, today = signed_in(cadre.user), timezone.localdate()
    first, second = ground.branches["P1D1C1H1"], ground.branches["P1D1C1H2"]
    rubric = issued_rubric(ground.district)
    before = attended(cadre, second, today - timedelta(days=60))
    last = attended(cadre, second, today - timedelta(days=29))
    attended(cadre, first, today - timedelta(days=29))
    scored(before, rubric, 90)
    asked = queries_of(browser, address)
    scored(last, rubric, 65)
    seen = words(browser.get(address))
    assert (
        "chất lượng sinh hoạt lần chấm gần nhất còn thấp; điểm sinh hoạt giảm 25 điểm so với lần trước"
        in seen
    )
    assert seen.index("Chi bộ ấp P1D1C1H2") < seen.index("Chi bộ ấp P1D1C1H1")
    assert queries_of(browser, address) == asked
    other = assigned(ground, ground.units["P1D1C1"])
    scored(last, rubric, 40, scorer="superior", cadre=other)
    assert "giảm 25 điểm" in words(browser.get(address)), "a colleague's sheet is not his to read"
    scored(last, rubric, 95, scorer="superior", cadre=cadre)
    assert "thấp" not in words(browser.get(address)), "who came from above goes before the branch itself"
    Sheet.objects.update(state="draft", sent_on=None)
    assert "thấp" not in words(browser.get(address))


def test_what_is_chosen_already_is_not_suggested_and_a_clash_comes_last(ground, cadre, later):
    third = organisation(
        ground.units["P1D1C1H1"], code="CB3", name="Chi bộ thứ ba", parent=ground.committees["P1D1C1"]
    )
    on = {"month": later, "planned_on": later.replace(day=20), "registered_on": timezone.localdate()}
    Meeting.objects.create(organisation=third, unit=third.unit, **on)
    first = ground.branches["P1D1C1H1"]
    plan_visit(
        cadre=cadre,
        organisation=first,
        planned_on=later.replace(day=24),
        by=cadre.user,
        on=later,
        client_key=uuid.uuid4(),
    )
    seen = words(signed_in(cadre.user).get(f"{ADDRESS}?thang={later:%Y-%m}"))
    assert seen.index("Chi bộ thứ ba") < seen.index("Chi bộ ấp P1D1C1H2")
    assert "ngày đã đăng ký, không trùng lịch của bạn" in seen
    assert "Trùng ngày bạn đã chọn dự Chi bộ ấp P1D1C1H1" in seen
    assert seen.count("Chi bộ ấp P1D1C1H1") == 1  # in the warning only


def test_attendance_of_others_counts_for_those_who_read_it(ground, cadre, later):
    """A cadre knows his own turns; the page says that it counts what he may see."""
    other = assigned(ground, ground.units["P1D1C1"])
    attended(other, ground.branches["P1D1C1H1"], timezone.localdate() - timedelta(days=3))
    seen = words(signed_in(cadre.user).get(f"{ADDRESS}?thang={later:%Y-%m}"))
    assert seen.count("chưa dự lần nào") == 2


def test_a_month_gone_by_and_a_person_who_is_no_cadre(ground, cadre):
    assert "Tháng này đã qua" in words(signed_in(cadre.user).get(f"{ADDRESS}?thang=2020-01"))
    assert browser_of("org_staff", unit=ground.district).get(ADDRESS).status_code == 404


def test_the_queries_do_not_grow_with_the_branches(ground, later):
    leader = assigned(ground, ground.units["P1D1C1"], group="standing")
    browser, address = signed_in(leader.user), f"{ADDRESS}?thang={later:%Y-%m}"
    before = queries_of(browser, address)
    for n in range(60):
        organisation(ground.units["P1D1C2H1"], code=f"X{n}", name=f"Chi bộ {n}")
    assert queries_of(browser, address) == before <= 25


def planned(ground, cadre, later, code="P1D1C1H1"):
    return plan_visit(
        cadre=cadre,
        organisation=ground.branches[code],
        planned_on=later.replace(day=24),
        by=cadre.user,
        on=later,
        client_key=uuid.uuid4(),
    )


def test_before_the_visit_he_knows_the_branch_what_is_open_and_what_to_convey(ground, cadre, later):
    branch, today = ground.branches["P1D1C1H1"], timezone.localdate()
    OfficeHolder.objects.create(
        unit=branch.unit,
        organisation=branch,
        office=Office.objects.get(code="secretary"),
        full_name="Lê Thị Bí Thư",
        phone="0912 345 678",
        starts_on=START,
    )
    MemberCount.objects.create(organisation=branch, counted_on=START, official=20, probationary=3)
    UnitVersion.objects.filter(unit=branch.unit).update(latitude=10.24, longitude=106.37)
    meeting = attended(cadre, branch, today - timedelta(days=40))
    BranchTask.objects.create(
        organisation=branch, unit=branch.unit, meeting=meeting, work="Đổ đường", owner="Tổ 1", due_on=START
    )
    DocumentFactory(issuer_unit=ground.district, number="88-CT/HU", issued_on=today, title="Về phòng cháy")
    DocumentFactory(issuer_unit=ground.district, number="7-CT/HU", issued_on=START, title="Cũ rồi")
    make_letters(
        scheme=ground.scheme, starts_on=later, ends_on=month_after(later), by=ground.officer, on=today
    )
    visit = planned(ground, cadre, later)
    response = signed_in(cadre.user).get(reverse("reports:visit_page", args=[visit.key]))
    seen = words(response)
    for expected in ("Lê Thị Bí Thư", "0912 345 678", "Đổ đường", "quá hạn", "88-CT/HU", "Dự thảo", "23"):
        assert expected in seen, expected
    assert "7-CT/HU" not in seen
    assert 'href="geo:10.24000,106.37000"' in response.content.decode()
    assert 'href="tel:0912345678"' in response.content.decode()


def test_who_goes_anywhere_reads_the_facts_of_where_he_goes(ground, later):
    """Kim Sơn 3.17: the standing body's branch may lie outside of what its assignment lets one read."""
    leader = assigned(ground, ground.units["P1D1C1"], group="standing")
    branch = ground.branches["P1D1C2H1"]
    OfficeHolder.objects.create(
        unit=branch.unit,
        organisation=branch,
        office=Office.objects.get(code="secretary"),
        full_name="Bí thư nơi khác",
        starts_on=START,
    )
    visit = planned(ground, leader, later, "P1D1C2H1")
    seen = words(signed_in(leader.user).get(reverse("reports:visit_page", args=[visit.key])))
    assert "Bí thư nơi khác" in seen


def test_the_page_of_a_visit_is_read_from_above_and_by_nobody_below(ground, cadre, later):
    visit = planned(ground, cadre, later)
    address = reverse("reports:visit_page", args=[visit.key])
    for role in ("org_staff", "org_head", "leader", "inspector"):
        assert browser_of(role, unit=ground.district).get(address).status_code == 200, role
        assert browser_of(role, unit=ground.units["P1D1C1"]).get(address).status_code == 404, role
    assert browser_of("commune_office", unit=ground.units["P1D1C1"]).get(address).status_code == 404
    other = assigned(ground, ground.units["P1D1C1"])
    assert signed_in(other.user).get(address).status_code == 404
    assert queries_of(signed_in(cadre.user), address) <= 25
