"""Fields that several forms share, and the plain words of Django's own."""

from django import forms
from django.utils.translation import gettext_lazy as _

DAY_AS = _("Hãy ghi ngày như 24/11/2026.")


class DayInput(forms.DateInput):
    """A day as it is written here, whatever language the browser speaks: a picker would show 11/24 to some."""

    def __init__(self, attrs=None):
        given = {
            "inputmode": "numeric",
            "placeholder": _("ngày/tháng/năm"),
            "autocomplete": "off",
            "class": "short",
        }
        super().__init__(format="%d/%m/%Y", attrs={**given, **(attrs or {})})


class DayField(forms.DateField):
    """A day, by preference of one's own widget."""

    widget = DayInput
    default_error_messages = {"invalid": DAY_AS}


def speak_plainly():
    """Django's sentences about fields, in an officer's words, for every form that says nothing else."""
    forms.Field.default_error_messages["required"] = _("Chưa điền mục này.")
    forms.ChoiceField.default_error_messages["invalid_choice"] = _("Mục được chọn không có trong danh sách.")
    forms.ModelChoiceField.default_error_messages["invalid_choice"] = _(
        "Mục được chọn không có trong danh sách."
    )
    forms.IntegerField.default_error_messages["invalid"] = _("Hãy ghi một số nguyên.")
    forms.DateField.default_error_messages["invalid"] = DAY_AS
