"""Drafts on the server, and the files of reports."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from branches.querysets.bodies import organisation_names
from common.attachments.storing import attachment_response
from common.policy import SIGNED_IN, policy
from meetings.models import Meeting
from reports.actions.drafting import discard_draft, fields_of, save_draft
from reports.forms.writing import WriteForm
from reports.models import Attachment, Draft, Report
from reports.rules import draft_ends_on
from reports.views.writing import cadre_of, query_of


@policy(SIGNED_IN)
@never_cache
def draft_list(request):
    """The forms that one has begun: open, or throw away."""
    drafts = list(Draft.objects.visible_to(request.scope).select_related("meeting__organisation"))
    names = organisation_names({each.meeting.organisation_id for each in drafts if each.meeting}, request.day)
    rows = [
        {
            "draft": each,
            "name": names.get(each.meeting.organisation_id) if each.meeting else "",
            "on": each.meeting.on if each.meeting else None,
            "last_day": draft_ends_on(timezone.localdate(each.updated_at), settings.REPORT_DRAFT_DAYS)
            - timedelta(days=1),
            "url": f"{reverse('reports:report_new')}?{query_of(each)}",
        }
        for each in drafts
    ]
    context = {
        "title": _("Bản nháp"),
        "rows": rows,
        "crumbs": [(_("Báo cáo của tôi"), reverse("reports:own_list")), (_("Bản nháp"), None)],
    }
    return render(request, "reports/draft_list.html", context)


@policy(SIGNED_IN)
@require_POST
def draft_save(request):
    """Autosave: keeps the fields under the form's client key; {"saved_at": "19:42"}, or 410 where it was sent already."""
    if cadre_of(request) is None:
        raise Http404
    try:
        client_key = WriteForm.base_fields["client_key"].clean(request.POST.get("client_key"))
        meeting = Meeting.objects.filter(key=request.GET.get("buoi", "")).first()
        draft = save_draft(
            user=request.user,
            client_key=client_key,
            query=request.GET.urlencode()[:300],
            fields=fields_of(request.POST),
            meeting=meeting,
        )
    except ValidationError as error:
        return JsonResponse({"errors": error.messages}, status=422)
    if draft is None:
        return HttpResponse(status=410)
    return JsonResponse({"saved_at": f"{timezone.localtime(draft.updated_at):%H:%M}"})


@policy(SIGNED_IN)
@require_POST
def draft_discard(request, key):
    draft = get_object_or_404(Draft.objects.visible_to(request.scope), key=key)
    discard_draft(draft)
    messages.success(request, _("Đã bỏ bản nháp."))
    return redirect("reports:draft_list")


@policy(SIGNED_IN)
def attachment(request, key):
    """A file of a report, to those who read the whole of it."""
    whole = Report.objects.visible_to(request.scope).values("pk")
    row = get_object_or_404(Attachment.objects.filter(report__in=whole), key=key)
    return attachment_response(row.file, content_type=row.content_type, real_name=row.real_name)
