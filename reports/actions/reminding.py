"""Reminding: in the product, by letter where there is an address, and noting that somebody was called."""

import logging
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actions import tell_many
from accounts.models import Notice
from reports.due import Due, DueList, Step, is_still_due, issuers_asking
from reports.facts.due import address_of, sentence_of
from reports.ladder import is_reminder_day
from reports.models import Reminder
from reports.recipients import recipients_of
from reports.reminder_letters import queue_letter_of_the_day, send_reminder_letter
from reports.said import said_about

log = logging.getLogger("satcoso.reminders")
Channel = Reminder.Channel
_TEXT_LENGTH = 300


def remind_all(*, on: date) -> dict[str, int]:
    """Today's steps of the ladder for every committee: {"reminded": n, "failed": n}. One bad row never stops the others: it
    is logged by what it is about, without a name."""
    counts = {"reminded": 0, "failed": 0}
    for issuer in issuers_asking(on):
        try:
            with transaction.atomic():
                dues = DueList(issuer, on).all
        except Exception as error:
            _failed(counts, f"list of {issuer.key}", error)
            continue
        for due in dues:
            if is_reminder_day(due.due_on, on):
                _try(due, on, counts)
    return counts


def _try(due, on, counts) -> None:
    try:
        with transaction.atomic():
            counts["reminded"] += bool(remind(due, on=on, by=None))
    except Exception as error:
        _failed(counts, due.about, error)


def _failed(counts, about, error) -> None:
    # Its message may hold a name or an address; the kind and the thing are enough to look further.
    counts["failed"] += 1
    log.error("reminder %s failed: %s", about, type(error).__name__)


def remind(due: Due, *, on: date, by) -> list[Reminder]:
    """One reminder now, by every channel that there is; nothing where it has been done meanwhile, or was said today."""
    return remind_now(due, on=on, by=by) if is_still_due(due, on) else []


@transaction.atomic
def remind_now(due: Due, *, on: date, by) -> list[Reminder]:
    """As `remind`, of a list that was made this very moment. The ladder's reminders (`by` None) go into the one letter of the
    day, of whoever has a login and of whoever has an address only; an officer's own goes out at once, and into no other."""
    to, made = recipients_of(due, on), []
    in_letter_of_the_day = to.of_logins if by is None else set()
    if to.users and (fresh := _log(due, Channel.PRODUCT, on=on, by=by)):
        made.append(fresh)
        _tell(due, to.users, on, written_to=set(to.addresses) - in_letter_of_the_day)
    if to.addresses and (fresh := _log(due, Channel.EMAIL, on=on, by=by)):
        made.append(fresh)
        for address in set(to.addresses) - in_letter_of_the_day:
            # In the queue's own table, in this transaction: a letter exists only together with its row.
            if by is None:
                queue_letter_of_the_day(address, on)
            else:
                send_reminder_letter.defer(due=due.as_values(), address=address)
    return made


@transaction.atomic
def note_call(due: Due, *, on: date, by, note="") -> Reminder:
    """That an officer reminded somebody by telephone or message. Raises ValidationError where that stands already."""
    fresh = _log(due, Channel.PHONE, on=on, by=by, note=note)
    if fresh is None:
        raise ValidationError(_("Việc này đã được ghi là đã gọi hôm nay."))
    return fresh


def _log(due, channel, *, on, by, note="") -> Reminder | None:
    """The row, or None where the same was said by the same channel today: two at once say it once."""
    row, is_new = Reminder.objects.get_or_create(
        step=due.step,
        about=due.about,
        channel=channel,
        reminded_on=on,
        defaults={
            "issuer_id": due.issuer_id,
            "unit_id": due.unit_id,
            "cadre_id": due.cadre_id,
            "reminded_by": by,
            "note": note,
        },
    )
    return row if is_new else None


def _tell(due, users, on, *, written_to) -> None:
    """A line to each, in his language; in the product a thing is said once a day. `written_to`: addresses that get a letter
    of its own."""
    about, url, now = said_about(due, on), address_of(due), timezone.now()
    subject = "report" if due.step in (Step.REPORT, Step.CONFERENCE) else "schedule"
    notices = []
    for user in users:
        with override(user.language or "vi"):
            text = sentence_of(due, on)[:_TEXT_LENGTH]
        mailed_at = now if user.email in written_to else None
        notices.append(
            Notice(user=user, text=text, url=url, about=about, subject=subject, mailed_at=mailed_at)
        )
    tell_many(notices)


def last_reminders(abouts) -> dict[str, Reminder]:
    """{about: its latest Reminder}; one query."""
    rows = Reminder.objects.filter(about__in=list(abouts)).select_related("reminded_by")
    return {row.about: row for row in rows.order_by("reminded_on", "pk")}
