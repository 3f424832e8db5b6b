"""The board's queue: the list of reports, one after another by keyboard, many at once, and near-identical texts."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_of_keys, placements_by_unit
from common.exports import export_of_table
from common.pages import list_page
from common.policy import policy
from reports.actions.reviewing import accept_many
from reports.filters.reports import ReportFilter
from reports.models import Report
from reports.querysets.likeness import likenesses
from reports.tables.reports import LikenessTable, ReportFileTable, ReportTable, ReviewTable
from reports.views.reading import whole_context

AFTER, TICKED = "sau", "chon"
LISTED = 200


@policy("reports.read")
def review_list(request):
    """All reports that the reader reads whole; boxes to tick for those who accept."""
    rows = Report.objects.visible_to(request.scope)
    reviews = request.scope.may("reports.review")
    queue = reverse("reports:review_next")
    return list_page(
        request,
        queryset=rows.for_list().order_by("-recorded_at", "-pk"),
        table=ReviewTable if reviews else ReportTable,
        filterset=ReportFilter,
        title=_("Báo cáo dự sinh hoạt"),
        template="reports/review_list.html",
        prepare=lambda found: report_rows(request, found),
        export=export_of_table(ReportFileTable, "bao-cao"),
        primary=(_("Xem lần lượt"), queue) if reviews else None,
        links=_links(request),
        empty={
            "why": _("Chưa có báo cáo nào gửi đến cấp ủy của bạn."),
            "what": _("Cán bộ gửi báo cáo sau buổi sinh hoạt; báo cáo mới nhất đứng trên."),
        },
        crumbs=[(_("Báo cáo"), None)],
        context={"counts": queue_counts(request, rows), "reviews": reviews},
    )


@policy("reports.review")
def review_next(request):
    """The next report to decide on, whole, in the order in which they came in; `?sau=key` goes on after that one."""
    waiting = waiting_for(request)
    skipped = request.GET.get(AFTER)
    after = Report.objects.visible_to(request.scope).filter(key=skipped).first() if skipped else None
    report = waiting.filter(pk__gt=after.pk).first() if after else waiting.first()
    if report is None:
        return render(request, "reports/review_done.html", _nothing_waits(waiting.first()))
    report = (
        Report.objects.select_related(
            "cadre", "scheme", "issuer", "meeting", "attendance", "author", "response__said_by"
        )
        .prefetch_related("document_links__document", "effects")
        .get(pk=report.pk)
    )
    left = waiting.filter(pk__gte=report.pk).count()
    context = whole_context(request, report) | {
        "lead": ngettext("Còn %(count)s báo cáo chờ nhận", "Còn %(count)s báo cáo chờ nhận", left)
        % {"count": left},
        "is_queue": True,
        "skip_url": f"{reverse('reports:review_next')}?{AFTER}={report.key}",
    }
    return render(request, "reports/report_page.html", context)


@policy("reports.review")
@require_POST
def review_many(request):
    """Accepts the ticked ones ("key:version"); those that are refused are named with the reason."""
    ticked = dict(each.split(":", 1) for each in request.POST.getlist("report") if ":" in each)
    rows = Report.objects.reviewable_by(request.scope).filter(key__in=ticked)
    chosen = [(row, int(ticked[row.key])) for row in rows.order_by("pk") if ticked[row.key].isdecimal()]
    accepted, refused = accept_many(chosen, by=request.user, on=request.day)
    if accepted:
        words = ngettext("Đã nhận %(count)s báo cáo.", "Đã nhận %(count)s báo cáo.", len(accepted))
        messages.success(request, words % {"count": len(accepted)})
    for report, why in refused:
        messages.warning(
            request, _("%(report)s chưa nhận được: %(why)s") % {"report": report.number, "why": why}
        )
    if not chosen:
        messages.warning(request, _("Chưa chọn báo cáo nào. Hãy đánh dấu ở cột “Chọn”."))
    return redirect(_back(request))


@policy("reports.review")
def likeness_list(request):
    """Of the latest reports, those that say almost the same as an earlier one. The board's eyes only."""
    reports = Report.objects.visible_to(request.scope).reviewable_by(request.scope)
    latest = list(reports.select_related("cadre").order_by("-met_on", "-pk")[:LISTED])
    found = likenesses(latest, request.scope)
    rows = [_likeness_row(report, found[report.pk][0]) for report in latest if report.pk in found]
    return list_page(
        request,
        queryset=rows,
        table=LikenessTable,
        title=_("Báo cáo gần giống nhau"),
        empty={"why": _("Trong các báo cáo gần đây không có báo cáo nào gần giống một báo cáo trước.")},
        crumbs=[(_("Báo cáo"), reverse("reports:review_list")), (_("Gần giống nhau"), None)],
        context={
            "lead": _(
                "%(count)s báo cáo gần nhất, so với 12 tháng trước của cùng người hoặc cùng chi bộ. Giống nhau chưa "
                "phải là sai; hãy đọc cả hai. Danh sách này chỉ Ban thấy."
            )
            % {"count": len(latest)}
        },
    )


def waiting_for(request):
    """What this reader may decide on now, in the order in which it came in."""
    rows = Report.objects.reviewable_by(request.scope).awaiting_board(request.day)
    return rows.not_own(request.scope).order_by("pk")


