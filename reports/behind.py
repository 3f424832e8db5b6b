"""The rows behind the numbers of a review, on the review's own ground: days and not months, and over a merger the places that
went whole into the one asked about. Each comes from the method that gives its number."""

from datetime import timedelta
from functools import cached_property

from django.db.models import Q

from assignments.coverage import Coverage
from matters.amounts import kind_of
from matters.counting import conferences_of
from matters.models import Contribution, Recommendation
from matters.slices import Slice
from matters.urgent_register import UrgentRegister, register_of
from reports.cells import Cell, report_state
from reports.expected import Expected
from reports.pilots import Comparison
from reports.querysets.checklists import ChecklistCoverage
from reports.querysets.expecting import Turn
from reports.review_periods import ground_of, previous_period
from reports.reviewing import changed_assignments, nearest_scheme
from scores.monthly import months_given, sheets_of
from scores.reading import Figure, facts_of, several_figures
from scores.targeting import TargetBoard


class Behind:
    """Of `unit` in `[starts_on, ends_on)` as known on `on`, under `scheme` or whatever there is. Without `parts` there is no row
    to ask for. `nearest_on`: the day whose nearest scheme is asked where one must be, else the last of the period. `indicators`: those
    that are reckoned together, where more than one is asked for."""

    def __init__(self, unit, starts_on, ends_on, on, scheme=None, nearest_on=None, indicators=None):
        self._indicators = indicators
        self.unit, self.starts_on, self.ends_on, self.on, self.scheme = unit, starts_on, ends_on, on, scheme
        self.last = min(ends_on - timedelta(days=1), on)
        self.nearest_on = nearest_on or self.last

    @cached_property
    def before(self) -> "Behind":
        """The period before, as it was known when it ended."""
        first, after = previous_period(self.starts_on, self.ends_on)
        return Behind(self.unit, first, after, after, self.scheme, self.last, self._indicators)

    @cached_property
    def ground(self):
        return ground_of(self.unit, self.starts_on, self.ends_on)

    @property
    def parts(self) -> list[tuple]:
        """[(unit, starts_on, ends_on)] that held the ground."""
        return [
            (unit, stretch.starts_on, stretch.ends_on)
            for stretch in self.ground.stretches
            for unit in stretch.units
        ]

    @property
    def holders(self) -> tuple:
        """Who holds it at the end: of them is what stands as of a day."""
        return self.ground.stretches[-1].units if self.ground.stretches else ()

    @property
    def period(self) -> tuple:
        """The days of the period on which the ground can be followed."""
        stretches = self.ground.stretches
        return (
            (stretches[0].starts_on, stretches[-1].ends_on) if stretches else (self.starts_on, self.ends_on)
        )

    # --- coverage ---
    @cached_property
    def nearest(self):
        """The scheme that is asked about where one must be."""
        return self.scheme or nearest_scheme(self.unit, self.nearest_on)

    @property
    def coverages(self) -> list[Coverage]:
        return [Coverage(self.nearest, unit, self.last) for unit in self.holders] if self.nearest else []

    # --- attendance ---
    @cached_property
    def expected(self) -> list[Expected]:
        return [Expected(unit, starts, ends, self.on, self.scheme) for unit, starts, ends in self.parts]

    @cached_property
    def turns(self) -> list[Turn]:
        return [turn for each in self.expected for turn in each.turns]

    def turns_reported(self, state) -> list[Turn]:
        """On time or late."""
        return [turn for turn in self.turns if report_state(turn, self.on) == state]

    def cells(self, state) -> list[tuple[Expected, Cell]]:
        """Assignments in a month with turns of that state: expected, attended, missing or excused."""
        return [
            (each, cell) for each in self.expected for cell in each.cells if getattr(cell.branches, state)
        ]

    # --- what was raised and done ---
    def recommendations(self, state):
        every = Recommendation.objects.all()
        return _either([Slice(state, self.on, *part).of(every) for part in self.parts])

    def conferences(self, kind=""):
        rows = _either([conferences_of(*part) for part in self.parts])
        return rows.filter(kind=kind) if kind else rows

    def contributions(self):
        gifts = Contribution.objects.standing()
        return _either([gifts.during(starts, ends).under(unit) for unit, starts, ends in self.parts])

    def goods(self, what, measure):
        """The gifts in kind that were added up as this thing in this measure (None: whose quantity is no number)."""
        gifts = self.contributions().exclude(in_kind="")
        wanted = kind_of(what, "")[0], measure
        pairs = gifts.values_list("pk", "in_kind", "quantity")
        return gifts.filter(pk__in=[pk for pk, *said in pairs if kind_of(*said) == wanted])

    @cached_property
    def registers(self) -> list[UrgentRegister]:
        first = self.period[0].year
        return [register_of(unit, first, self.last.year, self.last) for unit in self.holders]

    @cached_property
    def comparison(self) -> Comparison:
        return Comparison(self.unit, self.ground.stretches, self.last, self.on, self.scheme)

    # --- who follows, how it was scored, what was looked at ---
    def assignments(self, which):
        """Started or ended."""
        return _either([changed_assignments(*part, self.scheme)[which] for part in self.parts])

    def sheets(self, part):
        rows = _either([sheets_of(unit, *self.period) for unit in self.holders])
        kind, _dot, side = part.partition(".")
        return months_given(rows) if kind == "months" else rows.filter(scorer=side, total__isnull=False)

    def touched(self, code) -> list:
        """The targets in which an item of a checklist was touched."""
        return [target for looked in self._looked for target in looked.touched(code)]

    @cached_property
    def _looked(self) -> list[ChecklistCoverage]:
        return [ChecklistCoverage(self.nearest, *part) for part in self.parts] if self.nearest else []

    # --- targets and indicators ---
    @cached_property
    def boards(self) -> list[TargetBoard]:
        """Of the year of the last day, as it stood on it."""
        return [TargetBoard(unit, self.last.year, self.last) for unit in self.holders]

    def figures_of(self, indicator) -> list[tuple]:
        """[(Figure, MapFacts)]: what is counted over a period is that of all its parts, what stands on a day that of the last."""
        figures = self._figures or self._reckoned([indicator])
        return [
            (found[indicator.code], facts)
            for (unit, *_days), found, facts in zip(self.parts, figures, self._facts, strict=True)
            if indicator.is_flow or unit in self.holders
        ]

    @cached_property
    def _figures(self) -> list[dict[str, Figure]]:
        return self._reckoned(self._indicators) if self._indicators is not None else []

    def _reckoned(self, indicators) -> list[dict[str, Figure]]:
        return several_figures([(*part, self.on) for part in self.parts], indicators)

    @cached_property
    def _facts(self) -> list:
        return [facts_of(*part, self.on) for part in self.parts]


def _either(querysets):
    """Rows of any of them (one at least), each once."""
    first, *others = querysets
    if not others:
        return first
    condition = Q()
    for rows in querysets:
        condition |= Q(pk__in=rows.order_by().values("pk"))
    return first.model.objects.filter(condition)
