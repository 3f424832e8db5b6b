"""Filters of the list of documents."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from branches.models import DocumentRelation, OfficialDocument
from common.filters import DayFilter, ListFilter, SearchFilter
from common.text import search_key


class DocumentSearchFilter(SearchFilter):
    """By number and words of the title, every word anywhere."""

    def filter(self, rows, value):
        for word in search_key(value or "").split():
            rows = rows.filter(search_key__contains=word)
        return rows


class DocumentFilter(ListFilter):
    q = DocumentSearchFilter(label=_("Tìm theo số, trích yếu"))
    loai = ChoiceFilter(label=_("Loại"), field_name="type", empty_label=_("Mọi loại"))
    tu_ngay = DayFilter(label=_("Ban hành từ ngày"), field_name="issued_on", lookup_expr="gte")
    den_ngay = DayFilter(label=_("Đến hết ngày"), field_name="issued_on", lookup_expr="lte")
    hieu_luc = ChoiceFilter(
        label=_("Hiệu lực"),
        choices=[("co", _("đang có hiệu lực")), ("thay-the", _("đã bị thay thế"))],
        empty_label=_("Tất cả"),
        method="filter_force",
    )
    noi_ban_hanh = ChoiceFilter(
        label=_("Nơi ban hành"), field_name="issuer_unit__key", empty_label=_("Mọi nơi")
    )

    class Meta:
        model = OfficialDocument
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        types = OfficialDocument.objects.visible_to(self.scope).order_by("type").distinct()
        self.filters["loai"].extra["choices"] = [
            (each, each) for each in types.values_list("type", flat=True)
        ]

    def filter_force(self, rows, name, value):
        in_force = OfficialDocument.objects.in_force_on(self.request.as_of)
        if value == "co":
            return rows.filter(pk__in=in_force.values("pk"))
        replaced = DocumentRelation.objects.filter(relation=DocumentRelation.Relation.REPLACES)
        return rows.filter(pk__in=replaced.values("relates_to")).exclude(pk__in=in_force.values("pk"))
