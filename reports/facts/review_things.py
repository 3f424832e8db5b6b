"""What a review counts that is no row of one table: assignments in a month, people, meetings and branches behind turns, places and who
follows them."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.actions.checking import where_of
from assignments.addresses import address_of, page_of
from assignments.models import Assignment, Cadre, Team
from assignments.querysets.assignments import names_of_targets
from branches.models import Agency, Household, HouseholdGroup, Organisation, Unit, Zone
from branches.querysets.bodies import organisation_names, organisation_versions
from branches.querysets.scoping import within
from branches.querysets.units import placements_by_unit
from meetings.models import Attendance, Meeting
from reports.asked import AREA, FROM, SCHEME, UNTIL
from reports.counted import month_in, tally_in
from reports.facts.review_links import permission_of
from reports.facts.review_opened import Listed, Opened, became
from reports.states import attended_state
from reports.tables.expected import CellTable
from reports.tables.review_rows import CountedTable, FollowerTable, TouchedTable

_FOLLOWERS = {"cadre": Cadre, "team": Team, "agency": Agency}
PLACES = {
    "unit": Unit, "organisation": Organisation, "zone": Zone, "group": HouseholdGroup, "household": Household,
}  # fmt: skip
_PAGES = {"unit": "dashboard:unit_page", "organisation": "dashboard:organisation_page"}


# --- assignments in a month ---
def cell_list(opened: Opened) -> Listed:
    reach = opened.scope.reach("attendance.read")
    mine = Assignment.objects.filter(within(reach), pk__in={row[2] for row in opened.rows})
    seen = set(mine.values_list("pk", flat=True))
    shown = [row for row in opened.rows if row[2] in seen]
    return Listed(shown, CellTable, lambda found: _cell_rows(list(found), opened), len(opened.rows))


def _cell_rows(found, opened) -> list[dict]:
    """As they were counted; who and where are called as on the last day of the period."""
    rows = {row.pk: row for row in Assignment.objects.filter(pk__in={each[2] for each in found}).for_list()}
    names = names_of_targets(rows.values(), opened.behind.last)
    areas = dict(Unit.objects.filter(pk__in={each[0] for each in found}).values_list("pk", "key"))
    return [_cell_row(each, rows[each[2]], areas[each[0]], names, opened) for each in found]


def _cell_row(each, row, area, names, opened) -> dict:
    tally, who = tally_in(each), _who(row)
    state, month = attended_state(tally), month_in(each)
    return {
        "who": str(who),
        "code": who.code,
        "url": reverse("assignments:assignment_page", args=[row.key])
        if opened.is_kept
        else _cell_page(who, month, area, opened),
        "where": names.get(where_of(row), ""),
        "month": f"{month:%m/%Y}",
        "state": (state.css, state.word),
        **{name: getattr(tally, name) for name in ("expected", "attended", "missing", "excused")},
        "scheme": row.scheme.name,
        "today": became(row, opened.day) or _ended(row, month),
    }


def _who(row):
    return row.cadre.merged_into or row.cadre if row.cadre else row.assignee


def _ended(row, month) -> str:
    """Of an assignment that was ended before the month in which it was counted."""
    if row.ends_on is None or row.ends_on > month:
        return ""
    return _("kết thúc từ %(day)s") % {"day": date_format(row.ends_on, "d/m/Y")}


def _cell_page(who, month, area, opened) -> str:
    scheme = opened.behind.scheme
    query = {
        AREA: area,
        FROM: f"{month:%Y-%m}",
        UNTIL: f"{month:%Y-%m}",
        SCHEME: scheme and scheme.code,
        "theo": "can-bo",
    }
    address = reverse("reports:expected_cell", args=[who._meta.model_name, who.key, f"{month:%Y-%m}"])
    return f"{address}?{urlencode({name: value for name, value in query.items() if value})}"


# --- people, meetings and branches, each once ---
def once_list(opened: Opened) -> Listed:
    ids = [pk for _thing, turns in opened.rows for pk in turns]
    visible = Attendance.objects.filter(pk__in=ids).visible_to(opened.scope)
    stands = dict(visible.values_list("pk", "voided_at"))
    turns = {thing: [pk for pk in mine if pk in stands] for thing, mine in opened.rows}
    turns = {thing: mine for thing, mine in turns.items() if mine}
    voided = {thing: sum(stands[pk] is not None for pk in mine) for thing, mine in turns.items()}
    ways = {"person": _people, "meeting": _meetings, "branch": _branches}
    rows = ways[opened.counted.of]({thing: len(mine) for thing, mine in turns.items()}, voided, opened)
    return Listed(rows, CountedTable, lambda found: found, len(opened.rows))


def _people(turns, voided, opened):
    opens = opened.scope.may("cadres.read")
    people = Cadre.objects.filter(pk__in=turns).order_by("given_name_key", "pk")
    return [
        {
            "name": str(each),
            "note": each.code,
            "turns": turns[each.pk],
            "url": each.get_absolute_url() if opens else None,
            "today": _voided_turns(voided[each.pk]),
        }
        for each in people
    ]


def _voided_turns(number) -> str:
    said = ngettext("%(number)s lượt đã hủy", "%(number)s lượt đã hủy", number) % {"number": number}
    return said if number else ""


def _meetings(turns, voided, opened):
    meetings = Meeting.objects.filter(pk__in=turns).order_by("-met_on", "-pk")
    readable = Meeting.objects.visible_to(opened.scope).filter(pk__in=turns)
    seen = set(readable.values_list("pk", flat=True)) if opened.scope.may("meetings.read") else set()
    names = organisation_names({each.organisation_id for each in meetings}, opened.behind.last)
    return [
        {
            "name": names.get(each.organisation_id, ""),
            "note": f"{each.on:%d/%m/%Y}",
            "turns": turns[each.pk],
            "url": each.get_absolute_url() if each.pk in seen else None,
            "today": became(each, opened.day) or _voided_turns(voided[each.pk]),
        }
        for each in meetings
    ]


def _branches(turns, voided, opened):
    names, opens = organisation_names(turns, opened.behind.last), opened.scope.may("units.read")
    rows = [
        {
            "name": names.get(each.pk, ""),
            "note": "",
            "turns": turns[each.pk],
            "url": address_of(_PAGES["organisation"], each.key) if opens else None,
            "today": became(each, opened.day) or _voided_turns(voided[each.pk]),
        }
        for each in Organisation.objects.filter(pk__in=turns)
    ]
    return sorted(rows, key=lambda row: row["name"])


# --- places, and who follows them ---
def place_list(opened: Opened) -> Listed:
    """What a scheme follows, as it was called on the last day of the period."""
    kind = opened.counted.of
    mine = within(opened.scope.reach(permission_of(opened.key)), "" if kind == "unit" else "unit")
    found = list(PLACES[kind].objects.filter(mine, pk__in=opened.rows))
    called, opens = (
        _called(kind, found, opened.behind.last),
        opened.scope.may("units.read") and kind in _PAGES,
    )
    rows = [
        {
            "sort": called[each.pk],
            "name": called[each.pk][-1],
            "code": called[each.pk][1],
            "url": address_of(_PAGES[kind], each.key) if opens else None,
            "today": became(each, opened.day),
        }
        for each in found
    ]
    rows.sort(key=lambda row: row["sort"])
    return Listed(rows, TouchedTable, lambda found: found, len(opened.rows))


def _called(kind, things, day) -> dict[int, tuple[str, str, str]]:
    """{id: (what it is sorted by, code, name)}; a household by its code, for its head is private."""
    ids = [each.pk for each in things]
    if kind == "unit":
        versions = {pk: place.version for pk, place in placements_by_unit(ids, day).items()}
    elif kind == "organisation":
        versions = organisation_versions(ids, day)
    else:
        private = kind == "household"
        return {each.pk: (each.code, each.code, each.code if private else each.name) for each in things}
    return {pk: (each.sort_key, each.code, each.name) for pk, each in versions.items()}


def follower_list(opened: Opened) -> Listed:
    """Cadres, teams and agencies, each with how many places; those of whom the reader sees an assignment."""
    mine, opens, rows = Assignment.objects.visible_to(opened.scope), opened.scope.may("cadres.read"), []
    for kind, model in _FOLLOWERS.items():
        places = {pk: number for each, pk, number in opened.rows if each == kind}
        if not places:
            continue
        seen = set(mine.filter(**{f"{kind}__in": places}).values_list(kind, flat=True))
        if kind == "cadre":
            merged = mine.filter(cadre__merged_into__in=places)
            seen |= set(merged.values_list("cadre__merged_into", flat=True))
        rows += [
            {
                "name": str(each),
                "note": each.code,
                "targets": places[each.pk],
                "url": page_of(each) if opens else None,
            }
            for each in model.objects.filter(pk__in=seen).order_by("pk")
        ]
    return Listed(rows, FollowerTable, lambda found: found, len(opened.rows))
