"""How old what was raised is, who holds it, and what came of it: the one object behind the board's page, its spreadsheet,
the month's line and `figures recommendations`. Every number leads to its list (`matters.slices`) and comes from the same facts."""

from collections import Counter, defaultdict
from datetime import date
from functools import cached_property
from statistics import median
from typing import NamedTuple

from branches.models import Agency, Unit
from branches.querysets.scoping import from_above
from branches.querysets.units import names_of_keys, stood_under
from common.asked_once import answered_once
from common.together import asked_together
from matters.models import Recommendation, Topic
from matters.querysets.figures import BUCKETS, with_facts
from matters.slices import AGENCY, LEVEL, NONE, TOPIC, UNIT, Slice, in_period

DIMENSIONS = (AGENCY, LEVEL, TOPIC, UNIT)
OLDEST = 10


class Fact(NamedTuple):
    """One voice as it was known on the day."""

    pk: int
    matter: int | None
    unit: int
    raised_on: date
    answer_on: date | None
    told_on: date | None
    is_received: bool
    is_answered: bool
    is_explained: bool
    is_resolved: bool
    is_told: bool
    is_solved_on_the_spot: bool
    is_open: bool
    is_late: bool
    is_unanswered: bool
    satisfaction: str
    times_reopened: int
    bucket: int
    lead: int | None
    level: str
    topic: int | None
    path: str | None


_FIELDS = ("pk", "merged_into_id", "unit_id", *Fact._fields[3:20], "topic_id", "path")


class Tally:
    """Counts of some voices. `asked = raised - on_the_spot`: those that wait for an answer, of which the two rates are
    parts. `open` and `overdue` count matters, by age in `ages` and `late_ages`."""

    def __init__(self):
        self.counts: Counter = Counter()
        self.ages = [0] * len(BUCKETS)
        self.late_ages = [0] * len(BUCKETS)

    def add(self, fact: Fact) -> None:
        counts, off_the_spot = self.counts, not fact.is_solved_on_the_spot
        counts["raised"] += 1
        counts["asked"] += off_the_spot
        counts["on_the_spot"] += not off_the_spot
        counts["received"] += fact.is_received
        counts["answered"] += fact.is_answered
        counts["answered_asked"] += fact.is_answered and off_the_spot
        counts["explained"] += fact.is_explained
        counts["resolved"] += fact.is_resolved
        counts["resolved_asked"] += fact.is_resolved and off_the_spot
        counts["told"] += fact.is_told
        counts["unanswered"] += fact.is_unanswered
        counts["open"] += fact.is_open
        counts["overdue"] += fact.is_late
        if fact.is_open:
            self.ages[fact.bucket] += 1
            self.late_ages[fact.bucket] += fact.is_late

    def __getattr__(self, name) -> int:
        return self.counts[name]


class Ageing:
    """Of `area` (Unit; None for everywhere), raised in `[starts_on, ends_on)`, as known on `on`, as far as `scope` counts it
    (None: a command, everything). A place is that of the map of the day on which something was raised. As many queries for
    ten thousand as for ten."""

    def __init__(self, scope, area: Unit | None, on: date, starts_on=None, ends_on=None):
        self.scope, self.area, self.on = scope, area, on
        self.starts_on, self.ends_on = starts_on, ends_on

    @cached_property
    def reads_rows(self) -> bool:
        """Whether the reader opens the lists, or reads numbers only."""
        if self.scope is None:
            return True
        reach = self.scope.reach("matters.read")
        return self.area is not None and reach.covers(self.area.access_path, self.area.pk)

    def base(self):
        """The matters of the reader's committees: what he counts is what he may read, or for a reader of numbers what his
        role counts. What is said of a place over its head is no number there either."""
        rows = Recommendation.objects.all()
        if self.scope is None:
            return rows
        return rows.filter(from_above(self.scope, "matters.read" if self.reads_rows else "matters.figures"))

    def rows(self):
        rows = with_facts(in_period(self.base(), self.starts_on, self.ends_on), self.on)
        return rows if self.area is None else rows.filter(stood_under(self.area, day_field="raised_on"))

    def slice(self, state: str, **more) -> Slice:
        return Slice(state, self.on, self.area, self.starts_on, self.ends_on, **more)

    @cached_property
    def facts(self) -> list[Fact]:
        return [Fact(*row) for row in self.rows().order_by().values_list(*_FIELDS)]

    @cached_property
    def total(self) -> Tally:
        return self._tallied(self.facts, lambda fact: None).get(None, Tally())

    @staticmethod
    def _tallied(facts, key) -> dict:
        found: dict = defaultdict(Tally)
        for fact in facts:
            found[key(fact)].add(fact)
        return dict(found)

    # --- by agency, level, field, place ---
    @cached_property
    def by_agency(self) -> dict[int | None, Tally]:
        """By the agency that leads (id); None: with nobody yet. Solved on the spot stays out: it was given to nobody."""
        return self._tallied((f for f in self.facts if not f.is_solved_on_the_spot), lambda fact: fact.lead)

    @cached_property
    def by_level(self) -> dict[str, Tally]:
        return self._tallied(self.facts, lambda fact: fact.level)

    @cached_property
    def by_topic(self) -> dict[int | None, Tally]:
        return self._tallied(self.facts, lambda fact: fact.topic)

    @cached_property
    def by_unit(self) -> dict[str | None, Tally]:
        """By the key of the unit directly below the area; the area's own key: raised in it itself."""
        return self._tallied(self.facts, lambda fact: self._below(fact.path))

    def _below(self, path: str | None) -> str | None:
        keys = path.split(".")[:-1] if path else []
        if self.area is None:
            return keys[0] if keys else None
        if self.area.key not in keys:
            return None
        at = keys.index(self.area.key) + 1
        return keys[at] if at < len(keys) else self.area.key

    @cached_property
    def agencies(self) -> dict[int, Agency]:
        return Agency.objects.in_bulk([pk for pk in self.by_agency if pk])

    def groups(self, dimension: str) -> list[tuple[str, str, Tally]]:
        """[(key in an address, name, Tally)]: what is open first, most of it first; with nobody at the end."""
        found = {
            AGENCY: self._agency_groups,
            LEVEL: self._level_groups,
            TOPIC: self._topic_groups,
            UNIT: self._unit_groups,
        }[dimension]()
        return sorted(found, key=lambda each: (each[0] == NONE, -each[2].overdue, -each[2].open, each[1]))

    def _agency_groups(self):
        named = self.agencies
        return [
            (named[pk].key if pk else NONE, named[pk].name if pk else "", tally)
            for pk, tally in self.by_agency.items()
        ]

    def _level_groups(self):
        labels = dict(Recommendation.Level.choices)
        return [(code or NONE, str(labels.get(code, "")), tally) for code, tally in self.by_level.items()]

    def _topic_groups(self):
        named = Topic.objects.in_bulk([pk for pk in self.by_topic if pk])
        return [
            (named[pk].code if pk else NONE, named[pk].name if pk else "", tally)
            for pk, tally in self.by_topic.items()
        ]

    def _unit_groups(self):
        names = names_of_keys([key for key in self.by_unit if key], self.on)
        return [(key or NONE, names.get(key, ""), tally) for key, tally in self.by_unit.items()]

    # --- what waits longest ---
    def oldest(self):
        """Open matters, the longest open first, as rows of the list."""
        return self.rows().filter(is_open=True).order_by("raised_on", "pk")[:OLDEST]

    @cached_property
    def unheard(self) -> list[tuple[int, int, date]]:
        """[(unit, voices without an answer, day of the oldest)], the longest unheard first."""
        found: dict[int, list[date]] = defaultdict(list)
        for fact in self.facts:
            if fact.is_unanswered:
                found[fact.unit].append(fact.raised_on)
        rows = [(unit, len(days), min(days)) for unit, days in found.items()]
        return sorted(rows, key=lambda each: (each[2], -each[1], each[0]))


