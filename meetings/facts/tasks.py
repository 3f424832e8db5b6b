"""What a branch decided, as lists and pages show it: who, what, until when, how far, with what result."""

from django.urls import reverse

from common.distances import due_words
from meetings.facts.places import places_by_organisation
from meetings.models import BranchTask, TaskNote
from meetings.querysets.bodies import bodies_read_by, bodies_written_by


def state_of(task, day) -> tuple[str, str]:
    """(state, word) of a task's badge on `day`; an overdue one says by how much."""
    if task.state != BranchTask.State.OPEN:
        return ("ok" if task.state == BranchTask.State.DONE else "none"), task.get_state_display()
    if task.due_on and task.due_on < day:
        return "bad", due_words(task.due_on, day)
    return "info", task.get_state_display()


def last_notes(tasks) -> dict:
    """{task id: its latest TaskNote}; one query."""
    rows = TaskNote.objects.filter(task__in=[task.pk for task in tasks]).order_by("noted_on", "pk")
    return {row.task_id: row for row in rows}


def task_rows(tasks, day) -> list[dict]:
    """Rows of the list; a fixed number of queries."""
    tasks = list(tasks)
    places = places_by_organisation([(task.organisation_id, task.unit_id) for task in tasks], day)
    notes = last_notes(tasks)
    return [
        {
            "work": task.work,
            "url": reverse("meetings:task_page", args=[task.key]),
            "kind": task.get_kind_display(),
            "owner": task.owner,
            "branch": places[task.organisation_id][0],
            "commune": places[task.organisation_id][1],
            "due_on": task.due_on,
            "state": state_of(task, day),
            "progress": task.result or (notes[task.pk].text if task.pk in notes else ""),
            "decided_on": task.meeting.on,
        }
        for task in tasks
    ]


def tasks_context(scope, meeting, day) -> dict:
    """What meetings/tasks_of_meeting.html shows on the page of a meeting: `carried` (việc mang sang) and `decided`, rows of
    (task, badge, its last note), and whether the reader writes them. Nothing for who reads the meeting and not what the
    branch decides."""
    if not bodies_read_by(scope).filter(pk=meeting.organisation_id).exists():
        return {}
    carried = list(BranchTask.objects.visible_to(scope).carried_to(meeting).select_related("meeting"))
    decided = list(BranchTask.objects.visible_to(scope).filter(meeting=meeting).select_related("meeting"))
    notes = last_notes([*carried, *decided])
    rows = [
        [{"task": task, "state": state_of(task, day), "note": notes.get(task.pk)} for task in each]
        for each in (carried, decided)
    ]
    return {
        "carried": rows[0],
        "decided": rows[1],
        "may_write_tasks": bodies_written_by(scope).filter(pk=meeting.organisation_id).exists(),
        "tasks_url": reverse("meetings:meeting_tasks", args=[meeting.key]),
    }
