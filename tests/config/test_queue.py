"""What the queue does by the clock, it does by Vietnam's: a cron is read in UTC."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from procrastinate.contrib.django import app

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2026, 11, 24, 12, tzinfo=VIETNAM)
WANTED = {
    "reports.tasks.lock_accepted_reports": "01:20",
    "scores.tasks.lock_published_sheets": "01:30",
    "reports.tasks.erase_words_of_household_visits": "03:10",
    "reports.tasks.expire_old_drafts": "06:40",
    "reports.tasks.remind_of_what_is_due": "07:00",
    "meetings.tasks.remind_of_preparation": "06:30",
    "dashboard.tasks.forget_files": "03:00",
    "accounts.tasks.forget_letters": "03:30",
    "accounts.tasks.write_letters_of_the_day": "07:30",
    "matters.tasks.climb_overdue_matters": "07:20",
    "matters.tasks.remind_of_conferences": "07:15",
    "matters.tasks.remind_of_overdue_urgent_matters": "07:10",
    "reports.tasks.remind_of_what_must_be_put_right": "07:10",
}


def next_runs(after) -> dict:
    """{task: when it runs next, by Vietnam's clock}."""
    tasks = app.periodic_registry.periodic_tasks.values()
    moments = {
        each.task.name: each.croniter.get_next(ret_type=float, start_time=after.timestamp()) for each in tasks
    }
    return {name: datetime.fromtimestamp(at, UTC).astimezone(VIETNAM) for name, at in moments.items()}


@pytest.mark.parametrize(("task", "hour"), WANTED.items())
def test_what_is_done_once_a_day_is_done_at_its_hour_in_vietnam(task, hour):
    assert f"{next_runs(NOON)[task]:%d/%m %H:%M}" == f"25/11 {hour}"


def test_every_other_task_runs_every_hour():
    assert {name for name, at in next_runs(NOON).items() if (at - NOON).total_seconds() > 3600} == set(WANTED)
