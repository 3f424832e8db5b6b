"""The admin: for system keepers, through the product's own sign-in, without what an office writes."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from branches.models import ImportRun
from tests.factories import GrantFactory, UserFactory, small_map
from tests.pages import browser_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return signed_in(UserFactory(is_staff=True, is_superuser=True))


def test_the_admin_is_entered_by_the_products_own_sign_in():
    response = Client().get("/quan-tri/", follow=False)
    assert response.status_code == 302
    response = Client().get(response["Location"])
    assert response["Location"].startswith(reverse("accounts:login"))
    away = Client().get("/quan-tri/login/", {"next": "https://xau.example/"})
    assert "xau.example" not in away["Location"]


def test_an_officer_does_not_get_in(keeper):
    officer = browser_of("org_head", unit=small_map()["P1"])
    assert officer.get("/quan-tri/", follow=True).status_code == 403
    assert keeper.get("/quan-tri/").status_code == 200
    assert (
        keeper.get("/quan-tri/login/", {"next": "/quan-tri/accounts/user/"})["Location"]
        == "/quan-tri/accounts/user/"
    )


def test_every_list_opens_can_be_searched_and_asks_as_much_for_many(keeper):
    GrantFactory(unit=small_map()["P1"])
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert keeper.get(address).status_code == 200, address
        if admin.site._registry[model].search_fields:
            assert keeper.get(address, {"q": "le van"}).status_code == 200, address


def test_a_login_is_found_by_name_and_key_locked_and_unlocked(keeper):
    user = UserFactory(full_name="Đỗ Thị Khóa", username="0900111222")
    address = reverse("admin:accounts_user_changelist")
    for typed in ("do thi khoa", user.key, "0900111222"):
        assert "0900111222" in keeper.get(address, {"q": typed}).content.decode(), typed
    keeper.post(address, {"action": "lock", "_selected_action": [user.pk]})
    user.refresh_from_db()
    assert not user.is_active
    keeper.post(address, {"action": "unlock", "_selected_action": [user.pk]})
    user.refresh_from_db()
    assert user.is_active


def test_a_keeper_does_not_lock_himself_out(keeper):
    own = User.objects.get(is_superuser=True)
    address = reverse("admin:accounts_user_changelist")
    response = keeper.post(address, {"action": "lock", "_selected_action": [own.pk]}, follow=True)
    assert "Không ai tự khóa tài khoản của mình" in response.content.decode()
    assert User.objects.get(pk=own.pk).is_active


def test_the_log_of_imports_is_read_without_its_content(keeper):
    run = ImportRun.objects.create(
        kind="cadres",
        filename="danh-sach.xlsx",
        errors=[{"row": 2, "message": "Lê Thị Bí Mật"}],
        preview=[{"title": "Lê Thị Bí Mật"}],
    )
    for address in (
        reverse("admin:branches_importrun_changelist"),
        reverse("admin:branches_importrun_change", args=[run.pk]),
    ):
        body = keeper.get(address).content.decode()
        assert run.key in body and "Bí Mật" not in body
    assert keeper.post(reverse("admin:branches_importrun_change", args=[run.pk]), {}).status_code == 403


def test_nothing_is_deleted_and_no_role_is_given_here(keeper):
    grant = GrantFactory(unit=small_map()["P1"])
    assert keeper.get(reverse("admin:branches_grant_add")).status_code == 403
    assert keeper.get(reverse("admin:branches_grant_change", args=[grant.pk])).status_code == 200
    assert keeper.post(reverse("admin:branches_grant_delete", args=[grant.pk])).status_code == 403
    assert keeper.get(reverse("admin:accounts_user_add")).status_code == 403
    assert keeper.post(reverse("admin:accounts_user_delete", args=[grant.user.pk])).status_code == 403
