"""Forms of what was mobilised, and of good practices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre, Scheme
from branches.forms.fields import NameField, PickField, units_among
from common.forms import DayField
from common.money import ABOUT, MORE_THAN, MoneyField, money_words
from matters.models import Contribution, Topic


class _OnGround(forms.Form):
    unit = PickField(label=_("Địa bàn"), help_text=_("Ghi tên hoặc mã của xã, ấp."))

    def __init__(self, *args, units, scope, day, topic=None, **kwargs):
        super().__init__(*args, **kwargs)
        if "unit" in self.fields:
            self.fields["unit"].choose_from(units_among(units, day))
        topics = Topic.objects.visible_to(scope).on(day)
        self.fields["topic"].queryset = topics | Topic.objects.filter(pk=topic) if topic else topics


class ContributionForm(_OnGround):
    happened_on = DayField(label=_("Ngày"))
    topic = forms.ModelChoiceField(
        label=_("Lĩnh vực"), queryset=Topic.objects.none(), required=False, empty_label="–"
    )
    money = MoneyField(
        label=_("Số tiền"),
        required=False,
        max_length=60,
        help_text=_("Ví dụ: 276.000.000, 276 triệu, hơn 276 triệu, khoảng 1,5 tỷ."),
    )
    in_kind = NameField(label=_("Hiện vật"), max_length=200, required=False)
    quantity = NameField(
        label=_("Số lượng"), max_length=60, required=False, help_text=_("Ví dụ: 20 bao, hơn 500 m2.")
    )
    donor = NameField(label=_("Nguồn"), max_length=200, required=False)
    cadre = forms.ModelChoiceField(
        label=_("Cán bộ vận động"), queryset=Cadre.objects.none(), required=False, empty_label="–"
    )
    scheme = forms.ModelChoiceField(
        label=_("Chủ trương"), queryset=Scheme.objects.none(), required=False, empty_label="–"
    )

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, scope=scope, **kwargs)
        self.fields["cadre"].queryset = Cadre.objects.visible_to(scope).order_by("given_name_key")
        self.fields["scheme"].queryset = Scheme.objects.visible_to(scope).order_by("name")

    def clean(self):
        data = super().clean()
        if "money" not in self.errors and not data.get("money") and not data.get("in_kind"):
            self.add_error("money", _("Hãy ghi số tiền hoặc hiện vật."))
        return data

    @property
    def facts(self) -> dict:
        data = self.cleaned_data
        names = ("topic", "in_kind", "quantity", "donor", "cadre", "scheme")
        money = data["money"]
        return {name: data[name] for name in names} | {
            "amount": money.amount if money else None,
            "qualifier": money.qualifier if money else Contribution.Qualifier.EXACT,
        }


class ContributionChangeForm(ContributionForm):
    unit = None
    version = forms.IntegerField(widget=forms.HiddenInput)


def money_said(gift) -> str:
    """The amount as the form takes it again."""
    if gift.amount is None:
        return ""
    return money_words(gift.amount, is_at_least=gift.qualifier == MORE_THAN, is_about=gift.qualifier == ABOUT)


class PracticeForm(_OnGround):
    noted_on = DayField(label=_("Ghi nhận ngày"))
    title = NameField(label=_("Tên mô hình, cách làm"), max_length=200)
    text = forms.CharField(
        label=_("Cách làm, kết quả"), widget=forms.Textarea(attrs={"rows": 8}), max_length=8000
    )
    topic = forms.ModelChoiceField(
        label=_("Lĩnh vực"), queryset=Topic.objects.none(), required=False, empty_label="–"
    )

    @property
    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("title", "text", "topic")}


class PracticeChangeForm(PracticeForm):
    unit = None
    noted_on = None
    version = forms.IntegerField(widget=forms.HiddenInput)
