"""The page of one report: one page for everybody, with the parts that each may read."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.querysets.scoping import from_above
from common.documents import printed_by, printed_response
from common.policy import SIGNED_IN, policy
from reports.models import BranchResponse, Report, ReportStep, SensitiveNote
from reports.querysets.likeness import alike_of
from reports.reading import further_parts, shared_parts
from reports.report_documents import report_document
from reports.scoring import scored_in
from reports.tables.reports import STATES

State, Step = Report.State, ReportStep.Step


@policy(SIGNED_IN)
def report_page(request, key):
    """Whole to its author, its cadre and those above; the shared part to the host; to nobody else (404)."""
    report, is_whole = found(request, key)
    if not is_whole:
        return render(request, "reports/report_shared.html", shared_context(request, report))
    return render(request, "reports/report_page.html", whole_context(request, report))


@policy(SIGNED_IN)
def report_paper(request, key, kind):
    """What its page shows the reader, on paper."""
    report, is_whole = found(request, key)
    document = report_document(
        report, is_whole=is_whole, scope=request.scope, footer=printed_by(request.user)
    )
    return printed_response(document, kind, name=f"bao-cao-{report.key}")


def found(request, key) -> tuple[Report, bool]:
    """(the report, whether it is read whole); Http404 where neither whole nor shared part is the reader's."""
    # Whether it is his first, and of one table alone: with all that the page shows of it this is the dearest question of all.
    asked = Report.objects.filter(key=key)
    is_whole = asked.visible_to(request.scope).exists()
    if not is_whole and not asked.shared_with(request.scope).exists():
        raise Http404
    rows = asked.select_related(
        "cadre", "scheme", "issuer", "meeting", "attendance", "author", "response__said_by"
    ).prefetch_related("document_links__document", "effects")
    return get_object_or_404(rows), is_whole


def whole_context(request, report) -> dict:
    """What the whole page shows, and what this reader may do there."""
    rights = Rights(request, report)
    sheets = scored_in(report, request.scope)
    if any(each["is_visitors"] for each in sheets):
        rights.score_url = None
    return {
        "title": _("Báo cáo %(number)s") % {"number": report.number},
        "report": report,
        "state": STATES[report.state],
        "flags": flags(report),
        "shared": shared_parts(report),
        "parts": further_parts(report),
        "attachments": [
            (each, _address("reports:attachment", each.key)) for each in report.attachments.all()
        ],
        "steps": list(report.steps.select_related("by")),
        "addenda": list(report.addenda.select_related("added_by")),
        "response": getattr(report, "response", None),
        "rights": rights,
        "sheets": sheets,
        "likenesses": alike_of(report, request.scope) if rights.reviews else [],
        "crumbs": _crumbs(request, report),
    }


def shared_context(request, report) -> dict:
    response = BranchResponse.objects.filter(report=report).select_related("said_by").first()
    may = response is None or response.said_by_id == request.user.pk
    return {
        "title": _("Buổi sinh hoạt có cán bộ dự, %(day)s") % {"day": date_format(report.met_on, "d/m/Y")},
        "report": report,
        "shared": shared_parts(report),
        "sheets": scored_in(report, request.scope),
        "response": response,
        "may_respond": may and report.state != State.LOCKED,
        "crumbs": [
            (_("Cán bộ dự sinh hoạt"), reverse("reports:shared_list")),
            (date_format(report.met_on, "d/m/Y"), None),
        ],
    }


class Rights:
    """What the reader may do with this report; every action asks again under its own lock."""

    def __init__(self, request, report):
        scope, day = request.scope, request.day
        mine = Report.objects.filter(pk=report.pk)
        self.is_own = report.cadre_id in scope.cadre_ids or report.author_id == scope.user_id
        issuer = report.issuer
        reach = scope.reach("reports.review")
        self.reviews = not self.is_own and reach.covers(issuer.access_path, issuer.pk)
        may_wait = bool(report.scheme and report.scheme.leader_reads_first)
        self.waits_for_leader = may_wait and mine.awaiting_leader(day).exists()
        self.may_decide = self.reviews and report.state == State.SUBMITTED and not self.waits_for_leader
        self.may_lock = self.reviews and report.state == State.ACCEPTED
        self.may_see = (
            not self.is_own
            and report.state != State.LOCKED
            and scope.may("reports.direct")
            and mine.directed_by(scope).exists()
        )
        self.may_add = self.is_own and report.state in (State.ACCEPTED, State.LOCKED)
        changes = self.is_own and report.state in (State.SUBMITTED, State.RETURNED)
        self.edit_url = _address("reports:report_edit", report.key) if changes else None
        scores = (
            report.cadre_id in request.scope.cadre_ids
            and report.attendance_id
            and report.meeting.body == "branch"
        )
        self.score_url = reverse("scores:turn_sheet", args=[report.attendance.key]) if scores else None
        notes = SensitiveNote.objects.visible_to(scope).filter(report=report)
        self.sensitive = notes.defer("text").first()
        self.reads_log = (
            bool(self.sensitive)
            and not self.is_own
            and mine.filter(from_above(scope, "history.read")).exists()
            if scope.may("history.read")
            else False
        )


def flags(report) -> list[tuple]:
    """(state, word) of what a reader should know at once."""
    response = getattr(report, "response", None)
    found = [
        ("warn", _("gửi muộn")) if report.is_late else None,
        ("warn", _("nhập muộn: %(why)s") % {"why": report.late_reason}) if report.is_late_entry else None,
        ("info", _("nhập từ bản giấy")) if report.source == Report.Source.PAPER else None,
        ("warn", _("không có bản chụp: %(why)s") % {"why": report.no_scan_reason})
        if report.no_scan_reason
        else None,
        ("info", _("nhập từ danh sách")) if report.source == Report.Source.IMPORT else None,
        ("ok", _("chi bộ xác nhận có dự")) if response and response.has_attended else None,
        ("bad", _("chi bộ nói không dự")) if response and not response.has_attended else None,
    ]
    return [each for each in found if each]


def _crumbs(request, report):
    if request.scope.may("reports.read"):
        return [(_("Báo cáo"), reverse("reports:review_list")), (report.number, None)]
    return [(report.number, None)]


def _address(name, *args):
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None
