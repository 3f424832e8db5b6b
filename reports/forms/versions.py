"""Forms about checklists and sections of the report form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.models import Scheme
from common.forms import DayField
from reports.actions.forms import Item
from reports.models import Checklist
from reports.sections import FOLDED, OFF, OPEN, SECTIONS

SPARE = 4
STATES = [(OPEN, _("mở sẵn")), (FOLDED, _("gấp lại")), (OFF, _("không hỏi"))]


class CopyForm(forms.Form):
    scheme = forms.ModelChoiceField(label=_("Chủ trương"), queryset=None, empty_label=_("Chọn chủ trương"))
    starts_on = DayField(label=_("Dùng từ ngày"))

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        from branches.querysets.scoping import within

        self.fields["scheme"].queryset = Scheme.objects.filter(within(scope.reach("forms.write"), "issuer"))


class ChecklistForm(forms.Form):
    """The items one under another: an emptied one is left out, spare lines at the end take new ones."""

    name = forms.CharField(label=_("Tên danh mục"), max_length=120)
    source = forms.CharField(
        label=_("Theo văn bản nào"),
        max_length=200,
        required=False,
        help_text=_("Ví dụ: Quy định 559-QĐ/TU, Điều 4."),
    )
    starts_on = DayField(
        label=_("Dùng từ ngày"), help_text=_("Báo cáo gửi trước ngày này giữ nguyên các mục cũ.")
    )

    def __init__(self, *args, checklist, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = list(checklist.items.all())
        length = Checklist.items.rel.related_model._meta.get_field("text").max_length
        for number in range(1, len(self.before) + SPARE + 1):
            item = self.before[number - 1] if number <= len(self.before) else None
            self.fields[f"item{number}"] = forms.CharField(
                label=_("Mục %(number)s") % {"number": number},
                max_length=length,
                required=False,
                initial=item.text if item else "",
                help_text=_("Chưa có nội dung chính thức.") if item and item.is_placeholder else "",
            )

    @property
    def items(self) -> list[Item]:
        """The items as written; one whose words were changed is no placeholder any more."""
        found = []
        for number in range(1, len(self.before) + SPARE + 1):
            text = self.cleaned_data.get(f"item{number}", "")
            item = self.before[number - 1] if number <= len(self.before) else None
            if text:
                is_placeholder = bool(item and item.is_placeholder and item.text == text)
                found.append(Item(item.code if item else "", text, is_placeholder))
        return found


class EndForm(forms.Form):
    starts_on = DayField(
        label=_("Ngày đầu tiên không dùng nữa"),
        help_text=_("Từ ngày này danh mục chung cùng mã có hiệu lực lại."),
    )


class SectionsForm(forms.Form):
    starts_on = DayField(label=_("Dùng từ ngày"))

    def __init__(self, *args, now, **kwargs):
        """`now`: {section code: state} as it stands."""
        super().__init__(*args, **kwargs)
        for section in SECTIONS:
            self.fields[f"s-{section.code}"] = forms.ChoiceField(
                label=section.title, choices=STATES, initial=now.get(section.code, section.state)
            )

    @property
    def sections(self) -> dict:
        return {section.code: self.cleaned_data[f"s-{section.code}"] for section in SECTIONS}
