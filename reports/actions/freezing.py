"""Writes of reviews (sơ kết, tổng kết): figures frozen once, words finished by an officer, signed, voided and made anew."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.asked_once import asking_once
from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.snapshot import one_snapshot
from common.text import normalise, normalise_lines
from reports.facts.review_kept import rows_behind
from reports.facts.review_words import with_words
from reports.models import CountedRows, Review, ReviewStep
from reports.reviewing import review_figures

TEXTS = ("intro", "results", "shortcomings", "directions")
_MOST_YEARS = 10


@one_snapshot()
def freeze_review(
    *, issuer, unit, kind, title, starts_on, ends_on, by, on, scheme=None, words=None
) -> Review:
    """The review of `unit` in `[starts_on, ends_on)` with its figures as they are known on `on`, and with the rows that each of them
    counts, all of them of one moment: from here on they stay. `words`
    {field of TEXTS: text}. Raises ValidationError."""
    if starts_on > on:
        raise ValidationError({"starts_on": _("Kỳ này chưa bắt đầu.")})
    if ends_on.year - starts_on.year > _MOST_YEARS:
        raise ValidationError({"ends_on": _("Một kỳ dài nhất là mười năm.")})
    made = Review(
        issuer=issuer,
        unit=unit,
        scheme=scheme,
        kind=kind,
        title=normalise(title),
        starts_on=starts_on,
        ends_on=ends_on,
        created_by=by,
        **{name: normalise_lines((words or {}).get(name, "")) for name in TEXTS},
    )
    made.full_clean(exclude=["created_by", "figures"])
    # The words in them are everybody's, whatever language the officer reads.
    with override("vi"), asking_once():
        figures = review_figures(unit, starts_on, ends_on, on=on, scheme=scheme)
        made.figures = with_words(figures, unit=unit, ends_on=ends_on, scheme=scheme)
        kept = rows_behind(made, on)
    with recorded_by(by), refused_in_words():
        made.save()
        CountedRows.objects.bulk_create(kept)
        _step(made, "frozen", by=by, on=on)
    return made


@transaction.atomic
def change_words(review, *, title, version, by, on, **words) -> Review:
    """Other words of a review without a number. Raises ValidationError."""
    row = _locked(review, version)
    row.title = normalise(title)
    for name, text in words.items():
        if name not in TEXTS:
            raise TypeError(name)
        setattr(row, name, normalise_lines(text))
    _save(row, by)
    _step(row, "changed", by=by, on=on)
    return row


@transaction.atomic
def sign_review(review, *, number, signed_on, version, by, on) -> Review:
    """The number that the office typed, and its day: its words stay from here on. Raises ValidationError."""
    row = _locked(review, version)
    if not normalise(number):
        raise ValidationError({"number": _("Hãy ghi số, ký hiệu mà văn thư đã cấp.")})
    if signed_on > on:
        raise ValidationError({"signed_on": _("Ngày ký còn ở phía trước.")})
    row.number, row.signed_on = normalise(number), signed_on
    _save(row, by)
    _step(row, "signed", by=by, on=on, note=row.number)
    return row


@transaction.atomic
def void_review(review, *, reason, version, by, on) -> Review:
    """Takes a wrong one out of the lists; it stays to be seen. Raises ValidationError."""
    row = _locked(review, version, signed=True)
    if not normalise(reason):
        raise ValidationError({"reason": _("Hãy ghi lý do hủy.")})
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, normalise(reason)[:300]
    _save(row, by)
    _step(row, "voided", by=by, on=on, note=row.void_reason)
    return row


def _locked(review, version, *, signed=False) -> Review:
    row = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if row.voided_at:
        raise ValidationError(_("Báo cáo này đã hủy."))
    if row.is_signed and not signed:
        raise ValidationError(_("Báo cáo đã ghi số nên không sửa được; nếu sai, hãy hủy và lập lại."))
    if row.version != version:
        raise ValidationError(BUSY)
    return row


def _save(row, by) -> None:
    row.version += 1
    with recorded_by(by), refused_in_words():
        row.full_clean(exclude=["created_by", "figures"])
        row.save()


def _step(row, step, *, by, on, note="") -> None:
    ReviewStep.objects.create(review=row, step=step, happened_on=on, note=note, by=by)
