"""What is written of an urgent matter: registered, changed, tied to recommendations, its steps (`urgent_stepping`)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.models import Organisation
from branches.querysets.scoping import path_range, within_bodies
from branches.views.steps import add_refusal, form_step, say
from common.policy import policy
from matters.actions import urgent as actions
from matters.forms.urgent import CarryAllForm, ChangeForm, EvidenceForm, LinkForm, RegisterForm
from matters.models import Recommendation, UrgentMatter
from matters.urgent_stepping import STEPS, said_of
from matters.views.urgent_shared import crumbs_of, is_confirmable, readable, register_crumbs, writable

LINKED_AT_MOST = 60


@policy("urgent.write")
def urgent_new(request):
    bodies = Organisation.objects.open_on(request.day).filter(
        within_bodies(request.scope, "urgent.write", organisation="")
    )
    initial = {"year": request.day.year, "registered_on": request.day}
    form = RegisterForm(
        request.POST or None, bodies=bodies, scope=request.scope, day=request.day, initial=initial
    )

    def act(form):
        data = form.cleaned_data
        made = actions.register_matter(
            organisation=data["organisation"],
            year=data["year"],
            registered_on=data["registered_on"],
            by=request.user,
            on=request.day,
            **form.facts,
        )
        say(request, _("Đã đăng ký việc %(reference)s.") % {"reference": made.reference})
        return made

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Đăng ký việc cấp bách, bức xúc"),
        button=_("Đăng ký"),
        back=reverse("matters:urgent_list"),
        done=lambda made: made.get_absolute_url(),
        crumbs=register_crumbs(_("Đăng ký")),
    )


@policy("urgent.write")
def urgent_change(request, key):
    matter = writable(request, key)
    initial = {name: getattr(matter, name) for name in (*actions.WRITABLE, "version")}
    asked = {"scope": request.scope, "day": request.day, "topic": matter.topic_id}
    form = ChangeForm(request.POST or None, **asked, initial=initial)

    def act(form):
        version = form.cleaned_data["version"]
        row = actions.change_matter(
            matter, values=form.facts, version=version, by=request.user, on=request.day
        )
        say(request, _("Đã sửa."))
        return row

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Sửa việc cấp bách"),
        lead=matter.reference,
        button=_("Ghi lại"),
        back=matter.get_absolute_url(),
        done=lambda row: row.get_absolute_url(),
        crumbs=crumbs_of(matter, _("Sửa")),
    )


@policy("urgent.write")
def urgent_step(request, key, name):
    """A step of those who registered it; what is confirmed is opened again by those who confirm."""
    matter = writable(request, key)
    if name == "reopen" and matter.confirmed_on and not is_confirmable(request, matter):
        raise PermissionDenied
    return _step_page(request, matter, name)


@policy("urgent.confirm")
def urgent_confirm(request, key):
    matter = readable(request, key)
    if not is_confirmable(request, matter):
        raise PermissionDenied
    return _step_page(request, matter, "confirm")


@policy("urgent.write")
def urgent_links(request, key):
    """Ties the matter to recommendations from its place that the reader may read anyway."""
    matter = writable(request, key)
    seen = Recommendation.objects.visible_to(request.scope).standing()
    known = _near(seen, matter)
    form = LinkForm(
        request.POST or None,
        known=known,
        initial={"version": matter.version, "recommendations": matter.recommendations.all()},
    )

    def act(form):
        data = form.cleaned_data
        row = actions.link_recommendations(
            matter,
            recommendations=list(data["recommendations"]),
            known=list(known),
            by=request.user,
            version=data["version"],
        )
        say(request, _("Đã gắn kiến nghị."))
        return row

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Kiến nghị liên quan"),
        lead=matter.title if known.exists() else _("Chưa có kiến nghị nào của nơi này mà bạn xem được."),
        button=_("Ghi lại"),
        back=matter.get_absolute_url(),
        done=lambda row: row.get_absolute_url(),
        crumbs=crumbs_of(matter, _("Gắn kiến nghị")),
    )


@policy("urgent.write")
def urgent_evidence(request, key):
    matter = writable(request, key)
    form = EvidenceForm(request.POST or None, request.FILES or None)

    def act(form):
        data = form.cleaned_data
        actions.add_evidence(matter, files=data["files"], note=data["note"], by=request.user, on=request.day)
        say(request, _("Đã thêm minh chứng."))
        return matter

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thêm minh chứng"),
        lead=matter.title,
        button=_("Thêm"),
        back=matter.get_absolute_url(),
        done=lambda row: row.get_absolute_url(),
        crumbs=crumbs_of(matter, _("Thêm minh chứng")),
    )


@policy("urgent.write")
def urgent_carry_all(request):
    """Every open matter of a year on the writer's ground goes on into the next one."""
    year = _year(request)
    rows = UrgentMatter.objects.writable_by(request.scope)
    count = rows.standing().of_years(year).filter(status__in=actions.OPEN).count()
    form = CarryAllForm(request.POST or None, initial={"year": year})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.carry_all(
                rows, year=year, due_on=form.cleaned_data["due_on"], by=request.user, on=request.day
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            sentence = ngettext("Đã chuyển %(count)s việc.", "Đã chuyển %(count)s việc.", len(made))
            say(request, sentence % {"count": len(made)})
            return redirect(f"{reverse('matters:urgent_list')}?nam={year + 1}")
    words = {"count": count, "year": year, "next": year + 1}
    context = {
        "title": _("Chuyển mọi việc chưa xong của năm %(year)s?") % words,
        "consequences": [
            _("%(count)s việc chưa xong được lập lại trong sổ năm %(next)s, mỗi việc nối với việc cũ.")
            % words,
            _("Trong sổ năm %(year)s các việc ấy là “chuyển năm sau”.") % words,
        ],
        "form": form,
        "button": _("Chuyển sang năm %(next)s") % words,
        "cancel_url": reverse("matters:urgent_list"),
        "crumbs": register_crumbs(_("Chuyển năm sau")),
    }
    return render(request, "components/confirm.html", context)


# --- what they share ---
def _step_page(request, matter, name):
    """A page that asks: what happens, what it needs to know, one button."""
    step, said = STEPS[name], said_of(matter)
    initial = {"version": matter.version, "done_on": request.day}
    form = step.form(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = step.act(matter, form.cleaned_data, request.user, request.day)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            say(request, step.done)
            return redirect("matters:urgent_list" if name == "void" else row)
    context = {
        "title": str(step.title) % said,
        "lead": matter.title,
        "consequences": [str(each) % said for each in step.consequences],
        "form": form,
        "button": step.button,
        "is_dangerous": step.is_dangerous,
        "cancel_url": matter.get_absolute_url(),
        "crumbs": crumbs_of(matter, step.word),
    }
    return render(request, "components/confirm.html", context)


def _near(seen, matter):
    """Those of the matter's place and beneath, the latest first, and whatever is tied to it already."""
    path = matter.unit.access_path
    near = seen.filter(path_range("unit__access_path", path)) if path else seen.filter(unit=matter.unit_id)
    ids = set(near.order_by("-raised_on", "-pk").values_list("pk", flat=True)[:LINKED_AT_MOST])
    ids |= set(seen.filter(urgent_matters=matter).values_list("pk", flat=True))
    return Recommendation.objects.filter(pk__in=ids).order_by("-raised_on", "-pk")


def _year(request) -> int:
    text = request.POST.get("year") or request.GET.get("nam") or ""
    is_year = text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2100
    return int(text) if is_year else request.day.year
