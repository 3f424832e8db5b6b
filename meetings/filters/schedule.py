"""Filters of the schedule of the places that one follows."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter

from common.filters import ListFilter
from meetings.filters.places import BranchNameFilter, CommuneFilter
from meetings.models import Meeting
from meetings.querysets.meetings import assigned_to


class FollowedFilter(ListFilter):
    q = BranchNameFilter("organisation", label=_("Tìm chi bộ"))
    xa = CommuneFilter(label=_("Xã"), empty_label=_("Mọi xã"))
    loai = ChoiceFilter(
        label=_("Loại"), choices=Meeting.Kind.choices, field_name="kind", empty_label=_("Mọi loại")
    )
    cua = ChoiceFilter(
        label=_("Của"), choices=Meeting.Body.choices, field_name="body", empty_label=_("Chi bộ và cấp ủy")
    )
    toi = BooleanFilter(
        label=_("Chỉ nơi tôi được phân công"), widget=forms.CheckboxInput, method="filter_own"
    )

    class Meta:
        model = Meeting
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.scope.roles & {"cadre"} or self.request.scope.roles == {"cadre"}:
            del self.filters["toi"]

    def filter_own(self, rows, name, value):
        return rows.filter(assigned_to(self.request.scope)) if value else rows
