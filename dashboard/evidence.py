"""The evidence of a cadre's year (domain.md §3.9, Bến Tre 4.29): what was held, attended, reported, raised, mobilised, and what
each side says. Evidence only: no grade is computed, proposed or stored."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import Avg, Count, Q

from assignments.actions.checking import where_of
from assignments.facts.cadres import place_names
from assignments.models import Assignment, TeamMember
from branches.models import Organisation, OrganisationVersion, UnitPlacement
from branches.querysets.scoping import from_above
from common.periods import intersect, last_day, merge, overlaps
from matters.amounts import Total, total_of
from matters.models import Contribution, Recommendation
from reports.cells import CellBuilder, report_state
from reports.expected import Tally
from reports.models import YearNote
from reports.querysets.expecting import Turn
from scores.models import Sheet, Target
from scores.monthly import GIVEN
from scores.targeting import TargetBoard, TargetLine

_ONE_DAY = timedelta(days=1)
MOST_TARGETS = 40
NO_SHEET = "–"


@dataclass
class Held:
    """One assignment in the year. `days`: how many of the year's days it ran up to the day of asking; `team`: the name of the team
    through which it was his; `tally` of what was expected and became of it (the team's where it is one's), None where the scheme
    asks for no turns; the reports are those on his own turns."""

    assignment: Assignment
    name: str
    scheme: str
    starts_on: date
    last_on: date | None
    days: int
    team: str = ""
    tally: Tally | None = None


@dataclass(frozen=True)
class Raised:
    raised: int = 0
    answered: int = 0
    resolved: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class Change:
    """The mean score of a followed organisation in the year and in the year before, of one kind of sheet by one side; None where
    nothing was scored. `before` and `now` are over the same rubrics' total of 100 or whatever they count to."""

    name: str
    what: str
    before: Decimal | None
    now: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if None in (self.before, self.now) else self.now - self.before


