"""What every write about a matter shares: its rows locked in order of id, saved with their checks, and one line a step."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from matters.models import Handling, Recommendation, RecommendationStep
from matters.rules import is_final

Step = RecommendationStep.Step
_REASON_LENGTH = 500


@dataclass
class Family:
    """A matter with its voices, all locked: `row` is the one asked for, `lead` the matter itself (often the same)."""

    row: Recommendation
    lead: Recommendation
    voices: list[Recommendation] = field(default_factory=list)

    @property
    def all(self) -> list[Recommendation]:
        return [self.lead, *self.voices]


def locked(matter, version=None) -> Recommendation:
    """The row as it is now, locked. Raises ValidationError where somebody changed it since `version`, or it is voided."""
    row = Recommendation.objects.select_for_update(no_key=True).get(pk=matter.pk)
    if version is not None and row.version != version:
        raise ValidationError(BUSY)
    refuse_voided(row)
    return row


def locked_family(matter) -> Family:
    """The matter, the one it was merged into and all voices of that one, locked in order of id."""
    lead_id = (
        Recommendation.objects.filter(pk=matter.pk).values_list("merged_into_id", flat=True).get()
        or matter.pk
    )
    rows = locked_rows(Q(pk__in={matter.pk, lead_id}) | Q(merged_into=lead_id))
    row, lead = rows[matter.pk], rows[lead_id]
    if (row.merged_into_id or row.pk) != lead_id:
        raise ValidationError(BUSY)
    refuse_voided(row)
    return Family(row, lead, [each for each in rows.values() if each.merged_into_id == lead_id])


def locked_rows(condition) -> dict[int, Recommendation]:
    """{id: row} of what meets `condition`, locked in order of id: two that want the same rows wait, never in a circle."""
    rows = Recommendation.objects.select_for_update(no_key=True).filter(condition).order_by("pk")
    return {row.pk: row for row in rows}


def locked_handling(handling) -> tuple[Recommendation, Handling]:
    """(matter, handling), the matter locked first. Raises ValidationError where it has ended."""
    matter = locked(handling.recommendation)
    row = Handling.objects.select_for_update(no_key=True).get(pk=handling.pk)
    if row.ended_on:
        raise ValidationError(
            _("Việc này đã rời %(agency)s từ %(day)s.")
            % {"agency": row.agency, "day": day_text(row.ended_on)}
        )
    return matter, row


def saved(row, by):
    """Checks and saves a matter or a handling; a matter's version goes up."""
    if isinstance(row, Recommendation) and row.pk:
        row.version += 1
    with recorded_by(by), refused_in_words():
        # What no person entered (a list that is brought in, the queue) has nobody who signs in.
        # And an officer goes on with it as with any other.
        row.full_clean(exclude=None if by and not row.pk else {"created_by", "given_by"})
        row.save()
    return row


def note_step(matter, step, *, on, by, note="", handling=None, agency=None) -> RecommendationStep:
    return RecommendationStep.objects.create(
        recommendation=matter,
        step=step,
        happened_on=on,
        handling=handling,
        agency=agency or (handling.agency if handling else None),
        note=note,
        by=by,
    )


def end_handling(handling, *, as_, on, by, reason="") -> Handling:
    """Ends an open handling; never before it was given."""
    handling.ended_on, handling.ended_as = max(on, handling.given_on), as_
    handling.end_reason = reason[:_REASON_LENGTH]
    return saved(handling, by)


def withdraw_all(matter, *, reason, on, by) -> list[Handling]:
    """Every handling of `matter` that is open ends, for `reason`."""
    rows = Handling.objects.select_for_update(no_key=True).filter(recommendation=matter, ended_on=None)
    return [
        end_handling(row, as_=Handling.End.WITHDRAWN, on=on, by=by, reason=reason)
        for row in rows.order_by("pk")
    ]


def reason_of(text) -> str:
    """The reason without its margins. Raises ValidationError on the field where there is none."""
    if not (text or "").strip():
        raise ValidationError({"reason": _("Hãy nêu lý do.")})
    return text.strip()


def day_text(day) -> str:
    return date_format(day, "d/m/Y") if day else "–"


def refuse_voided(row) -> None:
    if row.voided_at:
        raise ValidationError(_("Kiến nghị %(reference)s đã bị hủy.") % {"reference": row})


def refuse_merged(row) -> None:
    if row.merged_into_id:
        raise ValidationError(
            _("Kiến nghị %(reference)s đã gộp vào %(lead)s: làm việc này ở kiến nghị đó.")
            % {"reference": row, "lead": row.merged_into}
        )


def refuse_closed(row) -> None:
    if row.closed_on:
        raise ValidationError(
            _("Kiến nghị %(reference)s đã kết thúc ngày %(day)s; muốn làm tiếp, hãy mở lại.")
            % {"reference": row, "day": day_text(row.closed_on)}
        )


def refuse_on_the_spot(row) -> None:
    if row.is_solved_on_the_spot:
        raise ValidationError(_("Kiến nghị %(reference)s đã được giải quyết tại chỗ.") % {"reference": row})


def refuse_answered(row) -> None:
    """An answer that ends the matter stands; what is still being worked on goes on."""
    if row.answered_on and is_final(row.outcome):
        raise ValidationError(
            _("Kiến nghị %(reference)s đã được trả lời ngày %(day)s.")
            % {"reference": row, "day": day_text(row.answered_on)}
        )


def refuse_before(row, on) -> None:
    if on < row.raised_on:
        raise ValidationError(_("Ngày này trước ngày nêu (%(day)s).") % {"day": day_text(row.raised_on)})


def refuse_not_in_work(row, on) -> None:
    """What may be routed, answered and directed: a matter of its own, received, not at its end."""
    refuse_merged(row)
    refuse_on_the_spot(row)
    refuse_closed(row)
    refuse_before(row, on)
    if row.received_on is None:
        raise ValidationError(_("Hãy tiếp nhận kiến nghị %(reference)s trước.") % {"reference": row})
    if on < row.received_on:
        raise ValidationError(
            _("Ngày này trước ngày tiếp nhận (%(day)s).") % {"day": day_text(row.received_on)}
        )
