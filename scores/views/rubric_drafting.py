"""Drafting a rubric: made or copied, changed part by part while it is a draft."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.querysets.schemes import may_issue
from branches.views.steps import form_step, say
from common.policy import policy
from scores.actions.rubrics import (
    add_part,
    change_part,
    change_rubric,
    make_rubric,
    remove_part,
    write_criterion,
)
from scores.forms.rubric_parts import BandForm, CriterionForm, SectionForm, VetoForm, YearlyForm
from scores.forms.rubrics import RubricChangeForm, RubricForm, VersionedForm
from scores.models import Band, Criterion, Rubric, Section, VetoRule, YearlyRule


@dataclass(frozen=True)
class Part:
    model: type
    form: type
    name: object
    rows: str
    template: str = "components/form_page.html"


# {word in the address: what it is}; its number there is its place on the page, from 1.
PARTS = {
    "nhom": Part(Section, SectionForm, gettext_lazy("nhóm tiêu chí"), "sections"),
    "tieu-chi": Part(
        Criterion, CriterionForm, gettext_lazy("tiêu chí"), "criteria", "scores/criterion_form.html"
    ),
    "xep-loai": Part(Band, BandForm, gettext_lazy("mức xếp loại"), "bands"),
    "khong-che": Part(VetoRule, VetoForm, gettext_lazy("quy định khống chế"), "vetoes"),
    "ca-nam": Part(YearlyRule, YearlyForm, gettext_lazy("xếp loại cả năm"), "yearly_rules"),
}


@policy("rubrics.write")
def rubric_new(request):
    """`?chep=`: the rubric to copy; one of the same issuer becomes the next edition."""
    scope = request.scope
    source = Rubric.objects.visible_to(scope).standing().filter(key=request.GET.get("chep", "")).first()
    issuers = may_issue(scope, request.day, "rubrics.write")

    def act(form):
        row = make_rubric(**form.values, by=request.user, on=request.day)
        say(request, _("Đã lập dự thảo. Sửa từng phần ở trang này, rồi lấy ý kiến hoặc ban hành."))
        return row

    return form_step(
        request,
        form=RubricForm(
            request.POST or None,
            issuers=issuers,
            sources=Rubric.objects.visible_to(scope).standing().order_by("name", "-edition")[:300],
            initial=_initial(source, issuers, request.day),
        ),
        act=act,
        title=_("Lập bộ tiêu chí"),
        button=_("Lập dự thảo"),
        back=source.get_absolute_url() if source else reverse("scores:rubric_list"),
        done=lambda row: row.get_absolute_url(),
        crumbs=[(_("Bộ tiêu chí"), reverse("scores:rubric_list")), (_("Lập mới"), None)],
    )


@policy("rubrics.write")
def rubric_change(request, key):
    row = writable(request, key)

    def act(form):
        change_rubric(row, by=request.user, **form.cleaned_data)
        say(request, _("Đã lưu."))

    return form_step(
        request,
        form=RubricChangeForm(request.POST or None, rubric=row),
        act=act,
        title=_("Sửa thông tin chung"),
        button=_("Lưu"),
        back=row.get_absolute_url(),
        done=lambda _done: row.get_absolute_url(),
        crumbs=crumbs_of(row, _("Sửa")),
    )


@policy("rubrics.write")
def part_new(request, key, part):
    """`?nhom=` of a criterion: the place of the section that it goes to."""
    row, kind = writable(request, key), _part(part)
    initial = {}
    if kind.model is Criterion and request.GET.get("nhom", "").isdigit():
        sections = list(row.sections.all())
        place = int(request.GET["nhom"])
        initial = {"section": sections[place - 1].pk} if 0 < place <= len(sections) else {}
    return _writing(request, row, kind, None, _("Thêm %(what)s") % {"what": kind.name}, initial)


@policy("rubrics.write")
def part_change(request, key, part, number):
    row, kind = writable(request, key), _part(part)
    return _writing(
        request, row, kind, _numbered(row, kind, number), _("Sửa %(what)s") % {"what": kind.name}, {}
    )


@policy("rubrics.write")
def part_remove(request, key, part, number):
    """Asks first."""
    row, kind = writable(request, key), _part(part)
    thing = _numbered(row, kind, number)

    def act(form):
        remove_part(thing, by=request.user, version=form.cleaned_data["version"])
        say(request, _("Đã bỏ."))

    return form_step(
        request,
        form=VersionedForm(request.POST or None, initial={"version": row.version}),
        act=act,
        title=_("Bỏ %(what)s này?") % {"what": kind.name},
        lead=_name_of(thing),
        button=_("Bỏ"),
        back=row.get_absolute_url(),
        done=lambda _done: row.get_absolute_url(),
        crumbs=crumbs_of(row, _("Bỏ")),
        template="components/confirm.html",
        context={"is_dangerous": True},
    )


def writable(request, key) -> Rubric:
    """Out of sight: 404. In sight and another's: 403."""
    row = get_object_or_404(Rubric.objects.visible_to(request.scope).for_list(), key=key)
    if not Rubric.objects.writable_by(request.scope).filter(pk=row.pk).exists():
        raise PermissionDenied
    return row


def crumbs_of(row, here):
    return [
        (_("Bộ tiêu chí"), reverse("scores:rubric_list")),
        (row.name, row.get_absolute_url()),
        (here, None),
    ]


def _writing(request, row, kind, thing, title, initial):
    def act(form):
        said = {"values": form.values, "by": request.user, "version": form.cleaned_data["version"]}
        if kind.model is Criterion:
            write_criterion(row, row=thing, steps=form.steps, **said)
        elif thing is None:
            add_part(row, kind.model, **said)
        else:
            change_part(thing, **said)
        say(request, _("Đã lưu."))

    return form_step(
        request,
        form=kind.form(request.POST or None, rubric=row, row=thing, initial=initial),
        act=act,
        title=title,
        button=_("Lưu"),
        back=row.get_absolute_url(),
        done=lambda _done: row.get_absolute_url(),
        crumbs=crumbs_of(row, title),
        template=kind.template,
    )


def _part(word) -> Part:
    if word not in PARTS:
        raise Http404
    return PARTS[word]


def _numbered(row, kind, number):
    rows = list(getattr(row, kind.rows).all())
    if not 0 < number <= len(rows):
        raise Http404
    return rows[number - 1]


def _name_of(thing) -> str:
    return str(thing.band) if isinstance(thing, YearlyRule) else str(thing)


def _initial(source, issuers, day) -> dict:
    found = {"kind": Rubric.Kind.MEETING}
    if source:
        found = {"copied_from": source.key}
        found |= {name: getattr(source, name) for name in ("name", "code", "kind", "meeting_kind")}
        own = {unit.pk: unit.key for unit, _name in issuers}
        if source.issuer_id in own:
            found["issuer"] = own[source.issuer_id]
    found["starts_on"] = day.replace(day=1)
    return found
