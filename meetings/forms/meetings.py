"""Forms of one meeting: entered, held, not held, prepared, moved, taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import OFFERED, NameField, PickField, organisations_among
from branches.models import OrganisationVersion
from branches.rules import BRANCH_KINDS
from common.forms import DayField
from meetings.forms.fields import HourField
from meetings.models import Meeting
from meetings.querysets.bodies import bodies_written_by

HELD, PLANNED = "held", "planned"


class ConfirmForm(forms.Form):
    """Nothing to fill in: only yes or no."""


class _PastDay(forms.Form):
    """A day of something that happened: not after today."""

    day_field = "on"

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day

    def clean(self):
        cleaned = super().clean()
        said = cleaned.get(self.day_field)
        if said and said > self.day and self.happened(cleaned):
            self.add_error(self.day_field, _("Ngày này chưa đến."))
        return cleaned

    def happened(self, cleaned) -> bool:
        return True


class _Hours(forms.Form):
    started_at = HourField(label=_("Bắt đầu"), required=False)
    ended_at = HourField(label=_("Kết thúc"), required=False)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("started_at"), cleaned.get("ended_at")
        if first and last and last < first:
            self.add_error("ended_at", _("Giờ kết thúc không thể trước giờ bắt đầu."))
        return cleaned


class MeetingForm(_PastDay, _Hours):
    """A meeting that stands in no schedule: one that was held, or one that a committee means to hold."""

    organisation = PickField(label=_("Chi bộ, cấp ủy"), help_text=_("Tên hoặc mã."))
    what = forms.ChoiceField(
        label=_("Buổi này"),
        choices=[(HELD, _("đã họp")), (PLANNED, _("sẽ họp (chỉ cấp ủy, ban thường vụ)"))],
        widget=forms.RadioSelect,
        initial=HELD,
    )
    body = forms.ChoiceField(
        label=_("Của"),
        choices=[("", _("chi bộ, hoặc cấp ủy")), (Meeting.Body.STANDING_BOARD, _("ban thường vụ"))],
        required=False,
    )
    kind = forms.ChoiceField(label=_("Loại"), choices=Meeting.Kind.choices)
    on = DayField(label=_("Ngày"))
    place = NameField(label=_("Địa điểm"), max_length=200, required=False)
    topic = NameField(label=_("Chuyên đề, nội dung chính"), max_length=300, required=False)

    field_order = ("organisation", "what", "body", "kind", "on", "started_at", "ended_at", "place", "topic")

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        bodies = bodies_written_by(scope).open_on(self.day)
        rows = OrganisationVersion.objects.on(self.day).filter(organisation__in=bodies).order_by("sort_key")
        self.fields["organisation"].choose_from(
            organisations_among(bodies, self.day), [f"{row.name} ({row.code})" for row in rows[:OFFERED]]
        )

    def happened(self, cleaned):
        return cleaned.get("what") == HELD

    def clean(self):
        cleaned = super().clean()
        body = cleaned.get("organisation")
        if body and cleaned.get("what") == PLANNED and body.kind in BRANCH_KINDS:
            self.add_error("what", _("Lịch của chi bộ được đăng ký ở trang lịch sinh hoạt của xã."))
        return cleaned


class HeldForm(_PastDay, _Hours):
    on = DayField(label=_("Họp ngày"))
    place = NameField(label=_("Họp tại"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ("on", "started_at", "ended_at", "place", "version")


class NotHeldForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do không họp"),
        max_length=300,
        error_messages={"required": _("Hãy ghi lý do không họp.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PreparedForm(_PastDay):
    on = DayField(
        label=_("Chi ủy họp chuẩn bị ngày"), required=False, help_text=_("Để trống nếu đã ghi nhầm.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReplanForm(forms.Form):
    on = DayField(label=_("Ngày"))
    at = HourField(label=_("Giờ"))
    place = NameField(label=_("Địa điểm"), max_length=200)
    reason = forms.CharField(label=_("Lý do đổi"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("Vì sao là nhập nhầm"),
        max_length=300,
        help_text=_("Ví dụ: nhập trùng; nhầm chi bộ."),
        error_messages={"required": _("Hãy ghi vì sao: người xem sau cần biết.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
