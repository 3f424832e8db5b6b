"""Filters of the list of roles."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from branches.models import Grant
from branches.models.grants import Role
from common.filters import ListFilter, SearchFilter


class GrantFilter(ListFilter):
    q = SearchFilter("user__search_key", label=_("Tìm theo tên người"))
    role = ChoiceFilter(label=_("Vai trò"), choices=Role.choices, empty_label=_("Mọi vai trò"))
    state = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[("running", _("đang giữ")), ("to_come", _("chưa đến ngày")), ("over", _("đã hết"))],
        empty_label=_("Mọi tình trạng"),
        method="filter_state",
    )

    class Meta:
        model = Grant
        fields = []

    def filter_state(self, rows, name, value):
        day = self.request.day
        if value == "running":
            return rows.on(day)
        return rows.filter(starts_on__gt=day) if value == "to_come" else rows.filter(Q(ends_on__lte=day))
