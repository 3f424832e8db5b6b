"""Reads of what happens between a branch and those above it."""

from django.db import models
from django.db.models import Max, Q, Value

from branches.querysets.scoping import path_range, within, within_bodies
from common.records import PeriodQuerySet, StandingQuerySet


class OnBranchQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(within_bodies(scope, "meetings.read", closed=True))

    def writable_by(self, scope):
        return self.filter(within_bodies(scope, "meetings.write"))


class VoidableQuerySet(StandingQuerySet, OnBranchQuerySet):
    pass


class ContactQuerySet(VoidableQuerySet):
    def visible_to(self, scope):
        """Those with the bodies and places that one reads, and one's own."""
        return self.filter(
            Q(cadre__in=scope.cadre_ids)
            | within_bodies(scope, "meetings.read", closed=True)
            | Q(organisation=None) & within(scope.reach("meetings.read"))
        )

    def writable_by(self, scope):
        """One's own, and those of the places that one writes for."""
        return self.filter(
            Q(cadre__in=scope.cadre_ids)
            | within_bodies(scope, "meetings.write")
            | Q(organisation=None) & within(scope.reach("meetings.write"))
        )


class ShelfQuerySet(PeriodQuerySet, OnBranchQuerySet):
    pass


class SituationQuerySet(OnBranchQuerySet):
    pass


def last_contact(scope, day, *, unit_ids=None, organisation_ids=None) -> dict:
    """{id: the last day up to `day` on which a cadre was in touch with the place}: over contacts between meetings, local
    activities and meetings attended, as far as the scope reads each; ids without any are absent. One query.

    Of units (everything at that very unit), or of organisations. `scope` None hides nothing. An Attendance is written when
    the report is filed, so that no plan shows through; who may not read attendance gets contacts and activities only.
    """
    by_unit = unit_ids is not None
    ids = set(unit_ids if by_unit else organisation_ids or ())
    if not ids:
        return {}
    of_contact, of_turn = ("unit", "unit") if by_unit else ("organisation", "meeting__organisation")
    contacts, turns = _touches(scope, day)
    contacts = contacts.filter(**{f"{of_contact}__in": ids}).order_by().values_list(of_contact)
    turns = turns.filter(**{f"{of_turn}__in": ids}).order_by().values_list(of_turn)
    found: dict = {}
    both = contacts.annotate(last=Max("happened_on")).union(turns.annotate(last=Max("attended_on")), all=True)
    for pk, last in both:
        found[pk] = max(last, found.get(pk, last))
    return found


def last_contact_within(scope, day, units) -> dict:
    """The same of `units` (a few of them: a page's) with all that lies in them today. One query."""
    return {pk: on for (_kind, pk), on in last_contact_each(scope, day, units=units).items()}


def last_contact_each(scope, day, *, units=(), organisation_ids=()) -> dict:
    """{("unit" or "organisation", id): day}: the same of units with all that lies in them today, and of organisations (a few of
    them: a page's). One query."""
    asked = {("unit", unit.pk): [_inside(unit)] * 2 for unit in units}
    asked |= {
        ("organisation", pk): [Q(organisation=pk), Q(meeting__organisation=pk)] for pk in organisation_ids
    }
    if not asked:
        return {}
    parts = []
    for at, (rows, field) in enumerate(
        zip(_touches(scope, day), ("happened_on", "attended_on"), strict=True)
    ):
        anywhere = Q()
        for each in asked.values():
            anywhere |= each[at]
        lasts = {f"{kind}{pk}": Max(field, filter=each[at]) for (kind, pk), each in asked.items()}
        parts.append(rows.filter(anywhere).order_by().values_list(Value(1)).annotate(**lasts))
    found: dict = {}
    for _one, *lasts in parts[0].union(parts[1], all=True):
        for place, last in zip(asked, lasts, strict=True):
            if last:
                found[place] = max(last, found.get(place, last))
    return found


def _inside(unit) -> Q:
    itself = Q(unit=unit)
    return itself | path_range("unit__access_path", unit.access_path) if unit.access_path else itself


def _touches(scope, day):
    """Contacts and attendance up to `day` that the scope reads."""
    from meetings.models import Attendance, Contact

    contacts = Contact.objects.standing().filter(happened_on__lte=day)
    turns = Attendance.objects.standing().filter(attended_on__lte=day)
    return (contacts, turns) if scope is None else (contacts.visible_to(scope), turns.visible_to(scope))
