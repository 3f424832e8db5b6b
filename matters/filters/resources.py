"""Filters of what was mobilised, and of the library of good practices."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter

from branches.models import Unit
from common.filters import DayFilter, ListFilter, SearchFilter
from matters.filters.conferences import Offered, areas_on
from matters.models import Contribution, GoodPractice, Topic
from meetings.filters.places import CommuneFilter

MONEY, GOODS = "tien", "hien-vat"


class _TopicFilter(ModelChoiceFilter):
    def __init__(self):
        super().__init__(
            label=_("Lĩnh vực"),
            field_name="topic",
            queryset=lambda request: Topic.objects.visible_to(request.scope),
            to_field_name="code",
            empty_label=_("Mọi lĩnh vực"),
        )


def _areas(request):
    return areas_on(request, "matters.read")


class ContributionFilter(ListFilter):
    tu = DayFilter(label=_("Từ ngày"), field_name="happened_on", lookup_expr="gte")
    den = DayFilter(label=_("Đến hết ngày"), field_name="happened_on", lookup_expr="lte")
    linh_vuc = _TopicFilter()
    xa = CommuneFilter(label=_("Xã"), permission="matters.read", empty_label=_("Mọi xã"))
    thuoc = Offered(
        label=_("Trong địa bàn"), offers=_areas, method="filter_area", empty_label=_("Cả địa bàn")
    )
    nguon = SearchFilter(label=_("Nguồn"), field_name="donor_key")
    loai = ChoiceFilter(
        label=_("Bằng"),
        choices=[(MONEY, _("tiền")), (GOODS, _("hiện vật"))],
        empty_label=_("Tiền và hiện vật"),
        method="filter_kind",
    )

    class Meta:
        model = Contribution
        fields = []

    def filter_area(self, rows, name, value):
        unit = Unit.objects.filter(key=value).first()
        return rows.under(unit) if unit else rows.none()

    def filter_kind(self, rows, name, value):
        return rows.filter(amount__isnull=False) if value == MONEY else rows.exclude(in_kind="")


class PracticeFilter(ListFilter):
    q = SearchFilter(label=_("Tìm trong tên, cách làm"))
    linh_vuc = _TopicFilter()
    xa = CommuneFilter(label=_("Xã"), permission="practices.read", empty_label=_("Mọi xã"))

    class Meta:
        model = GoodPractice
        fields = []


class StaffPracticeFilter(PracticeFilter):
    """For those who also read what is not published yet."""

    tinh_trang = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[("da", _("đã phổ biến")), ("chua", _("chưa phổ biến"))],
        empty_label=_("Mọi tình trạng"),
        method="filter_state",
    )

    def filter_state(self, rows, name, value):
        return rows.filter(published_on__isnull=value == "chua")
