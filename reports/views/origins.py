"""From a matter, or a score sheet, to the report that it came from: a link that the apps below can only name."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from common.policy import SIGNED_IN, policy
from reports.models import Report
from scores.models import Sheet


@policy(SIGNED_IN)
def report_of_matter(request, key):
    """Leads on to the report, for whoever reads it whole; who reads the matter alone finds nothing here."""
    rows = Report.objects.visible_to(request.scope)
    report = rows.filter(recommendation_links__recommendation__key=key).first()
    if report is None:
        raise Http404
    return redirect(report)


@policy(SIGNED_IN)
def report_of_sheet(request, key):
    """From the sheet of a meeting to what its visitor reported, for whoever reads both."""
    sheet = get_object_or_404(Sheet.objects.visible_to(request.scope).standing(), key=key)
    rows = Report.objects.filter(attendance=sheet.attendance_id, attendance__isnull=False)
    scope = request.scope
    report = rows.visible_to(scope).first() or rows.shared_with(scope).first()
    if report is None:
        raise Http404
    return redirect(report)
