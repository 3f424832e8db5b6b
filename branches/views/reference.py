"""The small lists that officers maintain: one list page and one form for all of them, wherever their models live."""

from dataclasses import dataclass

from django.db.models import BooleanField
from django.forms import modelform_factory
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.actions.reference import save_reference
from branches.forms.fields import NameField
from branches.models import AgencyKind, HouseholdTag, Office, UnitKind
from branches.views.shared import map_crumbs
from branches.views.steps import form_step, say
from common.filters import ListFilter, SearchFilter
from common.pages import list_page
from common.policy import policy
from common.tables import BadgeColumn, Column, LinkColumn, ListTable


@dataclass(frozen=True)
class Reference:
    """One list: its rows' further `fields`, the `key` that names a row in an address, the URL names of its pages."""

    name: str
    model: type
    title: str
    adding: str
    fields: tuple[str, ...]
    order: tuple[str, ...]
    key: str = "code"
    app: str = "branches"

    @property
    def list_url(self):
        return reverse(f"{self.app}:reference_rows", args=[self.name])

    @property
    def add_url(self):
        return reverse(f"{self.app}:reference_add", args=[self.name])

    def row_url(self, row):
        return reverse(f"{self.app}:reference_change", args=[self.name, getattr(row, self.key)])

    def form_class(self):
        return modelform_factory(
            self.model,
            fields=["name", *self.fields],
            field_classes={"name": NameField},
            labels={"name": gettext_lazy("Tên")},
        )


LISTS = {
    each.name: each
    for each in (
        Reference(
            "loai-don-vi",
            UnitKind,
            gettext_lazy("Loại đơn vị"),
            gettext_lazy("Thêm loại đơn vị"),
            fields=("level",),
            order=("level", "name"),
        ),
        Reference(
            "loai-co-quan",
            AgencyKind,
            gettext_lazy("Loại cơ quan"),
            gettext_lazy("Thêm loại cơ quan"),
            fields=("is_party_block",),
            order=("name",),
        ),
        Reference(
            "chuc-danh",
            Office,
            gettext_lazy("Chức danh ở cơ sở"),
            gettext_lazy("Thêm chức danh"),
            fields=("sort",),
            order=("sort", "name"),
        ),
        # Livelihood and policy alone: other names are refused by the model in a sentence (domain.md 8.2).
        Reference(
            "dien-ho",
            HouseholdTag,
            gettext_lazy("Diện hộ"),
            gettext_lazy("Thêm diện hộ"),
            fields=("sort", "is_active"),
            order=("sort", "name"),
        ),
    )
}


@policy("units.write")
def reference_list(request):
    """What lists there are, those of the cadres among them."""
    lists = [(each.title, each.list_url) for each in LISTS.values()]
    for app, permission, name, title in (
        ("assignments", "cadres.write", "nhom-can-bo", _("Nhóm cán bộ")),
        ("assignments", "cadres.write", "chuc-vu", _("Chức vụ")),
        ("reports", "forms.write", "tac-dung", _("Tác dụng của buổi dự")),
        ("reports", "forms.write", "linh-vuc", _("Lĩnh vực")),
    ):
        try:
            address = reverse(f"{app}:reference_rows", args=[name])
        except NoReverseMatch:
            continue
        if request.scope.may(permission):
            lists.append((title, address))
    context = {"title": _("Danh mục"), "lists": lists, "crumbs": map_crumbs((_("Danh mục"), None))}
    return render(request, "branches/reference_list.html", context)


@policy("units.write")
def reference_rows(request, name):
    return rows_page(request, _list(name))


@policy("units.write")
def reference_add(request, name):
    return row_page(request, _list(name), None)


@policy("units.write")
def reference_change(request, name, code):
    return row_page(request, _list(name), code)


def _list(name):
    if name not in LISTS:
        raise Http404
    return LISTS[name]


def rows_page(request, reference):
    """The list, with its words searched and a link to each row's form."""
    model = reference.model
    columns = {
        "name": LinkColumn(verbose_name=_("Tên"), url=reference.row_url, order_by=reference.order),
        **{each: _column(model._meta.get_field(each), (each, *reference.order)) for each in reference.fields},
    }
    table = type("ReferenceTable", (ListTable,), columns)
    filterset = None
    if any(each.name == "search_key" for each in model._meta.fields):
        meta = type("Meta", (), {"model": model, "fields": []})
        filterset = type("ReferenceFilter", (ListFilter,), {"q": SearchFilter(), "Meta": meta})
    rows = model.objects.order_by(*reference.order)
    related = [each for each in reference.fields if model._meta.get_field(each).is_relation]
    return list_page(
        request,
        queryset=rows.select_related(*related) if related else rows,
        table=table,
        filterset=filterset,
        title=reference.title,
        export="danh-muc",
        primary=(reference.adding, reference.add_url),
        empty={"why": _("Danh mục này chưa có mục nào.")},
        crumbs=_crumbs((reference.title, None)),
    )


def _column(field, order_by):
    heading = capfirst(field.verbose_name)
    if isinstance(field, BooleanField):
        states = {True: ("ok", _("có")), False: ("none", _("không"))}
        return BadgeColumn(states, verbose_name=heading, order_by=order_by)
    return Column(verbose_name=heading, order_by=order_by)


def row_page(request, reference, key):
    """The form of a new row, or of the row that `key` names."""
    row = _row(reference, key) if key is not None else None
    form = reference.form_class()(request.POST or None, instance=row)

    def act(form):
        saved = save_reference(form.save(commit=False), by=request.user)
        say(request, _("Đã ghi “%(name)s”.") % {"name": saved.name})

    title = _("Đổi tên “%(name)s”") % {"name": row.name} if row else reference.adding
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        lead=_("Tên mới hiện ở mọi nơi, cả với số liệu của những năm trước.") if row else "",
        button=_("Ghi"),
        back=reference.list_url,
        done=lambda result: reference.list_url,
        crumbs=_crumbs((reference.title, reference.list_url), (title, None)),
    )


def _row(reference, key):
    try:
        return get_object_or_404(reference.model, **{reference.key: key})
    except ValueError as error:  # a word where the list has numbers
        raise Http404 from error


def _crumbs(*more):
    return map_crumbs((_("Danh mục"), reverse("branches:reference_list")), *more)
