"""Filters of the register of urgent matters."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter

from branches.models import Organisation
from branches.querysets.bodies import organisation_names
from common.filters import ListFilter, SearchFilter
from matters.models import Topic, UrgentMatter
from meetings.filters.places import BranchNameFilter, CommuneFilter

OVERDUE, UNCONFIRMED, OPEN = "qua-han", "cho-xac-nhan", "chua-xong"


def years_in(scope) -> list[tuple[str, str]]:
    """The years of which the scope reads a register, the latest first."""
    rows = UrgentMatter.objects.visible_to(scope).standing().order_by("-year")
    return [(str(year), str(year)) for year in rows.values_list("year", flat=True).distinct()]


class YearFilter(ChoiceFilter):
    @property
    def field(self):
        self.extra["choices"] = years_in(self.parent.request.scope)
        if hasattr(self, "_field"):
            del self._field
        return super().field


class BodyFilter(ChoiceFilter):
    """The matters of one organisation by its key, as the register by organisation leads here; a chip with its name."""

    @property
    def field(self):
        self.extra["choices"] = body_asked(self.parent.request, self.field_name)
        if hasattr(self, "_field"):
            del self._field
        return super().field

    def filter(self, rows, value):
        return rows.filter(organisation__key=value) if value else rows


def body_asked(request, name="to_chuc") -> list[tuple[str, str]]:
    """[(key, name)] of the organisation that the address asks for, where the scope reads any of its matters; else []."""
    key = request.GET.get(name, "")
    visible = UrgentMatter.objects.visible_to(request.scope).values("organisation")
    body = Organisation.objects.filter(key=key, pk__in=visible).first() if key else None
    return [(key, organisation_names([body.pk], request.day).get(body.pk, ""))] if body else []


class UrgentFilter(ListFilter):
    q = SearchFilter(label=_("Tìm việc, mã"))
    nam = YearFilter(label=_("Năm"), field_name="year", empty_label=_("Mọi năm"))
    tinh_trang = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[
            (OPEN, _("chưa xong")),
            (OVERDUE, _("quá hạn")),
            (UNCONFIRMED, _("chờ xác nhận")),
            *UrgentMatter.Status.choices,
        ],
        empty_label=_("Mọi tình trạng"),
        method="filter_state",
    )
    linh_vuc = ModelChoiceFilter(
        label=_("Lĩnh vực"),
        field_name="topic",
        queryset=lambda request: Topic.objects.visible_to(request.scope),
        to_field_name="code",
        empty_label=_("Mọi lĩnh vực"),
    )
    xa = CommuneFilter(label=_("Xã"), permission="urgent.read", empty_label=_("Mọi xã"))
    ten = BranchNameFilter("organisation", label=_("Tìm tổ chức đảng"))
    to_chuc = BodyFilter(label=_("Tổ chức đảng"), field_name="to_chuc", widget=forms.HiddenInput)

    class Meta:
        model = UrgentMatter
        fields = []

    def filter_state(self, rows, name, value):
        day = self.request.day
        asked = {OVERDUE: rows.overdue_on, UNCONFIRMED: rows.unconfirmed_on, OPEN: rows.open_on}
        return asked[value](day) if value in asked else rows.filter(status=value)
