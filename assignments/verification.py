"""What must always be true of assignments beyond what a constraint can hold."""

from collections import defaultdict

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Assignment, Scheme, SchemeEvent
from assignments.models.assignments import ASSIGNEE_FIELDS, TARGET_FIELDS
from assignments.rules import most_at_once
from common.periods import overlaps

_LIMITS = (("max_assignees_per_target", TARGET_FIELDS), ("max_targets_per_assignee", ASSIGNEE_FIELDS))


def limits_hold(day):
    """Limits above one, counted. A limit that was lowered later leaves old rows alone: only what exceeds every limit
    that the scheme ever had is a fault."""
    for limit, fields in _LIMITS:
        ever = _highest_limits(limit)
        rows = Assignment.objects.standing().filter(scheme_id__in=ever)
        groups = defaultdict(list)
        for row in rows.order_by("pk").values("pk", "scheme_id", "starts_on", "ends_on", *fields):
            groups[(row["scheme_id"], *(row[field] for field in fields))].append(row)
        for (scheme_id, *_side), group in groups.items():
            periods = [(row["starts_on"], row["ends_on"]) for row in group]
            if len(group) <= ever[scheme_id] or most_at_once(periods, (None, None)) <= ever[scheme_id]:
                continue
            latest = max(row["pk"] for row in group if _is_crowded(row, group, ever[scheme_id]))
            yield _("Phân công số %(row)s vượt giới hạn %(limit)s của chủ trương.") % {
                "row": latest,
                "limit": ever[scheme_id],
            }


def _is_crowded(row, group, limit):
    period = (row["starts_on"], row["ends_on"])
    others = [(each["starts_on"], each["ends_on"]) for each in group]
    return sum(overlaps(period, other) for other in others) > limit


def _highest_limits(limit) -> dict:
    """{scheme id: the highest limit it ever had}; schemes that were once without a limit are left out."""
    values = defaultdict(set)
    for model, key in ((Scheme, "pk"), (SchemeEvent, "pgh_obj_id")):
        for pk, value in model.objects.values_list(key, limit):
            values[pk].add(value)
    return {pk: max(found) for pk, found in values.items() if None not in found}


def assignments_are_found_by_their_targets_unit(day):
    """`unit`, the road of access, is the target's own: the unit itself, or what the body, zone or household stands on."""
    wrong = (
        (Q(target_unit__isnull=False) & ~Q(unit=F("target_unit")))
        | (Q(target_zone__isnull=False) & ~Q(unit=F("target_zone__unit")))
        | (Q(target_household__isnull=False) & ~Q(unit=F("target_household__unit")))
        | (Q(target_group__isnull=False) & ~Q(unit=F("target_group__unit")))
    )
    for pk in Assignment.objects.filter(wrong).order_by("pk").values_list("pk", flat=True):
        yield _("Phân công số %(row)s không gắn với đơn vị của nơi được theo dõi.") % {"row": pk}


def corrections_correct_what_is_voided(day):
    standing = Assignment.objects.filter(corrects__isnull=False, corrects__voided_at=None)
    for pk in standing.order_by("pk").values_list("pk", flat=True):
        yield _("Phân công số %(row)s đính chính một phân công vẫn còn hiệu lực.") % {"row": pk}


def flags_copy_a_limit_of_one(day):
    """A row without the flag of a limit of one escapes the constraint: it was made while the scheme had no such limit, or
    by somebody who went around the action."""
    for limit, flag in (
        ("max_assignees_per_target", "one_per_target"),
        ("max_targets_per_assignee", "one_per_assignee"),
    ):
        ever = {pk for pk, highest in _highest_limits(limit).items() if highest == 1}
        rows = Assignment.objects.standing().filter(scheme_id__in=ever, **{flag: False})
        for pk in rows.order_by("pk").values_list("pk", flat=True):
            yield _("Phân công số %(row)s không mang giới hạn một nơi, một người của chủ trương.") % {
                "row": pk
            }


CHECKS = (
    (gettext_lazy("Số người, số nơi không vượt giới hạn"), limits_hold),
    (gettext_lazy("Phân công mang giới hạn của chủ trương"), flags_copy_a_limit_of_one),
    (gettext_lazy("Phân công gắn đúng đơn vị"), assignments_are_found_by_their_targets_unit),
    (gettext_lazy("Đính chính đi với phân công đã hủy"), corrections_correct_what_is_voided),
)
