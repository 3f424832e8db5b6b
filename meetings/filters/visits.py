"""Filters of the list of who attends where."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter

from assignments.models import Scheme
from common.filters import ListFilter, SearchFilter
from meetings.models import Visit


class VisitFilter(ListFilter):
    q = SearchFilter("cadre__search_key", label=_("Tìm theo tên cán bộ"))
    scheme = ModelChoiceFilter(
        label=_("Chủ trương"),
        queryset=lambda request: Scheme.objects.visible_to(request.scope),
        empty_label=_("Mọi chủ trương"),
    )
    state = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[
            ("planned", _("đã chọn, chưa có báo cáo")),
            ("reported", _("đã có báo cáo")),
            ("cancelled", _("đã bỏ")),
        ],
        empty_label=_("Đã chọn và đã có báo cáo"),
        method="filter_state",
    )

    class Meta:
        model = Visit
        fields = []

    @property
    def qs(self):
        """What was cancelled is shown only when it is asked for."""
        rows = super().qs
        asked = self.form.cleaned_data.get("state") if self.is_bound and self.form.is_valid() else ""
        return rows if asked == "cancelled" else rows.filter(state="planned")

    def filter_state(self, rows, name, value):
        if value == "cancelled":
            return rows.filter(state="cancelled")
        return rows.filter(attendance__isnull=value == "planned")
