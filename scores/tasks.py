"""What the queue does for score sheets. Procrastinate reads a cron in UTC: seven hours before Vietnam's clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from scores.actions.locking import lock_due_sheets


@app.periodic(cron="30 18 * * *")  # UTC: 1:30 in Vietnam
@app.task(queue="reports", queueing_lock="scores-lock", pass_context=False)
def lock_published_sheets(timestamp: int) -> None:
    """Every night; a worker that was off locks what has come due since."""
    lock_due_sheets(timezone.localdate())
