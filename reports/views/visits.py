"""Before a visit: where to go this month, and what to know before going."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.months import MONTH, asked_month, month_links, month_query, month_words
from common.policy import SIGNED_IN, policy
from meetings.models import Visit
from meetings.picking import Picker
from meetings.querysets.bodies import bodies_read_by
from meetings.tables.visits import STATES, state_of
from meetings.views.visits import own_cadre
from reports.suggestions import suggestions_for
from reports.visiting import VisitFacts


@policy(SIGNED_IN)
def suggestions(request):
    """For whoever has a cadre record; nobody else finds it."""
    month = asked_month(request)
    picker = Picker(own_cadre(request), month, request.day)
    choose = f"{reverse('meetings:visit_choose')}?{MONTH}={month_query(month)}"
    found = [] if picker.is_over else suggestions_for(picker, request.scope, request.day)
    context = {
        "title": _("Tháng này đi đâu?"),
        "lead": month_words(month),
        "month": month_links(request, month),
        "picker": picker,
        "suggestions": found,
        "choose_url": choose,
        "crumbs": [(_("Chọn buổi dự"), choose), (_("Tháng này đi đâu?"), None)],
    }
    return render(request, "reports/suggestions.html", context)


@policy(SIGNED_IN)
def visit_page(request, key):
    """His own, and those of whom may read the plan: `Visit.visible_to` is the wall."""
    rows = Visit.objects.visible_to(request.scope)
    rows = rows.select_related("organisation__unit", "scheme", "cadre", "meeting", "attendance")
    visit = get_object_or_404(rows, key=key)
    facts, day = VisitFacts(visit, request.scope, request.day), request.day
    is_planned = state_of(visit) == "planned"
    list_url = reverse("meetings:visit_choose" if facts.is_own else "meetings:visit_list")
    context = {
        "title": facts.name,
        "visit": visit,
        "facts_of": facts,
        "state": STATES[state_of(visit)],
        "facts": _facts(facts),
        "may_write": facts.is_own and is_planned and visit.planned_on <= day,
        "may_cancel": facts.is_own and is_planned,
        "branch_url": reverse("meetings:branch_page", args=[visit.organisation.key])
        if bodies_read_by(request.scope).filter(pk=visit.organisation_id).exists()
        else None,
        "crumbs": [
            (
                _("Chọn buổi dự") if facts.is_own else _("Lịch dự của cán bộ"),
                f"{list_url}?{MONTH}={month_query(visit.month)}",
            ),
            (facts.name, None),
        ],
    }
    return render(request, "reports/visit_page.html", context)


def _facts(facts):
    visit, members = facts.visit, facts.members
    meeting = visit.meeting
    at = meeting.planned_at if meeting else None
    return [
        (_("Ngày dự"), f"{visit.planned_on:%d/%m/%Y}" + (f", {at:%H:%M}" if at else "")),
        (_("Địa điểm"), meeting.planned_place if meeting else ""),
        (
            _("Buổi"),
            capfirst(meeting.get_kind_display()) if meeting else _("theo ngày cố định, chưa đăng ký"),
        ),
        (_("Cán bộ"), "" if facts.is_own else visit.cadre.full_name),
        (_("Chủ trương"), visit.scheme.name),
        (_("Báo trước"), _("có") if visit.is_announced else _("không báo trước")),
        (_("Đảng viên"), members.total if members else None),
        (_("Trong đó dự bị"), members.probationary if members else None),
        (_("Được miễn công tác, sinh hoạt"), members.exempt if members else None),
        (_("Tính đến ngày"), f"{members.counted_on:%d/%m/%Y}" if members else ""),
        (
            _("Bạn dự lần trước") if facts.is_own else _("Dự lần trước"),
            f"{facts.last_visit_on:%d/%m/%Y}" if facts.last_visit_on else _("chưa dự lần nào"),
        ),
    ]
