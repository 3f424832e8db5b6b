"""Fields of forms about meetings: an hour as people write it."""

from django import forms
from django.utils.translation import gettext_lazy as _

HOUR_FORMATS = ["%H:%M", "%Hh%M", "%Hg%M", "%H.%M", "%Hh", "%Hg", "%H"]


class HourInput(forms.TimeInput):
    def __init__(self, attrs=None):
        given = {"placeholder": _("19:00"), "autocomplete": "off", "class": "short"}
        super().__init__(format="%H:%M", attrs={**given, **(attrs or {})})


class HourField(forms.TimeField):
    """An hour: 19:00, 19h, 19h30."""

    widget = HourInput
    default_error_messages = {"invalid": _("Hãy ghi giờ như 19:00.")}

    def __init__(self, **kwargs):
        super().__init__(input_formats=HOUR_FORMATS, **kwargs)

    def to_python(self, value):
        return super().to_python(value.replace(" ", "").lower() if isinstance(value, str) else value)
