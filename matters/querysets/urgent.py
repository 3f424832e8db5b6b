"""Reads of the register of urgent matters: of the place, by whoever reads it.

What a page counts and what it lists are the same conditions: `counted(day)` adds up what the methods beside it select."""

from django.db.models import Count, Exists, OuterRef, Q

from branches.querysets.scoping import within, within_bodies
from branches.querysets.units import stood_under
from common.records import StandingQuerySet

# Đảng bộ cơ sở, chi bộ cơ sở: the organisations that keep the register (Kim Sơn 3.1, 3.5: 30 + 46 = 76).
GRASSROOTS = ("grassroots_committee", "grassroots_branch")
COUNTS = ("registered", "done", "open", "overdue", "unconfirmed", "carried", "dropped")
_OPEN = ("registered", "in_progress")


def _done(day) -> Q:
    # A list may know that it is done and not since when.
    return Q(status="done") & (Q(done_on=None) | Q(done_on__lte=day))


def _open(day) -> Q:
    return Q(status__in=_OPEN) | Q(status="done", done_on__gt=day)


def _overdue(day) -> Q:
    return _open(day) & Q(due_on__lt=day)


def _unconfirmed(day) -> Q:
    return _done(day) & Q(confirmed_on=None)


class UrgentMatterQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        return self.filter(within_bodies(scope, "urgent.read", closed=True))

    def writable_by(self, scope):
        return self.filter(within_bodies(scope, "urgent.write"))

    def confirmable_by(self, scope):
        return self.filter(within(scope.reach("urgent.confirm")))

    def of_years(self, first: int, last: int | None = None):
        """Those of the registers of these years, both included."""
        return self.filter(year__gte=first, year__lte=first if last is None else last)

    def under(self, unit):
        """Those that lay in `unit` by the map of the day on which they were registered."""
        return self.filter(stood_under(unit, day_field="registered_on"))

    def done_by(self, day):
        return self.filter(_done(day))

    def open_on(self, day):
        """Neither done by `day`, nor carried over, nor dropped."""
        return self.filter(_open(day))

    def overdue_on(self, day):
        return self.filter(_overdue(day))

    def unconfirmed_on(self, day):
        """Done, and nobody above has confirmed it."""
        return self.filter(_unconfirmed(day))

    def counted(self, day) -> dict[str, int]:
        """{registered, done, open, overdue, unconfirmed, carried, dropped, organisations}: matters, and the grassroots
        organisations that they are of."""
        return self.order_by().aggregate(**_counts(day))

    def counted_by_organisation(self, day) -> dict[int, dict]:
        """{organisation id: the same of each}; one query."""
        rows = self.order_by().values("organisation_id").annotate(**_counts(day))
        return {row["organisation_id"]: row for row in rows}

    def counted_by_kind_and_field(self, day):
        """(kind of organisation, its id, code and place of the field, and COUNTS of its matters), a row for each field."""
        what = ("organisation__kind", "organisation", "topic__code", "topic__sort")
        numbers = {name: number for name, number in _counts(day).items() if name in COUNTS}
        return self.order_by().values(*what).annotate(**numbers).values_list(*what, *COUNTS)


def _counts(day) -> dict:
    return {
        "registered": Count("pk"),
        "done": Count("pk", filter=_done(day)),
        "open": Count("pk", filter=_open(day)),
        "overdue": Count("pk", filter=_overdue(day)),
        "unconfirmed": Count("pk", filter=_unconfirmed(day)),
        "carried": Count("pk", filter=Q(status="carried")),
        "dropped": Count("pk", filter=Q(status="dropped")),
        "organisations": Count("organisation", distinct=True, filter=Q(organisation__kind__in=GRASSROOTS)),
    }


def grassroots_on(day, *, under=None):
    """Grassroots organisations in force on `day`; `under`: those that stand in that unit on that day."""
    from branches.models import Organisation, OrganisationUnit, UnitPlacement

    bodies = Organisation.objects.open_on(day).filter(kind__in=GRASSROOTS)
    if under is None:
        return bodies
    places = UnitPlacement.objects.on(day).under(under).values("unit_id")
    mains = OrganisationUnit.objects.on(day).filter(is_main=True, organisation=OuterRef("pk"))
    return bodies.filter(Exists(mains.filter(unit__in=places)) | ~Exists(mains) & Q(unit__in=places))


def grassroots_read_by(scope, day):
    """Those in force on `day` whose register the scope reads."""
    return grassroots_on(day).filter(within_bodies(scope, "urgent.read", organisation=""))
