"""Filters of the list of schemes."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from assignments.models import Scheme
from common.filters import ListFilter, SearchFilter


class SchemeFilter(ListFilter):
    q = SearchFilter()
    state = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[
            ("running", _("đang hiệu lực")),
            ("to_come", _("chưa đến ngày")),
            ("over", _("đã kết thúc")),
        ],
        empty_label=_("Mọi tình trạng"),
        method="filter_state",
    )

    class Meta:
        model = Scheme
        fields = []

    def filter_state(self, rows, name, value):
        day = self.request.day
        if value == "running":
            return rows.on(day)
        return rows.filter(starts_on__gt=day) if value == "to_come" else rows.filter(ends_on__lte=day)
