"""Forms of what was said at a conference. Several opinions go in at once; empty rows are no opinions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import NameField, PickField
from common.forms import DayField
from matters.models import Recommendation, Topic

ROWS, MOST = 5, 40
PREFIX = "yk"


class OpinionFields(forms.Form):
    use_required_attribute = False

    content = forms.CharField(
        label=_("Ý kiến"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    speaker = NameField(label=_("Người nêu"), max_length=150, required=False)
    unit = PickField(label=_("Địa bàn"), required=False)
    topic = forms.ModelChoiceField(label=_("Lĩnh vực"), queryset=None, required=False, empty_label="–")
    is_answered_on_the_spot = forms.BooleanField(label=_("Đã trả lời tại chỗ"), required=False)
    answer = forms.CharField(
        label=_("Trả lời"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, topics, find, already=None, **kwargs):
        super().__init__(*args, **kwargs)
        # One list for every row: each would ask for it anew.
        self.fields["topic"].queryset = Topic.objects.filter(pk__in=[topic.pk for topic in topics])
        self.fields["topic"].choices = [("", "–"), *((topic.pk, topic.name) for topic in topics)]
        self.fields["unit"].choose_from(find, already=already)

    @property
    def is_written(self) -> bool:
        return any(
            str(self.data.get(self.add_prefix(name)) or "").strip()
            for name in ("content", "speaker", "answer")
        )

    def clean(self):
        cleaned = super().clean()
        if self.is_written and not cleaned.get("content") and "content" not in self.errors:
            self.add_error("content", _("Hãy ghi nội dung ý kiến."))
        return cleaned


class OpinionForm(OpinionFields):
    """One opinion, changed."""

    is_written = True

    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def values(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def opinion_rows(data, *, topics, find) -> list[OpinionFields]:
    """The rows of the form, as many as were sent, at least ROWS."""
    sent = 0
    while data is not None and sent < MOST and f"{PREFIX}-{sent}-content" in data:
        sent += 1
    return [
        OpinionFields(data, prefix=f"{PREFIX}-{number}", topics=topics, find=find)
        for number in range(max(sent, ROWS))
    ]


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Trả lời"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Hãy ghi nội dung trả lời.")},
    )
    answered_on = DayField(label=_("Trả lời ngày"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class TakeForm(forms.Form):
    """`issuers`: [(key, name)] of the committees that may be asked to see to it."""

    issuer = forms.ChoiceField(label=_("Gửi đến cấp ủy của"))
    content = forms.CharField(
        label=_("Nội dung kiến nghị"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    kind = forms.ChoiceField(
        label=_("Loại"), choices=Recommendation.Kind.choices, initial=Recommendation.Kind.RECOMMENDATION
    )
    topic = forms.ModelChoiceField(label=_("Lĩnh vực"), queryset=None, required=False, empty_label="–")
    urgency = forms.ChoiceField(
        label=_("Mức độ"), choices=Recommendation.Urgency.choices, initial=Recommendation.Urgency.NORMAL
    )
    proposed_solution = forms.CharField(
        label=_("Đề nghị giải quyết"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, issuers, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issuer"].choices = issuers
        self.fields["topic"].queryset = topics
