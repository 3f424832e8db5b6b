"""Filters of the list of meetings of one month."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from common.filters import ListFilter
from meetings.filters.places import BranchNameFilter, CommuneFilter
from meetings.models import Meeting


class MeetingFilter(ListFilter):
    q = BranchNameFilter("organisation", label=_("Tìm chi bộ theo tên, mã"))
    xa = CommuneFilter(label=_("Xã, phường"), empty_label=_("Mọi xã, phường"))
    cua = ChoiceFilter(
        label=_("Của"), choices=Meeting.Body.choices, field_name="body", empty_label=_("Tất cả")
    )
    loai = ChoiceFilter(
        label=_("Loại"), choices=Meeting.Kind.choices, field_name="kind", empty_label=_("Mọi loại")
    )
    ket_qua = ChoiceFilter(
        label=_("Kết quả"),
        choices=[
            ("held", _("đã họp")),
            ("moved", _("họp khác ngày đăng ký")),
            ("not_held", _("không họp")),
            ("unsaid", _("đã qua ngày, chưa ghi")),
            ("unplanned", _("họp không đăng ký")),
        ],
        empty_label=_("Tất cả"),
        method="filter_outcome",
    )

    class Meta:
        model = Meeting
        fields = []

    def filter_outcome(self, rows, name, value):
        if value == "unsaid":
            return rows.filter(outcome="unknown", planned_on__lt=self.request.day)
        if value == "moved":
            return rows.filter(outcome="held", planned_on__isnull=False).exclude(planned_on=F("held_on"))
        if value == "unplanned":
            return rows.filter(outcome="held", planned_on=None)
        return rows.filter(outcome=value)
