"""Targets of a year against what came of them, each urging."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.models import Cadre
from branches.models import OfficialDocument, Organisation, Unit
from branches.querysets.bodies import organisation_names
from branches.querysets.scoping import within
from branches.querysets.units import names_of, names_with_commune
from branches.views.steps import form_step, say
from common.months import asked_year
from common.pages import list_page
from common.policy import policy
from scores.actions.targets import (
    change_target,
    set_target,
    urge,
    void,
)
from scores.asking import codes_at
from scores.corrections import said, steps_of
from scores.forms.sheets import ReasonForm
from scores.forms.targets import ChangeTargetForm, TargetForm, UrgeForm
from scores.models import Indicator, Target, Urging
from scores.sections import sections
from scores.tables.targets import TargetTable
from scores.target_rows import below_words, hidden_targets, missing_words, plain, shown_words, state_of
from scores.targeting import TargetBoard, board_around
from scores.views.themes import theme_rows


@policy("targets.read")
def target_list(request):
    """Of the reader's ground: a cadre's are those of the places that he follows."""
    year, scope = asked_year(request), request.scope
    area = _area(request)
    board = TargetBoard(area, year, request.day, Target.objects.visible_to(scope))
    lines, hidden = board.lines, hidden_targets(board, scope)
    known = {line.target.indicator_id for line in lines if line.target.pk in hidden}
    lines, only = _asked_for(request, lines, hidden)
    query = f"{reverse('scores:target_list')}?{f'dia-ban={area.key}&' if area else ''}nam="
    return list_page(
        request,
        queryset=lines,
        table=TargetTable,
        title=_title(request, year, area, only),
        template="scores/target_list.html",
        prepare=lambda rows: target_rows(request, list(rows), hidden),
        export=f"chi-tieu-{year}",
        primary=(_("Giao chỉ tiêu"), reverse("scores:target_new")) if scope.may("targets.write") else None,
        links=_links(f"{query}{year - 1}", f"{query}{year}", only),
        empty={
            "why": _("Chưa giao chỉ tiêu nào trong năm này."),
            "what": _("Giao từng chỉ tiêu, hoặc nhập cả danh sách ở mục Nhập danh sách.")
            if scope.may("targets.write")
            else _("Chỉ tiêu do cấp ủy cấp trên giao; giao xong thì hiện ở đây."),
        },
        crumbs=[(_("Chỉ tiêu"), None)],
        context={
            "sections": sections(request),
            "themes": theme_rows(request, year),
            "theme_url": reverse("scores:theme_new") if scope.may("targets.write") else None,
            "sums": [each for each in board.sums if each.indicator.pk not in known],
            "here": f"{query}{year}",
            "models_url": reverse("scores:registration_list"),
        },
    )


def _area(request) -> Unit | None:
    """The asked place of the reader's ground, 404 outside; None: all of his ground."""
    key = request.GET.get("dia-ban", "")
    ground = Unit.objects.filter(within(request.scope.reach("targets.read"), unit=""))
    return get_object_or_404(ground, key=key) if key else None


def _asked_for(request, lines, hidden) -> tuple[list, Indicator | None]:
    """The lines of one indicator (`?chi-so=`), or those that are not met."""
    only = None
    if code := request.GET.get("chi-so", ""):
        only = get_object_or_404(Indicator.objects.visible_to(request.scope), code=code)
        lines = [line for line in lines if line.target.indicator_id == only.pk]
    if request.GET.get("xem") == "chua-dat":
        lines = [line for line in lines if line.is_met is False and line.target.pk not in hidden]
    return lines, only


def _links(before, here, only) -> list:
    if only is None:
        return [(_("Năm trước"), before), (_("Chưa đạt"), f"{here}&xem=chua-dat")]
    chosen = f"&chi-so={only.code}"
    return [
        (_("Mọi chỉ tiêu"), here),
        (_("Năm trước"), f"{before}{chosen}"),
        (_("Chưa đạt"), f"{here}{chosen}&xem=chua-dat"),
    ]


