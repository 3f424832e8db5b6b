"""The same wish of several places is one matter with several voices. Each voice keeps its own place, its own telling and its
own feedback; the handling, the answer and the clock are those of the matter."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from matters.actions.steps import (
    Step,
    locked_family,
    locked_rows,
    note_step,
    refuse_before,
    refuse_closed,
    refuse_on_the_spot,
    refuse_voided,
    saved,
    withdraw_all,
)
from matters.deadlines import due_for
from matters.models import Recommendation

Outcome = Recommendation.Outcome


@transaction.atomic
def merge(voices, *, into, by, on) -> Recommendation:
    """Merges `voices` (Recommendations) into the matter `into`. One that has voices of its own brings them along: there is
    never a chain. What agencies held of them is withdrawn. Raises ValidationError: `into` belongs to another itself, one
    of them to another committee, is answered, closed, voided or solved on the spot."""
    ids = {each.pk for each in voices}
    if not ids or into.pk in ids:
        raise ValidationError(_("Hãy chọn những kiến nghị khác để gộp vào kiến nghị này."))
    rows = locked_rows(Q(pk__in=ids | {into.pk}) | Q(merged_into__in=ids))
    lead = rows[into.pk]
    _refuse_lead(lead, on)
    chosen = [rows[pk] for pk in sorted(ids)]
    for row in chosen:
        _refuse_voice(row, lead, on)
    # Those below first: the database holds that nothing is merged into what is merged itself.
    for row in rows.values():
        if row.merged_into_id in ids:
            row.merged_into = lead
            saved(row, by)
            note_step(row, Step.MERGED, on=on, by=by, note=str(lead))
    for row in chosen:
        withdraw_all(row, reason=_("Gộp vào %(reference)s") % {"reference": lead}, on=on, by=by)
        row.merged_into, row.outcome = lead, Outcome.DUPLICATE
        row.received_on = row.received_on or on
        saved(row, by)
        note_step(row, Step.MERGED, on=on, by=by, note=str(lead))
    saved(lead, by)
    note_step(lead, Step.MERGED, on=on, by=by, note=", ".join(str(row) for row in chosen))
    return lead


@transaction.atomic
def part(voice, *, by, on, reason="") -> Recommendation:
    """Makes a voice a matter of its own again: unanswered, not told, due by the rule from `on`, with nobody yet. Raises
    ValidationError: it was not merged."""
    family = locked_family(voice)
    row, lead = family.row, family.lead
    if row is lead:
        raise ValidationError(_("Kiến nghị %(reference)s không gộp vào kiến nghị nào.") % {"reference": row})
    refuse_before(row, on)
    row.merged_into, row.outcome, row.outcome_reason = None, "", ""
    row.told_on, row.told_how, row.closed_on, row.close_reason = None, "", None, ""
    row.due_on = due_for(row.issuer, row.topic, row.urgency, on)[0]
    row.first_due_on = row.first_due_on or row.due_on
    saved(row, by)
    saved(lead, by)
    note_step(row, Step.PARTED, on=on, by=by, note=": ".join(each for each in (str(lead), reason) if each))
    note_step(lead, Step.PARTED, on=on, by=by, note=str(row))
    return row


def _refuse_lead(lead, on) -> None:
    refuse_voided(lead)
    refuse_on_the_spot(lead)
    refuse_before(lead, on)
    if lead.merged_into_id:
        raise ValidationError(
            _("Kiến nghị %(reference)s đã gộp vào %(lead)s: hãy gộp vào kiến nghị đó.")
            % {"reference": lead, "lead": lead.merged_into}
        )
    if lead.answered_on is None:
        refuse_closed(lead)


def _refuse_voice(row, lead, on) -> None:
    refuse_voided(row)
    refuse_on_the_spot(row)
    refuse_closed(row)
    refuse_before(row, on)
    if row.merged_into_id:
        raise ValidationError(
            _("Kiến nghị %(reference)s đã gộp vào %(lead)s.") % {"reference": row, "lead": row.merged_into}
        )
    if row.issuer_id != lead.issuer_id:
        raise ValidationError(
            _("Kiến nghị %(reference)s thuộc cấp ủy khác: không gộp được.") % {"reference": row}
        )
    if row.answered_on:
        raise ValidationError(
            _("Kiến nghị %(reference)s đã có trả lời của riêng nó: không gộp nữa.") % {"reference": row}
        )
