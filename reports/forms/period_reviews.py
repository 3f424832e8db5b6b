"""Forms of reviews: shape of input only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import OFFERED, NameField, PickField, unit_label, units_among
from branches.models import UnitVersion
from common.forms import DayField
from reports.forms.rounds import VersionedForm
from reports.models import Review


def _lines(label, **kwargs):
    return forms.CharField(
        label=label,
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi dòng là một đoạn."),
        **kwargs,
    )


class AskForm(forms.Form):
    """Of which place and period a review is asked: one of `units`, by its name or code as it is on `day`. `unit`, `first`, `last`: what
    is shown; `today`: a period begins before it. `called`: the version of `unit` on `day`."""

    noi = PickField(label=_("Nơi"), required=False, help_text=_("Tên hoặc mã, có dấu hay không."))
    tu = DayField(label=_("Từ ngày"), required=False)
    den = DayField(label=_("Đến hết ngày"), required=False)

    def __init__(self, *args, units, unit, day, first, last, today, **kwargs):
        self.today = today
        versions = UnitVersion.objects.on(day).filter(unit__in=units).order_by("level", "sort_key")[:OFFERED]
        found = {row.unit_id: row for row in versions}
        self.called = found.get(unit.pk) or _called(unit, day)
        label = unit_label(self.called)
        super().__init__(*args, initial={"noi": label, "tu": first, "den": last}, **kwargs)
        self.fields["noi"].choose_from(
            units_among(units, day), map(unit_label, found.values()), {label: unit}
        )

    def clean(self):
        said = super().clean()
        first, last = said.get("tu"), said.get("den")
        if first and last and first > last:
            self.add_error("den", _("Ngày cuối của kỳ phải từ ngày đầu trở đi."))
        elif first and first > self.today:
            self.add_error("tu", _("Kỳ này chưa bắt đầu."))
        for name, day in (("tu", first), ("den", last)):
            if day and not 2000 <= day.year <= 2100:
                self.add_error(name, _("Hãy chọn ngày từ năm 2000 đến năm 2100."))
        return said


def _called(unit, day) -> UnitVersion:
    """As it is on the day, or was last before it, or first after it."""
    versions = list(UnitVersion.objects.filter(unit=unit).order_by("starts_on"))
    return next((each for each in reversed(versions) if each.starts_on <= day), versions[0])


class FreezeForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại"), choices=Review.Kind.choices)
    title = NameField(
        label=_("Trích yếu"),
        max_length=300,
        help_text=_("Ví dụ: sơ kết 2 năm thực hiện phân công cán bộ theo dõi, hỗ trợ ấp, khu phố."),
        error_messages={"required": _("Hãy ghi trích yếu.")},
    )


class WordsForm(VersionedForm):
    title = NameField(label=_("Trích yếu"), max_length=300)
    intro = _lines(_("Phần mở đầu"))
    results = _lines(_("Kết quả, cách làm tốt"))
    shortcomings = _lines(_("Hạn chế, nguyên nhân"))
    directions = _lines(_("Phương hướng, kiến nghị"))


class SignForm(VersionedForm):
    number = NameField(
        label=_("Số, ký hiệu"), max_length=40, error_messages={"required": _("Hãy ghi số, ký hiệu.")}
    )
    signed_on = DayField(label=_("Ngày ký"))
