"""What an agency says of a matter that is with it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.attachments.forms import AttachmentsField
from common.forms import DayField
from matters.models import Answer, Recommendation

LONGEST = 20_000
Outcome = Recommendation.Outcome
# A duplicate is merged by the committee's staff; an agency does not answer so.
OUTCOMES = [each for each in Outcome.choices if each[0] != Outcome.DUPLICATE]


class AnswerForm(forms.Form):
    """`is_lead` False: an answer to the agency that leads, whose outcome may stay open."""

    use_required_attribute = False
    outcome = forms.ChoiceField(label=_("Kết quả"), choices=OUTCOMES, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Nội dung trả lời"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST,
        error_messages={"required": _("Hãy ghi nội dung trả lời.")},
    )
    document_words = forms.CharField(
        label=_("Số, ký hiệu văn bản"),
        max_length=Answer._meta.get_field("document_words").max_length,
        required=False,
        help_text=_("Ví dụ: 215/PKT-NN ngày 12/9/2026."),
    )
    files = AttachmentsField(label=_("Văn bản trả lời"), max_files=6)

    def __init__(self, *args, is_lead, **kwargs):
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        outcome.error_messages["required"] = _("Hãy chọn kết quả.")
        if is_lead:
            self.fields["text"].help_text = _("Nơi nêu kiến nghị sẽ được nghe nội dung này.")
        else:
            outcome.required = False
            self.fields["text"].help_text = _("Gửi đến cơ quan chủ trì.")


class TimeForm(forms.Form):
    use_required_attribute = False
    until = DayField(label=_("Xin trả lời trước ngày"))
    reason = forms.CharField(
        label=_("Lý do"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=400,
        error_messages={"required": _("Hãy nêu lý do.")},
    )


class BackForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label=_("Vì sao trả lại"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": _("Hãy nêu lý do.")},
        help_text=_("Ví dụ: không thuộc thẩm quyền; nêu cơ quan nào giải quyết được."),
    )
