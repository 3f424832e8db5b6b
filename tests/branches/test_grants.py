from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activation, User
from assignments.access import load_scope
from branches.actions.grants import end_grant, give_grant, may_manage
from branches.models import Grant, Unit, UnitVersion, Zone
from tests.factories import START, AgencyFactory, GrantFactory, UserFactory
from tests.pages import sign_in

pytestmark = pytest.mark.django_db


def unit(name, level, parent=None):
    made = Unit.objects.create(opened_on=START)
    path = f"{parent.access_path if parent else ''}{made.key}."
    Unit.objects.filter(pk=made.pk).update(access_path=path)
    UnitVersion.objects.create(
        unit=made, level_id=level, code=made.key, name=name, parent=parent, starts_on=START
    )
    made.refresh_from_db()
    return made


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def district():
    return unit("Huyện Mẫu", 2)


@pytest.fixture
def commune(district):
    return unit("Xã Mẫu", 3, district)


@pytest.fixture
def elsewhere():
    return unit("Huyện Khác", 2)


@pytest.fixture
def head(district):
    user = UserFactory(full_name="Lê Thị Đầu")
    GrantFactory(user=user, unit=district, role="org_head")
    return user


@pytest.fixture
def staff(district):
    user = UserFactory(full_name="Lê Thị Viên")
    GrantFactory(user=user, unit=district, role="org_staff")
    return user


@pytest.fixture
def page(client, head):
    sign_in(client, head)
    return client


def give(by, today, **given):
    facts = {"user": UserFactory(), "role": "viewer", "starts_on": today, "by": by}
    return give_grant(**{**facts, "scope": load_scope(by, today), **given})


def test_a_role_is_given_on_one_s_own_ground(head, commune, today):
    grant = give(head, today, over=commune, role="commune_office", ends_on=today + timedelta(days=30))
    assert load_scope(grant.user, today).may("assignments.read")
    assert not load_scope(grant.user, today + timedelta(days=30)).may("assignments.read")
    assert grant.created_by == head


def test_nobody_gives_to_himself(head, commune, today):
    with pytest.raises(ValidationError, match="tự cấp"):
        give(head, today, over=commune, user=head)


def test_nobody_gives_beyond_his_ground(head, elsewhere, today):
    with pytest.raises(ValidationError, match="trong địa bàn"):
        give(head, today, over=elsewhere)


def test_nobody_gives_what_he_may_not_give(staff, commune, today):
    with pytest.raises(ValidationError, match="trong địa bàn"):
        give(staff, today, over=commune)


def test_a_role_is_over_the_kind_of_thing_that_it_fits(head, commune, today):
    agency = AgencyFactory(unit=commune)
    assert give(head, today, over=agency, role="employer").agency == agency
    with pytest.raises(ValidationError, match="không cấp trên"):
        give(head, today, over=agency, role="leader")


def test_a_closed_place_takes_no_role(head, commune, today):
    Unit.objects.filter(pk=commune.pk).update(closed_on=today)
    commune.refresh_from_db()
    with pytest.raises(ValidationError, match="đã kết thúc"):
        give(head, today, over=commune)


def test_the_same_role_is_not_given_twice_for_the_same_days(head, commune, today):
    user = UserFactory()
    give(head, today, over=commune, user=user, ends_on=today + timedelta(days=10))
    with pytest.raises(ValidationError, match="đã có vai trò"):
        give(head, today, over=commune, user=user, starts_on=today + timedelta(days=9))
    give(head, today, over=commune, user=user, starts_on=today + timedelta(days=10))


def test_a_reversed_period_is_one_sentence(head, commune, today):
    with pytest.raises(ValidationError, match="sau ngày bắt đầu"):
        give(head, today, over=commune, ends_on=today)


