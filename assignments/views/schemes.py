"""Schemes: the list, a scheme in words, made from a preset or by hand, changed, ended, carried into a new term."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.actions.change_sets import draft_from_scheme
from assignments.actions.citing import document_of
from assignments.actions.schemes import change_scheme, copy_scheme, create_scheme, end_scheme, rest_on
from assignments.addresses import address_of, page_of
from assignments.facts.schemes import facts_of, state_of, target_words
from assignments.filters.schemes import SchemeFilter
from assignments.forms.citing import CitingForm, documents_for
from assignments.forms.schemes import BY_HAND, EndSchemeForm, NewSchemeForm, NewTermForm, SchemeForm
from assignments.models import Assignment, ChangeSet, Scheme
from assignments.querysets.coverage import ended_with_assignments, ending_within
from assignments.tables.schemes import STATES, SchemeTable
from branches.models import OfficialDocument
from branches.querysets.units import names_of
from common.errors import sentences
from common.pages import list_page
from common.periods import last_day
from common.policy import policy

SOON_DAYS = 90


@policy("schemes.read")
def scheme_list(request):
    may_write = request.scope.may("schemes.write")
    return list_page(
        request,
        queryset=Scheme.objects.visible_to(request.scope).select_related("target_level"),
        table=SchemeTable,
        filterset=SchemeFilter,
        title=_("Chủ trương phân công"),
        prepare=lambda schemes: _rows(request, schemes),
        export="chu-truong",
        primary=(_("Lập chủ trương"), reverse("assignments:scheme_new")) if may_write else None,
        empty={
            "why": _("Chưa có chủ trương phân công nào."),
            "what": _("Lập từ một mẫu có sẵn rồi sửa cho đúng quy định của nơi mình."),
            "url": reverse("assignments:scheme_new") if may_write else None,
            "action": _("Lập chủ trương"),
        },
    )


@policy("schemes.read")
def scheme_page(request, key):
    scheme = _visible(request, key)
    day, scope = request.day, request.scope
    running = Assignment.objects.visible_to(scope).active_on(day).filter(scheme=scheme).count()
    groups = list(scheme.eligible_groups.all())
    readable = OfficialDocument.objects.visible_to(scope)
    linked = Scheme.objects.visible_to(scope)
    parent = linked.filter(pk=scheme.parent_scheme_id).first()
    state = state_of(scheme, day, running)
    may_write = _may_write(scope, scheme)
    context = {
        "title": scheme.name,
        "scheme": scheme,
        "state": STATES[state],
        "notices": _notices(scheme, day),
        "facts": facts_of(scheme, names_of([scheme.issuer_id], day).get(scheme.issuer_id, ""), groups),
        "duties": [
            (_("Trách nhiệm của người được phân công"), scheme.assignee_duties),
            (_("Quyền hạn của người được phân công"), scheme.assignee_powers),
            (_("Trách nhiệm của cấp ủy nơi được theo dõi"), scheme.host_duties),
        ],
        "documents": _documents(readable.filter(scheme_links__scheme=scheme).order_by("scheme_links__pk")),
        "charter": _documents(readable.filter(pk=scheme.charter_id)),
        "linked": [*([parent] if parent else []), *linked.filter(parent_scheme=scheme)],
        "running": running,
        "list_url": _with(reverse("assignments:assignment_list"), scheme=scheme.pk, state="running")
        if scope.may("assignments.read")
        else None,
        "board_url": _with(reverse("assignments:board"), **{"chu-truong": scheme.key})
        if scope.may("assignments.read")
        else None,
        "coverage_url": _coverage(scheme) if scope.may("coverage.read") else None,
        "drafts": ChangeSet.objects.visible_to(scope).drafts().filter(scheme=scheme),
        "may_write": may_write,
        "has_ended": bool(scheme.ends_on and scheme.ends_on <= day),
        "crumbs": _crumbs(scheme.name),
    }
    return render(request, "assignments/scheme_page.html", context)


@policy("schemes.write")
def scheme_new(request):
    form = NewSchemeForm(
        request.POST or None,
        scope=request.scope,
        day=request.day,
        initial={"starts_on": request.day, "preset": request.GET.get("mau", "binh-dai")},
    )
    if len(form.issuers) == 1:
        form.fields["issuer"].initial = form.issuers[0][0].key
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        preset = None if data["preset"] == BY_HAND else data.pop("preset")
        ends_on = {"ends_on": data["ends_on"]} if data["ends_on"] else {}
        try:
            scheme = create_scheme(
                code=data["code"],
                name=data["name"],
                issuer=data["issuer"],
                starts_on=data["starts_on"],
                by=request.user,
                preset=preset,
                **ends_on,
                **({} if preset else {"target_level_id": 4}),
            )
        except ValidationError as error:
            _explain(form, error)
        else:
            made = 1 + scheme.child_schemes.count()
            messages.success(
                request,
                ngettext(
                    "Đã lập %(n)s chủ trương. Hãy xem lại từng mục và ghi văn bản làm cơ sở.",
                    "Đã lập %(n)s chủ trương. Hãy xem lại từng mục và ghi văn bản làm cơ sở.",
                    made,
                )
                % {"n": made},
            )
            return redirect("assignments:scheme_page" if preset else "assignments:scheme_edit", scheme.key)
    context = {
        "title": _("Lập chủ trương phân công"),
        "form": form,
        "button": _("Lập chủ trương"),
        "cancel_url": reverse("assignments:scheme_list"),
        "crumbs": _crumbs(_("Lập chủ trương")),
    }
    return render(request, "components/form_page.html", context)


@policy("schemes.write")
def scheme_edit(request, key):
    scheme = _writable(request, key)
    form = SchemeForm(
        request.POST or None,
        instance=scheme,
        scope=request.scope,
        documents=documents_for(request.scope, scheme.issuer),
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            change_scheme(scheme, by=request.user, version=data.pop("version"), **data)
        except ValidationError as error:
            _explain(form, error)
        else:
            messages.success(request, _("Đã sửa chủ trương. Phân công đã có giữ nguyên."))
            return redirect("assignments:scheme_page", scheme.key)
    context = {
        "title": _("Sửa chủ trương"),
        "lead": scheme.name,
        "form": form,
        "cancel_url": reverse("assignments:scheme_page", args=[scheme.key]),
        "crumbs": _crumbs(_("Sửa"), scheme),
    }
    return render(request, "assignments/scheme_form.html", context)


@policy("schemes.write")
def scheme_document(request, key):
    """One more document on which the scheme rests."""
    scheme = _writable(request, key)
    form = CitingForm(request.POST or None, scope=request.scope, issuer=scheme.issuer)
    page = reverse("assignments:scheme_page", args=[scheme.key])
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                document = document_of(form.cleaned_data, issuer=scheme.issuer, by=request.user)
                rest_on(scheme, [document], by=request.user)
        except ValidationError as error:
            _explain(form, error)
        else:
            messages.success(request, _("Đã ghi %(document)s làm cơ sở.") % {"document": document})
            return redirect(page)
    context = {
        "title": _("Ghi văn bản làm cơ sở"),
        "lead": scheme.name,
        "form": form,
        "button": _("Ghi văn bản"),
        "cancel_url": page,
        "crumbs": _crumbs(_("Văn bản"), scheme),
    }
    return render(request, "components/form_page.html", context)


@policy("schemes.write")
def scheme_end(request, key):
    scheme = _writable(request, key)
    form = EndSchemeForm(request.POST or None, initial={"last_day": last_day(scheme.ends_on) or request.day})
    page = reverse("assignments:scheme_page", args=[scheme.key])
    if request.method == "POST" and form.is_valid():
        try:
            end_scheme(scheme, on=form.cleaned_data["ends_on"], by=request.user)
        except ValidationError as error:
            form.add_error("last_day", sentences(error))
        else:
            messages.success(request, _("Đã ghi ngày kết thúc của chủ trương."))
            return redirect(page)
    running = Assignment.objects.active_on(request.day).filter(scheme=scheme).count()
    context = {
        "title": _("Kết thúc chủ trương này?"),
        "lead": scheme.name,
        "consequences": [
            _("Từ ngày sau ngày này, không phân công thêm được theo chủ trương này."),
            ngettext(
                "%(n)s phân công đang có không tự kết thúc: hãy kết thúc, hoặc chuyển sang giai đoạn mới.",
                "%(n)s phân công đang có không tự kết thúc: hãy kết thúc, hoặc chuyển sang giai đoạn mới.",
                running,
            )
            % {"n": running}
            if running
            else _("Hiện không có phân công nào đang chạy."),
        ],
        "form": form,
        "button": _("Kết thúc chủ trương"),
        "is_dangerous": True,
        "cancel_url": page,
        "crumbs": _crumbs(_("Kết thúc"), scheme),
    }
    return render(request, "components/confirm.html", context)


@policy("schemes.write")
def scheme_new_term(request, key):
    """A copy of the scheme, and a draft that carries its running assignments over."""
    scheme = _writable(request, key)
    form = NewTermForm(
        request.POST or None,
        initial={"name": scheme.name, "starts_on": scheme.ends_on or request.day},
    )
    if request.method == "POST" and form.is_valid():
        try:
            draft = _new_term(scheme, form.cleaned_data, by=request.user)
        except ValidationError as error:
            _explain(form, error)
        else:
            messages.success(
                request,
                _("Đã lập chủ trương của giai đoạn mới. Phân công cũ nằm trong dự thảo dưới đây."),
            )
            return redirect("assignments:change_set_page", draft.key)
    context = {
        "title": _("Sang giai đoạn mới"),
        "lead": scheme.name,
        "consequences": [
            _("Mọi quy định được chép sang một chủ trương mới; văn bản làm cơ sở thì ghi lại."),
            _("Phân công đang có vào một dự thảo để xem lại, sửa, rồi mới cho có hiệu lực."),
        ],
        "form": form,
        "button": _("Lập giai đoạn mới"),
        "cancel_url": reverse("assignments:scheme_page", args=[scheme.key]),
        "crumbs": _crumbs(_("Giai đoạn mới"), scheme),
    }
    return render(request, "components/confirm.html", context)


@transaction.atomic
def _new_term(scheme, data, *, by):
    term = copy_scheme(scheme, code=data["code"], name=data["name"], starts_on=data["starts_on"], by=by)
    if data["ends_on"]:
        term = change_scheme(term, by=by, version=term.version, ends_on=data["ends_on"])
    return draft_from_scheme(term, scheme, effective_on=data["starts_on"], by=by)


def _rows(request, schemes):
    day = request.day
    names = names_of({scheme.issuer_id for scheme in schemes}, day)
    counts = dict(
        Assignment.objects.visible_to(request.scope)
        .active_on(day)
        .filter(scheme__in=schemes)
        .order_by()
        .values_list("scheme")
        .annotate(Count("pk"))
    )
    return [
        {
            "name": scheme.name,
            "code": scheme.code,
            "url": scheme.get_absolute_url(),
            "issuer": names.get(scheme.issuer_id, ""),
            "what": target_words(scheme),
            "starts_on": scheme.starts_on,
            "ends_on": scheme.ends_on,
            "running": counts.get(scheme.pk, 0),
            "state": state_of(scheme, day, counts.get(scheme.pk, 0)),
        }
        for scheme in schemes
    ]


def _notices(scheme, day) -> list[tuple[str, str]]:
    """(state, sentence): it ends soon, or has ended with assignments still running."""
    own = Scheme.objects.filter(pk=scheme.pk)
    found = []
    for each in ended_with_assignments(own, day):
        words = ngettext(
            "Chủ trương đã hết hiệu lực sau ngày %(day)s nhưng còn %(n)s phân công chưa kết thúc.",
            "Chủ trương đã hết hiệu lực sau ngày %(day)s nhưng còn %(n)s phân công chưa kết thúc.",
            each.running,
        )
        found.append(("bad", words % {"day": _day(last_day(each.ends_on)), "n": each.running}))
    for each in ending_within(own, day, SOON_DAYS):
        words = (
            _("Thời gian thí điểm hết sau ngày %(day)s (còn %(days)s ngày).")
            if each.last_on == each.pilot_ends_on
            else _("Chủ trương hết hiệu lực sau ngày %(day)s (còn %(days)s ngày).")
        )
        found.append(
            ("warn", words % {"day": _day(last_day(each.last_on)), "days": (each.last_on - day).days})
        )
    return found


def _documents(rows):
    return [{"document": row, "url": page_of(row)} for row in rows]


def _visible(request, key):
    rows = Scheme.objects.visible_to(request.scope).select_related("issuer", "target_level")
    return get_object_or_404(rows, key=key)


def _writable(request, key):
    rows = Scheme.objects.writable_by(request.scope).select_related("issuer", "target_level")
    return get_object_or_404(rows, key=key)


def _may_write(scope, scheme):
    return scope.reach("schemes.write").covers(scheme.issuer.access_path, scheme.issuer_id)


def _coverage(scheme):
    url = address_of("dashboard:coverage")
    return _with(url, **{"chu-truong": scheme.code}) if url else None


def _with(url, **query):
    return f"{url}?{urlencode(query)}"


def _explain(form, error):
    """Each sentence beside its field, where the form has that field."""
    if hasattr(error, "error_dict"):
        for field, errors in error.error_dict.items():
            shown = {"ends_on": "last_day", "pilot_ends_on": "pilot_last_day"}.get(field, field)
            form.add_error(shown if shown in form.fields else None, errors)
    else:
        form.add_error(None, sentences(error))


def _day(day):
    return date_format(day, "d/m/Y")


def _crumbs(here, scheme=None):
    above = [(_("Chủ trương"), reverse("assignments:scheme_list"))]
    if scheme:
        above.append((scheme.name, scheme.get_absolute_url()))
    return [*above, (here, None)]
