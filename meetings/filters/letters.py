"""Filters of the list of letters of introduction."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter

from assignments.models import Scheme
from common.filters import DayFilter, ListFilter, SearchFilter
from meetings.models import Letter


class LetterFilter(ListFilter):
    q = SearchFilter("cadre__search_key", label=_("Tìm theo tên cán bộ"))
    scheme = ModelChoiceFilter(
        label=_("Chủ trương"),
        queryset=lambda request: Scheme.objects.visible_to(request.scope),
        empty_label=_("Mọi chủ trương"),
    )
    state = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[
            ("draft", _("dự thảo, chưa ghi số")),
            ("valid", _("còn giá trị")),
            ("over", _("hết hạn")),
            ("revoked", _("đã thu hồi")),
        ],
        empty_label=_("Mọi tình trạng"),
        method="filter_state",
    )
    day = DayFilter(label=_("Có giá trị vào ngày"), method="filter_day")

    class Meta:
        model = Letter
        fields = []

    def filter_day(self, rows, name, value):
        return rows.valid_on(value)

    def filter_state(self, rows, name, value):
        day = self.request.day
        if value == "revoked":
            return rows.filter(revoked_at__isnull=False)
        if value == "draft":
            return rows.filter(number="", revoked_at=None, ends_on__gt=day)
        return rows.valid_on(day) if value == "valid" else rows.filter(ends_on__lte=day, revoked_at=None)