def test_a_role_is_ended_and_stays_on_record(head, commune, today):
    grant = GrantFactory(unit=commune, role="viewer")
    scope = load_scope(head, today)
    assert end_grant(grant, ends_on=today, on=today, by=head, scope=scope).ends_on == today
    assert not load_scope(grant.user, today).may("coverage.read")
    assert load_scope(grant.user, today - timedelta(days=1)).may("coverage.read")
    with pytest.raises(ValidationError, match="từ trước"):
        end_grant(grant, ends_on=today, on=today, by=head, scope=scope)


def test_a_role_that_has_not_begun_is_withdrawn(head, commune, today):
    grant = GrantFactory(unit=commune, role="viewer", starts_on=today + timedelta(days=5))
    end_grant(grant, ends_on=today, on=today, by=head, scope=load_scope(head, today))
    assert not Grant.objects.filter(pk=grant.pk).exists()


def test_a_role_is_not_ended_in_the_past(head, commune, today):
    grant = GrantFactory(unit=commune, role="viewer")
    with pytest.raises(ValidationError, match="đã qua"):
        end_grant(grant, ends_on=today - timedelta(days=1), on=today, by=head, scope=load_scope(head, today))


def test_nobody_ends_his_own_role_or_one_of_another_ground(head, elsewhere, today):
    scope = load_scope(head, today)
    for grant in (head.grants.get(), GrantFactory(unit=elsewhere, role="viewer")):
        with pytest.raises(ValidationError):
            end_grant(grant, ends_on=today, on=today, by=head, scope=scope)


def test_a_login_with_a_role_elsewhere_or_a_higher_one_is_not_the_officer_s(
    staff, head, commune, elsewhere, today
):
    scope = load_scope(staff, today)
    plain = GrantFactory(unit=commune, role="commune_office").user
    assert may_manage(scope, plain, today)
    GrantFactory(user=plain, unit=elsewhere, role="viewer", starts_on=today + timedelta(days=9))
    assert not may_manage(scope, plain, today)
    assert not may_manage(scope, head, today)
    assert not may_manage(scope, staff, today)
    keeper = GrantFactory(unit=commune, role="viewer", user=UserFactory(is_staff=True)).user
    assert not may_manage(scope, keeper, today)


# The pages


def test_a_role_is_given_to_somebody_who_has_a_login(page, commune, today):
    user = UserFactory(username="0912345678", full_name="Trần Thị Mẫu")
    address = reverse("branches:grant_new", args=["unit", commune.key])
    assert "Cấp vai trò ở Xã Mẫu" in page.get(address).content.decode()
    data = {"username": "0912 345 678", "role": "leader", "starts_on": "01/11/2026", "last_day": "30/11/2026"}
    assert page.post(address, data)["Location"] == reverse("branches:grant_list")
    grant = user.grants.get()
    assert (grant.starts_on, grant.ends_on) == (date(2026, 11, 1), date(2026, 12, 1))


def test_somebody_without_a_login_gets_one_with_a_slip(page, commune):
    address = reverse("branches:grant_new", args=["unit", commune.key])
    data = {"username": "0987654321", "role": "viewer", "starts_on": "01/11/2026"}
    assert "Chưa có tài khoản nào" in page.post(address, data).content.decode()
    answer = page.post(address, {**data, "full_name": "Ngô Văn Mới"})
    slip = answer.content.decode()
    assert "Ngô Văn Mới" in slip
    assert "no-store" in answer["Cache-Control"]
    code = slip.split('<dd class="secret">')[2].split("<")[0]
    new = {"new_password1": "một mùa gặt mới", "new_password2": "một mùa gặt mới"}
    page.logout()
    entered = page.post(reverse("accounts:activate"), {"username": "0987654321", "code": code, **new})
    assert entered.status_code == 302


def test_a_refusal_makes_no_login(page, commune, today):
    Unit.objects.filter(pk=commune.pk).update(closed_on=today)
    address = reverse("branches:grant_new", args=["unit", commune.key])
    data = {"username": "0987654321", "full_name": "Ngô Văn Mới", "role": "viewer", "starts_on": "01/11/2026"}
    assert "đã kết thúc hoạt động" in page.post(address, data).content.decode()
    assert not User.objects.filter(username="0987654321").exists()


