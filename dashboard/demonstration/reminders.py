"""Who was reminded in one commune: the first by notice, one by telephone."""

from dashboard.demonstration.reports import COMMUNE
from reports.actions.reminding import note_call, remind_now
from reports.due import DueList

NOTIFIED, CALLED = 3, 3


def remind(world) -> None:
    """As the commune's officer would who begins at the top of his list."""
    dues = sorted(DueList(world.unit(COMMUNE), world.today).reports, key=lambda due: due.order)
    for due in dues[:NOTIFIED]:
        remind_now(due, on=world.today, by=world.by)
    for due in dues[CALLED : CALLED + 1]:
        note_call(due, on=world.today, by=world.by, note="Hẹn gửi trong tuần.")