def _title(request, year, area, only=None) -> str:
    title = _("Chỉ tiêu năm %(year)s") % {"year": year}
    if only is not None:
        title = _("%(indicator)s năm %(year)s") % {"indicator": only, "year": year}
    return f"{title}: {names_of([area.pk], request.day).get(area.pk, '')}" if area else title


def target_rows(request, lines, hidden):
    """Lines of a board as TargetTable shows them; `hidden`: targets whose small number is not told."""
    places = names_with_commune({line.target.unit_id for line in lines}, request.day)
    urged: dict = {}
    rows = (
        Urging.objects.visible_to(request.scope)
        .standing()
        .filter(organisation__in={line.target.organisation_id for line in lines})
    )
    for each in rows.order_by("urged_on", "pk"):
        urged[each.organisation_id, each.indicator_id, each.year] = each
    for line in lines:
        target = line.target
        last = urged.get((target.organisation_id, target.indicator_id, target.year))
        yield {
            "organisation": line.name,
            "place": places.get(target.unit_id, ""),
            "url": reverse("scores:target_page", args=[target.key]),
            "indicator": target.indicator.name,
            "target": target.value,
            "actual": shown_words(line, hidden),
            "missing": "" if target.pk in hidden else missing_words(line),
            "below": below_words(line),
            "state": state_of(line, hidden),
            "urged": f"{last.urged_on:%d/%m/%Y}" if last else "",
        }


@policy("targets.read")
def target_page(request, key):
    """One target: what came of it, in what it was handed down, what was set before, each urging."""
    rows = Target.objects.visible_to(request.scope).select_related(
        "indicator", "organisation__unit", "document"
    )
    target = get_object_or_404(rows, key=key)
    seen = Target.objects.visible_to(request.scope).filter(indicator=target.indicator_id)
    board = board_around(target.organisation, target.year, request.day, seen)
    line = next((each for each in board.lines if each.target.pk == target.pk), None)
    hidden = hidden_targets(board, request.scope)
    scope, unit = request.scope, target.unit
    may = {
        name: not target.voided_at and scope.reach(name).covers(unit.access_path, unit.pk)
        for name in ("targets.write", "targets.urge")
    }
    urgings = (
        Urging.objects.visible_to(scope)
        .standing()
        .filter(organisation=target.organisation, indicator=target.indicator, year=target.year)
    )
    title = _named(target, request.day)
    context = {
        "title": title,
        "target": target,
        "line": line,
        "corrected": _corrected(target),
        "document": _document_of(target, scope),
        "actual": shown_words(line, hidden) if line else "",
        "below": below_words(line) if line else "",
        "handed_down": list(target_rows(request, board.below(target.organisation_id), hidden)),
        "urgings": list(urgings.select_related("created_by")),
        "voidable": set(_voidable(urgings, request).values_list("pk", flat=True)),
        "may_write": may["targets.write"],
        "may_urge": may["targets.urge"],
        "crumbs": [(_("Chỉ tiêu"), f"{reverse('scores:target_list')}?nam={target.year}"), (title, None)],
    }
    return render(request, "scores/target_page.html", context)


def _named(target, day) -> str:
    name = organisation_names([target.organisation_id], day).get(target.organisation_id, "")
    words = {"indicator": target.indicator, "year": target.year, "name": name}
    return _("%(indicator)s năm %(year)s: %(name)s") % words


def _corrected(target) -> list[str]:
    """What was set before it, the latest first."""
    around = {"unit": target.unit_id, "indicator": target.indicator_id, "year": target.year}
    steps = steps_of([target], **around).get(target.pk, ())
    return [said(old, plain(old.value), plain(new.value)) for old, new in steps]


def _document_of(target, scope):
    """What it cites, for those who may read that document."""
    if target.document_id is None:
        return None
    return OfficialDocument.objects.visible_to(scope).filter(pk=target.document_id).first()


