"""What the report form asks, as officers keep it: checklists and sections of their schemes, in versions."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Scheme
from branches.querysets.scoping import within
from branches.views.reference import Reference, row_page, rows_page
from branches.views.steps import form_step, say
from common.pages import list_page
from common.periods import last_day
from common.policy import policy
from matters.models import Topic
from reports.actions.forms import change_checklist, copy_checklist, end_checklist, set_sections
from reports.forms.versions import ChecklistForm, CopyForm, EndForm, SectionsForm
from reports.models import Checklist, EffectKind, ReportForm
from reports.tables.forms import ChecklistTable

LISTS = {
    each.name: each
    for each in (
        Reference(
            "tac-dung",
            EffectKind,
            gettext_lazy("Tác dụng của buổi dự"),
            gettext_lazy("Thêm tác dụng"),
            fields=("sort",),
            order=("sort", "name"),
            app="reports",
        ),
        Reference(
            "linh-vuc",
            Topic,
            gettext_lazy("Lĩnh vực"),
            gettext_lazy("Thêm lĩnh vực"),
            fields=("sort", "starts_on", "ends_on"),
            order=("sort", "name"),
            app="reports",
        ),
    )
}


@policy("forms.write")
def form_list(request):
    """The checklists in force and to come, general and of one's schemes; below, the form of each scheme."""
    day = request.day
    rows = Checklist.objects.visible_to(request.scope).during(day, None).select_related("scheme")
    schemes = _schemes(request).on(day).order_by("sort_key")
    own = set(ReportForm.objects.on(day).filter(scheme__in=schemes).values_list("scheme_id", flat=True))
    return list_page(
        request,
        queryset=rows.prefetch_related("items").order_by("sort", "code", "scheme__sort_key", "starts_on"),
        table=ChecklistTable,
        title=_("Mẫu báo cáo và danh mục kiểm"),
        template="reports/form_list.html",
        prepare=_rows,
        links=[
            *((each.title, each.list_url) for each in LISTS.values()),
            (_("Mẫu giấy để viết tay"), reverse("reports:blank_form", args=["pdf"])),
        ],
        crumbs=[_reports(), (_("Mẫu và danh mục"), None)],
        context={
            "schemes": [
                (each, reverse("reports:sections_change", args=[each.key]), each.pk in own)
                for each in schemes
            ],
        },
    )


@policy("forms.write")
def checklist_page(request, key):
    checklist = get_object_or_404(
        Checklist.objects.visible_to(request.scope).select_related("scheme"), key=key
    )
    versions = Checklist.objects.filter(scheme=checklist.scheme, code=checklist.code).order_by("-starts_on")
    items = list(checklist.items.all())
    context = {
        "title": checklist.name,
        "lead": checklist.scheme.name if checklist.scheme else _("Danh mục chung"),
        "checklist": checklist,
        "items": items,
        "placeholders": sum(item.is_placeholder for item in items),
        "versions": [(each, _period(each)) for each in versions],
        "may_change": _is_writable(request, checklist),
        "crumbs": [_reports(), _forms(), (checklist.name, None)],
    }
    return render(request, "reports/checklist_page.html", context)


@policy("forms.write")
def checklist_copy(request, key):
    """A scheme's own copy of a general list, or of another scheme's."""
    checklist = get_object_or_404(Checklist.objects.visible_to(request.scope), key=key)

    def act(form):
        made = copy_checklist(checklist, by=request.user, **form.cleaned_data)
        say(request, _("Đã chép. Bây giờ hãy ghi nội dung các mục theo văn bản của cấp ủy."))
        return made

    return form_step(
        request,
        form=CopyForm(request.POST or None, scope=request.scope, initial={"starts_on": request.day}),
        act=act,
        title=_("Chép “%(name)s” cho một chủ trương") % {"name": checklist.name},
        lead=_(
            "Chủ trương có danh mục riêng thì mẫu báo cáo của nó dùng danh mục riêng, không dùng danh mục chung."
        ),
        button=_("Chép"),
        back=reverse("reports:checklist_page", args=[checklist.key]),
        done=lambda made: reverse("reports:checklist_change", args=[made.key]),
        crumbs=[_reports(), _forms(), (_("Chép"), None)],
    )


