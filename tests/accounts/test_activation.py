from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import LoginFacts, activate, deactivate, issue_activation, make_logins
from accounts.models import Activation, User
from accounts.rules import CODE_TRIES, shown_code
from tests.factories import UserFactory
from tests.pages import sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "lúa chín đầu bờ"
PAGE = reverse("accounts:activate")


@pytest.fixture
def person():
    user = UserFactory(username="0912345678")
    user.set_unusable_password()
    user.save()
    return user


def refused(user, code, password=PASSWORD):
    with pytest.raises(ValidationError) as refusal:
        activate(user.username, code, password)
    return refusal.value


def fill(client, code, username="0912345678", password=PASSWORD):
    data = {"username": username, "code": code, "new_password1": password, "new_password2": password}
    return client.post(PAGE, data)


def test_a_slip_sets_the_first_password_and_signs_in(client, person):
    code = issue_activation(person, by=None)
    assert fill(client, shown_code(code).lower(), "0912 345 678").status_code == 302
    assert client.get(reverse("accounts:account_page")).status_code == 200
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_no_code_is_kept_in_clear(person):
    code = issue_activation(person, by=None)
    kept = Activation.objects.get()
    assert code not in kept.code_hash
    assert kept.code_hash != issue_activation(UserFactory(), by=None)


def test_a_slip_is_used_once(person):
    code = issue_activation(person, by=None)
    activate(person.username, code, PASSWORD)
    refused(person, code, "một mùa gặt mới")
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_a_slip_dies_after_fourteen_days(person):
    code = issue_activation(person, by=None)
    left = Activation.objects.get().expires_at - timezone.now()
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)
    Activation.objects.update(expires_at=timezone.now())
    refused(person, code)


def test_a_slip_dies_after_five_wrong_tries_and_not_before(person):
    code = issue_activation(person, by=None)
    for _each in range(CODE_TRIES - 1):
        refused(person, "AAAAAAAAAA")
    activate(person.username, code, PASSWORD)
    code = issue_activation(person, by=None)
    for _each in range(CODE_TRIES):
        refused(person, "AAAAAAAAAA")
    refused(person, code)


def test_tries_count_though_the_page_answers_with_an_error(client, person):
    issue_activation(person, by=None)
    for _each in range(CODE_TRIES):
        assert fill(client, "AAAAAAAAAA").status_code == 200
    assert Activation.objects.get().tries == CODE_TRIES


def test_a_new_slip_ends_the_one_before(person):
    first = issue_activation(person, by=None)
    second = issue_activation(person, by=None)
    refused(person, first)
    activate(person.username, second, PASSWORD)


def test_a_slip_belongs_to_one_person(person):
    code = issue_activation(person, by=None)
    other = UserFactory()
    issue_activation(other, by=None)
    refused(other, code)


def test_a_locked_login_is_not_opened_by_its_slip(person):
    code = issue_activation(person, by=None)
    deactivate(person, by=None)
    refused(person, code)
    User.objects.filter(pk=person.pk).update(is_active=True)
    refused(person, code)


def test_an_unknown_name_and_a_wrong_code_get_the_same_sentence(person):
    issue_activation(person, by=None)
    unknown = UserFactory.build(username="0999999999")
    assert refused(person, "AAAAAAAAAA").messages == refused(unknown, "AAAAAAAAAA").messages


def test_a_weak_password_is_said_at_its_field_and_leaves_the_slip_alive(client, person):
    code = issue_activation(person, by=None)
    page = fill(client, code, password="12345678901")
    assert 'id="id_new_password1_error"' in page.content.decode()
    assert fill(client, code).status_code == 302


def test_a_slip_ends_the_sessions_of_whoever_used_the_old_password(client, person):
    sign_in(client, person)
    activate(person.username, issue_activation(person, by=None), PASSWORD)
    assert client.get(reverse("accounts:account_page")).status_code == 302


def test_nobody_locks_himself_out(person):
    with pytest.raises(ValidationError):
        deactivate(person, by=person)


def test_ninety_three_people_get_logins_at_once_by_telephone_or_code():
    people = [
        LoginFacts(
            full_name=f"Trần Văn Mẫu {n}", code=f"CB-{n:03}", phone=f"0912 000 {n:03}" if n % 3 else ""
        )
        for n in range(93)
    ]
    pairs = make_logins(people, by=None)
    assert [user.full_name for user, _code in pairs] == [person.full_name for person in people]
    assert pairs[0][0].username == "cb-000"
    assert pairs[1][0].username == "0912000001"
    assert len({code for _user, code in pairs}) == 93
    assert activate("0912000092", pairs[92][1], PASSWORD) == pairs[92][0]


def test_two_people_with_one_telephone_are_told_apart_by_their_codes():
    UserFactory(username="0912000001")
    pairs = make_logins(
        [
            LoginFacts(full_name="Trần Văn Mẫu", code="CB1", phone="0912000001"),
            LoginFacts(full_name="Lê Văn Mẫu", code="CB2", phone="0912000002"),
            LoginFacts(full_name="Ngô Văn Mẫu", code="CB3", phone="0912 000 002"),
        ],
        by=None,
    )
    assert [user.username for user, _code in pairs] == ["cb1", "0912000002", "cb3"]


def test_logins_are_made_all_or_none():
    UserFactory(username="cb2")
    with pytest.raises(ValidationError, match="Lê Văn Mẫu"):
        make_logins(
            [
                LoginFacts(full_name="Trần Văn Mẫu", code="CB1"),
                LoginFacts(full_name="Lê Văn Mẫu", code="CB2"),
            ],
            by=None,
        )
    assert not User.objects.filter(username="cb1").exists()
