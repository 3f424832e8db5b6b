"""Forms of households, their groups and their tags. Nothing here asks more than domain.md 8.2 rule 4 allows."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import OFFERED, NameField, PickField, day_said, unit_label, units_among
from branches.models import HouseholdTag, UnitVersion
from common.citizen_numbers import holds_citizen_number
from common.forms import DayField

NO_GROUP = _("không ở tổ nào")


def no_citizen_number(text):
    """Raises ValidationError."""
    if holds_citizen_number(text):
        raise ValidationError(_("Không ghi số căn cước, số định danh của ai vào đây (dãy 12 chữ số)."))


class _OfHamlet(forms.Form):
    """The hamlet is picked among `hamlets` (Unit queryset: those that one writes)."""

    unit = PickField(label=_("Ấp, thôn, khu phố"), help_text=_("Tên hoặc mã."))

    def __init__(self, *args, hamlets, day, **kwargs):
        super().__init__(*args, **kwargs)
        day = day_said(self, "starts_on", day)
        versions = UnitVersion.objects.on(day).filter(unit__in=hamlets).order_by("sort_key")
        self.fields["unit"].choose_from(
            units_among(hamlets, day), [unit_label(row) for row in versions[:OFFERED]]
        )


class HouseholdRowsForm(_OfHamlet):
    """Which hamlet's rows, and why: the reason is kept with the reader's name."""

    reason = NameField(
        label=_("Lý do xem"),
        max_length=300,
        help_text=_("Ví dụ: theo công văn số mấy, để giải quyết việc gì của hộ nào."),
        error_messages={"required": _("Hãy ghi lý do xem.")},
        validators=[no_citizen_number],
    )


class GroupOpenForm(_OfHamlet):
    name = NameField(label=_("Tên tổ, nhóm hộ"), max_length=150)
    code = NameField(
        label=_("Mã"), max_length=30, required=False, help_text=_("Để trống thì hệ thống tự đặt.")
    )
    starts_on = DayField(label=_("Lập từ ngày"))

    field_order = ["name", "unit", "code", "starts_on"]


class GroupForm(forms.Form):
    name = NameField(label=_("Tên tổ, nhóm hộ"), max_length=150)
    code = NameField(label=_("Mã"), max_length=30)


class GroupClosingForm(forms.Form):
    """`others`: the groups of the same hamlet to which its households may go."""

    on = DayField(label=_("Không còn từ ngày"), help_text=_("Ngày đầu tiên không còn, như 01/07/2025."))
    reason = NameField(label=_("Vì sao"), max_length=300, validators=[no_citizen_number])
    into = forms.ModelChoiceField(
        label=_("Các hộ của tổ chuyển sang"), queryset=None, required=False, empty_label=NO_GROUP
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others


class HouseholdForm(forms.Form):
    """What is kept of a household, and no more."""

    head_name = NameField(
        label=_("Chủ hộ"), max_length=120, help_text=_("Tên thường gọi, đủ để đến đúng nhà.")
    )
    address = NameField(
        label=_("Địa chỉ"), max_length=200, required=False, help_text=_("Số nhà, xóm, lối vào.")
    )
    people = forms.IntegerField(
        label=_("Số người trong hộ"),
        required=False,
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    code = NameField(label=_("Mã"), max_length=30)


class HouseholdCorrectForm(HouseholdForm):
    starts_on = DayField(label=_("Có trong danh sách từ ngày"))


class HouseholdOpenForm(HouseholdForm, _OfHamlet):
    """`groups`: those of the ground; one of another hamlet is refused by the action."""

    group = PickField(
        label=_("Tổ, nhóm hộ"), required=False, help_text=_("Tên hoặc mã; để trống nếu chưa vào tổ.")
    )
    starts_on = DayField(label=_("Có trong danh sách từ ngày"))
    tags = forms.ModelMultipleChoiceField(
        label=_("Diện hộ"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    field_order = ["head_name", "unit", "group", "address", "people", "starts_on", "tags", "code"]

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        self.fields["code"].help_text = _("Để trống thì hệ thống tự đặt.")
        self.fields["tags"].queryset = HouseholdTag.objects.filter(is_active=True)
        self.fields["group"].choose_from(
            groups_among(groups), [group_label(each) for each in groups.order_by("code")[:OFFERED]]
        )


class GroupChoiceForm(forms.Form):
    """To which group of its hamlet a household belongs from a day on."""

    on = DayField(label=_("Có hiệu lực từ ngày"))
    group = forms.ModelChoiceField(
        label=_("Tổ, nhóm hộ"), queryset=None, required=False, empty_label=NO_GROUP
    )

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups


class TagsForm(forms.Form):
    """Which tags a household has from a day on: those in use, and those that it has."""

    on = DayField(label=_("Có hiệu lực từ ngày"))
    tags = forms.ModelMultipleChoiceField(
        label=_("Diện hộ"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, tags, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tags"].queryset = tags


class HouseholdClosingForm(forms.Form):
    on = DayField(label=_("Không còn từ ngày"), help_text=_("Ngày đầu tiên không còn, như 01/07/2025."))
    reason = NameField(
        label=_("Vì sao"),
        max_length=300,
        help_text=_("Như: chuyển đi nơi khác, nhập vào hộ khác."),
        validators=[no_citizen_number],
    )


def groups_among(groups):
    """`find` of a PickField over `groups` (HouseholdGroup queryset): the code, or the name as it is written."""

    def find(text):
        code = text[text.rindex("(") + 1 : -1].strip() if text.endswith(")") and "(" in text else text
        exact = list(groups.filter(code=code)[:1])
        found = exact or list(groups.filter(name__iexact=text).order_by("code")[:50])
        return [(group_label(each), each) for each in found]

    return find


def group_label(group) -> str:
    return f"{group.name} ({group.code})"
