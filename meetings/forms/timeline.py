"""Forms of what happens between a branch and those above it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.forms.citing import DocumentChoice
from branches.forms.fields import NameField
from branches.models import OfficialDocument
from common.forms import DayField
from common.periods import to_ends_on
from meetings.models import Contact, Inspection, ShelfDocument

LATEST = 200


class CadreChoice(forms.ModelChoiceField):
    def label_from_instance(self, cadre):
        return cadre.full_name


class CadresChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, cadre):
        return cadre.full_name


class InspectionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại"), choices=Inspection.Kind.choices)
    happened_on = DayField(label=_("Ngày"))
    body = NameField(
        label=_("Đoàn của"), max_length=200, help_text=_("Như “Ủy ban Kiểm tra Đảng ủy”, “Ban Thường vụ”.")
    )
    gist = forms.CharField(
        label=_("Nội dung"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    participants = CadresChoice(label=_("Cán bộ theo dõi tham gia"), queryset=None, required=False)

    def __init__(self, *args, cadres, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["participants"].queryset = cadres
        if not cadres.exists():
            del self.fields["participants"]


class ContactForm(forms.Form):
    """`cadres`: those who follow the place, or None where the cadre writes of himself."""

    cadre = CadreChoice(label=_("Cán bộ"), queryset=None, empty_label=_("Chọn cán bộ"))
    happened_on = DayField(label=_("Ngày"))
    how = forms.ChoiceField(label=_("Cách"), choices=Contact.How.choices, widget=forms.RadioSelect)
    gist = NameField(
        label=_("Nội dung chính"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500})
    )

    def __init__(self, *args, cadres, **kwargs):
        super().__init__(*args, **kwargs)
        if cadres is None:
            del self.fields["cadre"]
        else:
            self.fields["cadre"].queryset = cadres


class VoidForm(forms.Form):
    reason = NameField(
        label=_("Vì sao là nhập nhầm"),
        max_length=300,
        error_messages={"required": _("Hãy ghi vì sao: người xem sau cần biết.")},
    )


class ShelfForm(forms.Form):
    """A document that there is, or the facts of a new one of the branch's own."""

    kind = forms.ChoiceField(label=_("Loại"), choices=ShelfDocument.Kind.choices)
    document = DocumentChoice(
        label=_("Văn bản đã có"), queryset=None, required=False, empty_label=_("Chưa chọn")
    )
    number = NameField(
        label=_("Số, ký hiệu văn bản mới của chi bộ"),
        max_length=40,
        required=False,
        help_text=_("Như 05-NQ/CB. Chỉ ghi khi văn bản chưa có trong danh sách trên."),
    )
    type = NameField(
        label=_("Loại văn bản"), max_length=10, required=False, initial="NQ", help_text=_("NQ, QC, KH …")
    )
    issued_on = DayField(label=_("Ngày ban hành"), required=False)
    title = NameField(label=_("Trích yếu"), max_length=500, required=False)
    starts_on = DayField(
        label=_("Thực hiện từ ngày"), required=False, help_text=_("Để trống nếu từ ngày văn bản có hiệu lực.")
    )
    last_day = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu còn thực hiện."))

    def __init__(self, *args, documents, **kwargs):
        super().__init__(*args, **kwargs)
        latest = list(documents.order_by("-issued_on", "-pk").values_list("pk", flat=True)[:LATEST])
        self.fields["document"].queryset = OfficialDocument.objects.filter(pk__in=latest).order_by(
            "-issued_on", "-pk"
        )

    def clean(self):
        data = super().clean()
        new = [data.get(name) for name in ("number", "issued_on", "title")]
        if data.get("document") and any(new):
            raise ValidationError(_("Hãy chọn văn bản đã có, hoặc ghi văn bản mới; không làm cả hai."))
        if not data.get("document") and any(new):
            for name in ("number", "type", "issued_on", "title"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Văn bản mới phải có đủ loại, số, ngày ban hành và trích yếu."))
        elif not data.get("document") and not self.errors:
            self.add_error("document", _("Hãy chọn văn bản, hoặc ghi văn bản mới."))
        return data

    @property
    def facts(self) -> dict:
        """As `put_on_shelf` takes them."""
        data = self.cleaned_data
        facts = {name: data[name] for name in ("kind", "document", "starts_on")}
        facts["ends_on"] = to_ends_on(data["last_day"])
        if data["document"] is None:
            facts |= {name: data[name] for name in ("type", "number", "issued_on", "title")}
        return facts


class ShelfEndForm(forms.Form):
    last_day = DayField(
        label=_("Ngày cuối cùng còn thực hiện"), required=False, help_text=_("Để trống nếu còn thực hiện.")
    )


class SituationForm(forms.Form):
    situation = forms.CharField(
        label=_("Tình hình trong tháng"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Ngắn gọn: việc đã làm, việc đáng chú ý. Không ghi bí mật nhà nước, không ghi chuyện riêng của cá nhân."
        ),
    )
    difficulties = forms.CharField(
        label=_("Khó khăn, vướng mắc"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Việc đang vướng, cần cấp trên hay cán bộ theo dõi giúp gì."),
    )
