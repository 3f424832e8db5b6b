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
        rows = self.on(day).filter(scheme=None) | (
            self.on(day).filter(scheme=scheme) if scheme else self.none()
        )
        found: dict = {}
        for row in rows.prefetch_related("items"):
            if row.code not in found or row.scheme_id:
                found[row.code] = row
        return sorted(found.values(), key=lambda row: (row.sort, row.code))
