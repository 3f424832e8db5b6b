"""Forms of topics and of the deadlines of categories."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.forms import DayField
from common.periods import to_ends_on
from matters.models import Topic
from matters.models.topics import Urgency

LONGEST = 365


class IssuerForm(forms.Form):
    """`issuers`: [UnitPlacement] of the units whose committees the writer writes for."""

    issuer = forms.ChoiceField(label=_("Cấp ủy"))

    def __init__(self, *args, issuers, **kwargs):
        super().__init__(*args, **kwargs)
        self.issuers = {place.unit.key: place.unit for place in issuers}
        self.fields["issuer"].choices = [(place.unit.key, place.version.name) for place in issuers]

    def clean_issuer(self):
        return self.issuers[self.cleaned_data["issuer"]]


class TopicForm(IssuerForm):
    name = forms.CharField(label=_("Tên lĩnh vực"), max_length=150)
    parent = forms.ModelChoiceField(
        label=_("Thuộc lĩnh vực"), queryset=Topic.objects.none(), empty_label=_("Chọn lĩnh vực có sẵn")
    )
    starts_on = DayField(label=_("Từ ngày"))
    last_day = DayField(
        label=_("Đến hết ngày"), required=False, help_text=_("Chủ đề của một năm thì kết thúc cùng năm ấy.")
    )
    field_order = ["name", "parent", "issuer", "starts_on", "last_day"]

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Topic.objects.shipped().on(day)

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Ngày kết thúc phải sau ngày bắt đầu."))
        return data

    @property
    def values(self) -> dict:
        data = dict(self.cleaned_data)
        data["ends_on"] = to_ends_on(data.pop("last_day"))
        return data


class NameForm(forms.Form):
    name = forms.CharField(label=_("Tên lĩnh vực"), max_length=150)


class EndForm(forms.Form):
    """`starts_on`: of the thing that ends."""

    last_day = DayField(label=_("Ngày cuối cùng còn áp dụng"))

    def __init__(self, *args, starts_on, **kwargs):
        super().__init__(*args, **kwargs)
        self.starts_on = starts_on

    def clean_last_day(self):
        last = self.cleaned_data["last_day"]
        if self.starts_on and last < self.starts_on:
            raise ValidationError(_("Ngày kết thúc phải sau ngày bắt đầu."))
        return last


class DeadlineForm(IssuerForm):
    topic = forms.ModelChoiceField(
        label=_("Lĩnh vực"), queryset=Topic.objects.none(), required=False, empty_label=_("Mọi lĩnh vực")
    )
    urgency = forms.ChoiceField(label=_("Mức độ"), choices=Urgency.choices)
    working_days = forms.IntegerField(
        label=_("Trả lời trong (ngày làm việc)"), min_value=1, max_value=LONGEST
    )
    climb_days = forms.IntegerField(
        label=_("Quá hạn bao nhiêu ngày làm việc thì báo lên một cấp"), min_value=1, max_value=LONGEST
    )
    starts_on = DayField(label=_("Áp dụng từ ngày"))

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.visible_to(scope).on(day)
