"""The made-up visits: cadres of the province chose a meeting of this or next month, and have their letters of introduction."""

from assignments.models import Assignment, Scheme
from dashboard.demonstration.work import PROVINCE_SCHEME
from meetings.actions.letters import make_letters, number_letters
from meetings.actions.visits import cancel_visit, plan_visit
from meetings.models import Meeting, Visit
from meetings.rules import month_after, month_of

SIGNER = {
    "signer_authority": "T/M Ban Thường vụ",
    "signer_post": "Phó Bí thư Thường trực",
    "signer": "Nguyễn Văn Mẫu",
}


def plan(world) -> None:
    """Two of three chose where to go; one gave it up again. This month's letters are numbered, next month's are drafts."""
    scheme = Scheme.objects.get(code=PROVINCE_SCHEME)
    rows = Assignment.objects.active_on(world.today).filter(scheme=scheme, cadre__isnull=False)
    planned = [
        visit
        for number, row in enumerate(rows.select_related("cadre__user", "target_unit").order_by("pk"))
        if number % 3 != 2 and (visit := _plan(world, row, number))
    ]
    if planned:
        cancel_visit(planned[-1], by=planned[-1].created_by)
    this_month = month_of(world.today)
    for number, month in enumerate((this_month, month_after(this_month))):
        letters = make_letters(
            scheme=scheme, starts_on=month, ends_on=month_after(month), by=world.by, on=world.today, **SIGNER
        )
        if number == 0:
            number_letters(letters, number="101-GGT/TU", issued_on=month, by=world.by)


def _plan(world, assignment, number) -> Visit | None:
    """The `number`-th of the meetings that are still to come where he is assigned; None where nothing is registered."""
    path = assignment.target_unit.access_path
    rows = Meeting.objects.standing().of_branches().filter(outcome="unknown", planned_on__gte=world.today)
    rows = rows.filter(unit__access_path__startswith=path, month__lt=month_after(month_of(world.today), 2))
    meetings = list(rows.select_related("organisation__unit").order_by("planned_on", "pk"))
    if not meetings:
        return None
    meeting = meetings[number % len(meetings)]
    return plan_visit(
        cadre=assignment.cadre,
        organisation=meeting.organisation,
        planned_on=meeting.planned_on,
        meeting=meeting,
        by=assignment.cadre.user or world.by,
        on=world.today,
    )
