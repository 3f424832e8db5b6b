"""Letters that remind, sent by the queue's worker: an officer's own at once; the ladder's to an address without a login once a
day, however much there is to remind of, as counts only."""

import hashlib
from collections import Counter
from datetime import date, datetime, time

from django.conf import settings
from django.core.mail import EmailMessage, send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy, override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from accounts.digest import MailServerAway, opened_connection
from assignments.models import Cadre, TeamMember
from reports.due import Due, Step, is_still_due
from reports.facts.due import address_of, sentence_of
from reports.models import Reminder
from reports.recipients import recipients_of
from reports.said import dues_said

# From the reminders of 7:00 to the letters of 7:30.
_WAITS = {"minutes": 30}
_SENTENCES = {
    Step.VISIT: ngettext_lazy(
        "%(count)d lần chưa chọn buổi dự sinh hoạt", "%(count)d lần chưa chọn buổi dự sinh hoạt", "count"
    ),
    Step.REPORT: ngettext_lazy(
        "%(count)d báo cáo dự sinh hoạt chưa gửi", "%(count)d báo cáo dự sinh hoạt chưa gửi", "count"
    ),
}


# --- an officer's own ---
@app.task(queue="letters", pass_context=False)
def send_reminder_letter(due: dict, address: str) -> None:
    """To one address, if it is still to be done when the letter goes out, and still by whoever has this address."""
    due, on = Due.from_values(due), timezone.localdate()
    language = recipients_of(due, on).addresses.get(address)
    if language is None or not is_still_due(due, on):
        return
    with override(language):
        context = {"sentence": sentence_of(due, on), "address": settings.SITE_URL + address_of(due)}
        body = render_to_string("reports/reminder_letter.txt", context)
        send_mail(_("Nhắc việc: Sát Cơ Sở"), body, None, [address])


# --- the ladder's, to who has no login ---
def queue_letter_of_the_day(address: str, on: date) -> None:
    """One job for this address and day, whatever else it is reminded of."""
    lock = hashlib.sha256(address.encode()).hexdigest()[:32]
    job = send_letter_of_the_day.configure(queueing_lock=f"reminders-{lock}-{on}", schedule_in=_WAITS)
    try:
        with transaction.atomic():
            job.defer(address=address, on=on.isoformat())
    except AlreadyEnqueued:
        return


@app.task(
    queue="letters",
    pass_context=False,
    retry=RetryStrategy(max_attempts=6, exponential_wait=5, retry_exceptions={MailServerAway}),
)
def send_letter_of_the_day(address: str, on: str) -> None:
    write_letter_of_the_day(address, date.fromisoformat(on), today=timezone.localdate())


def write_letter_of_the_day(address: str, reminded_on: date, *, today: date) -> int:
    """What was reminded of on `reminded_on` and is still to be done `today` by whoever has this address and no login, in one
    letter of counts; nothing where one has gone out today. Says of how many things it speaks. Raises MailServerAway."""
    dues = [] if _was_written_to(address, today) else _dues_of(address, reminded_on, today)
    if not dues:
        return 0
    connection = opened_connection()
    try:
        with override("vi"):
            _letter(Counter(due.step for due in dues), address, connection).send()
    finally:
        connection.close()
    return len(dues)


def _dues_of(address, reminded_on, today) -> list[Due]:
    said = Reminder.objects.filter(
        channel=Reminder.Channel.EMAIL, reminded_on=reminded_on, reminded_by=None
    ).exclude(step=Step.SCHEDULE)
    persons = Cadre.objects.filter(email=address)
    persons = Cadre.objects.filter(Q(pk__in=persons) | Q(merged_from__in=persons)).values("pk")
    mine = Q(cadre__in=persons)
    if TeamMember.objects.on(today).filter(cadre__in=persons).exists():
        mine |= Q(cadre=None)
    abouts = set(said.filter(mine).values_list("about", flat=True))
    found = []
    for due in dues_said(abouts, today) if abouts else ():
        to = recipients_of(due, today)
        if address in to.addresses and address not in to.of_logins:
            found.append(due)
    return found


def _was_written_to(address, today) -> bool:
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    return ProcrastinateJob.objects.filter(
        task_name=send_letter_of_the_day.name,
        args__address=address,
        status="succeeded",
        procrastinateevent__type="succeeded",
        procrastinateevent__at__gte=midnight,
    ).exists()


def _letter(counts: Counter, address: str, connection) -> EmailMessage:
    total = counts.total()
    lines = [str(sentence % {"count": counts[step]}) for step, sentence in _SENTENCES.items() if counts[step]]
    title = ngettext("Sát Cơ Sở: %(count)d việc cần làm", "Sát Cơ Sở: %(count)d việc cần làm", total)
    body = render_to_string("reports/reminders_letter.txt", {"lines": lines})
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(
        title % {"count": total}, body, None, [address], connection=connection, headers=headers
    )
