"""One step of a report each: accept, return, seen, lock, add. Each is asked for on the report's page and leads back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.errors import sentences
from common.policy import SIGNED_IN, policy
from reports.actions.reviewing import accept_report, add_addendum, lock_report, mark_seen, return_report
from reports.forms.reviewing import AddendumForm, ReturnForm
from reports.models import Report
from reports.views.reading import found
from reports.views.review import AFTER

IN_QUEUE = "lan-luot"


@policy("reports.review")
@require_POST
def report_accept(request, key):
    report = _reviewable(request, key)
    return _done(
        request,
        report,
        lambda: accept_report(report, by=request.user, version=_version(request), on=request.day),
        _("Đã nhận báo cáo %(report)s."),
    )


@policy("reports.review")
def report_return(request, key):
    """The reason is asked on a page of its own, unless it came along from the report's page."""
    report = _reviewable(request, key)
    form = ReturnForm(request.POST or None, initial={"version": report.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            return_report(
                report, reason=data["reason"], by=request.user, version=data["version"], on=request.day
            )
        except ValidationError as error:
            form.add_error(None, sentences(error))
        else:
            messages.success(request, _("Đã trả lại báo cáo %(report)s.") % {"report": report.number})
            return redirect(_onward(request, report))
    context = {
        "title": _("Trả lại báo cáo %(report)s?") % {"report": report.number},
        "consequences": [_("Người gửi được báo và sửa rồi gửi lại được; lời của báo cáo Ban không sửa.")],
        "form": form,
        "button": _("Trả lại"),
        "cancel_url": report.get_absolute_url(),
        "kept": [(IN_QUEUE, "1")] if IN_QUEUE in request.POST else [],
        "crumbs": _crumbs(report, _("Trả lại")),
    }
    return render(request, "reports/report_return.html", context)


@policy("reports.direct")
@require_POST
def report_seen(request, key):
    """The leader in charge has read it; his note goes to the board."""
    report = Report.objects.directed_by(request.scope).filter(key=key).first()
    if report is None:
        raise Http404
    note = request.POST.get("note", "").strip()
    return _done(
        request,
        report,
        lambda: mark_seen(report, by=request.user, note=note),
        _("Đã ghi là bạn đã xem %(report)s."),
    )


@policy("reports.review")
@require_POST
def report_lock(request, key):
    report = _reviewable(request, key)
    return _done(
        request,
        report,
        lambda: lock_report(report, by=request.user, version=_version(request)),
        _("Đã khóa báo cáo %(report)s."),
    )


@policy(SIGNED_IN)
def report_add(request, key):
    """What the author adds once the words are closed."""
    report, is_whole = found(request, key)
    if not is_whole or not _is_own(request, report):
        raise Http404
    form = AddendumForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_addendum(report, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as error:
            form.add_error(None, sentences(error))
        else:
            messages.success(request, _("Đã ghi bổ sung."))
            return redirect(report)
    context = {
        "title": _("Bổ sung báo cáo %(report)s") % {"report": report.number},
        "lead": _("Lời cũ của báo cáo giữ nguyên; phần bổ sung đứng dưới, có ngày ghi."),
        "form": form,
        "button": _("Ghi bổ sung"),
        "cancel_url": report.get_absolute_url(),
        "crumbs": _crumbs(report, _("Bổ sung")),
    }
    return render(request, "components/form_page.html", context)


def _is_own(request, report) -> bool:
    return report.cadre_id in request.scope.cadre_ids or report.author_id == request.user.pk


def _reviewable(request, key):
    report = Report.objects.reviewable_by(request.scope).filter(key=key).first()
    if report is None:
        raise Http404
    return report


def _done(request, report, act, words):
    """Acts, says what was done or why not, and leads on: to the next one in the queue, else back to the report."""
    try:
        act()
    except ValidationError as error:
        for sentence in sentences(error):
            messages.error(request, sentence)
    else:
        messages.success(request, words % {"report": report.number})
    return redirect(_onward(request, report))


def _onward(request, report):
    if IN_QUEUE in request.POST:
        return f"{reverse('reports:review_next')}?{AFTER}={report.key}"
    return report.get_absolute_url()


def _version(request) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _crumbs(report, here):
    return [(report.number, report.get_absolute_url()), (here, None)]
