"""The form of a sheet: a row a criterion, each with its version; and the small forms of its steps."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.forms.fields import NameField, PickField, document_offers, documents_among
from scores.actions.sheets import NOTES
from scores.points import PointsField, points_text


class RowForm(forms.Form):
    """One row in the column that is being filled in. `version` says what was read."""

    value = PointsField(label=gettext_lazy("Điểm"), required=False)
    note = NameField(label=gettext_lazy("Lý do, minh chứng"), max_length=500, required=False)
    not_applicable = forms.BooleanField(label=gettext_lazy("Không áp dụng"), required=False)
    version = forms.IntegerField(min_value=0, max_value=99_999_999, widget=forms.HiddenInput)

    def __init__(self, *args, row, column, **kwargs):
        self.row, self.column = row, column
        self.standing = ""
        value = getattr(row, column)
        kwargs.setdefault("prefix", f"r{row.pk}")
        kwargs["initial"] = {
            "value": value,
            "note": getattr(row, NOTES[column]),
            "not_applicable": not row.is_applicable,
            "version": row.version,
        }
        super().__init__(*args, **kwargs)
        if column != "points":
            del self.fields["not_applicable"]
        name = row.criterion.name
        self.fields["value"].widget.attrs |= {"aria-label": _("Điểm: %(name)s") % {"name": name}}
        self.fields["note"].widget.attrs |= {
            "aria-label": _("Lý do: %(name)s") % {"name": name},
            "placeholder": _("lý do nếu khác đề xuất")
            if column == "points"
            else _("lý do nếu khác điểm trước"),
        }

    @property
    def values(self) -> dict:
        data = self.cleaned_data
        return {
            "value": data["value"],
            "note": data["note"],
            "version": data["version"],
            "is_applicable": not data.get("not_applicable", not self.row.is_applicable),
        }

    def show_conflict(self, row) -> None:
        """What stands now beside what was typed; sent again it is on top of that."""
        value: Decimal | None = getattr(row, self.column)
        self.standing = _("đang lưu: %(points)s, của %(who)s") % {
            "points": points_text(value) if value is not None else "–",
            "who": row.changed_by or _("người khác"),
        }
        data = self.data.copy()
        data[self.add_prefix("version")] = str(row.version)
        self.data = data


class ReasonForm(forms.Form):
    reason = NameField(
        label=gettext_lazy("Lý do"),
        max_length=300,
        error_messages={"required": gettext_lazy("Hãy ghi lý do.")},
    )


class TextForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Nội dung"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Hãy ghi nội dung.")},
    )


class PublishForm(forms.Form):
    """`documents`: those of the issuer (OfficialDocument queryset)."""

    document = PickField(
        label=gettext_lazy("Theo thông báo"),
        required=False,
        help_text=gettext_lazy(
            "Số, ký hiệu của thông báo đã ghi ở mục Văn bản: phiếu in ra dẫn số đó. Để trống thì phiếu in ra vẫn là dự thảo."
        ),
    )

    def __init__(self, *args, documents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].choose_from(documents_among(documents), document_offers(documents))


class NothingForm(forms.Form):
    """A step that asks for nothing but to be sure."""
