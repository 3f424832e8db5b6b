"""Watch-lists, and what each finds; branches by how many members they have."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from branches.models import Organisation, Unit
from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_with_commune
from common.pages import list_page
from common.policy import policy
from scores.branch_sizes import BranchSizes
from scores.models import WatchList
from scores.sections import sections
from scores.tables.targets import SizeTable, WatchedTable, WatchTable
from scores.watching import watched


@policy("watch.read")
def watch_list(request):
    rows = WatchList.objects.visible_to(request.scope).in_use(request.day).select_related("indicator")
    return list_page(
        request,
        queryset=rows,
        table=WatchTable,
        title=_("Cần quan tâm"),
        links=[(_("Chi bộ theo số đảng viên"), reverse("scores:size_list"))],
        primary=(_("Lập danh sách"), reverse("scores:watch_new"))
        if request.scope.may("watch.write")
        else None,
        template="scores/list.html",
        prepare=lambda found: [_watch_row(each) for each in found],
        empty={
            "why": _("Chưa có danh sách nào."),
            "what": _("Danh sách nêu chi bộ, nơi cần quan tâm theo một điều kiện."),
        },
        crumbs=[(_("Cần quan tâm"), None)],
        context={"sections": sections(request)},
    )


def _watch_row(watch) -> dict:
    what = (
        watch.indicator.name
        if watch.indicator
        else watch.get_branch_type_display()
        if watch.branch_type
        else ""
    )
    return {
        "name": watch.name,
        "source": watch.source,
        "url": reverse("scores:watch_page", args=[watch.key]),
        "rule": f"{watch.get_rule_display()} {what}".strip(),
        "threshold": "" if watch.threshold is None else str(watch.threshold),
    }


@policy("watch.read")
def watch_page(request, key):
    watch = get_object_or_404(WatchList.objects.visible_to(request.scope), key=key)
    is_own = WatchList.objects.writable_by(request.scope).filter(pk=watch.pk).exists()
    return list_page(
        request,
        queryset=watched(watch, request.day, request.scope),
        table=WatchedTable,
        title=watch.name,
        template="scores/list.html",
        prepare=lambda found: watched_rows(request, list(found)),
        export="can-quan-tam",
        links=[(_("Sửa danh sách"), reverse("scores:watch_change", args=[watch.key]))] if is_own else [],
        empty={"why": _("Không có nơi nào như vậy."), "what": _("Danh sách này tự cập nhật theo số liệu.")},
        crumbs=[(_("Cần quan tâm"), reverse("scores:watch_list")), (watch.name, None)],
        context={"sections": sections(request)},
    )


def watched_rows(request, found):
    places = names_with_commune({each.unit_id for each in found}, request.day)
    bodies = {each.organisation_id for each in found} - {None}
    names, keys = (
        organisation_names(bodies, request.day),
        dict(Organisation.objects.filter(pk__in=bodies).values_list("pk", "key")),
    )
    units = dict(Unit.objects.filter(pk__in={each.unit_id for each in found}).values_list("pk", "key"))
    for each in found:
        is_body = each.organisation_id is not None
        number = "" if each.number is None else number_format(each.number, force_grouping=True)
        yield {
            "name": names.get(each.organisation_id) if is_body else places.get(each.unit_id, ""),
            "place": places.get(each.unit_id, "") if is_body else "",
            "url": reverse("dashboard:organisation_page", args=[keys[each.organisation_id]])
            if is_body
            else reverse("dashboard:unit_page", args=[units[each.unit_id]]),
            "number": f"{number}/{each.of}" if each.of is not None and number else number,
        }


# --- branches by how many members they have ---
@policy("watch.read")
def size_list(request):
    """How many branches of each size; `?muc=` those of one size."""
    sizes = BranchSizes(request.scope, request.day)
    asked = request.GET.get("muc")
    if asked is None:
        return _sizes_page(request, sizes)
    if asked not in sizes.bands:
        raise Http404
    here = reverse("scores:size_list")
    name = sizes.bands[asked]
    return list_page(
        request,
        queryset=sizes.of(asked),
        table=WatchedTable,
        title=_("Chi bộ %(size)s") % {"size": name},
        template="scores/list.html",
        prepare=lambda found: watched_rows(request, list(found)),
        export="chi-bo-theo-so-dang-vien",
        empty={
            "why": _("Không có chi bộ nào như vậy."),
            "what": _("Danh sách này tự cập nhật theo số liệu."),
        },
        crumbs=[
            (_("Cần quan tâm"), reverse("scores:watch_list")),
            (_("Chi bộ theo số đảng viên"), here),
            (name, None),
        ],
        context={"sections": sections(request)},
    )


def _sizes_page(request, sizes):
    here = reverse("scores:size_list")
    return list_page(
        request,
        queryset=[
            {"name": name, "url": f"{here}?muc={band}", "number": len(sizes.of(band))}
            for band, name in sizes.bands.items()
        ],
        table=SizeTable,
        title=_("Chi bộ theo số đảng viên"),
        template="scores/list.html",
        export="chi-bo-theo-so-dang-vien",
        crumbs=[
            (_("Cần quan tâm"), reverse("scores:watch_list")),
            (_("Chi bộ theo số đảng viên"), None),
        ],
        context={"sections": sections(request)},
    )
