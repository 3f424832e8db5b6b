"""What a cadre chooses from in a month: the branches that he may choose, with what they registered or, where nothing is
registered, the day of their rule; and what speaks against a day. Reads only, as many queries for one branch as for many.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cached_property

from django.db.models import BigIntegerField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from branches.models import Organisation, OrganisationUnit, OrganisationVersion, UnitPlacement, UnitVersion
from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_of
from common.text import search_key
from meetings import rules
from meetings.choosing import branches_for, choices_during, committees_for
from meetings.fixed_days import Place, fixed_days, own_places
from meetings.models import Meeting, Visit

PER_PAGE = 30
_ONE_DAY = timedelta(days=1)
_ID = BigIntegerField()


@dataclass
class Option:
    """One meeting that may be chosen: registered (`meeting`), or only the day of the rule."""

    organisation: Organisation
    name: str
    above: str
    on: date | None = None
    at: time | None = None
    place: str = ""
    meeting: Meeting | None = None
    kind: str = ""
    visit: Visit | None = None
    is_over: bool = False
    warnings: list[str] = field(default_factory=list)
    client_key: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def is_open(self) -> bool:
        return self.on is not None and self.visit is None and not self.is_over


class Picker:
    """`cadre` (Cadre), `month` (its first day), `today`. Branches and assignments are those of today, or of the month's
    first day where it is still to come; that a day is really his to choose is checked again when he chooses it."""

    def __init__(self, cadre, month, today):
        self.cadre, self.month, self.today = cadre, month, today
        self.ends_on = rules.month_after(month)
        self.day = min(max(today, month), self.ends_on - _ONE_DAY)
        self.is_over = self.ends_on <= today

    @cached_property
    def choices(self):
        return choices_during(self.cadre, self.day, self.ends_on)

    @property
    def schemes(self) -> list:
        return list({each.scheme.pk: each.scheme for each in self.choices}.values())

    @cached_property
    def branches(self):
        """All of them, by name: Organisation rows with `name`, `ground_id` (the unit where it stands) and `commune_id`."""
        versions = OrganisationVersion.objects.on(self.day).filter(organisation=OuterRef("pk"))
        mains = OrganisationUnit.objects.on(self.day).filter(organisation=OuterRef("pk"), is_main=True)
        here = UnitPlacement.objects.on(self.day).filter(unit=OuterRef("ground_id"))
        return (
            branches_for(self.cadre, self.day, self.choices)
            .annotate(
                name=Subquery(versions.values("name")[:1]),
                sort=Subquery(versions.values("sort_key")[:1]),
                ground_id=Coalesce(Subquery(mains.values("unit")[:1]), F("unit_id"), output_field=_ID),
            )
            .annotate(
                commune_id=Coalesce(Subquery(here.values("commune")[:1]), F("ground_id"), output_field=_ID)
            )
            .order_by("sort", "pk")
        )

    def found(self, text="", commune=None):
        """The branches whose name, or whose place's, contains `text` (accents or not), of the commune (id) if asked."""
        rows = self.branches
        key = search_key(text)
        if key:
            named = OrganisationVersion.objects.on(self.day).filter(search_key__contains=key)
            places = UnitVersion.objects.on(self.day).filter(search_key__contains=key)
            linked = OrganisationUnit.objects.on(self.day).filter(unit__in=places.values("unit"))
            rows = rows.filter(pk__in=named.values("organisation")) | rows.filter(
                pk__in=linked.values("organisation")
            )
        return rows.filter(commune_id=commune) if commune else rows

    @cached_property
    def communes(self) -> list[tuple[int, str]]:
        """[(id, name)] of the communes in which his branches stand, by name."""
        ids = set(self.branches.order_by().values_list("commune_id", flat=True).distinct())
        return sorted(names_of(ids, self.day).items(), key=lambda each: search_key(each[1]))

    def options(self, branches) -> list[Option]:
        """What these branches (rows of `branches`, one page of them) offer in the month."""
        branches = list(branches)
        meetings = self._registered([each.pk for each in branches])
        names = names_of(
            {each.ground_id for each in branches} | {each.commune_id for each in branches}, self.day
        )
        whose = own_places(self.cadre, self.month)
        places = {each.pk: Place(each.ground_id, each.branch_type, each.pk) for each in branches}
        days = fixed_days([*places.values(), *whose], self.month)
        found = []
        for branch in branches:
            above = ", ".join(
                dict.fromkeys(
                    name for name in (names.get(branch.ground_id), names.get(branch.commune_id)) if name
                )
            )
            found += self._of_branch(branch, above, meetings.get(branch.pk, ()), days.get(places[branch.pk]))
        own = {days[place].on: words for place, words in whose.items() if place in days}
        self._mark(found, own)
        return found

    @cached_property
    def conferences(self) -> list[Option]:
        """The registered conferences of the committees that he follows (Bến Tre 4.9)."""
        rows = Meeting.objects.standing().known().in_month(self.month).exclude(body=Meeting.Body.BRANCH)
        rows = rows.filter(organisation__in=committees_for(self.cadre, self.day, self.choices).values("pk"))
        rows = [row for row in rows.select_related("organisation") if row.outcome != Meeting.Outcome.NOT_HELD]
        names = organisation_names([row.organisation_id for row in rows], self.day)
        found = [
            self._registered_option(row.organisation, names.get(row.organisation_id, ""), "", row)
            for row in rows
        ]
        self._mark(found, {})
        return found

    @cached_property
    def visits(self) -> list[Visit]:
        """What he chose for the month, by day."""
        rows = Visit.objects.planned().in_month(self.month).filter(cadre=self.cadre)
        rows = list(rows.select_related("organisation", "scheme", "meeting", "attendance"))
        names = organisation_names([row.organisation_id for row in rows], self.day)
        for row in rows:
            row.name = names.get(row.organisation_id, "")
            row.has_report = hasattr(row, "attendance")
            moved = row.meeting and row.meeting.outcome == Meeting.Outcome.UNKNOWN and row.meeting.on
            row.moved_to = moved if moved and moved != row.planned_on else None
        return rows

    def _registered(self, organisation_ids) -> dict:
        # What a commune has not sent yet is no offer: until then the day of the rule is.
        rows = Meeting.objects.standing().known().in_month(self.month).of_branches()
        rows = rows.filter(organisation__in=organisation_ids).exclude(outcome=Meeting.Outcome.NOT_HELD)
        found: dict = {}
        for row in rows.order_by("met_on", "pk"):
            found.setdefault(row.organisation_id, []).append(row)
        return found

    def _of_branch(self, branch, above, meetings, fixed):
        if meetings:
            return [self._registered_option(branch, branch.name, above, row) for row in meetings]
        if fixed:
            return [Option(branch, branch.name, above, on=fixed.on, at=fixed.at, place=fixed.place)]
        return [Option(branch, branch.name, above)]

    def _registered_option(self, organisation, name, above, meeting):
        return Option(
            organisation,
            name,
            above,
            on=meeting.on,
            at=meeting.planned_at or meeting.started_at,
            place=meeting.planned_place or meeting.held_place,
            meeting=meeting,
            kind=meeting.get_kind_display(),
        )

    def _mark(self, options, own):
        """What stands chosen, what is over, and what speaks against a day: said, never refused."""
        chosen = {(visit.organisation_id, visit.planned_on): visit for visit in self.visits}
        by_day: dict = {}
        for visit in self.visits:
            by_day.setdefault(visit.planned_on, []).append(visit)
        for option in options:
            if option.on is None:
                continue
            option.visit = chosen.get((option.organisation.pk, option.on))
            option.is_over = option.on < self.today
            if option.visit or option.is_over:
                continue
            for other in by_day.get(option.on, ()):
                option.warnings.append(_("Trùng ngày bạn đã chọn dự %(branch)s.") % {"branch": other.name})
            if option.on in own:
                option.warnings.append(_("Trùng ngày sinh hoạt của %(whose)s.") % {"whose": own[option.on]})
