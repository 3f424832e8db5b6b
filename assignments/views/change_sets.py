"""Change sets: what a draft changes and what stands against it, its annex, putting it into force, putting it away."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from assignments.actions.change_sets import (
    change_draft,
    conflicts_of,
    discard,
    notices_of,
    put_in_force,
    remove_lines,
)
from assignments.actions.citing import document_of
from assignments.decision_documents import decision_document
from assignments.facts.change_sets import (
    ADDED,
    CHANGED,
    ENDED,
    annex_columns,
    annex_lines,
    changed_places,
    counts_of,
)
from assignments.filters.change_sets import ChangeSetFilter
from assignments.forms.board import ChangedDraftForm
from assignments.forms.citing import CitingForm
from assignments.models import ChangeSet
from assignments.tables.change_sets import STATES, ChangeSetTable
from common.documents import printed_by, printed_response
from common.errors import sentences
from common.exports import Export, export_response, log_export
from common.pages import list_page
from common.policy import policy

KINDS = {
    CHANGED: ("info", gettext_lazy("đổi người")),
    ADDED: ("ok", gettext_lazy("có người mới")),
    ENDED: ("warn", gettext_lazy("kết thúc")),
}


@policy("assignments.write")
def change_set_list(request):
    rows = ChangeSet.objects.visible_to(request.scope).select_related("scheme", "document", "created_by")
    return list_page(
        request,
        queryset=rows.annotate(line_count=Count("lines")).order_by("-created_at", "-pk"),
        table=ChangeSetTable,
        filterset=ChangeSetFilter,
        title=_("Các đợt điều chỉnh"),
        prepare=_rows,
        export="dot-dieu-chinh",
        primary=(_("Đến bảng phân công"), reverse("assignments:board")),
        crumbs=[(_("Bảng phân công"), reverse("assignments:board")), (_("Các đợt điều chỉnh"), None)],
        empty={
            "why": _("Chưa có đợt điều chỉnh nào."),
            "what": _("Mỗi lần ghi trên bảng phân công là ghi vào một dự thảo; dự thảo hiện ở đây."),
            "url": reverse("assignments:board"),
            "action": _("Đến bảng phân công"),
        },
    )


@policy("assignments.write")
def change_set_page(request, key):
    change_set = _found(request, key)
    return _page(request, change_set)


@policy("assignments.write")
@require_POST
def change_set_force(request, key):
    """Puts the draft into force under a document that is chosen or entered here; all or nothing."""
    change_set = _found(request, key)
    form = _citing(request, change_set, request.POST)
    if not form.is_valid():
        return _page(request, change_set, form=form)
    text = request.POST.get("version", "")
    version = int(text) if text.isdecimal() else 0
    try:
        done = _put(change_set, form.cleaned_data, version=version, by=request.user)
    except ValidationError as error:
        change_set.refresh_from_db()
        return _page(request, change_set, form=form, refusals=sentences(error))
    messages.success(
        request,
        _("“%(name)s” đã có hiệu lực từ %(day)s theo %(document)s.")
        % {"name": done, "day": _day(done.effective_on), "document": done.document},
    )
    return redirect(done)


@transaction.atomic
def _put(change_set, data, *, version, by):
    document = document_of(data, issuer=change_set.scheme.issuer, by=by)
    if document is not None and document.pk != change_set.document_id:
        change_draft(change_set, by=by, version=version, document=document)
        version += 1
    return put_in_force(change_set, by=by, version=version)


@policy("assignments.write")
def change_set_edit(request, key):
    change_set = _found(request, key)
    form = ChangedDraftForm(
        request.POST or None,
        initial={
            "name": change_set.name,
            "effective_on": change_set.effective_on,
            "version": change_set.version,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_draft(change_set, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, sentences(error))
        else:
            messages.success(request, _("Đã sửa dự thảo."))
            return redirect(change_set)
    context = {
        "title": _("Sửa tên và ngày có hiệu lực"),
        "form": form,
        "button": _("Lưu"),
        "cancel_url": change_set.get_absolute_url(),
        "crumbs": _crumbs(_("Sửa"), change_set),
    }
    return render(request, "components/form_page.html", context)


@policy("assignments.write")
@require_POST
def change_set_undo(request, key):
    """Takes one place's lines out of the draft."""
    change_set = _found(request, key)
    ids = [int(each) for each in request.POST.getlist("dong") if each.isdecimal()]
    try:
        remove_lines(change_set, ids, by=request.user)
    except ValidationError as error:
        for sentence in sentences(error):
            messages.error(request, sentence)
    else:
        messages.success(request, _("Đã bỏ thay đổi này khỏi dự thảo."))
    return redirect(change_set)


