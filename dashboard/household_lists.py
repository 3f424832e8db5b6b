"""Columns and filters of the lists of households and of their groups; both offer what their reader may read."""

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, ModelChoiceFilter

from assignments.querysets.households import with_nobody, with_somebody
from branches.models import (
    Household,
    HouseholdGroup,
    HouseholdMembership,
    HouseholdRead,
    HouseholdTag,
    HouseholdTagging,
    Unit,
)
from branches.querysets.units import names_of
from common.exports import Export
from common.filters import ListFilter, SearchFilter
from common.pages import read_day
from common.spreadsheets.columns import Column as FileColumn
from common.states import badge_html
from common.tables import Column, DayColumn, LinkColumn, ListTable, MomentColumn, NumberColumn
from common.text import sort_key

NOBODY = _("chưa có ai")
HELD = [("chua", _("chưa có người phụ trách")), ("da", _("đã có người phụ trách"))]


class HolderColumn(Column):
    """Who answers for it; nobody is said loudly."""

    def __init__(self, **kwargs):
        super().__init__(verbose_name=_("Người phụ trách"), orderable=False, empty_values=(), **kwargs)

    def render(self, value):
        return value or badge_html("bad", NOBODY)

    def value(self, value):
        return value or str(NOBODY)


class HouseholdTable(ListTable):
    code = LinkColumn(verbose_name=_("Mã hộ"), url="url", order_by="code")
    head = Column(verbose_name=_("Chủ hộ"), order_by=("given_name_key", "code"))
    place = Column(verbose_name=_("Ấp, thôn, khu phố"), order_by=("unit__access_path", "code"))
    group = Column(verbose_name=_("Tổ, nhóm hộ"), order_by=("group_code", "code"))
    people = NumberColumn(verbose_name=_("Số người"), order_by="people")
    tags = Column(verbose_name=_("Diện hộ"), orderable=False)
    who = HolderColumn()
    visited_on = DayColumn(verbose_name=_("Thăm gần nhất"), orderable=False)


class ClosedHouseholdTable(HouseholdTable):
    who = visited_on = None
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), is_end=True)


class GroupTable(ListTable):
    name = LinkColumn(verbose_name=_("Tổ, nhóm hộ"), url="url", order_by=("name", "code"))
    place = Column(verbose_name=_("Ấp, thôn, khu phố"), order_by=("unit__access_path", "code"))
    households = NumberColumn(verbose_name=_("Số hộ"), orderable=False)
    nobody = NumberColumn(verbose_name=_("Hộ chưa có ai"), orderable=False)
    who = HolderColumn()
    code = Column(verbose_name=_("Mã"), order_by="code")


def _hamlets(request):
    """The hamlets in which the reader's households are found today: (key, name)."""
    paths = Household.objects.visible_to(request.scope).values("unit__access_path")
    units = Unit.objects.open_on(request.day).filter(access_path__in=paths)
    keys = dict(units.values_list("pk", "key"))
    names = names_of(keys, request.day)
    return sorted(((key, names.get(pk, "")) for pk, key in keys.items()), key=lambda each: sort_key(each[1]))


def _groups(request):
    rows = HouseholdGroup.objects.visible_to(request.scope).on(_day(request))
    return list(rows.order_by("code").values_list("key", "name"))


def _day(request):
    return read_day(request.GET.get("ngay", "")) or request.day


