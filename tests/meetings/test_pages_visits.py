"""Choosing a meeting to attend: what is offered, what is refused, and who sees it."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from branches.actions.zones import open_zone
from meetings.actions.visits import cancel_visit, plan_visit
from meetings.models import DayRule, Meeting, Visit
from meetings.rules import month_after
from tests.factories import START, organisation
from tests.meetings.choice_ground import DAY, assigned, choice_ground
from tests.pages import browser_of, queries_of, rows_of, signed_in, words

pytestmark = pytest.mark.django_db
CHOOSE = "/sinh-hoat/chon-buoi-du/"
LIST = "/sinh-hoat/lich-du/"


@pytest.fixture
def ground(db):
    return choice_ground()


@pytest.fixture
def cadre(ground):
    return assigned(ground, ground.units["P1D1C1"])


@pytest.fixture
def later():
    """A month that is still to come, whatever day it is."""
    return month_after(timezone.localdate().replace(day=1))


def registered(branch, on, **fields):
    fields = {"registered_on": START} | fields
    return Meeting.objects.create(
        organisation=branch, unit=branch.unit, month=on.replace(day=1), planned_on=on, **fields
    )


def plan(ground, cadre, code="P1D1C1H1", on=DAY, **fields):
    fields = {"by": cadre.user, "on": DAY, "client_key": uuid.uuid4()} | fields
    return plan_visit(cadre=cadre, organisation=ground.branches[code], planned_on=on, **fields)


def send(browser, branch, on, address=CHOOSE, **fields):
    data = {"branch": branch.key, "on": on.isoformat(), "client_key": uuid.uuid4()} | fields
    return browser.post(address, data, follow=True)


def test_the_plan_says_under_which_assignment_and_for_whom_it_is(ground, cadre):
    visit = plan(ground, cadre)
    assert (visit.scheme, visit.issuer, visit.is_announced) == (ground.scheme, ground.district, False)
    assert visit.assignment.cadre == cadre
    assert visit.month == date(2026, 10, 1)


def test_a_commune_s_draft_is_no_offer_until_it_is_sent(ground, cadre, later):
    branch = ground.branches["P1D1C1H1"]
    DayRule.objects.create(unit=ground.district, day=24, starts_on=START)
    draft = registered(branch, later.replace(day=11), registered_on=None)
    address = f"{CHOOSE}?thang={later:%Y-%m}"
    page = words(signed_in(cadre.user).get(address))
    assert f"{later.replace(day=24):%d/%m/%Y}" in page and f"{draft.planned_on:%d/%m/%Y}" not in page
    Meeting.objects.filter(pk=draft.pk).update(registered_on=START)
    assert f"{draft.planned_on:%d/%m/%Y}" in words(signed_in(cadre.user).get(address))


def test_the_same_choice_sent_again_is_one_visit(ground, cadre):
    key = uuid.uuid4()
    first = plan(ground, cadre, client_key=key)
    assert plan(ground, cadre, client_key=key) == first
    assert plan(ground, cadre) == first
    assert Visit.objects.count() == 1
    with pytest.raises(ValidationError, match="đã được ghi cho một buổi khác"):
        plan(ground, cadre, "P1D1C1H2", client_key=key)


def test_what_is_not_his_to_choose_is_refused_in_one_sentence(ground, cadre):
    with pytest.raises(ValidationError, match="Chi bộ ấp P1D1C2H1 không thuộc phạm vi"):
        plan(ground, cadre, "P1D1C2H1")
    with pytest.raises(ValidationError, match="Ngày này đã qua"):
        plan(ground, cadre, on=DAY - timedelta(days=1))
    meeting = registered(ground.branches["P1D1C1H1"], DAY + timedelta(days=1))
    with pytest.raises(ValidationError, match="vừa thay đổi"):
        plan(ground, cadre, meeting=meeting)
    assert not Visit.objects.exists()


def test_a_cancelled_choice_may_be_made_again(ground, cadre):
    visit = plan(ground, cadre)
    cancel_visit(visit, by=cadre.user)
    assert cancel_visit(visit, by=cadre.user).state == "cancelled"
    assert plan(ground, cadre) != visit


def test_the_page_offers_only_his_branches_with_what_they_registered(ground, cadre, later):
    registered(
        ground.branches["P1D1C1H1"], later.replace(day=24), planned_at="19:30", planned_place="Nhà văn hóa ấp"
    )
    DayRule.objects.create(unit=ground.units["P1"], day=25, time="07:30", starts_on=START)
    seen = words(signed_in(cadre.user).get(f"{CHOOSE}?thang={later:%Y-%m}"))
    assert f"Chi bộ ấp P1D1C1H1 Ấp Mẫu P1D1C1H1, Xã Mẫu P1D1C1 24/{later:%m/%Y} 19:30" in seen
    assert "Nhà văn hóa ấp" in seen
    assert f"25/{later:%m/%Y} 07:30 theo ngày cố định, chưa đăng ký" in seen
    assert "P1D1C2" not in seen
    assert "không báo trước" in seen


def test_he_chooses_sees_his_choice_and_drops_it(ground, cadre, later):
    meeting = registered(ground.branches["P1D1C1H1"], later.replace(day=24))
    browser, address = signed_in(cadre.user), f"{CHOOSE}?thang={later:%Y-%m}"
    answer = send(browser, meeting.organisation, meeting.planned_on, address=address, meeting=meeting.key)
    assert "Đã chọn dự Chi bộ ấp P1D1C1H1" in words(answer)
    visit = Visit.objects.get()
    assert visit.meeting == meeting
    assert "Bạn đã chọn" in words(browser.get(address))
    gone = browser.post(reverse("meetings:visit_cancel", args=[visit.key]), follow=True)
    assert "Đã bỏ lần dự" in words(gone)
    assert "Bạn đã chọn" not in words(browser.get(address))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"on": "hôm nào"}, "Yêu cầu chưa đủ"),
        ({"client_key": "x"}, "Yêu cầu chưa đủ"),
        ({"branch": "khongco"}, "Không có chi bộ này"),
        ({"meeting": "khongco"}, "vừa thay đổi"),
    ],
)
def test_a_broken_request_is_explained_in_the_page(ground, cadre, later, changed, sentence):
    data = {"branch": ground.branches["P1D1C1H1"].key, "on": f"{later}", "client_key": uuid.uuid4()} | changed
    answer = signed_in(cadre.user).post(CHOOSE, data)
    assert answer.status_code == 200
    assert sentence in words(answer)
    assert not Visit.objects.exists()


def test_the_server_refuses_a_branch_outside_the_choice(ground, cadre, later):
    answer = send(signed_in(cadre.user), ground.branches["P1D2C1H1"], later.replace(day=24))
    assert "không thuộc phạm vi bạn được chọn dự" in words(answer)
    assert not Visit.objects.exists()


def test_a_day_that_clashes_is_marked_and_may_still_be_chosen(ground, cadre, later):
    """Vân Hồ 2.7: the residents' branches meet on the 24th, those of offices on the 25th."""
    DayRule.objects.create(unit=ground.units["P1"], day=24, starts_on=START)
    DayRule.objects.create(unit=ground.units["P1"], day=25, branch_type="agency", starts_on=START)
    registered(ground.branches["P1D1C1H1"], later.replace(day=25))
    registered(ground.branches["P1D1C1H2"], later.replace(day=25), kind="thematic", topic="Chuyển đổi số")
    browser, address = signed_in(cadre.user), f"{CHOOSE}?thang={later:%Y-%m}"
    assert words(browser.get(address)).count("Trùng ngày sinh hoạt của chi bộ cơ quan bạn") == 2
    send(browser, ground.branches["P1D1C1H1"], later.replace(day=25), address=address)
    assert "Trùng ngày bạn đã chọn dự Chi bộ ấp P1D1C1H1" in words(browser.get(address))
    send(browser, ground.branches["P1D1C1H2"], later.replace(day=25), address=address)
    assert Visit.objects.planned().count() == 2