@answered_once
def ageing_of(area, on, starts_on, ends_on) -> Ageing:
    """For a command: the same object for the same question, while many numbers are reckoned together."""
    return Ageing(None, area, on, starts_on, ends_on)


def read_together(ageings: list[Ageing]) -> None:
    """Reads what `ageings` count in two questions, however many they are."""
    rows = [each.rows().order_by().values_list(*_FIELDS) for each in ageings]
    for each, found in zip(ageings, asked_together(rows), strict=True):
        each.facts = [Fact(*row) for row in found]
    leads = {pk for each in ageings for pk in each.by_agency if pk}
    agencies = Agency.objects.in_bulk(leads) if leads else {}
    for each in ageings:
        each.agencies = {pk: agency for pk, agency in agencies.items() if pk in each.by_agency}


def recommendations_as_figures(ageing: Ageing) -> dict:
    """As `figures recommendations --json` prints it.

    Of the voices raised in the period, as known on the day:
    - `raised`: every voice, `matters`: those left when merged ones are one; `on_the_spot`: solved where they were raised;
    - `received`, `answered`, `explained`, `resolved`: a merged voice with its matter; what was solved on the spot only where
      somebody wrote so; `told`: the place has heard the answer;
    - `open`: matters not closed and not solved on the spot; `overdue`: of these unanswered and due before the day;
    - `rates`: answered and resolved of those that wait for an answer (`raised` without `on_the_spot`), side by side;
    - `by_agency`: {code: {name, held, answered, resolved, open, overdue}} by the agency that leads, `with_nobody` the rest;
    - `median_days_to_answer`, `median_days_to_heard`: from raised to answered, to told, None where there is none;
    - `not_satisfied`, `reopened`: voices whose place said so, and that went on after they were answered."""
    total, facts = ageing.total, ageing.facts
    names = ("raised", "received", "answered", "resolved", "told", "open", "overdue", "on_the_spot")
    return {
        **{name: getattr(total, name) for name in names},
        "by_agency": {
            ageing.agencies[pk].code: {"name": ageing.agencies[pk].name, **_of_agency(tally)}
            for pk, tally in sorted(ageing.by_agency.items(), key=lambda each: each[0] or 0)
            if pk
        },
        "with_nobody": _of_agency(ageing.by_agency.get(None, Tally())),
        "matters": len({fact.matter or fact.pk for fact in facts}),
        "explained": total.explained,
        "unanswered": total.unanswered,
        "rates": {
            "answered": {"number": total.answered_asked, "of": total.asked},
            "resolved": {"number": total.resolved_asked, "of": total.asked},
        },
        "median_days_to_answer": _median(f.answer_on - f.raised_on for f in facts if f.is_answered),
        "median_days_to_heard": _median(f.told_on - f.raised_on for f in facts if f.is_told),
        "not_satisfied": sum(fact.satisfaction == "not_satisfied" for fact in facts),
        "reopened": sum(fact.times_reopened > 0 for fact in facts),
    }


def _of_agency(tally: Tally) -> dict:
    return {
        "held": tally.raised,
        "answered": tally.answered,
        "resolved": tally.resolved,
        "open": tally.open,
        "overdue": tally.overdue,
    }


def _median(spans):
    days = [span.days for span in spans]
    return median(days) if days else None
