"""Writes of official documents and of what they do to earlier ones."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from branches.models import DocumentRelation, OfficialDocument
from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise

FIELDS = (
    "issuer_unit",
    "issuer_organisation",
    "type",
    "number",
    "issued_on",
    "title",
    "term",
    "effective_on",
    "signer",
)
TEXTS = ("type", "number", "title", "term", "signer")


@transaction.atomic
def enter_document(*, by, amends=(), replaces=(), **facts) -> OfficialDocument:
    """A document with its facts (of FIELDS), and the earlier ones that it amends or replaces. Raises ValidationError."""
    return _write(OfficialDocument(), facts, amends, replaces, by)


@transaction.atomic
def change_document(document, *, by, amends=(), replaces=(), **facts) -> OfficialDocument:
    """Puts a document's facts right, and makes `amends` and `replaces` what it does to earlier ones."""
    return _write(
        OfficialDocument.objects.select_for_update().get(pk=document.pk), facts, amends, replaces, by
    )


def _write(document, facts, amends, replaces, by):
    for field, value in facts.items():
        if field not in FIELDS:
            raise TypeError(f"a document has no {field}")
        setattr(document, field, normalise(value) if field in TEXTS else value)
    organisation = document.issuer_organisation
    if organisation and organisation.unit_id != document.issuer_unit_id:
        # A body's documents are read where the body is.
        document.issuer_unit = organisation.unit
    with recorded_by(by), refused_in_words():
        document.full_clean()
        document.save()
        _relate(document, amends, replaces)
    return document


def _relate(document, amends, replaces):
    wanted = {each.pk: (each, DocumentRelation.Relation.AMENDS) for each in amends}
    if both := wanted.keys() & {each.pk for each in replaces}:
        raise ValidationError(
            _("Một văn bản không thể vừa sửa đổi, vừa thay thế %(document)s.")
            % {"document": wanted[min(both)][0]}
        )
    wanted |= {each.pk: (each, DocumentRelation.Relation.REPLACES) for each in replaces}
    present = {each.relates_to_id: each for each in document.relations.all()}
    for pk, relation in present.items():
        if pk not in wanted:
            relation.delete()
    for pk, (earlier, relation) in wanted.items():
        if earlier.issued_on > document.issued_on:
            raise ValidationError(
                _("%(earlier)s ban hành sau văn bản này, nên không thể bị văn bản này sửa đổi hay thay thế.")
                % {"earlier": earlier}
            )
        row = present.get(pk) or DocumentRelation(document=document, relates_to=earlier)
        if row.pk is None or row.relation != relation:
            row.relation = relation
            row.full_clean()
            row.save()
