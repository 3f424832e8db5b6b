"""Filters of the list of communes and their schedules."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from branches.models import UnitPlacement
from common.filters import ListFilter, SearchFilter
from meetings.querysets.schedules import LATE, MISSING, RETURNED, SENT, in_state


class ScheduleFilter(ListFilter):
    q = SearchFilter(field_name="version__search_key", label=_("Tìm xã theo tên, mã"))
    tinh_trang = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[
            (MISSING, _("chưa gửi")),
            (SENT, _("đã gửi, đúng hạn")),
            (LATE, _("đã gửi, muộn")),
            (RETURNED, _("được trả lại")),
        ],
        empty_label=_("Mọi tình trạng"),
        method="filter_state",
    )

    class Meta:
        model = UnitPlacement
        fields = []

    def filter_state(self, rows, name, value):
        return rows.filter(in_state(value))