def report_rows(request, reports) -> list[dict]:
    """What the list shows of a page of reports, in a fixed number of queries."""
    day = request.day
    names = organisation_names({row.organisation_id for row in reports}, day)
    places = placements_by_unit({row.unit_id for row in reports}, day)
    above = names_of_keys({_commune_key(row, places) for row in reports} - {""}, day)
    queue = _Queue(request, reports)
    return [
        {
            "number": row.number,
            "url": row.get_absolute_url(),
            "cadre": row.cadre.full_name,
            "organisation": names.get(row.organisation_id, ""),
            "above": above.get(_commune_key(row, places), ""),
            "met_on": row.met_on,
            "submitted_on": row.submitted_on,
            "due_on": row.due_on,
            "late": "late" if row.is_late else "on_time" if row.due_on else "",
            "source": row.get_source_display(),
            "how": "" if row.source == Report.Source.FORM else row.get_source_display(),
            "likeness": queue.likeness(row),
            "response": _response_of(row),
            "state": queue.state(row),
            "tick": queue.tick(row),
        }
        for row in reports
    ]


class _Queue:
    """Where each of some reports stands, and which of them this reader may accept."""

    def __init__(self, request, reports):
        self.scope, self.is_ticked = request.scope, TICKED in request.GET
        rows = Report.objects.filter(pk__in=[row.pk for row in reports])
        self.with_leader = set(rows.awaiting_leader(request.day).values_list("pk", flat=True))
        reviewable = rows.reviewable_by(self.scope) if self.scope.may("reports.review") else rows.none()
        self.reviewable = set(reviewable.values_list("pk", flat=True))
        pointed_out = [] if "export" in request.GET else [row for row in reports if row.pk in self.reviewable]
        self.like = likenesses(pointed_out, self.scope)

    def may_accept(self, row) -> bool:
        is_own = row.cadre_id in self.scope.cadre_ids or row.author_id == self.scope.user_id
        waits = row.state == "submitted" and row.pk not in self.with_leader
        return row.pk in self.reviewable and waits and not is_own

    def state(self, row) -> str:
        if row.pk in self.with_leader:
            return "leader"
        return "board" if row.state == "submitted" else row.state

    def tick(self, row):
        return (f"{row.key}:{row.version}", row.number, self.is_ticked) if self.may_accept(row) else None

    def likeness(self, row) -> str:
        return self.like[row.pk][0].words if row.pk in self.like else ""


def _response_of(row) -> str:
    response = getattr(row, "response", None)
    return "" if response is None else "yes" if response.has_attended else "no"


def queue_counts(request, rows) -> list[dict]:
    """The numbers at the head of the list: each with the address of the rows behind it."""
    day, scope = request.day, request.scope
    numbers = rows.aggregate(
        returned=Count("pk", filter=Q(state="returned")),
        accepted=Count("pk", filter=Q(state__in=["accepted", "locked"])),
        late=Count("pk", filter=Q(is_late=True)),
    )
    leader = rows.awaiting_leader(day).count()
    board = rows.awaiting_board(day).not_own(scope).count()
    found = [
        (board, _("chờ nhận"), "warn" if board else "ok", "tinh_trang=board"),
        (leader, _("chờ người phụ trách xem"), "info", "tinh_trang=leader"),
        (numbers["returned"], _("được trả lại"), "info", "tinh_trang=returned"),
        (numbers["late"], _("gửi muộn"), "warn" if numbers["late"] else "ok", "muon=muon"),
    ]
    if scope.may("reports.direct"):
        unseen = rows.directed_by(scope).unseen_by(scope.user_id).not_own(scope).count()
        found.insert(0, (unseen, _("tôi chưa xem"), "warn" if unseen else "ok", "tinh_trang=unseen"))
    return [
        {"number": number, "words": words, "state": state, "url": f"{reverse('reports:review_list')}?{query}"}
        for number, words, state, query in found
    ]


def _likeness_row(report, like) -> dict:
    return {
        "number": report.number,
        "url": report.get_absolute_url(),
        "cadre": report.cadre.full_name,
        "met_on": report.met_on,
        "percent": f"{like.percent} %",
        "earlier": f"{like.earlier.number}, {like.earlier.cadre.full_name}",
        "earlier_url": like.earlier.get_absolute_url(),
        "earlier_on": like.earlier.met_on,
        "how": _("cùng người") if like.is_own else _("cùng chi bộ"),
    }


def _links(request) -> list[tuple]:
    """Further pages about reports that the reader may open."""
    links = (
        ("rounds.read", _("Đợt dự, kết luận"), "round_list"),
        ("reports.review", _("Gần giống nhau"), "likeness_list"),
        ("reports.clerk", _("Nhập báo cáo giấy"), "paper_choose"),
        ("attendance.figures", _("Độ phủ danh mục kiểm"), "checklist_coverage"),
        ("forms.write", _("Mẫu và danh mục"), "form_list"),
    )
    return [
        (words, reverse(f"reports:{name}"))
        for permission, words, name in links
        if request.scope.may(permission)
    ]


def _nothing_waits(first) -> dict:
    """Nothing after this one; `first` is a report that was skipped."""
    return {
        "title": _("Không còn báo cáo chờ nhận"),
        "has_skipped": first is not None,
        "crumbs": [(_("Báo cáo"), reverse("reports:review_list")), (_("Xem lần lượt"), None)],
    }


def _commune_key(row, places) -> str:
    place = places.get(row.unit_id)
    keys = place.path.split(".")[:-1] if place else []
    return keys[-2] if len(keys) > 1 else ""


def _back(request):
    """Where the boxes were ticked, if that is a page of ours."""
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return back
    return reverse("reports:review_list")
