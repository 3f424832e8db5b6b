"""A matter is raised, its words are put right, what was entered by mistake is voided."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matters.actions.steps import (
    Step,
    locked,
    locked_family,
    note_step,
    reason_of,
    refuse_closed,
    saved,
    withdraw_all,
)
from matters.models import Recommendation
from matters.numbers import RECOMMENDATIONS, draw_reference

# The days, the outcome and who holds it change by their own actions only.
CHANGEABLE = frozenset(
    {
        "content",
        "proposed_solution",
        "on_behalf_of",
        "kind",
        "topic",
        "urgency",
        "level",
        "agency",
        "organisation",
        "is_shared",
    }
)
RAISABLE = CHANGEABLE | {"raised_by", "is_solved_on_the_spot"}


@transaction.atomic
def raise_matter(
    *, unit, issuer, content, raised_on, by, source=Recommendation.Source.HAND, client_key=None, **fields
) -> Recommendation:
    """A matter that `unit` raised on `raised_on`, for the committee of `issuer`, with the next reference of that year.
    `fields`: any of RAISABLE. What `by` sent already with that `client_key` is given back as it stands: a network that retries
    raises nothing twice. Raises ValidationError."""
    _refuse_unknown(fields, RAISABLE)
    if client_key and (known := _sent_before(by, client_key)):
        return known
    matter = Recommendation(
        reference=draw_reference(RECOMMENDATIONS, raised_on.year),
        unit=unit,
        issuer=issuer,
        content=content,
        raised_on=raised_on,
        source=source,
        created_by=by,
        client_key=client_key,
        **fields,
    )
    saved(matter, by)
    note_step(matter, Step.RAISED, on=raised_on, by=by)
    return matter


def _sent_before(by, client_key):
    """What `by` raised with this key; two at the same moment wait for each other."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
    return Recommendation.objects.filter(created_by=by, client_key=client_key).first()


@transaction.atomic
def change_words(matter, *, values, version, by, on) -> Recommendation:
    """Puts right what was written (`values`: of CHANGEABLE). A deadline that was promised stays: it is moved by itself.
    Raises ValidationError: somebody else changed it since `version`, it is closed, nothing changes."""
    _refuse_unknown(values, CHANGEABLE)
    row = locked(matter, version)
    refuse_closed(row)
    changed = [field for field, value in values.items() if getattr(row, field) != value]
    if not changed:
        raise ValidationError(_("Không có gì thay đổi."))
    for field in changed:
        setattr(row, field, values[field])
    saved(row, by)
    note_step(row, Step.CHANGED, on=on, by=by, note=", ".join(_label(field) for field in changed))
    return row


@transaction.atomic
def void_matter(matter, *, reason, by, on=None) -> Recommendation:
    """Takes a mistake out of every list and count; it stays to be seen, with who did it, when and why. Whoever holds it
    holds it no longer. Raises ValidationError: it is voided, or other voices were merged into it (they are parted
    first)."""
    family = locked_family(matter)
    row, reason, now = family.row, reason_of(reason), timezone.now()
    if row is family.lead and any(voice.voided_at is None for voice in family.voices):
        raise ValidationError(
            _("Có kiến nghị khác gộp vào %(reference)s: hãy tách chúng ra trước khi hủy.")
            % {"reference": row}
        )
    day = on or timezone.localdate(now)
    withdraw_all(row, reason=_("Kiến nghị bị hủy: %(reason)s") % {"reason": reason}, on=day, by=by)
    row.voided_at, row.voided_by, row.void_reason = now, by, reason[:300]
    saved(row, by)
    note_step(row, Step.VOIDED, on=day, by=by, note=reason)
    return row


def _refuse_unknown(values, known) -> None:
    if unknown := values.keys() - known:
        raise TypeError(f"a matter has no {sorted(unknown)} to enter")


def _label(field) -> str:
    return str(Recommendation._meta.get_field(field).verbose_name)
