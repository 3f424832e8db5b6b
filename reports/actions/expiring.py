"""Drafts on the server end 90 days after they were last saved. Their writer is told a week before; what was sent is no draft
any more and never touched."""

import re
from datetime import datetime, time, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actions import read_notices_about, tell_many
from accounts.models import Notice
from reports.models import Draft
from reports.rules import WARNED_DAYS, draft_ends_on

_ONE_DAY = timedelta(days=1)
_SAID = re.compile(r"nhap-(?P<key>[0-9a-z]+)-(?P<saved>\d{8})")


@transaction.atomic
def expire_drafts(*, on, days) -> dict[str, int]:
    """Tells of the drafts that will end within a week, once, and deletes those that are over and were told of in time: a
    worker that was off tells first. `days` after the last saving; says {"told", "deleted"}."""
    drafts = list(_saved_before(on - timedelta(days=days - WARNED_DAYS) + _ONE_DAY))
    told = _told_on(drafts)
    over = [
        each
        for each in drafts
        if draft_ends_on(_saved_on(each), days) <= on
        and each.pk in told
        and told[each.pk] + timedelta(days=WARNED_DAYS) <= on
    ]
    fresh = [each for each in drafts if each.pk not in told]
    tell_many(_notice(each, on, days) for each in fresh)
    return {"told": len(fresh), "deleted": sum(map(_delete, over))}


def still_there(user, abouts, on) -> dict[str, str | None]:
    """{about of a notice: the same, or None} for those of `abouts` that tell of a draft: None where it was sent, thrown away
    or saved since. A sieve of `accounts.digest`."""
    said = {about: found for about in abouts if (found := _SAID.fullmatch(about))}
    if not said:
        return {}
    drafts = Draft.objects.filter(user=user, key__in=[found["key"] for found in said.values()])
    standing = {_about(each) for each in drafts}
    return {about: about if about in standing else None for about in said}


def _delete(draft) -> bool:
    """Not where it was saved in this very moment."""
    count, _models = Draft.objects.filter(pk=draft.pk, updated_at=draft.updated_at).delete()
    if count:
        read_notices_about(draft.user, _about(draft))
    return bool(count)


def _saved_before(day):
    moment = timezone.make_aware(datetime.combine(day, time.min))
    return Draft.objects.filter(updated_at__lt=moment).select_related("user").order_by("pk")


def _told_on(drafts) -> dict:
    """{draft id: the day on which its writer was told}; one query."""
    rows = Notice.objects.filter(about__in=[_about(each) for each in drafts])
    days = {
        (user_id, about): timezone.localdate(at)
        for user_id, about, at in rows.values_list("user_id", "about", "created_at")
    }
    found = {each.pk: days.get((each.user_id, _about(each))) for each in drafts}
    return {pk: day for pk, day in found.items() if day}


def _notice(draft, on, days) -> Notice:
    ends_on = max(draft_ends_on(_saved_on(draft), days), on + timedelta(days=WARNED_DAYS))
    with override(draft.user.language or "vi"):
        text = _(
            "Một bản nháp báo cáo lưu lần cuối ngày %(saved)s chưa gửi; ngày %(ends)s bản nháp ấy được xóa."
        ) % {"saved": date_format(_saved_on(draft), "d/m/Y"), "ends": date_format(ends_on, "d/m/Y")}
    url = reverse("reports:draft_list")
    return Notice(user=draft.user, text=text, url=url, about=_about(draft), subject="report")


def _about(draft) -> str:
    return f"nhap-{draft.key}-{_saved_on(draft):%Y%m%d}"


def _saved_on(draft):
    return timezone.localdate(draft.updated_at)
