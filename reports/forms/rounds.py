"""Forms of rounds, of their notices and of what must be put right: shape of input only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.forms.people import cadre_label, cadres_among
from branches.forms.fields import NameField, PickField
from common.forms import DayField
from matters.forms.conferences import AttendeesField
from reports.models import Remedy, RemedyCheck


def _lines(label, rows=4, **kwargs):
    kwargs.setdefault("required", False)
    return forms.CharField(
        label=label, max_length=8000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


class VersionedForm(forms.Form):
    version = forms.IntegerField(min_value=0, max_value=99_999_999, widget=forms.HiddenInput)

    def show_version(self, version):
        """The form as it was sent, to be sent again on top of what stands now."""
        data = self.data.copy()
        data[self.add_prefix("version")] = str(version)
        self.data = data


class RoundForm(forms.Form):
    """`schemes`: of the issuers for which one may open a round; `issuers`: {unit id: name}."""

    issuer = forms.ChoiceField(label=_("Cấp ủy của"))
    scheme = forms.ChoiceField(label=_("Chủ trương"), required=False)
    name = NameField(label=_("Tên đợt"), max_length=150)
    starts_on = DayField(label=_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"))

    def __init__(self, *args, issuers, schemes, **kwargs):
        super().__init__(*args, **kwargs)
        self.issuers = {unit.key: unit for unit, _name in issuers}
        self.schemes = {scheme.code: scheme for scheme in schemes}
        self.fields["issuer"].choices = [(unit.key, name) for unit, name in issuers]
        self.fields["scheme"].choices = [
            ("", _("Mọi chủ trương của cấp ủy")),
            *((code, scheme.name) for code, scheme in self.schemes.items()),
        ]
        if len(issuers) == 1:
            self.fields["issuer"].widget = forms.HiddenInput()
            self.fields["issuer"].initial = issuers[0][0].key
        if not schemes:
            del self.fields["scheme"]

    @property
    def values(self) -> dict:
        data = self.cleaned_data
        return {
            "issuer": self.issuers[data["issuer"]],
            "scheme": self.schemes.get(data.get("scheme", "")),
            "name": data["name"],
        }


class RoundDaysForm(VersionedForm):
    name = NameField(label=_("Tên đợt"), max_length=150)
    starts_on = DayField(label=_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"))


class ReasonForm(VersionedForm):
    reason = NameField(label=_("Lý do"), max_length=300, error_messages={"required": _("Hãy ghi lý do.")})


class ConclusionForm(VersionedForm):
    intro = _lines(
        _("Phần mở đầu"), help_text=_("Hội nghị nào, ai chủ trì, căn cứ vào đâu. Mỗi dòng là một đoạn.")
    )
    followup = _lines(
        _("Tổ chức thực hiện"), help_text=_("Ai theo dõi, đôn đốc; báo cáo khi nào. Mỗi dòng là một đoạn.")
    )
    place = NameField(label=_("Nơi ký"), max_length=80, required=False)
    signer_authority = NameField(
        label=_("Thẩm quyền ký"), max_length=120, required=False, help_text=_("Như “T/M Ban Thường vụ”.")
    )
    signer_post = NameField(
        label=_("Chức vụ người ký"),
        max_length=120,
        required=False,
        help_text=_("Như “Phó Bí thư Thường trực”."),
    )
    signer = NameField(label=_("Người ký"), max_length=120, required=False)
    recipients = _lines(_("Nơi nhận"), 3, help_text=_("Mỗi dòng một nơi."))


class LineForm(VersionedForm):
    """`find` names an organisation from what is typed; `reports`: those of the round that it may rest on."""

    organisation = PickField(
        label=_("Tổ chức đảng"), required=False, help_text=_("Tên hoặc mã; để trống nếu nói chung.")
    )
    text = _lines(
        _("Nội dung"), 5, required=True, error_messages={"required": _("Hãy ghi nội dung của dòng này.")}
    )
    due_on = DayField(label=_("Xong trước ngày"), required=False)
    reports = forms.MultipleChoiceField(
        label=_("Căn cứ vào báo cáo"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, is_required, reports, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = {report.key: report for report, _words in reports}
        self.fields["reports"].choices = [(report.key, words) for report, words in reports]
        if not reports:
            del self.fields["reports"]
        if is_required:
            for name, sentence in (
                ("organisation", _("Hãy ghi tổ chức nào phải làm.")),
                ("due_on", _("Hãy ghi thời hạn.")),
            ):
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = sentence
            self.fields["organisation"].help_text = _("Tên hoặc mã.")
        else:
            del self.fields["due_on"]

    @property
    def values(self) -> dict:
        data = self.cleaned_data
        return {
            "text": data["text"],
            "organisation": data["organisation"],
            "due_on": data.get("due_on"),
            "reports": [self.found[key] for key in data.get("reports", ())],
            "version": data["version"],
        }


class IssueForm(VersionedForm):
    number = NameField(
        label=_("Số, ký hiệu"),
        max_length=40,
        help_text=_("Do văn thư cấp, như 12-TB/HU."),
        error_messages={"required": _("Hãy ghi số, ký hiệu do văn thư cấp.")},
    )
    issued_on = DayField(label=_("Ngày ký"))


class CheckForm(forms.Form):
    seen = forms.ChoiceField(
        label=_("Đã thấy"),
        choices=RemedyCheck.Seen.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn điều đã thấy.")},
    )
    seen_on = DayField(label=_("Ngày"))
    note = NameField(label=_("Ghi chú"), max_length=500, required=False)


class CloseForm(VersionedForm):
    state = forms.ChoiceField(
        label=_("Kết thúc vì"),
        choices=[(value, label) for value, label in Remedy.State.choices if value != Remedy.State.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn đã khắc phục, hay thôi không làm.")},
    )
    result = NameField(
        label=_("Kết quả, hoặc vì sao thôi"),
        max_length=500,
        error_messages={"required": _("Hãy ghi kết quả, hoặc vì sao thôi không làm.")},
    )


class MoveForm(ReasonForm):
    due_on = DayField(label=_("Thời hạn mới"))
    field_order = ["version", "due_on", "reason"]


class ConferenceForm(forms.Form):
    conference = forms.ChoiceField(label=_("Hội nghị"), required=False)

    def __init__(self, *args, conferences, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = {row.key: row for row in conferences}
        self.fields["conference"].choices = [
            ("", _("chưa có")),
            *((row.key, f"{row.on:%d/%m/%Y}, {row.title}") for row in conferences),
        ]

    @property
    def chosen(self):
        return self.found.get(self.cleaned_data["conference"])


class AgainForm(forms.Form):
    """Where the lines of a new draft come from; asked only where a notice was voided before."""

    AGAIN = "lai"
    lines = forms.ChoiceField(
        label=_("Các dòng lấy từ đâu"),
        choices=[(AGAIN, _("chép từ thông báo đã hủy")), ("bao-cao", _("gợi ý lại từ báo cáo"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, may_copy, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_copy:
            del self.fields["lines"]


class ConferenceNewForm(forms.Form):
    """`reporters` (Cadre): those whose reports the round gathered, written down already; `cadres`: whom else one may name."""

    planned_on = DayField(label=_("Ngày họp"))
    attendees = AttendeesField(
        label=_("Cán bộ theo dõi được mời"),
        required=False,
        help_text=_("Những người có báo cáo trong đợt đã ghi sẵn; mỗi người một dòng, thêm bớt được."),
    )
    minutes = _lines(_("Nội dung hội nghị"), 6, help_text=_("Điều nổi lên trong đợt, ghi sẵn để sửa."))

    def __init__(self, *args, reporters, cadres, day, **kwargs):
        super().__init__(*args, **kwargs)
        already = {cadre_label(each): each for each in reporters}
        self.fields["attendees"].choose_from(cadres_among(cadres, day), already=already)
        self.initial = {"planned_on": day, "attendees": "\n".join(already)} | self.initial
