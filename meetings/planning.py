"""A commune's month as it would be registered: its branches of that month, each on the day of its rule, with the hour and
place of the rule or of last month, and what stands registered already. Reads only; the number of queries does not grow.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, time

from django.db.models import Prefetch, Q
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from branches.models import Organisation, OrganisationUnit, Unit, UnitPlacement
from branches.querysets.bodies import organisation_versions
from meetings import rules
from meetings.holidays import holiday_on
from meetings.models import Meeting, MeetingChange, Schedule, ScheduleRule
from meetings.rulebook import RuleBook


@dataclass
class Line:
    """One meeting of the month, registered (`meeting`) or only proposed. `source`: "registered", "moved", "rule", "last"
    (as last month) or "" where nothing proposes a day."""

    organisation: Organisation
    name: str
    source: str = ""
    kind: str = Meeting.Kind.REGULAR
    meeting: Meeting | None = None
    on: date | None = None
    at: time | None = None
    place: str = ""
    topic: str = ""
    prepare_due_on: date | None = None
    month: date | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What names the line in a form: the meeting's key, or the branch's whose regular meeting is still to be entered."""
        return self.meeting.key if self.meeting else self.organisation.key

    @property
    def is_settled(self) -> bool:
        """Whether it is known what became of the meeting: then its plan stays as it is."""
        return self.meeting is not None and self.meeting.outcome != Meeting.Outcome.UNKNOWN


class MonthPlan:
    """`unit`: the commune (Unit); `month`: the first day of the month."""

    def __init__(self, unit: Unit, month: date):
        self.unit, self.month = unit, month
        self.last = rules.last_of(month)

    @cached_property
    def schedule(self) -> Schedule | None:
        rows = Schedule.objects.select_related("unit", "sent_by", "returned_by")
        return rows.filter(unit=self.unit, month=self.month).first()

    @property
    def due_on(self) -> date | None:
        """The deadline: the one that the schedule was begun under, or the one that the rule gives now."""
        if self.schedule is not None:
            return self.schedule.due_on
        return due_on(self.unit, self.month)

    @cached_property
    def lines(self) -> list[Line]:
        """By the name of the branch; of one branch the regular meeting first, then by day."""
        found = [self._registered(meeting) for meeting in self._meetings]
        regular = {line.organisation.pk for line in found if line.kind == Meeting.Kind.REGULAR}
        found += [self._proposed(each) for each in self._branches if each.pk not in regular]
        found.sort(key=self._order)
        _warn(found)
        return found

    @cached_property
    def branches(self) -> dict[str, Organisation]:
        """{key: branch} of the commune that month, with `name`."""
        for each in self._branches:
            each.name = self._name(each.pk)
        return {each.key: each for each in sorted(self._branches, key=lambda each: self._sort_key(each.pk))}

    @cached_property
    def _places(self) -> dict[int, UnitPlacement]:
        """{unit id: its place at the end of the month} of the commune and everything in it."""
        return {each.unit_id: each for each in UnitPlacement.objects.on(self.last).under(self.unit)}

    @cached_property
    def _ground(self) -> dict[int, int]:
        """{branch id: the unit on which it mainly stands}."""
        links = OrganisationUnit.objects.on(self.last).filter(is_main=True, unit__in=list(self._places))
        return dict(links.values_list("organisation_id", "unit_id"))

    @cached_property
    def _branches(self) -> list[Organisation]:
        rows = Organisation.objects.open_on(self.last).filter(kind__in=rules.BRANCH_KINDS)
        return list(rows.filter(pk__in=list(self._ground)))

    @cached_property
    def _meetings(self) -> list[Meeting]:
        """What stands in the commune's schedule; and what its branches planned without one."""
        rows = Meeting.objects.standing().of_branches().filter(month=self.month, planned_on__isnull=False)
        own = Q(schedule__unit=self.unit) | Q(organisation__in=[each.pk for each in self._branches])
        changes = MeetingChange.objects.select_related("changed_by")
        return list(
            rows.filter(own)
            .select_related("organisation")
            .prefetch_related(Prefetch("changes", changes, to_attr="changes_made"))
            .order_by("planned_on", "pk")
        )

    @cached_property
    def _last_month(self) -> dict[int, Meeting]:
        rows = Meeting.objects.standing().of_branches().filter(month=rules.month_after(self.month, -1))
        rows = rows.filter(kind=Meeting.Kind.REGULAR, organisation__in=[each.pk for each in self._branches])
        return {row.organisation_id: row for row in rows.order_by("planned_on", "held_on", "pk")}

    @cached_property
    def _versions(self) -> dict:
        ids = {each.pk for each in self._branches} | {each.organisation_id for each in self._meetings}
        return organisation_versions(ids, self.last)

    @cached_property
    def _unit_ids(self) -> dict[str, int]:
        keys = {key for place in self._places.values() for key in place.path.split(".")[:-1]}
        return dict(Unit.objects.filter(key__in=keys).values_list("key", "pk"))

    @cached_property
    def _book(self) -> RuleBook:
        ids = [each.pk for each in self._branches]
        return RuleBook(self._unit_ids.values(), ids, self.month, self.month)

    def _chain(self, organisation) -> list[int]:
        place = self._places[self._ground[organisation.pk]]
        return [self._unit_ids[key] for key in place.path.split(".")[:-1]]

    def _registered(self, meeting) -> Line:
        return Line(
            meeting.organisation,
            self._name(meeting.organisation_id),
            "registered",
            kind=meeting.kind,
            meeting=meeting,
            on=meeting.planned_on,
            at=meeting.planned_at,
            place=meeting.planned_place,
            topic=meeting.topic,
            prepare_due_on=meeting.prepare_due_on,
            month=meeting.month,
        )

    def _proposed(self, organisation) -> Line:
        last = self._last_month.get(organisation.pk)
        chain = self._chain(organisation)
        said = self._book.proposal(organisation.pk, organisation.branch_type, chain, self.month)
        line = Line(
            organisation,
            self._name(organisation.pk),
            said.source,
            on=said.on,
            at=said.at,
            place=said.place,
            prepare_due_on=said.prepare_due_on,
            month=self.month,
        )
        if last:
            if line.on is None:
                line.source, line.on = "last", rules.day_of(self.month, last.on.day)
            line.at = line.at or last.planned_at or last.started_at
            line.place = line.place or last.planned_place or last.held_place
        return line

    def code_of(self, organisation) -> str:
        version = self._versions.get(organisation.pk)
        return version.code if version else ""

    @cached_property
    def _same_names(self) -> set[str]:
        """Names that several branches of the commune bear, as after a merger of communes."""
        count = Counter(version.name for version in self._versions.values())
        return {name for name, number in count.items() if number > 1}

    def _name(self, pk) -> str:
        version = self._versions.get(pk)
        if version is None:
            return ""
        return f"{version.name} ({version.code})" if version.name in self._same_names else version.name

    def _sort_key(self, pk) -> str:
        return self._versions[pk].sort_key if pk in self._versions else ""

    def _order(self, line):
        return (
            self._sort_key(line.organisation.pk),
            line.organisation.pk,
            line.kind != Meeting.Kind.REGULAR,
            line.on or date.max,
        )


