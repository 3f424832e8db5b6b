"""Choosing a document, or entering a new one right there."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from branches.forms.grants import DayField
from branches.models import OfficialDocument

LATEST = 200


class DocumentChoice(forms.ModelChoiceField):
    def label_from_instance(self, document):
        return f"{document}, {document.issued_on:%d/%m/%Y} – {document.title[:70]}"


def documents_for(scope, issuer):
    """The latest documents of `issuer` (Unit) and of those above it that the scope may read."""
    above = issuer.access_path.split(".")[:-1]
    readable = OfficialDocument.objects.visible_to(scope).filter(issuer_unit__key__in=[*above, issuer.key])
    latest = readable.order_by("-issued_on", "-pk").values_list("pk", flat=True)[:LATEST]
    return OfficialDocument.objects.filter(pk__in=list(latest)).order_by("-issued_on", "-pk")


class CitingForm(forms.Form):
    """`document`, or the facts of a new one. With `is_required`, one of the two must be there."""

    document = DocumentChoice(
        label=_("Văn bản đã có"), queryset=None, required=False, empty_label=_("Chưa chọn")
    )
    number = forms.CharField(
        label=_("Số, ký hiệu văn bản mới"),
        max_length=40,
        required=False,
        help_text=_("Ví dụ: 1316-QĐ/HU. Chỉ ghi khi văn bản chưa có trong danh sách trên."),
    )
    type = forms.CharField(
        label=_("Loại"), max_length=10, required=False, initial="QĐ", help_text=_("QĐ, KH, TB, NQ …")
    )
    issued_on = DayField(label=_("Ngày ban hành"), required=False)
    title = forms.CharField(label=_("Trích yếu"), max_length=500, required=False)

    def __init__(self, *args, scope, issuer, is_required=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_required = is_required
        self.fields["document"].queryset = documents_for(scope, issuer)
        if not scope.reach("documents.write").covers(issuer.access_path, issuer.pk):
            for name in ("number", "type", "issued_on", "title"):
                del self.fields[name]

    def clean(self):
        data = super().clean()
        new = [data.get(name) for name in ("number", "issued_on", "title")]
        if data.get("document") and any(new):
            raise ValidationError(_("Hãy chọn văn bản đã có, hoặc ghi văn bản mới; không làm cả hai."))
        if data.get("document"):
            return data
        if any(new):
            for name in ("number", "type", "issued_on", "title"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Văn bản mới phải có đủ loại, số, ngày ban hành và trích yếu."))
        elif self.is_required and not self.errors:
            self.add_error("document", _("Hãy chọn văn bản, hoặc ghi văn bản mới."))
        return data
