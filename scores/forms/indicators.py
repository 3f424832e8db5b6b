"""Forms of indicators and watch-lists that staff make. Shape of input only."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import NameField
from branches.models import Organisation
from common.forms import DayField
from scores.asking import offered
from scores.forms.targets import NumberField
from scores.models import Indicator, WatchList

Rule = WatchList.Rule
# Words of the addresses beside the codes.
TAKEN = {"moi", "ghi", "so"}


class _Issued(forms.Form):
    """`issuers`: [(unit, name)] that the thing may be of; None where that is settled already."""

    issuer = forms.ChoiceField(label=_("Cấp ủy của"))

    def __init__(self, *args, issuers=None, **kwargs):
        super().__init__(*args, **kwargs)
        if issuers is None:
            del self.fields["issuer"]
            return
        self.issuers = {unit.key: unit for unit, _name in issuers}
        self.fields["issuer"].choices = [(unit.key, name) for unit, name in issuers]

    def clean_issuer(self):
        return self.issuers[self.cleaned_data["issuer"]]


class AskedField(forms.MultipleChoiceField):
    """For which levels and kinds of organisation an indicator is asked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(
            label=_("Hỏi ở đâu"),
            help_text=_(
                "Bỏ trống là mọi cấp, mọi loại tổ chức đảng. Nơi khác không ghi số, không giao chỉ tiêu này."
            ),
            choices=lambda: [(code, capfirst(name)) for code, name in offered()],
            required=False,
            **kwargs,
        )


class IndicatorForm(_Issued):
    code = forms.SlugField(
        label=_("Mã"), max_length=50, help_text=_("Chữ không dấu, số, gạch nối; dùng khi nhập danh sách.")
    )
    name = NameField(label=_("Tên"), max_length=200)
    measure = NameField(label=_("Đơn vị tính"), max_length=40, required=False)
    whole_name = NameField(
        label=_("Tổng số là"), max_length=100, required=False, help_text=_("Chỉ khi ghi trên tổng số.")
    )
    has_whole = forms.BooleanField(label=_("Ghi trên tổng số, như 6/14"), required=False)
    is_flow = forms.BooleanField(label=_("Cộng theo kỳ, như kết nạp trong năm"), required=False)
    is_summable = forms.BooleanField(label=_("Cộng được các nơi"), required=False, initial=True)
    is_lower_better = forms.BooleanField(label=_("Càng ít càng tốt"), required=False)
    is_sensitive = forms.BooleanField(
        label=_("Số liệu nhạy cảm: không nêu số nhỏ cho người ngoài"), required=False
    )
    is_target = forms.BooleanField(label=_("Giao chỉ tiêu hằng năm"), required=False)
    asked_of = AskedField()
    source = NameField(label=_("Nguồn"), max_length=200, required=False)

    def clean_code(self):
        code = self.cleaned_data["code"].lower()
        if code in TAKEN or Indicator.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Mã này đã dùng, hãy ghi mã khác."))
        return code

    def clean(self):
        data = super().clean()
        if data.get("whole_name") and not data.get("has_whole"):
            self.add_error("whole_name", _("Chỉ số không ghi trên tổng số thì để trống ô này."))
        return data


class IndicatorChangeForm(forms.Form):
    """What may change without changing what the numbers say."""

    name = NameField(label=_("Tên"), max_length=200)
    measure = NameField(label=_("Đơn vị tính"), max_length=40, required=False)
    source = NameField(label=_("Nguồn"), max_length=200, required=False)
    is_sensitive = forms.BooleanField(
        label=_("Số liệu nhạy cảm: không nêu số nhỏ cho người ngoài"), required=False
    )
    is_target = forms.BooleanField(label=_("Giao chỉ tiêu hằng năm"), required=False)
    asked_of = AskedField()
    ended_on = DayField(label=_("Thôi dùng từ ngày"), required=False)


class WatchForm(_Issued):
    name = NameField(label=_("Tên"), max_length=200)
    rule = forms.ChoiceField(label=_("Theo dõi gì"), choices=Rule)
    threshold = NumberField(
        label=_("Ngưỡng"),
        required=False,
        help_text=_("Số đảng viên, số của chỉ số, hoặc phần trăm chỉ tiêu."),
    )
    indicator = forms.ModelChoiceField(
        label=_("Chỉ số"), queryset=Indicator.objects.none(), to_field_name="code", required=False
    )
    branch_type = forms.ChoiceField(
        label=_("Loại hình chi bộ"),
        choices=[("", "---------"), *Organisation.BranchType.choices],
        required=False,
    )
    ended_on = DayField(label=_("Thôi dùng từ ngày"), required=False)

    def __init__(self, *args, indicators, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = indicators
        if "issuer" in self.fields:
            del self.fields["ended_on"]

    def clean(self):
        """Each rule needs its own parts; the others are left out, whatever was filled in."""
        data = super().clean()
        needed = {
            Rule.MEMBERS_BELOW: ("threshold",),
            Rule.BRANCH_TYPE: ("branch_type",),
        }.get(data.get("rule"), ("indicator", "threshold"))
        for name in ("threshold", "indicator", "branch_type"):
            if name not in needed:
                data[name] = "" if name == "branch_type" else None
            elif data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, _("Điều kiện này cần ô này."))
        self._refuse_fewer_is_better(data)
        return data

    def _refuse_fewer_is_better(self, data):
        """A share of the target says nothing of what there should be little of."""
        indicator = data.get("indicator")
        if data.get("rule") == Rule.TARGET_SHARE and indicator and indicator.is_lower_better:
            sentence = _("Chỉ số này càng ít càng tốt; hãy chọn “%(rule)s” và ghi ngưỡng.")
            self.add_error("indicator", sentence % {"rule": Rule.AT_LEAST.label})
