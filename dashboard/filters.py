"""Filters of the dashboard's own lists."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import NumberFilter

from assignments.filters.cadres import CadreFilter
from common.filters import SearchFilter


class EvidenceFilter(CadreFilter):
    """By name and agency, of one year (`?nam=`, which the view has read already)."""

    q = SearchFilter(label=_("Tìm theo tên, mã"))
    nam = NumberFilter(
        label=_("Năm"), method="keep", widget=forms.NumberInput(attrs={"min": 2000, "max": 2100})
    )
    giup = tinh_trang = tai_khoan = None

    def keep(self, rows, name, value):
        return rows
