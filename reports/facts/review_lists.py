"""The list that a number of a review opens: what it counted, as far as the reader may see it, in the table in which it stands
elsewhere. Whether he may ask at all is said by `review_links.may_open`."""

from assignments.facts.assignments import assignment_rows
from assignments.models import Assignment
from assignments.tables.assignments import AssignmentTable
from branches.models import Organisation
from branches.querysets.bodies import organisation_names
from branches.querysets.scoping import within_bodies
from matters.facts.conferences import conference_rows
from matters.models import Conference, Contribution, Recommendation, UrgentMatter
from matters.resource_rows import contribution_rows
from matters.rows import list_rows
from matters.tables.conferences import ConferenceTable
from matters.tables.recommendations import RecommendationTable
from matters.tables.resources import ContributionTable
from matters.tables.urgent import RegisterTable, UrgentTable, WithoutTable
from matters.urgent_rows import body_rows, urgent_rows
from meetings.models import Attendance
from reports.facts import review_things as things
from reports.facts.review_opened import Listed, became
from reports.facts.turns import attendance_rows
from reports.querysets.expecting import with_due_days
from reports.tables.expected import AttendanceTable
from reports.tables.review_rows import SheetTable
from scores.models import Sheet
from scores.points import scale_text
from scores.scales import with_full_marks


def listed(opened) -> Listed | None:
    """Of what the reader opens; None for targets and indicators, whose lists are those of their own pages."""
    way = _WAYS.get(opened.counted.of)
    return way(opened) if way else None


# --- turns ---
def turn_list(opened) -> Listed:
    rows = with_due_days(Attendance.objects.filter(pk__in=opened.rows).visible_to(opened.scope))
    return Listed(
        rows.for_list().select_related("report").order_by("-attended_on", "-pk"),
        AttendanceTable,
        lambda found: attendance_rows(found, opened.scope, opened.day),
        len(opened.rows),
    )


# --- what was raised and done ---
def matter_list(opened) -> Listed:
    rows = Recommendation.objects.overseen_by(opened.scope).filter(pk__in=opened.rows).with_clock(opened.day)
    rows = rows.select_related("topic").by_urgency_of_clock()
    return Listed(rows, RecommendationTable, lambda found: list_rows(found, opened.day), len(opened.rows))


def conference_list(opened) -> Listed:
    rows = Conference.objects.visible_to(opened.scope).filter(pk__in=opened.rows).for_list()
    return Listed(rows, ConferenceTable, lambda found: conference_rows(found, opened.day), len(opened.rows))


def contribution_list(opened) -> Listed:
    rows = Contribution.objects.visible_to(opened.scope).filter(pk__in=opened.rows)
    rows = rows.select_related("topic", "cadre", "scheme").order_by("-happened_on", "-pk")
    return Listed(
        rows, ContributionTable, lambda found: contribution_rows(found, opened.day, ()), len(opened.rows)
    )


def urgent_list(opened) -> Listed:
    rows = UrgentMatter.objects.visible_to(opened.scope).filter(pk__in=opened.rows).select_related("topic")
    rows = rows.order_by("-year", "due_on", "pk")
    return Listed(rows, UrgentTable, lambda found: urgent_rows(found, opened.day), len(opened.rows))


def registering_list(opened) -> Listed:
    """Organisations with how much they registered, as it was counted."""
    names = ("registered", "done", "open", "overdue")
    counts = {pk: dict(zip(names, numbers, strict=True)) for pk, *numbers in opened.rows}
    return _bodies(opened, counts, RegisterTable)


def without_list(opened) -> Listed:
    return _bodies(opened, dict.fromkeys(opened.rows, {}), WithoutTable)


def _bodies(opened, counts, table) -> Listed:
    mine = within_bodies(opened.scope, "urgent.read", organisation="")
    bodies = list(Organisation.objects.filter(pk__in=counts).filter(mine).order_by("pk"))
    last = opened.behind.last
    rows = body_rows(bodies, counts, last.year, last)
    gone = {each.key: became(each, opened.day) for each in bodies} if opened.is_kept else {}
    rows = [row | {"today": gone.get(row["key"], "")} for row in rows]
    return Listed(rows, table, lambda found: found, len(counts))


# --- who follows, how it was scored ---
def assignment_list(opened) -> Listed:
    rows = Assignment.objects.visible_to(opened.scope).filter(pk__in=opened.rows).for_list()
    return Listed(
        rows.order_by("-starts_on", "-pk"),
        AssignmentTable,
        lambda found: assignment_rows(found, opened.day, opened.scope),
        len(opened.rows),
    )


def sheet_list(opened) -> Listed:
    rows = Sheet.objects.visible_to(opened.scope).filter(pk__in=opened.rows).order_by("-period_on", "-pk")
    return Listed(
        with_full_marks(rows).select_related("band"),
        SheetTable,
        lambda found: _sheet_rows(found, opened.day),
        len(opened.rows),
    )


def _sheet_rows(sheets, day):
    sheets = list(sheets)
    names = organisation_names({each.organisation_id for each in sheets}, day)
    return [
        {
            "title": names.get(each.organisation_id, ""),
            "url": each.get_absolute_url(),
            "scorer": each.get_scorer_display(),
            "total": scale_text(each.total, each.full),
            "band": str(each.band or ""),
            "period_on": each.period_on,
        }
        for each in sheets
    ]


_WAYS = {
    "turn": turn_list,
    "cell": things.cell_list,
    **dict.fromkeys(("person", "meeting", "branch"), things.once_list),
    **dict.fromkeys(things.PLACES, things.place_list),
    "follower": things.follower_list,
    "recommendation": matter_list,
    "conference": conference_list,
    "contribution": contribution_list,
    "urgent_matter": urgent_list,
    "registering": registering_list,
    "without": without_list,
    "assignment": assignment_list,
    "sheet": sheet_list,
}
