"""Filters of who told of a month."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from branches.models import Organisation
from branches.rules import BRANCH_KINDS
from common.filters import ListFilter
from meetings.filters.places import BranchNameFilter, CommuneFilter
from meetings.tables.situations import STATES


class SituationFilter(ListFilter):
    q = BranchNameFilter("pk", label=_("Tìm xã, chi bộ"))
    xa = CommuneFilter(label=_("Xã"), empty_label=_("Mọi xã"))
    cap = ChoiceFilter(
        label=_("Cấp"),
        choices=[("xa", _("xã")), ("chi-bo", _("chi bộ"))],
        empty_label=_("Xã và chi bộ"),
        method="filter_level",
    )
    tinh_trang = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[(state, word) for state, (_sign, word) in STATES.items()],
        field_name="state",
        empty_label=_("Mọi tình trạng"),
    )

    class Meta:
        model = Organisation
        fields = []

    def filter_level(self, rows, name, value):
        branches = Q(kind__in=BRANCH_KINDS)
        return rows.filter(branches if value == "chi-bo" else ~branches)
