"""What is not done yet, and by whom: schedule not registered → visit not chosen → report not filed; and, counted apart, the
conferences of committees that were not reported on.

Every list and reminder begins here, and nothing is stored: what is done is not in the list any more. It belongs to the
committee whose scheme asks for it (`issuer`), so that nobody at the place learns of a visit.
"""

from collections import Counter
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q

from assignments.models import Scheme
from assignments.querysets.targets import place_on
from branches.models import Organisation, Unit, UnitPlacement
from branches.querysets.scoping import within
from branches.rules import BRANCH_KINDS
from branches.rules import COMMUNE as COMMUNE_LEVEL
from common.periods import overlaps
from meetings.models import Schedule, Visit
from meetings.planning import due_days
from meetings.rules import month_after
from reports.cells import CellBuilder
from reports.ladder import choose_by, is_near
from reports.models import Reminder
from reports.querysets.unreported import is_to_branch, unreported_visits
from reports.quotas import month_period
from reports.rules import due_on as report_due_on

Step = Reminder.Step
# Where a DueList holds each step.
LISTS = {
    Step.SCHEDULE: "schedules",
    Step.VISIT: "visits",
    Step.REPORT: "reports",
    Step.CONFERENCE: "conferences",
}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """`about` names what is missing and outlives the row that said so; `due_on`: the last day on which it was in time;
    `month`: the month that it concerns. `who`: ("cadre", id), ("team", id) or ("agency", id); None for what the commune
    `unit_id` owes. `organisation_id`: where it is one branch."""

    step: str
    about: str
    issuer_id: int
    unit_id: int
    due_on: date
    month: date
    who: tuple[str, int] | None = None
    assignment_id: int | None = None
    organisation_id: int | None = None

    @property
    def cadre_id(self) -> int | None:
        return self.who[1] if self.who and self.who[0] == "cadre" else None

    @property
    def order(self):
        """The longest overdue first."""
        return self.due_on, self.step, self.about

    def as_values(self) -> dict:
        """As the queue keeps it."""
        return asdict(self) | {"due_on": self.due_on.isoformat(), "month": self.month.isoformat()}

    @classmethod
    def from_values(cls, values: dict) -> "Due":
        found = {each.name: values[each.name] for each in fields(cls)}
        days = {name: date.fromisoformat(values[name]) for name in ("due_on", "month")}
        return cls(**found | days | {"who": tuple(values["who"]) if values["who"] else None})


def issuers_asking(on: date):
    """The units whose schemes ask for turns and run on `on`, or ended within the last month: their reports are owed."""
    rows = Scheme.objects.during(period_looked_at(on)[0], on + _ONE_DAY)
    rows = rows.filter(Q(turns_per_month__gt=0) | Q(committee_turns_per_month__gt=0))
    return Unit.objects.filter(pk__in=rows.values("issuer")).order_by("pk")


def issuers_reviewed_by(scope, on: date):
    """Those of them whose reports the scope takes, highest first."""
    own = within(scope.reach("reports.review"), unit="")
    return Unit.objects.filter(own, pk__in=issuers_asking(on).values("pk")).order_by("access_path")


def period_looked_at(on: date) -> tuple[date, date]:
    """Last month and this one: the months before them stand in the figures, nobody is reminded of them."""
    first = on.replace(day=1)
    return month_after(first, -1), month_after(first)


def communes_with_branches(issuer, on) -> dict[int, str]:
    """{unit id: path} of the communes in or at the issuer's place where a branch stands on `on`."""
    place = place_on(issuer, on)
    if place is None:
        return {}
    rows = UnitPlacement.objects.on(on).under_path(place.path)
    seats = Organisation.objects.open_on(on).filter(kind__in=BRANCH_KINDS).values("unit")
    with_branch = rows.filter(unit__in=seats).values("commune")
    communes = rows.at_level(COMMUNE_LEVEL).filter(unit__in=with_branch)
    return dict(communes.order_by("path").values_list("unit", "path"))


