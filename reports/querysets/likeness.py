"""Reports that are written almost like an earlier one of the same cadre or the same branch, for the board's eyes only."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.likeness import alike
from reports.models import Report

MONTHS_BACK = 12
COMPARED = 60  # earlier reports that one is compared with: two a month of a cadre, three of a branch
READ = 4000  # and of all reports of a list together
FIELDS = (
    "pk",
    "key",
    "number",
    "met_on",
    "cadre_id",
    "organisation_id",
    "unit_id",
    "shingles",
    "recorded_at",
)


@dataclass(frozen=True)
class Likeness:
    """`report` says in `percent` the same as `earlier`, by the same cadre (`is_own`) or on the same branch."""

    report: Report
    percent: int
    earlier: Report

    @property
    def words(self) -> str:
        """ "Giống 92 % báo cáo ngày 24/10/2026 của Lê Văn A"."""
        return _("Giống %(percent)s %% báo cáo ngày %(day)s của %(who)s") % {
            "percent": self.percent,
            "day": date_format(self.earlier.met_on, "d/m/Y"),
            "who": self.earlier.cadre.full_name,
        }

    @property
    def is_own(self) -> bool:
        return self.report.cadre_id == self.earlier.cadre_id


def alike_of(report, scope) -> list[Likeness]:
    """The earlier reports of the last twelve months that `report` is like, the most alike first; of those that the reader
    reads whole."""
    return likenesses([report], scope).get(report.pk, [])


def likenesses(reports, scope) -> dict[int, list[Likeness]]:
    """{report id: its Likenesses} in one query, however many `reports` (a page of them)."""
    reports = [each for each in reports if each.shingles]
    if not reports:
        return {}
    newest = max(each.met_on for each in reports)
    oldest = min(each.met_on for each in reports)
    rows = (
        Report.objects.visible_to(scope)
        .filter(
            Q(cadre__in={each.cadre_id for each in reports})
            | Q(organisation__in={each.organisation_id for each in reports}),
            met_on__gte=_year_before(oldest),
            met_on__lte=newest,
        )
        .exclude(shingles=[])
        .select_related("cadre")
        .only(*FIELDS, "cadre__full_name")
        .order_by("-met_on", "-pk")[: min(COMPARED * len(reports), READ)]
    )
    earlier = list(rows)
    found = {each.pk: _of(each, earlier) for each in reports}
    return {pk: rows for pk, rows in found.items() if rows}


def _of(report, earlier) -> list[Likeness]:
    compared = [
        each
        for each in earlier
        if each.pk != report.pk
        and (each.cadre_id == report.cadre_id or each.organisation_id == report.organisation_id)
        and (each.met_on, each.pk) < (report.met_on, report.pk)
        and each.met_on >= _year_before(report.met_on)
    ][:COMPARED]
    pairs = alike(
        report.shingles, [(each, each.shingles) for each in compared], settings.REPORT_LIKENESS_PERCENT
    )
    return [Likeness(report, percent, each) for percent, each in pairs]


def _year_before(day):
    month = day.replace(day=1)
    return month.replace(year=month.year - MONTHS_BACK // 12)
