"""Assignments one by one: the list, the page of one, its end, taking a mistake back, putting a mistake right."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.actions.assigning import correct_assignment, end_assignment, soft_notices, void_assignment
from assignments.actions.checking import where_of
from assignments.addresses import page_of
from assignments.board import SEPARATOR, Board, Unknown
from assignments.facts.assignments import above_of, assignment_rows, state_of
from assignments.filters.assignments import AssignmentFilter
from assignments.forms.assignments import CorrectForm, EndForm, VoidForm
from assignments.models import Assignment
from assignments.querysets.assignments import names_of_targets
from assignments.tables.assignments import STATES, AssignmentTable
from assignments.views.board import unknown_words
from branches.models import OfficialDocument
from branches.querysets.units import names_of_keys, placements_by_unit
from common.errors import sentences
from common.pages import asked_day, list_page
from common.periods import last_day
from common.policy import SIGNED_IN, policy


@policy("assignments.read")
def assignment_list(request):
    day = asked_day(request)
    rows = Assignment.objects.visible_to(request.scope).for_list().order_by("-starts_on", "-pk")
    return list_page(
        request,
        queryset=rows,
        table=AssignmentTable,
        filterset=AssignmentFilter,
        title=_("Danh sách phân công"),
        prepare=lambda found: assignment_rows(found, day, request.scope),
        export="phan-cong",
        primary=(_("Bảng phân công"), reverse("assignments:board")),
        crumbs=[
            (_("Bảng phân công"), reverse("assignments:board")),
            (_("Danh sách phân công"), None),
        ],
        empty={
            "why": _("Chưa có phân công nào trong địa bàn của bạn."),
            "what": _("Phân công được ghi trên bảng phân công, hoặc nhập từ danh sách có sẵn."),
            "url": reverse("assignments:board"),
            "action": _("Đến bảng phân công"),
        },
        context={"as_of": day},
    )


@policy(SIGNED_IN)
def assignment_page(request, key):
    """Whoever may see the row: the readers of its place, the cadre himself, his employer."""
    row = _visible(request, key)
    day, name = request.day, _name(row, request.day)
    state = state_of(row, day)
    may_write = _may_write(request, row)
    context = {
        "title": _("%(assignee)s – %(target)s") % {"assignee": row.assignee, "target": name},
        "row": row,
        "state": STATES[state],
        "facts": _facts(request, row, name, day),
        "documents": _documents(request, row),
        "corrects": _seen(request, row.corrects_id),
        "corrections": list(Assignment.objects.visible_to(request.scope).filter(corrects=row)),
        "may_write": may_write,
        "may_end": may_write and state in ("running", "to_come"),
        "links": [
            (label, url)
            for label, url in (
                (_("Trang của cán bộ"), page_of(row.cadre) if request.scope.may("cadres.read") else None),
                (_("Trang của đơn vị"), page_of(row.target_unit) if row.target_unit else None),
                *_household_links(request, row),
                (_("Chủ trương"), page_of(row.scheme) if request.scope.may("schemes.read") else None),
            )
            if url
        ],
        "crumbs": _crumbs(name, list_too=request.scope.may("assignments.read")),
    }
    return render(request, "assignments/assignment_page.html", context)


@policy("assignments.write")
def assignment_end(request, key):
    row, name = _writable(request, key)
    form = EndForm(
        request.POST or None, scope=request.scope, scheme=row.scheme, initial={"last_day": request.day}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            end_assignment(
                row,
                on=data["ends_on"],
                reason=data["reason"],
                by=request.user,
                document=data["document"],
                note=data["note"],
            )
        except ValidationError as error:
            form.add_error(None, sentences(error))
        else:
            messages.success(request, _("Đã ghi ngày kết thúc phân công."))
            return redirect("assignments:assignment_page", row.key)
    words = {"assignee": row.assignee, "target": name}
    context = {
        "title": _("Kết thúc phân công?"),
        "lead": _("%(assignee)s – %(target)s") % words,
        "consequences": [
            _(
                "Từ ngày sau ngày này, %(target)s không còn do %(assignee)s theo dõi; nếu chưa có người thay thì trống."
            )
            % words,
            _("%(assignee)s không còn xem được nơi này, trừ khi có vai trò khác.") % words,
            _("Phân công vẫn nằm trong lịch sử. Nếu là nhập nhầm thì hãy hủy, đừng kết thúc."),
        ],
        "form": form,
        "button": _("Kết thúc phân công"),
        "is_dangerous": True,
        "cancel_url": reverse("assignments:assignment_page", args=[row.key]),
        "crumbs": _crumbs(_("Kết thúc")),
    }
    return render(request, "components/confirm.html", context)


@policy("assignments.write")
def assignment_void(request, key):
    row, name = _writable(request, key)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            void_assignment(row, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            form.add_error(None, sentences(error))
        else:
            messages.success(request, _("Đã hủy phân công nhập nhầm."))
            return redirect("assignments:assignment_page", row.key)
    words = {"assignee": row.assignee, "target": name}
    context = {
        "title": _("Hủy phân công nhập nhầm?"),
        "lead": _("%(assignee)s – %(target)s") % words,
        "consequences": [
            _("Phân công này ra khỏi mọi số liệu, kể cả của những ngày trước, như chưa từng có."),
            _("Dòng này vẫn xem được, kèm người hủy và lý do. Hủy rồi thì không lấy lại được."),
            _("Nếu người này đã thật sự theo dõi nơi đó thì hãy kết thúc, đừng hủy."),
        ],
        "form": form,
        "button": _("Hủy phân công"),
        "is_dangerous": True,
        "cancel_url": reverse("assignments:assignment_page", args=[row.key]),
        "crumbs": _crumbs(_("Hủy")),
    }
    return render(request, "components/confirm.html", context)


@policy("assignments.write")
def assignment_correct(request, key):
    row, name = _writable(request, key)
    board = Board(row.scheme, row.starts_on, request.scope)
    places = {each.key: each for each in board.rows}
    own = row.target.key
    choices = [(own, name), *((each.key, _place_words(each)) for each in places.values() if each.key != own)]
    initial = {
        "assignee": f"{row.assignee}{SEPARATOR}{row.assignee.code}",
        "target": own,
        "starts_on": row.starts_on,
        "last_day": last_day(row.ends_on),
        "role": row.role,
    }
    form = CorrectForm(
        request.POST or None, scope=request.scope, scheme=row.scheme, targets=choices, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        made = _corrected(request, row, form, board, places, initial)
        if made:
            messages.success(request, _("Đã đính chính: dòng cũ bị hủy, đây là dòng đúng."))
            for sentence in soft_notices(scheme=made.scheme, assignees=[made.assignee], on=made.starts_on):
                messages.warning(request, sentence)
            return redirect("assignments:assignment_page", made.key)
    context = {
        "title": _("Đính chính phân công?"),
        "lead": _("%(assignee)s – %(target)s") % {"assignee": row.assignee, "target": name},
        "consequences": [
            _("Dòng này bị hủy và một dòng đúng được lập thay, hai dòng nối với nhau."),
            _("Số liệu của những ngày trước đổi theo dòng đúng. Chỉ dùng khi đã nhập sai."),
        ],
        "form": form,
        "button": _("Đính chính"),
        "cancel_url": reverse("assignments:assignment_page", args=[row.key]),
        "candidates": board.offered(),
        "crumbs": _crumbs(_("Đính chính")),
    }
    return render(request, "assignments/assignment_correct.html", context)


def _corrected(request, row, form, board, places, initial):
    """The right row, or None with the form saying why not."""
    data = form.cleaned_data
    right = {"starts_on": data["starts_on"], "ends_on": data["ends_on"], "role": data["role"]}
    try:
        if data["assignee"] != initial["assignee"]:
            right["assignee"] = board.candidate(data["assignee"])
        if data["target"] != initial["target"]:
            right["target"] = board.target(places[data["target"]])
        if data["document"]:
            right["documents"] = [data["document"]]
        return correct_assignment(row, by=request.user, reason=data["reason"], **right)
    except Unknown as unknown:
        form.add_error("assignee", unknown_words(unknown))
    except ValidationError as error:
        form.add_error(None, sentences(error))
    return None


def _facts(request, row, name, day):
    places = placements_by_unit([row.unit_id], day)
    above = names_of_keys({above_of(row, places)} - {""}, day)
    voided = (
        _("%(who)s hủy lúc %(moment)s: %(reason)s")
        % {
            "who": row.voided_by or _("không rõ ai"),
            "moment": date_format(row.voided_at, "H:i d/m/Y"),
            "reason": row.void_reason,
        }
        if row.is_voided
        else ""
    )
    return [
        (_("Người theo dõi"), str(row.assignee)),
        (_("Chức vụ khi được phân công"), row.post_then),
        (_("Nhóm khi được phân công"), str(row.group_then or "")),
        (_("Nơi theo dõi"), name),
        (_("Thuộc"), ", ".join(above.values())),
        (_("Chủ trương"), row.scheme.name),
        (_("Nhiệm vụ"), row.get_role_display()),
        (_("Từ ngày"), _day(row.starts_on)),
        (_("Đến hết ngày"), _day(last_day(row.ends_on)) if row.ends_on else _("chưa định")),
        (_("Lý do phân công"), row.reason),
        (_("Lý do kết thúc"), row.get_end_reason_display() if row.end_reason else ""),
        (_("Ghi chú kết thúc"), row.end_note),
        (_("Nhập nhầm"), voided),
        (_("Người ghi"), str(row.created_by or "")),
    ]


def _documents(request, row):
    links = row.document_links.select_related("document").filter(
        document__in=OfficialDocument.objects.visible_to(request.scope).values("pk")
    )
    may_read = request.scope.may("documents.read")
    return [
        {
            "document": link.document,
            "part": link.get_part_display(),
            "url": page_of(link.document) if may_read else None,
        }
        for link in links.order_by("pk")
    ]


def _household_links(request, row):
    """To the household or group, for those who read its row."""
    thing = row.target_household or row.target_group
    if thing is None or not type(thing).objects.visible_to(request.scope).filter(pk=thing.pk).exists():
        return []
    is_opened = row.target_household_id or request.scope.may("households.read")
    return [
        (_("Trang của hộ") if row.target_household_id else _("Trang của tổ"), is_opened and page_of(thing))
    ]


def _name(row, day):
    return names_of_targets([row], day).get(where_of(row), "")


def _place_words(row):
    return ", ".join(part for part in (row.name, row.above) if part)


def _seen(request, pk):
    return Assignment.objects.visible_to(request.scope).filter(pk=pk).first() if pk else None


def _visible(request, key):
    rows = Assignment.objects.visible_to(request.scope).for_list()
    return get_object_or_404(rows.select_related("scheme__issuer", "voided_by", "created_by"), key=key)


def _writable(request, key):
    row = _visible(request, key)
    if not _may_write(request, row):
        raise PermissionDenied
    return row, _name(row, request.day)


def _may_write(request, row):
    issuer = row.scheme.issuer
    return request.scope.reach("assignments.write").covers(issuer.access_path, issuer.pk)


def _day(day):
    return date_format(day, "d/m/Y")


def _crumbs(here, list_too=True):
    above = [(_("Danh sách phân công"), reverse("assignments:assignment_list"))] if list_too else []
    return [*above, (here, None)]
