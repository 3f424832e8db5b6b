"""What must be put right: the list with what is overdue, one of them with what was seen, its end. Whole for the committee that
demanded it; work, deadline and state for the place that must do it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from branches.querysets.bodies import organisation_names
from branches.querysets.scoping import from_above
from branches.querysets.units import names_of
from branches.views.steps import form_step, say
from common.pages import list_page
from common.policy import SIGNED_IN, policy
from matters.sections import sections
from reports.actions.remedies import check_remedy, close_remedy, move_remedy, reopen_remedy
from reports.facts.due import distance_words
from reports.facts.rounds import remedy_rows, remedy_state
from reports.filters.rounds import RemedyFilter
from reports.forms.rounds import CheckForm, CloseForm, MoveForm, ReasonForm
from reports.models import Remedy, RemedyCheck, Report
from reports.tables.rounds import REMEDY, FollowedRemedyTable, RemedyTable

READERS = ("rounds.read", "conclusions.named")


@policy(SIGNED_IN)
def remedy_list(request):
    """Those of one's committee, or of one's place; the longest overdue first."""
    scope = request.scope
    if not any(scope.may(each) for each in READERS):
        raise Http404
    follows = scope.may("rounds.read")
    rows = Remedy.objects.visible_to(scope)
    if follows:
        rows = rows.with_last_seen().select_related("line__conclusion")
    return list_page(
        request,
        queryset=rows.order_by("due_on", "pk"),
        table=FollowedRemedyTable if follows else RemedyTable,
        filterset=RemedyFilter,
        title=_("Việc phải khắc phục"),
        template="matters/list.html",
        prepare=lambda found: remedy_rows(found, request.day, follows=follows),
        export="viec-phai-khac-phuc",
        empty={
            "why": _("Chưa có việc nào phải khắc phục."),
            "what": _(
                "Việc ghi ở mục “phải khắc phục” của thông báo kết luận vào đây khi thông báo được ký."
            ),
        },
        crumbs=[(_("Việc phải khắc phục"), None)],
        context={"sections": sections(request)},
    )


@policy(SIGNED_IN)
def remedy_page(request, key):
    remedy = _found(request, key)
    scope, day = request.scope, request.day
    mine = Remedy.objects.filter(pk=remedy.pk)
    follows = mine.filter(from_above(scope, "rounds.read")).exists()
    checks = _checks(remedy, scope) if follows else []
    last = checks[-1][0] if checks else None
    name = organisation_names([remedy.organisation_id], day).get(remedy.organisation_id, "")
    context = {
        "title": _("Việc phải khắc phục"),
        "remedy": remedy,
        "name": name,
        "state": REMEDY[remedy_state(remedy, day)],
        "facts": _facts(remedy, day, follows),
        "follows": follows,
        "checks": checks,
        "steps": list(remedy.steps.select_related("by")),
        "may_write": mine.writable_by(scope).exists(),
        "is_seen_done": bool(last) and remedy.is_open and last.seen == RemedyCheck.Seen.DONE,
        "seen_result": _seen_words(last) if last else "",
        "crumbs": _crumbs(None, name),
    }
    return render(request, "reports/remedy_page.html", context)


@policy("rounds.write")
def remedy_check(request, key):
    """What staff saw or were told, without a report."""
    remedy = _writable(request, key)

    def act(form):
        check_remedy(remedy, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã ghi điều đã thấy."))

    return _step(request, remedy, CheckForm, act, _("Ghi điều đã thấy"), {"seen_on": request.day})


@policy("rounds.write")
def remedy_close(request, key):
    remedy = _writable(request, key)

    def act(form):
        close_remedy(remedy, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã kết thúc việc này."))

    return _step(request, remedy, CloseForm, act, _("Kết thúc"), {"version": remedy.version, "state": "done"})


@policy("rounds.write")
def remedy_move(request, key):
    remedy = _writable(request, key)

    def act(form):
        move_remedy(remedy, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã dời hạn."))

    return _step(request, remedy, MoveForm, act, _("Dời hạn"), {"version": remedy.version})


@policy("rounds.write")
def remedy_reopen(request, key):
    remedy = _writable(request, key)

    def act(form):
        reopen_remedy(remedy, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã mở lại việc này."))

    return _step(request, remedy, ReasonForm, act, _("Mở lại"), {"version": remedy.version})


def _found(request, key) -> Remedy:
    rows = Remedy.objects.visible_to(request.scope).select_related("line__conclusion__round")
    return get_object_or_404(rows, key=key)


def _writable(request, key) -> Remedy:
    return get_object_or_404(Remedy.objects.visible_to(request.scope).writable_by(request.scope), key=key)


def _checks(remedy, scope) -> list[tuple]:
    """[(check, its report where the reader reads it)], the latest last."""
    checks = list(remedy.checks.select_related("seen_by"))
    ids = [check.report_id for check in checks if check.report_id]
    reports = {row.pk: row for row in Report.objects.visible_to(scope).filter(pk__in=ids)}
    return [(check, reports.get(check.report_id)) for check in checks]


def _facts(remedy, day, follows):
    notice = remedy.line.conclusion
    due = date_format(remedy.due_on, "d/m/Y")
    if remedy.is_open:
        due = f"{due} ({distance_words(remedy.due_on, day)})"
    return [
        (_("Theo thông báo"), _notice_link(notice)),
        (_("Của cấp ủy"), names_of([remedy.issuer_id], day).get(remedy.issuer_id, "")),
        (_("Đợt"), notice.round.name if follows else ""),
        (_("Giao ngày"), date_format(remedy.assigned_on, "d/m/Y")),
        (_("Thời hạn"), due),
        (_("Kết thúc ngày"), date_format(remedy.closed_on, "d/m/Y") if remedy.closed_on else ""),
        (_("Kết quả"), remedy.result),
    ]


def _notice_link(notice):
    if notice.voided_at:
        return _("%(number)s (đã hủy)") % {"number": notice}
    return format_html('<a href="{}">{}</a>', notice.get_absolute_url(), notice)


def _seen_words(check) -> str:
    words = _("Người dự thấy đã khắc phục ngày %(day)s") % {"day": date_format(check.seen_on, "d/m/Y")}
    return f"{words}: {check.note}"[:500] if check.note else words


def _step(request, remedy, form_class, act, title, initial):
    back = remedy.get_absolute_url()
    return form_step(
        request,
        form=form_class(request.POST or None, initial=initial),
        act=act,
        title=title,
        lead=remedy.work,
        button=title,
        back=back,
        done=lambda _done: back,
        crumbs=_crumbs(remedy, title),
    )


def _crumbs(remedy, here):
    crumbs = [(_("Việc phải khắc phục"), reverse("reports:remedy_list"))]
    return [*crumbs, *([(str(remedy), remedy.get_absolute_url())] if remedy else []), (here, None)]
