"""Making an edition of a rubric and issuing it (Kim Sơn 3.10, 3.11). What hangs on it: `rubric_parts`; asking for opinions:
`consulting`; both can be called from here."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.models import Unit
from common.errors import refused_in_words
from common.history import recorded_by
from scores.actions.consulting import (
    answer_comment,
    comment,
    consult,
    take_back,
    tell_issued,
    untell,
    withdraw_comment,
)
from scores.actions.rubric_copying import copy_parts
from scores.actions.rubric_criteria import write_criterion
from scores.actions.rubric_parts import add_part, change_part, remove_part
from scores.actions.rubric_rows import (
    State,
    Step,
    day_text,
    locked,
    locked_draft,
    note_step,
    refuse_dropped,
    saved,
)
from scores.models import Criterion, FactStep, Rubric
from scores.periods import begins_period
from scores.points import points_text

__all__ = [
    "add_part",
    "answer_comment",
    "change_part",
    "change_rubric",
    "comment",
    "consult",
    "drop_draft",
    "full_marks",
    "issue",
    "issue_refusals",
    "make_rubric",
    "remove_part",
    "take_back",
    "unready",
    "withdraw_comment",
    "write_criterion",
]

# What may be said of a draft beside its issuer, code and kind.
FIELDS = frozenset(
    {
        "name",
        "meeting_kind",
        "source",
        "guidance",
        "is_illustrative",
        "sheet_days",
        "appeal_days",
        "starts_on",
    }
)
_COPIED = ("meeting_kind", "source", "guidance", "is_illustrative", "sheet_days", "appeal_days")
_OPEN = (State.DRAFT, State.CONSULTING)


@transaction.atomic
def make_rubric(*, issuer, code, name, kind, by, on, copied_from=None, **fields) -> Rubric:
    """A draft of `issuer` (Unit), the next edition of its `code`; with all sections, criteria, fact steps, bands, vetoes and
    yearly rules of `copied_from`. `fields`: any of FIELDS; `starts_on` absent: the first day of the next month.

    Raises ValidationError: the code's next edition is being drafted already, or is of another kind.
    """
    unknown = fields.keys() - FIELDS
    if unknown:
        raise TypeError(f"a rubric has no {sorted(unknown)}")
    # Whoever drafts for one committee waits for the other: there is one next edition.
    Unit.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    before = {field: getattr(copied_from, field) for field in _COPIED} if copied_from else {}
    if kind != Rubric.Kind.MEETING:
        before["meeting_kind"] = ""
    row = Rubric(
        issuer=issuer, code=code, name=name, kind=kind, copied_from=copied_from, created_by=by,
        edition=_next_edition(issuer, code, kind),
        **{"starts_on": _next_month(on), **before, **fields},
    )  # fmt: skip
    saved(row, by)
    with recorded_by(by), refused_in_words():
        if copied_from:
            copy_parts(copied_from, row)
        note_step(row, Step.MADE, on=on, by=by, note=_copied_words(copied_from))
    return row


@transaction.atomic
def change_rubric(rubric, *, by, version=None, **fields) -> Rubric:
    """Name, dates, guidance and the like (FIELDS) of a draft. Raises ValidationError once it is out of hand."""
    unknown = fields.keys() - FIELDS
    if unknown:
        raise TypeError(f"a rubric has no {sorted(unknown)} to change")
    row = locked_draft(rubric, version)
    for name, value in fields.items():
        setattr(row, name, value)
    return saved(row, by)


@transaction.atomic
def issue(rubric, *, document, starts_on, by, on, version=None) -> Rubric:
    """The edition holds from `starts_on`, by `document` (OfficialDocument of the issuer); the one before it ends the day
    before. From now on nothing of it changes, and sheets keep the edition that they were opened with.

    Raises ValidationError with every sentence that stands against it.
    """
    row = locked(rubric, version)
    if row.is_issued:
        raise ValidationError(_("Bộ tiêu chí này đã ban hành từ %(day)s.") % {"day": day_text(row.starts_on)})
    refuse_dropped(row)
    row.document, row.starts_on = document, starts_on
    refused = issue_refusals(row)
    if refused:
        raise ValidationError(refused)
    before = _standing_edition(row)
    row.state, row.opinions_until = State.ISSUED, None
    if before:
        _supersede(before, row, on=on, by=by)
    saved(row, by)
    with recorded_by(by):
        note_step(row, Step.ISSUED, on=on, by=by, note=str(document))
    tell_issued(row, on=on)
    return row


@transaction.atomic
def drop_draft(rubric, *, reason, by, on, version=None) -> Rubric:
    """A draft that nobody goes on with: out of the list, its edition's number free again; what was said of it stays. Raises
    ValidationError where it was issued, or without a reason."""
    row = locked(rubric, version)
    if row.is_issued:
        raise ValidationError(_("Bộ tiêu chí đã ban hành thì không bỏ được. Hãy ban hành phiên bản sau."))
    refuse_dropped(row)
    if not reason.strip():
        raise ValidationError({"reason": _("Hãy nêu vì sao bỏ dự thảo.")})
    untell(row)
    row.state, row.opinions_until = State.DROPPED, None
    saved(row, by)
    note_step(row, Step.DROPPED, on=on, by=by, note=reason.strip())
    return row


def issue_refusals(rubric) -> list[str]:
    """Every sentence against issuing `rubric` as it stands, with its `document` and `starts_on` set."""
    return [*_without_document(rubric), *_wrong_start(rubric), *unready(rubric)]


def unready(rubric) -> list[str]:
    """Of those the sentences about the scale itself and about opinions that wait."""
    found = [*_wrong_scale(rubric), *_wrong_bands(rubric)]
    waiting = rubric.comments.standing().filter(verdict="").count()
    if waiting:
        words = ngettext(
            "Còn %(count)s ý kiến chưa được trả lời.", "Còn %(count)s ý kiến chưa được trả lời.", waiting
        )
        found.append(words % {"count": waiting})
    return found


def full_marks(rubric) -> Decimal:
    """The sum of the maxima of the scale, without bonus and penalty."""
    maxima = rubric.criteria.filter(section__is_extra=False).values_list("maximum", flat=True)
    return sum(maxima, Decimal(0))


def _supersede(before, row, *, on, by) -> None:
    """First: of a code one edition at a time is the latest."""
    before.ends_on, before.state = row.starts_on, State.SUPERSEDED
    with recorded_by(by), refused_in_words():
        before.save(update_fields=["ends_on", "state"])
        words = _("Phiên bản %(edition)s") % {"edition": row.edition}
        note_step(before, Step.SUPERSEDED, on=on, by=by, note=words)


def _without_document(rubric):
    if rubric.document is None:
        yield _("Ban hành bộ tiêu chí phải có văn bản.")
    elif rubric.document.issuer_unit_id != rubric.issuer_id:
        yield _("Văn bản %(document)s không phải của cấp ủy ban hành bộ tiêu chí này.") % {
            "document": rubric.document
        }


def _wrong_start(rubric):
    starts_on = rubric.starts_on
    if rubric.kind == Rubric.Kind.MONTH and starts_on.day != 1:
        yield _("Bộ tiêu chí chấm tháng có hiệu lực từ ngày đầu của một tháng.")
    if rubric.kind == Rubric.Kind.QUARTER and not begins_period("quarter", starts_on):
        yield _("Bộ tiêu chí chấm quý có hiệu lực từ ngày đầu của một quý.")
    if rubric.kind == Rubric.Kind.YEAR and (starts_on.month, starts_on.day) != (1, 1):
        yield _("Bộ tiêu chí đánh giá năm có hiệu lực từ ngày đầu của một năm.")
    before = _standing_edition(rubric)
    if before and starts_on <= before.starts_on:
        yield _(
            "Phiên bản %(edition)s có hiệu lực từ %(day)s: phiên bản mới phải có hiệu lực từ một ngày sau đó."
        ) % {"edition": before.edition, "day": day_text(before.starts_on)}


def _wrong_scale(rubric):
    if not Criterion.objects.filter(rubric=rubric, section__is_extra=False).exists():
        yield _("Bộ tiêu chí chưa có tiêu chí nào.")
    steps = FactStep.objects.filter(criterion__rubric=rubric)
    beyond = steps.exclude(points__gte=F("criterion__minimum"), points__lte=F("criterion__maximum"))
    for name in beyond.values_list("criterion__name", flat=True).distinct():
        yield _("Tiêu chí “%(name)s”: số liệu đề xuất nhiều điểm hơn điểm tối đa.") % {"name": name}


def _wrong_bands(rubric):
    bands = list(rubric.bands.order_by("sort"))
    if not bands:
        yield _("Bộ tiêu chí chưa có mức xếp loại nào.")
    full = full_marks(rubric)
    for band in bands:
        if full and band.minimum > full:
            yield _("Mức “%(band)s” từ %(minimum)s điểm, mà cả thang chỉ có %(full)s điểm.") % {
                "band": band, "minimum": points_text(band.minimum), "full": points_text(full),
            }  # fmt: skip
    for above, below in zip(bands, bands[1:], strict=False):
        if (above.minimum, not above.is_inclusive) <= (below.minimum, not below.is_inclusive):
            yield _("Mức “%(above)s” phải từ điểm cao hơn mức “%(below)s”.") % {
                "above": above,
                "below": below,
            }


def _standing_edition(rubric) -> Rubric | None:
    """The issued edition that this one takes over from, locked."""
    rows = Rubric.objects.select_for_update(no_key=True, of=("self",))
    return (
        rows.filter(issuer=rubric.issuer_id, code=rubric.code, state=State.ISSUED)
        .exclude(pk=rubric.pk)
        .first()
    )


def _next_edition(issuer, code, kind) -> int:
    rows = Rubric.objects.filter(issuer=issuer, code=code)
    drafted = rows.filter(state__in=_OPEN).first()
    if drafted:
        raise ValidationError(
            {
                "code": _("Phiên bản %(edition)s của bộ tiêu chí này đang được soạn.")
                % {"edition": drafted.edition}
            }
        )
    rows = rows.exclude(state=State.DROPPED)
    if rows.filter(~Q(kind=kind)).exists():
        raise ValidationError({"code": _("Mã này là của một bộ tiêu chí khác của cấp ủy.")})
    return (rows.aggregate(most=Max("edition"))["most"] or 0) + 1


def _next_month(on) -> date:
    return (on.replace(day=1) + timedelta(days=32)).replace(day=1)


def _copied_words(copied_from) -> str:
    if copied_from is None:
        return ""
    return _("Chép từ %(name)s, phiên bản %(edition)s") % {
        "name": copied_from.name[:200],
        "edition": copied_from.edition,
    }
