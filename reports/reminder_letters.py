"""Letters that remind, sent by the queue's worker."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from reports.due import Due, is_still_due
from reports.facts.due import address_of, sentence_of
from reports.recipients import recipients_of


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
