"""The report form: shape of input only. What may be said together, the action decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.attachments.forms import AttachmentsField
from common.forms import DayField
from meetings.models import Absence, Meeting
from meetings.models.attendance import COUNTS, Attendance
from reports.forms.rows import rows_of
from reports.models import Report
from reports.models.reports import TEXTS
from scores.points import PointsField
from scores.visiting import POINTS, WHY, points_written, written_without_place

LONGEST = 20_000
_YES_NO = [("", "–"), ("yes", _("có")), ("no", _("không"))]
_TRUTH = {"yes": True, "no": False}
_LINES = ("chair", "clerk_of_meeting", "guests", "prepared_by")
_TRUTHS = ("was_prepared", "has_draft_resolution", "documents_sent_before")
_TIME_AS = _("Hãy ghi giờ như 19:30.")


def _label(model, name):
    return model._meta.get_field(name).verbose_name.capitalize()


class WriteForm(forms.Form):
    """`target` (reports.filing.Target) says what is asked about; `data` may be what a draft kept."""

    use_required_attribute = False
    client_key = forms.UUIDField(widget=forms.HiddenInput)
    attended = forms.ChoiceField(
        label=_("Bạn có dự không?"), choices=Report.Attended.choices, widget=forms.RadioSelect
    )
    absence_kind = forms.ChoiceField(
        label=_("Vì sao không dự"), choices=[("", "–"), *Absence.Reason.choices], required=False
    )
    absence_reason = forms.CharField(label=_("Nói rõ thêm"), max_length=300, required=False)
    met_on = DayField(label=_("Ngày sinh hoạt"))
    kind = forms.ChoiceField(label=_("Loại buổi"), choices=Meeting.Kind.choices, required=False)
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    quality = forms.ChoiceField(
        label=_("Chất lượng"),
        choices=Report.Quality.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    effects = forms.MultipleChoiceField(
        label=_("Tác dụng"), widget=forms.CheckboxSelectMultiple, required=False
    )
    read = forms.MultipleChoiceField(
        label=_("Đã nghiên cứu trước"), widget=forms.CheckboxSelectMultiple, required=False
    )
    conveyed = forms.MultipleChoiceField(
        label=_("Đã truyền đạt"), widget=forms.CheckboxSelectMultiple, required=False
    )
    files = AttachmentsField(label=_("Ảnh hoặc PDF"), max_files=6)
    sensitive = forms.CharField(
        label=_("Tư tưởng, dư luận"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=LONGEST,
    )
    late_reason = forms.CharField(label=_("Lý do nhập muộn"), max_length=300, required=False)
    holds_no_secret = forms.BooleanField(
        label=_("Báo cáo này không chứa nội dung bí mật nhà nước."), required=False
    )

    def __init__(self, *args, target, **kwargs):
        super().__init__(*args, **kwargs)
        self.target = target
        self._add_plain_fields()
        self._add_scores()
        self.fields["attended"].error_messages["required"] = _("Hãy chọn có dự hay không.")
        self.fields["effects"].choices = [(row.code, row.name) for row in target.effects]
        documents = [(row.key, f"{row} ({row.issued_on:%d/%m/%Y}): {row.title}") for row in target.documents]
        self.fields["read"].choices = self.fields["conveyed"].choices = documents
        if target.report is not None:
            del self.fields["kind"]
        self.rows = rows_of(self.data if self.is_bound else None, topics=target.topics, initial=self.initial)

    def _add_plain_fields(self):
        for name in COUNTS:
            self.fields[name] = forms.IntegerField(
                label=_label(Attendance, name),
                required=False,
                min_value=0,
                max_value=99_999,
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"}
                ),
            )
        for name in ("started_at", "ended_at"):
            self.fields[name] = forms.TimeField(
                label=_label(Attendance, name),
                required=False,
                error_messages={"invalid": _TIME_AS},
                input_formats=["%H:%M", "%Hh%M", "%Hg%M", "%H.%M", "%Hh"],
                # A browser's own picker would say 07:30 PM to some.
                widget=forms.TimeInput(
                    format="%H:%M",
                    attrs={
                        "class": "short",
                        "inputmode": "numeric",
                        "placeholder": _("giờ:phút"),
                        "autocomplete": "off",
                    },
                ),
            )
        for name in TEXTS:
            self.fields[name] = forms.CharField(
                label=_label(Report, name),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        for name in _LINES:
            length = Report._meta.get_field(name).max_length
            self.fields[name] = forms.CharField(label=_label(Report, name), required=False, max_length=length)
        for name in _TRUTHS:
            self.fields[name] = forms.ChoiceField(label=_label(Report, name), choices=_YES_NO, required=False)

    def _add_scores(self):
        """Nothing is asked where a sheet stands; points that were typed before it did are refused in their place."""
        scale = self.target.scale
        if scale is None or scale.sheet and not points_written(self.data):
            return
        for criterion in scale.criteria:
            self.fields[POINTS + criterion.key] = PointsField(label=criterion.name, required=False)
            label = _("Lý do: %(name)s") % {"name": criterion.name}
            line = forms.TextInput(
                attrs={"aria-label": label, "placeholder": _("lý do"), "autocomplete": "off"}
            )
            self.fields[WHY + criterion.key] = forms.CharField(
                label=label, max_length=500, required=False, widget=line
            )

    def clean(self):
        """Points are never dropped without a word."""
        if lost := written_without_place(self.data, self.fields):
            self.add_error(
                None,
                _(
                    "Bộ tiêu chí chấm điểm đã đổi từ khi bạn mở báo cáo. "
                    "Hãy xóa điểm ở đây, gửi báo cáo, rồi chấm ở trang báo cáo. Bạn đã ghi: %(points)s."
                )
                % {"points": "; ".join(lost)},
            )
        return super().clean()

    def is_valid(self):
        rows = [row for rows in self.rows.values() for row in rows if row.is_written]
        # All are asked, so that all errors are said at once.
        return all([super().is_valid(), *(row.is_valid() for row in rows)])

    @property
    def row_errors(self) -> list[tuple]:
        """(sentence, id of the field) of the rows."""
        return [
            (f"{row[name].label}: {sentence}", row[name].id_for_label)
            for rows in self.rows.values()
            for row in rows
            if self.is_bound and row.is_written
            for name in row.fields
            for sentence in row[name].errors
        ]

    def clean_met_on(self):
        day = self.cleaned_data["met_on"]
        if day > self.target.day:
            raise forms.ValidationError(_("Ngày sinh hoạt chưa tới: chưa thể báo cáo."))
        return day

    @property
    def values(self) -> dict:
        """What `submit_report` takes, of a valid form."""
        data = dict(self.cleaned_data)
        data.pop("client_key")
        effects = {row.code: row for row in self.target.effects}
        documents = {row.key: row for row in self.target.documents}
        data["effects"] = [effects[code] for code in data["effects"]]
        for part in ("read", "conveyed"):
            data[part] = [documents[key] for key in data[part]]
        for name in _TRUTHS:
            data[name] = _TRUTH.get(data[name])
        if (
            data["attended"] == Report.Attended.EXCUSED
            and not data["absence_reason"]
            and data["absence_kind"]
        ):
            data["absence_reason"] = str(Absence.Reason(data["absence_kind"]).label)
        for name, rows in self.rows.items():
            data[name] = [row.said() for row in rows if row.is_written]
        data["answers"] = self.target.answers_in(self.data)
        # --- the visitor's score ---
        data["scores"] = self.target.scale.given_in(data) if self.target.scale else {}
        data = {name: said for name, said in data.items() if not name.startswith((POINTS, WHY))}
        # --- what must be put right ---
        data["remedies"] = self.target.remedies_in(self.data)
        # --- the answers that return ---
        data["told"] = self.target.told_from(self.data)
        data["meeting"], data["organisation"] = self.target.meeting, self.target.organisation
        return data
