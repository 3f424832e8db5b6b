"""Filters of the lists of reports. Months, communes and schemes are offered only as far as the reader's own reports go."""

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter

from assignments.models import Scheme
from branches.models import UnitPlacement
from branches.querysets.scoping import path_range
from common.filters import ListFilter, SearchFilter
from common.text import search_key
from reports.models import Report

WAYS = [
    ("board", _("chờ nhận")),
    ("leader", _("chờ người phụ trách xem")),
    ("unseen", _("tôi chưa xem")),
    ("submitted", _("đã gửi, chưa nhận")),
    ("returned", _("được trả lại")),
    ("accepted", _("đã nhận")),
    ("locked", _("đã khóa")),
]


class ReportFilter(ListFilter):
    q = SearchFilter(label=_("Tìm theo số, tên người"), method="filter_text")
    tinh_trang = ChoiceFilter(
        label=_("Tình trạng"), choices=WAYS, empty_label=_("Mọi tình trạng"), method="filter_way"
    )
    chu_truong = ModelChoiceFilter(
        field_name="scheme",
        label=_("Chủ trương"),
        queryset=lambda request: Scheme.objects.visible_to(request.scope),
        to_field_name="code",
        empty_label=_("Mọi chủ trương"),
    )
    xa = ChoiceFilter(label=_("Xã"), choices=(), empty_label=_("Mọi xã"), method="filter_commune")
    thang = ChoiceFilter(label=_("Tháng"), choices=(), empty_label=_("Mọi tháng"), method="filter_month")
    muon = ChoiceFilter(
        label=_("Đúng hạn"),
        choices=[("muon", _("gửi muộn")), ("nhap-muon", _("nhập muộn")), ("dung-han", _("đúng hạn"))],
        empty_label=_("Tất cả"),
        method="filter_late",
    )
    cach = ChoiceFilter(
        field_name="source", label=_("Cách gửi"), choices=Report.Source.choices, empty_label=_("Mọi cách")
    )

    class Meta:
        model = Report
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["thang"].extra["choices"] = self._months
        self.filters["xa"].extra["choices"] = [(key, name) for key, _path, name in self._communes]

    @cached_property
    def _months(self):
        months = self.queryset.order_by().dates("met_on", "month", order="DESC")
        return [(f"{month:%Y-%m}", f"{month:%m/%Y}") for month in months]

    @cached_property
    def _communes(self) -> list[tuple]:
        """(key, path, name) of the communes in which reports lie today, in the order of names."""
        paths = self.queryset.order_by().values_list("unit__access_path", flat=True).distinct()
        keys = {key for path in paths for key in path.split(".")[:-1]}
        places = UnitPlacement.objects.on(self.request.day).at_level(3).filter(unit__key__in=keys)
        rows = places.values_list("unit__key", "path", "version__name")
        return sorted(rows, key=lambda row: search_key(row[2]))

    def filter_text(self, rows, name, value):
        key = search_key(value)
        if not key:
            return rows
        return rows.filter(Q(number__icontains=value.strip()) | Q(cadre__search_key__contains=key))

    def filter_way(self, rows, name, value):
        if value == "board":
            return rows.awaiting_board(self.request.day).not_own(self.scope)
        if value == "leader":
            return rows.awaiting_leader(self.request.day)
        if value == "unseen":
            return rows.directed_by(self.scope).unseen_by(self.scope.user_id).not_own(self.scope)
        return rows.filter(state=value)

    def filter_commune(self, rows, name, value):
        paths = [path for key, path, _name in self._communes if key == value]
        return rows.filter(path_range("unit__access_path", paths[0])) if paths else rows.none()

    def filter_month(self, rows, name, value):
        year, month = value.split("-")
        return rows.filter(met_on__year=int(year), met_on__month=int(month))

    def filter_late(self, rows, name, value):
        if value == "nhap-muon":
            return rows.filter(is_late_entry=True)
        return rows.filter(is_late=value == "muon")
