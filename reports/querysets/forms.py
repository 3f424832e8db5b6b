"""Reads of report forms and checklists: the scheme's own version of the day, or the general one."""

from django.db.models import F, Q

from branches.querysets.scoping import within
from common.records import PeriodQuerySet

PERMISSION = "forms.write"


class _OfSchemesQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        """Those of one's own schemes, and the general ones, which everybody here may read and copy."""
        return self.filter(within(scope.reach(PERMISSION), "scheme__issuer") | Q(scheme=None))

    def writable_by(self, scope):
        """Those of one's own schemes; a general one is nobody's to change: an office makes its scheme's own."""
        return self.filter(within(scope.reach(PERMISSION), "scheme__issuer"), scheme__isnull=False)


class ReportFormQuerySet(_OfSchemesQuerySet):
    def for_scheme(self, scheme, day):
        """The form in force for `scheme` (or None) on `day`; None where the shipped order of sections stands."""
        rows = (
            self.on(day).filter(Q(scheme=None) | Q(scheme=scheme)).order_by(F("scheme").asc(nulls_last=True))
        )
        return rows.first()


class ChecklistQuerySet(_OfSchemesQuerySet):
    def for_scheme(self, scheme, day) -> list:
        """The checklists in force for `scheme` (or None) on `day`, each code once: the scheme's own before the general."""
        return self.for_scheme_on(scheme, [day])[day]

    def for_scheme_on(self, scheme, days) -> dict:
        """{day: the same} of each of `days`; as many queries for many as for one."""
        on = Q(pk__in=[])
        for day in days:
            on |= Q(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)
        rows = self.filter(on, Q(scheme=None) | Q(scheme=scheme)).prefetch_related("items")
        found: dict = {day: {} for day in days}
        for row in rows:
            for day, known in found.items():
                if row.holds_on(day) and (row.code not in known or row.scheme_id):
                    known[row.code] = row
        return {
            day: sorted(known.values(), key=lambda row: (row.sort, row.code)) for day, known in found.items()
        }
