"""Forms of reviews: shape of input only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import NameField
from common.forms import DayField
from reports.forms.rounds import VersionedForm
from reports.models import Review


def _lines(label, **kwargs):
    return forms.CharField(
        label=label,
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi dòng là một đoạn."),
        **kwargs,
    )


class FreezeForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại"), choices=Review.Kind.choices)
    title = NameField(
        label=_("Trích yếu"),
        max_length=300,
        help_text=_("Ví dụ: sơ kết 2 năm thực hiện phân công cán bộ theo dõi, hỗ trợ ấp, khu phố."),
        error_messages={"required": _("Hãy ghi trích yếu.")},
    )


class WordsForm(VersionedForm):
    title = NameField(label=_("Trích yếu"), max_length=300)
    intro = _lines(_("Phần mở đầu"))
    results = _lines(_("Kết quả, cách làm tốt"))
    shortcomings = _lines(_("Hạn chế, nguyên nhân"))
    directions = _lines(_("Phương hướng, kiến nghị"))


class SignForm(VersionedForm):
    number = NameField(
        label=_("Số, ký hiệu"), max_length=40, error_messages={"required": _("Hãy ghi số, ký hiệu.")}
    )
    signed_on = DayField(label=_("Ngày ký"))
