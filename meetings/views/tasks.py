"""What branches decided: the list, one task, and what a meeting carries over and decides."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from branches.views.steps import add_refusal, form_step, say
from common.pages import list_page
from common.policy import policy
from meetings.actions.decisions import close_task, correct_task, decide_task, note_progress, reopen_task
from meetings.facts.tasks import state_of, task_rows
from meetings.filters.tasks import TaskFilter
from meetings.forms.tasks import ON_GOES, NewTasks, ProgressForm, TaskCorrectForm, TaskProgressForm
from meetings.models import BranchTask, Meeting
from meetings.querysets.bodies import bodies_read_by, bodies_written_by
from meetings.tables.tasks import TaskTable
from meetings.views.shared import branch_crumbs, name_of


@policy("meetings.read")
def task_list(request):
    rows = BranchTask.objects.visible_to(request.scope).standing().select_related("meeting")
    return list_page(
        request,
        queryset=rows.order_by("-state", "due_on", "pk"),
        table=TaskTable,
        filterset=TaskFilter,
        title=_("Việc chi bộ đã quyết"),
        prepare=lambda tasks: task_rows(tasks, request.day),
        export="viec-chi-bo",
        empty={
            "why": _("Chưa có việc nào được ghi trong địa bàn của bạn."),
            "what": _("Việc được ghi ở trang của buổi sinh hoạt đã quyết việc đó."),
        },
        crumbs=[
            (_("Lịch sinh hoạt"), reverse("meetings:meeting_list")),
            (_("Việc chi bộ đã quyết"), None),
        ],
    )


@policy("meetings.read")
def task_page(request, key):
    task, may_write = _task(request, key)
    form = (
        TaskProgressForm(request.POST or None, initial={"on": request.day, "state": ON_GOES})
        if may_write
        else None
    )
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        if form.is_valid() and _said(request, task, form, on=form.cleaned_data["on"]):
            say(request, _("Đã ghi."))
            return redirect("meetings:task_page", task.key)
    name = name_of(task.organisation, request.day)
    context = {
        "title": task.work,
        "task": task,
        "state": state_of(task, request.day),
        "facts": _facts(task, name),
        "notes": task.notes.select_related("noted_by"),
        "form": form if task.state == BranchTask.State.OPEN else None,
        "may_write": may_write,
        "crumbs": branch_crumbs(task.organisation, name, task.work),
    }
    return render(request, "meetings/task_page.html", context)


@policy("meetings.write")
def task_correct(request, key):
    task = _writable_task(request, key)
    initial = {field: getattr(task, field) for field in TaskCorrectForm.base_fields}
    form = TaskCorrectForm(request.POST or None, initial=initial)

    def act(form):
        correct_task(task, by=request.user, **form.cleaned_data)
        say(request, _("Đã sửa."))

    name = name_of(task.organisation, request.day)
    return form_step(
        request,
        form=form,
        act=act,
        title=_("Sửa việc chi bộ đã quyết"),
        button=_("Ghi lại"),
        back=reverse("meetings:task_page", args=[task.key]),
        done=lambda result: reverse("meetings:task_page", args=[task.key]),
        crumbs=branch_crumbs(task.organisation, name, _("Sửa việc")),
    )


@policy("meetings.write")
@require_POST
def task_reopen(request, key):
    """A task that was closed by mistake goes on."""
    task = _writable_task(request, key)
    # Somebody else was faster: it is open, as was asked.
    with suppress(ValidationError):
        reopen_task(task, by=request.user)
    say(request, _("Việc này lại đang làm."))
    return redirect("meetings:task_page", task.key)


@policy("meetings.read")
def meeting_tasks(request, key):
    """What a meeting carries over, and what it decides; one form for both, to be filled in at the meeting."""
    meetings = Meeting.objects.visible_to(request.scope).standing().select_related("organisation__unit")
    meeting = get_object_or_404(meetings, key=key, organisation__in=bodies_read_by(request.scope))
    may_write = bodies_written_by(request.scope).filter(pk=meeting.organisation_id).exists()
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    carried = _carried(request, meeting)
    new = NewTasks(request.POST or None, prefix="moi")
    if request.method == "POST" and _all_valid(carried, new) and _all_written(request, meeting, carried, new):
        say(request, _("Đã ghi việc của buổi sinh hoạt."))
        return redirect("meetings:meeting_tasks", meeting.key)
    return render(
        request, "meetings/meeting_tasks.html", _meeting_context(request, meeting, carried, new, may_write)
    )


def _meeting_context(request, meeting, carried, new, may_write):
    name, day = name_of(meeting.organisation, request.day), date_format(meeting.on, "d/m/Y")
    decided = BranchTask.objects.visible_to(request.scope).filter(meeting=meeting).select_related("meeting")
    title = _("Việc của buổi họp ngày %(day)s") % {"day": day}
    forms = [each["form"] for each in carried] + list(new)
    return {
        "title": title,
        "lead": name,
        "meeting": meeting,
        "carried": carried,
        "decided": [{"task": task, "state": state_of(task, request.day)} for task in decided],
        "new": new,
        "may_write": may_write,
        "more_errors": _errors(forms),
        "has_errors": bool(_errors(forms)),
        "crumbs": branch_crumbs(meeting.organisation, name, title),
    }


def _carried(request, meeting):
    tasks = BranchTask.objects.visible_to(request.scope).carried_to(meeting).select_related("meeting")
    rows = []
    for task in tasks.prefetch_related("notes"):
        is_open = task.state == BranchTask.State.OPEN
        form = ProgressForm(request.POST or None, prefix=f"v-{task.key}", initial={"state": ON_GOES})
        rows.append(
            {
                "task": task,
                "state": state_of(task, request.day),
                "note": next(iter(task.notes.all()), None),
                "form": form if is_open else ProgressForm(prefix=f"v-{task.key}"),
                "is_open": is_open,
            }
        )
    return rows


def _all_valid(carried, new) -> bool:
    forms = [each["form"].is_valid() for each in carried if each["is_open"]]
    return all([*forms, new.is_valid()])


def _all_written(request, meeting, carried, new) -> bool:
    """All of it or nothing; what is refused is said at its own form."""
    with transaction.atomic():
        done = [
            _said(request, each["task"], each["form"], on=_day_at(meeting, request.day), meeting=meeting)
            for each in carried
            if each["is_open"] and each["form"].says_something
        ]
        done += [_decided(request, meeting, form) for form in new if form.has_changed()]
        if not all(done):
            transaction.set_rollback(True)
    return all(done)


def _day_at(meeting, today):
    """What is said at a meeting is said on its day; before it is held, in its preparation, today."""
    return min(meeting.on, today)


def _said(request, task, form, *, on, meeting=None) -> bool:
    data = form.cleaned_data
    try:
        if data["state"] in ("", ON_GOES):
            note_progress(task, text=data["text"], on=on, by=request.user, meeting=meeting)
        else:
            close_task(task, state=data["state"], result=data["text"], on=on, by=request.user)
    except ValidationError as error:
        add_refusal(form, error)
        return False
    return True


def _decided(request, meeting, form) -> bool:
    try:
        decide_task(meeting, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        add_refusal(form, error)
        return False
    return True


def _errors(forms) -> list[tuple[str, str]]:
    """[(sentence, id of the field)] for the summary."""
    found = []
    for form in forms:
        if not form.is_bound:
            continue
        found += [(sentence, "") for sentence in form.non_field_errors()]
        for field in form:
            words = {"label": field.label}
            found += [
                (_("%(label)s: %(sentence)s") % (words | {"sentence": sentence}), field.id_for_label)
                for sentence in field.errors
            ]
    return found


def _facts(task, name):
    return [
        (_("Chi bộ"), name),
        (_("Loại"), task.get_kind_display()),
        (_("Ai làm"), task.owner),
        (_("Quyết định tại buổi họp ngày"), date_format(task.meeting.on, "d/m/Y")),
        (_("Thời hạn"), date_format(task.due_on, "d/m/Y") if task.due_on else _("chưa định")),
        (_("Kết quả"), task.result),
        (_("Xong ngày"), date_format(task.closed_on, "d/m/Y") if task.closed_on else ""),
    ]


def _task(request, key):
    rows = BranchTask.objects.visible_to(request.scope).select_related("meeting", "organisation__unit")
    task = get_object_or_404(rows, key=key)
    return task, BranchTask.objects.writable_by(request.scope).filter(pk=task.pk).exists()


def _writable_task(request, key):
    task, may_write = _task(request, key)
    if not may_write:
        raise PermissionDenied
    return task
