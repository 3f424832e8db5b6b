"""What a committee says in its printed papers in place of the product's own words (domain.md §5): its names, legal bases, signer,
recipients, a paragraph before and after. The shape of a paper stays a file of the product."""

from __future__ import annotations

import dataclasses
from datetime import date

from branches.models import Paper, UnitPlacement
from common.documents import (
    Italic,
    Paragraph,
    PrintedForm,
    Signature,
    Signers,
    paragraphs,
)

EVERY = Paper.Form.EVERY
# Fields that are text of a paper: of a form those of its own, else those of every form, else the product's.
FIELDS = (
    "higher_body",
    "issuing_body",
    "symbol",
    "place",
    "bases",
    "opening",
    "closing",
    "signer_authority",
    "signer_post",
    "signer",
    "recipients",
)
# What a body above says in a form that every commune fills in for itself: never who that is, nor who signs there.
OF_THE_FORM = ("bases", "opening", "closing", "recipients")
# What stands in the head of a paper in the place of the product's own.
_HEAD = ("higher_body", "issuing_body", "symbol", "place")


def words_of(issuer_ids, form, day: date) -> dict[int, dict[str, str]]:
    """{issuer id: {field of FIELDS: text, "" where nobody said it}} of `form` (Paper.Form) on `day`; one query."""
    ids = set(issuer_ids)
    rows = Paper.objects.on(day).filter(issuer__in=ids, form__in=[form, EVERY])
    said = {(row.issuer_id, row.form): row for row in rows}
    return {pk: {field: _said(said, pk, form, field) for field in FIELDS} for pk in ids}


def words_at(unit_id, form, day: date) -> dict[str, str]:
    """Of a form that each commune fills in for itself, {field: text} on `day`: the commune's own words, and where it says nothing
    those that the nearest body above has for this form (OF_THE_FORM). What that one says of every paper is of its own papers."""
    own = words_of([unit_id], form, day)[unit_id]
    place = UnitPlacement.objects.on(day).filter(unit=unit_id).first()
    above = place.path.split(".")[:-2][::-1] if place else []
    rows = Paper.objects.on(day).filter(issuer__key__in=above, form=form).select_related("issuer")
    for row in sorted(rows, key=lambda row: above.index(row.issuer.key)):
        own |= {field: getattr(row, field) for field in OF_THE_FORM if not own[field]}
    return own


def _said(said, issuer, form, field) -> str:
    texts = (getattr(said.get((issuer, each)), field, "") for each in (form, EVERY))
    return next((text for text in texts if text), "")


def worded(document, words: dict[str, str], *, own=(), bases=()):
    """`document` (PartyDocument or PrintedForm) with the committee's `words` (of `words_of`); `own`: fields that were written on
    this very paper, which stay; `bases`: blocks with its own legal bases, which follow the committee's. Of the signature only what
    is empty is filled: who signed has signed."""
    words = {field: "" if field in own else text for field, text in words.items()}
    said = [_basis(line) for line in words["bases"].splitlines() if line.strip()]
    before = [*said, *bases, *paragraphs(words["opening"])]
    after = paragraphs(words["closing"])
    if isinstance(document, PrintedForm):
        return _worded_form(document, words, before, after)
    changes = {field: words[field] for field in _HEAD if words[field]}
    if words["recipients"]:
        changes["recipients"] = words["recipients"].splitlines()
    body = [*document.body]
    places = [body.pop()] if body and isinstance(body[-1], Signers) else []
    return dataclasses.replace(
        document,
        **changes,
        body=[*before, *body, *after, *places],
        signature=_signature(document.signature, words, changes.get("issuing_body", document.issuing_body)),
    )


def _worded_form(form, words, before, after):
    """A form has no number; its last part is where the writer signs, and that stays his."""
    changes = {field: words[field] for field in ("higher_body", "issuing_body") if words[field]}
    names = [line.strip() for line in words["recipients"].splitlines() if line.strip()]
    if names:
        after = [*after, Paragraph(f"Nơi nhận: {', '.join(names)}.", indent=False)]
    *sections, last = form.sections
    return dataclasses.replace(form, **changes, sections=[*before, *sections, *after, last])


def worded_for(document, issuer_id: int, form, day: date, *, own=(), bases=()):
    """One paper of one committee; of many at once `words_of` and `worded`."""
    return worded(document, words_of([issuer_id], form, day)[issuer_id], own=own, bases=bases)


def _basis(line: str) -> Paragraph:
    line = line.strip().rstrip(".;")
    line = line if line.lower().startswith("căn cứ") else f"Căn cứ {line}"
    return Paragraph([Italic(f"{line};")])


def _signature(signature, words, body):
    """Where nobody said on whose behalf it is signed, it is that of the body whose paper it is."""
    of, title, name = words["signer_authority"], words["signer_post"], words["signer"]
    if signature is None:
        return Signature(of=of, title=title, name=name) if of or title or name else None
    if signature.title or signature.of or signature.authority or signature.name not in ("", name):
        return signature
    of = of or ("" if title else f"T/M {body}")
    return dataclasses.replace(signature, of=of, title=title, name=name)
