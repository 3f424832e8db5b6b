"""What is known of a document on a day: whether it is in force, what it amends or replaces, what replaced it."""

from dataclasses import dataclass
from functools import cached_property

from branches.models import DocumentRelation, OfficialDocument, OrganisationVersion, UnitVersion

IN_FORCE, AMENDED, REPLACED, TO_COME = "in_force", "amended", "replaced", "to_come"


@dataclass(frozen=True)
class Related:
    """Another document; None where the reader may not read it: that there is one is part of the fact."""

    document: OfficialDocument | None
    relation: str
    has_effect: bool


class DocumentFacts:
    """`document` (OfficialDocument, issuers at hand) as read on `day` within `scope`."""

    def __init__(self, document, day, scope):
        self.document, self.day, self.scope = document, day, scope

    @property
    def state(self) -> str:
        """In force, in force as amended, replaced, or not in force yet."""
        if not OfficialDocument.objects.in_force_on(self.day).filter(pk=self.document.pk).exists():
            return TO_COME if self.document.in_force_from > self.day else REPLACED
        amended = any(
            each.relation == DocumentRelation.Relation.AMENDS for each in self.later if each.has_effect
        )
        return AMENDED if amended else IN_FORCE

    @cached_property
    def earlier(self) -> list[Related]:
        """What it does to others."""
        return [
            self._related(each, each.relates_to)
            for each in self._relations
            if each.document_id == self.document.pk
        ]

    @cached_property
    def later(self) -> list[Related]:
        """What others do to it."""
        return [
            self._related(each, each.document)
            for each in self._relations
            if each.document_id != self.document.pk
        ]

    @cached_property
    def _relations(self):
        out = DocumentRelation.objects.filter(document=self.document)
        into = DocumentRelation.objects.filter(relates_to=self.document)
        rows = (out | into).select_related("document", "relates_to")
        return list(rows.order_by("document__issued_on", "pk"))

    @cached_property
    def _seen(self) -> set:
        ids = {pk for each in self._relations for pk in (each.document_id, each.relates_to_id)}
        rows = OfficialDocument.objects.visible_to(self.scope).filter(pk__in=ids) if ids else ()
        return {row.pk for row in rows}

    def _related(self, row, other) -> Related:
        return Related(
            other if other.pk in self._seen else None, row.relation, row.document.in_force_from <= self.day
        )

    @cached_property
    def issuer_name(self) -> str:
        """The body that issued it as it was called that day; for a unit its committee."""
        return issuer_names([self.document])[self.document.pk]

    def may(self, permission: str) -> bool:
        unit = self.document.issuer_unit
        return self.scope.reach(permission).covers(unit.access_path, unit.pk)


def issuer_names(documents) -> dict:
    """{document id: who issued it}, each by the name of the day of issue: the organisation, else the unit, whose committee
    it was. Two queries however many documents there are."""
    documents = list(documents)
    bodies = _versions(
        OrganisationVersion, "organisation_id", {row.issuer_organisation_id for row in documents}
    )
    units = _versions(UnitVersion, "unit_id", {row.issuer_unit_id for row in documents})
    return {
        row.pk: _name_on(
            bodies.get(row.issuer_organisation_id) or units.get(row.issuer_unit_id), row.issued_on
        )
        for row in documents
    }


def _versions(model, field, ids) -> dict:
    found: dict = {}
    rows = model.objects.filter(**{f"{field}__in": ids - {None}}).order_by("starts_on")
    for pk, starts_on, name in rows.values_list(field, "starts_on", "name"):
        found.setdefault(pk, []).append((starts_on, name))
    return found


def _name_on(versions, day) -> str:
    if not versions:
        return ""
    begun = [name for starts_on, name in versions if starts_on <= day]
    return begun[-1] if begun else versions[0][1]
