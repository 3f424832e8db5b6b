"""The made-up scores of meetings: by the branch and by the cadre who came, apart by some points; and a branch that always gives
itself full marks where nobody has come."""

from datetime import date, timedelta

from branches.models import Organisation
from dashboard.demonstration import places
from dashboard.demonstration.lists import bring_in
from dashboard.demonstration.rubrics import MEETINGS, STARTS_ON
from meetings.actions.meetings import meeting_for
from meetings.models import Attendance
from meetings.rules import month_after, month_of
from scores.actions.sheet_steps import send_sheet
from scores.actions.sheets import open_sheet, save_row
from scores.imports.scores import KIND
from scores.models import Rubric

COMMUNE = "MAUM-01"
LISTED = 14
NEVER_VISITED_FOR = 3  # months
# What the one who came took away, by the number of the meeting and the place of the criterion.
_LESS = ((0, 0, 5, 0, 3), (0,), (2, 0, 4), (0, 0, 0, 3), (5, 5, 5), (0,))


def score(world, users) -> None:
    rubric = Rubric.objects.whole().get(code=MEETINGS, state="issued")
    codes = {body.pk: code for code, body in world.organisations.items()}
    since = max(STARTS_ON, world.today - timedelta(days=330))
    turns = _turns(world, since)
    by_hand = _pair(world, users, rubric, turns)
    rows = _of_both(rubric, codes, _alone(turns), but=by_hand)
    rows += _never_visited(world, rubric, codes, since)
    bring_in(world, KIND, rows, filename="diem-sinh-hoat.xlsx", by=users["tochuc"], unit=rubric.issuer)


def _turns(world, since) -> list:
    """Of one commune's branches; links are read one by one: what was just loaded is not analysed yet, and joins would guess."""
    branches = Organisation.objects.filter(
        kind="branch", unit__access_path__startswith=world.unit(COMMUNE).access_path
    )
    rows = Attendance.objects.standing().filter(
        unit__in=list(branches.values_list("unit", flat=True)),
        attended_on__gte=since,
        attended_on__lt=world.today,
    )
    rows = rows.prefetch_related("meeting__organisation__unit", "scheme__issuer", "cadre__user")
    found = [turn for turn in rows if turn.meeting.body == "branch"]
    return sorted(found, key=lambda turn: (turn.unit_id, turn.attended_on, turn.pk))


def _alone(turns) -> list:
    """Of meetings that one cadre attended, and of them those of a few branches, so that a trend shows."""
    seen: dict = {}
    for turn in turns:
        seen.setdefault(turn.meeting_id, []).append(turn)
    return [each[0] for each in seen.values() if len(each) == 1][:LISTED]


def _pair(world, users, rubric, turns):
    """The secretary's last meeting, with what the report proposes: by his branch and by the cadre who came."""
    body = world.organisations["MAU-A01-1.CB"]
    found = [turn for turn in turns if turn.meeting.organisation_id == body.pk and turn.members]
    if not found:
        return None
    turn = found[-1]
    sides = (
        ("branch", users["bithu"], {}, 0),
        ("superior", turn.cadre.user, {"cadre": turn.cadre, "attendance": turn}, 3),
    )
    for scorer, by, more, less in sides:
        sheet = open_sheet(
            rubric=rubric,
            organisation=turn.meeting.organisation,
            issuer=rubric.issuer,
            period_on=turn.meeting.on,
            meeting=turn.meeting,
            scorer=scorer,
            by=by,
            on=world.today,
            **more,
        )
        _fill(sheet, by, less)
        send_sheet(sheet, by=by, on=min(turn.meeting.on + timedelta(days=2), world.today))
    return turn.meeting_id


def _fill(sheet, by, less) -> None:
    rows = sheet.rows.filter(points=None).select_related("criterion__section")
    for number, row in enumerate(rows.order_by("criterion__sort", "pk")):
        value = row.criterion.maximum - (less if number % 2 == 0 else 0)
        note = "Theo ghi chép tại buổi họp." if value != row.proposed else ""
        save_row(row, column="points", value=value, note=note, version=row.version, by=by)


def _of_both(rubric, codes, turns, *, but) -> list[dict]:
    rows = []
    for at, turn in enumerate(turns):
        if turn.meeting_id == but:
            continue
        for number, criterion in enumerate(rubric.criteria.all()):
            less = _LESS[at % len(_LESS)]
            given = int(criterion.maximum) - (less[number] if number < len(less) else 0)
            said = {"branch": int(criterion.maximum), "superior": max(0, given)}
            for scorer, value in said.items():
                if scorer == "branch" and at % 5 == 4:
                    continue
                rows.append(_row(rubric, codes, turn.meeting, criterion, scorer, value))
    return rows


def _never_visited(world, rubric, codes, since) -> list[dict]:
    """Three meetings of a branch that nobody from above attended this year."""
    visited = Attendance.objects.filter(attended_on__gte=min(since, date(world.today.year, 1, 1)))
    branches = Organisation.objects.open_on(world.today).filter(
        kind="branch", unit__access_path__startswith=world.unit(places.PROVINCE).access_path
    )
    seen = set(visited.values_list("meeting__organisation", flat=True))
    branch = next((each for each in branches.order_by("pk") if each.pk not in seen), None)
    if branch is None:
        return []
    first = month_of(world.today)
    meetings = [
        meeting_for(organisation=branch, on=month_after(first, -number).replace(day=12), by=world.by)
        for number in range(NEVER_VISITED_FOR + 1, 1, -1)
        if month_after(first, -number) >= STARTS_ON
    ]
    return [
        _row(rubric, codes, meeting, criterion, "branch", int(criterion.maximum))
        for meeting in meetings
        for criterion in rubric.criteria.all()
    ]


def _row(rubric, codes, meeting, criterion, scorer, value) -> dict:
    return {
        "organisation_code": codes[meeting.organisation_id],
        "rubric": rubric.code,
        "period": f"{meeting.on:%Y-%m-%d}",
        "criterion": criterion.code,
        "value": str(value),
        "scorer": scorer,
    }
