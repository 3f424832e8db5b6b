"""Forms of letters of introduction: for whom and until when, the number that the office typed, why it is revoked."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.forms.people import WhoField, cadre_label, cadres_among
from assignments.models import Cadre, Scheme
from branches.forms.fields import OFFERED, NameField
from branches.querysets.scoping import within
from common.forms import DayField
from common.periods import to_ends_on
from meetings.models import Letter


class LettersForm(forms.Form):
    """A letter for one cadre, or a month's for all of a scheme."""

    scheme = forms.ModelChoiceField(label=_("Chủ trương"), queryset=None, empty_label=_("Chọn chủ trương"))
    cadre = WhoField(
        label=_("Chỉ cho một cán bộ"),
        required=False,
        help_text=_("Tên hoặc mã. Để trống thì lập cho mọi cán bộ đang được phân công theo chủ trương."),
    )
    starts_on = DayField(label=_("Có giá trị từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"))
    signer_authority = NameField(
        label=_("Thẩm quyền ký"), max_length=120, required=False, help_text=_("Ví dụ: T/M Ban Thường vụ.")
    )
    signer_post = NameField(
        label=_("Chức vụ người ký"), max_length=120, required=False, help_text=_("Ví dụ: Phó Bí thư.")
    )
    signer = NameField(label=_("Họ và tên người ký"), max_length=120, required=False)

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scheme"].queryset = (
            Scheme.objects.during(day, None)
            .filter(within(scope.reach("letters.write"), "issuer"))
            .exclude(target_kind__in=["household", "group"])
        )
        among = Cadre.objects.visible_to(scope).serving_on(day)
        self.fields["cadre"].choose_from(
            cadres_among(among, day), [cadre_label(cadre) for cadre in among[:OFFERED]]
        )

    def clean(self):
        data = super().clean()
        starts_on, last = data.get("starts_on"), data.get("last_day")
        if starts_on and last and last < starts_on:
            self.add_error("last_day", _("Ngày cuối không thể trước ngày đầu."))
        data["ends_on"] = to_ends_on(last)
        return data


class NumberForm(forms.Form):
    number = NameField(
        label=_("Số, ký hiệu"), max_length=40, help_text=_("Như văn thư đã cấp, ví dụ 15-GGT/HU.")
    )
    issued_on = DayField(label=_("Ngày ký"))


class BatchNumberForm(NumberForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].label = _("Số, ký hiệu của giấy đầu tiên")
        self.fields["number"].help_text = _(
            "Ví dụ 15-GGT/HU: giấy đầu là 15-GGT/HU, giấy sau là 16-GGT/HU, lần lượt theo danh sách."
        )


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Vì sao thu hồi"),
        max_length=300,
        help_text=_("Ví dụ: cán bộ đã chuyển công tác; giấy ghi nhầm địa bàn."),
        error_messages={"required": _("Hãy ghi vì sao: người xem sau cần biết.")},
    )

    def clean_reason(self):
        reason = self.cleaned_data["reason"].strip()
        if not reason:
            raise ValidationError(_("Hãy ghi vì sao: người xem sau cần biết."))
        return reason


def latest_signer(scope) -> dict:
    """Who signed the latest letter that the officer may write: what the form begins with."""
    rows = Letter.objects.writable_by(scope).exclude(signer="").order_by("-pk")
    return rows.values("signer_authority", "signer_post", "signer").first() or {}
