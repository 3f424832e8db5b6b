"""Forms of cadres: who somebody is, his posts, his leaving, his second record."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.facts.cadres import described
from assignments.forms.citing import DocumentChoice, documents_for
from assignments.forms.people import WhoField, agencies_among, agency_label, cadre_label, cadres_among
from assignments.models import Cadre, CadreGroup, Post
from assignments.querysets.cadres import likely_same, positions_by_cadre
from branches.forms.fields import (
    OFFERED,
    NameField,
    PickField,
    PickInput,
    organisations_among,
    unit_label,
    units_among,
)
from branches.models import Agency, Organisation, OrganisationVersion, Unit, UnitVersion
from branches.querysets.scoping import within
from common.forms import DayField

LOWEST_SYSTEM = 3  # a commune: the lowest level that has cadres of its own
BODIES = ("committee", "grassroots_committee", "grassroots_branch", "branch")


class _PersonForm(forms.Form):
    """What is written about a person. The same person entered a second time is pointed out before anything is saved."""

    full_name = NameField(label=_("Họ và tên"), max_length=120)
    unit = PickField(
        label=_("Thuộc"), help_text=_("Huyện, tỉnh hoặc xã quản lý cán bộ này: tên hoặc mã của đơn vị.")
    )
    phone = NameField(
        label=_("Điện thoại"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "short"}),
    )
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    home_unit = PickField(
        label=_("Nơi cư trú"), required=False, help_text=_("Xã hoặc ấp, khu phố nơi ở: tên hoặc mã.")
    )
    expertise = forms.CharField(
        label=_("Chuyên môn"),
        required=False,
        max_length=1000,
        help_text=_("Mỗi lĩnh vực cách nhau bằng dấu phẩy, ví dụ: kế toán, xây dựng Đảng."),
    )
    code = NameField(
        label=_("Mã"), max_length=30, required=False, help_text=_("Để trống thì hệ thống tự đặt.")
    )

    def __init__(self, *args, scope, day, cadre=None, already=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope, self.day, self.cadre, self.doubles = scope, day, cadre, []
        among = Unit.objects.filter(within(scope.reach("cadres.write"), ""))
        versions = UnitVersion.objects.on(day).filter(unit__in=among).order_by("level", "sort_key")
        self.offers = [unit_label(row) for row in versions.filter(level__lte=LOWEST_SYSTEM)[:OFFERED]]
        self.fields["unit"].choose_from(units_among(among, day), self.offers, already)
        homes = Unit.objects.visible_to(scope)
        self.fields["home_unit"].choose_from(units_among(homes, day), self.offers, already)

    def clean(self):
        data = super().clean()
        is_same = self.cadre and not {"full_name", "phone"} & set(self.changed_data)
        if data.get("full_name") and not is_same:
            self._point_out(data)
        return data

    def _point_out(self, data):
        day = data.get("starts_on") or self.day
        among = Cadre.objects.visible_to(self.scope).exclude(pk=self.cadre.pk if self.cadre else None)
        found = likely_same(
            data["full_name"],
            day=day,
            agency=self._agency(data, day),
            phone=data.get("phone", ""),
            among=among,
        )
        self.doubles = described(found, day)
        if not found:
            return
        self.fields["is_another"] = forms.BooleanField(
            label=_("Đây là một người khác, vẫn ghi"),
            required=False,
            help_text=_("Nếu là cùng một người thì đừng ghi thêm: hãy mở hồ sơ đã có."),
        )
        if not self.data.get(self.add_prefix("is_another")):
            who = "; ".join(cadre_label(cadre, post) for cadre, post in self.doubles)
            self.add_error(
                "is_another",
                ValidationError(
                    _("Đã có %(who)s: cùng tên ở cùng cơ quan hoặc cùng số điện thoại."), params={"who": who}
                ),
            )

    def _agency(self, data, day):
        return data.get("agency")


class _PositionFields(forms.Form):
    """A post in an agency or in a party organisation."""

    post = NameField(
        label=_("Chức vụ"), max_length=150, widget=PickInput, help_text=_("Ví dụ: Phó Trưởng ban.")
    )
    agency = PickField(label=_("Cơ quan"), required=False, help_text=_("Tên hoặc mã."))
    organisation = PickField(
        label=_("Hoặc tổ chức đảng"), required=False, help_text=_("Khi là chức vụ trong cấp ủy, chi bộ.")
    )
    group = forms.ModelChoiceField(
        label=_("Nhóm cán bộ"),
        queryset=CadreGroup.objects.all(),
        required=False,
        empty_label=_("theo chức vụ"),
        help_text=_("Chủ trương phân công chọn người theo nhóm."),
    )

    def choose_bodies(self, scope, day):
        agencies = Agency.objects.visible_to(scope).open_on(day)
        self.fields["agency"].choose_from(
            agencies_among(agencies), [agency_label(row) for row in agencies[:OFFERED]]
        )
        organisations = Organisation.objects.visible_to(scope).filter(kind__in=BODIES)
        versions = OrganisationVersion.objects.on(day).filter(organisation__in=organisations)
        self.fields["organisation"].choose_from(
            organisations_among(organisations, day),
            [f"{row.name} ({row.code})" for row in versions.order_by("sort_key")[:OFFERED]],
        )
        self.fields["post"].widget.offers = Post.objects.values_list("name", flat=True)[:OFFERED]

    def check_body(self, data):
        if {"agency", "organisation"} & set(self.errors):
            return
        if bool(data.get("agency")) == bool(data.get("organisation")):
            self.add_error("agency", _("Hãy ghi một cơ quan, hoặc một tổ chức đảng; không ghi cả hai."))


class NewCadreForm(_PositionFields, _PersonForm):
    field_order = [
        "full_name",
        "post",
        "agency",
        "organisation",
        "group",
        "unit",
        "starts_on",
        "phone",
        "email",
        "home_unit",
        "expertise",
        "code",
    ]
    starts_on = DayField(
        label=_("Từ ngày"), help_text=_("Ngày bắt đầu giữ chức vụ này, hoặc ngày có trong danh sách.")
    )

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, scope=scope, day=day, **kwargs)
        self.choose_bodies(scope, day)
        self.fields["unit"].initial = self.offers[0] if self.offers else ""

    def clean(self):
        data = super().clean()
        self.check_body(data)
        return data


class CadreForm(_PersonForm):
    field_order = ["full_name", "phone", "email", "unit", "home_unit", "expertise", "code"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].required = True
        self.fields["code"].help_text = ""

    def _agency(self, data, day):
        rows = positions_by_cadre([self.cadre.pk], day).get(self.cadre.pk, ())
        return next((row.agency for row in rows if row.agency), None)

    @property
    def changes(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.field_order}


class PositionForm(_PositionFields):
    """A further or another post; `held`: [(CadrePosition, words)] of those that he may give up for it."""

    field_order = ["post", "agency", "organisation", "group", "on", "is_primary", "ending"]
    on = DayField(label=_("Từ ngày"))
    is_primary = forms.BooleanField(label=_("Là chức vụ chính"), required=False, initial=True)
    ending = forms.MultipleChoiceField(
        label=_("Thôi chức vụ đang giữ"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Chức vụ được chọn kết thúc trước ngày trên; chức vụ không chọn thì giữ đồng thời."),
    )

    def __init__(self, *args, scope, day, held, **kwargs):
        super().__init__(*args, **kwargs)
        self.choose_bodies(scope, day)
        self.held = {str(position.pk): position for position, _words in held}
        if held:
            self.fields["ending"].choices = [(str(position.pk), words) for position, words in held]
            self.fields["ending"].initial = [str(row.pk) for row, _words in held if row.is_primary]
        else:
            del self.fields["ending"]

    def clean(self):
        data = super().clean()
        self.check_body(data)
        data["ending"] = [self.held[pk] for pk in data.get("ending", ())]
        return data


class EndPositionForm(forms.Form):
    """`held`: [(CadrePosition, words)] of those that run or are to come."""

    position = forms.ChoiceField(label=_("Chức vụ"), widget=forms.RadioSelect)
    on = DayField(label=_("Thôi giữ từ ngày"), help_text=_("Ngày đầu tiên không còn giữ chức vụ."))

    def __init__(self, *args, held, **kwargs):
        super().__init__(*args, **kwargs)
        self.held = {str(position.pk): position for position, _words in held}
        self.fields["position"].choices = [(str(position.pk), words) for position, words in held]
        if len(held) == 1:
            self.fields["position"].initial = next(iter(self.held))

    def clean_position(self):
        return self.held[self.cleaned_data["position"]]


class LeavingForm(forms.Form):
    on = DayField(
        label=_("Thôi công tác từ ngày"), help_text=_("Ngày đầu tiên không còn công tác, như 01/10/2026.")
    )
    reason = forms.ChoiceField(
        label=_("Lý do"), choices=[("", _("Chọn lý do")), *Cadre.LeavingReason.choices]
    )
    document = DocumentChoice(label=_("Văn bản"), queryset=None, required=False, empty_label=_("Không có"))

    def __init__(self, *args, scope, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents_for(scope, unit)


class DoubleForm(forms.Form):
    """The other record of the same person, by name or code."""

    voi = WhoField(label=_("Hồ sơ kia"), help_text=_("Tên hoặc mã của cán bộ trong hồ sơ trùng."))

    def __init__(self, *args, among, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["voi"].choose_from(cadres_among(among, day))
