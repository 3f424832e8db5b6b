"""For an employer's head: registered meeting days of her people's places, and a slip asking to free them."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from assignments.addresses import page_of
from assignments.models import CadrePosition
from common.documents import printed_response
from common.months import asked_month, month_links, month_query, month_words
from common.pages import list_page
from common.policy import policy
from meetings.documents import free_time_slip
from meetings.facts.staff import name_of, staff_days, staff_of
from meetings.tables.schedule import StaffDayTable


@policy("staff.read")
def staff_schedule(request):
    month = asked_month(request)
    people, agencies = _people(request), request.scope.reach("staff.read").agency_ids
    days, without = staff_days(people, month, request.day, agencies)
    return list_page(
        request,
        queryset=[_row(each) for each in days],
        table=StaffDayTable,
        title=_("Ngày họp của nơi cán bộ theo dõi"),
        template="meetings/staff_schedule.html",
        per_page=200,
        empty={
            "why": _("Nơi cán bộ của bạn theo dõi chưa đăng ký ngày họp nào trong tháng này."),
            "what": _("Khi xã đăng ký lịch, ngày họp hiện ở đây."),
        },
        context={
            "month": month_links(request, month),
            "lead": month_words(month),
            "slips": [(each.full_name, _slip_url(each, month)) for each in _with_slips(people, days)],
            "without": [name_of(each) for each in without],
        },
    )


@policy("staff.read")
def staff_slip(request, key, kind):
    """The slip of one of her people, as PDF or Word."""
    month = asked_month(request)
    cadre = get_object_or_404(_people(request), key=key)
    position = _position(request, cadre)
    own = _people(request).filter(pk=cadre.pk)
    days, _without = staff_days(own, month, request.day, [position.agency_id])
    slip = free_time_slip(cadre, str(position.post), position.agency, month, days, day=request.day)
    return printed_response(slip, kind, name=f"de-nghi-thoi-gian-{month_query(month)}")


def _people(request):
    return staff_of(request.scope.reach("staff.read").agency_ids, request.day)


def _with_slips(people, days):
    """Those who have days of their own; everybody where the agency itself is twinned: any of them may be sent."""
    if any(each.agency for each in days):
        return people.order_by("given_name_key", "pk")
    return list({each.cadre.pk: each.cadre for each in days}.values())


def _position(request, cadre):
    """His post in the employer's own agency."""
    rows = CadrePosition.objects.on(request.day).filter(
        cadre=cadre, agency__in=request.scope.reach("staff.read").agency_ids
    )
    return rows.select_related("post", "agency").order_by("-is_primary", "pk").first()


def _slip_url(cadre, month):
    address = reverse("meetings:staff_slip", kwargs={"key": cadre.key, "kind": "pdf"})
    return f"{address}?thang={month_query(month)}"


def _row(each):
    return {
        "who": each.who,
        "url": page_of(each.cadre or each.agency),
        "scheme": each.scheme,
        "meets_on": each.meets_on,
        "weekday": date_format(each.meets_on, "l"),
        "meets_at": time_format(each.meets_at, "H:i") if each.meets_at else "",
        "branch": each.branch,
        "commune": each.commune,
    }
