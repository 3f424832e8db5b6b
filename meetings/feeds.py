"""A person's calendar (iCalendar): the registered meetings of the places that he reads today, and his own plans.

Nobody else's plan is ever in it: a visit is read by its cadre alone here, whoever else may read visits elsewhere.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from meetings.facts.places import places_by_organisation
from meetings.models import Meeting, Visit
from meetings.rules import month_after, month_of

ZONE = "Asia/Ho_Chi_Minh"
DOMAIN = "sat-co-so"
# The nearest ones of a whole province; a cadre's ground has a few dozen.
MOST = 3000


def calendar_for(scope, day: date, now: datetime, address_of=None) -> bytes:
    """The calendar of whoever has `scope`, from the month before `day` to two months after it. `address_of`: a function
    from the path of a page to its whole address."""
    first, last = month_after(month_of(day), -1), month_after(month_of(day), 3)
    visits = _visits(scope, first, last)
    meetings = _meetings(scope, first, last, {visit.meeting_id for visit in visits} - {None}, day)
    pairs = [(row.organisation_id, row.unit_id) for row in (*visits, *meetings)]
    places = places_by_organisation(pairs, day)
    calendar = _calendar()
    for meeting in meetings:
        calendar.add_component(_meeting_event(meeting, places, now, address_of))
    for visit in visits:
        calendar.add_component(_visit_event(visit, places, now, address_of))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _visits(scope, first, last):
    rows = Visit.objects.planned().filter(
        cadre__in=scope.cadre_ids, planned_on__gte=first, planned_on__lt=last
    )
    return list(rows.select_related("meeting", "organisation").order_by("planned_on", "pk"))


def _meetings(scope, first, last, own, day):
    """Those that were voided too: a calendar that has them strikes them out. Not those that stand as one's own visit."""
    rows = Meeting.objects.visible_to(scope).registered().during(first, last).exclude(pk__in=own)
    rows = rows.order_by("met_on", "pk")
    nearest = list(rows.filter(met_on__gte=day)[:MOST])
    return [*rows.filter(met_on__lt=day)[: MOST - len(nearest)], *nearest]


def _calendar():
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Sat Co So//Lich sinh hoat//VI")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Lịch sinh hoạt nơi tôi theo dõi"))
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    return calendar


def _meeting_event(meeting, places, now, address_of):
    name, commune = places[meeting.organisation_id]
    is_off = bool(meeting.voided_at) or meeting.outcome == Meeting.Outcome.NOT_HELD
    event = _event(f"m-{meeting.key}", meeting.on, _hour(meeting), now)
    event.add("sequence", meeting.version)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    words = {"branch": name, "kind": meeting.get_kind_display()}
    event.add(
        "summary", _("Không họp: %(branch)s") % words if is_off else _("%(branch)s họp %(kind)s") % words
    )
    _place(event, meeting.held_place or meeting.planned_place, commune)
    if meeting.topic:
        event.add("description", capfirst(meeting.topic))
    if address_of:
        event.add("url", address_of(meeting.get_absolute_url()))
    return event


def _visit_event(visit, places, now, address_of):
    name, commune = places[visit.organisation_id]
    meeting = visit.meeting
    event = _event(f"v-{visit.key}", visit.planned_on, _hour(meeting) if meeting else None, now)
    event.add("sequence", meeting.version if meeting else 0)
    event.add("status", "CONFIRMED")
    event.add("summary", _("Tôi dự: %(branch)s") % {"branch": name})
    event.add("class", "PRIVATE")
    _place(event, meeting.planned_place if meeting else "", commune)
    if not visit.is_announced:
        event.add("description", _("Dự không báo trước: chỉ có trong lịch của riêng bạn."))
    if address_of:
        event.add("url", address_of(reverse("meetings:branch_page", args=[visit.organisation.key])))
    return event


def _hour(meeting):
    return meeting.started_at if meeting.held_on and meeting.started_at else meeting.planned_at


def _event(uid, day, hour, now):
    event = Event()
    event.add("uid", f"{uid}@{DOMAIN}")
    event.add("dtstamp", now)
    event.add("dtstart", datetime.combine(day, hour, ZoneInfo(settings.TIME_ZONE)) if hour else day)
    return event


def _place(event, place, commune):
    where = ", ".join(part for part in (place, commune) if part)
    if where:
        event.add("location", where)
