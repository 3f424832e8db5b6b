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
from scores.grading import bands_of, year_rules_of
from scores.models import Rubric, Sheet
from scores.rules import RollUp, roll_up, year_band

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
    """Monthly sheets of `organisations` (a queryset) in the month that begins on `first`, as known on `on`. `sheets`: those that the
    reader may see."""

    def __init__(self, organisations, first: date, on: date, sheets=None, is_asked=True):
        """`is_asked`: whether a rubric asks for the month at all; else nobody is late with it."""
        self.first, self.on, self.is_asked = first, on, is_asked
        self._organisations = organisations
        self._sheets = Sheet.objects.all() if sheets is None else sheets

    @cached_property
    def lines(self) -> list[MonthLine]:
        last = month_after(self.first) - timedelta(days=1)
        ids = list(self._organisations.values_list("pk", flat=True))
        versions = organisation_versions(ids, last)
        months = (month_after(self.first, -1), self.first)
        rows = self._sheets.standing().filter(
            kind=Rubric.Kind.MONTH, scorer=Sheet.Scorer.OWN, period_on__in=months, organisation__in=ids
        )
        found = {
            (each.organisation_id, each.period_on): each for each in rows.select_related("band", "rubric")
        }
        lines = [self._line(pk, versions[pk], found, months) for pk in ids if pk in versions]
        # By grade and then by name: a rank alone would set apart what is equal.
        return sorted(lines, key=lambda line: (_rung(line), line.sort_key))

    def _line(self, pk, version, found, months) -> MonthLine:
        sheet, before = found.get((pk, self.first)), found.get((pk, months[0]))
        is_sent = sheet is not None and sheet.sent_on is not None
        due_on = sheet.due_on if sheet else month_after(self.first) + timedelta(days=4)
        return MonthLine(
            pk,
            version.code,
            version.name,
            version.sort_key,
            sheet,
            before if before and before.state in GIVEN else None,
            sheet.state if sheet else "missing" if self.is_asked else "unasked",
            bool(sheet and sheet.is_late),
            self.is_asked and not is_sent and self.on > due_on,
        )


def _rung(line) -> int:
    return line.sheet.band.sort if line.sheet and line.sheet.band and line.sheet.state in GIVEN else 99


@dataclass(frozen=True)
class YearLine:
    organisation_id: int
    code: str
    name: str
    sort_key: str
    year: RollUp
    bands: dict
    band: str | None


