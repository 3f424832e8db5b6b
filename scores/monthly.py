"""Monthly scores of organisations: who has sent, what they were given, a year rolled up (Kim Sơn, decision 3059). The list behind
every number, and the figures of `figures scores`, come from the same reads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from branches.models import Organisation
from branches.querysets.bodies import organisation_versions, organisation_versions_by_day
from branches.querysets.units import stood_under
from common.together import asked_together
from meetings.rules import month_after
from scores.grading import band_of_year
from scores.models import Rubric, Sheet
from scores.periods import period_after
from scores.rules import RollUp, due_on_of, roll_up
from scores.scales import Asked, there_in, with_full_marks

GIVEN = ("approved", "published", "locked")
KINDS = (Organisation.Kind.GRASSROOTS_COMMITTEE, Organisation.Kind.GRASSROOTS_BRANCH)


@dataclass(frozen=True)
class MonthLine:
    """An organisation in one month; `sheet` None: nothing has come. `state` a key of tables.sheets.STATES."""

    organisation_id: int
    code: str
    name: str
    sort_key: str
    sheet: Sheet | None
    before: Sheet | None
    state: str
    is_late: bool
    is_overdue: bool


class Month:
    """Sheets of `organisations` (a queryset) in the month (or quarter, or year: `kind`) that begins on `first`, as known on `on`. `sheets`: those that the
    reader may see. An organisation that was there for a part of it only stands in it with the sheet that it has."""

    def __init__(self, organisations, first: date, on: date, sheets=None, kind="month"):
        self.first, self.on, self.kind = first, on, kind
        self._after = period_after(kind, first)
        self._organisations = organisations
        self._sheets = Sheet.objects.all() if sheets is None else sheets

    @cached_property
    def lines(self) -> list[MonthLine]:
        after = self._after
        ids = list(there_in(self._organisations, self.first, after).values_list("pk", flat=True))
        versions = organisation_versions(ids, after - timedelta(days=1))
        asked = Asked(ids, self.first, after, self.kind)
        periods = (period_after(self.kind, self.first, -1), self.first)
        rows = self._sheets.standing().filter(
            kind=self.kind, scorer=Sheet.Scorer.OWN, period_on__in=periods, organisation__in=ids
        )
        rows = with_full_marks(rows).select_related("band", "rubric")
        found = {(each.organisation_id, each.period_on): each for each in rows}
        ids = [
            pk
            for pk in ids
            if pk in versions and ((pk, self.first) in found or asked.is_there(pk, self.first))
        ]
        lines = [self._line(pk, versions[pk], found, periods, asked) for pk in ids]
        # By grade and then by name: a rank alone would set apart what is equal.
        return sorted(lines, key=lambda line: (_rung(line), line.sort_key))

    def _line(self, pk, version, found, periods, asked) -> MonthLine:
        sheet, before = found.get((pk, self.first)), found.get((pk, periods[0]))
        is_sent = sheet is not None and sheet.sent_on is not None
        rubric = sheet.rubric if sheet else asked.rubric(pk, self.first)
        due_on = (sheet.due_on if sheet else None) or (rubric and due_on_of(rubric, self._after))
        return MonthLine(
            pk,
            version.code,
            version.name,
            version.sort_key,
            sheet,
            before if before and before.state in GIVEN else None,
            sheet.state if sheet else "missing" if rubric else "unasked",
            bool(sheet and sheet.is_late),
            bool(due_on) and not is_sent and self.on > due_on,
        )


def _rung(line) -> int:
    return line.sheet.band.sort if line.sheet and line.sheet.band and line.sheet.state in GIVEN else 99


@dataclass(frozen=True)
class YearLine:
    """`year`: over all months; `by_scale`: [(points of the scale, its months rolled up)], of more than one where a rubric with another
    scale took over in the year: their points are never averaged together. `is_other_scale`: some month has a grade that the last
    rubric does not know, so that its rules say nothing of the year. `rung`: of `band`, 1 the best."""

    organisation_id: int
    code: str
    name: str
    sort_key: str
    year: RollUp
    by_scale: list
    band: str | None
    rung: int | None
    is_other_scale: bool

    @property
    def mean_share(self) -> Decimal:
        """The mean as a part of its scale, to put lines in order; -1 where there is none."""
        shares = [(roll.mean / full, roll.months) for full, roll in self.by_scale if full]
        months = sum(number for _share, number in shares)
        return sum(share * number for share, number in shares) / months if months else Decimal(-1)


class Year:
    """A year of monthly scores: mean, lowest, months missing, the grade that the rubric's yearly rules give. `on`: months that had
    ended by then are expected, of whoever was there and was asked."""

    def __init__(self, organisations, year: int, on: date, sheets=None):
        self.year, self.on = year, on
        self._organisations = organisations
        self._sheets = Sheet.objects.all() if sheets is None else sheets

    @property
    def over(self) -> list[date]:
        """Months of the year that are over."""
        months = [date(self.year, month, 1) for month in range(1, 13)]
        return [first for first in months if month_after(first) <= self.on]

    @cached_property
    def lines(self) -> list[YearLine]:
        starts_on, ends_on = date(self.year, 1, 1), date(self.year + 1, 1, 1)
        ids = list(there_in(self._organisations, starts_on, ends_on).values_list("pk", flat=True))
        versions = organisation_versions(ids, min(self.on, date(self.year, 12, 31)))
        rows = self._sheets.standing().filter(
            kind=Rubric.Kind.MONTH, scorer=Sheet.Scorer.OWN, state__in=GIVEN, period_on__year=self.year,
            organisation__in=ids, total__isnull=False,
        )  # fmt: skip
        sheets = defaultdict(list)
        for sheet in with_full_marks(rows).select_related("band").order_by("period_on"):
            sheets[sheet.organisation_id].append(sheet)
        rubrics = Rubric.objects.whole().in_bulk({each[-1].rubric_id for each in sheets.values()})
        asked = Asked(ids, starts_on, ends_on)
        lines = [
            self._line(pk, versions[pk], sheets.get(pk, []), rubrics, asked) for pk in ids if pk in versions
        ]
        # By grade, then by points: a rank alone would set apart what is equal.
        return sorted(lines, key=lambda line: (line.rung or 99, -line.mean_share, line.sort_key))

    def _line(self, pk, version, sheets, rubrics, asked) -> YearLine:
        scored = {sheet.period_on for sheet in sheets}
        expected = len(scored | {first for first in self.over if asked.is_asked(pk, first)})
        by_scale = defaultdict(list)
        for sheet in sheets:
            by_scale[sheet.full].append(_total(sheet))
        band, is_other = band_of_year(sheets, rubrics[sheets[-1].rubric_id]) if sheets else (None, False)
        return YearLine(
            pk,
            version.code,
            version.name,
            version.sort_key,
            roll_up([_total(sheet) for sheet in sheets], expected),
            [(full, roll_up(totals, len(totals))) for full, totals in by_scale.items()],
            band.name if band else None,
            band.sort if band else None,
            is_other,
        )


def _total(sheet) -> tuple:
    return sheet.total, sheet.band.name if sheet.band else None


def sheets_of(area, starts_on, ends_on):
    """The sheets behind `scores_as_figures`: of the periods that begin in `[starts_on, ends_on)`; `area` None: everywhere."""
    rows = Sheet.objects.counted().filter(period_on__gte=starts_on, period_on__lt=ends_on)
    return rows if area is None else rows.filter(stood_under(area, day_field="period_on"))


def months_given(rows):
    """Those of `rows` (sheets) that are monthly scores with what was given."""
    return rows.filter(kind=Rubric.Kind.MONTH, state__in=GIVEN, total__isnull=False)


def scores_as_figures(area, starts_on, ends_on, on) -> dict:
    """As `figures scores --json` prints it, of the periods that begin in `[starts_on, ends_on)`:

    - `months`: {sheets, organisations, mean, lowest, late, by_band, waiting} of monthly scores that were approved; `waiting` those
      on their way; `by_organisation`: [{code, name, sheets, mean, lowest, missing, by_band}], `missing`: months over by `on` for
      which it was asked and has none;
    - `meetings`: {branch: {sheets, mean, by_band}, superior: …, both, mean_gap}: the two sides are never averaged together;
      `mean_gap`: branch less superior, over the meetings that both scored by one rubric.

    Points of different scales are not averaged: `mean` and `lowest` are None where there are several.
    """
    return several_as_figures([(area, starts_on, ends_on, on)], tells_missing=True)[0]


class _Given(NamedTuple):
    """A sheet in plain values; `is_late`: it came after its day; `full`: the points of its scale."""

    kind: str
    state: str
    total: Decimal | None
    organisation: int
    sent_on: date | None
    due_on: date | None
    band: str | None
    scorer: str
    meeting: int | None
    rubric: int
    period_on: date
    full: Decimal | None

    is_late = Sheet.is_late


def several_as_figures(asked, *, tells_missing=False) -> list[dict]:
    """`scores_as_figures` of each of `asked` (area, starts_on, ends_on, on), in two questions, however many they are;
    `missing` of each organisation only where it is asked for: it takes three more."""
    fields = (*_Given._fields[:6], "band__code", *_Given._fields[7:])
    parts = asked_together(
        [with_full_marks(sheets_of(*each[:3])).order_by().values_list(*fields) for each in asked]
    )
    sheets = [[_Given(*row) for row in rows] for rows in parts]
    bodies = {sheet.organisation for rows in sheets for sheet in rows if _is_given(sheet)}
    versions = organisation_versions_by_day(bodies, [each[2] - timedelta(days=1) for each in asked])
    wanted = None
    if tells_missing and asked:
        wanted = Asked(bodies, min(each[1] for each in asked), max(each[2] for each in asked))
    return [
        {
            "months": _months_as_figures(rows, *each[1:], versions[each[2] - timedelta(days=1)], wanted),
            "meetings": _meetings_as_figures(rows),
        }
        for each, rows in zip(asked, sheets, strict=True)
    ]


def _is_given(sheet) -> bool:
    return sheet.kind == Rubric.Kind.MONTH and sheet.state in GIVEN and sheet.total is not None


def _months_as_figures(rows, starts_on, ends_on, on, versions, wanted) -> dict:
    own = [sheet for sheet in rows if sheet.kind == Rubric.Kind.MONTH]
    given = [sheet for sheet in own if _is_given(sheet)]
    by_body = defaultdict(list)
    for sheet in given:
        by_body[sheet.organisation].append(sheet)
    over = _months(starts_on, min(ends_on, on))
    return {
        **_summary(given),
        "organisations": len(by_body),
        "late": sum(sheet.is_late for sheet in own),
        "waiting": len(own) - len(given),
        "by_organisation": [
            {
                "code": versions[pk].code,
                "name": versions[pk].name,
                **_summary(sheets),
                **({"missing": _missing(pk, sheets, over, wanted)} if wanted else {}),
            }
            for pk, sheets in sorted(by_body.items(), key=lambda each: versions[each[0]].sort_key)
        ],
    }


def _missing(pk, sheets, over, wanted) -> int:
    return sum(wanted.is_asked(pk, first) for first in set(over) - {sheet.period_on for sheet in sheets})


def _meetings_as_figures(rows) -> dict:
    by_side = {
        side: [s for s in rows if s.scorer == side and s.total is not None] for side in ("branch", "superior")
    }
    branch = {(sheet.meeting, sheet.rubric): sheet.total for sheet in by_side["branch"]}
    scored = [(s, branch.get((s.meeting, s.rubric))) for s in by_side["superior"]]
    gaps = [own - sheet.total for sheet, own in scored if own is not None]
    return {
        **{side: _summary(sheets) for side, sheets in by_side.items()},
        "both": len({s.meeting for s in by_side["superior"]} & {meeting for meeting, _rubric in branch}),
        "mean_gap": _mean(gaps),
    }


def _summary(sheets) -> dict:
    totals = [sheet.total for sheet in sheets]
    is_one_scale = len({sheet.full for sheet in sheets}) < 2
    by_band: dict = {}
    for sheet in sheets:
        code = sheet.band or "none"
        by_band[code] = by_band.get(code, 0) + 1
    return {
        "sheets": len(sheets),
        "mean": _mean(totals) if is_one_scale else None,
        "lowest": float(min(totals)) if totals and is_one_scale else None,
        "by_band": by_band,
    }


def _mean(values) -> float | None:
    return round(float(sum(values) / len(values)), 2) if values else None


def _months(starts_on, ends_on) -> list[date]:
    first, found = starts_on.replace(day=1), []
    while month_after(first) <= ends_on:
        if first >= starts_on.replace(day=1):
            found.append(first)
        first = month_after(first)
    return found
