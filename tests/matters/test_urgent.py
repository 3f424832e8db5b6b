"""An urgent matter from its registration to its confirmation, or into the next year."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Notice
from matters.actions import urgent as actions
from matters.models import UrgentMatter
from matters.urgent_telling import remind_overdue
from tests.factories import GrantFactory, UserFactory, organisation, small_map

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def land():
    units = small_map()
    units["body"] = organisation(
        units["P1D1C1"], code="DU-A", name="Đảng bộ xã A", kind="grassroots_committee"
    )
    units["office"] = GrantFactory(role="commune_office", unit=units["P1D1C1"]).user
    units["staff"] = GrantFactory(role="org_staff", unit=units["P1D1"]).user
    return units


def registered(land, **facts):
    return actions.register_matter(
        organisation=land["body"],
        **{"year": 2026, "title": "Rác ở bãi chợ", "by": land["office"], "on": TODAY, **facts},
    )


def refusal(function, *arguments, **options) -> str:
    with pytest.raises(ValidationError) as refused:
        function(*arguments, **options)
    return " ".join(refused.value.messages)


def test_registered_worked_on_done_and_confirmed_by_somebody_else(land):
    matter = registered(land, owner="Bí thư", due_on=date(2026, 6, 30))
    assert (matter.reference, matter.unit, matter.status) == ("VCB-2026-0001", land["P1D1C1"], "registered")
    actions.note_progress(matter, text="Đã thuê xe", by=land["office"], on=date(2026, 4, 1))
    matter.refresh_from_db()
    assert matter.status == "in_progress"
    done = date(2026, 6, 20)
    actions.finish_matter(matter, done_on=done, result="Hết rác", by=land["office"], on=done)
    own = refusal(actions.confirm_matter, matter, by=land["office"], on=done)
    assert own == "Người báo hoàn thành không tự xác nhận; hãy để người khác xác nhận."
    matter = actions.confirm_matter(matter, by=land["staff"], on=date(2026, 6, 25))
    assert (matter.confirmed_on, matter.confirmed_by) == (date(2026, 6, 25), land["staff"])
    assert list(matter.notes.values_list("step", flat=True)) == ["confirmed", "done", "noted"]
    notice = Notice.objects.get(user=land["office"])
    assert (notice.subject, notice.url) == ("urgent", matter.get_absolute_url())
    assert not Notice.objects.filter(user=land["staff"]).exists()


def test_what_was_confirmed_can_be_opened_again_with_a_reason(land):
    matter = registered(land)
    actions.finish_matter(matter, done_on=TODAY, result="Xong", by=land["office"], on=TODAY)
    actions.confirm_matter(matter, by=land["staff"], on=TODAY)
    matter = actions.reopen_matter(matter, reason="Rác lại đầy", by=land["staff"], on=TODAY)
    assert (matter.status, matter.done_on, matter.confirmed_on, matter.done_by) == (
        "in_progress",
        None,
        None,
        None,
    )
    assert Notice.objects.filter(user=land["office"]).count() == 2


def test_two_at_once_and_the_second_is_told(land):
    matter = registered(land)
    seen = matter.version
    actions.change_matter(matter, values={"title": "Rác ở chợ"}, version=seen, by=land["office"], on=TODAY)
    told = refusal(actions.drop_matter, matter, reason="Nhầm", by=land["staff"], on=TODAY, version=seen)
    assert "Người khác vừa thay đổi" in told


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"year": 2028}, "đăng ký trong năm đó hoặc cuối năm trước"),
        ({"registered_on": date(2026, 4, 1)}, "còn ở phía trước"),
        ({"due_on": date(2026, 1, 1)}, "không thể trước ngày đăng ký"),
        ({"title": " "}, "Trường này"),
    ],
)
def test_what_cannot_be_registered_is_said(land, facts, words):
    with pytest.raises(ValidationError):
        registered(land, **facts)
    assert not UrgentMatter.objects.exists()


def test_next_years_matters_are_registered_at_the_end_of_this_one(land):
    assert registered(land, year=2027, on=date(2026, 12, 20)).year == 2027


def test_a_day_before_it_was_registered_or_to_come_is_refused(land):
    matter = registered(land)
    for day in (date(2026, 3, 1), date(2026, 3, 3)):
        assert refusal(actions.finish_matter, matter, done_on=day, result="Xong", by=land["office"], on=TODAY)
    assert refusal(actions.finish_matter, matter, done_on=TODAY, result=" ", by=land["office"], on=TODAY)
    assert refusal(actions.confirm_matter, matter, by=land["staff"], on=TODAY)


def test_a_matter_goes_on_from_year_to_year_and_the_chain_can_be_followed_back(land):
    first = registered(land, owner="Bí thư")
    second = actions.carry_matter(first, by=land["office"], on=date(2026, 12, 28), due_on=date(2027, 6, 30))
    third = actions.carry_matter(second, by=land["office"], on=date(2028, 1, 5))
    assert [each.year for each in (first, second, third)] == [2026, 2027, 2028]
    assert third.carried_from.carried_from == first
    assert (third.owner, third.reference) == ("Bí thư", "VCB-2028-0001")
    first.refresh_from_db()
    assert first.status == "carried"
    assert "kết thúc" in refusal(actions.carry_matter, first, by=land["office"], on=date(2028, 1, 5))
    # The last one was a mistake: the one before goes on.
    actions.void_matter(third, reason="Nhầm", by=land["office"], on=date(2028, 1, 6))
    second.refresh_from_db()
    assert second.status == "in_progress"
    assert actions.carry_matter(second, by=land["office"], on=date(2028, 1, 7)).reference == "VCB-2028-0002"


def test_it_is_not_carried_over_before_its_time(land):
    matter = registered(land, year=2027, on=date(2026, 12, 20))
    assert "Chưa mở sổ năm 2028" in refusal(
        actions.carry_matter, matter, by=land["office"], on=date(2026, 12, 21)
    )


def test_all_open_ones_of_a_year_are_carried_over_at_once(land, django_assert_max_num_queries):
    for number in range(40):
        registered(land, title=f"Việc {number}")
    done, dropped = UrgentMatter.objects.order_by("pk")[:2]
    actions.finish_matter(done, done_on=TODAY, result="Xong", by=land["office"], on=TODAY)
    actions.drop_matter(dropped, reason="Không còn cần", by=land["office"], on=TODAY)
    rows = UrgentMatter.objects.all()
    day = date(2027, 1, 4)
    with django_assert_max_num_queries(20):
        made = actions.carry_all(rows, year=2026, by=land["office"], on=day, due_on=date(2027, 6, 30))
    assert len(made) == 38
    counted = UrgentMatter.objects.of_years(2026).counted(date(2026, 12, 31))
    assert (counted["registered"], counted["carried"], counted["done"], counted["dropped"]) == (40, 38, 1, 1)
    assert (
        UrgentMatter.objects.of_years(2027).filter(carried_from__year=2026, status="registered").count() == 38
    )
    assert "không còn việc nào" in refusal(actions.carry_all, rows, year=2026, by=land["office"], on=day)


def test_the_offices_are_reminded_of_what_is_overdue_once_a_week(land):
    secretary = GrantFactory(role="branch_secretary", organisation=land["body"]).user
    neighbour = GrantFactory(role="commune_office", unit=land["P1D1C2"]).user
    matter = registered(land, due_on=date(2026, 3, 31))

    def told(user):
        return Notice.objects.filter(user=user, about__contains="overdue").count()

    remind_overdue(on=date(2026, 3, 31))
    assert told(land["office"]) == 0, "due is not overdue"
    for day in (1, 2, 7):
        remind_overdue(on=date(2026, 4, day))
        assert told(land["office"]) == told(secretary) == 1
    remind_overdue(on=date(2026, 4, 8))
    assert told(land["office"]) == 2
    assert told(neighbour) == 0
    # A handover redirects it.
    land["office"].grants.update(ends_on=date(2026, 4, 10))
    heir = GrantFactory(role="commune_office", unit=land["P1D1C1"], starts_on=date(2026, 4, 10)).user
    remind_overdue(on=date(2026, 4, 15))
    assert (told(land["office"]), told(heir)) == (2, 1)
    actions.finish_matter(matter, done_on=date(2026, 4, 20), result="Xong", by=heir, on=date(2026, 4, 20))
    remind_overdue(on=date(2026, 5, 1))
    assert told(heir) == 1


def test_a_hamlets_branch_is_reminded_through_its_commune(land):
    branch = organisation(land["P1D1C1H1"], code="CB-1", name="Chi bộ Ấp 1", parent=land["body"])
    actions.register_matter(
        organisation=branch, year=2026, title="Cống", by=land["office"], on=TODAY, due_on=date(2026, 3, 10)
    )
    remind_overdue(on=date(2026, 3, 11))
    assert Notice.objects.filter(user=land["office"]).count() == 1


def test_nobody_signs_for_a_command_and_anybody_above_may_confirm(land):
    matter = registered(land, by=None)
    actions.finish_matter(matter, done_on=TODAY, result="Xong", by=None, on=TODAY)
    assert actions.confirm_matter(matter, by=UserFactory(), on=TODAY).confirmed_on == TODAY
