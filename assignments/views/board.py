"""The assignment board: one table in which a whole district is assigned, every step gathered in a draft."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.actions.change_sets import draft_change_set
from assignments.actions.gathering import gather
from assignments.addresses import address_of, page_of
from assignments.board import Board, Unknown
from assignments.forms.board import DraftForm, GatherForm
from assignments.models import Assignment, ChangeSet, Scheme
from branches.models import Unit
from branches.querysets.units import names_of
from common.errors import sentences
from common.pages import asked_day
from common.policy import policy
from common.text import search_key

SCHEME, DRAFT, PLACE, VACANT, TEXT = "chu-truong", "dot", "noi", "trong", "q"
PER_PAGE = 100
FREE_SHOWN = 200
BOX = "o-"


@policy("assignments.read")
def board(request):
    scheme, schemes = _scheme(request)
    if scheme is None:
        return _no_scheme(request)
    draft = _draft(request, scheme)
    may_write = _may_write(request.scope, scheme)
    place = _place(request)
    day = asked_day(request)
    shown = Board(
        scheme,
        day,
        request.scope,
        draft=draft,
        place=place,
        only_vacant=request.GET.get(VACANT) == "1",
        may_choose=may_write,
    )
    gathering = GatherForm(request.POST or None)
    naming = DraftForm(
        request.POST or None,
        initial={"name": _new_name(day), "effective_on": day},
    )
    errors, typed = [], {}
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        typed, errors, response = _gathered(request, shown, gathering, naming)
        if response:
            return response
    context = _context(request, shown, schemes, may_write, typed, errors)
    context |= {"gathering": gathering, "naming": naming}
    return render(request, "assignments/board.html", context)


def _gathered(request, shown, gathering, naming):
    """(what was typed, errors as (sentence, field id), the redirect): all of what was sent is taken, or nothing."""
    rows = {row.key: row for row in shown.rows}
    typed = {
        name.removeprefix(BOX): text.strip()
        for name, text in request.POST.items()
        if name.startswith(BOX) and text.strip()
    }
    give, errors = [], {}
    for key, text in typed.items():
        if key not in rows:
            continue
        try:
            give.append((shown.candidate(text), rows[key]))
        except Unknown as unknown:
            errors[key] = unknown_words(unknown)
    undo = [rows[key] for key in (request.POST.get("bo"),) if key in rows]
    take = _taken(request, shown)
    forms = [gathering] if shown.draft else [gathering, naming]
    found = [
        (_("%(place)s: %(sentence)s") % {"place": rows[key].name, "sentence": words}, f"{BOX}{key}")
        for key, words in errors.items()
    ]
    found += [(sentence, "") for form in forms for each in form.errors.values() for sentence in each]
    if not (errors or give or undo or take):
        found.append((_("Chưa ghi thay đổi nào: hãy chọn người ở ít nhất một nơi."), ""))
    if found:
        return typed, found, None
    targets = shown.targets([row for _person, row in give] + undo)
    try:
        with transaction.atomic():
            draft, version = _opened(request, shown, naming)
            done = gather(
                draft,
                by=request.user,
                version=version,
                give=[(person, targets[row.key]) for person, row in give],
                take=take,
                undo=[targets[row.key] for row in undo],
                **gathering.cleaned_data,
            )
    except ValidationError as error:
        return typed, [(sentence, "") for sentence in sentences(error)], None
    messages.success(request, _done_words(done, draft))
    return typed, [], redirect(_address(request, draft=draft))


def _opened(request, shown, naming):
    """The draft and the version that was looked at; a new draft where none was chosen."""
    if shown.draft:
        text = request.POST.get("version", "")
        return shown.draft, int(text) if text.isdecimal() else 0
    draft = draft_change_set(scheme=shown.scheme, by=request.user, **naming.cleaned_data)
    return draft, draft.version


def _taken(request, shown) -> list:
    key = request.POST.get("thoi")
    if not key:
        return []
    rows = Assignment.objects.active_on(shown.day).filter(scheme=shown.scheme).select_related("scheme")
    return list(rows.filter(key=key))


def _context(request, shown, schemes, may_write, typed, errors):
    page = Paginator(shown.rows, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    shown.describe(rows)
    text = request.GET.get(TEXT, "").strip()[:100]
    free = shown.free if may_write else []
    key = search_key(text)
    matching = [each for each in free if not key or key in each.search_key]
    candidates = shown.offered() if may_write else []
    posts = {each.assignee.pk: each.post for each in candidates}
    wrong = {target.removeprefix(BOX) for _sentence, target in errors if target}
    return {
        "title": _("Bảng phân công"),
        "has_errors": bool(errors),
        "more_errors": errors,
        "lead_scheme": shown.scheme,
        "schemes": schemes,
        "as_of": shown.day,
        "board": shown,
        "page": page,
        "rows": [
            {
                "row": row,
                "typed": typed.get(row.key, ""),
                "wrong": row.key in wrong,
                "is_unfollowed": row.is_vacant,
            }
            for row in rows
        ],
        "total": len(shown.rows),
        "draft": shown.draft,
        "drafts": ChangeSet.objects.visible_to(request.scope).drafts().filter(scheme=shown.scheme)
        if may_write
        else [],
        "may_write": may_write,
        "candidates": candidates,
        "free": [
            {
                "cadre": each,
                "post": posts.get(each.pk, ""),
                "text": f"{each} · {each.code}",
                "url": page_of(each),
            }
            for each in matching[:FREE_SHOWN]
        ],
        "free_total": len(free),
        "free_text": text,
        "place": shown.place,
        "place_name": names_of([shown.place.pk], shown.day).get(shown.place.pk) if shown.place else "",
        "only_vacant": shown.only_vacant,
        "one": rows[0].key if len(shown.rows) == 1 else None,
        "kept": [(name, value) for name, value in request.GET.items() if name not in (TEXT, "page")],
        "board_action": f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path,
        "coverage_url": _coverage(request, shown),
        "scheme_url": page_of(shown.scheme),
    }


def _scheme(request):
    """The scheme that is asked for, by key or code, or the one to begin with; and all to choose among."""
    rows = Scheme.objects.visible_to(request.scope).select_related("issuer", "target_level")
    schemes = list(rows.prefetch_related("eligible_groups"))
    wanted = request.GET.get(SCHEME, "").strip()
    if wanted:
        found = next((each for each in schemes if wanted in (each.key, each.code)), None)
        if found is None:
            raise Http404
        return found, schemes
    draft_key = request.GET.get(DRAFT)
    of_draft = (
        ChangeSet.objects.visible_to(request.scope).filter(key=draft_key).values_list("scheme", flat=True)
    )
    if draft_key and (pk := of_draft.first()):
        return next((each for each in schemes if each.pk == pk), None), schemes

    def order(each):
        return (
            not _may_write(request.scope, each),
            not each.holds_on(request.day),
            -each.starts_on.toordinal(),
            each.pk,
        )

    return min(schemes, key=order, default=None), schemes


def _draft(request, scheme):
    key = request.GET.get(DRAFT)
    if not key:
        return None
    draft = get_object_or_404(ChangeSet.objects.visible_to(request.scope), key=key, scheme=scheme)
    draft.scheme = scheme  # with its issuer and groups at hand
    return draft if draft.state == ChangeSet.State.DRAFT else None


def _place(request):
    key = request.GET.get(PLACE)
    return get_object_or_404(Unit.objects.visible_to(request.scope), key=key) if key else None


def _no_scheme(request):
    may_write = request.scope.may("schemes.write")
    context = {
        "title": _("Bảng phân công"),
        "why": _("Chưa có chủ trương phân công nào."),
        "what": _("Lập chủ trương trước: ai theo dõi nơi nào, mỗi nơi mấy người."),
        "url": reverse("assignments:scheme_new") if may_write else None,
        "action": _("Lập chủ trương"),
    }
    return render(request, "assignments/board_none.html", context)


def _may_write(scope, scheme):
    return scope.reach("assignments.write").covers(scheme.issuer.access_path, scheme.issuer_id)


def _address(request, draft):
    query = {SCHEME: draft.scheme.key, DRAFT: draft.key}
    query |= {name: request.GET[name] for name in (PLACE, VACANT, TEXT) if request.GET.get(name)}
    return f"{request.path}?{urlencode(query)}"


def _coverage(request, shown):
    url = address_of("dashboard:coverage") if request.scope.may("coverage.read") else None
    return f"{url}?{urlencode({'chu-truong': shown.scheme.code})}" if url else None


def _new_name(day):
    return _("Điều chỉnh phân công từ %(day)s") % {"day": date_format(day, "d/m/Y")}


def unknown_words(unknown):
    if unknown.several:
        return _(
            "có nhiều người khớp với “%(text)s”: %(names)s. Hãy chọn một người trong danh sách gợi ý."
        ) % {
            "text": unknown.text[:60],
            "names": ", ".join(unknown.several),
        }
    return _("không có ai tên “%(text)s” trong những người được phân công theo chủ trương này.") % {
        "text": unknown.text[:60]
    }


def _done_words(done, draft):
    if not done:
        return _("Không có gì thay đổi: những nơi này vốn đã như vậy.")
    parts = [
        ngettext("%(n)s nơi có người mới", "%(n)s nơi có người mới", done.added) % {"n": done.added},
        ngettext("%(n)s phân công kết thúc", "%(n)s phân công kết thúc", done.ended) % {"n": done.ended},
        ngettext("%(n)s nơi trở lại như cũ", "%(n)s nơi trở lại như cũ", done.undone) % {"n": done.undone},
    ]
    shown = [
        part for part, number in zip(parts, (done.added, done.ended, done.undone), strict=True) if number
    ]
    return _("Đã ghi vào dự thảo “%(draft)s”: %(what)s.") % {"draft": draft, "what": "; ".join(shown)}
