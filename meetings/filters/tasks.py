"""Filters of the list of what branches decided."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from common.filters import ListFilter
from meetings.filters.places import BranchNameFilter, CommuneFilter
from meetings.models import BranchTask


class TaskFilter(ListFilter):
    q = BranchNameFilter("organisation", label=_("Tìm chi bộ"))
    xa = CommuneFilter(label=_("Xã"), empty_label=_("Mọi xã"))
    loai = ChoiceFilter(
        label=_("Loại"), choices=BranchTask.Kind.choices, field_name="kind", empty_label=_("Mọi loại")
    )
    tinh_trang = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[("qua-han", _("quá hạn")), *BranchTask.State.choices],
        empty_label=_("Mọi tình trạng"),
        method="filter_state",
    )

    class Meta:
        model = BranchTask
        fields = []

    def filter_state(self, rows, name, value):
        return rows.overdue_on(self.request.day) if value == "qua-han" else rows.filter(state=value)
