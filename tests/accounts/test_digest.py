"""The letter of the day: one a person and day, of what is new, without a word of it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts import digest
from accounts.actions import read_notices, tell
from accounts.digest import MailServerAway, letter_of, users_to_write, write_digest
from accounts.models import Notice
from accounts.tasks import write_letters_of_the_day
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
# 7:30 of 24 November in Vietnam.
MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
NEXT = MORNING + timedelta(days=1)
SECRET = "Hộ ông Nguyễn Văn Mẫu xin trợ cấp"


def reader(**fields):
    return UserFactory(**{"email": f"thu{UserFactory._meta.model.objects.count()}@example.org"} | fields)


def told(user, *subjects):
    for number, subject in enumerate(subjects):
        tell(user, text=f"{SECRET} {number}", about=f"{subject}-{number}", subject=subject, url="/viec/")


def written_in(letter) -> str:
    return f"{letter.subject}\n{letter.body}\n{letter.extra_headers}"


class RefusesOne(EmailBackend):
    """A mail server that does not know the address "hong@example.org"."""

    def send_messages(self, messages):
        if any("hong@example.org" in message.to for message in messages):
            raise OSError("no such address")
        return super().send_messages(messages)


class IsAway(EmailBackend):
    def open(self):
        raise ConnectionRefusedError


class TestWhatItSays:
    def test_counts_by_subject_with_addresses_and_in_one_letter(self, settings):
        settings.SITE_URL = "https://co-quan.example"
        user = reader()
        told(user, "answer", "answer", "answer", "bulletin")
        assert write_digest(user.pk, now=MORNING) == 4
        (letter,) = mail.outbox
        assert letter.to == [user.email]
        assert letter.subject == "Sát Cơ Sở: 4 tin mới"
        assert "- 3 kiến nghị có trả lời mới" in letter.body
        assert "- 1 thông tin cho cán bộ cần đọc" in letter.body
        assert "https://co-quan.example/tai-khoan/tin-bao/?loai=answer" in letter.body
        assert "https://co-quan.example/tai-khoan/" in letter.body

    def test_every_subject_has_its_sentence_and_its_name(self):
        assert set(digest.SENTENCES) == set(digest.NAMES)
        codes = {
            "matter",
            "answer",
            "urgent",
            "conference",
            "round",
            "bulletin",
            "report",
            "schedule",
            "rubric",
        }
        assert set(digest.SENTENCES) == codes
        assert digest.sentence_of("khac", 2) == "2 tin khác"

    def test_no_word_of_a_notice_is_in_it(self):
        user = reader(full_name="Lê Thị Người Đọc")
        told(user, *digest.SENTENCES)
        write_digest(user.pk, now=MORNING)
        assert says_nothing_of(user, mail.outbox[0])

    def test_control_a_letter_with_a_notice_s_text_would_be_seen(self, monkeypatch):
        user = reader()
        told(user, "answer")
        monkeypatch.setattr(digest, "sentence_of", lambda subject, count: Notice.objects.get().text)
        write_digest(user.pk, now=MORNING)
        assert not says_nothing_of(user, mail.outbox[0])

    def test_the_texts_are_not_even_read(self, django_assert_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        user = reader()
        told(user, "answer")
        with CaptureQueriesContext(connection) as seen:
            write_digest(user.pk, now=MORNING)
        asked = [each["sql"] for each in seen if 'FROM "accounts_notice"' in each["sql"]]
        assert asked
        assert not [sql for sql in asked if '"accounts_notice"."text"' in sql.split(" FROM ")[0]]

    def test_it_is_in_the_language_of_the_reader(self):
        other = letter_of({"answer": 2}, "a@example.org")
        assert "2 kiến nghị có trả lời mới" in other.body


def says_nothing_of(user, letter) -> bool:
    text = written_in(letter)
    words = {*SECRET.split(), *user.full_name.split()} - {"Sát", "Cơ", "Sở"}
    return not any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in words if word[0].isupper())


class TestToWhom:
    def test_who_has_no_address_wants_none_or_is_locked_out_gets_none(self):
        wanted = reader()
        for user in (
            wanted,
            UserFactory(email=""),
            reader(letters="none"),
            reader(is_active=False),
        ):
            told(user, "answer")
        assert list(users_to_write()) == [wanted]

    def test_what_was_read_or_has_no_subject_is_in_no_letter(self):
        quiet, done = reader(), reader()
        told(quiet, "")
        told(done, "answer")
        read_notices(done)
        assert list(users_to_write()) == []
        assert write_digest(quiet.pk, now=MORNING) == write_digest(done.pk, now=MORNING) == 0
        assert mail.outbox == []

    def test_who_changes_his_mind_before_it_goes_out_gets_none(self):
        user = reader()
        told(user, "answer")
        user.letters = "none"
        user.save()
        assert write_digest(user.pk, now=MORNING) == 0


class TestOnceADay:
    def test_a_second_run_sends_nothing_and_what_comes_later_waits_for_the_next_day(self):
        user = reader()
        told(user, "answer")
        assert write_digest(user.pk, now=MORNING) == 1
        told(user, "matter")
        assert write_digest(user.pk, now=MORNING + timedelta(hours=3)) == 0
        assert write_digest(user.pk, now=NEXT) == 1
        assert ["kiến nghị có trả lời" in letter.body for letter in mail.outbox] == [True, False]

    def test_each_person_is_a_job_of_its_own_and_is_queued_once(self):
        users = [reader() for _each in range(3)]
        for user in users:
            told(user, "answer")
        for _each in range(2):
            write_letters_of_the_day(0)
        jobs = ProcrastinateJob.objects.filter(task_name="accounts.tasks.send_digest")
        assert sorted(job.args["user_id"] for job in jobs) == [user.pk for user in users]

    def test_one_bad_address_stops_nobody_else_and_is_told_of_the_next_day(self, settings):
        settings.EMAIL_BACKEND = "tests.accounts.test_digest.RefusesOne"
        bad, good = reader(email="hong@example.org"), reader()
        for user in (bad, good):
            told(user, "answer")
        with pytest.raises(OSError, match="no such address"):
            write_digest(bad.pk, now=MORNING)
        assert write_digest(good.pk, now=MORNING) == 1
        assert Notice.objects.get(user=bad).mailed_at is None
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert write_digest(bad.pk, now=NEXT) == 1
        assert [letter.to for letter in mail.outbox] == [[good.email], [bad.email]]

    def test_a_server_that_is_away_is_tried_again_and_nothing_is_marked(self, settings):
        settings.EMAIL_BACKEND = "tests.accounts.test_digest.IsAway"
        user = reader()
        told(user, "answer")
        with pytest.raises(MailServerAway):
            write_digest(user.pk, now=MORNING)
        assert list(users_to_write()) == [user]

    def test_a_sieve_leaves_out_what_needs_no_letter_and_joins_what_is_one_thing(self, monkeypatch):
        user = reader()
        told(user, "report", "report", "report")
        monkeypatch.setattr(
            digest,
            "SIEVES",
            [lambda user, abouts, day: {"report-0": None, "report-1": "một", "report-2": "một"}],
        )
        assert write_digest(user.pk, now=MORNING) == 1
        assert list(Notice.objects.filter(mailed_at=None).values_list("about", flat=True)) == ["report-0"]
