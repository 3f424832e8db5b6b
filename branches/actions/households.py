"""Writes about households: who read what, before it is shown."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from branches.models import HouseholdRead

MUST_SAY_WHY = frozenset({HouseholdRead.Way.ROWS})


def log_read(*, by, household=None, unit=None, way=HouseholdRead.Way.PAGE, reason="") -> HouseholdRead:
    """Writes down that `by` reads `household`, or with `unit` (a hamlet) the rows of all its households. Called before any of
    it is shown. Raises ValidationError: who only counts households opens their rows with a reason."""
    reason = reason.strip()
    if way in MUST_SAY_WHY and not reason:
        raise ValidationError({"reason": _("Hãy ghi lý do xem.")})
    unit_id = household.unit_id if household is not None else unit.pk
    made = HouseholdRead(household=household, unit_id=unit_id, way=way, user=by, reason=reason)
    made.full_clean()
    made.save()
    return made