def due_on(unit: Unit, month: date) -> date | None:
    """Until when `unit` registers `month`, by the rule of the lowest unit above it that has one; None without any."""
    place = UnitPlacement.objects.filter(unit=unit, starts_on__lt=month).order_by("-starts_on").first()
    place = place or UnitPlacement.objects.filter(unit=unit).order_by("starts_on").first()
    return due_days({unit.pk: place.path}, month).get(unit.pk) if place else None


def due_days(paths: dict[int, str], month: date) -> dict[int, date]:
    """{unit id: the deadline of `month`} for units with these paths; those that no rule binds are left out."""
    return {unit_id: due for (unit_id, _month), due in due_days_of_months(paths, [month]).items()}


def due_days_of_months(paths: dict[int, str], months) -> dict[tuple, date]:
    """{(unit id, month): the deadline}, as `due_days`, of many months; as many queries as of one."""
    if not months:
        return {}
    keys = {key for path in paths.values() for key in path.split(".")[:-1]}
    ids = dict(Unit.objects.filter(key__in=keys).values_list("key", "pk"))
    standing = ScheduleRule.objects.during(rules.month_after(min(months), -1), max(months))
    standing = list(standing.filter(unit__in=ids.values()))
    due = {}
    for month in months:
        found = [each for each in standing if each.holds_on(rules.registration_due(month, each.due_day))]
        for unit_id, path in paths.items():
            rule = rules.lowest(found, [ids[key] for key in path.split(".")[:-1]])
            if rule:
                due[unit_id, month] = rules.registration_due(month, rule.due_day)
    return due


def _warn(lines) -> None:
    """Sundays, holidays, two meetings in one place at one time: said beside the line, never refused."""
    days = Counter((line.organisation.pk, line.on) for line in lines if line.on)
    rooms = Counter((line.on, line.at, line.place.casefold()) for line in lines if line.on and line.place)
    for line in lines:
        if line.on is None:
            line.warnings.append(_("Chưa có ngày cố định; hãy ghi ngày."))
            continue
        if rest := holiday_on(line.on):
            line.warnings.append(
                _("%(day)s là %(rest)s.") % {"day": date_format(line.on, "d/m/Y"), "rest": rest}
            )
        if days[line.organisation.pk, line.on] > 1:
            line.warnings.append(_("Chi bộ này có hai buổi trong cùng một ngày."))
        if line.place and rooms[line.on, line.at, line.place.casefold()] > 1:
            line.warnings.append(_("Trùng giờ và địa điểm với một buổi khác."))
        if line.month and line.on.replace(day=1) != line.month:
            line.warnings.append(_("Ngày này không nằm trong tháng."))