@policy("targets.write")
def target_new(request):
    bodies = Organisation.objects.open_on(request.day).filter(within(request.scope.reach("targets.write")))
    indicators = Indicator.objects.visible_to(request.scope).in_use(request.day)
    form = TargetForm(
        request.POST or None,
        bodies=bodies,
        indicators=indicators.asked_of(codes_at(None, bodies, request.day)),
        day=request.day,
        initial={"year": request.day.year},
    )

    def act(form):
        made = set_target(by=request.user, **form.cleaned_data)
        say(request, _("Đã giao chỉ tiêu."))
        return made

    return target_step(
        request,
        form,
        act,
        _("Giao chỉ tiêu"),
        done=lambda made: reverse("scores:target_page", args=[made.key]),
    )


@policy("targets.write")
def target_change(request, key):
    target = _target(request, key, "targets.write")
    form = ChangeTargetForm(request.POST or None, initial={"value": target.value})

    def act(form):
        made = change_target(target, by=request.user, **form.cleaned_data)
        say(request, _("Đã đổi chỉ tiêu; chỉ tiêu cũ vẫn xem lại được."))
        return made

    return target_step(
        request,
        form,
        act,
        _("Đổi chỉ tiêu: %(target)s") % {"target": _named(target, request.day)},
        back=reverse("scores:target_page", args=[target.key]),
        done=lambda made: reverse("scores:target_page", args=[made.key]),
    )


@policy("targets.write")
def target_void(request, key):
    target = _target(request, key, "targets.write")

    def act(form):
        void(target, by=request.user, **form.cleaned_data)
        say(request, _("Đã hủy chỉ tiêu nhập nhầm."))

    return target_step(request, ReasonForm(request.POST or None), act, _("Hủy chỉ tiêu nhập nhầm?"))


@policy("targets.urge")
def urging_new(request, key):
    target = _target(request, key, "targets.urge")
    cadre = Cadre.objects.filter(pk__in=request.scope.cadre_ids).first()

    def act(form):
        urge(target, by=request.user, on=request.day, cadre=cadre, **form.cleaned_data)
        say(request, _("Đã ghi lần đôn đốc."))

    title = _("Ghi lần đôn đốc: %(target)s") % {"target": _named(target, request.day)}
    back = reverse("scores:target_page", args=[target.key])
    return target_step(request, UrgeForm(request.POST or None), act, title, back=back)


def _voidable(rows, request):
    """Urgings that the reader may take back: those of his targets, and what he wrote himself."""
    mine = Q(created_by=request.user) & within(request.scope.reach("targets.urge"))
    return rows.filter(mine | within(request.scope.reach("targets.write")))


@policy("targets.urge")
def urging_void(request, key):
    rows = _voidable(Urging.objects.visible_to(request.scope).standing(), request)
    urging = get_object_or_404(rows, key=key)
    about = {"organisation": urging.organisation_id, "indicator": urging.indicator_id, "year": urging.year}
    target = Target.objects.visible_to(request.scope).standing().filter(**about).first()
    back = reverse("scores:target_page", args=[target.key]) if target else None

    def act(form):
        void(urging, by=request.user, **form.cleaned_data)
        say(request, _("Đã hủy lần đôn đốc ghi nhầm."))

    form = ReasonForm(request.POST or None)
    return target_step(request, form, act, _("Hủy lần đôn đốc ghi nhầm?"), back=back)


def _target(request, key, permission) -> Target:
    rows = Target.objects.visible_to(request.scope).standing().filter(within(request.scope.reach(permission)))
    return get_object_or_404(rows.select_related("organisation__unit", "indicator"), key=key)


def target_step(request, form, act, title, done=None, back=None):
    back = back or reverse("scores:target_list")
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        button=_("Lưu"),
        back=back,
        done=done or (lambda _result: back),
        crumbs=[(_("Chỉ tiêu"), reverse("scores:target_list")), (title, None)],
    )
