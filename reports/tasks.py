"""What the queue does for reports. Procrastinate reads a cron in UTC: seven hours before Vietnam's clock."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from reports.actions.expiring import expire_drafts
from reports.actions.household_visits import erase_visit_words
from reports.actions.remedy_reminding import remind_of_remedies
from reports.actions.reminding import remind_all
from reports.actions.reviewing import lock_old_reports
from reports.actions.sensitive import purge_expired


# --- after filing: locks and expiry ---
@app.periodic(cron="20 18 * * *")
@app.task(queue="reports", queueing_lock="reports-locking", pass_context=False)
def lock_accepted_reports(timestamp: int) -> None:
    """Every night at 1:20; a worker that was off locks what has gathered in the next one."""
    while lock_old_reports(on=timezone.localdate(), days=settings.REPORT_LOCK_DAYS):
        pass


@app.periodic(cron="40 * * * *")
@app.task(queue="reports", queueing_lock="reports-purging", pass_context=False)
def purge_sensitive_notes(timestamp: int) -> None:
    """Every hour, and not only at night: a worker that was off catches up within the hour."""
    purge_expired(on=timezone.localdate())


@app.periodic(cron="10 20 * * *")
@app.task(queue="reports", queueing_lock="reports-household-words", pass_context=False)
def erase_words_of_household_visits(timestamp: int) -> None:
    """Every night at 3:10, all that is over; pages have shown none of it for a year."""
    erase_visit_words(on=timezone.localdate())


@app.periodic(cron="40 23 * * *")  # UTC: 6:40 in Vietnam, before the letter of the day
@app.task(queue="reports", queueing_lock="reports-drafts", pass_context=False)
def expire_old_drafts(timestamp: int) -> None:
    """Every morning; a worker that was off tells first and deletes a week later."""
    expire_drafts(on=timezone.localdate(), days=settings.REPORT_DRAFT_DAYS)


# --- the ladder of reminders ---
@app.periodic(cron="0 0 * * *")
@app.task(queue="reports", queueing_lock="reports-reminding", pass_context=False)
def remind_of_what_is_due(timestamp: int) -> None:
    """Every morning at seven, what is still missing then; a worker that was off reminds once, not once for each day it missed."""
    remind_all(on=timezone.localdate())


# --- what must be put right ---
@app.periodic(cron="10 0 * * *")
@app.task(queue="reports", queueing_lock="reports-remedies", pass_context=False)
def remind_of_what_must_be_put_right(timestamp: int) -> None:
    """Every morning at ten past seven."""
    remind_of_remedies(on=timezone.localdate())
