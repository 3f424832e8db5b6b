"""Forms of what happens to a unit: opened beneath another, changed from a day on, put right, ended."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import (
    OFFERED,
    NameField,
    PickField,
    PickManyField,
    day_said,
    document_offers,
    documents_among,
    unit_label,
    units_among,
)
from branches.models import Level, OfficialDocument, Unit, UnitKind, UnitVersion
from branches.models.units import HAMLET
from common.forms import DayField


class _OnTheMap(forms.Form):
    """What these forms share: the day on which things take effect, documents and places in scope."""

    day_field = "on"

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.day = day_said(self, self.day_field, day)
        if "document" in self.fields:
            seen = OfficialDocument.objects.visible_to(scope)
            self.fields["document"].choose_from(documents_among(seen), document_offers(seen))

    def _units_to_pick(self, field, *, levels, already=None):
        """Lets `field` name a unit that one may write, of one of `levels` on the day."""
        among = Unit.objects.writable_by(self.scope)
        of_level = UnitVersion.objects.on(self.day).filter(unit__in=among, level__in=levels)
        offers = [unit_label(row) for row in of_level.order_by("level", "sort_key")[:OFFERED]]
        among = among.filter(pk__in=of_level.values("unit"))
        self.fields[field].choose_from(units_among(among, self.day), offers, already)

    def _levels(self, condition=None):
        rows = Level.objects.filter(condition or Q()).filter(Q(ends_on=None) | Q(ends_on__gt=self.day))
        return list(rows.order_by("number"))

    def _kind_choices(self, levels):
        kinds = UnitKind.objects.filter(level__in=levels).select_related("level").order_by("level", "name")
        groups: dict = {}
        for kind in kinds:
            groups.setdefault(kind.level.name, []).append((kind.code, kind.name))
        self.fields["kind"].choices = [("", _("theo chữ đầu của tên")), *groups.items()]


class UnitOpenForm(_OnTheMap):
    """A unit beneath `parent` (its UnitVersion on the day)."""

    day_field = "starts_on"

    level = forms.TypedChoiceField(label=_("Cấp"), coerce=int)
    name = NameField(
        label=_("Tên"), max_length=150, help_text=_("Ghi cả loại, như “Ấp 3”, “Phường Bình Đại”.")
    )
    kind = forms.ChoiceField(label=_("Loại"), required=False)
    code = NameField(
        label=_("Mã"),
        max_length=30,
        required=False,
        help_text=_("Mã chính thức từ cấp xã trở lên. Ấp, thôn chưa có mã thì để trống, hệ thống tự đặt."),
    )
    starts_on = DayField(label=_("Lập từ ngày"))
    aliases = forms.CharField(
        label=_("Tên gọi khác"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mỗi tên một dòng."),
    )
    latitude = forms.FloatField(label=_("Vĩ độ"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Kinh độ"), required=False, min_value=-180, max_value=180)
    document = PickField(
        label=_("Văn bản"), required=False, help_text=_("Số văn bản lập đơn vị, nếu đã nhập.")
    )

    def __init__(self, *args, parent, **kwargs):
        super().__init__(*args, **kwargs)
        levels = self._levels(Q(number__gt=parent.level_id))
        self.fields["level"].choices = [(level.number, level.name) for level in levels]
        self._kind_choices(levels)

    def clean(self):
        data = super().clean()
        if data.get("level", HAMLET) < HAMLET and not data.get("code") and "code" not in self.errors:
            self.add_error("code", _("Từ cấp xã trở lên phải ghi mã chính thức."))
        return data

    def clean_aliases(self):
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]


class UnitFactsForm(_OnTheMap):
    """The facts of a unit's version; `version` (UnitVersion) is the one that is changed or put right."""

    name = NameField(label=_("Tên"), max_length=150)
    kind = forms.ChoiceField(label=_("Loại"), required=False)
    level = forms.TypedChoiceField(label=_("Cấp"), coerce=int)
    parent = PickField(label=_("Trực thuộc"), required=False, help_text=_("Tên hoặc mã của đơn vị cấp trên."))
    code = NameField(label=_("Mã"), max_length=30)
    latitude = forms.FloatField(label=_("Vĩ độ"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Kinh độ"), required=False, min_value=-180, max_value=180)

    def __init__(self, *args, version, parent_version=None, **kwargs):
        self.version = version
        parent_label = unit_label(parent_version) if parent_version else ""
        kwargs["initial"] = {
            "name": version.name,
            "kind": version.kind.code if version.kind else "",
            "level": version.level_id,
            "parent": parent_label,
            "code": version.code,
            "latitude": version.latitude,
            "longitude": version.longitude,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        levels = self._levels()
        if version.level not in levels:
            levels.append(version.level)
        self.fields["level"].choices = [(level.number, level.name) for level in levels]
        self._kind_choices(levels)
        self._units_to_pick(
            "parent", levels=list(range(1, version.level_id)), already={parent_label: version.parent}
        )

    @property
    def changes(self) -> dict:
        """What differs from the version, as `change_unit` takes it. A kind that was left as it was follows the name."""
        data = self.cleaned_data
        values = {
            "name": data["name"],
            "code": data["code"],
            "level": data["level"],
            "parent": data["parent"],
            "latitude": data["latitude"],
            "longitude": data["longitude"],
        }
        before = self.version.kind.code if self.version.kind else ""
        if data["kind"] and (data["kind"] != before or data["name"] == self.version.name):
            values["kind"] = data["kind"]
        return values


class UnitChangeForm(UnitFactsForm):
    """New facts from a day on."""

    on = DayField(
        label=_("Có hiệu lực từ ngày"),
        help_text=_("Trước ngày này đơn vị vẫn như cũ; số liệu cũ không thay đổi."),
    )
    document = PickField(label=_("Văn bản"), required=False, help_text=_("Số văn bản quyết định thay đổi."))
    field_order = ["on", "document"]


class UnitCorrectForm(UnitFactsForm):
    """The same facts put right, for all the days of the version."""


class UnitCloseForm(_OnTheMap):
    """The end of a unit: merged, divided or dissolved."""

    WHOLE, DIVIDED, NOBODY = "whole", "divided", "nobody"

    on = DayField(
        label=_("Không còn từ ngày"), help_text=_("Ngày đầu tiên đơn vị không còn, như 01/07/2025.")
    )
    how = forms.ChoiceField(
        label=_("Vì sao kết thúc"),
        widget=forms.RadioSelect,
        choices=[
            (WHOLE, _("Nhập toàn bộ vào một đơn vị khác")),
            (DIVIDED, _("Chia cho nhiều đơn vị")),
            (NOBODY, _("Không có đơn vị nào tiếp nhận")),
        ],
    )
    successor = PickField(
        label=_("Đơn vị nhận toàn bộ"),
        required=False,
        help_text=_("Tên hoặc mã. Chưa có thì lập đơn vị trước."),
    )
    parts = PickManyField(
        label=_("Các đơn vị nhận một phần"), required=False, help_text=_("Mỗi đơn vị một dòng, tên hoặc mã.")
    )
    main_part = PickField(
        label=_("Trong đó, đơn vị nhận phần lớn"),
        required=False,
        help_text=_("Lịch sử của đơn vị cũ được tìm thấy ở đây."),
    )
    leave_children = forms.BooleanField(
        label=_("Các đơn vị trực thuộc sẽ được sắp xếp sau"),
        required=False,
        help_text=_("Cho đến khi đó, các đơn vị này không trực thuộc đơn vị nào."),
    )
    document = PickField(label=_("Văn bản"), required=False, help_text=_("Số văn bản sáp nhập, chia tách."))

    def __init__(self, *args, version, has_children, **kwargs):
        super().__init__(*args, **kwargs)
        self.version = version
        self._units_to_pick("successor", levels=[version.level_id])
        among = Unit.objects.writable_by(self.scope)
        for field in ("parts", "main_part"):
            self.fields[field].choose_from(units_among(among, self.day))
        if not has_children:
            del self.fields["leave_children"]

    def clean(self):
        data = super().clean()
        how = data.get("how")
        if how == self.WHOLE and not data.get("successor") and "successor" not in self.errors:
            self.add_error("successor", _("Hãy ghi đơn vị nhận toàn bộ."))
        if how == self.DIVIDED and not data.get("parts") and "parts" not in self.errors:
            self.add_error("parts", _("Hãy ghi các đơn vị nhận một phần, mỗi đơn vị một dòng."))
        main = data.get("main_part")
        if how == self.DIVIDED and main and data.get("parts") and main not in data["parts"]:
            self.add_error("main_part", _("Đơn vị nhận phần lớn phải là một trong các đơn vị nhận một phần."))
        return data

    @property
    def successors(self) -> list[tuple]:
        """As `close_unit` takes them."""
        data = self.cleaned_data
        if data["how"] == self.WHOLE:
            return [(data["successor"], "whole", True)]
        if data["how"] == self.DIVIDED:
            return [(unit, "part", unit == data["main_part"]) for unit in data["parts"]]
        return []


class AliasesForm(forms.Form):
    """Other names that people use, one a line."""

    names = forms.CharField(
        label=_("Tên gọi khác"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mỗi tên một dòng. Xóa dòng nào thì bỏ tên đó."),
    )

    def clean_names(self):
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if too_long := [name for name in names if len(name) > 150]:
            raise forms.ValidationError(
                _("Tên “%(name)s…” dài quá 150 chữ."), params={"name": too_long[0][:40]}
            )
        return names
