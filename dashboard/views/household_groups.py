"""Groups of households (tổ nhân dân tự quản, Bến Tre 4.16): their list, and the page of one with its households."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from branches.household_sections import sections
from branches.models import Household, HouseholdGroup
from branches.querysets.units import names_of
from common.pages import asked_day, list_page
from common.periods import last_day
from common.policy import policy
from dashboard.following import holders_of_group
from dashboard.household_lists import GroupFilter, GroupTable
from dashboard.households import group_rows, household_rows


@policy("households.read")
def household_group_list(request):
    """Groups of `?ngay=`; with `?tinh_trang=het` those that had ended by then."""
    day = asked_day(request)
    may_write = request.scope.may("households.write")
    rows = HouseholdGroup.objects.visible_to(request.scope).select_related("unit")
    rows = rows.filter(ends_on__lte=day) if request.GET.get("tinh_trang") == "het" else rows.on(day)
    return list_page(
        request,
        queryset=rows.order_by("code"),
        table=GroupTable,
        filterset=GroupFilter,
        title=_("Tổ, nhóm hộ"),
        template="dashboard/household_list.html",
        prepare=lambda found: group_rows(found, day),
        export="to-nhom-ho",
        primary=(_("Thêm tổ, nhóm hộ"), reverse("branches:group_open")) if may_write else None,
        empty={
            "why": _("Chưa có tổ, nhóm hộ nào trong địa bàn của bạn."),
            "what": _("Tổ nhân dân tự quản, nhóm hộ gồm các hộ của một ấp, có người phụ trách chung."),
        },
        crumbs=[(_("Hộ gia đình"), reverse("dashboard:household_list")), (_("Tổ, nhóm hộ"), None)],
        context={"as_of": day, "sections": sections(request)},
    )


@policy("households.read")
@never_cache
def household_group_page(request, key):
    rows = HouseholdGroup.objects.visible_to(request.scope).select_related("unit")
    group = get_object_or_404(rows, key=key)
    day, scope = request.day, request.scope
    place = names_of([group.unit_id], day).get(group.unit_id, "")
    now, before = holders_of_group(group, day, scope)
    inside = Household.objects.visible_to(scope).on(day).in_groups([group], day).select_related("unit")
    found = household_rows(list(inside.with_groups().order_by("code")), day)
    context = {
        "title": group.name,
        "crumbs": [
            (_("Hộ gia đình"), reverse("dashboard:household_list")),
            (_("Tổ, nhóm hộ"), reverse("dashboard:household_group_list")),
            (group.name, None),
        ],
        "group": group,
        "lead": place,
        "facts_list": _facts(group, place, found),
        "state": _state(group, day),
        "households": found,
        "nobody": sum(not row.who for row in found),
        "followers": now,
        "former": before,
        "changes": _changes(group, day, scope),
        "reopen_url": reverse("dashboard:group_reopen", args=[key])
        if group.ends_on and scope.reach("households.write").covers(group.unit.access_path, group.unit_id)
        else None,
    }
    return render(request, "dashboard/household_group_page.html", context)


def _facts(group, place, households):
    return [
        (_("Mã"), group.code),
        (_("Ấp, thôn, khu phố"), place),
        (_("Số hộ"), len(households)),
        (_("Số người"), sum(row.people or 0 for row in households) or None),
        (_("Lập từ ngày"), group.starts_on),
        (_("Đến hết ngày"), last_day(group.ends_on)),
        (_("Vì sao"), group.end_reason),
    ]


def _state(group, day):
    if group.starts_on > day:
        return "to_come"
    return "open" if group.holds_on(day) else "closed"


def _changes(group, day, scope):
    if not scope.reach("households.write").covers(group.unit.access_path, group.unit_id):
        return []
    words = [(_("Đổi tên, mã"), "branches:group_change")]
    if group.ends_on is None or group.ends_on > day:
        words.append((_("Kết thúc tổ"), "dashboard:group_close"))
    return [(word, reverse(name, args=[group.key])) for word, name in words]
