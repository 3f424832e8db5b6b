"""Writes of the conferences that must come again: a rule is made and ended, never changed. And reminding of what is due."""

import logging
from collections import defaultdict
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.actions import tell_many
from accounts.models import Notice
from branches.models import Unit
from branches.querysets.holders import holders_of
from common.errors import refused_in_words
from common.history import recorded_by
from matters.models import Obligation
from matters.obligations import dues
from matters.recurring import OVERDUE, SOON, reminder_step

log = logging.getLogger("satcoso.obligations")
# The unit's own office: a commune's; and whoever keeps the work of exactly that unit (a district's own board).
OFFICE = ("commune_office", "org_staff")
BOARD = ("org_staff", "org_head")
_TEXT_LENGTH = 300


# --- the rules ---
@transaction.atomic
def make_obligation(*, issuer, level, kind, starts_on, by, ends_on=None, **values) -> Obligation:
    """That every unit of `level` under `issuer` holds a conference of `kind` again and again. `values`: every_months, due_day,
    remind_days, document. Raises ValidationError, also where the same is asked already in that time."""
    Unit.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    row = Obligation(issuer=issuer, level=level, kind=kind, starts_on=starts_on, ends_on=ends_on, **values)
    same = Obligation.objects.during(starts_on, ends_on).filter(issuer=issuer, level=level, kind=kind)
    with recorded_by(by), refused_in_words():
        row.full_clean()
        if same.exists():
            raise ValidationError(_("Cấp này đã phải tổ chức hội nghị loại này trong thời gian đó."))
        row.save()
    return row


@transaction.atomic
def end_obligation(obligation, *, ends_on, by) -> Obligation:
    """From `ends_on` on it binds no more; what was due before stays due. Raises ValidationError."""
    row = Obligation.objects.select_for_update(no_key=True, of=("self",)).get(pk=obligation.pk)
    if row.ends_on is not None and row.ends_on <= ends_on:
        raise ValidationError(
            _("Quy định này đã kết thúc, ngày cuối là %(day)s.")
            % {"day": _day(row.ends_on - timedelta(days=1))}
        )
    row.ends_on = ends_on
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save(update_fields=["ends_on"])
    return row


# --- reminding ---
def remind_of_obligations(*, on: date) -> int:
    """Tells the office of each unit what is due soon or overdue, and the board which units are behind, as it stands this
    moment: what was held meanwhile is not spoken of. Each step once to each person, however often it is run. Returns how many
    obligations failed; one never stops the others."""
    rows = Obligation.objects.during(on - timedelta(days=400), on + timedelta(days=400))
    failed = 0
    for obligation in rows.select_related("issuer", "level"):
        try:
            with transaction.atomic():
                _remind(obligation, on)
        except Exception as error:
            # Its message may hold a name; the kind and the thing are enough to look further.
            failed += 1
            log.error("obligation %s failed: %s", obligation.key, type(error).__name__)
    return failed


def _remind(obligation, on) -> None:
    window = (
        on - timedelta(days=31 * obligation.every_months + 31),
        on + timedelta(days=obligation.remind_days + 1),
    )
    found = [due for due in dues([obligation], None, *window, on=on) if due.state in (SOON, OVERDUE)]
    notices = []
    for due in found:
        step = reminder_step(due.period, on, obligation.remind_days)
        people = holders_of(OFFICE, on=on, units=[due.unit_id]) if step else ()
        notices += [_notice(user, f"{due.about}:{step}", _sentence, due) for user in people]
    tell_many([*notices, *_for_the_board(obligation, found, on)])


def _for_the_board(obligation, found, on) -> list[Notice]:
    """How many units are behind, once for each period and week of it."""
    by_period: dict = defaultdict(list)
    for due in found:
        if due.state == OVERDUE and due.unit_id != obligation.issuer_id:
            by_period[due.period].append(due)
    notices = []
    for period, rows in by_period.items():
        step = reminder_step(period, on, obligation.remind_days)
        about = f"hn:{obligation.key}:{period.due_on:%Y%m%d}:ban:{step}"
        board = holders_of(BOARD, on=on, units=[obligation.issuer_id])
        notices += [_notice(user, about, _board_sentence, rows) for user in board]
    return notices


def _notice(user, about, words, thing) -> Notice:
    """`words(thing)` in the language of the one who is told."""
    with override(user.language or "vi"):
        text = words(thing)[:_TEXT_LENGTH]
    return Notice(
        user=user, text=text, url=reverse("matters:obligation_due"), about=about, subject="conference"
    )


def _sentence(due) -> str:
    kind = capfirst(due.obligation.get_kind_display())
    details = {"kind": kind, "unit": due.name, "day": _day(due.due_on)}
    if due.state == OVERDUE:
        return _("%(kind)s của %(unit)s đã quá hạn ngày %(day)s: chưa ghi là đã họp.") % details
    if due.conference is not None:
        details["planned"] = _day(due.conference.planned_on)
        return _("%(kind)s của %(unit)s: hạn %(day)s, dự kiến ngày %(planned)s.") % details
    return _("%(kind)s của %(unit)s: hạn %(day)s, chưa có ngày dự kiến.") % details


def _board_sentence(rows) -> str:
    due = rows[0]
    words = ngettext(
        "%(kind)s, hạn %(day)s: %(count)s nơi chưa tổ chức.",
        "%(kind)s, hạn %(day)s: %(count)s nơi chưa tổ chức.",
        len(rows),
    )
    kind = capfirst(due.obligation.get_kind_display())
    return words % {"kind": kind, "day": _day(due.due_on), "count": len(rows)}


def _day(day) -> str:
    return date_format(day, "d/m/Y")
