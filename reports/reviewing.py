"""The numbers of a review (sơ kết, tổng kết): all figures of a place and a period under their names, each with the period
before. The same objects as behind the pages give them, so that a number and its list agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.db.models import CharField, Count, DateField, ExpressionWrapper, F, Q, Value

from assignments.coverage import Coverage, coverage_as_figures
from assignments.coverage import read_together as cover_together
from assignments.models import Assignment
from assignments.querysets.coverage import default_scheme, known_schemes
from assignments.querysets.targets import place_on
from branches.querysets.units import paths_of, stood_under
from common.asked_once import asking_once
from common.together import asked_together
from matters.ageing import ageing_of, recommendations_as_figures
from matters.ageing import read_together as age_together
from matters.contributions import several_as_figures as contributions_of_several
from matters.counting import ConferenceCounts, conferences_as_figures, conferences_of
from matters.models import Contribution
from matters.urgent_register import register_of, registers_as_figures
from reports.expected import attendance_as_figures, expected_of
from reports.expected import read_together as expect_together
from reports.household_figures import HouseholdPeriod, households_as_figures
from reports.pilots import pilots_as_figures
from reports.querysets.checklists import ChecklistCoverage, checklist_as_figures
from reports.querysets.checklists import read_together as look_together
from reports.review_periods import Ground, gap_sentences, ground_of, previous_period
from scores.monthly import several_as_figures as scores_of_several
from scores.reading import several_figures
from scores.targeting import TargetBoard, targets_as_figures

# Not to be added over several places or stretches: whoever is in two of them would count twice, and a mean is no sum.
DISTINCT = {
    "people", "branches", "units", "organisations", "organisations_without", "uncounted", "median_days_to_answer",
    "median_days_to_heard", "rates", "mean", "lowest", "mean_gap",
}  # fmt: skip

# Of an indicator that ended before the period and has a number of the one before.
NOTHING = {
    "value": None,
    "whole": None,
    "qualifier": "exact",
    "by_category": {},
    "source": "",
    "counted_on": None,
}


def review_figures(area, starts_on, ends_on, *, on, scheme=None) -> dict:
    """Figures of `area` in `[starts_on, ends_on)` as known on `on`, under `scheme` or whatever scheme there is:

    - `coverage` and `checklist` (of the scheme, else the nearest one; coverage on the last day), `attendance`,
      `recommendations`, `urgent_matters`, `conferences`, `contributions`: as `figures` gives them, each with `previous` (None:
      not comparable);
    - `targets`: {code: {name, target, actual, organisations, met, unknown, previous}} of the year of the last day;
    - `indicators`: {code: {value, whole, qualifier, by_category, source, counted_on, previous, previous_whole}};
    - `assignment_changes`: {started, ended, by_reason, previous};
    - `households`: {households, covered, visited, visits, previous} (Bến Tre 4.21): those that there are and that somebody holds on the
      last day, those that were visited, each once, and how often; under whatever scheme;
    - `pilots`: [{level, level_name, places, pilot, others}], places of a pilot beside the others of their level;
      `pilots_before`: where no pilot ran in the period, the same of the one before;
    - `not_comparable`: [{what, reason, since, units, words}].

    A number that counts people or places once is None where the ground was held by several places: nobody is counted twice.
    """
    with asking_once():
        return _review_figures(area, starts_on, ends_on, on, scheme)


def _review_figures(area, starts_on, ends_on, on, scheme) -> dict:
    last = min(ends_on - timedelta(days=1), on)
    ground = ground_of(area, starts_on, ends_on)
    before = previous_period(starts_on, ends_on)
    then = ground_of(area, *before)
    nearest = scheme or nearest_scheme(area, last)
    sides = [_Side(ground, last, on)]
    if then.stretches and then.is_whole:
        sides.append(_Side(then, before[1] - timedelta(days=1), before[1], is_before=True))
    now_figures, then_figures = [*_figures(sides, scheme, nearest), {}][:2]
    found = {name: figures | {"previous": then_figures.get(name)} for name, figures in now_figures.items()}
    found["indicators"] = _indicators(ground, then, last)
    if ground.stretches:
        periods = [HouseholdPeriod.of(side.ground, side.last) for side in sides]
        now, past = (*households_as_figures(*periods), None)[:2]
        found["households"] = now | {"previous": past}
    found["pilots"] = pilots_as_figures(area, ground.stretches, last, on, scheme)
    if not found["pilots"] and then.is_whole:
        past = before[1] - timedelta(days=1)
        found["pilots_before"] = pilots_as_figures(area, then.stretches, past, before[1], scheme)
    gaps = {gap["since"]: gap for each in (then, ground) for gap in gap_sentences(each, area, last)}
    found["not_comparable"] = [*gaps.values(), *([] if ground.is_one else _uncounted(now_figures))]
    return found


def nearest_scheme(area, day):
    place = place_on(area, day)
    return default_scheme(known_schemes(place, day) if place else [], place, day)


@dataclass(frozen=True)
class _Side:
    """One of the two periods: its ground, its last day, and the day as known on which it is told."""

    ground: Ground
    last: date
    on: date
    is_before: bool = False

    @property
    def parts(self) -> list[tuple]:
        """[(unit, starts_on, ends_on)]: who held the ground when."""
        return [
            (unit, stretch.starts_on, stretch.ends_on)
            for stretch in self.ground.stretches
            for unit in stretch.units
        ]

    @property
    def holders(self) -> tuple:
        """What stands as of a day is that of its last day, not a sum."""
        return self.ground.stretches[-1].units if self.ground.stretches else ()

    @property
    def span(self) -> tuple[date, date]:
        return self.ground.stretches[0].starts_on, self.ground.stretches[-1].ends_on


def _figures(sides, scheme, nearest) -> list[dict]:
    """{name: figures} of each side, over all stretches of its ground. What must be asked of one scheme is asked of `nearest` where none
    is named; turns count whatever scheme they were under, or none, as on their own page. Both sides are asked about at once."""
    parts = [(side, part) for side in sides for part in side.parts]
    holders = [(side, unit) for side in sides for unit in side.holders]
    of_parts = _of_parts(parts, scheme, nearest)
    of_holders = _of_holders(holders, nearest)
    found = []
    for side in sides:
        mine = {name: _mine(side, parts, figures) for name, figures in of_parts.items()}
        mine |= {name: _mine(side, holders, figures) for name, figures in of_holders.items()}
        found.append({name: added(figures) for name, figures in mine.items()} if side.parts else {})
    return found


def _mine(side, asked, figures) -> list:
    return [each for (whose, _what), each in zip(asked, figures, strict=True) if whose is side]


def _of_parts(parts, scheme, nearest) -> dict[str, list]:
    """{name: the figures of each of `parts`}: what happened in a stretch."""
    given = [
        Contribution.objects.standing().during(starts_on, ends_on).under(unit)
        for _side, (unit, starts_on, ends_on) in parts
    ]
    found = {
        "attendance": _attendance(parts, scheme),
        "recommendations": _recommendations(parts),
        "conferences": _conferences(parts),
        "contributions": contributions_of_several(given),
        "assignment_changes": assignment_changes([part for _side, part in parts], scheme),
    }
    if nearest:
        found["checklist"] = _checklists(parts, nearest)
    return found


def _attendance(parts, scheme) -> list[dict]:
    several = [expected_of(*part, side.on, scheme) for side, part in parts]
    for unit in {each.area for each in several}:
        expect_together([each for each in several if each.area == unit])
    return [attendance_as_figures(each) for each in several]


def _recommendations(parts) -> list[dict]:
    several = [ageing_of(unit, side.on, starts_on, ends_on) for side, (unit, starts_on, ends_on) in parts]
    age_together(several)
    return [recommendations_as_figures(each) for each in several]


def _conferences(parts) -> list[dict]:
    several = [ConferenceCounts(conferences_of(*part, scheme=None)) for _side, part in parts]
    ConferenceCounts.read_together(several)
    return [
        conferences_as_figures(each, ends_on - timedelta(days=1))
        for each, (_side, (*_where, ends_on)) in zip(several, parts, strict=True)
    ]


def _checklists(parts, nearest) -> list[dict]:
    several = [ChecklistCoverage(nearest, *part) for _side, part in parts]
    # A line for each place is told of the period itself, not again of the one before.
    look_together(
        several, [each for each, (side, _part) in zip(several, parts, strict=True) if not side.is_before]
    )
    return [
        checklist_as_figures(each, names_untouched=not side.is_before)
        for each, (side, _part) in zip(several, parts, strict=True)
    ]


def _of_holders(holders, nearest) -> dict[str, list]:
    """{name: the figures of each of `holders`}: what stands on the last day, and the scores of the whole time."""
    found = {}
    if nearest:
        coverages = [Coverage(nearest, unit, side.last) for side, unit in holders]
        cover_together(coverages)
        found["coverage"] = [coverage_as_figures(each) for each in coverages]
    found["urgent_matters"] = registers_as_figures(
        [register_of(unit, side.span[0].year, side.last.year, side.last) for side, unit in holders]
    )
    found["targets"] = [_targets(unit, side.last) for side, unit in holders]
    found["scores"] = scores_of_several([(unit, *side.span, side.on) for side, unit in holders])
    return found


def _targets(unit, last) -> dict:
    """{code: {name, target, actual, …}} of the year of the last day."""
    return targets_as_figures(TargetBoard(unit, last.year, last))["by_indicator"]


def changed_assignments(unit, starts_on, ends_on, scheme=None) -> dict:
    """{"started": …, "ended": …}: the assignments behind `assignment_changes`. One that ended is counted where its place stood on
    the day it ended, or, where the place ended with it, on its last day."""
    rows = Assignment.objects.standing()
    rows = rows.filter(scheme=scheme) if scheme else rows
    paths = paths_of(unit)
    stood = {
        day: stood_under(unit, day_field=day, paths=paths) for day in ("starts_on", "ends_on", "last_on")
    }
    ended = rows.filter(ends_on__gte=starts_on, ends_on__lt=ends_on)
    ended = ended.annotate(last_on=ExpressionWrapper(F("ends_on") - timedelta(days=1), DateField()))
    return {
        "started": rows.filter(stood["starts_on"], starts_on__gte=starts_on, starts_on__lt=ends_on),
        "ended": ended.filter(Q(stood["ends_on"]) | Q(unit__closed_on=F("ends_on")) & Q(stood["last_on"])),
    }


def assignment_changes(parts, scheme=None) -> list[dict]:
    """{started, ended, by_reason: {code: how many}} of assignments in the period on places that lay under `unit` that day, of each of
    `parts` (unit, starts_on, ends_on)."""
    asked = []
    for part in parts:
        rows = changed_assignments(*part, scheme)
        started = rows["started"].order_by().annotate(why=Value(None, CharField()))
        ended = rows["ended"].order_by().annotate(why=F("end_reason"))
        asked += [
            rows.values("why").annotate(number=Count("pk")).values_list("why", "number")
            for rows in (started, ended)
        ]
    counts = asked_together(asked)
    return [
        _changes(dict(started), dict(ended)) for started, ended in zip(counts[::2], counts[1::2], strict=True)
    ]


def _changes(started, ended) -> dict:
    return {"started": started.get(None, 0), "ended": sum(ended.values()), "by_reason": ended}


def _indicators(ground, then, last) -> dict:
    grounds = [(ground, last), *([(then, None)] if then.is_whole else [])]
    parts = [
        [(unit, stretch.starts_on, stretch.ends_on, day) for unit in stretch.units]
        for each, day in grounds
        for stretch in each.stretches
    ]
    figures = iter(several_figures([part for each in parts for part in each]))
    by_stretch = [list(islice(figures, len(each))) for each in parts]
    now = _indicators_of(by_stretch[: len(ground.stretches)])
    past = _indicators_of(by_stretch[len(ground.stretches) :])
    ended = {code: figure | NOTHING for code, figure in past.items() if code not in now}
    return {code: _beside(figure, past.get(code, {})) for code, figure in (now | ended).items()}


def _beside(figure, past) -> dict:
    """With the number of the period before and what it was out of; of a sensitive one, whether either gives a small number away."""
    found = figure | {"previous": past.get("value"), "previous_whole": past.get("whole")}
    if past.get("qualifier", "exact") != "exact":
        found["previous_qualifier"] = past["qualifier"]
    if "gives_away" in figure:
        found["gives_away"] = bool(figure["gives_away"] or past.get("gives_away"))
    return found


def _indicators_of(by_stretch) -> dict:
    """{code: as JSON}: of the last stretch for what stands as of a day, of all for what is counted over a period."""
    found: dict = {}
    for parts in by_stretch:
        for code in parts[0] if parts else ():
            figures = [part[code] for part in parts]
            each = added([_plain(figure) for figure in figures])
            if figures[0].indicator.is_flow and code in found:
                each = added([found[code], each])
            found[code] = each
    return found


def _plain(figure) -> dict:
    return {
        "value": figure.value,
        "whole": figure.whole,
        "qualifier": figure.qualifier,
        "source": figure.source,
        "counted_on": figure.counted_on and figure.counted_on.isoformat(),
        "by_category": figure.by_category,
        **({"gives_away": figure.gives_away} if figure.indicator.is_sensitive else {}),
    }


def added(parts: list):
    """Figures of several places or stretches as one: numbers are added, lists joined, what cannot be added is None."""
    if len(parts) == 1:
        return parts[0]
    known = [part for part in parts if part is not None]
    if not known:
        return None
    first = known[0]
    if isinstance(first, dict):
        keys = dict.fromkeys(key for part in known for key in part)
        return {key: None if key in DISTINCT else added([part.get(key) for part in known]) for key in keys}
    if isinstance(first, bool):
        return any(known)
    if isinstance(first, list):
        return [each for part in known for each in part]
    if isinstance(first, str):
        return max(known, key=lambda word: (word != "exact", word))
    return sum(known)


def _uncounted(figures) -> list[dict]:
    """What is None because several places held the ground."""
    return [
        {"what": f"{name}.{key}", "reason": "several_places", "since": None, "units": [], "words": ""}
        for name, each in figures.items()
        for key, value in each.items()
        if key in DISTINCT and value is None
    ]
