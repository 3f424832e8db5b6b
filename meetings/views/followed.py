"""Those who follow get the schedule without asking: a list by month, and a calendar a person."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignments.access import load_scope
from branches.views.steps import say
from common.months import asked_month, month_links, month_words
from common.pages import list_page
from common.policy import PUBLIC, SIGNED_IN, policy
from meetings.actions.feeds import renew_feed, revoke_feed
from meetings.facts.places import places_by_organisation
from meetings.feeds import calendar_for
from meetings.filters.schedule import FollowedFilter
from meetings.models import CalendarFeed, Meeting
from meetings.querysets.bodies import bodies_read_by
from meetings.tables.schedule import FollowedTable

OUTCOMES = {"held": "ok", "not_held": "bad"}


@policy("meetings.read")
def followed_schedule(request):
    """The registered meetings of a month in the places that one reads."""
    month = asked_month(request)
    rows = Meeting.objects.visible_to(request.scope).standing().registered().in_month(month)
    links = [
        (_("Việc chi bộ đã quyết"), reverse("meetings:task_list")),
        (_("Thông tin tình hình"), reverse("meetings:situation_list")),
        (_("Đưa vào lịch điện thoại"), reverse("meetings:feed_page")),
    ]
    return list_page(
        request,
        queryset=rows.select_related("organisation").order_by("planned_on", "planned_at", "pk"),
        table=FollowedTable,
        filterset=FollowedFilter,
        title=_("Lịch của nơi tôi theo dõi"),
        template="meetings/month_list.html",
        prepare=lambda meetings: _rows(request, meetings),
        export="lich-sinh-hoat",
        links=links,
        empty={
            "why": _("Chưa có buổi nào được đăng ký cho tháng này."),
            "what": _("Xã đăng ký lịch trước mỗi tháng; khi xã gửi, lịch hiện ở đây."),
        },
        crumbs=[(_("Lịch sinh hoạt"), reverse("meetings:meeting_list")), (_("Nơi tôi theo dõi"), None)],
        context={"month": month_links(request, month), "lead": month_words(month)},
    )


def _rows(request, meetings):
    bodies = {each.organisation_id: each.unit_id for each in meetings}
    places, day = places_by_organisation(bodies, request.day), request.day
    read = set(bodies_read_by(request.scope).filter(pk__in=bodies).values_list("pk", flat=True))
    return [
        {
            "branch": places[each.organisation_id][0],
            "commune": places[each.organisation_id][1],
            "url": reverse("meetings:branch_page", args=[each.organisation.key])
            if each.organisation_id in read
            else each.get_absolute_url(),
            "planned_on": each.planned_on,
            "weekday": date_format(each.planned_on, "l"),
            "planned_at": time_format(each.planned_at, "H:i") if each.planned_at else "",
            "place": each.planned_place,
            "kind": each.get_kind_display(),
            "state": _state(each, day),
        }
        for each in meetings
    ]


def _state(meeting, day):
    if meeting.outcome in OUTCOMES:
        word = meeting.get_outcome_display()
        if meeting.held_on and meeting.held_on != meeting.planned_on:
            word = _("họp ngày %(day)s") % {"day": date_format(meeting.held_on, "d/m/Y")}
        return OUTCOMES[meeting.outcome], word
    return ("none", _("chưa rõ")) if meeting.planned_on < day else ("info", _("đã đăng ký"))


@policy(SIGNED_IN)
def feed_page(request):
    """The person's calendar address: shown to him, made anew or taken away by him."""
    if request.method == "POST":
        if "thu-hoi" in request.POST:
            revoke_feed(request.user)
            say(request, _("Đã thu hồi địa chỉ lịch."))
        else:
            renew_feed(request.user)
            say(request, _("Đã lập địa chỉ lịch mới. Địa chỉ cũ, nếu có, không còn dùng được."))
        return redirect("meetings:feed_page")
    feed = CalendarFeed.objects.filter(user=request.user, revoked_at=None).first()
    address = reverse("meetings:feed", args=[feed.token]) if feed else None
    context = {
        "title": _("Lịch trên điện thoại, máy tính"),
        "feed": feed,
        "address": request.build_absolute_uri(address) if feed else "",
        "is_cadre": bool(request.scope.cadre_ids),
        "crumbs": [
            (_("Lịch của nơi tôi theo dõi"), reverse("meetings:followed_schedule"))
            if request.scope.may("meetings.read")
            else (_("Tổng quan"), "/"),
            (_("Lịch trên điện thoại, máy tính"), None),
        ],
    }
    response = render(request, "meetings/feed_page.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@policy(PUBLIC)
@require_safe
def feed(request, token):
    """The calendar itself: whoever knows the address reads it, with what its owner reads today and no more."""
    rows = CalendarFeed.objects.filter(token=token, revoked_at=None, user__is_active=True)
    found = rows.select_related("user").first()
    if found is None:
        raise Http404
    scope = load_scope(found.user, request.day)

    response = HttpResponse(
        calendar_for(scope, request.day, timezone.now(), request.build_absolute_uri),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = 'inline; filename="lich-sinh-hoat.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
