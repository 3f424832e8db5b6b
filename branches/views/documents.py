"""Official documents: the list, entering one, putting one right."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.actions.documents import change_document, enter_document
from branches.facts.documents import issuer_names
from branches.filters.documents import DocumentFilter
from branches.forms.documents import DocumentForm
from branches.forms.fields import unit_label
from branches.models import DocumentRelation, OfficialDocument, Unit, UnitVersion
from branches.tables.documents import DocumentTable
from branches.views.shared import as_of
from branches.views.steps import form_step, say
from common.pages import day_query, list_page
from common.policy import policy


@policy("documents.read")
def document_list(request):
    day = as_of(request)
    may_write = request.scope.may("documents.write")
    return list_page(
        request,
        queryset=OfficialDocument.objects.visible_to(request.scope).order_by("-issued_on", "number"),
        table=DocumentTable,
        filterset=DocumentFilter,
        title=_("Văn bản"),
        template="branches/list.html",
        prepare=lambda documents: _prepared(documents, day, request.day),
        export="van-ban",
        primary=(_("Thêm văn bản"), reverse("branches:document_open")) if may_write else None,
        links=[(_("Mẫu văn bản"), reverse("branches:paper_list"))]
        if request.scope.may("papers.write")
        else [],
        empty={
            "why": _("Chưa có văn bản nào."),
            "what": _("Quyết định, kế hoạch, quy định là căn cứ của mọi phân công: hãy thêm văn bản trước."),
        },
        context={"as_of": day},
    )


def _prepared(documents, day, today):
    """Rows as the table takes them; four queries however many there are."""
    ids = [document.pk for document in documents]
    in_force = set(OfficialDocument.objects.in_force_on(day).filter(pk__in=ids).values_list("pk", flat=True))
    amending = DocumentRelation.objects.filter(relates_to__in=ids, relation="amends")
    amended = {
        each.relates_to_id
        for each in amending.select_related("document")
        if each.document.in_force_from <= day
    }
    issuers = issuer_names(documents)
    query = day_query(day, today)
    return [
        {
            "label": str(document),
            "url": document.get_absolute_url() + query,
            "title": document.title,
            "issuer": issuers[document.pk],
            "issued_on": document.issued_on,
            "state": _state(document, document.pk in in_force, document.pk in amended, day),
        }
        for document in documents
    ]


def _state(document, is_in_force, is_amended, day):
    if is_in_force:
        return "amended" if is_amended else "in_force"
    return "to_come" if document.in_force_from > day else "replaced"


@policy("documents.write")
def document_open(request):
    versions = UnitVersion.objects.on(request.day).filter(unit__in=Unit.objects.writable_by(request.scope))
    own = versions.order_by("level", "sort_key").first()
    form = DocumentForm(
        request.POST or None,
        scope=request.scope,
        day=request.day,
        initial={"issuer_unit": unit_label(own) if own else ""},
    )

    def act(form):
        document = enter_document(by=request.user, **form.facts)
        say(request, _("Đã thêm %(name)s.") % {"name": document})
        return document

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thêm văn bản"),
        button=_("Thêm văn bản"),
        back=reverse("branches:document_list"),
        done=lambda document: document.get_absolute_url(),
        crumbs=_crumbs((_("Thêm văn bản"), None)),
    )


@policy("documents.write")
def document_change(request, key):
    rows = OfficialDocument.objects.writable_by(request.scope)
    document = get_object_or_404(rows.select_related("issuer_unit", "issuer_organisation"), key=key)
    form = DocumentForm(request.POST or None, scope=request.scope, day=request.day, document=document)

    def act(form):
        change_document(document, by=request.user, **form.facts)
        say(request, _("Đã sửa %(name)s.") % {"name": document})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Sửa %(name)s") % {"name": document},
        button=_("Ghi"),
        back=document.get_absolute_url(),
        done=lambda result: document.get_absolute_url(),
        crumbs=_crumbs((str(document), document.get_absolute_url()), (_("Sửa"), None)),
    )


def _crumbs(*more):
    return [(_("Văn bản"), reverse("branches:document_list")), *more]
