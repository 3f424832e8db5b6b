"""What one should know before a visit: the branch, its people, its last meetings and reports, what is open, what to convey.

He who goes there reads these facts of the branch because he goes; everybody else as far as his scope does. Reports are
read by their own rule in either case.
"""

from datetime import timedelta
from functools import cached_property

from django.db.models import Q

from assignments.models import SchemeDocument
from branches.facts.units import latest_counts
from branches.models import OfficeHolder, OfficialDocument, OrganisationUnit, UnitPlacement
from branches.querysets.bodies import organisation_names
from branches.querysets.units import chain_of
from branches.rules import COMMUNE as COMMUNE_LEVEL
from matters.models import Bulletin, Recommendation
from meetings.facts.timeline import shelf_of
from meetings.models import Attendance, BranchTask, Letter, Meeting
from reports.models import Report
from reports.remedies import to_check
from reports.telling import answers_to_tell, readable_among

LAST = 3
DOCUMENTS = 20
# Without an earlier visit, what is new is what came in this time.
NEW_WITHIN = timedelta(days=92)


class VisitFacts:
    """`visit` (Visit, its organisation, scheme and cadre at hand) as `scope` reads it on `day`."""

    def __init__(self, visit, scope, day):
        self.visit, self.scope, self.day = visit, scope, day
        self.organisation = visit.organisation
        self.is_own = visit.cadre_id in scope.cadre_ids

    @cached_property
    def name(self) -> str:
        return organisation_names([self.organisation.pk], self.day).get(self.organisation.pk, "")

    @cached_property
    def place(self):
        """Where the branch stands today: its UnitPlacement, None where it stands nowhere."""
        links = OrganisationUnit.objects.on(self.day).filter(organisation=self.organisation, is_main=True)
        unit = links.values_list("unit", flat=True).first() or self.organisation.unit_id
        rows = UnitPlacement.objects.on(self.day).filter(unit=unit)
        return rows.select_related("unit", "version").first()

    @cached_property
    def chain(self) -> list[tuple]:
        return chain_of(self.place, self.day) if self.place else []

    @property
    def above(self) -> str:
        return ", ".join(name for _key, name, level in reversed(self.chain) if level >= COMMUNE_LEVEL)

    @property
    def directions(self) -> str:
        """A "geo:" address that the phone's own map opens; "" without coordinates. No third party is asked."""
        version = self.place.version if self.place else None
        if version is None or version.latitude is None or version.longitude is None:
            return ""
        return f"geo:{version.latitude:.5f},{version.longitude:.5f}"

    @cached_property
    def holders(self) -> list[OfficeHolder]:
        rows = self._read(OfficeHolder.objects.on(self.day))
        units = [self.place.unit_id] if self.place else []
        own = Q(organisation=self.organisation) | Q(organisation=None, unit__in=units)
        return list(rows.filter(own).select_related("office").order_by("office__sort", "given_name_key"))

    @cached_property
    def members(self):
        return latest_counts([self.organisation.pk], self.day).get(self.organisation.pk)

    @cached_property
    def meetings(self) -> list[Meeting]:
        rows = self._read(Meeting.objects.standing()).filter(organisation=self.organisation)
        return list(rows.filter(met_on__lt=self._until).order_by("-met_on", "-pk")[:LAST])

    @cached_property
    def reports(self) -> list[Report]:
        rows = Report.objects.visible_to(self.scope).filter(organisation=self.organisation)
        return list(rows.select_related("cadre").order_by("-met_on", "-pk")[:LAST])

    @cached_property
    def tasks(self) -> list[BranchTask]:
        rows = self._read(BranchTask.objects.standing().open()).filter(organisation=self.organisation)
        return list(rows.order_by("due_on", "pk"))

    @cached_property
    def recommendations(self) -> list[Recommendation]:
        """What was raised here and is not at its end: what he may read, and what the place itself may. Each voice is its own."""
        rows = Recommendation.objects.standing().raised_at(self.organisation)
        readable = Q(pk__in=Recommendation.objects.visible_to(self.scope).values("pk"))
        rows = rows.filter(readable | Q(is_shared=True) if self.is_own else readable)
        rows = rows.filter(closed_on=None, is_solved_on_the_spot=False).with_clock(self.day)
        return list(rows[:DOCUMENTS])

    @cached_property
    def answers(self) -> list[Recommendation]:
        """What is to be told there, each with its `reply`: as his report will ask for it."""
        found = answers_to_tell(self.organisation, self.visit.cadre, self.day)
        return found if self.is_own else readable_among(found, self.scope)

    @cached_property
    def remedies(self) -> list:
        """What must be put right here, demanded by the committee under whose scheme he goes; the report asks what he saw."""
        return to_check(self.organisation, self.visit.scheme.issuer_id)

    @cached_property
    def last_visit_on(self):
        """When he was there last, as far as the reader may know."""
        rows = Attendance.objects.standing().visible_to(self.scope)
        rows = rows.filter(cadre=self.visit.cadre, meeting__organisation=self.organisation)
        return rows.filter(attended_on__lt=self._until).values_list("attended_on", flat=True).first()

    @cached_property
    def scheme_documents(self) -> list[OfficialDocument]:
        """On what the assignment rests: to be known."""
        ids = set(SchemeDocument.objects.filter(scheme=self.visit.scheme).values_list("document", flat=True))
        ids |= {self.visit.scheme.charter_id} - {None}
        return list(OfficialDocument.objects.visible_to(self.scope).filter(pk__in=ids))

    @cached_property
    def bulletins(self) -> list[Bulletin]:
        """What those who follow are told, for him who goes: what he has not read, and what is new."""
        if not self.is_own:
            return []
        rows = Bulletin.objects.meant_for(self.scope.cadre_ids, self.day).with_is_read(self.scope.cadre_ids)
        rows = rows.filter(Q(is_read=False) | Q(published_on__gte=self.day - NEW_WITHIN))
        return list(rows.order_by("is_read", "-published_on", "-pk")[:DOCUMENTS])

    @cached_property
    def new_documents(self) -> list[OfficialDocument]:
        """What the levels above the branch issued since he was there: to be conveyed."""
        keys = [key for key, _name, level in self.chain if level <= COMMUNE_LEVEL]
        since = self.last_visit_on or self.day - NEW_WITHIN
        rows = OfficialDocument.objects.visible_to(self.scope).filter(issuer_unit__key__in=keys)
        rows = rows.filter(issued_on__gte=since, issued_on__lte=self.day)
        return list(rows.exclude(pk__in=[each.pk for each in self.scheme_documents])[:DOCUMENTS])

    @cached_property
    def shelf(self) -> list:
        return shelf_of(self.organisation, self.day, self.scope)

    @cached_property
    def letter(self) -> Letter | None:
        rows = Letter.objects.visible_to(self.scope).filter(cadre=self.visit.cadre, scheme=self.visit.scheme)
        return rows.on(self.visit.planned_on).filter(revoked_at=None).order_by("number", "pk").last()

    @property
    def _until(self):
        return min(self.visit.planned_on, self.day)

    def _read(self, rows):
        return rows if self.is_own else rows.visible_to(self.scope)