class _OfHamlet(ListFilter):
    """With a choice of the reader's hamlets; what a hamlet that was merged left is found in the one that took it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["ap"].extra["choices"] = _hamlets(self.request)

    def filter_hamlet(self, rows, name, value):
        return rows.filter(unit__access_path__in=Unit.objects.filter(key=value).values("access_path"))


def _hamlet_filter():
    return ChoiceFilter(
        label=_("Ấp, thôn, khu phố"), choices=(), method="filter_hamlet", empty_label=_("Mọi nơi")
    )


class HouseholdFilter(_OfHamlet):
    q = SearchFilter(label=_("Tìm theo mã, chủ hộ"))
    ap = _hamlet_filter()
    to = ChoiceFilter(label=_("Tổ, nhóm hộ"), choices=(), method="filter_group", empty_label=_("Mọi tổ"))
    dien = ModelChoiceFilter(
        label=_("Diện hộ"),
        queryset=HouseholdTag.objects.all(),
        to_field_name="code",
        method="filter_tag",
        empty_label=_("Mọi diện"),
    )
    ai = ChoiceFilter(
        label=_("Người phụ trách"), choices=HELD, method="filter_held", empty_label=_("có hay chưa")
    )
    tinh_trang = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[("het", _("đã kết thúc"))],
        method="keep",
        empty_label=_("đang có"),
    )

    class Meta:
        model = Household
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["to"].extra["choices"] = _groups(self.request)

    def filter_group(self, rows, name, value):
        inside = HouseholdMembership.objects.as_of(_day(self.request)).filter(group__key=value)
        return rows.filter(pk__in=inside.values("household"))

    def filter_tag(self, rows, name, value):
        tagged = HouseholdTagging.objects.on(_day(self.request)).filter(tag=value)
        return rows.filter(pk__in=tagged.values("household"))

    def filter_held(self, rows, name, value):
        day = _day(self.request)
        return with_nobody(rows, day) if value == "chua" else with_somebody(rows, day)

    def keep(self, rows, name, value):
        """The view has read it already."""
        return rows


class GroupFilter(_OfHamlet):
    ap = _hamlet_filter()
    tinh_trang = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[("het", _("đã kết thúc"))],
        method="keep",
        empty_label=_("đang có"),
    )

    class Meta:
        model = HouseholdGroup
        fields = []

    def keep(self, rows, name, value):
        """The view has read it already."""
        return rows


class ReadFilter(_OfHamlet):
    ho = CharFilter(label=_("Mã hộ"), max_length=30, method="filter_household")
    ap = _hamlet_filter()
    cach = ChoiceFilter(
        label=_("Cách xem"), choices=HouseholdRead.Way.choices, field_name="way", empty_label=_("Mọi cách")
    )

    class Meta:
        model = HouseholdRead
        fields = []

    def filter_household(self, rows, name, value):
        """Its page, and the rows of its hamlet."""
        household = Household.objects.writable_by(self.scope).filter(code__iexact=value.strip()).first()
        return rows.of(household) if household else rows.none()


class ReadTable(ListTable):
    who = Column(verbose_name=_("Người xem"), accessor="user", orderable=False)
    read_at = MomentColumn(verbose_name=_("Lúc"), orderable=False)
    way = Column(verbose_name=_("Cách xem"), accessor="get_way_display", orderable=False)
    household = LinkColumn(
        verbose_name=_("Hộ"),
        accessor="household__code",
        url=lambda read: read.household.get_absolute_url(),
        orderable=False,
    )
    place = Column(verbose_name=_("Ấp, thôn, khu phố"), orderable=False)
    reason = Column(verbose_name=_("Lý do"), orderable=False)


def household_export() -> Export:
    """The rows with the columns that an import of the same list takes, and who holds each."""
    return Export(
        "ho-gia-dinh",
        (
            FileColumn("code", _("Mã hộ")),
            FileColumn("hamlet_code", _("Mã ấp, thôn, khu phố")),
            FileColumn("place", _("Tên ấp, thôn, khu phố")),
            FileColumn("head_name", _("Chủ hộ")),
            FileColumn("group_code", _("Mã tổ, nhóm hộ")),
            FileColumn("group", _("Tên tổ, nhóm hộ")),
            FileColumn("people", _("Số người"), kind="int"),
            FileColumn("address", _("Địa chỉ")),
            FileColumn("tags", _("Diện hộ")),
            FileColumn("who", _("Người phụ trách")),
            FileColumn("visited_on", _("Thăm gần nhất"), kind="date"),
            FileColumn("starts_on", _("Từ ngày"), kind="date"),
        ),
        lambda rows: (
            [
                row.code,
                row.place_code,
                row.place,
                row.head,
                row.group_code,
                row.group,
                row.people,
                row.address,
                row.tags.replace(", ", "; "),
                row.who,
                row.visited_on,
                row.starts_on,
            ]
            for row in rows
        ),
    )
