"""Writes of targets, urgings, model branches and themes: a changed target is voided with its reason and made anew."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.text import normalise
from scores.asking import Asked
from scores.models import IndicatorValue, ModelRegistration, Target, Urging, YearTheme


@transaction.atomic
def set_target(*, organisation, indicator, year, value, by, document=None, note="", corrects=None) -> Target:
    """Raises ValidationError: the organisation has one of that year; the indicator is not asked of its like."""
    if corrects is None:
        _refuse_not_asked(indicator, organisation.unit, organisation, date(year, 12, 31), "indicator")
    made = Target(
        organisation=organisation,
        unit=organisation.unit,
        indicator=indicator,
        year=year,
        value=value,
        document=document,
        note=normalise(note),
        corrects=corrects,
        created_by=by,
    )
    return _made(made, by)


@transaction.atomic
def change_target(target, *, value, reason, by) -> Target:
    """The old one stays to be seen with the reason. Raises ValidationError."""
    old = void(target, reason=reason, by=by)
    return set_target(
        organisation=old.organisation,
        indicator=old.indicator,
        year=old.year,
        value=value,
        by=by,
        document=old.document,
        note=old.note,
        corrects=old,
    )


@transaction.atomic
def void(row, *, reason, by):
    """Any of these rows, entered by mistake. Raises ValidationError."""
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.voided_at:
        raise ValidationError(BUSY)
    if not normalise(reason):
        raise ValidationError({"reason": _("Hãy ghi lý do.")})
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, normalise(reason)[:300]
    with recorded_by(by), refused_in_words():
        row.save()
    return row


@transaction.atomic
def urge(target, *, text, by, on, cadre=None) -> Urging:
    """One line of "đôn đốc" about a target."""
    made = Urging(
        organisation=target.organisation,
        unit=target.unit,
        indicator=target.indicator,
        year=target.year,
        urged_on=on,
        text=normalise(text),
        cadre=cadre,
        created_by=by,
    )
    return _made(made, by)


@transaction.atomic
def register_model(*, organisation, title, year, registered_on, by, on) -> ModelRegistration:
    if registered_on > on:
        raise ValidationError({"registered_on": _("Ngày này còn ở phía trước.")})
    made = ModelRegistration(
        organisation=organisation,
        unit=organisation.unit,
        title=title,
        year=year,
        registered_on=registered_on,
        created_by=by,
    )
    return _made(made, by)


@transaction.atomic
def close_registration(row, *, field, day, by, on, note="") -> ModelRegistration:
    """`field`: recognised_on or withdrawn_on. Raises ValidationError."""
    row = ModelRegistration.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if field not in ("recognised_on", "withdrawn_on"):
        raise TypeError(field)
    if row.voided_at or getattr(row, field):
        raise ValidationError(BUSY)
    if day > on:
        raise ValidationError({"day": _("Ngày này còn ở phía trước.")})
    setattr(row, field, day)
    row.note = normalise(note) or row.note
    row.version += 1
    with recorded_by(by), refused_in_words():
        row.full_clean(exclude=["created_by"])
        row.save()
    return row


@transaction.atomic
def set_theme(*, issuer, year, text, by, said_by="", corrects=None) -> YearTheme:
    made = YearTheme(
        issuer=issuer,
        year=year,
        text=normalise(text),
        said_by=normalise(said_by),
        corrects=corrects,
        created_by=by,
    )
    return _made(made, by)


@transaction.atomic
def change_theme(theme, *, text, said_by, reason, by) -> YearTheme:
    """The old one stays to be seen with the reason. Raises ValidationError."""
    old = void(theme, reason=reason, by=by)
    return set_theme(issuer=old.issuer, year=old.year, text=text, said_by=said_by, by=by, corrects=old)


@transaction.atomic
def give_value(
    *,
    indicator,
    unit,
    counted_on,
    value,
    by,
    on,
    organisation=None,
    whole=None,
    category="",
    qualifier=IndicatorValue.Qualifier.EXACT,
    corrects=None,
) -> IndicatorValue:
    """One number of a place or body. Raises ValidationError: a day ahead, a number that stands already, an indicator that
    is not asked of such a place."""
    if counted_on > on:
        raise ValidationError({"counted_on": _("Ngày này còn ở phía trước.")})
    if corrects is None:
        _refuse_not_asked(indicator, unit, organisation, counted_on, "unit")
    made = IndicatorValue(
        indicator=indicator,
        unit=unit,
        organisation=organisation,
        counted_on=counted_on,
        value=value,
        whole=whole if indicator.has_whole else None,
        category=normalise(category),
        qualifier=qualifier,
        note=corrects.note if corrects else "",
        corrects=corrects,
        created_by=by,
    )
    return _made(made, by)


def _refuse_not_asked(indicator, unit, organisation, day, field) -> None:
    """What stood before its indicator was asked of fewer may still be put right."""
    if refusal := Asked([indicator], {unit.pk}, day).refusal(indicator, unit, organisation):
        raise ValidationError({field: refusal})


def _made(row, by):
    with recorded_by(by), refused_in_words():
        row.full_clean(exclude=["created_by"])
        row.save()
    return row
