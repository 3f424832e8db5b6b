"""Filters of the list of assignments."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter

from assignments.models import Assignment, CadreGroup, Scheme
from assignments.querysets.assignments import about
from common.filters import DayFilter, ListFilter, SearchFilter


class AssignmentFilter(ListFilter):
    q = SearchFilter(label=_("Tìm theo tên người, tên nơi"), method="filter_text")
    scheme = ModelChoiceFilter(
        label=_("Chủ trương"),
        queryset=lambda request: Scheme.objects.visible_to(request.scope),
        empty_label=_("Mọi chủ trương"),
    )
    group = ModelChoiceFilter(
        field_name="group_then",
        label=_("Nhóm cán bộ"),
        queryset=CadreGroup.objects.all(),
        empty_label=_("Mọi nhóm"),
    )
    state = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[
            ("running", _("đang hiệu lực")),
            ("to_come", _("chưa đến ngày")),
            ("over", _("đã kết thúc")),
            ("voided", _("đã hủy")),
        ],
        empty_label=_("Mọi tình trạng"),
        method="filter_state",
    )
    ngay = DayFilter(label=_("Có hiệu lực vào ngày"), method="filter_day")

    class Meta:
        model = Assignment
        fields = []

    def filter_text(self, rows, name, value):
        return rows.filter(about(value))

    def filter_day(self, rows, name, value):
        # With "ended" and the like it is the day by which they are judged.
        return rows if self._state else rows.active_on(value)

    def filter_state(self, rows, name, value):
        day = self.form.cleaned_data.get("ngay") or self.request.day
        if value == "voided":
            return rows.filter(voided_at__isnull=False)
        if value == "running":
            return rows.active_on(day)
        over = Q(ends_on__lte=day) if value == "over" else Q(starts_on__gt=day)
        return rows.standing().filter(over)

    @property
    def _state(self):
        return self.form.cleaned_data.get("state")
