"""Writes of what happens between a branch and those above it: inspections, contacts, its shelf."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from branches.actions.documents import enter_document
from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise, normalise_lines
from meetings.models import Contact, Inspection, ShelfDocument


@transaction.atomic
def record_inspection(organisation, *, kind, on, body, by, today, gist="", participants=()) -> Inspection:
    """An inspection or supervision from above on `on`, with the following cadres who took part. Raises ValidationError."""
    _refuse_to_come(on, today)
    row = Inspection(
        organisation=organisation,
        unit_id=organisation.unit_id,
        kind=kind,
        happened_on=on,
        body=normalise(body),
        gist=normalise_lines(gist),
        created_by=by,
    )
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
        row.participants.set(participants)
    return row


@transaction.atomic
def record_contact(*, cadre, on, how, gist, by, today, organisation=None, unit=None) -> Contact:
    """A contact of `cadre` with an organisation, or with a unit as such. Raises ValidationError."""
    _refuse_to_come(on, today)
    row = Contact(
        organisation=organisation,
        unit=organisation.unit if organisation else unit,
        cadre=cadre,
        happened_on=on,
        how=how,
        gist=normalise(gist),
        created_by=by,
    )
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
    return row


@transaction.atomic
def void_row(row, *, reason, by):
    """Takes an Inspection or a Contact that was entered by mistake out of every count. Raises ValidationError."""
    row = type(row).objects.select_for_update(no_key=True).get(pk=row.pk)
    if row.voided_at:
        raise ValidationError(_("Dòng này đã bị hủy vì nhập nhầm."))
    if not normalise(reason):
        raise ValidationError({"reason": _("Hủy một dòng nhập nhầm phải nêu lý do.")})
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, normalise(reason)
    with recorded_by(by), refused_in_words():
        row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    return row


@transaction.atomic
def put_on_shelf(organisation, *, kind, starts_on, by, document=None, ends_on=None, **facts) -> ShelfDocument:
    """A document that the branch works by from `starts_on` on (None: since it is in force): one that there is, or a new
    one of the branch's own (`facts` of `enter_document`). Raises ValidationError."""
    if document is None:
        document = enter_document(
            by=by, issuer_unit=organisation.unit, issuer_organisation=organisation, **facts
        )
    row = ShelfDocument(
        organisation=organisation,
        unit_id=organisation.unit_id,
        kind=kind,
        document=document,
        starts_on=starts_on or document.in_force_from,
        ends_on=ends_on,
    )
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
    return row


@transaction.atomic
def take_off_shelf(row, *, ends_on, by) -> ShelfDocument:
    """The document is no longer worked by from `ends_on` on; None: it is again. Raises ValidationError."""
    row = ShelfDocument.objects.select_for_update(no_key=True).get(pk=row.pk)
    row.ends_on = ends_on
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save(update_fields=["ends_on"])
    return row


def _refuse_to_come(on, today):
    if on > today:
        raise ValidationError({"happened_on": _("Chỉ ghi việc đã xảy ra: ngày này chưa đến.")})
