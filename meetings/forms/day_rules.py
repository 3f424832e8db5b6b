"""Forms of fixed days, moved days and deadlines."""

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import OFFERED, NameField, PickField, organisations_among, unit_label, units_among
from branches.models import Organisation, OrganisationVersion, Unit, UnitVersion
from branches.querysets.scoping import within
from branches.rules import BRANCH_KINDS
from common.forms import DayField
from common.months import read_month
from common.periods import to_ends_on
from meetings.forms.fields import HourField
from meetings.rules import month_of

ANY_TYPE = [("", _("mọi loại hình")), *Organisation.BranchType.choices]


class DayNumberField(forms.IntegerField):
    def __init__(self, **kwargs):
        widget = forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})
        super().__init__(min_value=1, max_value=31, widget=widget, **kwargs)
        for name in ("min_value", "max_value", "invalid"):
            self.error_messages[name] = _("Hãy ghi một ngày từ 1 đến 31.")


class MonthField(forms.CharField):
    """A month as 11/2026; gives its first day."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"class": "short", "placeholder": "11/2026", "autocomplete": "off"})
        super().__init__(max_length=10, widget=widget, **kwargs)

    def clean(self, value):
        month = read_month(super().clean(value))
        if month is None:
            raise forms.ValidationError(_("Hãy ghi tháng như 11/2026."))
        return month


class _OnGround(forms.Form):
    """Where it holds: a unit of one's own, and there one type of branch or one branch."""

    unit = PickField(
        label=_("Áp dụng cho đơn vị"),
        required=False,
        help_text=_("Tên hoặc mã; gồm mọi nơi trong đơn vị đó. Chỉ để trống khi ghi riêng một chi bộ."),
    )
    branch_type = forms.ChoiceField(label=_("Loại hình chi bộ"), choices=ANY_TYPE, required=False)
    organisation = PickField(
        label=_("Chỉ riêng chi bộ"),
        required=False,
        help_text=_("Để trống nếu áp dụng chung. Ghi tên hoặc mã chi bộ nếu chi bộ có ngày riêng."),
    )

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day
        ground = scope.reach("day_rules.write")
        units = Unit.objects.open_on(day).filter(within(ground, ""))
        versions = UnitVersion.objects.on(day).filter(unit__in=units).order_by("level", "sort_key")
        self.fields["unit"].choose_from(
            units_among(units, day), [unit_label(row) for row in versions[:OFFERED]]
        )
        if "organisation" in self.fields:
            bodies = Organisation.objects.open_on(day).filter(within(ground), kind__in=BRANCH_KINDS)
            rows = OrganisationVersion.objects.on(day).filter(organisation__in=bodies).order_by("sort_key")
            self.fields["organisation"].choose_from(
                organisations_among(bodies, day), [f"{row.name} ({row.code})" for row in rows[:OFFERED]]
            )

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("unit") and not cleaned.get("organisation") and "unit" not in self.errors:
            self.add_error("unit", _("Hãy chọn đơn vị, hoặc một chi bộ."))
        return cleaned


class _Said(forms.Form):
    day = DayNumberField(
        label=_("Ngày trong tháng"), help_text=_("Tháng không có ngày này thì là ngày cuối tháng.")
    )
    time = HourField(label=_("Giờ"), required=False)
    place = NameField(label=_("Địa điểm"), max_length=200, required=False)
    prepare_day = DayNumberField(
        label=_("Chi ủy chuẩn bị ngày"),
        required=False,
        help_text=_("Số lớn hơn ngày sinh hoạt là ngày của tháng trước."),
    )


class DayRuleForm(_OnGround, _Said):
    starts_on = DayField(label=_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa định."))

    field_order = ("unit", "branch_type", "organisation", "day", "time", "place", "prepare_day")

    def clean(self):
        cleaned = super().clean()
        cleaned["ends_on"] = to_ends_on(cleaned.pop("last_day", None))
        if cleaned["ends_on"] and cleaned.get("starts_on") and cleaned["ends_on"] <= cleaned["starts_on"]:
            self.add_error("last_day", _("Ngày cuối cùng phải từ ngày bắt đầu trở đi."))
        return cleaned


class DayRuleChangeForm(_Said):
    on = DayField(label=_("Đổi từ ngày"))


class RuleEndForm(forms.Form):
    last_day = DayField(label=_("Ngày cuối cùng còn áp dụng"))

    def clean(self):
        cleaned = super().clean()
        cleaned["on"] = to_ends_on(cleaned.get("last_day"))
        return cleaned


class MovedDayForm(_OnGround):
    month = MonthField(label=_("Tháng"))
    meets_on = DayField(label=_("Sinh hoạt ngày"))
    prepares_on = DayField(
        label=_("Chi ủy chuẩn bị ngày"), required=False, help_text=_("Để trống thì tính theo ngày cố định.")
    )
    reason = forms.CharField(label=_("Lý do"), max_length=200, help_text=_("Ví dụ: nghỉ Tết."))

    field_order = ("month", "meets_on", "prepares_on", "reason", "unit", "branch_type", "organisation")

    def clean(self):
        cleaned = super().clean()
        month, meets_on = cleaned.get("month"), cleaned.get("meets_on")
        # Tết may push the meeting into the last days of the month before, or the first of the next.
        if month and meets_on and abs((month_of(meets_on) - month).days) > 31:
            self.add_error("meets_on", _("Ngày này cách xa tháng được dời."))
        if meets_on and cleaned.get("prepares_on") and cleaned["prepares_on"] > meets_on:
            self.add_error("prepares_on", _("Ngày chuẩn bị không thể sau ngày sinh hoạt."))
        return cleaned


class DeadlineForm(_OnGround):
    branch_type = organisation = None
    due_day = DayNumberField(
        label=_("Hạn đăng ký lịch: ngày của tháng trước"),
        help_text=_("Ví dụ 25: lịch tháng 11 phải gửi chậm nhất ngày 25/10."),
    )
    situation_day = DayNumberField(
        label=_("Hạn gửi thông tin tình hình: ngày của tháng"),
        required=False,
        help_text=_("Để trống thì hạn là ngày cuối tháng."),
    )
    starts_on = DayField(label=_("Từ ngày"))
