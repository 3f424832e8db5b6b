"""A household or a group of households is closed together with what is assigned to it: nobody holds what is no more. A closed
unit keeps its assignments, for its ground goes on (docs/decisions/access-path-means-today.md)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from assignments.actions.assigning import end_or_void, lock
from assignments.actions.checking import who_of
from assignments.models import Assignment
from branches.actions.household_changes import close_household
from branches.actions.household_groups import close_group
from branches.models import Household, HouseholdGroup
from common.errors import BUSY, refused_in_words
from common.history import recorded_by

# Why the household itself is no more is for those alone who may read its row.
_NOTE = "Kết thúc cùng hộ, tổ được giao"
_WHY_VOIDED = "Hộ, tổ được giao không còn trước ngày bắt đầu"


@transaction.atomic
def close_household_and_assignments(household, *, on, reason, by) -> tuple[Household, list[Assignment]]:
    """`close_household`, and what is assigned to it alone ends on the same day; what had not begun by then is voided. Returns
    the household and those assignments. Raises ValidationError."""
    rows = _locked(on, target_household=household)
    closed = close_household(household, on=on, reason=reason, by=by)
    _end(rows, on, by)
    return closed, rows


@transaction.atomic
def close_group_and_assignments(
    group, *, on, reason, by, into=None
) -> tuple[HouseholdGroup, int, list[Assignment]]:
    """The same of `close_group`: the group, how many of its households changed, and what was assigned to it."""
    rows = _locked(on, target_group=group)
    closed, moved = close_group(group, on=on, reason=reason, by=by, into=into)
    _end(rows, on, by)
    return closed, moved, rows


def ended_with(thing) -> int:
    """How many assignments ended together with a Household or a HouseholdGroup: they do not begin again when its end is
    taken back."""
    return thing.assignments_on.standing().filter(ends_on=thing.ends_on, end_note=_NOTE).count()


def _locked(on, **target) -> list[Assignment]:
    """Those that stand on or after `on`, after their units and assignees are locked, and the thing's own: whoever assigns it
    at the same time waits, and then finds that it is no more."""
    (thing,) = target.values()
    rows = Assignment.objects.standing().during(on, None).filter(**target).order_by("pk")
    before = list(rows)
    lock(
        {thing.unit_id, *(row.unit_id for row in before)},
        {who_of(row) for row in before},
    )
    found = list(rows)
    if [row.pk for row in found] != [row.pk for row in before]:
        raise ValidationError(BUSY)
    return found


def _end(rows, on, by):
    with recorded_by(by), refused_in_words():
        end_or_void(rows, on=on, reason=Assignment.EndReason.OTHER, why=_WHY_VOIDED, by=by, note=_NOTE)
