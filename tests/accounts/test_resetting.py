import re

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import User
from accounts.rules import LETTERS_FROM_ONE, LETTERS_TO_ONE
from accounts.tasks import send_reset_letter
from tests.factories import UserFactory
from tests.pages import sign_in

pytestmark = pytest.mark.django_db
ASK = reverse("accounts:ask_reset")
NEW = {"new_password1": "một mùa gặt mới", "new_password2": "một mùa gặt mới"}


@pytest.fixture
def person():
    user = UserFactory(username="0912345678", email="thu@example.org")
    user.set_password("lúa chín đầu bờ")
    user.save()
    return user


def letter_address(settings):
    settings.SITE_URL = "https://co-quan.example"
    send_reset_letter(email="THU@example.org", language="vi")
    (letter,) = mail.outbox
    assert letter.to == ["thu@example.org"]
    return re.search(r"https://co-quan\.example(\S+)", letter.body)[1]


def test_a_known_and_an_unknown_address_get_the_same_page(client, person):
    known = client.post(ASK, {"email": "thu@example.org"}).content
    unknown = client.post(ASK, {"email": "khong@example.org"}).content
    strip = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
    assert strip.sub(b"", known) == strip.sub(b"", unknown)
    assert not mail.outbox  # the worker sends it, so that the time taken says nothing either


def test_the_queue_holds_no_token(client, person):
    client.post(ASK, {"email": "thu@example.org"})
    (job,) = ProcrastinateJob.objects.filter(task_name="accounts.tasks.send_reset_letter")
    assert job.args.keys() == {"email", "language", "asker"}
    assert (job.args["email"], job.args["language"]) == ("thu@example.org", "vi")
    assert "127.0.0.1" not in job.args["asker"]


def jobs():
    return list(
        ProcrastinateJob.objects.filter(task_name="accounts.tasks.send_reset_letter")
        .order_by("pk")
        .values_list("args__email", flat=True)
    )


def without_token(response):
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)


def test_an_address_gets_three_letters_an_hour_and_the_answer_does_not_change(client, person):
    spellings = [
        "thu@example.org",
        "THU@example.org",
        "Thu@Example.org",
        "thu@example.org",
        "thu@EXAMPLE.org",
    ]
    answers = {without_token(client.post(ASK, {"email": each})) for each in spellings}
    assert len(answers) == 1
    assert jobs() == ["thu@example.org"] * LETTERS_TO_ONE
    # Whoever nobody knows is told the same, as often as he likes, and another address is not held up by this one.
    assert {without_token(client.post(ASK, {"email": "khong@example.org"})) for _each in range(4)} == answers
    assert jobs().count("khong@example.org") == LETTERS_TO_ONE


def test_after_an_hour_the_address_gets_a_letter_again(client, person):
    for _each in range(4):
        client.post(ASK, {"email": "thu@example.org"})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '61 minutes'")
    client.post(ASK, {"email": "thu@example.org"})
    assert len(jobs()) == LETTERS_TO_ONE + 1


def test_a_login_is_counted_by_whatever_the_database_takes_for_its_address(client):
    """The dotless i is an I when the database compares: it must not open a second count."""
    UserFactory(email="thi@example.org")
    assert User.objects.filter(email__iexact="th\u0131@example.org").exists()
    for email in ("thi@example.org", "th\u0131@example.org") * 3:
        client.post(ASK, {"email": email})
    assert jobs() == ["thi@example.org"] * LETTERS_TO_ONE


def test_one_computer_does_not_ask_for_everybody(client):
    for number in range(LETTERS_FROM_ONE + 2):
        client.post(ASK, {"email": f"nguoi{number}@example.org"}, REMOTE_ADDR="192.0.2.7")
    assert len(jobs()) == LETTERS_FROM_ONE
    client.post(ASK, {"email": "khac@example.org"}, REMOTE_ADDR="192.0.2.8")
    assert jobs()[-1] == "khac@example.org"


def test_the_letter_leads_to_a_new_password(client, person, settings):
    page = client.get(letter_address(settings))
    assert page.status_code == 302
    assert "dat-mat-khau" in page["Location"]  # the token is no longer in the address
    assert client.post(page["Location"], NEW)["Location"] == reverse("accounts:login")
    assert User.objects.get(pk=person.pk).check_password("một mùa gặt mới")


def test_the_letter_names_the_office_s_own_address_whatever_the_request_claims(client, person, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(ASK, {"email": "thu@example.org"}, HTTP_HOST="xau.example")
    assert letter_address(settings).startswith("/tai-khoan/")


def test_a_letter_is_good_once(client, person, settings):
    address = letter_address(settings)
    client.post(client.get(address)["Location"], NEW)
    assert client.__class__().get(address).status_code == 410


def test_an_address_without_its_letter_is_refused(client, person):
    for path in [["abc", "def"], ["MQ", "dat-mat-khau"], ["%F0%9F", "x"], ["/", "x"]]:
        if "/" in path:
            continue
        assert client.get(reverse("accounts:reset_password", args=path)).status_code == 410


def test_no_letter_goes_to_a_locked_login_or_one_without_a_password(person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    waiting = UserFactory(email="cho@example.org")
    waiting.set_unusable_password()
    waiting.save()
    send_reset_letter(email="thu@example.org", language="vi")
    send_reset_letter(email="cho@example.org", language="vi")
    assert mail.outbox == []


def test_a_new_password_ends_every_session(client, person, settings):
    elsewhere = client.__class__()
    sign_in(elsewhere, person)
    client.post(client.get(letter_address(settings))["Location"], NEW)
    assert elsewhere.get(reverse("accounts:account_page")).status_code == 302
    assert not get_user(client).is_authenticated
