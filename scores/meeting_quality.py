"""Meeting quality, scored twice: by the branch and by the visiting superior, side by side and never averaged; and the branches that
always give themselves full marks where nobody from above has come (Kim Sơn 3.25, Bến Tre 4.20)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Max

from meetings.models import Attendance
from scores.models import Sheet
from scores.scales import with_full_marks

Scorer = Sheet.Scorer


@dataclass
class ScoredMeeting:
    """One meeting with its sheets: of the branch (None: it did not score) and of each superior who came."""

    meeting_id: int
    organisation_id: int
    unit_id: int
    met_on: date
    branch: Sheet | None = None
    superiors: list[Sheet] = field(default_factory=list)

    @property
    def gaps(self) -> list[Decimal]:
        """Branch less superior, one for each superior who scored by the same rubric: points of two scales are not to be compared."""
        if self.branch is None or self.branch.total is None:
            return []
        same = [each for each in self.superiors if each.rubric_id == self.branch.rubric_id]
        return [self.branch.total - each.total for each in same if each.total is not None]

    @property
    def widest(self) -> Decimal | None:
        return max(self.gaps, key=abs, default=None)


def scored_meetings(sheets, starts_on, ends_on) -> list[ScoredMeeting]:
    """Of `sheets` (a queryset in the reader's scope) those of meetings in `[starts_on, ends_on)`, the widest gap first; one query."""
    rows = sheets.counted().filter(kind="meeting", period_on__gte=starts_on, period_on__lt=ends_on)
    found: dict[int, ScoredMeeting] = {}
    for sheet in with_full_marks(rows).select_related("band", "cadre", "meeting").order_by("period_on", "pk"):
        each = found.setdefault(
            sheet.meeting_id,
            ScoredMeeting(sheet.meeting_id, sheet.organisation_id, sheet.unit_id, sheet.period_on),
        )
        if sheet.scorer == Scorer.BRANCH:
            each.branch = sheet
        else:
            each.superiors.append(sheet)
    return sorted(found.values(), key=lambda each: (-abs(each.widest or 0), -each.met_on.toordinal()))


LATEST = 3


@dataclass(frozen=True)
class GapTrend:
    """The mean gap at the latest meetings that both sides scored (`LATEST` of them), and at those before; never of two scales."""

    now: Decimal
    before: Decimal

    @property
    def is_wider(self) -> bool | None:
        """None: as wide as before, to half a point."""
        change = abs(self.now) - abs(self.before)
        return None if abs(change) <= Decimal("0.5") else change > 0


def gap_trend(meetings) -> GapTrend | None:
    """Of one branch's ScoredMeetings; None where there is nothing before the latest ones to compare them with."""
    both = sorted((each for each in meetings if each.gaps), key=lambda each: each.met_on)
    gaps = [each.widest for each in both if each.branch.full == both[-1].branch.full]
    if len(gaps) <= LATEST:
        return None
    return GapTrend(*(_mean(each) for each in (gaps[-LATEST:], gaps[:-LATEST])))


def _mean(values) -> Decimal:
    return (sum(values) / len(values)).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Standing:
    """How a branch stood at the last meeting that was scored: `is_low` in the lower half of its rubric's levels; `fallen` whole points
    below the score before, by the same side and the same rubric (0: not below, or nothing to compare with)."""

    is_low: bool
    fallen: int


def standings(sheets, starts_on, ends_on) -> dict[int, Standing]:
    """{organisation id: how it stands} from `sheets` (in the reader's scope) of meetings in `[starts_on, ends_on)`. What a superior who
    came scored goes before what the branch gave itself; the two are never mixed. One query."""
    rows = sheets.counted().filter(
        kind="meeting", period_on__gte=starts_on, period_on__lt=ends_on, total__isnull=False
    )
    rows = rows.annotate(levels=Count("rubric__bands")).order_by("-period_on", "-pk")
    by_side = defaultdict(list)
    for row in rows.values("organisation_id", "scorer", "rubric_id", "total", "band__sort", "levels"):
        by_side[row["organisation_id"], row["scorer"]].append(row)
    found = {}
    for (organisation, scorer), lines in by_side.items():
        if scorer == Scorer.SUPERIOR or (organisation, Scorer.SUPERIOR) not in by_side:
            found[organisation] = _standing(lines)
    return found


def _standing(lines) -> Standing:
    last = lines[0]
    before = next((line for line in lines[1:] if line["rubric_id"] == last["rubric_id"]), None)
    is_low = last["band__sort"] is not None and 2 * last["band__sort"] > last["levels"]
    return Standing(is_low, max(0, int(before["total"] - last["total"])) if before else 0)


def _lowest(sheets) -> tuple[Decimal, Decimal | None]:
    """(points, those of their scale) of the sheet that is lowest as a part of its scale."""
    lowest = min(sheets, key=lambda sheet: sheet.total / (sheet.full or 1))
    return lowest.total, lowest.full


@dataclass(frozen=True)
class AlwaysFull:
    """`lowest`: the least that it gave itself, of `full` points."""

    organisation_id: int
    unit_id: int
    meetings: int
    lowest: Decimal
    full: Decimal | None
    last_visit: date | None


def always_full(sheets, starts_on, ends_on, *, least=3) -> list[AlwaysFull]:
    """Branches that gave themselves the top grade at all of their meetings in the period (`least` of them or more) while nobody from
    above attended any in it. Two queries."""
    rows = sheets.counted().filter(
        kind="meeting", scorer=Scorer.BRANCH, period_on__gte=starts_on, period_on__lt=ends_on
    )
    by_branch = defaultdict(list)
    for sheet in with_full_marks(rows).select_related("band"):
        by_branch[sheet.organisation_id].append(sheet)
    full = {
        pk: own
        for pk, own in by_branch.items()
        if len(own) >= least and all(sheet.band and sheet.band.sort == 1 for sheet in own)
    }
    visits = Attendance.objects.standing().filter(meeting__organisation__in=full, attended_on__lt=ends_on)
    last = dict(visits.order_by().values_list("meeting__organisation").annotate(day=Max("attended_on")))
    return [
        AlwaysFull(pk, own[0].unit_id, len(own), *_lowest(own), last.get(pk))
        for pk, own in sorted(full.items())
        if last.get(pk) is None or last[pk] < starts_on
    ]
