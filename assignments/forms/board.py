"""What the board asks besides its rows: into which draft, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment
from branches.forms.grants import DayField


class GatherForm(forms.Form):
    """Why the changes of this step are made."""

    end_reason = forms.ChoiceField(
        label=_("Lý do thôi người cũ"),
        choices=Assignment.EndReason.choices,
        initial=Assignment.EndReason.ADJUSTED,
    )
    reason = forms.CharField(label=_("Ghi chú trong phụ lục"), max_length=300, required=False)


class DraftForm(forms.Form):
    """A draft's name and day."""

    name = forms.CharField(label=_("Tên đợt điều chỉnh"), max_length=200)
    effective_on = DayField(label=_("Có hiệu lực từ ngày"))


class ChangedDraftForm(DraftForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
