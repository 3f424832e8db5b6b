"""Forms of rubrics: drafting, asking for opinions, saying one, answering, issuing. Shape of input only."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import NameField, PickField, document_offers, documents_among
from branches.rules import BRANCH_KINDS
from common.forms import DayField
from common.text import search_key
from meetings.models import Meeting
from scores.models import Rubric, RubricComment


class VersionedForm(forms.Form):
    version = forms.IntegerField(min_value=0, max_value=99_999_999, widget=forms.HiddenInput)


def _lines(label, rows=4, **kwargs):
    return forms.CharField(
        label=label, max_length=8000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


class RubricForm(forms.Form):
    """`issuers`: [(unit, name)]; `sources`: rubrics that may be copied. Gives `values` of `make_rubric`."""

    issuer = forms.ChoiceField(label=_("Cấp ủy của"))
    copied_from = forms.ChoiceField(
        label=_("Chép từ"),
        required=False,
        help_text=_("Chép đủ nhóm, tiêu chí, mức xếp loại, khống chế; sửa lại sau."),
    )
    name = NameField(label=_("Tên"), max_length=200)
    code = forms.SlugField(
        label=_("Mã"),
        max_length=40,
        required=False,
        help_text=_(
            "Chữ không dấu, số, gạch nối. Cùng mã là phiên bản sau của cùng bộ tiêu chí; để trống thì lấy theo tên."
        ),
        error_messages={"invalid": _("Mã chỉ gồm chữ không dấu, số và gạch nối.")},
    )
    kind = forms.ChoiceField(label=_("Chấm gì"), choices=Rubric.Kind.choices)
    meeting_kind = forms.ChoiceField(
        label=_("Loại buổi sinh hoạt"),
        choices=[("", _("mọi loại")), *Meeting.Kind.choices],
        required=False,
        help_text=_("Chỉ khi chấm buổi sinh hoạt."),
    )
    starts_on = DayField(label=_("Dự kiến có hiệu lực từ ngày"))

    def __init__(self, *args, issuers, sources, **kwargs):
        super().__init__(*args, **kwargs)
        self.issuers = {unit.key: unit for unit, _name in issuers}
        self.sources = {row.key: row for row in sources}
        self.fields["issuer"].choices = [(unit.key, name) for unit, name in issuers]
        self.fields["copied_from"].choices = [
            ("", _("không chép, lập từ đầu")),
            *((row.key, _("%(name)s, phiên bản %(edition)s") % {"name": row.name, "edition": row.edition}) for row in sources),
        ]  # fmt: skip

    def clean(self):
        data = super().clean()
        if data.get("meeting_kind") and data.get("kind") != Rubric.Kind.MEETING:
            self.add_error("meeting_kind", _("Chỉ bộ tiêu chí chấm buổi sinh hoạt mới ghi loại buổi."))
        return data

    @property
    def values(self) -> dict:
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("name", "kind", "meeting_kind", "starts_on")},
            "issuer": self.issuers[data["issuer"]],
            "copied_from": self.sources.get(data["copied_from"]),
            "code": data["code"] or slugify(search_key(data["name"]))[:40].strip("-"),
        }


class RubricChangeForm(VersionedForm):
    name = NameField(label=_("Tên"), max_length=200)
    meeting_kind = forms.ChoiceField(
        label=_("Loại buổi sinh hoạt"), choices=[("", _("mọi loại")), *Meeting.Kind.choices], required=False
    )
    starts_on = DayField(label=_("Dự kiến có hiệu lực từ ngày"))
    sheet_days = forms.IntegerField(
        label=_("Hạn gửi phiếu (ngày)"),
        min_value=0,
        max_value=365,
        help_text=_("Sau buổi sinh hoạt, hoặc sau ngày cuối của tháng, của năm."),
    )
    appeal_days = forms.IntegerField(
        label=_("Thời hạn đề nghị xem lại (ngày)"),
        min_value=0,
        max_value=365,
        help_text=_("Sau ngày công bố."),
    )
    source = NameField(label=_("Nguồn"), max_length=300, required=False)
    guidance = _lines(_("Hướng dẫn chấm"), 8, required=False)
    is_illustrative = forms.BooleanField(label=_("Mẫu minh họa"), required=False)

    def __init__(self, *args, rubric, **kwargs):
        names = list(self.base_fields)
        kwargs.setdefault("initial", {name: getattr(rubric, name) for name in names})
        super().__init__(*args, **kwargs)
        if rubric.kind != Rubric.Kind.MEETING:
            del self.fields["meeting_kind"]


class ConsultForm(VersionedForm):
    until = DayField(label=_("Góp ý đến hết ngày"))
    note = NameField(label=_("Ghi chú"), max_length=300, required=False)


class TakeBackForm(VersionedForm):
    note = NameField(label=_("Vì sao"), max_length=300, required=False)


class DropForm(VersionedForm):
    reason = NameField(
        label=_("Vì sao"), max_length=300, error_messages={"required": _("Hãy nêu vì sao bỏ dự thảo.")}
    )


class WithdrawForm(forms.Form):
    reason = NameField(
        label=_("Vì sao"), max_length=300, error_messages={"required": _("Hãy nêu vì sao rút ý kiến.")}
    )


def _spoken_for(bodies) -> str:
    """The key of the one for which he speaks unless he says otherwise: the only one, or the only one that is above the others; else
    "", himself."""
    above = bodies if len(bodies) == 1 else [body for body in bodies if body.kind not in BRANCH_KINDS]
    return above[0].key if len(above) == 1 else ""


class CommentForm(forms.Form):
    """`bodies`: [(organisation, name)] for which one may speak; without any it is one's own opinion."""

    organisation = forms.ChoiceField(label=_("Ý kiến của"), required=False)
    criterion = forms.ChoiceField(label=_("Về"), required=False)
    text = _lines(_("Ý kiến"), 5, error_messages={"required": _("Hãy ghi ý kiến.")})

    def __init__(self, *args, bodies, criteria, **kwargs):
        super().__init__(*args, **kwargs)
        self.bodies = {body.key: body for body, _name in bodies}
        self.criteria = {each.key: each for each in criteria}
        own = [("", _("cá nhân tôi"))]
        self.fields["organisation"].choices = [*((body.key, name) for body, name in bodies), *own]
        self.fields["criterion"].choices = [
            ("", _("cả bộ tiêu chí")), *((each.key, f"{each.code}. {each.name}") for each in criteria),
        ]  # fmt: skip
        self.initial.setdefault("organisation", _spoken_for([body for body, _name in bodies]))
        if not bodies:
            del self.fields["organisation"]

    @property
    def values(self) -> dict:
        data = self.cleaned_data
        return {
            "text": data["text"],
            "organisation": self.bodies.get(data.get("organisation", "")),
            "criterion": self.criteria.get(data["criterion"]),
        }


class AnswerForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Xử lý"),
        choices=RubricComment.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn tiếp thu, tiếp thu một phần hay không tiếp thu.")},
    )
    answer = _lines(
        _("Giải trình"),
        4,
        required=False,
        help_text=_("Phải có khi không tiếp thu hoặc chỉ tiếp thu một phần."),
    )


class IssueForm(VersionedForm):
    """`documents`: those of the issuer (OfficialDocument queryset)."""

    document = PickField(
        label=_("Văn bản ban hành"),
        help_text=_("Số, ký hiệu hoặc vài chữ trong trích yếu. Văn bản chưa có thì ghi ở mục Văn bản trước."),
    )
    starts_on = DayField(label=_("Có hiệu lực từ ngày"))

    def __init__(self, *args, documents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].choose_from(documents_among(documents), document_offers(documents))
