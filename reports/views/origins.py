"""From a matter to the report that it came from: a link that `matters`, which lies below, can only name."""

from django.http import Http404
from django.shortcuts import redirect

from common.policy import SIGNED_IN, policy
from reports.models import Report


@policy(SIGNED_IN)
def report_of_matter(request, key):
    """Leads on to the report, for whoever reads it whole; who reads the matter alone finds nothing here."""
    rows = Report.objects.visible_to(request.scope)
    report = rows.filter(recommendation_links__recommendation__key=key).first()
    if report is None:
        raise Http404
    return redirect(report)
