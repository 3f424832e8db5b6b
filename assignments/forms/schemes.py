"""Forms of schemes: from a preset, by hand, its end, its next term."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.models import CadreGroup, Scheme
from assignments.querysets.schemes import may_issue
from branches.forms.grants import DayField
from branches.models import Level
from common.periods import last_day, to_ends_on

BY_HAND = "tu-lap"
PRESET_WORDS = {
    "binh-dai": _("Bình Đại: cán bộ huyện theo dõi từng ấp, khu phố, mỗi nơi một người"),
    "quang-tri": _("Quảng Trị: cấp ủy dự sinh hoạt chi bộ thôn, khu phố hằng tháng"),
    "van-ho": _("Vân Hồ: cấp ủy viên phụ trách chi bộ, có thí điểm và có cấp xã"),
    "kim-son": _("Kim Sơn: dự sinh hoạt không báo trước, mỗi nhóm được chọn trong một phạm vi"),
    "ben-tre": _("Bến Tre: tỉnh nắm tới xã, huyện nắm tới ấp, xã nắm tới hộ gia đình"),
}
TEXTS = ("motto", "assignee_duties", "assignee_powers", "host_duties")
NUMBERS = (
    "max_assignees_per_target",
    "max_targets_per_assignee",
    "wanted_targets_per_assignee",
    "turns_per_month",
    "committee_turns_per_month",
    "report_days",
    "late_entry_hours",
)


def with_end(form, cleaned):
    """Forms speak of the last day held; what is stored is the first day without it."""
    cleaned["ends_on"] = to_ends_on(cleaned.pop("last_day", None))
    first = cleaned.get("starts_on")
    if first and cleaned["ends_on"] and cleaned["ends_on"] <= first:
        form.add_error("last_day", _("Ngày cuối cùng phải từ ngày bắt đầu trở đi."))
    return cleaned


def code_field():
    return forms.SlugField(
        label=_("Mã"),
        max_length=50,
        help_text=_("Chữ không dấu, số và dấu gạch nối, ví dụ: ap-khu-pho-2026."),
        error_messages={"invalid": _("Mã chỉ gồm chữ không dấu, số và dấu gạch nối.")},
    )


class NewSchemeForm(forms.Form):
    """A scheme from a preset, or the first facts of one that is made by hand."""

    preset = forms.ChoiceField(
        label=_("Mẫu"),
        widget=forms.RadioSelect,
        choices=[*PRESET_WORDS.items(), (BY_HAND, _("Tự lập, không theo mẫu"))],
        help_text=_("Mẫu chỉ điền sẵn các quy định; lập xong vẫn sửa được từng mục."),
    )
    issuer = forms.ChoiceField(label=_("Cấp ủy ban hành của"))
    code = code_field()
    name = forms.CharField(
        label=_("Tên"), max_length=200, required=False, help_text=_("Để trống thì lấy tên của mẫu.")
    )
    starts_on = DayField(label=_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa định."))

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.issuers = may_issue(scope, day)
        self.fields["issuer"].choices = [(unit.key, words) for unit, words in self.issuers]

    def clean_issuer(self):
        return next(unit for unit, _words in self.issuers if unit.key == self.cleaned_data["issuer"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("preset") == BY_HAND and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Tự lập thì phải ghi tên chủ trương."))
        return with_end(self, cleaned)


class SchemeForm(forms.ModelForm):
    """All that may be changed of a scheme. `choice_by_group` is a choice for each group that goes its own way."""

    starts_on = DayField(label=_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa định."))
    pilot_last_day = DayField(label=_("Thí điểm đến hết ngày"), required=False)
    assignee_kinds = forms.MultipleChoiceField(
        label=_("Ai được phân công"),
        choices=Scheme.AssigneeKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Scheme
        fields = [
            "name",
            "starts_on",
            "target_kind",
            "target_level",
            "eligible_groups",
            *NUMBERS,
            "choice",
            "is_announced",
            "leader_reads_first",
            "is_pilot",
            "parent_scheme",
            "charter",
            *TEXTS,
        ]
        widgets = {
            "eligible_groups": forms.CheckboxSelectMultiple,
            **{name: forms.Textarea(attrs={"rows": 4}) for name in TEXTS[1:]},
            **{name: forms.NumberInput(attrs={"min": 1, "class": "short"}) for name in NUMBERS},
        }
        help_texts = {
            "max_assignees_per_target": _(
                "Quá số này thì không phân công được. Để trống nếu không giới hạn."
            ),
            "max_targets_per_assignee": _(
                "Quá số này thì không phân công được. Để trống nếu không giới hạn."
            ),
            "wanted_targets_per_assignee": _("Quá số này thì được nhắc, không bị chặn."),
            "late_entry_hours": _(
                "Quá hạn báo cáo lâu hơn số giờ này thì báo cáo là nhập muộn và phải nêu lý do."
            ),
            "eligible_groups": _("Không chọn nhóm nào thì ai cũng được phân công."),
            "parent_scheme": _("Chủ trương của cấp trên hoặc cấp dưới đi cùng chủ trương này."),
        }

    def __init__(self, *args, scope, documents, **kwargs):
        scheme = kwargs["instance"]
        kwargs["initial"] = {
            "last_day": last_day(scheme.ends_on),
            "pilot_last_day": last_day(scheme.pilot_ends_on),
            "version": scheme.version,
            "assignee_kinds": scheme.assignee_kinds,
        } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["parent_scheme"].queryset = Scheme.objects.visible_to(scope).exclude(pk=scheme.pk)
        self.fields["charter"].queryset = documents
        self.fields["target_level"].queryset = Level.objects.order_by("number")
        self.groups = list(CadreGroup.objects.all())
        for group in self.groups:
            self.fields[f"choice_{group.code}"] = forms.ChoiceField(
                label=group.name,
                required=False,
                choices=[("", _("theo quy định chung")), *Scheme.Choice.choices],
                initial=scheme.choice_by_group.get(group.code, ""),
            )

    def _post_clean(self):
        """The action builds and checks the scheme; the form checks its own fields only."""

    def clean(self):
        cleaned = with_end(self, super().clean())
        cleaned["pilot_ends_on"] = to_ends_on(cleaned.pop("pilot_last_day", None))
        chosen = {group.code: cleaned.pop(f"choice_{group.code}", "") for group in self.groups}
        cleaned["choice_by_group"] = {code: choice for code, choice in chosen.items() if choice}
        return cleaned

    def rows(self, *names):
        return [self[name] for name in names]

    @property
    def sections(self):
        """[(heading, bound fields)] in the order in which an office decides them."""
        return [
            (
                _("Ai theo dõi ai"),
                self.rows("name", "target_kind", "target_level", "assignee_kinds", "eligible_groups"),
            ),
            (_("Thời hạn"), self.rows("starts_on", "last_day", "is_pilot", "pilot_last_day")),
            (_("Số lượng"), self.rows(*NUMBERS[:3])),
            (
                _("Dự sinh hoạt và báo cáo"),
                self.rows("choice", "is_announced", *NUMBERS[3:], "leader_reads_first"),
            ),
            (_("Trách nhiệm, quyền hạn"), self.rows(*TEXTS)),
            (_("Liên quan"), self.rows("charter", "parent_scheme")),
        ]

    @property
    def choices_by_group(self):
        return self.rows(*(f"choice_{group.code}" for group in self.groups))


class EndSchemeForm(forms.Form):
    last_day = DayField(label=_("Ngày cuối cùng còn hiệu lực"))

    def clean(self):
        return with_end(self, super().clean())


class NewTermForm(forms.Form):
    """The next term of a scheme: its running assignments go into a draft."""

    code = code_field()
    name = forms.CharField(label=_("Tên"), max_length=200)
    starts_on = DayField(
        label=_("Từ ngày"), help_text=_("Phân công cũ kết thúc và phân công mới bắt đầu từ ngày này.")
    )
    last_day = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa định."))

    def clean(self):
        return with_end(self, super().clean())
