"""Forms of what a branch decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import NameField
from common.forms import DayField
from meetings.models import BranchTask

NEW_ROWS = 3
ON_GOES = "open"


class TaskForm(forms.Form):
    """One task: rõ người, rõ việc, rõ tiến độ (Vân Hồ 2.10). An empty row is no row."""

    work = NameField(label=_("Việc"), max_length=500)
    owner = NameField(label=_("Ai làm"), max_length=120)
    due_on = DayField(label=_("Thời hạn"), required=False)
    kind = forms.ChoiceField(label=_("Loại"), choices=BranchTask.Kind.choices, initial=BranchTask.Kind.TASK)


class TaskCorrectForm(TaskForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


NewTasks = forms.formset_factory(TaskForm, extra=NEW_ROWS, max_num=30, absolute_max=40)


class ProgressForm(forms.Form):
    """How far a carried task has come: a line, and whether it is closed. Nothing written is nothing said."""

    text = NameField(label=_("Tiến độ, kết quả"), max_length=500, required=False)
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        choices=[
            (ON_GOES, _("tiếp tục làm")),
            (BranchTask.State.DONE, _("đã xong")),
            (BranchTask.State.DROPPED, _("thôi, không làm")),
        ],
        initial=ON_GOES,
        required=False,
    )

    def clean(self):
        data = super().clean()
        if data.get("state") not in ("", ON_GOES, None) and not data.get("text"):
            self.add_error("text", _("Hãy ghi kết quả: làm được gì, hoặc vì sao thôi."))
        return data

    @property
    def says_something(self) -> bool:
        return bool(self.cleaned_data.get("text"))


class TaskProgressForm(ProgressForm):
    """The same on the task's own page, with its day."""

    on = DayField(label=_("Ngày"))
    field_order = ["on", "text", "state"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
