"""A draft on the server ends 90 days after it was last saved; its writer is told a week before, once, and nothing of it is said."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.digest import _sieved
from accounts.models import Notice
from reports.actions.expiring import expire_drafts
from reports.models import Draft, Report
from reports.tasks import expire_old_drafts
from tests.factories import UserFactory
from tests.pages import signed_in, words
from tests.reports.filed import ground

pytestmark = pytest.mark.django_db
SECRET = "Ông Tám than phiền về con đường"


def draft(user, age):
    """A draft of `user` that was last saved `age` days ago."""
    made = Draft.objects.create(user=user, client_key=uuid4(), values={"comments": [SECRET]})
    Draft.objects.filter(pk=made.pk).update(updated_at=timezone.now() - timedelta(days=age))
    made.refresh_from_db()
    return made


def today():
    return timezone.localdate()


def expire(on):
    return expire_drafts(on=on, days=90)


def test_its_writer_is_told_a_week_before_and_once_and_nothing_of_it_is_said():
    user = UserFactory()
    draft(user, 82)
    assert expire(today()) == {"told": 0, "deleted": 0}
    tomorrow = today() + timedelta(days=1)
    assert expire(tomorrow) == {"told": 1, "deleted": 0}
    for later in range(2, 6):
        assert expire(today() + timedelta(days=later)) == {"told": 0, "deleted": 0}
    notice = Notice.objects.get()
    ends_on = f"{today() + timedelta(days=8):%d/%m/%Y}"
    assert (notice.user, notice.subject, notice.url) == (user, "report", "/bao-cao/nhap/")
    assert ends_on in notice.text and "Tám" not in notice.text
    last_day = f"{today() + timedelta(days=7):%d/%m/%Y}"
    assert f"giữ đến hết ngày {last_day}" in words(signed_in(user).get("/bao-cao/nhap/"))


def test_it_is_deleted_on_its_day_and_the_young_one_beside_it_stays():
    user = UserFactory()
    draft(user, 83)
    young = draft(user, 10)
    expire(today())
    assert expire(today() + timedelta(days=6)) == {"told": 0, "deleted": 0}
    assert Draft.objects.count() == 2
    assert expire(today() + timedelta(days=7)) == {"told": 0, "deleted": 1}
    assert Draft.objects.get() == young
    assert Notice.objects.get().read_at is not None


def test_a_worker_that_was_off_tells_before_it_deletes():
    draft(UserFactory(), 400)
    assert expire(today()) == {"told": 1, "deleted": 0}
    assert f"{today() + timedelta(days=7):%d/%m/%Y}" in Notice.objects.get().text
    assert expire(today() + timedelta(days=6))["deleted"] == 0
    assert expire(today() + timedelta(days=7))["deleted"] == 1


def test_what_is_written_on_is_kept_and_told_of_anew():
    user = UserFactory()
    made = draft(user, 83)
    expire(today())
    made.save()
    assert expire(today() + timedelta(days=7)) == {"told": 0, "deleted": 0}
    assert expire(today() + timedelta(days=83)) == {"told": 1, "deleted": 0}
    assert Notice.objects.filter(user=user).count() == 2


def test_what_was_sent_is_never_touched():
    land = ground()
    land.report()
    # The control: what the same person did not send is gone.
    draft(land.author, 83)
    sent = Report.objects.values().get()
    expire(today())
    assert expire(today() + timedelta(days=7))["deleted"] == 1
    assert Report.objects.values().get() == sent


def test_the_letter_of_the_day_says_nothing_of_a_draft_that_is_gone_or_was_written_on():
    user = UserFactory()
    gone, written, standing = (draft(user, 85) for _number in range(3))
    expire(today())
    gone.delete()
    written.save()
    rows = list(Notice.objects.values_list("pk", "subject", "about"))
    [(_pk, _subject, about)] = _sieved(user, rows, today())
    assert standing.key in about


def test_the_queue_does_it_by_the_offices_own_number_of_days(settings):
    settings.REPORT_DRAFT_DAYS = 20
    draft(UserFactory(), 14)
    draft(UserFactory(), 12)
    expire_old_drafts(0)
    assert Notice.objects.count() == 1


def test_as_many_questions_for_many_drafts_as_for_few(django_assert_max_num_queries):
    user = UserFactory()
    for _number in range(30):
        draft(user, 84)
    with django_assert_max_num_queries(6):
        expire(today())
