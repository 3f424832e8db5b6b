"""The numbers of a review (sơ kết, tổng kết): all figures of a place and a period under their names, each with the period
before. The same objects as behind the pages give them, so that a number and its list agree."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import CharField, Count, F, Value

from assignments.coverage import Coverage, coverage_as_figures
from assignments.models import Assignment
from assignments.querysets.coverage import default_scheme, schemes_over
from assignments.querysets.targets import place_on
from branches.querysets.units import stood_under
from common.asked_once import asking_once
from matters.ageing import ageing_of, recommendations_as_figures
from matters.contributions import contributions_as_figures
from matters.counting import conferences_as_figures, conferences_of
from matters.models import Contribution
from matters.urgent_register import register_as_figures, register_of
from reports.expected import attendance_as_figures, expected_of
from reports.household_figures import HouseholdPeriod, households_as_figures
from reports.pilots import pilots_as_figures
from reports.querysets.checklists import ChecklistCoverage, checklist_as_figures
from reports.review_periods import gap_sentences, ground_of, previous_period
from scores.monthly import scores_as_figures
from scores.reading import indicator_figures
from scores.targeting import TargetBoard, targets_as_figures

# Not to be added over several places or stretches: whoever is in two of them would count twice, and a mean is no sum.
DISTINCT = {
    "people", "branches", "units", "organisations", "organisations_without", "uncounted", "median_days_to_answer",
    "median_days_to_heard", "rates", "mean", "lowest", "mean_gap",
}  # fmt: skip


def review_figures(area, starts_on, ends_on, *, on, scheme=None) -> dict:
    """Figures of `area` in `[starts_on, ends_on)` as known on `on`, under `scheme` or whatever scheme there is:

    - `coverage` and `checklist` (of the scheme, else the nearest one; coverage on the last day), `attendance`,
      `recommendations`, `urgent_matters`, `conferences`, `contributions`: as `figures` gives them, each with `previous` (None:
      not comparable);
    - `targets`: {code: {name, target, actual, organisations, met, unknown, previous}} of the year of the last day;
    - `indicators`: {code: {value, whole, qualifier, by_category, source, counted_on, previous}};
    - `assignment_changes`: {started, ended, by_reason, previous};
    - `households`: {households, covered, visited, visits, previous} (Bến Tre 4.21): those that there are and that somebody holds on the
      last day, those that were visited, each once, and how often; under whatever scheme;
    - `pilots`: [{level, level_name, places, pilot, others}], places of a pilot beside the others of their level;
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
    now_figures = _figures(ground, last, on, scheme, nearest)
    then_last = before[1] - timedelta(days=1)
    is_followed = bool(then.stretches) and then.is_whole
    then_figures = (
        _figures(then, then_last, before[1], scheme, nearest, is_before=True) if is_followed else {}
    )
    found = {name: figures | {"previous": then_figures.get(name)} for name, figures in now_figures.items()}
    found["indicators"] = _indicators(ground, then, last)
    if ground.stretches:
        periods = [(ground, last), *([(then, then_last)] if is_followed else [])]
        now, past = (*households_as_figures(*(HouseholdPeriod.of(*each) for each in periods)), None)[:2]
        found["households"] = now | {"previous": past}
    found["pilots"] = pilots_as_figures(area, ground.stretches, last, on, scheme)
    gaps = {gap["since"]: gap for each in (then, ground) for gap in gap_sentences(each, area, last)}
    found["not_comparable"] = [*gaps.values(), *([] if ground.is_one else _uncounted(now_figures))]
    return found


def nearest_scheme(area, day):
    place = place_on(area, day)
    schemes = list(schemes_over(place, day)) if place else []
    return default_scheme(schemes, place, day)