@policy("forms.write")
def checklist_change(request, key):
    checklist = _writable(request, key)
    initial = {"name": checklist.name, "source": checklist.source, "starts_on": request.day}

    def act(form):
        data = form.cleaned_data
        made = change_checklist(
            checklist,
            starts_on=data["starts_on"],
            items=form.items,
            name=data["name"],
            source=data["source"],
            by=request.user,
        )
        say(request, _("Đã ghi danh mục, dùng từ %(day)s.") % {"day": date_format(made.starts_on, "d/m/Y")})
        return made

    return form_step(
        request,
        form=ChecklistForm(request.POST or None, checklist=checklist, initial=initial),
        act=act,
        title=_("Sửa danh mục “%(name)s”") % {"name": checklist.name},
        lead=_(
            "Mục bị xóa trắng thì không còn trong phiên bản mới; sửa chữ thì vẫn là mục ấy khi tính độ phủ."
        ),
        button=_("Ghi phiên bản mới"),
        back=reverse("reports:checklist_page", args=[checklist.key]),
        done=lambda made: reverse("reports:checklist_page", args=[made.key]),
        crumbs=[_reports(), _forms(), (checklist.name, None)],
    )


@policy("forms.write")
def checklist_end(request, key):
    checklist = _writable(request, key)

    def act(form):
        end_checklist(checklist, on=form.cleaned_data["starts_on"], by=request.user)
        say(request, _("Đã ghi ngày kết thúc của danh mục."))

    return form_step(
        request,
        form=EndForm(request.POST or None, initial={"starts_on": request.day}),
        act=act,
        title=_("Thôi dùng danh mục riêng “%(name)s”?") % {"name": checklist.name},
        button=_("Thôi dùng"),
        back=reverse("reports:checklist_page", args=[checklist.key]),
        done=lambda made: reverse("reports:form_list"),
        crumbs=[_reports(), _forms(), (checklist.name, None)],
    )


@policy("forms.write")
def sections_change(request, key):
    """Which sections of the form stand open, folded or are not asked, for the reports of one scheme."""
    scheme = get_object_or_404(_schemes(request), key=key)
    now = ReportForm.objects.for_scheme(scheme, request.day)

    def act(form):
        made = set_sections(
            scheme=scheme, sections=form.sections, starts_on=form.cleaned_data["starts_on"], by=request.user
        )
        say(
            request, _("Đã ghi mẫu báo cáo, dùng từ %(day)s.") % {"day": date_format(made.starts_on, "d/m/Y")}
        )

    return form_step(
        request,
        form=SectionsForm(
            request.POST or None, now=now.sections if now else {}, initial={"starts_on": request.day}
        ),
        act=act,
        title=_("Mẫu báo cáo của “%(scheme)s”") % {"scheme": scheme},
        lead=_("Bốn phần đầu nên mở sẵn để gửi trong một phút; phần còn lại gấp lại hoặc không hỏi."),
        button=_("Ghi mẫu báo cáo"),
        back=reverse("reports:form_list"),
        done=lambda made: reverse("reports:form_list"),
        crumbs=[_reports(), _forms(), (scheme.name, None)],
    )


@policy("forms.write")
def reference_rows(request, name):
    return rows_page(request, _list(name))


@policy("forms.write")
def reference_add(request, name):
    return row_page(request, _list(name), None)


@policy("forms.write")
def reference_change(request, name, code):
    return row_page(request, _list(name), code)


def _list(name):
    if name not in LISTS:
        raise Http404
    return LISTS[name]


def _schemes(request):
    return Scheme.objects.filter(within(request.scope.reach("forms.write"), "issuer"))


def _writable(request, key):
    return get_object_or_404(Checklist.objects.writable_by(request.scope).select_related("scheme"), key=key)


def _is_writable(request, checklist) -> bool:
    rows = Checklist.objects.writable_by(request.scope)
    return checklist.ends_on is None and rows.filter(pk=checklist.pk).exists()


def _rows(rows) -> list[dict]:
    return [
        {
            "name": row.name,
            "url": reverse("reports:checklist_page", args=[row.key]),
            "scheme": row.scheme.name if row.scheme else _("chung"),
            "items": len(row.items.all()),
            "unwritten": sum(item.is_placeholder for item in row.items.all()),
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
        }
        for row in rows
    ]


def _period(row) -> str:
    first = date_format(row.starts_on, "d/m/Y")
    if row.ends_on is None:
        return _("từ %(first)s") % {"first": first}
    return _("%(first)s – %(last)s") % {"first": first, "last": date_format(last_day(row.ends_on), "d/m/Y")}


def _reports():
    return (_("Báo cáo"), reverse("reports:review_list"))


def _forms():
    return (_("Mẫu và danh mục"), reverse("reports:form_list"))
