"""The form of a commune's month: a row a meeting, empty rows for further ones, and what goes with them."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import NameField
from common.forms import DayField
from meetings.actions.scheduling import Said
from meetings.forms.fields import HourField
from meetings.models import Meeting

EXTRA_ROWS = 2
EXTRA_KINDS = [
    (Meeting.Kind.THEMATIC, Meeting.Kind.THEMATIC.label),
    (Meeting.Kind.EXTRAORDINARY, Meeting.Kind.EXTRAORDINARY.label),
    (Meeting.Kind.REGULAR, Meeting.Kind.REGULAR.label),
]


class LineForm(forms.Form):
    """One row: all of day, hour and place, or none of them (Kim Sơn 3.16: "ngày, giờ, địa điểm")."""

    on = DayField(label=_("Ngày"), required=False)
    at = HourField(label=_("Giờ"), required=False)
    place = NameField(label=_("Địa điểm"), max_length=200, required=False)
    prepare_due_on = DayField(label=_("Chi ủy chuẩn bị trước hết ngày"), required=False)
    topic = NameField(label=_("Chuyên đề, nội dung chính"), max_length=300, required=False)

    def __init__(self, *args, line, **kwargs):
        self.line = line
        initial = {name: getattr(line, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {line.name}"

    def clean(self):
        cleaned = super().clean()
        _all_or_nothing(self, cleaned)
        self._keep_distance(cleaned)
        return cleaned

    def _keep_distance(self, cleaned):
        """A meeting that is put before the day of its preparation takes that along, as many days ahead."""
        line, on, due = self.line, cleaned.get("on"), cleaned.get("prepare_due_on")
        if on is None:
            cleaned["prepare_due_on"] = None
        elif due and due > on and due == line.prepare_due_on:
            cleaned["prepare_due_on"] = on - max(line.on - due, timedelta(0))

    def said(self) -> Said:
        return Said(
            self.line.organisation, kind=self.line.kind, meeting=self.line.meeting, **self.cleaned_data
        )


class ExtraForm(forms.Form):
    """A thematic or extraordinary meeting besides the regular one, or a second regular one."""

    branch = forms.ChoiceField(label=_("Chi bộ"), required=False)
    kind = forms.ChoiceField(label=_("Loại"), choices=EXTRA_KINDS, required=False)
    on = DayField(label=_("Ngày"), required=False)
    at = HourField(label=_("Giờ"), required=False)
    place = NameField(label=_("Địa điểm"), max_length=200, required=False)
    topic = NameField(label=_("Chuyên đề, nội dung chính"), max_length=300, required=False)

    def __init__(self, *args, branches, **kwargs):
        super().__init__(*args, **kwargs)
        self.branches = branches
        self.fields["branch"].choices = [
            ("", _("Chọn chi bộ")),
            *((key, each.name) for key, each in branches.items()),
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("branch"):
            for name in ("on", "at", "place"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Chưa điền mục này."))
        elif any(cleaned.get(name) for name in ("on", "at", "place", "topic")):
            self.add_error("branch", _("Hãy chọn chi bộ."))
        return cleaned

    def said(self) -> Said | None:
        data = dict(self.cleaned_data)
        branch = self.branches.get(data.pop("branch"))
        return Said(branch, **data) if branch else None


class ReasonForm(forms.Form):
    """Why a schedule that was sent is changed."""

    reason = forms.CharField(
        label=_("Lý do đổi"),
        max_length=300,
        required=False,
        help_text=_("Bắt buộc khi đổi một buổi đã đăng ký. Những người nhận lịch được báo kèm lý do này."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ScheduleForms:
    """All forms of one page together."""

    def __init__(self, plan, data=None):
        version = plan.schedule.version if plan.schedule else 0
        self.head = ReasonForm(data, initial={"version": version})
        self.rows = [LineForm(data, line=line, prefix=line.key) for line in plan.lines if not line.is_settled]
        self.extras = [
            ExtraForm(data, branches=plan.branches, prefix=f"them{number}") for number in range(EXTRA_ROWS)
        ]
        self.is_bound = data is not None

    def is_valid(self) -> bool:
        # All of them are asked, so that every error is said at once.
        wrong = [form for form in (self.head, *self.rows, *self.extras) if not form.is_valid()]
        return not wrong

    def said(self) -> list[Said]:
        extras = [form.said() for form in self.extras]
        return [*(row.said() for row in self.rows), *(each for each in extras if each)]

    def errors(self) -> list[tuple]:
        """(sentence, id of its field) of the rows, each with its branch."""
        found = []
        for form in (*self.rows, *self.extras):
            if form.is_bound and not form.is_valid():
                name = form.line.name if isinstance(form, LineForm) else _("Buổi thêm")
                for field in form:
                    found += [
                        (f"{name} – {field.label}: {sentence}", field.id_for_label)
                        for sentence in field.errors
                    ]
        return found

    @property
    def has_extras(self) -> bool:
        """Whether something was written into the rows for further meetings: then they are not folded away."""
        return self.is_bound and any(form.has_changed() for form in self.extras)

    def by_key(self) -> dict:
        return {form.line.key: form for form in self.rows}


class ReturnForm(forms.Form):
    note = forms.CharField(
        label=_("Cần sửa gì"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Hãy ghi cần sửa gì.")},
    )


def _all_or_nothing(form, cleaned):
    names = ("on", "at", "place")
    if not any(cleaned.get(name) or name in form.errors for name in names):
        return
    for name in names:
        if not cleaned.get(name) and name not in form.errors:
            form.add_error(name, _("Chưa điền mục này."))