class CadreYear:
    """The year `year` of `cadre` (Cadre) as known on `day`, as far as `scope` reads what it is made of. A fixed number of queries
    however many places and months there are."""

    def __init__(self, cadre, year: int, day: date, scope):
        self.cadre, self.year, self.day, self.scope = cadre, year, day, scope
        self.starts_on, self.ends_on = date(year, 1, 1), date(year + 1, 1, 1)
        # Known up to the day: a year that runs is not over.
        self.until = max(min(self.ends_on, day + _ONE_DAY), self.starts_on)

    @property
    def counted_to(self) -> date:
        """The last day that the figures know of."""
        return max(self.until - _ONE_DAY, self.starts_on)

    # --- what he held ---
    @cached_property
    def _assignments(self) -> dict[int, tuple]:
        """{id: (Assignment, the period in which it was his, the team's name)}."""
        person = Q(cadre=self.cadre) | Q(cadre__merged_into=self.cadre)
        members = TeamMember.objects.during(self.starts_on, self.ends_on).filter(person)
        teams = defaultdict(list)
        for member in members.select_related("team"):
            teams[member.team_id].append(member)
        rows = Assignment.objects.visible_to(self.scope).standing().during(self.starts_on, self.ends_on)
        rows = rows.filter(person | Q(team__in=teams), target_household=None, target_group=None)
        rows = rows.for_list().select_related("scheme__issuer", "unit", "target_organisation__unit")
        found = {}
        for row in rows.order_by("starts_on", "pk"):
            own = (row.starts_on, row.ends_on)
            if not row.team_id:
                found[row.pk] = (row, own, "")
                continue
            for member in teams[row.team_id]:
                run = intersect([own, (member.starts_on, member.ends_on)])
                if run:
                    found[row.pk] = (row, run, member.team.name)
        return {pk: each for pk, each in found.items() if overlaps(each[1], (self.starts_on, self.ends_on))}

    @cached_property
    def held(self) -> list[Held]:
        rows = [row for row, _run, _team in self._assignments.values()]
        names = place_names(rows, min(self.day, last_day(self.ends_on)))
        return [
            Held(
                assignment=row,
                name=names.get(where_of(row), ""),
                scheme=row.scheme.name,
                starts_on=run[0],
                last_on=last_day(run[1]) if run[1] and run[1] < self.ends_on else None,
                days=_days(run, (self.starts_on, self.until)),
                team=team,
                tally=self._tallies.get(row.pk),
            )
            for row, run, team in self._assignments.values()
        ]

    @cached_property
    def days_held(self) -> int:
        """Days of the year on which at least one assignment ran: two on one day are one day."""
        year = (self.starts_on, self.until)
        runs = [intersect([run, year]) for _row, run, _team in self._assignments.values()]
        return sum((end - start).days for start, end in merge([run for run in runs if run]))

    # --- what was expected, attended and reported ---
    @cached_property
    def _cells(self) -> list:
        rows = [row for row, _run, _team in self._assignments.values()]
        schemes = {row.scheme_id: row.scheme for row in rows if _asks_turns(row.scheme)}
        if not schemes:
            return []
        issuers = {scheme.issuer_id for scheme in schemes.values()}
        paths = UnitPlacement.objects.filter(unit__in=issuers).values_list("path", flat=True)
        # One build for all issuers: the number of queries hangs on neither.
        found = CellBuilder(
            None, self.starts_on, self.ends_on, self.day,
            only=list(self._assignments), schemes=schemes, paths=sorted(set(paths)),
        ).build()  # fmt: skip
        return [cell for cell in found if overlaps(cell.held, self._assignments[cell.line.pk][1])]

    @cached_property
    def _tallies(self) -> dict[int, Tally]:
        found: dict = defaultdict(Tally)
        for cell in self._cells:
            states = [report_state(turn, self.day) for turn in self._own(cell)]
            counted = Tally(*(cell.branches + cell.committees))._replace(
                turns=len(states), **{state: states.count(state) for state in set(states)}
            )
            found[cell.line.pk] += counted
        return dict(found)

    def _own(self, cell) -> list[Turn]:
        return [turn for turn in cell.turns if turn.person == self.cadre.pk]

    @cached_property
    def total(self) -> Tally:
        return sum(self._tallies.values(), Tally())

    # --- what he raised and mobilised ---
    @cached_property
    def raised(self) -> Raised:
        rows = Recommendation.objects.visible_to(self.scope).standing().filter(self._his("raised_by"))
        rows = rows.filter(raised_on__gte=self.starts_on, raised_on__lt=self.until).with_clock(self.day)
        answered = Q(answer_on__lte=self.day) | Q(is_solved_on_the_spot=True)
        resolved = Q(final_outcome="resolved", answer_on__lte=self.day) | Q(is_solved_on_the_spot=True)
        return Raised(
            **rows.order_by().aggregate(
                raised=Count("pk"),
                answered=Count("pk", filter=answered),
                resolved=Count("pk", filter=resolved),
                overdue=Count("pk", filter=Q(is_overdue=True)),
            )
        )

    @cached_property
    def _gifts(self) -> list[tuple]:
        """[(amount or None, qualifier, what was given)]: one cadre's of one year are few."""
        rows = Contribution.objects.visible_to(self.scope).standing().filter(self._his("cadre"))
        rows = rows.filter(happened_on__gte=self.starts_on, happened_on__lt=self.until)
        return list(rows.order_by().values_list("amount", "qualifier", "in_kind"))

    @cached_property
    def resources(self) -> Total:
        return total_of((amount, how) for amount, how, _what in self._gifts if amount is not None)

    @cached_property
    def goods(self) -> int:
        """How many gifts were things."""
        return sum(bool(what) for _amount, _how, what in self._gifts)

    def _his(self, field) -> Q:
        return Q(**{field: self.cadre}) | Q(**{f"{field}__merged_into": self.cadre})

    # --- how it went with what he followed ---
    @cached_property
    def followed(self) -> dict[int, str]:
        """{organisation id: its name} of bodies that he followed, and of those that stand in a hamlet or commune that he did."""
        rows = [row for row, _run, _team in self._assignments.values()]
        named = {row.target_organisation_id for row in rows} - {None}
        units = {row.target_unit_id for row in rows} - {None}
        if not (named or units):
            return {}
        bodies = Organisation.objects.filter(Q(pk__in=named) | Q(unit__in=units), opened_on__lt=self.ends_on)
        bodies = bodies.filter(Q(closed_on=None) | Q(closed_on__gt=self.starts_on))
        day = min(self.day, last_day(self.ends_on))
        # By its own versions in one query: as called on the day, or last before it, or first after.
        names: dict[int, str] = {}
        rows = OrganisationVersion.objects.filter(organisation__in=bodies).order_by("starts_on")
        for pk, starts_on, name in rows.values_list("organisation", "starts_on", "name"):
            if pk not in names or starts_on <= day:
                names[pk] = name
        return names

    @cached_property
    def changes(self) -> list[Change]:
        """By organisation, kind of sheet and side that scored; never two sides in one mean. What the board gave counts from
        its approval, and before its publication for those above only. A body of which no sheet is known is said to have
        none. One query."""
        before = date(self.year - 1, 1, 1)
        rows = Sheet.objects.visible_to(self.scope).counted().exclude(kind="year")
        known = Q(published_on__isnull=False) | from_above(self.scope, "scores.read")
        rows = rows.filter(~Q(scorer="own") | (Q(state__in=GIVEN) & known))
        rows = rows.filter(
            organisation__in=self.followed,
            period_on__gte=before,
            period_on__lt=self.until,
            total__isnull=False,
        )
        found: dict = defaultdict(dict)
        groups = rows.order_by().values_list("organisation", "kind", "scorer", "period_on__year")
        for body, kind, scorer, year, mean in groups.annotate(mean=Avg("total")):
            found[body, kind, scorer][year] = round(mean, 2)
        kinds, scorers = dict(Sheet._meta.get_field("kind").choices), dict(Sheet.Scorer.choices)
        changes = [
            Change(
                self.followed[body],
                str(kinds[kind]) if scorer == "own" else f"{kinds[kind]}, {scorers[scorer]}",
                years.get(self.year - 1),
                years.get(self.year),
            )
            for (body, kind, scorer), years in found.items()
        ]
        scored = {body for body, _kind, _scorer in found}
        changes += [
            Change(name, NO_SHEET, None, None) for pk, name in self.followed.items() if pk not in scored
        ]
        return sorted(changes, key=lambda each: (each.name, each.what))

    @cached_property
    def all_targets(self) -> list[TargetLine]:
        """Without the sensitive ones: of one place they are small numbers."""
        rows = Target.objects.visible_to(self.scope).filter(
            organisation__in=self.followed, indicator__is_sensitive=False
        )
        return TargetBoard(None, self.year, self.day, rows).lines if self.followed else []

    @property
    def targets(self) -> list[TargetLine]:
        return self.all_targets[:MOST_TARGETS]

    @property
    def targets_left_out(self) -> int:
        """How many more there are than the sheet shows: it says so."""
        return len(self.all_targets) - len(self.targets)

    # --- what is said of it ---
    def notes(self, speakers=()) -> list[YearNote]:
        """Standing ones: those that the scope reads, and what was said for the sides of `speakers`
        (dashboard.evidence_sides.Speaker)."""
        rows = YearNote.objects.standing().filter(cadre=self.cadre, year=self.year)
        mine = Q(pk__in=YearNote.objects.visible_to(self.scope).values("pk"))
        for each in speakers:
            # Of the same branch, or of the place as such: None is not "any".
            body = Q(organisation=each.organisation) if each.organisation else Q(organisation=None)
            mine |= body & Q(side=each.side, unit=each.unit)
        order = list(YearNote.Side)
        found = rows.filter(mine).select_related("said_by", "unit", "organisation")
        return sorted(found, key=lambda note: (order.index(note.side), note.pk))


def _asks_turns(scheme) -> bool:
    return bool(scheme.turns_per_month or scheme.committee_turns_per_month)


def _days(run, period) -> int:
    found = intersect([run, period])
    return (found[1] - found[0]).days if found else 0