@policy("assignments.write")
def change_set_discard(request, key):
    change_set = _found(request, key)
    if request.method == "POST":
        try:
            discard(change_set, by=request.user)
        except ValidationError as error:
            for sentence in sentences(error):
                messages.error(request, sentence)
            return redirect(change_set)
        messages.success(request, _("Đã bỏ dự thảo. Không phân công nào thay đổi."))
        return redirect("assignments:change_set_list")
    context = {
        "title": _("Bỏ dự thảo này?"),
        "lead": change_set.name,
        "consequences": [
            _("Không phân công nào thay đổi."),
            _("Dự thảo vẫn xem lại được trong danh sách, nhưng không sửa và không cho có hiệu lực được nữa."),
        ],
        "button": _("Bỏ dự thảo"),
        "is_dangerous": True,
        "cancel_url": change_set.get_absolute_url(),
        "crumbs": _crumbs(_("Bỏ dự thảo"), change_set),
    }
    return render(request, "components/confirm.html", context)


@policy("assignments.write")
def change_set_annex(request, key):
    """The annex of the decision as a spreadsheet."""
    change_set = _found(request, key)
    places = changed_places(change_set)
    export = Export("phu-luc", annex_columns(places), annex_lines)
    return export_response(request, export, title=change_set.name, rows=places)


@policy("assignments.write")
def change_set_paper(request, key, kind):
    """The decision with its annex, to be saved or finished in Word. What it holds is what the spreadsheet holds."""
    change_set = _found(request, key)
    if not request.scope.may("exports.read"):
        raise PermissionDenied
    log_export(request, change_set.lines.count())
    document = decision_document(change_set, day=request.day, footer=printed_by(request.user))
    return printed_response(document, kind, name=f"quyet-dinh-{change_set.key}")


def _page(request, change_set, *, form=None, refusals=()):
    is_draft = change_set.state == ChangeSet.State.DRAFT
    conflicts = conflicts_of(change_set) if is_draft else []
    places = changed_places(change_set, conflicts)
    counts = counts_of(places)
    if is_draft and form is None:
        form = _citing(request, change_set)
    context = {
        "title": change_set.name,
        "change_set": change_set,
        "state": STATES[change_set.state],
        "is_draft": is_draft,
        "is_in_force": change_set.state == ChangeSet.State.IN_FORCE,
        "facts": _facts(change_set),
        "places": [{"place": place, "kind": KINDS[place.kind]} for place in places],
        "figures": [(counts[kind], KINDS[kind][1]) for kind in (CHANGED, ADDED, ENDED)],
        "conflicts": list(dict.fromkeys(conflict.sentence for conflict in conflicts)),
        "notices": notices_of(change_set) if is_draft else [],
        "form": form if is_draft else None,
        "more_errors": [(sentence, "") for sentence in refusals],
        "has_errors": bool(refusals),
        "board_url": _board(change_set),
        "may_export": request.scope.may("exports.read"),
        "crumbs": _crumbs(change_set.name),
    }
    return render(request, "assignments/change_set_page.html", context)


def _facts(change_set):
    document = change_set.document
    return [
        (_("Chủ trương"), change_set.scheme.name),
        (_("Có hiệu lực từ"), _day(change_set.effective_on)),
        (
            _("Văn bản"),
            _("%(document)s ngày %(day)s, %(title)s")
            % {"document": document, "day": _day(document.issued_on), "title": document.title}
            if document
            else _("chưa chọn"),
        ),
        (_("Người lập"), str(change_set.created_by or "")),
        (_("Người cho có hiệu lực"), str(change_set.put_in_force_by or "")),
    ]


def _rows(change_sets):
    return [
        {
            "name": each.name,
            "url": each.get_absolute_url(),
            "scheme": each.scheme.name,
            "effective_on": each.effective_on,
            "document": str(each.document or ""),
            "lines": each.line_count,
            "created_by": str(each.created_by or ""),
            "state": each.state,
        }
        for each in change_sets
    ]


def _citing(request, change_set, data=None):
    return CitingForm(
        data,
        scope=request.scope,
        issuer=change_set.scheme.issuer,
        initial={"document": change_set.document_id, "issued_on": None},
    )


def _board(change_set):
    query = {"chu-truong": change_set.scheme.key}
    if change_set.state == ChangeSet.State.DRAFT:
        query["dot"] = change_set.key
    return f"{reverse('assignments:board')}?{urlencode(query)}"


def _found(request, key):
    rows = ChangeSet.objects.visible_to(request.scope)
    rows = rows.select_related(
        "scheme__issuer", "scheme__charter", "document", "created_by", "put_in_force_by"
    )
    return get_object_or_404(rows, key=key)


def _day(day):
    return date_format(day, "d/m/Y")


def _crumbs(here, change_set=None):
    above = [
        (_("Bảng phân công"), reverse("assignments:board")),
        (_("Các đợt điều chỉnh"), reverse("assignments:change_set_list")),
    ]
    if change_set:
        above.append((change_set.name, change_set.get_absolute_url()))
    return [*above, (here, None)]
