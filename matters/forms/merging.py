"""Choosing which matters are one wish, and which of them carries it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class MergeForm(forms.Form):
    """`rows`: [(key, words)] of those that may be chosen; the ones in `chosen` are ticked."""

    chon = forms.MultipleChoiceField(label=_("Cùng một việc"), widget=forms.CheckboxSelectMultiple)
    chinh = forms.ChoiceField(
        label=_("Kiến nghị chính"),
        widget=forms.RadioSelect,
        help_text=_(
            "Kiến nghị chính mang hạn, cơ quan giải quyết và trả lời; mỗi nơi nêu vẫn được báo lại và phản hồi riêng."
        ),
    )

    def __init__(self, *args, rows, chosen=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chon"].choices = rows
        ticked = [(key, words) for key, words in rows if key in chosen]
        self.fields["chinh"].choices = ticked or rows
        self.initial = {"chon": list(chosen), "chinh": next(iter(chosen), None)} | self.initial

    def clean(self):
        data = super().clean()
        keys, lead = data.get("chon") or [], data.get("chinh")
        if keys and lead and len(set(keys) | {lead}) < 2:
            raise ValidationError(_("Hãy chọn ít nhất hai kiến nghị."))
        return data


class DifferentForm(forms.Form):
    """`rows`: [(key, words)] of what looks like the same wish."""

    khac = forms.MultipleChoiceField(
        label=_("Đây là những việc khác"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Đánh dấu việc nào thì việc đó không được gợi ý gộp với kiến nghị này nữa."),
        error_messages={"required": _("Hãy đánh dấu ít nhất một kiến nghị.")},
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["khac"].choices = rows
