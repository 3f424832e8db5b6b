"""What the queue does: checking and applying large files, and forgetting files that nobody came back for."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.models import User
from branches.models import ImportRun
from common.errors import sentences
from dashboard.importing import apply_run, check_run, discard_run

KEPT_DAYS = 7


@app.task(queue="imports")
def check_import(key: str, user_id: int) -> None:
    """Reads and checks the file of an import."""
    run = ImportRun.objects.get(key=key)
    if run.content is not None and run.state == ImportRun.State.UPLOADED:
        check_run(run, user=User.objects.get(pk=user_id), today=timezone.localdate())


@app.task(queue="imports")
def apply_import(key: str, user_id: int) -> None:
    """Applies an import whose preview somebody confirmed; what stands against it is shown on its page."""
    run = ImportRun.objects.get(key=key)
    try:
        apply_run(run, user=User.objects.get(pk=user_id), today=timezone.localdate())
    except ValidationError as error:
        run.refresh_from_db()
        if run.state == ImportRun.State.APPLYING:
            run.state = ImportRun.State.CHECKED
        run.preview = {**run.preview, "notices": [*sentences(error), *run.preview.get("notices", [])]}
        run.save(update_fields=["state", "preview"])


@app.periodic(cron="0 20 * * *")  # UTC: 3:00 in Vietnam
@app.task(queue="imports", pass_context=False)
def forget_files(timestamp: int) -> None:
    """Files with people's names and numbers are not kept for those who never came back to apply them."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    for run in ImportRun.objects.filter(created_at__lt=before, content__isnull=False):
        discard_run(run)
