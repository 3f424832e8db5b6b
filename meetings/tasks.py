"""What the queue does for meetings. Procrastinate reads a cron in UTC: seven hours before Vietnam's clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from meetings.actions.telling import tell_of_preparation


@app.periodic(cron="30 23 * * *")  # UTC: 6:30 in Vietnam
@app.task(queue="reports", queueing_lock="meetings-preparing", pass_context=False)
def remind_of_preparation(timestamp: int) -> None:
    """Every morning; a worker that was off tells once of what is due then."""
    tell_of_preparation(on=timezone.localdate())
