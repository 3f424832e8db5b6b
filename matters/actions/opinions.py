"""Writes of what was said at a conference: recorded, answered there or later, taken as a recommendation, taken back.

A conference's row is locked first, then the opinion's: what is written at once by two waits and finds the other's.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.text import normalise
from matters.actions.conferences import locked as locked_conference
from matters.actions.raising import raise_matter
from matters.models import Conference, Opinion, Recommendation

WORDS = ("speaker", "unit", "topic", "content", "is_answered_on_the_spot", "answer")


@transaction.atomic
def record_opinions(conference, rows, *, by) -> list[Opinion]:
    """Opinions (dicts of WORDS) raised at a conference that was held, in their order. Raises ValidationError."""
    conference = _held(conference)
    made = []
    with recorded_by(by), refused_in_words():
        for values in rows:
            row = Opinion(conference=conference, **values)
            _date_the_answer(row, conference)
            row.full_clean()
            row.save()
            made.append(row)
    return made


@transaction.atomic
def change_opinion(opinion, *, values, version, by) -> Opinion:
    """Puts right what was written (`values`: of WORDS). A recommendation that was taken keeps its own words. Raises
    ValidationError: somebody else changed it since `version`, it or its conference is voided."""
    row = _locked(opinion, version)
    for name in WORDS:
        if name in values:
            setattr(row, name, values[name])
    _date_the_answer(row, row.conference)
    return _saved(row, by)


@transaction.atomic
def answer_opinion(opinion, *, answer, answered_on, by, on, version=None) -> Opinion:
    """The answer that came after the conference, on `answered_on`. Raises ValidationError."""
    row = _locked(opinion, version)
    if not answer.strip():
        raise ValidationError({"answer": _("Hãy ghi nội dung trả lời.")})
    if answered_on > on:
        raise ValidationError({"answered_on": _("Ngày này chưa đến.")})
    if answered_on < row.conference.held_on:
        raise ValidationError({"answered_on": _("Ngày trả lời không thể trước ngày họp.")})
    row.answer, row.answered_on = answer, answered_on
    row.is_answered_on_the_spot = row.is_answered_on_the_spot and answered_on == row.conference.held_on
    return _saved(row, by)


@transaction.atomic
def take_opinion(opinion, *, issuer, content, by, version=None, **fields) -> Recommendation:
    """The opinion becomes a recommendation to the committee of `issuer`, which its place may follow to the answer. `fields`: as
    `raise_matter` takes them (kind, topic, urgency, level, proposed_solution). Raises ValidationError, also where it was
    taken before."""
    row = _locked(opinion, version)
    if row.recommendation_id:
        raise ValidationError(_("Ý kiến này đã được chuyển thành kiến nghị."))
    conference, sources = row.conference, Recommendation.Source
    is_dialogue = conference.kind == Conference.Kind.DIALOGUE
    row.recommendation = raise_matter(
        unit=row.unit or conference.unit,
        issuer=issuer,
        content=content,
        raised_on=conference.held_on,
        by=by,
        source=sources.DIALOGUE if is_dialogue else sources.CONFERENCE,
        on_behalf_of=row.speaker,
        is_shared=True,
        **fields,
    )
    _saved(row, by)
    return row.recommendation


@transaction.atomic
def void_opinion(opinion, *, reason, by, version=None) -> Opinion:
    """Takes one that was entered by mistake out of the record. Raises ValidationError, also where it was taken."""
    row = _locked(opinion, version)
    if not normalise(reason):
        raise ValidationError({"reason": _("Hủy một ý kiến nhập nhầm phải nêu lý do.")})
    if row.recommendation_id:
        raise ValidationError(_("Ý kiến này đã được chuyển thành kiến nghị, nên không hủy được."))
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, normalise(reason)
    return _saved(row, by)


def _held(conference) -> Conference:
    row = locked_conference(conference)
    if row.held_on is None:
        raise ValidationError(_("Hội nghị này chưa ghi là đã họp."))
    return row


def _locked(opinion, version) -> Opinion:
    conference = _held(opinion.conference)
    row = Opinion.objects.select_for_update(no_key=True, of=("self",)).get(pk=opinion.pk)
    if version is not None and row.version != version:
        raise ValidationError(BUSY)
    if row.voided_at:
        raise ValidationError(_("Ý kiến này đã bị hủy vì nhập nhầm."))
    row.conference = conference
    return row


def _date_the_answer(row, conference) -> None:
    """What was answered there was answered that day; an answer that is no more has no day."""
    if row.is_answered_on_the_spot:
        row.answered_on = conference.held_on
    elif not row.answer:
        row.answered_on = None


def _saved(row, by) -> Opinion:
    row.version += 1
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
    return row