class DueList:
    """What the schemes of `issuer` (Unit) ask for and is not done on `on`: of last month, this one, and the schedules of the
    next. `only`: of these assignments (ids); `built`: (cells, schemes) where the issuer's are among what was
    read already, of `period_looked_at(on)` and with `knows_days`. Each step is read when it is wanted; the number of queries does not grow."""

    def __init__(self, issuer: Unit, on: date, only=None, built=None):
        self.issuer, self.on, self.only = issuer, on, only
        self.first = on.replace(day=1)
        self.period = period_looked_at(on)
        self._built = built

    @cached_property
    def all(self) -> list[Due]:
        return sorted(
            [*self.schedules, *self.visits, *self.reports, *self.conferences], key=lambda due: due.order
        )

    def of_step(self, step) -> list[Due]:
        return getattr(self, LISTS[step])

    @cached_property
    def _builder(self) -> CellBuilder:
        return CellBuilder(
            self.issuer, *self.period, self.on, issuer=self.issuer, only=self.only, knows_days=True
        )

    @cached_property
    def cells(self) -> list:
        cells = self._built[0] if self._built else self._builder.build()
        return [cell for cell in cells if cell.line.scheme_id in self.schemes]

    @cached_property
    def schemes(self) -> dict[int, Scheme]:
        schemes = self._built[1] if self._built else self._builder.schemes
        return {pk: scheme for pk, scheme in schemes.items() if scheme.issuer_id == self.issuer.pk}

    # --- the schedule of a month ---
    @cached_property
    def schedules(self) -> list[Due]:
        """Communes with a branch that have not sent the schedule of this month or the next."""
        months = [month for month in (self.first, self.period[1]) if self._is_asked(month)]
        paths = communes_with_branches(self.issuer, self.on) if months else {}
        if not paths:
            return []
        sent = Schedule.objects.filter(unit__in=paths, month__in=months, first_sent_at__isnull=False)
        sent = set(sent.values_list("unit", "month"))
        return [
            Due(Step.SCHEDULE, f"schedule:{unit}:{month:%Y-%m}", self.issuer.pk, unit, due_on, month)
            for month in months
            for unit, due_on in due_days(paths, month).items()
            if (unit, month) not in sent and is_near(due_on, self.on)
        ]

    def _is_asked(self, month: date) -> bool:
        """Whether a scheme of the issuer's asks for turns on a day of the month."""
        return any(
            scheme.turns_per_month and overlaps((scheme.starts_on, scheme.ends_on), month_period(month))
            for scheme in self.schemes.values()
        )

    # --- which meeting is attended ---
    @cached_property
    def visits(self) -> list[Due]:
        """Who may choose which meeting he attends and has not chosen for as many turns as are expected of him."""
        cells = [cell for cell in self.cells if cell.branches.not_due and self._chooses(cell)]
        cells = [cell for cell in cells if cell.first == self.first]
        chosen = self._chosen([cell.line.pk for cell in cells])
        return [
            self._of_cell(Step.VISIT, f"visit:{cell.line.pk}:{cell.first:%Y-%m}", cell, due_on)
            for cell in cells
            if chosen[cell.line.pk] < cell.branches.not_due
            and is_near(due_on := choose_by(cell.held[0]), self.on)
        ]

    def _chooses(self, cell) -> bool:
        scheme = self.schemes[cell.line.scheme_id]
        return scheme.choice_for(cell.line.group) != Scheme.Choice.BRANCH and not cell.line.is_branch

    def _chosen(self, assignments) -> Counter:
        """{assignment: visits of this month that were chosen and not attended yet}."""
        rows = Visit.objects.planned().filter(assignment__in=assignments, month=self.first, attendance=None)
        rows = rows.select_related("meeting", "organisation").order_by()
        return Counter(visit.assignment_id for visit in rows if is_to_branch(visit))

    # --- the report ---
    @cached_property
    def reports(self) -> list[Due]:
        """Of meetings of branches: visits that were chosen, turns that were attended and turns that were expected, of which
        no report has come; a turn is in one of the three. Nothing is due where the scheme names no number of days."""
        return self._unreported(Step.REPORT)

    @cached_property
    def conferences(self) -> list[Due]:
        """The same of conferences of committees, for those whose scheme asks them to attend some (Bến Tre 4.9)."""
        return self._unreported(Step.CONFERENCE)

    def _unreported(self, step) -> list[Due]:
        visits = [
            self._of_visit(step, visit) for visit in self._visits if self._concerns(step, is_to_branch(visit))
        ]
        waiting = Counter((due.assignment_id, due.month) for due in visits)
        found = [*visits, *self._turns_unreported(step)]
        for cell in self.cells:
            due_on, result = (
                (cell.due_on, cell.branches)
                if step == Step.REPORT
                else (cell.committees_due_on, cell.committees)
            )
            if due_on is not None and result.owed > waiting[cell.line.pk, cell.first]:
                about = f"{step}:{cell.line.pk}:{cell.first:%Y-%m}"
                found.append(self._of_cell(step, about, cell, due_on))
        return [due for due in found if is_near(due.due_on, self.on)]

    @staticmethod
    def _concerns(step, is_branch) -> bool:
        return is_branch == (step == Step.REPORT)

    def _turns_unreported(self, step):
        for cell in self.cells:
            for turn in cell.turns:
                if turn.report is None and turn.due_on is not None and self._concerns(step, turn.is_branch):
                    about = f"{step}:turn:{turn.pk}"
                    yield self._of_cell(step, about, cell, turn.due_on, turn.organisation)

    @cached_property
    def _visits(self) -> list[Visit]:
        rows = unreported_visits(Visit.objects.filter(scheme__in=self.schemes, issuer=self.issuer))
        rows = rows.filter(met_on__gte=self.period[0], met_on__lt=self.on, scheme__report_days__isnull=False)
        if self.only is not None:
            rows = rows.filter(assignment__in=self.only)
        return list(rows.select_related("scheme", "meeting", "organisation").order_by("met_on", "pk"))

    def _of_visit(self, step, visit) -> Due:
        return Due(
            step,
            f"{step}:visit:{visit.key}",
            self.issuer.pk,
            visit.unit_id,
            report_due_on(visit.met_on, visit.scheme.report_days),
            visit.met_on.replace(day=1),
            ("cadre", visit.person),
            visit.assignment_id,
            visit.organisation_id,
        )

    def _of_cell(self, step, about, cell, due_on, organisation_id=None) -> Due:
        line = cell.line
        kind, pk = line.where
        return Due(
            step,
            about,
            self.issuer.pk,
            pk if kind == "unit" else line.home,
            due_on,
            cell.first,
            line.who,
            line.pk,
            organisation_id or (pk if kind == "organisation" else None),
        )


def is_still_due(due: Due, on: date) -> bool:
    """Asked once more when a reminder goes out: nobody is reminded of what has been done meanwhile, or is no longer his."""
    if due.step == Step.SCHEDULE:
        rows = Schedule.objects.filter(unit=due.unit_id, month=due.month)
        return not rows.filter(first_sent_at__isnull=False).exists()
    fresh = DueList(Unit.objects.get(pk=due.issuer_id), on, only=[due.assignment_id])
    return any(each.about == due.about for each in fresh.of_step(due.step))