class Year:
    """A year of monthly scores: mean, lowest, months missing, the grade that the rubric's yearly rules give. `on`: months that had
    ended by then are expected."""

    def __init__(self, organisations, year: int, on: date, sheets=None):
        self.year, self.on = year, on
        self._organisations = organisations
        self._sheets = Sheet.objects.all() if sheets is None else sheets

    @property
    def expected(self) -> int:
        """Months of the year that are over."""
        return sum(month_after(date(self.year, month, 1)) <= self.on for month in range(1, 13))

    @cached_property
    def lines(self) -> list[YearLine]:
        ids = list(self._organisations.values_list("pk", flat=True))
        versions = organisation_versions(ids, min(self.on, date(self.year, 12, 31)))
        rows = self._sheets.standing().filter(
            kind=Rubric.Kind.MONTH, scorer=Sheet.Scorer.OWN, state__in=GIVEN, period_on__year=self.year,
            organisation__in=ids, total__isnull=False,
        )  # fmt: skip
        sheets = defaultdict(list)
        for sheet in rows.select_related("band").order_by("period_on"):
            sheets[sheet.organisation_id].append(sheet)
        rubrics = Rubric.objects.whole().in_bulk({each[-1].rubric_id for each in sheets.values()})
        lines = [self._line(pk, versions[pk], sheets.get(pk, []), rubrics) for pk in ids if pk in versions]
        return sorted(lines, key=lambda line: (-(line.year.mean or Decimal(-1)), line.sort_key))

    def _line(self, pk, version, sheets, rubrics) -> YearLine:
        totals = [(sheet.total, sheet.band.code if sheet.band else None) for sheet in sheets]
        names = {sheet.band.code: sheet.band.name for sheet in sheets if sheet.band}
        band = None
        if sheets:
            rubric = rubrics[sheets[-1].rubric_id]
            code = year_band([each[1] for each in totals], bands_of(rubric), year_rules_of(rubric))
            band = next((each.name for each in rubric.bands.all() if each.code == code), None)
        year = roll_up(totals, max(self.expected, len(totals)))
        return YearLine(pk, version.code, version.name, version.sort_key, year, names, band)


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
      on their way; `organisations`: [{code, name, months, mean, lowest, missing, by_band}];
    - `meetings`: {branch: {sheets, mean, by_band}, superior: …, both, mean_gap}: the two sides are never averaged together;
      `mean_gap`: branch less superior, over the meetings that both scored.
    """
    return several_as_figures([(area, starts_on, ends_on, on)])[0]


class _Given(NamedTuple):
    """A sheet in plain values; `is_late`: it came after its day."""

    kind: str
    state: str
    total: Decimal | None
    organisation: int
    sent_on: date | None
    due_on: date | None
    band: str | None
    scorer: str
    meeting: int | None

    is_late = Sheet.is_late


def several_as_figures(asked) -> list[dict]:
    """`scores_as_figures` of each of `asked` (area, starts_on, ends_on, on), in two questions, however many they are."""
    fields = (*_Given._fields[:6], "band__code", *_Given._fields[7:])
    parts = asked_together([sheets_of(*each[:3]).order_by().values_list(*fields) for each in asked])
    sheets = [[_Given(*row) for row in rows] for rows in parts]
    bodies = {sheet.organisation for rows in sheets for sheet in rows if _is_given(sheet)}
    versions = organisation_versions_by_day(bodies, [each[2] - timedelta(days=1) for each in asked])
    return [
        {
            "months": _months_as_figures(rows, *each[1:], versions[each[2] - timedelta(days=1)]),
            "meetings": _meetings_as_figures(rows),
        }
        for each, rows in zip(asked, sheets, strict=True)
    ]


def _is_given(sheet) -> bool:
    return sheet.kind == Rubric.Kind.MONTH and sheet.state in GIVEN and sheet.total is not None


def _months_as_figures(rows, starts_on, ends_on, on, versions) -> dict:
    own = [sheet for sheet in rows if sheet.kind == Rubric.Kind.MONTH]
    given = [sheet for sheet in own if _is_given(sheet)]
    by_body = defaultdict(list)
    for sheet in given:
        by_body[sheet.organisation].append(sheet)
    months = len(_months(starts_on, min(ends_on, on)))
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
                "missing": max(0, months - len(sheets)),
            }
            for pk, sheets in sorted(by_body.items(), key=lambda each: versions[each[0]].sort_key)
        ],
    }


def _meetings_as_figures(rows) -> dict:
    by_side = {
        side: [s for s in rows if s.scorer == side and s.total is not None] for side in ("branch", "superior")
    }
    branch = {sheet.meeting: sheet.total for sheet in by_side["branch"]}
    gaps = [branch[s.meeting] - s.total for s in by_side["superior"] if s.meeting in branch]
    return {
        **{side: _summary(sheets) for side, sheets in by_side.items()},
        "both": len({s.meeting for s in by_side["superior"]} & set(branch)),
        "mean_gap": _mean(gaps),
    }


def _summary(sheets) -> dict:
    totals = [sheet.total for sheet in sheets]
    by_band: dict = {}
    for sheet in sheets:
        code = sheet.band or "none"
        by_band[code] = by_band.get(code, 0) + 1
    return {
        "sheets": len(sheets),
        "mean": _mean(totals),
        "lowest": float(min(totals)) if totals else None,
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
