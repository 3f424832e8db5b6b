"""Forms of targets, model branches, themes and numbers of indicators. Shape of input only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import OFFERED, NameField, PickField, organisations_among, unit_label, units_among
from branches.models import Organisation, OrganisationVersion, UnitVersion
from common.forms import DayField
from common.money import EXACT, read_money
from scores.models import Indicator, IndicatorValue, ModelTitle


class NumberField(forms.CharField):
    """A whole number as people write it: "1.050", "56 triệu"."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"})
        )
        super().__init__(**kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            found = read_money(text)
        except ValueError:
            found = None
        # "hơn 1.050" is no plain number: who may say so has a field of its own for it.
        if found is None or found.qualifier != EXACT:
            raise forms.ValidationError(_("Hãy ghi một số nguyên, như 12 hoặc 1.050."))
        return found.amount


class _Bodies(forms.Form):
    organisation = PickField(label=_("Tổ chức đảng"), help_text=_("Ghi tên hoặc mã, chọn trong các gợi ý."))
    year = forms.IntegerField(
        label=_("Năm"),
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )

    def __init__(self, *args, bodies, day, **kwargs):
        super().__init__(*args, **kwargs)
        versions = OrganisationVersion.objects.on(day).filter(organisation__in=bodies).order_by("sort_key")
        offers = [f"{each.name} ({each.code})" for each in versions[:OFFERED]]
        self.fields["organisation"].choose_from(organisations_among(bodies, day), offers)


class TargetForm(_Bodies):
    indicator = forms.ModelChoiceField(
        label=_("Chỉ tiêu"), queryset=Indicator.objects.none(), to_field_name="code"
    )
    value = NumberField(label=_("Chỉ tiêu giao"))
    note = NameField(label=_("Ghi chú"), max_length=300, required=False)

    def __init__(self, *args, indicators, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = indicators


class ChangeTargetForm(forms.Form):
    value = NumberField(label=_("Chỉ tiêu giao"))
    reason = NameField(label=_("Lý do"), max_length=300, error_messages={"required": _("Hãy ghi lý do.")})


class UrgeForm(forms.Form):
    text = NameField(
        label=_("Nội dung đôn đốc"), max_length=500, error_messages={"required": _("Hãy ghi nội dung.")}
    )


class RegistrationForm(_Bodies):
    title = forms.ModelChoiceField(
        label=_("Mô hình"), queryset=ModelTitle.objects.all(), to_field_name="code", empty_label=None
    )
    registered_on = DayField(label=_("Đăng ký ngày"))


class DayForm(forms.Form):
    day = DayField(label=_("Ngày"))
    note = NameField(label=_("Ghi chú, lý do"), max_length=300, required=False)


class ThemeChangeForm(forms.Form):
    text = NameField(label=_("Chủ đề"), max_length=300)
    said_by = NameField(label=_("Do ai đề ra"), max_length=150, required=False)
    reason = NameField(label=_("Lý do"), max_length=300, error_messages={"required": _("Hãy ghi lý do.")})


class ThemeForm(forms.Form):
    issuer = forms.ChoiceField(label=_("Cấp ủy của"))
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    text = NameField(label=_("Chủ đề"), max_length=300)
    said_by = NameField(label=_("Do ai đề ra"), max_length=150, required=False)

    def __init__(self, *args, issuers, **kwargs):
        super().__init__(*args, **kwargs)
        self.issuers = {unit.key: unit for unit, _name in issuers}
        self.fields["issuer"].choices = [(unit.key, name) for unit, name in issuers]


class _Value(forms.Form):
    """A number as of a day, with its whole; what goes before it ("hơn") is chosen."""

    counted_on = DayField(label=_("Tính đến ngày"))
    qualifier = forms.ChoiceField(
        label=_("Mức độ"), choices=IndicatorValue.Qualifier, required=False, initial=EXACT
    )
    value = NumberField(label=_("Số"))
    whole = NumberField(label=_("Trên tổng số"), required=False)
    category = NameField(label=_("Phân loại"), max_length=120, required=False)

    def clean_qualifier(self):
        return self.cleaned_data["qualifier"] or EXACT

    def clean(self):
        data = super().clean()
        value, whole = data.get("value"), data.get("whole")
        if value is not None and whole is not None and value > whole:
            self.add_error("whole", _("Số không thể lớn hơn tổng số."))
        return data


class ValueForm(_Value):
    indicator = forms.ModelChoiceField(
        label=_("Chỉ số"), queryset=Indicator.objects.none(), to_field_name="code"
    )
    unit = PickField(
        label=_("Địa bàn hoặc tổ chức đảng"), help_text=_("Ghi tên hoặc mã, chọn trong các gợi ý.")
    )

    field_order = ["indicator", "unit"]

    def __init__(self, *args, units, bodies, indicators, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = indicators
        versions = UnitVersion.objects.on(day).filter(unit__in=units).order_by("level", "sort_key")
        a_place, a_body = units_among(units, day), organisations_among(bodies, day)
        self.fields["unit"].choose_from(
            lambda text: a_place(text) or a_body(text), [unit_label(row) for row in versions[:OFFERED]]
        )

    def clean(self):
        """What was named may be a body: its place is the road for access."""
        data = super().clean()
        if isinstance(data.get("unit"), Organisation):
            data |= {"organisation": data["unit"], "unit": data["unit"].unit}
        return data


class ValueCorrectForm(_Value):
    reason = NameField(
        label=_("Lý do đính chính"), max_length=300, error_messages={"required": _("Hãy ghi lý do.")}
    )

    def __init__(self, *args, has_whole, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_whole:
            del self.fields["whole"]
