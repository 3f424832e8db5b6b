"""Forms of teams: made, changed in their members, ended."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.forms.citing import DocumentChoice, documents_for
from assignments.forms.people import WhoField, WhoManyField, cadre_label, cadres_among
from assignments.models import Cadre, Team
from branches.forms.fields import OFFERED, NameField, PickField, day_said, unit_label, units_among
from branches.models import Unit, UnitVersion
from branches.querysets.scoping import within
from common.forms import DayField


class MembersForm(forms.Form):
    """Who the team is from a day on; people are those whom the officer sees and who serve on that day."""

    day_field = "on"

    on = DayField(label=_("Có hiệu lực từ ngày"))
    leader = WhoField(label=_("Tổ trưởng"), help_text=_("Tên hoặc mã."))
    members = WhoManyField(
        label=_("Tổ viên"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi người một dòng: tên hoặc mã. Ai không có trong danh sách thì thôi ở tổ."),
    )

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        day = day_said(self, self.day_field, day)
        among = Cadre.objects.visible_to(scope).serving_on(day)
        find = cadres_among(among, day)
        self.fields["leader"].choose_from(find, [cadre_label(cadre) for cadre in among[:OFFERED]])
        self.fields["members"].choose_from(find)


class NewTeamForm(MembersForm):
    field_order = ["name", "code", "unit", "starts_on", "leader", "members"]
    day_field = "starts_on"
    on = None

    name = NameField(label=_("Tên"), max_length=150, help_text=_("Ví dụ: Tổ công tác số 3."))
    code = NameField(
        label=_("Mã"), max_length=30, required=False, help_text=_("Để trống thì hệ thống tự đặt.")
    )
    unit = PickField(label=_("Thuộc"), help_text=_("Đơn vị lập ra tổ: tên hoặc mã."))
    starts_on = DayField(label=_("Lập từ ngày"))

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, scope=scope, day=day, **kwargs)
        self.fields["members"].help_text = _("Mỗi người một dòng: tên hoặc mã.")
        among = Unit.objects.filter(within(scope.reach("cadres.write"), ""))
        versions = UnitVersion.objects.on(day).filter(unit__in=among, level__lte=3)
        offers = [unit_label(row) for row in versions.order_by("level", "sort_key")[:OFFERED]]
        self.fields["unit"].choose_from(units_among(among, day), offers)
        self.fields["unit"].initial = offers[0] if offers else ""

    def clean_code(self):
        code = self.cleaned_data["code"]
        if code and Team.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Mã này đã có tổ khác dùng. Hãy ghi mã khác."))
        return code


class EndTeamForm(forms.Form):
    on = DayField(label=_("Không còn từ ngày"), help_text=_("Ngày đầu tiên không còn tổ, như 01/07/2025."))
    document = DocumentChoice(label=_("Văn bản"), queryset=None, required=False, empty_label=_("Không có"))

    def __init__(self, *args, scope, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents_for(scope, unit)
