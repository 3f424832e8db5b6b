"""The letter of the day: how many new things of which kind, and where to read them. It never holds a word of a notice.

It is made of `about`, which is only compared, and of `subject`; the texts of notices are not even read here. What an e-mail
may say is in SENTENCES, and nowhere else.
"""

import logging
from collections import Counter
from datetime import datetime, time

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy, override

from accounts.models import Letters, Notice, User

log = logging.getLogger("satcoso.letters")
# {subject of notices: what the letter says of them}, in the order in which it says so.
SENTENCES = {
    "urgent": ngettext_lazy("%(count)d tin về việc cấp bách, bức xúc", "%(count)d tin về việc cấp bách, bức xúc", "count"),
    "matter": ngettext_lazy("%(count)d tin về kiến nghị", "%(count)d tin về kiến nghị", "count"),
    "answer": ngettext_lazy("%(count)d kiến nghị có trả lời mới", "%(count)d kiến nghị có trả lời mới", "count"),
    "schedule": ngettext_lazy("%(count)d tin về lịch sinh hoạt, chọn buổi dự", "%(count)d tin về lịch sinh hoạt, chọn buổi dự", "count"),
    "report": ngettext_lazy("%(count)d tin về báo cáo", "%(count)d tin về báo cáo", "count"),
    "bulletin": ngettext_lazy("%(count)d thông tin cho cán bộ cần đọc", "%(count)d thông tin cho cán bộ cần đọc", "count"),
    "conference": ngettext_lazy("%(count)d tin về hội nghị", "%(count)d tin về hội nghị", "count"),
    "round": ngettext_lazy("%(count)d tin về đợt dự, thông báo kết luận", "%(count)d tin về đợt dự, thông báo kết luận", "count"),
    "rubric": ngettext_lazy("%(count)d tin về bộ tiêu chí chấm điểm", "%(count)d tin về bộ tiêu chí chấm điểm", "count"),
}  # fmt: skip
# Their names, for the filter of the list of notices.
NAMES = {
    "urgent": _("Việc cấp bách"),
    "matter": _("Kiến nghị"),
    "answer": _("Trả lời kiến nghị"),
    "schedule": _("Lịch sinh hoạt"),
    "report": _("Báo cáo"),
    "bulletin": _("Thông tin cho cán bộ"),
    "conference": _("Hội nghị"),
    "round": _("Đợt dự, kết luận"),
    "rubric": _("Bộ tiêu chí"),
}
OTHER = ngettext_lazy("%(count)d tin khác", "%(count)d tin khác", "count")
SUBJECT = "loai"  # of the list of notices
# Functions (user, {about}, day) → {about: what it is about, None where it needs no letter any more}. What says the same of one
# thing on several days is one thing; a reminder of what was done meanwhile is none. An app above adds its own when it is ready.
SIEVES: list = []


class MailServerAway(Exception):
    """No letter was begun: another try sends nothing twice."""


def users_to_write():
    """Active logins with an address who want letters and have something new that a letter may speak of."""
    waiting = _waiting().filter(user=OuterRef("pk"))
    rows = User.objects.filter(Exists(waiting), is_active=True, letters=Letters.DAILY)
    return rows.exclude(email="").order_by("pk")


def write_digest(user_id: int, *, now: datetime) -> int:
    """One letter to one person about what is new and was in no letter yet; says about how many things.

    His notices are marked in the transaction that hands the letter over as its last act: where that fails nothing is
    marked, and the next day's letter tells. Nobody gets a second one on a day. Raises MailServerAway.
    """
    connection = opened_connection()
    try:
        with transaction.atomic():
            return _write(user_id, now, connection)
    finally:
        connection.close()


def _write(user_id, now, connection) -> int:
    user = User.objects.filter(pk=user_id, is_active=True, letters=Letters.DAILY).exclude(email="").first()
    if user is None or _was_written_to(user, now):
        return 0
    rows = _waiting().filter(user=user).select_for_update(skip_locked=True).order_by("pk")
    rows = list(rows.values_list("pk", "subject", "about"))
    told = _sieved(user, rows, timezone.localdate(now))
    if not told:
        return 0
    Notice.objects.filter(pk__in=[pk for pk, _subject, _thing in told]).update(mailed_at=now)
    counts = Counter(subject for subject, _thing in {(subject, thing) for _pk, subject, thing in told})
    with override(user.language or "vi"):
        letter_of(counts, user.email, connection=connection).send()
    return counts.total()


def letter_of(counts: dict, address: str, *, connection=None) -> EmailMessage:
    """The letter in the language that is on: counts by subject and addresses of ours."""
    total = sum(counts.values())
    notices = settings.SITE_URL + reverse("accounts:notice_list")
    order = [*SENTENCES, *sorted(set(counts) - set(SENTENCES))]
    lines = [
        {"sentence": sentence_of(subject, counts[subject]), "address": f"{notices}?{SUBJECT}={subject}"}
        for subject in order
        if counts.get(subject)
    ]
    context = {"lines": lines, "account": settings.SITE_URL + reverse("accounts:account_page")}
    title = ngettext("Sát Cơ Sở: %(count)d tin mới", "Sát Cơ Sở: %(count)d tin mới", total) % {"count": total}
    body = render_to_string("accounts/digest_letter.txt", context)
    # Machines that answer letters for people on leave do not answer one of a machine.
    return EmailMessage(
        title, body, None, [address], connection=connection, headers={"Auto-Submitted": "auto-generated"}
    )


def sentence_of(subject: str, count: int) -> str:
    """ "3 kiến nghị có trả lời mới"; of a subject that is not known only how many there are."""
    return str(SENTENCES.get(subject, OTHER) % {"count": count})


def _waiting():
    return Notice.objects.filter(read_at=None, mailed_at=None).exclude(subject="")


def _was_written_to(user, now) -> bool:
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    return Notice.objects.filter(user=user, mailed_at__gte=midnight).exists()


def _sieved(user, rows, day) -> list[tuple]:
    """[(notice id, subject, the thing)] of `rows` (id, subject, about) that a letter still speaks of."""
    things = {about: about for _pk, _subject, about in rows}
    for sieve in SIEVES:
        things |= sieve(user, things.keys(), day)
    return [(pk, subject, things[about]) for pk, subject, about in rows if things[about] is not None]


def opened_connection():
    """To the mail server, before a letter is begun. Raises MailServerAway."""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        raise MailServerAway(type(error).__name__) from None
    return connection
