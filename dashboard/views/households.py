"""Households: their list, and the page of one. Every opening is logged before anything is shown."""

from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from assignments.models import Cadre
from branches.actions.households import log_read
from branches.household_sections import sections
from branches.models import Household, HouseholdRead, Unit
from branches.querysets.units import names_of
from common.pages import asked_day, list_page
from common.periods import last_day
from common.policy import SIGNED_IN, policy
from dashboard.following import holders_now_and_before
from dashboard.household_lists import (
    ClosedHouseholdTable,
    HouseholdFilter,
    HouseholdTable,
    household_export,
)
from dashboard.households import OPENINGS, chain_to, household_rows, raised_on_visits, visits_to
from reports.holding import holding

CLOSED = "tinh_trang"


@policy("households.read")
@never_cache
def household_list(request):
    """Households of `?ngay=`; with `?tinh_trang=het` those that had ended by then. Taking them out is logged for each hamlet."""
    day, is_closed = asked_day(request), request.GET.get(CLOSED) == "het"
    rows = Household.objects.visible_to(request.scope).select_related("unit").with_groups()
    rows = (rows.filter(ends_on__lte=day) if is_closed else rows.on(day)).with_group_code(day)
    may_write = request.scope.may("households.write")
    if request.GET.get("export") == "xlsx":
        rows = rows.writable_by(request.scope)
        _log_export(request, rows)
    return list_page(
        request,
        queryset=rows.order_by("code"),
        table=ClosedHouseholdTable if is_closed else HouseholdTable,
        filterset=HouseholdFilter,
        title=_("Hộ gia đình"),
        template="dashboard/household_list.html",
        prepare=lambda found: household_rows(found, day),
        export=household_export() if may_write else None,
        primary=(_("Thêm hộ"), reverse("branches:household_open")) if may_write else None,
        links=[(_("Mẫu phiếu để viết tay"), reverse("household_visits:blank_sheet", args=["pdf"]))],
        empty=_empty(may_write),
        context={"as_of": day, "sections": sections(request)},
    )


def _empty(may_write):
    what = _("Hộ được ghi từng hộ ở đây, hoặc nhập từ danh sách có sẵn của ấp.")
    return {
        "why": _("Chưa có hộ nào trong địa bàn của bạn."),
        "what": what if may_write else _("Văn phòng đảng ủy xã ghi danh sách hộ của ấp."),
    }


def _log_export(request, rows):
    """One line for each hamlet, before a line is written. The words that were searched stay out of it: a name may be among
    them."""
    if not (request.scope.may("households.write") and request.scope.may("exports.read")):
        raise PermissionDenied
    chosen = HouseholdFilter(request.GET, queryset=rows, request=request)
    for unit in Unit.objects.filter(pk__in=chosen.qs.order_by().values("unit")):
        log_read(unit=unit, by=request.user, way=HouseholdRead.Way.EXPORT)


@policy(SIGNED_IN)
@never_cache
def household_page(request, key):
    """Whoever reads the row: the commune's office, the hamlet's secretary, a cadre who holds it today."""
    rows = Household.objects.visible_to(request.scope).select_related("unit").with_groups()
    household = get_object_or_404(rows, key=key)
    log_read(household=household, by=request.user)
    day, scope = request.day, request.scope
    place = names_of([household.unit_id], day).get(household.unit_id, "")
    may_write = scope.reach("households.write").covers(household.unit.access_path, household.unit_id)
    now, before = holders_now_and_before(household, day, scope)
    group = household.group_on(day)
    context = {
        "title": _("Hộ %(code)s") % {"code": household.code},
        "crumbs": [
            (_("Hộ gia đình"), _list_address(scope)),
            (household.code, None),
        ],
        "household": household,
        "place": place,
        "facts_list": _facts(household, place, group),
        "state": _state(household, day),
        "taggings": _taggings(household, day),
        "memberships": _memberships(household, day),
        "steps": chain_to(household, day, scope),
        "followers": now,
        "former": before,
        "visits": visits_to(household, scope),
        "matters": raised_on_visits(household, scope, day),
        "visit_url": _visit_url(request, household, may_write),
        "changes": _changes(household, day) if may_write else [],
        "reopen_url": reverse("dashboard:household_reopen", args=[key])
        if may_write and household.ends_on
        else None,
        "reads": _reads(household) if may_write else None,
        "reads_url": f"{reverse('dashboard:household_reads')}?ho={quote(household.code)}",
        "group_url": group.get_absolute_url() if group and scope.may("households.read") else None,
    }
    return render(request, "dashboard/household_page.html", context)


def _list_address(scope):
    """The list on which the reader finds it: that of his ground, or of what he holds himself."""
    if scope.may("households.read"):
        return reverse("dashboard:household_list")
    return reverse("household_visits:own_households")


def _visit_url(request, household, may_write):
    """Where a cadre who holds it today writes a visit, and the commune's office types one from paper."""
    cadre = Cadre.objects.filter(pk__in=request.scope.cadre_ids).first()
    if cadre is not None and holding(cadre, household, request.day):
        return reverse("household_visits:visit_new", args=[household.key])
    return reverse("household_visits:visit_enter", args=[household.key]) if may_write else None


def _facts(household, place, group):
    return [
        (_("Chủ hộ"), household.head_name),
        (_("Địa chỉ"), household.address),
        (_("Ấp, thôn, khu phố"), place),
        (_("Tổ, nhóm hộ"), group.name if group else ""),
        (_("Số người"), household.people),
        (_("Có trong danh sách từ ngày"), household.starts_on),
        (_("Đến hết ngày"), last_day(household.ends_on)),
        (_("Vì sao"), household.end_reason),
    ]


def _state(household, day):
    if household.starts_on > day:
        return "to_come"
    return "open" if household.holds_on(day) else "closed"


def _taggings(household, day):
    """Every tag that it has or had, those of today first."""
    rows = household.taggings.select_related("tag").order_by("starts_on", "tag__sort")
    return _spans([(each.tag.name, each) for each in rows], day)


def _memberships(household, day):
    """Every group that it is or was in, that of today first; [] where it knows one alone, and is in it."""
    rows = sorted(household.memberships.all(), key=lambda each: each.starts_on)
    if [each.holds_on(day) for each in rows] == [True]:
        return []
    return _spans([(each.group.name, each) for each in rows], day)


def _spans(rows, day):
    found = [
        {
            "name": name,
            "since": each.starts_on,
            "until": last_day(each.ends_on),
            "is_present": each.holds_on(day),
        }
        for name, each in rows
    ]
    return sorted(found, key=lambda each: not each["is_present"])


def _changes(household, day):
    words = []
    if household.ends_on is None or household.ends_on > day:
        words = [
            (_("Diện hộ"), "branches:household_tags"),
            (_("Chuyển tổ"), "branches:household_move"),
            (_("Kết thúc hộ"), "dashboard:household_close"),
        ]
    words.insert(0, (_("Sửa thông tin"), "branches:household_correct"))
    return [(word, reverse(name, args=[household.key])) for word, name in words]


def _reads(household):
    """Who opened it, the last few first."""
    reads = HouseholdRead.objects.of(household).select_related("user")[:OPENINGS]
    return [
        {"who": each.user, "at": each.read_at, "way": each.get_way_display(), "reason": each.reason}
        for each in reads
    ]
