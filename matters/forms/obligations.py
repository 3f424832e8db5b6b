"""Forms of the conferences that must come again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.forms.citing import DocumentChoice
from branches.models import Level, OfficialDocument
from common.forms import DayField
from common.periods import to_ends_on
from matters.models import Conference, Obligation

LATEST = 200


class ObligationForm(forms.Form):
    """`issuers`: [(UnitPlacement)] of the units whose committees the writer may bind."""

    issuer = forms.ChoiceField(label=_("Cấp ủy quy định"))
    level = forms.ModelChoiceField(
        label=_("Cấp phải tổ chức"), queryset=Level.objects.all(), empty_label=_("Chọn cấp")
    )
    kind = forms.ChoiceField(label=_("Loại hội nghị"), choices=Conference.Kind.choices, initial="periodic")
    every_months = forms.TypedChoiceField(
        label=_("Bao lâu một lần"),
        choices=Obligation.Every.choices,
        coerce=int,
        initial=Obligation.Every.QUARTER,
    )
    due_day = forms.IntegerField(
        label=_("Hạn: ngày của tháng cuối kỳ"),
        min_value=1,
        max_value=31,
        initial=25,
        help_text=_("Tháng ngắn hơn thì là ngày cuối tháng."),
    )
    remind_days = forms.IntegerField(label=_("Nhắc trước (ngày)"), min_value=0, max_value=60, initial=7)
    starts_on = DayField(label=_("Từ ngày"))
    last_day = DayField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa định ngày kết thúc.")
    )
    document = DocumentChoice(
        label=_("Theo văn bản"), queryset=None, required=False, empty_label=_("Không theo văn bản nào")
    )

    def __init__(self, *args, issuers, scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.issuers = {place.unit.key: place for place in issuers}
        self.fields["issuer"].choices = [(place.unit.key, place.version.name) for place in issuers]
        latest = OfficialDocument.objects.visible_to(scope).order_by("-issued_on", "-pk")
        self.fields["document"].queryset = OfficialDocument.objects.filter(
            pk__in=list(latest.values_list("pk", flat=True)[:LATEST])
        ).order_by("-issued_on", "-pk")

    def clean(self):
        cleaned = super().clean()
        place, level = self.issuers.get(cleaned.get("issuer")), cleaned.get("level")
        if place and level and level.number < place.level:
            self.add_error("level", _("Cấp này ở trên cấp ủy quy định."))
        first, last = cleaned.get("starts_on"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Ngày kết thúc phải sau ngày bắt đầu."))
        return cleaned

    @property
    def values(self) -> dict:
        """As `make_obligation` takes them."""
        data = dict(self.cleaned_data)
        data["ends_on"] = to_ends_on(data.pop("last_day"))
        data["issuer"] = self.issuers[data["issuer"]].unit
        return data


class EndForm(forms.Form):
    last_day = DayField(label=_("Ngày cuối cùng còn áp dụng"))
