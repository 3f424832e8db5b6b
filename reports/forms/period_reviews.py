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


class PlaceForm(forms.Form):
    """Of which place a review is asked: one of `units`, by its name or code as it is on `day`. `unit`: the one that is shown."""

    noi = PickField(label=_("Nơi"), required=False, help_text=_("Tên hoặc mã, có dấu hay không."))

    def __init__(self, *args, units, unit, day, **kwargs):
        versions = UnitVersion.objects.on(day).filter(unit__in=units).order_by("level", "sort_key")[:OFFERED]
        found = {row.unit_id: row for row in versions}
        label = unit_label(found.get(unit.pk) or _called(unit, day))
        super().__init__(*args, initial={"noi": label}, **kwargs)
        self.fields["noi"].choose_from(
            units_among(units, day), map(unit_label, found.values()), {label: unit}
        )


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
