"""What one's own place raised, or oneself: where it is, what was answered, and saying that one heard it."""

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from common.pages import list_page
from common.policy import SIGNED_IN, policy
from matters.filters.recommendations import OwnFilter
from matters.models import Recommendation
from matters.querysets.recommendations import shared_with
from matters.rows import own_rows
from matters.sections import sections
from matters.tables.recommendations import OwnTable
from matters.views.shared import follows_any


@policy(SIGNED_IN)
def own_list(request):
    """For the office of a commune, the secretary of a branch, and a cadre: what waits to be heard first."""
    scope = request.scope
    raises = scope.may("matters.own")
    if not (raises or scope.cadre_ids):
        raise Http404
    mine = Recommendation.objects.filter(shared_with(scope) | Q(raised_by__in=scope.cadre_ids)).standing()
    rows = mine.with_clock(request.day)
    waiting = rows.to_tell()
    return list_page(
        request,
        queryset=rows.by_urgency_of_clock(),
        table=OwnTable,
        filterset=OwnFilter,
        title=_("Kiến nghị đã nêu"),
        template="matters/own_list.html",
        prepare=lambda found: own_rows(found, request.day),
        export="kien-nghi-da-neu",
        primary=(_("Nêu kiến nghị"), reverse("matters:recommendation_new"))
        if raises or follows_any(request)
        else None,
        crumbs=[(_("Kiến nghị đã nêu"), None)],
        empty={
            "why": _("Chưa có kiến nghị nào."),
            "what": _(
                "Nêu kiến nghị ở đây thì cấp ủy cấp trên nhận được ngay, và trả lời trở về đúng trang này."
            )
            if raises
            else _("Kiến nghị bạn nêu, trong báo cáo hay ở đây, được theo dõi đến khi có trả lời."),
        },
        context={"sections": sections(request), "waiting": waiting.count()},
    )
