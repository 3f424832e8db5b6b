"""Filters of the lists of cadres and teams."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, ModelChoiceFilter

from assignments.models import Cadre, CadreGroup, CadrePosition, Team
from branches.models import Agency
from common.filters import ListFilter, SearchFilter


class CadreFilter(ListFilter):
    q = SearchFilter(label=_("Tìm theo tên, mã"))
    giup = CharFilter(label=_("Ai giúp được về"), max_length=100, method="filter_help")
    nhom = ModelChoiceFilter(
        label=_("Nhóm"),
        queryset=CadreGroup.objects.all(),
        to_field_name="code",
        empty_label=_("Mọi nhóm"),
        method="filter_group",
    )
    co_quan = ModelChoiceFilter(
        label=_("Cơ quan"),
        queryset=lambda request: Agency.objects.visible_to(request.scope).open_on(request.day),
        to_field_name="key",
        empty_label=_("Mọi cơ quan"),
        method="filter_agency",
    )
    tinh_trang = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[("da-thoi", _("đã thôi công tác")), ("tat-ca", _("tất cả"))],
        empty_label=_("đang công tác"),
        method="filter_state",
    )
    tai_khoan = ChoiceFilter(
        label=_("Tài khoản"),
        choices=[("co", _("đã có")), ("chua", _("chưa có"))],
        empty_label=_("có hay chưa"),
        method="filter_login",
    )

    class Meta:
        model = Cadre
        fields = []

    def filter_help(self, rows, name, value):
        return rows.helping_on(value)

    def filter_group(self, rows, name, value):
        held = CadrePosition.objects.on(self.request.day)
        held = held.filter(Q(group=value) | Q(group=None, post__group=value))
        return rows.filter(pk__in=held.values("cadre"))

    def filter_agency(self, rows, name, value):
        return rows.working_in([value.pk], self.request.day)

    def filter_state(self, rows, name, value):
        return rows.filter(left_on__lte=self.request.day) if value == "da-thoi" else rows

    def filter_login(self, rows, name, value):
        return rows.filter(user__isnull=value == "chua")


class TeamFilter(ListFilter):
    q = SearchFilter(label=_("Tìm theo tên, mã"))
    tinh_trang = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[("mo", _("đang có")), ("da-ket-thuc", _("đã kết thúc"))],
        empty_label=_("Mọi tình trạng"),
        method="filter_state",
    )

    class Meta:
        model = Team
        fields = []

    def filter_state(self, rows, name, value):
        day = self.request.day
        return rows.on(day) if value == "mo" else rows.filter(ends_on__lte=day)
