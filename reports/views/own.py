"""One's own reports."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.addresses import address_of
from branches.querysets.bodies import organisation_names
from common.pages import list_page
from common.policy import SIGNED_IN, policy
from reports.models import Report
from reports.tables.own import OwnTable


@policy(SIGNED_IN)
def own_list(request):
    """What one has filed, or a clerk for one; the latest first."""
    own = Q(cadre__in=request.scope.cadre_ids) | Q(author=request.user)
    return list_page(
        request,
        queryset=Report.objects.visible_to(request.scope).filter(own).order_by("-met_on", "-pk"),
        table=OwnTable,
        title=_("Báo cáo của tôi"),
        prepare=lambda rows: _rows(rows, request.day),
        primary=(_("Viết báo cáo"), reverse("reports:report_new")),
        links=_links(request),
        empty={
            "why": _("Bạn chưa gửi báo cáo nào."),
            "what": _("Sau buổi sinh hoạt, viết báo cáo tại đây; mỗi buổi một báo cáo."),
            "url": reverse("reports:report_new"),
            "action": _("Viết báo cáo"),
        },
        crumbs=[(_("Báo cáo của tôi"), None)],
    )


def _links(request):
    links = [
        (_("Bản nháp"), reverse("reports:draft_list")),
        (_("Mẫu giấy để viết tay"), reverse("reports:blank_form", args=["pdf"])),
    ]
    cadre = getattr(request.user, "cadre", None) if request.scope.cadre_ids else None
    url = address_of("dashboard:evidence_page", (cadre.merged_into or cadre).key) if cadre else None
    return [*links, (_("Kết quả năm của tôi"), url)] if url else links


def _rows(rows, day):
    names = organisation_names({row.organisation_id for row in rows}, day)
    return [
        {
            "number": row.number,
            "url": row.get_absolute_url(),
            "organisation": names.get(row.organisation_id, ""),
            "met_on": row.met_on,
            "attended": row.get_attended_display(),
            "submitted_on": row.submitted_on,
            "late": "late" if row.is_late else "on_time",
            "state": row.state,
        }
        for row in rows
    ]
