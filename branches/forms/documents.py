"""The form of an official document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import (
    OFFERED,
    NameField,
    PickField,
    PickInput,
    PickManyField,
    document_label,
    documents_among,
    organisations_among,
    unit_label,
    units_among,
)
from branches.models import OfficialDocument, Organisation, OrganisationVersion, Unit, UnitVersion
from common.forms import DayField

TYPES = ["QĐ", "QĐi", "KH", "TB", "NQ", "CT", "CTr", "KL", "HD", "CV", "BC", "TTr"]


class DocumentForm(forms.Form):
    """A document: who issued it, its number, its day, and what it does to earlier ones."""

    type = NameField(label=_("Loại"), max_length=10, help_text=_("QĐ, QĐi, KH, TB, NQ, CT, CTr, KL, HD …"))
    number = NameField(label=_("Số"), max_length=40, help_text=_("Số và ký hiệu, như 634-QĐ/HU."))
    issued_on = DayField(label=_("Ngày ban hành"))
    title = NameField(label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    issuer_unit = PickField(
        label=_("Cấp ủy ban hành của"), help_text=_("Tên hoặc mã của đơn vị, như “Huyện Bình Đại”.")
    )
    issuer_organisation = PickField(
        label=_("Tổ chức ban hành"),
        required=False,
        help_text=_("Chỉ ghi khi không phải cấp ủy của đơn vị ban hành."),
    )
    effective_on = DayField(
        label=_("Có hiệu lực từ"), required=False, help_text=_("Để trống nếu từ ngày ban hành.")
    )
    signer = NameField(label=_("Người ký"), max_length=120, required=False)
    term = NameField(label=_("Nhiệm kỳ"), max_length=20, required=False, help_text=_("Như 2020-2025."))
    amends = PickManyField(
        label=_("Sửa đổi, bổ sung các văn bản"), required=False, help_text=_("Mỗi văn bản một dòng.")
    )
    replaces = PickManyField(
        label=_("Thay thế các văn bản"), required=False, help_text=_("Mỗi văn bản một dòng.")
    )

    def __init__(self, *args, scope, day, document=None, **kwargs):
        already_units, already_bodies = {}, {}
        seen = OfficialDocument.objects.visible_to(scope)
        # What it does to documents that the reader may not see is neither shown nor lost.
        self.unseen = {"amends": [], "replaces": []}
        if document:
            seen = seen.exclude(pk=document.pk)
            lines = self._relations(document, seen)
            kwargs["initial"] = _initial(document, already_units, already_bodies) | lines
        super().__init__(*args, **kwargs)
        self.fields["type"].widget = _suggesting(TYPES)
        units = Unit.objects.writable_by(scope)
        versions = UnitVersion.objects.on(day).filter(unit__in=units).order_by("level", "sort_key")
        self.fields["issuer_unit"].choose_from(
            units_among(units, day), [unit_label(row) for row in versions[:OFFERED]], already_units
        )
        bodies = Organisation.objects.writable_by(scope)
        named = OrganisationVersion.objects.on(day).filter(organisation__in=bodies).order_by("sort_key")
        self.fields["issuer_organisation"].choose_from(
            organisations_among(bodies, day),
            [f"{row.name} ({row.code})" for row in named[:OFFERED]],
            already_bodies,
        )
        for name in ("amends", "replaces"):
            self.fields[name].choose_from(documents_among(seen))

    def _relations(self, document, seen) -> dict:
        lines = {"amends": [], "replaces": []}
        relations = list(document.relations.select_related("relates_to"))
        readable = set(
            seen.filter(pk__in=[each.relates_to_id for each in relations]).values_list("pk", flat=True)
        )
        for relation in relations:
            if relation.relates_to_id in readable:
                lines[relation.relation].append(document_label(relation.relates_to))
            else:
                self.unseen[relation.relation].append(relation.relates_to)
        return {name: "\n".join(found) for name, found in lines.items()}

    @property
    def facts(self) -> dict:
        """As `enter_document` and `change_document` take them."""
        data = self.cleaned_data
        return data | {name: [*data[name], *self.unseen[name]] for name in self.unseen}


def _suggesting(words):
    widget = PickInput(attrs={"class": "short"})
    widget.offers = words
    return widget


def _initial(document, already_units, already_bodies) -> dict:
    """The document's facts as the form says them; whoever issued it stays allowed as it is written."""
    versions = UnitVersion.objects.filter(unit=document.issuer_unit).order_by("-starts_on")
    version = versions.on(document.issued_on).first() or versions.last()
    unit = unit_label(version)
    already_units[unit] = document.issuer_unit
    body = ""
    if document.issuer_organisation:
        rows = document.issuer_organisation.versions.order_by("-starts_on")
        row = rows.on(document.issued_on).first() or rows.last()
        body = f"{row.name} ({row.code})"
        already_bodies[body] = document.issuer_organisation
    return {
        **{
            field: getattr(document, field)
            for field in ("type", "number", "issued_on", "title", "effective_on", "signer", "term")
        },
        "issuer_unit": unit,
        "issuer_organisation": body,
    }