def test_he_is_told_when_the_branch_moved_its_day(ground, cadre, later):
    meeting = registered(ground.branches["P1D1C1H1"], later.replace(day=24))
    plan(ground, cadre, on=later.replace(day=24), meeting=meeting)
    Meeting.objects.update(planned_on=later.replace(day=26))
    seen = words(signed_in(cadre.user).get(f"{CHOOSE}?thang={later:%Y-%m}"))
    assert f"Chi bộ đã đổi lịch sang 26/{later:%m/%Y}" in seen


def test_search_without_accents_and_by_commune(ground, later):
    leader = assigned(ground, ground.units["P1D1C1"], group="standing")
    commune = ground.units["P1D1C2"].pk
    browser, address = signed_in(leader.user), f"{CHOOSE}?thang={later:%Y-%m}"
    assert "P1D1C2H1" in words(browser.get(address))
    found = words(browser.get(f"{address}&q=chi+bo+ap+p1d1c1h2"))
    assert "Chi bộ ấp P1D1C1H2" in found
    assert "Chi bộ ấp P1D1C1H1" not in found
    found = words(browser.get(f"{address}&xa={commune}"))
    assert "Chi bộ ấp P1D1C2H1" in found
    assert "Chi bộ ấp P1D1C1H1" not in found
    assert browser.get(f"{address}&xa={ground.units['P1D2C1'].pk}").status_code == 404
    assert "Không có chi bộ nào khớp" in words(browser.get(f"{address}&q=khong+co"))


