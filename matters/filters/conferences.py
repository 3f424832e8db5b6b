"""Filters of the list of conferences: the same rows make the list, its totals and its file."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter

from branches.models import Unit, UnitPlacement, Zone
from branches.querysets.scoping import within
from branches.querysets.units import names_of
from common.filters import DayFilter, ListFilter, SearchFilter
from matters.models import Conference

PLANNED, UNSAID, HELD = "du-kien", "chua-ghi", "da-hop"


class Offered(ChoiceFilter):
    """Choices that are asked for once, in the scope: `offers(request)` gives [(value, label)]."""

    def __init__(self, *args, offers, **kwargs):
        self.offers = offers
        super().__init__(*args, **kwargs)

    @property
    def field(self):
        if not hasattr(self, "_field"):
            self.extra["choices"] = self.offers(self.parent.request)
        return super().field


def _organisers(request):
    """Units of the conferences that the reader sees, by name."""
    rows = Conference.objects.visible_to(request.scope).standing().order_by()
    units = dict(rows.values_list("unit__key", "unit"))
    names = names_of(units.values(), request.day)
    return sorted(((key, names[pk]) for key, pk in units.items()), key=lambda each: each[1])


def areas_on(request, permission):
    """Places above the lowest level on the reader's ground: what lies under one of them."""
    rows = UnitPlacement.objects.on(request.day).filter(within(request.scope.reach(permission)), level__lt=4)
    return list(rows.order_by("level", "version__sort_key").values_list("unit__key", "version__name"))


def _areas(request):
    return areas_on(request, "conferences.read")


def _years(request):
    rows = Conference.objects.visible_to(request.scope).standing().order_by()
    found = {day.year for day in rows.dates("held_on", "year")} | {
        day.year for day in rows.filter(held_on=None).dates("planned_on", "year")
    }
    return [(str(year), str(year)) for year in sorted(found, reverse=True)]


class ConferenceFilter(ListFilter):
    q = SearchFilter(label=_("Tìm theo tên hội nghị"))
    loai = ChoiceFilter(
        label=_("Loại"), choices=Conference.Kind.choices, field_name="kind", empty_label=_("Mọi loại")
    )
    to_chuc = Offered(
        label=_("Đơn vị tổ chức"),
        offers=_organisers,
        field_name="unit__key",
        empty_label=_("Mọi đơn vị"),
    )
    thuoc = Offered(
        label=_("Trong địa bàn"), offers=_areas, method="filter_area", empty_label=_("Cả địa bàn")
    )
    cum = ModelChoiceFilter(
        label=_("Cụm xã"),
        field_name="zone",
        queryset=lambda request: Zone.objects.visible_to(request.scope).order_by("sort_key"),
        to_field_name="key",
        empty_label=_("Mọi cụm"),
    )
    tu = DayFilter(label=_("Họp từ ngày"), field_name="held_on", lookup_expr="gte")
    den = DayFilter(label=_("Họp đến hết ngày"), field_name="held_on", lookup_expr="lte")
    nam = Offered(label=_("Năm"), offers=_years, method="filter_year", empty_label=_("Mọi năm"))
    tinh_trang = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[
            (HELD, _("đã họp")),
            (PLANNED, _("dự kiến")),
            (UNSAID, _("đã qua ngày, chưa ghi")),
        ],
        method="filter_state",
        empty_label=_("Tất cả"),
    )

    class Meta:
        model = Conference
        fields = []

    def filter_area(self, rows, name, value):
        unit = Unit.objects.filter(key=value).first()
        return rows.under(unit) if unit else rows.none()

    def filter_year(self, rows, name, value):
        return rows.filter(Q(held_on__year=value) | Q(held_on=None, planned_on__year=value))

    def filter_state(self, rows, name, value):
        if value == HELD:
            return rows.filter(held_on__isnull=False)
        rows = rows.filter(held_on=None)
        today = self.request.day
        return rows.filter(planned_on__gte=today) if value == PLANNED else rows.filter(planned_on__lt=today)
