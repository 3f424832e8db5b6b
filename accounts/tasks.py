"""Letters, sent by the queue's worker."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from accounts.digest import MailServerAway, users_to_write, write_digest
from accounts.models import User

KEPT_HOURS = 24


@app.task(queue="letters", pass_context=False)
def send_reset_letter(email, language, asker=""):
    """To each active login with this address and a password of its own. The token is made here: the queue holds none,
    and the address in the letter is the office's own (SITE_URL), whatever the request claimed. `asker` is there to be
    counted (`accounts.actions.ask_for_letter`)."""
    for user in User.objects.filter(email__iexact=email, is_active=True):
        if not user.has_usable_password():
            continue
        with override(user.language or language):
            path = reverse(
                "accounts:reset_password",
                args=[urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)],
            )
            context = {"user": user, "address": settings.SITE_URL + path}
            body = render_to_string("accounts/reset_letter.txt", context)
            send_mail(_("Đặt lại mật khẩu Sát Cơ Sở"), body, None, [user.email])


@app.periodic(cron="30 20 * * *")  # UTC: 3:30 in Vietnam
@app.task(queue="letters", queueing_lock="forget letters", pass_context=True)
async def forget_letters(context, timestamp: int):
    """Addresses that were asked for are not kept in the queue."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEPT_HOURS,
        queue="letters",
        include_failed=True,
        include_cancelled=True,
        include_aborted=True,
    )


# --- the letter of the day ---
@app.periodic(cron="30 0 * * *")  # UTC: 7:30 in Vietnam, after the reminders of 7:00
@app.task(queue="letters", queueing_lock="letters-of-the-day", pass_context=False)
def write_letters_of_the_day(timestamp: int) -> None:
    """A job a person, so that one bad address stops nobody else; a worker that was off writes one letter for all days."""
    for user_id in users_to_write().values_list("pk", flat=True):
        try:
            with transaction.atomic():
                send_digest.configure(queueing_lock=f"digest-{user_id}").defer(user_id=user_id)
        except AlreadyEnqueued:
            continue


@app.task(
    queue="letters",
    pass_context=False,
    # Only where no letter was begun: what may have gone out is not sent again, and told the next day where it did not.
    retry=RetryStrategy(max_attempts=6, exponential_wait=5, retry_exceptions={MailServerAway}),
)
def send_digest(user_id: int) -> None:
    write_digest(user_id, now=timezone.now())
