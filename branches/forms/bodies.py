"""Forms of organisations, their members and their offices, of agencies and zones."""

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import (
    OFFERED,
    NameField,
    PickField,
    PickManyField,
    agencies_among,
    agency_label,
    day_said,
    organisations_among,
    unit_label,
    units_among,
)
from branches.models import (
    AgencyKind,
    Office,
    Organisation,
    OrganisationVersion,
    Unit,
    UnitPlacement,
    UnitVersion,
)
from common.forms import DayField
from common.periods import to_ends_on

YES_NO = [("", _("không rõ")), ("yes", _("có")), ("no", _("không"))]


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not known."""

    def __init__(self, **kwargs):
        kwargs.setdefault("choices", YES_NO)
        kwargs.setdefault("coerce", lambda value: {"yes": True, "no": False}[value])
        super().__init__(required=False, empty_value=None, **kwargs)


class _InScope(forms.Form):
    day_field = "starts_on"

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.day = day_said(self, self.day_field, day)

    def _units_to_pick(self, field, *, among=None, already=None):
        among = Unit.objects.writable_by(self.scope) if among is None else among
        versions = UnitVersion.objects.on(self.day).filter(unit__in=among).order_by("level", "sort_key")
        offers = [unit_label(row) for row in versions[:OFFERED]]
        self.fields[field].choose_from(units_among(among, self.day), offers, already)

    def _organisations_to_pick(self, field, *, kinds, already=None):
        among = Organisation.objects.visible_to(self.scope).filter(kind__in=kinds)
        versions = (
            OrganisationVersion.objects.on(self.day).filter(organisation__in=among).order_by("sort_key")
        )
        offers = [f"{row.name} ({row.code})" for row in versions[:OFFERED]]
        self.fields[field].choose_from(organisations_among(among, self.day), offers, already)


class OrganisationOpenForm(_InScope):
    day_field = "opened_on"

    kind = forms.ChoiceField(label=_("Loại"), choices=Organisation.Kind)
    branch_type = forms.ChoiceField(
        label=_("Loại hình chi bộ"),
        required=False,
        choices=[("", _("không phải chi bộ, hoặc chưa rõ")), *Organisation.BranchType.choices],
    )
    name = NameField(label=_("Tên"), max_length=200)
    code = NameField(
        label=_("Mã"), max_length=30, required=False, help_text=_("Để trống thì hệ thống tự đặt.")
    )
    opened_on = DayField(label=_("Lập từ ngày"))
    parent = PickField(
        label=_("Trực thuộc"), required=False, help_text=_("Tên hoặc mã của tổ chức cấp trên.")
    )
    unit = PickField(label=_("Địa bàn chính"), help_text=_("Tên hoặc mã của đơn vị."))
    other_units = PickManyField(
        label=_("Địa bàn khác"), required=False, help_text=_("Nếu gồm nhiều ấp, thôn: mỗi nơi một dòng.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._organisations_to_pick("parent", kinds=["committee", "grassroots_committee"])
        self._units_to_pick("unit")
        self.fields["other_units"].choose_from(units_among(Unit.objects.writable_by(self.scope), self.day))


class OrganisationChangeForm(_InScope):
    day_field = "on"

    on = DayField(label=_("Có hiệu lực từ ngày"))
    name = NameField(label=_("Tên"), max_length=200)
    code = NameField(label=_("Mã"), max_length=30)
    parent = PickField(
        label=_("Trực thuộc"), required=False, help_text=_("Tên hoặc mã của tổ chức cấp trên.")
    )

    def __init__(self, *args, version, parent_version=None, **kwargs):
        label = f"{parent_version.name} ({parent_version.code})" if parent_version else ""
        kwargs["initial"] = {
            "name": version.name,
            "code": version.code,
            "parent": label,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self._organisations_to_pick(
            "parent", kinds=["committee", "grassroots_committee"], already={label: version.parent}
        )

    @property
    def changes(self) -> dict:
        return {key: self.cleaned_data[key] for key in ("name", "code", "parent")}


class OrganisationCorrectForm(OrganisationChangeForm):
    """A mistake put right, for all the days of the version; what the organisation is may be corrected too."""

    on = None
    kind = forms.ChoiceField(label=_("Loại"), choices=Organisation.Kind)
    branch_type = forms.ChoiceField(
        label=_("Loại hình chi bộ"),
        required=False,
        choices=[("", _("không phải chi bộ, hoặc chưa rõ")), *Organisation.BranchType.choices],
    )

    def __init__(self, *args, version, **kwargs):
        own = version.organisation
        kwargs["initial"] = {"kind": own.kind, "branch_type": own.branch_type, **kwargs.get("initial", {})}
        super().__init__(*args, version=version, **kwargs)

    @property
    def changes(self) -> dict:
        return super().changes | {key: self.cleaned_data[key] for key in ("kind", "branch_type")}


class GroundForm(_InScope):
    """Which units an organisation covers from a day on."""

    day_field = "on"

    on = DayField(label=_("Có hiệu lực từ ngày"))
    main = PickField(label=_("Địa bàn chính"), help_text=_("Tên hoặc mã của đơn vị."))
    others = PickManyField(
        label=_("Địa bàn khác"), required=False, help_text=_("Mỗi nơi một dòng, tên hoặc mã.")
    )

    def __init__(self, *args, already, **kwargs):
        super().__init__(*args, **kwargs)
        self._units_to_pick("main", already=already)
        self.fields["others"].choose_from(
            units_among(Unit.objects.writable_by(self.scope), self.day), already=already
        )


class ClosingForm(forms.Form):
    """The end of an organisation or a zone."""

    on = DayField(label=_("Không còn từ ngày"), help_text=_("Ngày đầu tiên không còn, như 01/07/2025."))


class MemberCountForm(forms.Form):
    counted_on = DayField(label=_("Tính đến ngày"))
    official = forms.IntegerField(label=_("Đảng viên chính thức"), min_value=0, max_value=100_000)
    probationary = forms.IntegerField(label=_("Đảng viên dự bị"), min_value=0, max_value=100_000, initial=0)
    exempt = forms.IntegerField(
        label=_("Trong đó, được miễn công tác và sinh hoạt"), min_value=0, max_value=100_000, initial=0
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("official", "probationary", "exempt"):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "class": "short"}


class OfficeHolderForm(forms.Form):
    """Somebody in an office. `running`: {OfficeHolder: words} of those who hold offices of the same body now."""

    office = forms.ModelChoiceField(label=_("Chức danh"), queryset=Office.objects.all())
    full_name = NameField(label=_("Họ và tên"), max_length=120)
    phone = NameField(
        label=_("Điện thoại"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "short"}),
    )
    starts_on = DayField(label=_("Giữ chức danh từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu đang giữ."))
    is_part_time_cadre = YesNoField(label=_("Cán bộ không chuyên trách kiêm nhiệm"))
    is_local = YesNoField(label=_("Người địa phương"))
    succeeds = forms.MultipleChoiceField(
        label=_("Thay cho"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Người được chọn thôi giữ chức danh từ ngày người mới bắt đầu."),
    )

    def __init__(self, *args, running=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.running = {row.key: row for row in running}
        if self.running:
            self.fields["succeeds"].choices = [(row.key, f"{row.full_name}, {row.office}") for row in running]
        else:
            del self.fields["succeeds"]

    def clean(self):
        data = super().clean()
        data["ends_on"] = to_ends_on(data.get("last_day"))
        if data["ends_on"] and data.get("starts_on") and data["ends_on"] <= data["starts_on"]:
            self.add_error("last_day", _("Ngày cuối cùng phải từ ngày bắt đầu trở đi."))
        data["succeeds"] = [self.running[key] for key in data.get("succeeds", ())]
        return data


class EndOfficeForm(forms.Form):
    last_day = DayField(label=_("Ngày cuối cùng còn giữ chức danh"))

    @property
    def ends_on(self):
        return to_ends_on(self.cleaned_data["last_day"])


class AgencyForm(forms.Form):
    name = NameField(label=_("Tên"), max_length=200)
    kind = forms.ModelChoiceField(label=_("Loại"), queryset=AgencyKind.objects.all())
    code = NameField(
        label=_("Mã"), max_length=30, required=False, help_text=_("Để trống thì hệ thống tự đặt.")
    )


class AgencyOpenForm(AgencyForm):
    unit = PickField(label=_("Thuộc"), help_text=_("Đơn vị có cơ quan này: tên hoặc mã."))

    def __init__(self, *args, among, day, offers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choose_from(units_among(among, day), offers)


class AgencyCloseForm(forms.Form):
    on = DayField(
        label=_("Không còn từ ngày"), help_text=_("Ngày đầu tiên cơ quan không còn, như 01/07/2025.")
    )
    into = PickField(
        label=_("Nhập vào cơ quan"),
        required=False,
        help_text=_("Tên hoặc mã. Để trống nếu không nhập vào cơ quan nào."),
    )

    def __init__(self, *args, among, near, **kwargs):
        """`among`: agencies that may be named; `near`: those that are offered first."""
        super().__init__(*args, **kwargs)
        self.fields["into"].choose_from(agencies_among(among), [agency_label(row) for row in near[:OFFERED]])


class ZoneForm(forms.Form):
    name = NameField(label=_("Tên"), max_length=150)
    kind = NameField(
        label=_("Loại"), max_length=60, required=False, help_text=_("Như “tiểu vùng”, “cụm xã”, “tiểu khu”.")
    )
    code = NameField(
        label=_("Mã"), max_length=30, required=False, help_text=_("Để trống thì hệ thống tự đặt.")
    )


class MembersForm(forms.Form):
    """The communes of a zone from a day on: those beneath `unit` that day, to tick."""

    members = forms.MultipleChoiceField(label=_("Các xã trong cụm"), widget=forms.CheckboxSelectMultiple)
    day_field = "on"

    on = DayField(label=_("Có hiệu lực từ ngày"))

    def __init__(self, *args, unit, day, present=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day_said(self, self.day_field, day)
        places = (
            UnitPlacement.objects.on(self.day)
            .under(unit, itself=False)
            .filter(level__lte=3)
            .select_related("unit", "version")
            .order_by("level", "version__sort_key")
        )
        self.units = {place.unit.key: place.unit for place in places}
        self.fields["members"].choices = [(place.unit.key, place.version.name) for place in places]
        self.fields["members"].initial = [key for key in present if key in self.units]

    def clean_members(self):
        return [self.units[key] for key in self.cleaned_data["members"]]


class ZoneOpenForm(ZoneForm, MembersForm):
    field_order = ["name", "kind", "code", "starts_on", "members"]
    day_field = "starts_on"
    on = None
    starts_on = DayField(label=_("Lập từ ngày"))
