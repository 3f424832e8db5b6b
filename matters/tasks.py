"""What the queue does for matters. Procrastinate reads a cron in UTC: seven hours before Vietnam's clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from matters.actions.obligations import remind_of_obligations
from matters.climbing import climb_overdue
from matters.urgent_telling import remind_overdue


# --- urgent matters ---
@app.periodic(cron="10 0 * * *")  # UTC: 7:10 in Vietnam
@app.task(queue="reports", queueing_lock="matters-urgent-overdue", pass_context=False)
def remind_of_overdue_urgent_matters(timestamp: int) -> None:
    """Every morning; a worker that was off tells once of what is overdue then."""
    remind_overdue(on=timezone.localdate())


# --- conferences that must come again ---
@app.periodic(cron="15 0 * * *")
@app.task(queue="reports", queueing_lock="matters-obligations", pass_context=False)
def remind_of_conferences(timestamp: int) -> None:
    """Every morning at a quarter past seven, what is due or overdue then; a worker that was off says today's step."""
    remind_of_obligations(on=timezone.localdate())


# --- what is not answered in time ---
@app.periodic(cron="20 0 * * *")  # UTC: 7:20 in Vietnam
@app.task(queue="reports", queueing_lock="matters-climb", pass_context=False)
def climb_overdue_matters(timestamp: int) -> None:
    """Every morning; a worker that was off climbs at once as high as the days say."""
    climb_overdue(timezone.localdate())
