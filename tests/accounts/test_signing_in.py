import pytest
from django.urls import reverse

from accounts.actions import deactivate, reactivate
from accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "lúa chín đầu bờ"
LOGIN, PAGE = reverse("accounts:login"), reverse("accounts:account_page")


@pytest.fixture
def person():
    user = UserFactory(username="0912345678", full_name="Lê Thị Thử")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, username="0912345678", password=PASSWORD, address="192.0.2.1", **extra):
    data = {"username": username, "password": password, "next": extra.pop("next", PAGE)}
    return client.post(LOGIN, data, REMOTE_ADDR=address, **extra)


def fail(client, times=5, **kwargs):
    return [sign_in(client, password="sai", **kwargs).status_code for _each in range(times)]


@pytest.mark.parametrize("typed", ["0912345678", " 0912 345 678 ", "+84 912.345.678"])
def test_the_telephone_number_signs_in_however_it_is_typed(client, person, typed):
    assert sign_in(client, typed)["Location"] == PAGE
    assert client.get(PAGE).status_code == 200


def test_a_code_signs_in_in_any_case(client, person):
    User.objects.filter(pk=person.pk).update(username="BM-001")
    assert sign_in(client, "bm-001 ")["Location"] == PAGE


def test_the_form_lets_password_managers_and_pasting_work(client):
    page = client.get(LOGIN).content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page


def test_an_unknown_name_a_wrong_password_and_a_locked_login_get_the_same_answer(client, person):
    off = UserFactory(username="0911111111", is_active=False)
    off.set_password(PASSWORD)
    off.save()
    answers = set()
    for username, password in [("0912345678", "sai"), ("0999999999", PASSWORD), ("0911111111", PASSWORD)]:
        page = sign_in(client, username, password)
        assert page.status_code == 200
        answers.add(page.content.decode().split('id="errors"')[1].split("</div>")[0])
        assert "<title>Lỗi:" in page.content.decode()
    assert len(answers) == 1


def test_five_failures_lock_the_name_at_that_address_and_say_for_how_long(client, person):
    assert fail(client) == [200, 200, 200, 200, 429]
    page = sign_in(client)
    assert page.status_code == 429
    assert "15 phút" in page.content.decode()


def test_spelling_the_name_otherwise_gives_no_further_tries(client, person):
    spellings = ["0912345678", "0912 345 678", "+84912345678", "0912.345.678", " 0912345678"]
    for spelling in spellings:
        last = sign_in(client, spelling, "sai")
    assert last.status_code == 429


def test_others_and_the_same_name_elsewhere_are_not_locked(client, person):
    UserFactory(username="0900000000").set_password(PASSWORD)
    other = User.objects.get(username="0900000000")
    other.set_password(PASSWORD)
    other.save()
    fail(client)
    assert sign_in(client, "0900000000").status_code == 302
    client.logout()
    assert sign_in(client, address="192.0.2.2").status_code == 302


def test_a_success_forgets_the_failures(client, person):
    fail(client, 4)
    assert sign_in(client).status_code == 302
    client.logout()
    assert fail(client, 4) == [200, 200, 200, 200]


def test_a_claimed_address_does_not_evade_the_lock(client, person):
    for number in range(5):
        last = sign_in(client, password="sai", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert last.status_code == 429


def test_behind_a_trusted_proxy_each_address_is_its_own(client, person, settings):
    settings.AXES_IPWARE_PROXY_COUNT = 1
    for number in range(5):
        last = sign_in(client, password="sai", HTTP_X_FORWARDED_FOR=f"6.6.6.{number}, 198.51.100.7")
    assert last.status_code == 429
    assert sign_in(client, HTTP_X_FORWARDED_FOR="198.51.100.8").status_code == 302


def test_signing_in_begins_a_new_session(client, person):
    session = client.session
    session["before"] = "x"
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_a_switched_off_login_loses_its_sessions_and_does_not_get_them_back(client, person):
    sign_in(client)
    deactivate(person, by=None)
    assert client.get(PAGE).status_code == 302
    reactivate(person, by=None)
    assert client.get(PAGE).status_code == 302
    assert sign_in(client).status_code == 302
    assert client.get(PAGE).status_code == 200


def test_signing_out_everywhere_keeps_this_browser(client, person, django_user_model):
    elsewhere = client.__class__()
    sign_in(client)
    sign_in(elsewhere)
    client.post(reverse("accounts:sign_out_everywhere"))
    assert client.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).status_code == 302


def test_signing_out_is_a_post(client, person):
    sign_in(client)
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    client.post(reverse("accounts:sign_out"))
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize(
    "wanted", ["https://xau.example/", "//xau.example/", "/\\xau.example", "javascript:alert(1)", "http:///x"]
)
def test_signing_in_leads_nowhere_else(client, person, wanted):
    assert sign_in(client, next=wanted)["Location"] == "/"
    client.logout()
    assert (
        client.post(f"{LOGIN}?next={wanted}", {"username": "0912345678", "password": PASSWORD})["Location"]
        == "/"
    )


def test_the_language_leads_nowhere_else(client):
    answer = client.post(reverse("accounts:set_language"), {"language": "en", "next": "https://xau.example/"})
    assert answer["Location"] == "/"


def test_whoever_is_signed_in_already_is_told_who(client, person):
    sign_in(client)
    page = client.get(LOGIN).content.decode()
    assert "Lê Thị Thử" in page
    assert 'name="password"' not in page


def test_the_language_is_kept_with_the_login(client, person):
    sign_in(client)
    client.post(reverse("accounts:set_language"), {"language": "en", "next": PAGE})
    assert User.objects.get(pk=person.pk).language == "en"
    elsewhere = client.__class__()
    sign_in(elsewhere)
    assert 'lang="en"' in elsewhere.get(PAGE).content.decode()[:200]


def test_pages_are_vietnamese_whatever_the_browser_would_like(client):
    page = client.get(LOGIN, headers={"accept-language": "en-US,en;q=0.9"})
    assert '<html lang="vi">' in page.content.decode()


def test_changing_the_password_asks_for_the_old_one_and_ends_other_sessions(client, person):
    elsewhere = client.__class__()
    sign_in(client)
    sign_in(elsewhere)
    address = reverse("accounts:change_password")
    new = {"new_password1": "một mùa gặt mới", "new_password2": "một mùa gặt mới"}
    assert "không đúng" in client.post(address, {"old_password": "sai", **new}).content.decode()
    assert client.post(address, {"old_password": PASSWORD, **new}).status_code == 302
    assert client.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).status_code == 302


@pytest.mark.parametrize("weak", ["ngắn", "1234567890123", "password1234", "0912345678"])
def test_a_weak_password_is_refused_with_its_reason(client, person, weak):
    sign_in(client)
    data = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    page = client.post(reverse("accounts:change_password"), data)
    assert page.status_code == 200
    assert 'class="error"' in page.content.decode()


def test_whoever_must_change_the_password_does_that_first(client, person):
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    change = reverse("accounts:change_password")
    assert sign_in(client)["Location"] == change
    assert client.get(PAGE)["Location"] == change
    new = {"old_password": PASSWORD, "new_password1": "một mùa gặt mới", "new_password2": "một mùa gặt mới"}
    client.post(change, new)
    assert client.get(PAGE).status_code == 200


def test_the_machine_says_that_it_serves(client):
    answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
