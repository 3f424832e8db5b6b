"""Choosing which meeting to attend, and who goes where: the cadre's picker and the list of those who may know."""

import uuid
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.addresses import address_of
from assignments.models import Cadre
from branches.models import Organisation
from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_of, placements_by_unit
from common.errors import sentences
from common.months import MONTH, asked_month, month_links, month_query, month_words
from common.pages import list_page, page_numbers
from common.policy import SIGNED_IN, policy
from meetings.actions.visits import cancel_visit, plan_visit
from meetings.filters.visits import VisitFilter
from meetings.models import Meeting, Visit
from meetings.picking import PER_PAGE, Picker
from meetings.tables.visits import VisitTable, state_of


@policy(SIGNED_IN)
def visit_choose(request):
    """For whoever has a cadre record; nobody else finds it."""
    cadre = own_cadre(request)
    month = asked_month(request)
    refusals = []
    if request.method == "POST":
        try:
            visit = _planned(request, cadre)
        except ValidationError as error:
            refusals = sentences(error)
        else:
            words = {"branch": _name(visit), "day": f"{visit.planned_on:%d/%m/%Y}"}
            messages.success(request, _("Đã chọn dự %(branch)s ngày %(day)s.") % words)
            return redirect(request.get_full_path())
    context = _choices(request, Picker(cadre, month, request.day), month) | {
        "more_errors": [(sentence, "") for sentence in refusals],
        "has_errors": bool(refusals),
    }
    return render(request, "meetings/visit_choose.html", context)


def _choices(request, picker, month):
    """What the picker's page shows: one page of branches with their meetings, and what he chose already."""
    text, commune = request.GET.get("q", "")[:100].strip(), _commune(request, picker)
    page = Paginator(picker.found(text, commune), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "title": _("Chọn buổi dự"),
        "lead": month_words(month),
        "month": month_links(request, month),
        "month_name": MONTH,
        "picker": picker,
        "options": picker.options(page.object_list),
        "page": page,
        "pages": page_numbers(page),
        "text": text,
        "commune": commune,
        "is_filtered": bool(text or commune),
        "unannounced": [each for each in picker.schemes if not each.is_announced],
        "visits": [(each, address_of("reports:visit_page", each.key)) for each in picker.visits],
        "suggestions_url": address_of("reports:suggestions"),
        "letters_url": address_of("meetings:letter_list"),
    }


@policy(SIGNED_IN)
def visit_cancel(request, key):
    """His own, and only by him: asked first, then done."""
    visit = get_object_or_404(Visit.objects.filter(cadre__in=request.scope.cadre_ids), key=key)
    back = f"{reverse('meetings:visit_choose')}?{MONTH}={month_query(visit.month)}"
    name = _name(visit)
    refusals = []
    if request.method == "POST":
        try:
            cancel_visit(visit, by=request.user)
        except ValidationError as error:
            refusals = sentences(error)
        else:
            messages.success(request, _("Đã bỏ lần dự %(branch)s.") % {"branch": name})
            return redirect(back)
    context = {
        "title": _("Bỏ lần dự này?"),
        "lead": _("%(branch)s, ngày %(day)s") % {"branch": name, "day": f"{visit.planned_on:%d/%m/%Y}"},
        "consequences": refusals or [_("Bạn có thể chọn lại buổi này, hoặc buổi khác, cho đến ngày họp.")],
        "button": _("Bỏ lần dự"),
        "is_dangerous": True,
        "cancel_url": back,
        "has_errors": bool(refusals),
        "crumbs": [(_("Chọn buổi dự"), back), (_("Bỏ lần dự"), None)],
    }
    return render(request, "components/confirm.html", context)


@policy("meetings.read")
def visit_list(request):
    """Those of the issuer see all that their cadres planned; the place itself only what is announced to it."""
    month, scope = asked_month(request), request.scope
    rows = Visit.objects.visible_to(scope).in_month(month)
    return list_page(
        request,
        queryset=rows.select_related("cadre", "scheme", "assignment", "attendance"),
        table=VisitTable,
        filterset=VisitFilter,
        title=_("Lịch dự của cán bộ"),
        template="meetings/visit_list.html",
        prepare=lambda found: _rows(request, found),
        export="lich-du",
        links=[(_("Giấy giới thiệu"), reverse("meetings:letter_list"))] if scope.may("letters.read") else [],
        empty={
            "why": _("Tháng này chưa có cán bộ nào chọn buổi dự mà bạn được biết."),
            "what": _("Cán bộ tự chọn buổi dự; lần dự không báo trước chỉ cấp ủy phân công được biết."),
        },
        context={"month": month_links(request, month), "lead": month_words(month)},
    )


def own_cadre(request) -> Cadre:
    return get_object_or_404(Cadre, pk__in=request.scope.cadre_ids)


def _name(visit) -> str:
    return organisation_names([visit.organisation_id], visit.planned_on).get(visit.organisation_id, "")


def _planned(request, cadre):
    """The visit that the posted form asks for. Raises ValidationError, Http404 for what no form of ours would send."""
    posted = request.POST
    try:
        on, client_key = date.fromisoformat(posted["on"]), uuid.UUID(posted["client_key"])
    except (KeyError, ValueError) as error:
        raise ValidationError(_("Yêu cầu chưa đủ. Hãy tải lại trang rồi chọn lại.")) from error
    organisation = Organisation.objects.filter(key=posted.get("branch", "")).select_related("unit").first()
    if organisation is None:
        raise ValidationError(_("Không có chi bộ này. Hãy tải lại trang rồi chọn lại."))
    meeting = None
    if posted.get("meeting"):
        rows = Meeting.objects.standing().filter(organisation=organisation)
        meeting = rows.filter(key=posted["meeting"]).first()
        if meeting is None:
            raise ValidationError(_("Lịch của buổi này vừa thay đổi. Hãy xem lại danh sách rồi chọn."))
    return plan_visit(
        cadre=cadre,
        organisation=organisation,
        planned_on=on,
        by=request.user,
        on=request.day,
        meeting=meeting,
        client_key=client_key,
    )


def _commune(request, picker):
    """The commune that the address asks for, None for all; one that is not among his gives nothing."""
    asked = request.GET.get("xa", "")
    if not asked:
        return None
    if not asked.isascii() or not asked.isdigit() or int(asked) not in dict(picker.communes):
        raise Http404
    return int(asked)


def _rows(request, rows):
    day = request.day
    names = organisation_names({row.organisation_id for row in rows}, day)
    places = placements_by_unit({row.unit_id for row in rows}, day)
    communes = names_of({place.commune_id for place in places.values()} - {None}, day)
    return [
        {
            "cadre": row.cadre.full_name,
            "post": row.assignment.post_then,
            "url": address_of("reports:visit_page", row.key),
            "planned_on": row.planned_on,
            "branch": names.get(row.organisation_id, ""),
            "commune": communes.get(getattr(places.get(row.unit_id), "commune_id", None), ""),
            "scheme": row.scheme.name,
            "announced": _("có báo trước") if row.is_announced else _("không báo trước"),
            "state": state_of(row),
        }
        for row in rows
    ]
