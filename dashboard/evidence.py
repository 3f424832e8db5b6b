"""The evidence of a cadre's year (domain.md §3.9, Bến Tre 4.29): what was held, attended, reported, raised, mobilised, and what
each side says. Evidence only: no grade is computed, proposed or stored."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Avg, OuterRef, Q
from django.db.models.functions import JSONArray

from assignments.models import Assignment, TeamMember
from branches.models import UnitPlacement
from branches.querysets.scoping import from_above
from common.periods import intersect, last_day, merge, overlaps
from dashboard.evidence_doing import GIFT, HELD, MATTER, VISIT, done_in, visits_of
from dashboard.evidence_ground import Bodies, FollowedBoard, Places
from dashboard.evidence_notes import everything_said, readable_notes
from matters.amounts import Total, total_of
from reports.cells import CellBuilder, report_state
from reports.expected import Tally
from reports.models import YearNote
from reports.querysets.expecting import Turn
from reports.querysets.household_visits import own_visits
from scores.models import Sheet, Target
from scores.monthly import GIVEN
from scores.targeting import TargetBoard, TargetLine

_ONE_DAY = timedelta(days=1)
MOST_TARGETS = 40
MOST_VISITS = 40
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
    """The year `year` of `cadre` (Cadre) as known on `day`, as far as `scope` reads what it is made of. `speakers`
    (dashboard.evidence_sides.Speaker): for whom the reader may speak. A fixed number of queries however many places, months,
    bodies, targets and notes there are."""

    def __init__(self, cadre, year: int, day: date, scope, speakers=()):
        self.cadre, self.year, self.day, self.scope, self.speakers = cadre, year, day, scope, tuple(speakers)
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
        """{id: (Assignment, the period in which it was his, the team's name)}, each with `memberships` of his in the team and
        `issuer_paths`, at which the scheme's committee ever stood. One query."""
        person = Q(cadre=self.cadre) | Q(cadre__merged_into=self.cadre)
        members = TeamMember.objects.during(self.starts_on, self.ends_on).filter(person)
        rows = Assignment.objects.visible_to(self.scope).standing().during(self.starts_on, self.ends_on)
        rows = rows.filter(
            person | Q(team__in=members.values("team")), target_household=None, target_group=None
        )
        rows = rows.for_list().select_related("scheme__issuer", "unit", "target_organisation__unit")
        theirs = members.filter(team=OuterRef("team")).order_by("starts_on", "pk")
        stood = UnitPlacement.objects.filter(unit=OuterRef("scheme__issuer"))
        rows = rows.annotate(
            memberships=ArraySubquery(theirs.values(period=JSONArray("starts_on", "ends_on"))),
            issuer_paths=ArraySubquery(stood.values("path")),
        )
        found = {}
        for row in rows.order_by("starts_on", "pk"):
            own = (row.starts_on, row.ends_on)
            if not row.team_id:
                found[row.pk] = (row, own, "")
                continue
            for member in row.memberships:
                run = intersect([own, tuple(each and date.fromisoformat(each) for each in member)])
                if run:
                    found[row.pk] = (row, run, row.team.name)
        return {pk: each for pk, each in found.items() if overlaps(each[1], (self.starts_on, self.ends_on))}

    # --- how it is all called ---
    @cached_property
    def _last(self) -> date:
        """The day by which places and bodies are called."""
        return min(self.day, last_day(self.ends_on))

    @property
    def _rows(self) -> list[Assignment]:
        return [row for row, _run, _team in self._assignments.values()]

    @cached_property
    def _places(self) -> Places:
        units = {each.unit.pk for each in (*self.speakers, *self._said)}
        for row in self._rows:
            standing = row.target_organisation or row.target_zone
            units |= {row.target_unit_id, standing and standing.unit_id} - {None}
        return Places(units)

    @cached_property
    def _bodies(self) -> Bodies:
        return Bodies(
            (self.starts_on, self.ends_on),
            sent_to={row.target_organisation_id for row in self._rows} - {None},
            units={row.target_unit_id for row in self._rows} - {None},
            speaking={each.organisation.pk for each in (*self.speakers, *self._said) if each.organisation},
            last=TargetBoard(None, self.year, self.day).last,
            registrations=TargetBoard(None, self.year, self.day).registrations(),
        )

    def name_of_target(self, row) -> str:
        if row.target_unit_id:
            return self._places.name_with_commune(row.target_unit_id, self._last)
        if row.target_organisation_id:
            return self._bodies.name(row.target_organisation_id, self._last)
        return row.target_zone.name if row.target_zone else ""

    def name_of_side(self, each) -> str:
        """Of a Speaker or YearNote: the branch that speaks for itself, else the place, as called today."""
        if each.organisation:
            return self._bodies.name(each.organisation.pk, self.day)
        return self._places.name(each.unit.pk, self.day)

    @cached_property
    def held(self) -> list[Held]:
        return [
            Held(
                assignment=row,
                name=self.name_of_target(row),
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
        asking = [row for row in self._rows if _asks_turns(row.scheme)]
        if not asking:
            return []
        # One build for all issuers: the number of queries hangs on neither.
        found = CellBuilder(
            None, self.starts_on, self.ends_on, self.day,
            only=list(self._assignments), schemes={row.scheme_id: row.scheme for row in asking},
            paths=sorted({path for row in asking for path in row.issuer_paths}),
            places=self._places.in_cells(self.starts_on, self.ends_on),
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
    def _own_doing(self) -> list[tuple]:
        return done_in(self.cadre, self.starts_on, self.until, self.day, self.scope)

    @cached_property
    def raised(self) -> Raised:
        rows = [facts for what, *facts in self._own_doing if what == MATTER]
        return Raised(
            raised=len(rows),
            answered=sum(bool(row[0]) for row in rows),
            resolved=sum(bool(row[1]) for row in rows),
            overdue=sum(bool(row[2]) for row in rows),
        )

    @cached_property
    def _gifts(self) -> list[tuple]:
        """[(amount or None, qualifier, what was given)]."""
        return [tuple(row[4:]) for row in self._own_doing if row[0] == GIFT]

    @cached_property
    def resources(self) -> Total:
        return total_of((amount, how) for amount, how, _what in self._gifts if amount is not None)

    @cached_property
    def goods(self) -> int:
        """How many gifts were things."""
        return sum(bool(what) for _amount, _how, what in self._gifts)

    # --- households ---
    @cached_property
    def visits(self) -> list[tuple]:
        """[(household id, the day as ISO)]."""
        return [(row[4], row[5]) for row in self._own_doing if row[0] == VISIT]

    @property
    def households_visited(self) -> int:
        return len({household for household, _on in self.visits})

    @property
    def days_of_visits(self) -> int:
        return len({on for _household, on in self.visits})

    @cached_property
    def households_held(self) -> int:
        """On some day of the year, each once; whom he visited he held, though it was taken back later."""
        held = {row[4] for row in self._own_doing if row[0] == HELD}
        return len(held | {household for household, _on in self.visits})

    @cached_property
    def shown_visits(self) -> list:
        """The latest of them, to himself alone: others read how many."""
        if not self.visits or self.cadre.pk not in self.scope.cadre_ids:
            return []
        rows = visits_of(self.cadre, self.starts_on, self.until, self.scope).filter(own_visits(self.scope))
        return list(rows.select_related("household").order_by("-visited_on", "-pk")[:MOST_VISITS])

    # --- how it went with what he followed ---
    @cached_property
    def followed(self) -> dict[int, str]:
        """{organisation id: its name} of bodies that he followed, and of those that stand in a hamlet or commune that he did."""
        return self._bodies.followed_on(self._last)

    @cached_property
    def _means(self) -> dict:
        """{(organisation id, kind of sheet, side that scored): {year: (mean, mean of what everybody may know)}}; never two sides in
        one mean. What the board gave counts from its approval, and before its publication for those above only. One query."""
        before = date(self.year - 1, 1, 1)
        rows = Sheet.objects.visible_to(self.scope).counted().exclude(kind="year")
        published = ~Q(scorer="own") | Q(published_on__isnull=False)
        rows = rows.filter(~Q(scorer="own") | Q(state__in=GIVEN))
        rows = rows.filter(published | from_above(self.scope, "scores.read"))
        rows = rows.filter(
            organisation__in=self.followed,
            period_on__gte=before,
            period_on__lt=self.until,
            total__isnull=False,
        )
        found: dict = defaultdict(dict)
        groups = rows.order_by().values_list("organisation", "kind", "scorer", "period_on__year")
        means = groups.annotate(mean=Avg("total"), known=Avg("total", filter=published))
        for body, kind, scorer, year, mean, known in means:
            found[body, kind, scorer][year] = (round(mean, 2), known and round(known, 2))
        return found

    @property
    def changes(self) -> list[Change]:
        """By organisation, kind of sheet and side that scored, as the reader may know them. A body of which no sheet is known is
        said to have none."""
        return self._changes_by(0)

    @property
    def published_changes(self) -> list[Change]:
        """The same of what was published only: a paper goes further than its first reader."""
        return self._changes_by(1)

    def _changes_by(self, column) -> list[Change]:
        kinds, scorers = dict(Sheet._meta.get_field("kind").choices), dict(Sheet.Scorer.choices)
        changes, scored = [], set()
        for (body, kind, scorer), years in self._means.items():
            means = {year: each[column] for year, each in years.items() if each[column] is not None}
            if not means:
                continue
            scored.add(body)
            what = str(kinds[kind]) if scorer == "own" else f"{kinds[kind]}, {scorers[scorer]}"
            change = Change(self.followed[body], what, means.get(self.year - 1), means.get(self.year))
            changes.append(change)
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
        if not self.followed:
            return []
        return FollowedBoard(self.year, self.day, rows, places=self._places, bodies=self._bodies).lines

    @property
    def targets(self) -> list[TargetLine]:
        return self.all_targets[:MOST_TARGETS]

    @property
    def targets_left_out(self) -> int:
        """How many more there are than the sheet shows: it says so."""
        return len(self.all_targets) - len(self.targets)

    # --- what is said of it ---
    @cached_property
    def _said(self) -> list[YearNote]:
        return everything_said(self.cadre, self.year, self.scope, self.speakers)

    @cached_property
    def notes(self) -> list[YearNote]:
        """Those that stand and that the reader reads, by side, each with what was said there before."""
        return readable_notes(self._said)


def _asks_turns(scheme) -> bool:
    return bool(scheme.turns_per_month or scheme.committee_turns_per_month)


def _days(run, period) -> int:
    found = intersect([run, period])
    return (found[1] - found[0]).days if found else 0