def _figures(ground, last, on, scheme, nearest, *, is_before=False) -> dict:
    """{name: figures} over all stretches of the ground. What must be asked of one scheme is asked of `nearest` where none is
    named; turns count whatever scheme they were under, or none, as on their own page."""
    parts = [
        _of_stretch(unit, stretch.starts_on, stretch.ends_on, on, scheme, nearest, is_before)
        for stretch in ground.stretches
        for unit in stretch.units
    ]
    if not parts:
        return {}
    found = {name: added([part[name] for part in parts]) for name in parts[0]}
    # What stands as of a day is that of its last day, not a sum.
    holders = ground.stretches[-1].units
    if nearest:
        found["coverage"] = added([coverage_as_figures(Coverage(nearest, unit, last)) for unit in holders])
    found["urgent_matters"] = added(
        [
            register_as_figures(register_of(unit, ground.stretches[0].starts_on.year, last.year, last))
            for unit in holders
        ]
    )
    found["targets"] = added([_targets(unit, last) for unit in holders])
    first, after = ground.stretches[0].starts_on, ground.stretches[-1].ends_on
    found["scores"] = added([scores_as_figures(unit, first, after, on) for unit in holders])
    return found


def _targets(unit, last) -> dict:
    """{code: {name, target, actual, …}} of the year of the last day."""
    return targets_as_figures(TargetBoard(unit, last.year, last))["by_indicator"]


def _of_stretch(unit, starts_on, ends_on, on, scheme, nearest, is_before) -> dict:
    given = Contribution.objects.standing().during(starts_on, ends_on).under(unit)
    found = {
        "attendance": attendance_as_figures(expected_of(unit, starts_on, ends_on, on, scheme)),
        "recommendations": recommendations_as_figures(ageing_of(unit, on, starts_on, ends_on)),
        "conferences": conferences_as_figures(
            conferences_of(unit, starts_on, ends_on, scheme=None), ends_on - timedelta(days=1)
        ),
        "contributions": contributions_as_figures(given),
        "assignment_changes": assignment_changes(unit, starts_on, ends_on, scheme),
    }
    if nearest:
        # A line for each place is told of the period itself, not again of the one before.
        looked_at = ChecklistCoverage(nearest, unit, starts_on, ends_on)
        found["checklist"] = checklist_as_figures(looked_at, names_untouched=not is_before)
    return found


def changed_assignments(unit, starts_on, ends_on, scheme=None) -> dict:
    """{"started": …, "ended": …}: the assignments behind `assignment_changes`."""
    rows = Assignment.objects.standing().filter(stood_under(unit, day_field="starts_on"))
    rows = rows.filter(scheme=scheme) if scheme else rows
    return {
        "started": rows.filter(starts_on__gte=starts_on, starts_on__lt=ends_on),
        "ended": rows.filter(ends_on__gte=starts_on, ends_on__lt=ends_on),
    }


def assignment_changes(unit, starts_on, ends_on, scheme=None) -> dict:
    """{started, ended, by_reason: {code: how many}} of assignments in the period on places that lay under `unit` that day."""
    rows = changed_assignments(unit, starts_on, ends_on, scheme)
    started = rows["started"].order_by().annotate(why=Value(None, CharField()))
    ended = rows["ended"].order_by().annotate(why=F("end_reason"))
    counts = [
        rows.values("why").annotate(number=Count("pk")).values_list("why", "number")
        for rows in (started, ended)
    ]
    reasons = dict(counts[0].union(counts[1], all=True))
    return {"started": reasons.pop(None, 0), "ended": sum(reasons.values()), "by_reason": reasons}


def _indicators(ground, then, last) -> dict:
    now = _indicators_of(ground, last)
    past = _indicators_of(then, None) if then.is_whole else {}
    return {code: _beside(figure, past.get(code, {})) for code, figure in now.items()}


def _beside(figure, past) -> dict:
    """With the number of the period before; of a sensitive one, whether either gives a small number away."""
    found = figure | {"previous": past.get("value")}
    if "gives_away" in figure:
        found["gives_away"] = bool(figure["gives_away"] or past.get("gives_away"))
    return found


def _indicators_of(ground, last) -> dict:
    """{code: as JSON}: of the last stretch for what stands as of a day, of all for what is counted over a period."""
    found: dict = {}
    for stretch in ground.stretches:
        parts = [indicator_figures(unit, stretch.starts_on, stretch.ends_on, last) for unit in stretch.units]
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