def test_a_role_that_may_not_be_given_here_cannot_be_asked_for(page, commune):
    address = reverse("branches:grant_new", args=["unit", commune.key])
    user = UserFactory(username="0912345678")
    data = {"username": "0912345678", "role": "system_keeper", "starts_on": "01/11/2026"}
    assert page.post(address, data).status_code == 200
    assert not user.grants.exists()


def test_other_grounds_and_unknown_kinds_are_not_found(page, elsewhere, district):
    for kind, key in [("unit", elsewhere.key), ("unit", "khongco123"), ("king", district.key)]:
        assert page.get(reverse("branches:grant_new", args=[kind, key])).status_code == 404


def test_the_place_is_chosen_from_one_s_ground_or_by_name(page, commune, elsewhere, district):
    Zone.objects.create(unit=district, code="Z1", name="Tiểu vùng 1", starts_on=START)
    own = page.get(reverse("branches:grant_place")).content.decode()
    assert "Huyện Mẫu" in own
    assert "Tiểu vùng 1" in own
    assert "Xã Mẫu" not in own
    found = page.get(reverse("branches:grant_place"), {"q": "xa mau"}).content.decode()
    assert reverse("branches:grant_new", args=["unit", commune.key]) in found
    assert "Huyện Khác" not in page.get(reverse("branches:grant_place"), {"q": "huyen"}).content.decode()


def test_ending_a_role_asks_for_the_last_day(page, commune, today):
    grant = GrantFactory(unit=commune, role="viewer", user=UserFactory(full_name="Trần Thị Mẫu"))
    address = reverse("branches:grant_end", args=[grant.key])
    assert "Kết thúc vai trò của Trần Thị Mẫu?" in page.get(address).content.decode()
    assert page.post(address, {"last_day": "khi nào xong"}).status_code == 200
    last = today + timedelta(days=3)
    assert page.post(address, {"last_day": f"{last:%d/%m/%Y}"}).status_code == 302
    grant.refresh_from_db()
    assert grant.ends_on == last + timedelta(days=1)


def test_the_page_of_a_login_shows_only_the_roles_of_one_s_ground(page, commune, elsewhere):
    user = GrantFactory(unit=commune, role="viewer").user
    GrantFactory(user=user, unit=elsewhere, role="leader")
    shown = page.get(reverse("branches:login_page", args=[user.key])).content.decode()
    assert "Xã Mẫu" in shown
    assert "Huyện Khác" not in shown
    assert "Khóa tài khoản" not in shown
    assert page.post(reverse("branches:login_reset", args=[user.key])).status_code == 403
    stranger = GrantFactory(unit=elsewhere, role="viewer").user
    assert page.get(reverse("branches:login_page", args=[stranger.key])).status_code == 404


def test_a_new_slip_is_issued_and_a_login_locked_and_opened(page, commune, head):
    user = GrantFactory(unit=commune, role="viewer").user
    assert "slips" in page.post(reverse("branches:login_reset", args=[user.key])).content.decode()
    assert Activation.objects.get().created_by == head
    lock = reverse("branches:login_lock", args=[user.key])
    assert "Khóa tài khoản của" in page.get(lock).content.decode()
    assert User.objects.get(pk=user.pk).is_active
    page.post(lock)
    assert not User.objects.get(pk=user.pk).is_active
    page.post(reverse("branches:login_unlock", args=[user.key]))
    assert User.objects.get(pk=user.pk).is_active


def test_a_staff_member_sees_the_list_and_gives_nothing(client, staff, commune):
    sign_in(client, staff)
    assert "Cấp vai trò" not in client.get(reverse("branches:grant_list")).content.decode()
    assert client.get(reverse("branches:grant_new", args=["unit", commune.key])).status_code == 403
