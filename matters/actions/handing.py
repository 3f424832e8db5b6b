"""Who holds a matter: handed to an agency that leads or works with it, sent back, sent upwards, withdrawn; and the clock of
a matter or of a handling moved. A handling's clock ends with it; the matter's own runs on until it is answered."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from matters.actions.receiving import refuse_due_before
from matters.actions.steps import (
    Step,
    day_text,
    end_handling,
    locked,
    locked_handling,
    note_step,
    reason_of,
    refuse_answered,
    refuse_not_in_work,
    saved,
)
from matters.deadlines import due_for
from matters.models import Handling, Recommendation
from matters.notices import tell_given_back, tell_handed

End = Handling.End


@transaction.atomic
def hand_over(matter, *, agency, by, on, is_lead=True, due_on=None, asked="", reason="") -> Handling:
    """Gives a received matter to `agency`, to lead or to work with the one that leads, until `due_on`: without one, the day
    on which the matter itself is due, or where that has passed, by the rule of its category from `on`.

    Where another agency leads, `reason` says why it moves and that one's handling ends; without a reason it is refused.
    Raises ValidationError.
    """
    row = locked(matter)
    refuse_not_in_work(row, on)
    refuse_answered(row)
    _refuse_agency(agency, on)
    if is_lead:
        _move_from_lead(row, reason, on=on, by=by)
    handling = _give(row, agency, by=by, on=on, is_lead=is_lead, due_on=due_on, asked=asked)
    saved(row, by)
    note_step(row, Step.HANDED, on=on, by=by, handling=handling, note=asked.strip())
    tell_handed(handling, on=on)
    return handling


@transaction.atomic
def agency_receives(handling, *, by, on) -> Handling:
    """The agency says that it has the matter. Raises ValidationError: it said so before."""
    matter, row = locked_handling(handling)
    if row.received_on:
        raise ValidationError(
            _("Cơ quan đã nhận việc này ngày %(day)s.") % {"day": day_text(row.received_on)}
        )
    _refuse_before_given(row, on)
    row.received_on = on
    saved(row, by)
    note_step(matter, Step.AGENCY_RECEIVED, on=on, by=by, handling=row)
    return row


@transaction.atomic
def send_back(handling, *, reason, by, on) -> Handling:
    """The agency gives the matter back: its own clock ends, the matter's runs on with the committee, which finds another."""
    row = _end(handling, End.SENT_BACK, Step.SENT_BACK, reason=reason, by=by, on=on)
    tell_given_back(row, on=on, by=by)
    return row


@transaction.atomic
def withdraw(handling, *, reason, by, on) -> Handling:
    """The committee takes the matter back from the agency."""
    return _end(handling, End.WITHDRAWN, Step.WITHDRAWN, reason=reason, by=by, on=on)


@transaction.atomic
def send_up(matter, *, reason, by, on, agency=None, level=None, due_on=None) -> Handling | None:
    """Sends a matter to those above: the one that leads ends, an agency of the higher level leads (`agency`; None where it
    keeps no account here), `level` says which level must answer now.

    It is no answer: nothing was answered and nothing resolved, and the matter's own clock runs on (docs/decisions/
    sent-upwards-is-not-answered.md). Whoever tells the base where it went answers with the outcome "forwarded".
    """
    reason, row = reason_of(reason), locked(matter)
    refuse_not_in_work(row, on)
    refuse_answered(row)
    if agency is not None:
        _refuse_agency(agency, on)
    if lead := _lead_of(row):
        _refuse_before_given(lead, on)
        end_handling(lead, as_=End.SENT_UP, on=on, by=by, reason=reason)
    if level:
        row.level = level
    handling = None
    if agency is not None:
        handling = _give(row, agency, by=by, on=on, is_lead=True, due_on=due_on, asked=reason)
    saved(row, by)
    note_step(row, Step.SENT_UP, on=on, by=by, handling=handling, note=reason)
    if handling:
        tell_handed(handling, on=on)
    return handling


@transaction.atomic
def move_due(thing, *, due_on, reason, by, on):
    """Moves the deadline of a Recommendation or of one Handling; what was first promised, each earlier value and why it moved
    stay to be read. Raises ValidationError: it is answered, closed or ended, nothing changes, or no reason."""
    reason = reason_of(reason)
    if isinstance(thing, Handling):
        matter, row = locked_handling(thing)
        given_on, handling = row.given_on, row
        is_answered = row.answered_on
    else:
        matter = row = locked(thing)
        refuse_not_in_work(row, on)
        given_on, handling = row.received_on, None
        is_answered = row.answered_on
    if is_answered:
        raise ValidationError(
            _("Đã trả lời ngày %(day)s: không dời hạn nữa.") % {"day": day_text(is_answered)}
        )
    if due_on == row.due_on:
        raise ValidationError({"due_on": _("Hạn mới trùng hạn đang có.")})
    refuse_due_before(due_on, given_on)
    note = _("%(old)s → %(new)s: %(reason)s") % {
        "old": day_text(row.due_on),
        "new": day_text(due_on),
        "reason": reason,
    }
    row.due_on = due_on
    row.first_due_on = row.first_due_on or due_on
    saved(row, by)
    if handling:
        saved(matter, by)
    note_step(matter, Step.DUE_MOVED, on=on, by=by, handling=handling, note=note)
    return row


def _give(row, agency, *, by, on, is_lead, due_on, asked) -> Handling:
    refuse_due_before(due_on, on)
    if due_on is None:
        in_time = row.due_on and row.due_on > on
        due_on = row.due_on if in_time else due_for(row.issuer, row.topic, row.urgency, on)[0]
    handling = Handling(
        recommendation=row,
        agency=agency,
        is_lead=is_lead,
        asked=asked.strip(),
        given_on=on,
        given_by=by,
        first_due_on=due_on,
        due_on=due_on,
    )
    return saved(handling, by)


def _end(handling, as_, step, *, reason, by, on) -> Handling:
    reason = reason_of(reason)
    matter, row = locked_handling(handling)
    _refuse_before_given(row, on)
    end_handling(row, as_=as_, on=on, by=by, reason=reason)
    saved(matter, by)
    note_step(matter, step, on=on, by=by, handling=row, note=reason)
    return row


def _move_from_lead(row, reason, *, on, by) -> None:
    lead = _lead_of(row)
    if lead is None:
        return
    if not reason.strip():
        raise ValidationError(
            _("%(agency)s đang chủ trì kiến nghị này từ %(day)s. Muốn chuyển cơ quan khác, hãy nêu lý do.")
            % {"agency": lead.agency, "day": day_text(lead.given_on)}
        )
    _refuse_before_given(lead, on)
    end_handling(lead, as_=End.MOVED, on=on, by=by, reason=reason.strip())


def _lead_of(row: Recommendation) -> Handling | None:
    rows = Handling.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    return rows.filter(recommendation=row, is_lead=True, ended_on=None).first()


def _refuse_agency(agency, on) -> None:
    if agency.closed_on and agency.closed_on <= on:
        into = _("; việc của cơ quan này nay do %(agency)s") % {"agency": agency.merged_into}
        raise ValidationError(
            {
                "agency": _("%(agency)s đã kết thúc ngày %(day)s")
                % {"agency": agency, "day": day_text(agency.closed_on)}
                + (into if agency.merged_into_id else "")
                + "."
            }
        )


def _refuse_before_given(handling, on) -> None:
    if on < handling.given_on:
        raise ValidationError(
            _("Ngày này trước ngày chuyển cho %(agency)s (%(day)s).")
            % {"agency": handling.agency, "day": day_text(handling.given_on)}
        )
