"""Reads of report forms and checklists: the scheme's own version of the day, or the general one."""

from common.records import PeriodQuerySet


class ReportFormQuerySet(PeriodQuerySet):
    def for_scheme(self, scheme, day):
        """The form in force for `scheme` (or None) on `day`; None where the shipped order of sections stands."""
        own = self.on(day).filter(scheme=scheme).first() if scheme else None
        return own or self.on(day).filter(scheme=None).first()


class ChecklistQuerySet(PeriodQuerySet):
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
