"""A commune's month as files: the table that can be brought in again, and the printed form."""

from django.utils.translation import gettext as _

from common.documents import printed_by, printed_response
from common.exports import Export, export_response
from common.months import asked_month, month_query
from common.policy import policy
from meetings.access import may_on
from meetings.facts.schedules import changes_of, secretaries_of, sheet_columns, sheet_lines
from meetings.planning import MonthPlan
from meetings.rules import month_after
from meetings.schedule_documents import schedule_document
from meetings.views.schedules import commune_of, name_at


@policy("exports.read")
def schedule_sheet(request, key):
    """The month as a table that can be filled in and brought in again; for those above, what was registered."""
    plan, may_write = _asked(request, key)
    lines = plan.lines if may_write else _registered(plan)
    title = _("Lịch sinh hoạt tháng %(month)s: %(name)s") % {
        "month": f"{plan.month:%m/%Y}",
        "name": name_at(plan.unit, plan.last),
    }
    export = Export("lich-sinh-hoat", sheet_columns(), lambda rows: sheet_lines(plan, rows))
    return export_response(request, export, title=title, rows=lines)


@policy("meetings.read")
def schedule_paper(request, key, kind):
    """The month on paper for whoever reads its page; before it was sent its office prints what it is about to register."""
    plan, may_write = _asked(request, key)
    was_sent = plan.schedule is not None and plan.schedule.first_sent_at is not None
    is_draft = may_write and not was_sent
    document = schedule_document(
        plan,
        lines=[line for line in plan.lines if line.on] if is_draft else _registered(plan),
        secretaries=secretaries_of(plan, request.scope),
        changes=changes_of(plan) if was_sent else [],
        day=request.day,
        footer=printed_by(request.user),
    )
    return printed_response(document, kind, name=f"lich-sinh-hoat-{month_query(plan.month)}")


def _asked(request, key):
    """(the month of the commune, whether the reader writes it)."""
    unit = commune_of(request, key)
    month = asked_month(request, month_after(request.day.replace(day=1)))
    return MonthPlan(unit, month), may_on(request.scope, "schedules.write", unit)


def _registered(plan) -> list:
    return [line for line in plan.lines if line.meeting and line.meeting.registered_on]
