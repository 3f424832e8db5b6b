"""What the queue's worker does for the map."""

from django.utils import timezone
from procrastinate.contrib.django import app

from branches.actions.placements import refresh_access_paths


@app.periodic(cron="5 * * * *")
@app.task(queue="map", queueing_lock="map", pass_context=False)
def follow_the_calendar(timestamp: int):
    """A change of the map that was entered ahead takes effect by the calendar alone: `access_path` means today.

    Every hour, and not only after midnight: a worker that was off over night catches up within the hour, and a run that
    finds everything right writes nothing.
    """
    refresh_access_paths(on=timezone.localdate())
