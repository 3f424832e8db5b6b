"""Points as they are written and read here: "12,5"."""

from decimal import Decimal

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _


def points_text(value) -> str:
    """12.50 as "12,5": no zeros that say nothing."""
    number = Decimal(value).normalize()
    places = max(0, -number.as_tuple().exponent)
    return number_format(number, decimal_pos=places, use_l10n=True)


def scale_text(value, full) -> str:
    """ "87,5", and "52/60" of a scale that has not a hundred points: only of a hundred it goes without saying."""
    if value is None:
        return ""
    return points_text(value) if full in (None, 100) else f"{points_text(value)}/{points_text(full)}"


class PointsField(forms.DecimalField):
    """A number with at most two places, with a comma or a point."""

    default_error_messages = {"invalid": _("Hãy ghi một số, như 10 hoặc 0,25.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("max_digits", 6)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"})
        )
        super().__init__(**kwargs)

    def to_python(self, value):
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value):
        return points_text(value) if isinstance(value, Decimal | int | float) else value
