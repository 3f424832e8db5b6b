"""Things to put right that come due or are overdue are told of, once each: to the place that must do it, then to those who
follow it up. A line says where and until when, never what."""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.actions import tell_many
from accounts.models import Notice
from branches.querysets.holders import holders_of
from reports.actions.telling_conclusions import SUBJECT, tell_at
from reports.models import Remedy

BEFORE = timedelta(days=3)
_FOLLOWERS = ("org_staff", "org_head")


@transaction.atomic
def remind_of_remedies(*, on) -> int:
    """Tells of what comes due within three days and of what is overdue on `on`; what was told of is not told again, unless
    its deadline moved. Says how many things were looked at."""
    rows = Remedy.objects.open().select_related("organisation", "issuer")
    near = list(rows.filter(due_on__gte=on, due_on__lte=on + BEFORE))
    for remedy in near:
        tell_at(
            [remedy.organisation],
            text=_("Một việc phải khắc phục đến hạn ngày %(day)s.")
            % {"day": date_format(remedy.due_on, "d/m/Y")},
            about=f"remedy:{remedy.key}:near:{remedy.due_on.isoformat()}",
            url=remedy.get_absolute_url(),
            on=on,
        )
    overdue = list(rows.overdue_on(on))
    _tell_followers(overdue, on)
    return len(near) + len(overdue)


def _tell_followers(remedies, on):
    """One line a committee's officer and day of deadline, however many there are."""
    by_issuer: dict = defaultdict(list)
    for remedy in remedies:
        by_issuer[remedy.issuer].append(remedy)
    for issuer, found in by_issuer.items():
        latest = max(remedy.due_on for remedy in found)
        users = holders_of(_FOLLOWERS, on=on, units=[issuer])
        text = _("Có việc phải khắc phục quá hạn: hãy xem và đôn đốc.")
        tell_many(
            [
                Notice(
                    user=user,
                    text=str(text),
                    about=f"remedy:{issuer.key}:overdue:{latest.isoformat()}",
                    url=f"{reverse('reports:remedy_list')}?tinh_trang=qua-han",
                    subject=SUBJECT,
                )
                for user in users
            ]
        )
