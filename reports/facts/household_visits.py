"""Households of a cadre and visits to them in words."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.addresses import address_of
from branches.querysets.units import names_of
from reports.facts.due import distance_words
from reports.household_rules import UNVISITED_DAYS
from reports.models.household_visits import WORDS


def since_words(last, day) -> str:
    """ "hôm nay (24/11/2026)", "12 ngày trước (12/11/2026)"; "" where it was never visited, which its state says."""
    if last is None:
        return ""
    days = (day - last).days
    how = (
        _("hôm nay")
        if days == 0
        else ngettext("%(days)s ngày trước", "%(days)s ngày trước", days) % {"days": days}
    )
    return f"{how} ({date_format(last, 'd/m/Y')})"


def own_rows(households, day) -> list[dict]:
    """Of a page of `with_last_visit` (`with_groups`): each with where it is, and what to do."""
    places = names_of({each.unit_id for each in households}, day)
    return [
        {
            "name": f"{each.head_name} ({each.code})",
            "url": address_of("household_visits:visit_new", each.key),
            "place": ", ".join(filter(None, (_group_name(each, day), places.get(each.unit_id, "")))),
            "last": since_words(each.last_visited_on, day),
            "next": _next_words(each.next_visit_on, day),
            "state": _state(each, day),
        }
        for each in households
    ]


def _group_name(household, day) -> str:
    group = household.group_on(day)
    return group.name if group else ""


def _next_words(next_on, day) -> str:
    return f"{date_format(next_on, 'd/m/Y')}, {distance_words(next_on, day)}" if next_on else ""


def _state(row, day) -> str:
    """Key of `reports.tables.household_visits.STATES`."""
    if row.last_visited_on is None:
        return "never"
    if row.next_visit_on and row.next_visit_on < day and row.next_visit_on > row.last_visited_on:
        return "overdue"
    return "long" if (day - row.last_visited_on).days > UNVISITED_DAYS else "visited"


def visit_facts(visit, day) -> list[tuple]:
    """(label, value) of one visit, its words aside."""
    return [
        (_("Ngày thăm"), date_format(visit.visited_on, "d/m/Y")),
        (_("Người thăm"), visit.cadre.full_name),
        (_("Thăm để làm gì"), visit.get_purpose_display()),
        (_("Có giúp đỡ"), _("có") if visit.has_help else ""),
        (_("Hẹn lần thăm tới"), _next_words(visit.next_visit_on, day)),
        (_("Ghi ngày"), _recorded_words(visit)),
    ]


def _recorded_words(visit) -> str:
    day = date_format(visit.recorded_on, "d/m/Y")
    if visit.author_id == visit.cadre.user_id:
        return day
    return _("%(day)s, %(who)s nhập từ phiếu giấy") % {"day": day, "who": visit.author.full_name}


def said_words(visit, day) -> list[tuple]:
    """(label, text) of what was written, as long as it is shown; the caller has asked who reads it."""
    words = visit.words
    if not words.are_shown_on(day):
        return []
    fields = words._meta
    return [(fields.get_field(name).verbose_name, text) for name in WORDS if (text := getattr(words, name))]
