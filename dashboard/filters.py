"""Filters of the dashboard's own lists."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, NumberFilter

from assignments.filters.cadres import CadreFilter
from common.filters import SearchFilter
from common.months import asked_year
from reports.models import YearNote


class EvidenceFilter(CadreFilter):
    """By name and agency, of one year (`?nam=`, which the view has read already)."""

    q = SearchFilter(label=_("Tìm theo tên, mã"))
    nam = NumberFilter(
        label=_("Năm"), method="keep", widget=forms.NumberInput(attrs={"min": 2000, "max": 2100})
    )
    thieu = ChoiceFilter(
        label=_("Còn thiếu"),
        choices=[
            ("self", _("tự nhận xét")),
            ("host", _("ý kiến nơi được theo dõi")),
            ("board", _("ý kiến Ban Tổ chức")),
        ],
        empty_label=_("thiếu hay đủ"),
        method="filter_missing",
    )
    giup = tinh_trang = tai_khoan = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A host reads his own words only: of the others he cannot know that they are missing.
        if not self.request.scope.may("evidence.read"):
            del self.filters["thieu"]

    def filter_missing(self, rows, name, value):
        said = YearNote.objects.standing().visible_to(self.request.scope)
        said = said.filter(side=value, year=asked_year(self.request))
        return rows.exclude(pk__in=said.values("cadre"))

    def keep(self, rows, name, value):
        return rows
