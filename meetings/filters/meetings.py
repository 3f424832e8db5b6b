"""Filters of the list of meetings of one month."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from django_filters.fields import ModelChoiceField

from branches.models import OrganisationVersion, UnitPlacement
from branches.querysets.scoping import within
from common.filters import ListFilter, SearchFilter
from common.months import asked_month
from common.text import search_key
from meetings.models import Meeting
from meetings.querysets.schedules import COMMUNE_LEVEL
from meetings.rules import last_of


class _PlaceField(ModelChoiceField):
    def label_from_instance(self, place):
        return place.version.name


class _PlaceFilter(ModelChoiceFilter):
    field_class = _PlaceField


def _communes(request):
    rows = UnitPlacement.objects.on(last_of(asked_month(request))).at_level(COMMUNE_LEVEL)
    rows = rows.filter(within(request.scope.reach("meetings.read")))
    return rows.select_related("version").order_by("version__sort_key")


class MeetingFilter(ListFilter):
    q = SearchFilter(label=_("Tìm chi bộ theo tên, mã"), method="filter_name")
    xa = _PlaceFilter(
        label=_("Xã, phường"),
        queryset=_communes,
        to_field_name="unit__key",
        empty_label=_("Mọi xã, phường"),
        method="filter_commune",
    )
    cua = ChoiceFilter(
        label=_("Của"), choices=Meeting.Body.choices, field_name="body", empty_label=_("Tất cả")
    )
    loai = ChoiceFilter(
        label=_("Loại"), choices=Meeting.Kind.choices, field_name="kind", empty_label=_("Mọi loại")
    )
    ket_qua = ChoiceFilter(
        label=_("Kết quả"),
        choices=[
            ("held", _("đã họp")),
            ("moved", _("họp khác ngày đăng ký")),
            ("not_held", _("không họp")),
            ("unsaid", _("đã qua ngày, chưa ghi")),
            ("unplanned", _("họp không đăng ký")),
        ],
        empty_label=_("Tất cả"),
        method="filter_outcome",
    )

    class Meta:
        model = Meeting
        fields = []

    def filter_name(self, rows, name, value):
        key = search_key(value)
        named = OrganisationVersion.objects.filter(search_key__contains=key).values("organisation")
        return rows.filter(organisation__in=named) if key else rows

    def filter_commune(self, rows, name, place):
        last = last_of(asked_month(self.request))
        ground = UnitPlacement.objects.on(last).under_path(place.path)
        return rows.filter(unit__in=ground.values("unit"))

    def filter_outcome(self, rows, name, value):
        if value == "unsaid":
            return rows.filter(outcome="unknown", planned_on__lt=self.request.day)
        if value == "moved":
            return rows.filter(outcome="held", planned_on__isnull=False).exclude(planned_on=F("held_on"))
        if value == "unplanned":
            return rows.filter(outcome="held", planned_on=None)
        return rows.filter(outcome=value)
