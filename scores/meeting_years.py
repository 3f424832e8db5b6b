"""A year of a branch's meetings, by each side that scored them: how many, which grades, and the grade that the yearly rules of their
rubric give (Phú Thọ: all at least Khá and seven Tốt). The two sides are never put together."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from meetings.models import Meeting
from scores.grading import band_of_year
from scores.models import Rubric, Sheet

SIDES = (Sheet.Scorer.BRANCH, Sheet.Scorer.SUPERIOR)


@dataclass
class SideOfYear:
    """What one side gave: `meetings` that it scored, `by_band` {name: sheets} in their order; `band`: of the year (Band or None);
    `is_other_scale`: its grades are of several rubrics that do not know each other's."""

    meetings: int = 0
    by_band: dict = field(default_factory=dict)
    band: object = None
    is_other_scale: bool = False


@dataclass
class BranchYear:
    """`held`: meetings of the kind that the rubric is for, scored or not; `is_ruled`: the rubric says what makes a year's grade."""

    organisation_id: int
    unit_id: int
    held: int
    sides: dict[str, SideOfYear]
    is_ruled: bool

    @property
    def rung(self) -> int:
        """To put branches in order: the grade by the superiors who came, else that by the branch itself."""
        bands = [self.sides[side].band for side in reversed(SIDES)]
        return next((band.sort for band in bands if band), 99)


def branch_years(sheets, year) -> list[BranchYear]:
    """Of `sheets` (a queryset in the reader's scope) those of meetings in `year`, a line a branch. By one rubric, in whatever edition:
    that of the latest meeting whose rubric has yearly rules, else of the latest meeting. A fixed number of queries."""
    rows = sheets.counted().filter(kind="meeting", period_on__year=year, total__isnull=False)
    by_branch = defaultdict(list)
    for sheet in rows.select_related("band", "rubric").order_by("period_on", "pk"):
        by_branch[sheet.organisation_id].append(sheet)
    ids = {sheet.rubric_id for found in by_branch.values() for sheet in found}
    rubrics = Rubric.objects.whole().in_bulk(ids)
    ruled = {pk for pk, rubric in rubrics.items() if rubric.yearly_rules.all()}
    held = _held(by_branch, year)
    lines = []
    for pk, found in by_branch.items():
        last = next((sheet for sheet in reversed(found) if sheet.rubric_id in ruled), found[-1])
        rubric = rubrics[last.rubric_id]
        found = [sheet for sheet in found if _named(sheet.rubric) == _named(rubric)]
        kinds = [rubric.meeting_kind] if rubric.meeting_kind else Meeting.Kind.values
        sides = {side: _side([sheet for sheet in found if sheet.scorer == side], rubric) for side in SIDES}
        number = sum(held[pk, kind] for kind in kinds)
        lines.append(BranchYear(pk, last.unit_id, number, sides, last.rubric_id in ruled))
    return lines


def _named(rubric) -> tuple:
    return rubric.issuer_id, rubric.code


def _side(sheets, rubric) -> SideOfYear:
    if not sheets:
        return SideOfYear()
    band, is_other = band_of_year(sheets, rubric)
    ordered = sorted((sheet.band for sheet in sheets if sheet.band), key=lambda band: band.sort)
    counts = Counter(each.name for each in ordered)
    return SideOfYear(len({sheet.meeting_id for sheet in sheets}), dict(counts), band, is_other)


def _held(bodies, year) -> Counter:
    """{(organisation, kind of meeting): how many were held in the year}."""
    rows = Meeting.objects.standing().of_branches().during(date(year, 1, 1), date(year + 1, 1, 1))
    rows = rows.filter(outcome="held", organisation__in=set(bodies)).order_by()
    counted = rows.values_list("organisation", "kind").annotate(number=Count("pk"))
    return Counter({(pk, kind): number for pk, kind, number in counted})
