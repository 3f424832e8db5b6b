"""Writes of what was mobilised and of the library of good practices."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.text import normalise, normalise_lines
from matters.models import Contribution, GoodPractice

GIFT_FACTS = frozenset({"topic", "amount", "qualifier", "in_kind", "quantity", "donor", "cadre", "scheme"})
PRACTICE_FACTS = frozenset({"title", "text", "topic"})


@transaction.atomic
def add_contribution(*, unit, issuer, happened_on, by, on, **facts) -> Contribution:
    """What was mobilised for `unit` on `happened_on`; read by those over the committee of `issuer`. `facts`: of GIFT_FACTS.
    Raises ValidationError."""
    gift = Contribution(unit=unit, issuer=issuer, created_by=by)
    return _saved(_with(gift, {"happened_on": happened_on, **facts}, GIFT_FACTS, on), by)


@transaction.atomic
def change_contribution(gift, *, values, version, by, on) -> Contribution:
    """Puts right what was entered. What came with a report is its author's word: it is changed there. Raises
    ValidationError."""
    row = _locked(Contribution, gift, version)
    _refuse_reported(row)
    return _saved(_with(row, values, GIFT_FACTS, on), by)


@transaction.atomic
def void_contribution(gift, *, reason, version, by) -> Contribution:
    """Entered by mistake: out of every list and sum. Raises ValidationError."""
    row = _locked(Contribution, gift, version)
    _refuse_reported(row)
    return _voided(row, reason, by)


@transaction.atomic
def say_same(gift, reported, *, version, by) -> Contribution:
    """The row of a list is the one that came with a report: it leaves every list and sum for the sake of `reported`, and is
    known again when the list is brought in once more. Raises ValidationError."""
    row = _locked(Contribution, gift, version)
    _refuse_reported(row)
    kept = Contribution.objects.select_for_update(no_key=True, of=("self",)).get(pk=reported.pk)
    if kept.voided_at or not hasattr(kept, "report_link"):
        raise ValidationError(BUSY)
    row.duplicate_of = kept
    reason = _("Là một với dòng của báo cáo ngày %(day)s.") % {"day": _day(kept.happened_on)}
    return _voided(row, reason, by)


@transaction.atomic
def add_practice(*, unit, issuer, noted_on, by, on, **facts) -> GoodPractice:
    """A model worth copying; nobody below reads it before it is published. Raises ValidationError."""
    practice = GoodPractice(unit=unit, issuer=issuer, created_by=by)
    return _saved(_with(practice, {"noted_on": noted_on, **facts}, PRACTICE_FACTS, on), by)


@transaction.atomic
def change_practice(practice, *, values, version, by, on) -> GoodPractice:
    """The words for the library, for which whoever publishes it answers. Raises ValidationError."""
    row = _locked(GoodPractice, practice, version)
    return _saved(_with(row, values, PRACTICE_FACTS, on), by)


@transaction.atomic
def publish_practice(practice, *, version, by, on) -> GoodPractice:
    """From now everybody on the committee's ground finds it. Raises ValidationError."""
    row = _locked(GoodPractice, practice, version)
    if row.published_on:
        raise ValidationError(
            _("Mô hình này đã được phổ biến ngày %(day)s.") % {"day": _day(row.published_on)}
        )
    if not row.text.strip():
        raise ValidationError(_("Hãy ghi cách làm, kết quả trước khi phổ biến."))
    row.published_on, row.published_by = on, by
    return _saved(row, by)


@transaction.atomic
def withdraw_practice(practice, *, version, by) -> GoodPractice:
    """Out of the library; those above still read it. Raises ValidationError."""
    row = _locked(GoodPractice, practice, version)
    if not row.published_on:
        raise ValidationError(_("Mô hình này chưa được phổ biến."))
    row.published_on = row.published_by = None
    return _saved(row, by)


@transaction.atomic
def void_practice(practice, *, reason, version, by) -> GoodPractice:
    row = _locked(GoodPractice, practice, version)
    return _voided(row, reason, by)


# --- what they share ---
def _with(row, values, known, on):
    days = {"happened_on", "noted_on"}
    for name, value in values.items():
        if name not in known | days:
            raise TypeError(f"there is no {name} to write")
        if name in days and value > on:
            raise ValidationError({name: _("Ngày %(day)s còn ở phía trước.") % {"day": _day(value)}})
        if isinstance(value, str):
            value = normalise_lines(value) if name == "text" else normalise(value)
        setattr(row, name, value)
    return row


def _refuse_reported(gift) -> None:
    if hasattr(gift, "report_link"):
        raise ValidationError(_("Dòng này đến từ một báo cáo; hãy sửa ở báo cáo đó."))


def _locked(model, row, version):
    found = model.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.pk)
    if found.voided_at or found.version != version:
        raise ValidationError(BUSY)
    return found


def _voided(row, reason, by):
    reason = normalise(reason)
    if not reason:
        raise ValidationError({"reason": _("Chưa điền mục này.")})
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, reason[:300]
    return _saved(row, by)


def _saved(row, by):
    if row.pk:
        row.version += 1
    with recorded_by(by), refused_in_words():
        row.full_clean(exclude=None if row.created_by_id else ["created_by"])
        row.save()
    return row


def _day(day) -> str:
    return date_format(day, "d/m/Y")
