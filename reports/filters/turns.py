"""Filters of the list of turns and of absences."""

from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter, ModelChoiceFilter

from assignments.models import CadreGroup
from common.filters import ListFilter, SearchFilter
from meetings.models import Absence, Attendance, Meeting
from reports.querysets.expecting import unreported, with_due_days

REPORTED = [
    ("dung-han", _("đúng hạn")),
    ("muon", _("muộn")),
    ("thieu", _("thiếu báo cáo")),
    ("chua", _("chưa có, chưa quá hạn")),
]
BODIES = [("chi-bo", _("chi bộ")), ("cap-uy", _("cấp ủy (đếm riêng)"))]
YES_NO = [("true", _("có")), ("false", _("không"))]


class TurnFilter(ListFilter):
    q = SearchFilter(field_name="cadre__search_key", label=_("Tìm theo tên cán bộ"))
    cap = ChoiceFilter(label=_("Cuộc họp của"), choices=BODIES, empty_label=_("Tất cả"), method="filter_body")
    loai = ChoiceFilter(
        field_name="meeting__kind",
        label=_("Loại buổi"),
        choices=Meeting.Kind.choices,
        empty_label=_("Mọi loại"),
    )
    nhom = ModelChoiceFilter(
        field_name="group_then",
        label=_("Nhóm cán bộ khi đó"),
        queryset=CadreGroup.objects.all(),
        to_field_name="code",
        empty_label=_("Mọi nhóm"),
    )
    bao_cao = ChoiceFilter(
        label=_("Báo cáo"), choices=REPORTED, empty_label=_("Tất cả"), method="filter_reported"
    )
    duoc_giao = ChoiceFilter(
        label=_("Theo phân công"), choices=YES_NO, empty_label=_("Tất cả"), method="filter_assigned"
    )

    class Meta:
        model = Attendance
        fields = []

    def filter_body(self, rows, name, value):
        return rows.of_branches() if value == "chi-bo" else rows.of_committees()

    def filter_reported(self, rows, name, value):
        """The reports that the matrix counts are those on meetings of branches."""
        rows = rows.of_branches()
        if value == "thieu":
            return unreported(rows, self.request.day)
        if value == "chua":
            late = unreported(rows, self.request.day).values("pk")
            return with_due_days(rows).filter(report=None).exclude(pk__in=late)
        return rows.filter(report__is_late=value == "muon")

    def filter_assigned(self, rows, name, value):
        return rows.filter(assignment__isnull=value == "false")


class AbsenceFilter(ListFilter):
    q = SearchFilter(field_name="cadre__search_key", label=_("Tìm theo tên cán bộ"))
    ly_do = ChoiceFilter(
        field_name="reason", label=_("Lý do"), choices=Absence.Reason.choices, empty_label=_("Mọi lý do")
    )
    dang_vang = BooleanFilter(label=_("Đang vắng hôm nay"), method="filter_now")

    class Meta:
        model = Absence
        fields = []

    def filter_now(self, rows, name, value):
        now = rows.on(self.request.day)
        return now if value else rows.exclude(pk__in=now.values("pk"))
