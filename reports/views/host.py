"""What the place that was visited, and the employer of who visited it, may read of a report."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.querysets.bodies import organisation_names
from common.errors import sentences
from common.pages import list_page
from common.policy import policy
from reports.actions.answering import respond
from reports.forms.reviewing import ResponseForm
from reports.models import BranchResponse, Report
from reports.tables.reports import SharedTable
from reports.year_links import year_links


@policy("reports.shared")
def shared_list(request):
    """The filed reports on the meetings of one's own branch or commune, by their shared part."""
    return list_page(
        request,
        queryset=Report.objects.shared_with(request.scope).for_list().order_by("-met_on", "-pk"),
        table=SharedTable,
        title=_("Cán bộ dự sinh hoạt"),
        prepare=lambda rows: _rows(request, rows),
        links=year_links(request.scope, "evidence.opinion"),
        empty={
            "why": _("Chưa có báo cáo nào về các buổi sinh hoạt ở đây."),
            "what": _(
                "Sau khi cán bộ gửi báo cáo, phần góp ý, hướng dẫn hiện ở đây để chi bộ đọc và trả lời."
            ),
        },
        crumbs=[(_("Cán bộ dự sinh hoạt"), None)],
    )


@policy("reports.shared")
def branch_respond(request, key):
    """ "Xác nhận có dự", and an answer to the shared part."""
    report = Report.objects.shared_with(request.scope).filter(key=key).first()
    if report is None:
        raise Http404
    answer = BranchResponse.objects.filter(report=report).first()
    if answer and answer.said_by_id != request.user.pk:
        raise PermissionDenied
    initial = (
        {"has_attended": "yes" if answer.has_attended else "no", "text": answer.text} if answer else None
    )
    form = ResponseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            respond(report, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, sentences(error))
        else:
            return redirect(report)
    context = {
        "title": _("Chi bộ trả lời về buổi ngày %(day)s") % {"day": date_format(report.met_on, "d/m/Y")},
        "lead": _("Cán bộ và Ban Tổ chức đọc được câu trả lời này."),
        "form": form,
        "button": _("Gửi trả lời"),
        "cancel_url": report.get_absolute_url(),
        "crumbs": [(_("Cán bộ dự sinh hoạt"), reverse("reports:shared_list")), (_("Trả lời"), None)],
    }
    return render(request, "components/form_page.html", context)


def _rows(request, reports) -> list[dict]:
    names = organisation_names({row.organisation_id for row in reports}, request.day)
    return [
        {
            "met_on": date_format(row.met_on, "d/m/Y"),
            "url": row.get_absolute_url(),
            "organisation": names.get(row.organisation_id, ""),
            "cadre": row.cadre.full_name,
            "attended": row.get_attended_display(),
            "response": _response_of(row),
        }
        for row in reports
    ]


def _response_of(row) -> str:
    response = getattr(row, "response", None)
    return "none" if response is None else "yes" if response.has_attended else "no"
