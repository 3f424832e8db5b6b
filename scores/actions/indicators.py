"""Writes of the indicators and watch-lists of a committee, and a number put right in one step."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import refused_in_words
from common.history import recorded_by
from scores.actions.targets import give_value, void
from scores.models import Indicator, IndicatorValue, WatchList


@transaction.atomic
def make_indicator(*, issuer, by, **fields) -> Indicator:
    """`fields`: as IndicatorForm gives them. Raises ValidationError."""
    return _saved(Indicator(issuer=issuer, **fields), by)


@transaction.atomic
def change_indicator(indicator, *, by, **fields) -> Indicator:
    """What is sensitive stays so once numbers were given: they were given under that promise. Raises ValidationError."""
    row = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    if row.is_sensitive and not fields.get("is_sensitive", True) and row.values.exists():
        raise ValidationError(
            {"is_sensitive": _("Chỉ số đã có số liệu ghi là nhạy cảm, không bỏ dấu nhạy cảm được.")}
        )
    return _changed(row, fields, by)


@transaction.atomic
def correct_value(
    row,
    *,
    counted_on,
    value,
    reason,
    by,
    on,
    whole=None,
    category="",
    qualifier=IndicatorValue.Qualifier.EXACT,
) -> IndicatorValue:
    """The old number stays to be seen with the reason, the new one stands in its place. Raises ValidationError."""
    old = void(row, reason=reason, by=by)
    return give_value(
        indicator=old.indicator,
        unit=old.unit,
        organisation=old.organisation,
        counted_on=counted_on,
        value=value,
        whole=whole,
        category=category,
        qualifier=qualifier,
        corrects=old,
        by=by,
        on=on,
    )


@transaction.atomic
def make_watch_list(*, issuer, by, **fields) -> WatchList:
    """`fields`: as WatchForm gives them. Raises ValidationError."""
    return _saved(WatchList(issuer=issuer, created_by=by, **fields), by)


@transaction.atomic
def change_watch_list(watch, *, by, **fields) -> WatchList:
    """Also ends it (`ended_on`). Raises ValidationError."""
    return _changed(WatchList.objects.select_for_update(of=("self",)).get(pk=watch.pk), fields, by)


def _changed(row, fields, by):
    for name, value in fields.items():
        setattr(row, name, value)
    return _saved(row, by)


def _saved(row, by):
    with recorded_by(by), refused_in_words():
        row.full_clean(exclude=["created_by"] if hasattr(row, "created_by") else None)
        row.save()
    return row
