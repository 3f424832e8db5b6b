"""Filters of the lists of units and of office-holders."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter

from branches.models import Level, Office, OfficeHolder, UnitKind, UnitPlacement
from branches.querysets.browsing import named_like
from common.filters import ListFilter, SearchFilter
from common.text import search_key


class UnitSearchFilter(SearchFilter):
    """By name, code or another name."""

    def filter(self, rows, value):
        return rows.filter(named_like(value)) if search_key(value or "") else rows


class UnitFilter(ListFilter):
    q = UnitSearchFilter(label=_("Tìm theo tên, mã"))
    cap = ModelChoiceFilter(
        label=_("Cấp"), queryset=Level.objects.all(), empty_label=_("Mọi cấp"), method="filter_level"
    )
    loai = ModelChoiceFilter(
        label=_("Loại"),
        queryset=UnitKind.objects.order_by("level", "name"),
        to_field_name="code",
        field_name="version__kind",
        empty_label=_("Mọi loại"),
    )

    class Meta:
        model = UnitPlacement
        fields = []

    def filter_level(self, rows, name, level):
        return rows.at_level(level.number)


UNIT_FILTERS = ("q", "cap", "loai")


class OfficeHolderFilter(ListFilter):
    q = SearchFilter(label=_("Tìm theo tên"))
    chuc_danh = ModelChoiceFilter(
        label=_("Chức danh"),
        queryset=Office.objects.all(),
        to_field_name="code",
        field_name="office",
        empty_label=_("Mọi chức danh"),
    )
    kiem = ChoiceFilter(
        label=_("Kiêm nhiệm"),
        choices=[
            ("truong", _("bí thư đồng thời là trưởng ấp, thôn")),
            ("khong-chuyen-trach", _("cán bộ không chuyên trách")),
        ],
        empty_label=_("Tất cả"),
        method="filter_also",
    )

    class Meta:
        model = OfficeHolder
        fields = []

    def filter_also(self, rows, name, value):
        if value == "truong":
            secretaries = OfficeHolder.objects.filter(office__code="secretary")
            also = secretaries.also_holding("hamlet_head", self.request.as_of)
            return rows.filter(pk__in=also.values("pk"))
        return rows.filter(is_part_time_cadre=True)
