"""Forms of the register of urgent matters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import NameField, PickField, organisations_among
from branches.models import OrganisationVersion
from common.attachments.forms import AttachmentsField
from common.forms import DayField
from matters.models import Topic


class MatterWords(forms.Form):
    """What an organisation takes upon itself."""

    title = NameField(label=_("Việc cấp bách, bức xúc"), max_length=300)
    topic = forms.ModelChoiceField(
        label=_("Lĩnh vực"), queryset=Topic.objects.none(), required=False, empty_label="–"
    )
    why = forms.CharField(
        label=_("Vì sao cấp bách"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=4000
    )
    owner = NameField(
        label=_("Ai chịu trách nhiệm"),
        max_length=150,
        help_text=_("Người hoặc tổ chức, ví dụ: Bí thư Đảng ủy."),
    )
    solution = forms.CharField(
        label=_("Cách giải quyết"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=4000
    )
    target = NameField(label=_("Kết quả cần đạt"), max_length=500, required=False)
    due_on = DayField(label=_("Thời hạn"), required=False)

    def __init__(self, *args, scope, day, topic=None, **kwargs):
        super().__init__(*args, **kwargs)
        topics = Topic.objects.visible_to(scope).on(day)
        self.fields["topic"].queryset = topics | Topic.objects.filter(pk=topic) if topic else topics

    @property
    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in MatterWords.base_fields}


class RegisterForm(MatterWords):
    organisation = PickField(label=_("Tổ chức đảng"), help_text=_("Ghi tên hoặc mã, chọn trong các gợi ý."))
    year = forms.IntegerField(label=_("Sổ của năm"), min_value=2000, max_value=2100)
    registered_on = DayField(label=_("Ngày đăng ký"))
    field_order = ["organisation", "year", "registered_on"]

    def __init__(self, *args, bodies, day, **kwargs):
        super().__init__(*args, day=day, **kwargs)
        self.fields["year"].widget.attrs |= {"class": "short", "inputmode": "numeric"}
        versions = OrganisationVersion.objects.on(day).filter(organisation__in=bodies).order_by("sort_key")
        offers = [f"{each.name} ({each.code})" for each in versions[:301]]
        self.fields["organisation"].choose_from(organisations_among(bodies, day), offers)
        if len(offers) == 1 and not self.is_bound:
            self.initial["organisation"] = offers[0]


class ChangeForm(MatterWords):
    version = forms.IntegerField(widget=forms.HiddenInput)


class VersionForm(forms.Form):
    """A step of a matter: refused where somebody else took one since the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NoteForm(forms.Form):
    noted_on = DayField(label=_("Ngày"))
    text = NameField(label=_("Tiến độ"), max_length=1000)


class DoneForm(VersionForm):
    done_on = DayField(label=_("Hoàn thành ngày"))
    result = NameField(
        label=_("Kết quả"), max_length=1000, help_text=_("Đã làm được gì, so với kết quả cần đạt.")
    )


class ConfirmForm(VersionForm):
    note = NameField(label=_("Nhận xét"), max_length=500, required=False)


class ReasonForm(VersionForm):
    reason = NameField(label=_("Lý do"), max_length=300)


class CarryForm(VersionForm):
    due_on = DayField(label=_("Thời hạn mới"), required=False)


class CarryAllForm(forms.Form):
    year = forms.IntegerField(widget=forms.HiddenInput)
    due_on = DayField(
        label=_("Thời hạn mới cho mọi việc"),
        required=False,
        help_text=_("Bỏ trống thì định sau cho từng việc."),
    )


class LinkForm(VersionForm):
    recommendations = forms.ModelMultipleChoiceField(
        label=_("Kiến nghị liên quan"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recommendations"].queryset = known
        self.fields["recommendations"].label_from_instance = _recommendation_label


class EvidenceForm(forms.Form):
    files = AttachmentsField(label=_("Tệp minh chứng"), required=True)
    note = NameField(label=_("Cho thấy điều gì"), max_length=300, required=False)


def _recommendation_label(row) -> str:
    gist = row.content if len(row.content) <= 120 else row.content[:119] + "…"
    return f"{row.reference}: {gist}"
