"""Bringing in lists: template, upload, row errors, preview, apply, log, taking back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from branches.imports.taking_back import built_on, take_back
from branches.models import ImportRun
from common.errors import sentences
from common.pages import list_page
from common.policy import policy
from common.spreadsheets.reading import SpreadsheetError
from common.spreadsheets.writing import write_template
from dashboard.forms import AnswerForm, upload_form_of
from dashboard.importing import (
    KINDS,
    LARGE_TABLE,
    apply_run,
    check_run,
    discard_run,
    errors_file,
    is_large,
    kinds_for,
    new_run,
)
from dashboard.tables import ImportTable
from dashboard.tasks import apply_import, check_import

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_ERRORS = 200
State = ImportRun.State


@policy("imports.use")
def import_list(request):
    """What can be brought in, and the log of what was."""
    runs = (
        ImportRun.objects.visible_to(request.scope)
        .select_related("user")
        .defer("content", "changes", "errors")
    )
    return list_page(
        request,
        queryset=runs,
        table=ImportTable,
        title=_("Nhập danh sách"),
        template="dashboard/imports/list.html",
        prepare=_with_titles,
        export="cac-lan-nhap",
        empty={"why": _("Chưa có lần nhập nào."), "what": _("Chọn một loại danh sách ở trên để bắt đầu.")},
        context={"kinds": kinds_for(request.scope)},
    )


@policy("imports.use")
def import_template(request, kind):
    kind = _kind(request, kind)
    response = HttpResponse(content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="mau-{kind.name.replace("_", "-")}.xlsx"'
    write_template(response, str(kind.title), kind.columns(), [str(note) for note in kind.notes])
    return response


@policy("imports.use")
def import_upload(request, kind):
    kind = _kind(request, kind)
    form_class = upload_form_of(kind.name)
    form = form_class(
        request.POST or None,
        request.FILES or None,
        scope=request.scope,
        initial={"on": request.day},
    )
    if request.method == "POST" and form.is_valid():
        content, filename = form.content()
        run = new_run(
            kind,
            content,
            filename,
            user=request.user,
            scope=request.scope,
            options=form.options(),
        )
        _check(request, run)
        return redirect("dashboard:import_page", key=run.key)
    context = {
        "title": _("Nhập danh sách: %(kind)s") % {"kind": kind.title},
        "kind": kind,
        "columns": kind.columns(),
        "form": form,
        "crumbs": _crumbs(str(kind.title)),
    }
    return render(request, "dashboard/imports/upload.html", context)


@policy("imports.use")
def import_page(request, key):
    run = _run(request, key)
    preview = run.preview if isinstance(run.preview, dict) else {}
    questions = preview.get("questions", [])
    context = {
        "title": run.filename,
        "lead": KINDS[run.kind].title,
        "run": run,
        "has_errors": run.state == State.REFUSED,
        "crumbs": _crumbs(run.filename),
        "preview": preview,
        "form": AnswerForm(questions=questions) if questions else None,
        "errors": run.errors[:SHOWN_ERRORS],
        "hidden_errors": max(0, len(run.errors) - SHOWN_ERRORS),
        "is_waiting": run.state in (State.UPLOADED, State.APPLYING),
        "is_table": bool(run.errors) and run.errors[0]["row"] > 0,
        "has_file": ImportRun.objects.filter(pk=run.pk, content__isnull=False).exists(),
        "nothing_changes": run.state == State.CHECKED and not (run.added or run.changed or run.ended),
    }
    return render(request, "dashboard/imports/run.html", context)


@policy("imports.use")
@require_POST
def import_check(request, key):
    """Checks a file anew: with answers to its doubtful rows, with corrections accepted, or after a change elsewhere."""
    run = _run(request, key)
    if run.content is None or run.state not in (State.UPLOADED, State.CHECKED, State.REFUSED):
        raise PermissionDenied
    questions = run.preview.get("questions", []) if isinstance(run.preview, dict) else []
    run.answers = {**run.answers, **AnswerForm(request.POST, questions=questions).answers()}
    if request.POST.get("accept_corrections"):
        run.options = {**run.options, "accept_corrections": True}
    run.state = State.UPLOADED
    run.save()
    _check(request, run)
    return redirect("dashboard:import_page", key=run.key)


@policy("imports.use")
@require_POST
def import_apply(request, key):
    run = _run(request, key)
    if run.state not in (State.CHECKED, State.APPLYING):
        messages.warning(request, _("Lần nhập này không còn chờ áp dụng."))
        return redirect("dashboard:import_page", key=run.key)
    if is_large(run) or run.rows > LARGE_TABLE:
        run.state = State.APPLYING
        run.save(update_fields=["state"])
        apply_import.defer(key=run.key, user_id=request.user.pk)
        return redirect("dashboard:import_page", key=run.key)
    try:
        apply_run(run, user=request.user, today=request.day)
    except ValidationError as error:
        for sentence in sentences(error):
            messages.error(request, sentence)
    else:
        messages.success(request, _("Đã nhập %(file)s.") % {"file": run.filename})
    return redirect("dashboard:import_page", key=run.key)


@policy("imports.use")
def import_errors(request, key):
    """The uploaded table with a column of errors."""
    run = _run(request, key)
    if run.content is None or not run.errors or run.errors[0]["row"] < 1:
        raise Http404
    try:
        content = errors_file(run)
    except SpreadsheetError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="loi-{run.key}.xlsx"'
    return response


@policy("imports.use")
@require_POST
def import_discard(request, key):
    run = _run(request, key)
    if run.state not in (State.UPLOADED, State.CHECKED, State.REFUSED):
        raise PermissionDenied
    discard_run(run)
    messages.success(request, _("Đã bỏ tệp %(file)s, không nhập gì.") % {"file": run.filename})
    return redirect("dashboard:import_list")


@policy("imports.use")
def import_take_back(request, key):
    run = _run(request, key)
    kind = KINDS[run.kind]
    if run.state != State.APPLIED:
        raise PermissionDenied
    refusals = built_on(kind, run)
    if request.method == "POST":
        try:
            take_back(kind, run, by=request.user, today=request.day)
        except ValidationError as error:
            refusals = sentences(error)
        else:
            messages.success(request, _("Đã lấy lại lần nhập %(file)s.") % {"file": run.filename})
            return redirect("dashboard:import_page", key=run.key)
    context = {
        "title": _("Lấy lại lần nhập này?"),
        "run": run,
        "refusals": refusals,
        "consequences": _consequences(kind, run),
        "button": _("Lấy lại"),
        "is_dangerous": True,
        "cancel_url": reverse("dashboard:import_page", args=[run.key]),
        "crumbs": _crumbs(run.filename, reverse("dashboard:import_page", args=[run.key]), _("Lấy lại")),
    }
    return render(request, "dashboard/imports/take_back.html", context)


def _consequences(kind, run):
    said = [
        (run.added, _("%(count)s hàng mới sẽ bị bỏ.")),
        (run.changed, _("%(count)s hàng thay đổi trở lại như trước.")),
        (run.ended, _("%(count)s hàng kết thúc trở lại như trước.")),
    ]
    found = [sentence % {"count": count} for count, sentence in said if count]
    if "assignments.assignment" in kind.take_away:
        found.append(_("Phân công mới không bị xoá mà bị hủy, vẫn xem được trong lịch sử."))
    if "assignments.cadre" in kind.take_away:
        found.append(_("Cán bộ và cơ quan mới được giữ lại."))
    return found


def _with_titles(runs):
    for run in runs:
        run.title = str(KINDS[run.kind].title) if run.kind in KINDS else run.kind
    return runs


def _kind(request, name):
    if name not in KINDS:
        raise Http404
    if not request.scope.may(KINDS[name].permission):
        raise PermissionDenied
    return KINDS[name]


def _run(request, key):
    runs = ImportRun.objects.visible_to(request.scope).select_related("user").defer("content", "changes")
    run = get_object_or_404(runs, key=key)
    if run.kind not in KINDS:
        raise Http404
    _kind(request, run.kind)
    return run


def _check(request, run):
    """Checks a small file at once; a large one waits for the queue, and its page says so."""
    if is_large(run) or not check_run(run, user=request.user, today=request.day, max_rows=LARGE_TABLE):
        check_import.defer(key=run.key, user_id=request.user.pk)


def _crumbs(label, url=None, last=None):
    crumbs = [(_("Nhập danh sách"), reverse("dashboard:import_list")), (label, url)]
    return [*crumbs, (last, None)] if last else crumbs