def test_conferences_of_the_committee_are_offered_once_registered(ground, cadre, later):
    committee = ground.committees["P1D1C1"]
    browser, address = signed_in(cadre.user), f"{CHOOSE}?thang={later:%Y-%m}"
    assert "Hội nghị cấp ủy" not in words(browser.get(address))
    meeting = registered(committee, later.replace(day=10), body="committee")
    assert "Đảng ủy xã P1D1C1" in words(browser.get(address))
    send(browser, committee, meeting.planned_on, address=address, meeting=meeting.key)
    assert Visit.objects.get().organisation == committee


def test_a_cadre_without_assignment_is_told_what_to_do(ground, cadre, later):
    cadre.assignments.update(ends_on=later)
    seen = words(signed_in(cadre.user).get(f"{CHOOSE}?thang={later:%Y-%m}"))
    assert "chưa được phân công nơi nào" in seen


def test_the_number_of_queries_does_not_grow_with_the_branches(ground, later):
    leader = assigned(ground, ground.units["P1D1C1"], group="standing")
    DayRule.objects.create(unit=ground.units["P1"], day=24, starts_on=START)
    browser, address = signed_in(leader.user), f"{CHOOSE}?thang={later:%Y-%m}"
    before = queries_of(browser, address)
    for n in range(20):
        branch = organisation(ground.units["P1D1C2H1"], code=f"X{n}", name=f"Chi bộ {n}")
        registered(branch, later.replace(day=24))
    plan(ground, leader, on=later.replace(day=24))
    plan(ground, leader, "P1D1C2H2", on=later.replace(day=24))
    assert queries_of(browser, address) <= before + 1
    assert before <= 25


def test_only_the_issuers_readers_see_an_unannounced_plan(ground, cadre, later):
    plan(ground, cadre, on=later.replace(day=24))
    address = f"{LIST}?thang={later:%Y-%m}"
    for role, over in (
        ("org_staff", ground.district),
        ("leader", ground.district),
        ("inspector", ground.district),
    ):
        assert cadre.full_name in words(browser_of(role, unit=over).get(address)), role
    for role in ("org_staff", "org_head", "leader", "commune_office"):
        assert cadre.full_name not in words(browser_of(role, unit=ground.units["P1D1C1"]).get(address)), role
    zone = open_zone(
        name="TK2", unit=ground.district, members=[ground.units["P1D1C1"]], starts_on=START, by=None
    )
    assert cadre.full_name in words(browser_of("zone_leader", zone=zone).get(address))
    assert cadre.full_name in words(signed_in(cadre.user).get(address))


def test_an_announced_plan_is_seen_from_the_place_itself(ground, cadre, later):
    ground.scheme.is_announced = True
    ground.scheme.save()
    plan(ground, cadre, on=later.replace(day=24))
    office = browser_of("commune_office", unit=ground.units["P1D1C1"])
    assert cadre.full_name in words(office.get(f"{LIST}?thang={later:%Y-%m}"))
    assert office.get(CHOOSE).status_code == 404


def test_the_board_filters_and_takes_the_list_out(ground, cadre, later):
    visit = plan(ground, cadre, on=later.replace(day=24))
    cancel_visit(plan(ground, cadre, "P1D1C1H2", on=later.replace(day=25)), by=cadre.user)
    board = browser_of("org_staff", unit=ground.district)
    address = f"{LIST}?thang={later:%Y-%m}"
    rows = rows_of(board.get(f"{address}&export=xlsx"))
    assert [row[1].date() for row in rows if row[0] == cadre.full_name] == [visit.planned_on]
    assert "đã bỏ" in words(board.get(f"{address}&state=cancelled"))
    assert cadre.full_name not in words(board.get(f"{address}&state=reported"))
    assert cadre.full_name in words(board.get(f"{address}&state=planned"))
