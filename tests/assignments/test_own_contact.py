"""A cadre changes his own telephone number and address for letters, by the page under his account."""

import pytest
from django.urls import reverse

from accounts.models import User
from assignments.models import Cadre
from tests.assignments.ground import ground
from tests.factories import UserFactory
from tests.pages import browser_of, queries_of, signed_in, words

pytestmark = pytest.mark.django_db
PAGE, ACCOUNT = reverse("assignments:own_contact"), reverse("accounts:account_page")
PASSWORD = "lúa chín đầu bờ"


@pytest.fixture
def land():
    land = ground()
    land.user = UserFactory(username="0912345678", phone="0912345678", email="cu@example.org")
    land.user.set_password(PASSWORD)
    land.user.save()
    land.own = land.cadre(user=land.user, phone="0912345678", email="cu@example.org", expertise="kế toán")
    land.browser = signed_in(land.user)
    return land


def stored(land):
    cadre, user = Cadre.objects.get(pk=land.own.pk), User.objects.get(pk=land.user.pk)
    return (cadre.phone, cadre.email), (user.phone, user.email)


def send(land, **fields):
    return land.browser.post(PAGE, {"phone": "0912345678", "email": "cu@example.org", **fields})


def test_a_new_number_stands_in_the_record_and_in_the_login_and_the_name_to_sign_in_stays(land):
    assert send(land, phone=" 0987 654 321 ")["Location"] == ACCOUNT
    assert stored(land) == (("0987 654 321", "cu@example.org"),) * 2
    assert User.objects.get(pk=land.user.pk).username == "0912345678"
    assert Cadre.objects.get(pk=land.own.pk).expertise == "kế toán"
    shown = words(land.browser.get(ACCOUNT))
    assert "0987 654 321" in shown
    assert "Đã ghi điện thoại, thư điện tử của bạn." in shown


def test_the_officer_reads_the_new_number_and_who_wrote_it(land):
    send(land, phone="0987654321")
    head = browser_of("org_head", unit=land.district)
    assert "0987654321" in words(head.get(land.own.get_absolute_url()))
    history = words(head.get(reverse("dashboard:history", args=["can-bo", land.own.key])))
    assert "0987654321" in history
    assert land.user.full_name in history


def test_another_address_asks_for_the_password_that_it_could_replace(land):
    for password in ("", "sai"):
        refused = send(land, email="moi@example.org", old_password=password)
        assert refused.status_code == 200
        assert "Đổi thư điện tử cần mật khẩu đang dùng. Hãy gõ lại." in words(refused)
        assert 'value="moi@example.org"' in refused.content.decode()
        summary = refused.content.decode().split('id="errors-title">')[1].split("</h2>")[0]
        assert summary == "Chưa lưu được. Hãy sửa những chỗ sau:"  # and not the page's lead
    assert stored(land) == (("0912345678", "cu@example.org"),) * 2
    assert send(land, email="moi@example.org", old_password=PASSWORD)["Location"] == ACCOUNT
    assert stored(land) == (("0912345678", "moi@example.org"),) * 2


def test_an_address_is_taken_away_with_the_password_too(land):
    assert send(land, email="").status_code == 200
    assert send(land, email="", old_password=PASSWORD)["Location"] == ACCOUNT
    assert stored(land) == (("0912345678", ""),) * 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"phone": "gọi sau"}, "Hãy ghi một số điện thoại có 8 đến 12 chữ số, như 0912 345 678."),
        ({"phone": "0912"}, "Hãy ghi một số điện thoại có 8 đến 12 chữ số, như 0912 345 678."),
        ({"phone": "0912345678 hoặc 0987654321 nhé"}, "Hãy ghi một số điện thoại"),
        ({"phone": "0987654321", "email": "khong-phai"}, "thư điện tử"),
    ],
)
def test_what_is_no_number_or_address_changes_nothing(land, fields, sentence):
    refused = send(land, old_password=PASSWORD, **fields)
    assert refused.status_code == 200
    assert refused.context["form"].errors
    assert sentence in words(refused)
    assert stored(land) == (("0912345678", "cu@example.org"),) * 2


def test_two_numbers_that_an_officer_wrote_stay_good_until_they_are_changed(land):
    both = "0912345678/0987654321"
    Cadre.objects.filter(pk=land.own.pk).update(phone=both)
    assert send(land, phone=both)["Location"] == ACCOUNT
    assert stored(land)[0] == (both, "cu@example.org")


def test_only_his_own_record_is_changed_whatever_is_sent(land):
    other = land.cadre(phone="0900000000")
    send(land, phone="0987654321", key=other.key, cadre=other.pk)
    assert Cadre.objects.get(pk=other.pk).phone == "0900000000"


def test_a_record_that_was_merged_leads_to_the_one_that_stays(land):
    kept = land.cadre(phone="0911111111")
    Cadre.objects.filter(pk=land.own.pk).update(merged_into=kept)
    assert send(land, phone="0987654321")["Location"] == ACCOUNT
    assert Cadre.objects.get(pk=kept.pk).phone == "0987654321"
    assert Cadre.objects.get(pk=land.own.pk).phone == "0912345678"


def test_who_is_no_cadre_finds_neither_the_page_nor_the_way_to_it(land):
    officer = browser_of("org_head", unit=land.district)
    assert officer.get(PAGE).status_code == 404
    assert officer.post(PAGE, {"phone": "0987654321"}).status_code == 404
    assert PAGE not in officer.get(ACCOUNT).content.decode()
    assert PAGE in land.browser.get(ACCOUNT).content.decode()
    assert PAGE in land.browser.get(land.own.get_absolute_url()).content.decode()
    assert PAGE not in officer.get(land.own.get_absolute_url()).content.decode()


def test_the_page_asks_few_questions(land):
    assert queries_of(land.browser, PAGE) <= 12
