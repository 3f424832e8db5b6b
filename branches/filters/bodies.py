"""Filters of the lists of organisations, agencies and zones."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter

from branches.models import Agency, AgencyKind, Organisation, OrganisationVersion, Zone
from common.filters import ListFilter, SearchFilter


class OrganisationFilter(ListFilter):
    q = SearchFilter(label=_("Tìm theo tên, mã"))
    loai = ChoiceFilter(
        label=_("Loại"),
        choices=Organisation.Kind.choices,
        field_name="organisation__kind",
        empty_label=_("Mọi loại"),
    )
    loai_hinh = ChoiceFilter(
        label=_("Loại hình chi bộ"),
        choices=Organisation.BranchType.choices,
        field_name="organisation__branch_type",
        empty_label=_("Mọi loại hình"),
    )

    class Meta:
        model = OrganisationVersion
        fields = []


class AgencyFilter(ListFilter):
    q = SearchFilter(label=_("Tìm theo tên, mã"))
    loai = ModelChoiceFilter(
        label=_("Loại"),
        queryset=AgencyKind.objects.all(),
        to_field_name="code",
        field_name="kind",
        empty_label=_("Mọi loại"),
    )
    tinh_trang = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[("mo", _("đang hoạt động")), ("da-ket-thuc", _("đã kết thúc"))],
        empty_label=_("Mọi tình trạng"),
        method="filter_state",
    )

    class Meta:
        model = Agency
        fields = []

    def filter_state(self, rows, name, value):
        day = self.request.day
        return rows.open_on(day) if value == "mo" else rows.filter(closed_on__lte=day)


class ZoneFilter(ListFilter):
    q = SearchFilter(label=_("Tìm theo tên, mã"))
    tinh_trang = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[("mo", _("đang hoạt động")), ("da-ket-thuc", _("đã kết thúc"))],
        empty_label=_("Mọi tình trạng"),
        method="filter_state",
    )

    class Meta:
        model = Zone
        fields = []

    def filter_state(self, rows, name, value):
        day = self.request.day
        return rows.on(day) if value == "mo" else rows.filter(Q(ends_on__lte=day))
