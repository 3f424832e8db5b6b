"""Indicators: figures of a place and a year with their whole, the values behind each, watch-lists."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from branches.models import Organisation, Unit
from branches.querysets.bodies import organisation_names
from branches.querysets.scoping import within
from branches.querysets.units import names_of
from branches.views.steps import form_step, say
from common.money import money_words
from common.months import asked_year
from common.pages import list_page
from common.policy import policy
from matters.small_cells import SMALLEST
from scores.actions.targets import give_value, void
from scores.forms.sheets import ReasonForm
from scores.forms.targets import ValueForm
from scores.models import Indicator, IndicatorValue, WatchList
from scores.reading import indicator_figures, is_hidden
from scores.sections import sections
from scores.tables.targets import IndicatorTable, ValueTable, WatchedTable, WatchTable
from scores.watching import watched


def _area(request) -> Unit:
    """The asked unit of the reader's ground, else the highest; 404 outside."""
    ground = Unit.objects.filter(within(request.scope.reach("indicators.read"), unit=""))
    key = request.GET.get("dia-ban", "")
    unit = (
        ground.filter(key=key).first()
        if key
        else ground.filter(closed_on=None).order_by("access_path").first()
    )
    if unit is None:
        raise Http404
    return unit


@policy("indicators.read")
def indicator_list(request):
    """A year of a place: counts with their whole, never a percentage alone; the year before beside it."""
    year, area, scope = asked_year(request), _area(request), request.scope
    rows = list(Indicator.objects.visible_to(scope).in_use(request.day))
    now = indicator_figures(area, date(year, 1, 1), date(year + 1, 1, 1), request.day, rows)
    before = indicator_figures(area, date(year - 1, 1, 1), date(year, 1, 1), None, rows, derives=False)
    owns = scope.reach("indicators.sensitive").covers(area.access_path, area.pk)
    name = names_of([area.pk], request.day).get(area.pk, "")
    query = f"?dia-ban={area.key}&nam="
    return list_page(
        request,
        queryset=rows,
        table=IndicatorTable,
        title=_("Chỉ số năm %(year)s: %(name)s") % {"year": year, "name": name},
        template="scores/list.html",
        prepare=lambda found: [
            _row(each, now[each.code], before[each.code], owns, area, year) for each in found
        ],
        export=f"chi-so-{year}",
        primary=(_("Ghi số liệu"), reverse("scores:value_new")) if scope.may("indicators.write") else None,
        links=_links(scope, f"{query}{year - 1}"),
        crumbs=[(_("Chỉ số"), None)],
        context={"sections": sections(request)},
    )


def _links(scope, before) -> list:
    made = [(_("Thêm chỉ số"), reverse("scores:indicator_new"))] if scope.may("indicators.write") else []
    return [(_("Năm trước"), before), *made]


def figure_words(figure, owns=True) -> str:
    """ "6/14", "hơn 1.050", "56 triệu đồng"; of a sensitive one a small number, and what it could be reckoned from, is not shown
    outside of its owner's ground."""
    if figure.value is None:
        return ""
    if is_hidden(figure, owns):
        is_small = 0 < figure.value < SMALLEST
        return _("dưới %(number)s") % {"number": SMALLEST} if is_small else _("không nêu số nhỏ")
    if figure.indicator.is_money:
        return money_words(figure.value, is_at_least=figure.is_at_least, is_about=figure.is_about)
    words = number_format(figure.value, force_grouping=True)
    if figure.whole is not None:
        words = f"{words}/{number_format(figure.whole, force_grouping=True)}"
    if figure.is_at_least:
        return _("hơn %(number)s") % {"number": words}
    return _("khoảng %(number)s") % {"number": words} if figure.is_about else words


def _row(indicator, now, before, owns, area, year) -> dict:
    return {
        "name": indicator.name,
        "source": indicator.source,
        "url": f"{reverse('scores:indicator_page', args=[indicator.code])}?dia-ban={area.key}&nam={year}",
        "value": figure_words(now, owns),
        "before": figure_words(before, owns),
        "counted_on": now.counted_on,
        "origin": {"given": _("số liệu đã ghi"), "derived": _("tính từ bản đồ")}.get(now.source, ""),
    }


@policy("indicators.read")
def indicator_page(request, code):
    """The values behind a number: those that the reader may see."""
    year, area, scope = asked_year(request), _area(request), request.scope
    indicator = get_object_or_404(Indicator.objects.visible_to(scope), code=code)
    figure = indicator_figures(area, date(year, 1, 1), date(year + 1, 1, 1), request.day, [indicator])[code]
    rows = IndicatorValue.objects.visible_to(scope).standing().filter(pk__in=figure.values)
    owns = scope.reach("indicators.sensitive").covers(area.access_path, area.pk)
    words = figure_words(figure, owns)
    return list_page(
        request,
        queryset=rows.select_related("unit", "indicator"),
        table=ValueTable,
        title=_("%(indicator)s năm %(year)s: %(value)s")
        % {"indicator": indicator, "year": year, "value": words or "–"},
        template="scores/list.html",
        prepare=lambda found: _values(request, list(found)),
        export=f"chi-so-{code}-{year}",
        links=_change_link(indicator, scope),
        empty={
            "why": _("Không có số liệu nào đã ghi đứng sau số này."),
            "what": _("Số tính từ bản đồ có danh sách ở trang tổ chức đảng, chức danh."),
        },
        crumbs=[
            (_("Chỉ số"), f"{reverse('scores:indicator_list')}?dia-ban={area.key}&nam={year}"),
            (indicator.name, None),
        ],
        context={"sections": sections(request)},
    )


def _change_link(indicator, scope) -> list:
    is_own = Indicator.objects.writable_by(scope).filter(pk=indicator.pk).exists()
    return [(_("Sửa chỉ số"), reverse("scores:indicator_change", args=[indicator.key]))] if is_own else []


def _values(request, found):
    places = names_of({row.unit_id for row in found}, request.day)
    bodies = organisation_names({row.organisation_id for row in found} - {None}, request.day)
    reach = request.scope.reach("indicators.write") if request.scope.may("indicators.write") else None
    for row in found:
        may_void = reach is not None and reach.covers(row.unit.access_path, row.unit_id)
        whole = f"/{number_format(row.whole, force_grouping=True)}" if row.whole is not None else ""
        yield {
            "place": bodies.get(row.organisation_id) or places.get(row.unit_id, ""),
            "counted_on": row.counted_on,
            "value": f"{number_format(row.value, force_grouping=True)}{whole}",
            "category": row.category,
            "correct": _("Đính chính") if may_void else "",
            "correct_url": reverse("scores:value_correct", args=[row.key]) if may_void else None,
            "void": _("Hủy") if may_void else "",
            "void_url": reverse("scores:value_void", args=[row.key]) if may_void else None,
        }


@policy("indicators.write")
def value_new(request):
    units = Unit.objects.filter(within(request.scope.reach("indicators.write"), unit=""), closed_on=None)
    indicators = Indicator.objects.visible_to(request.scope).in_use(request.day)
    form = ValueForm(
        request.POST or None,
        units=units,
        indicators=indicators,
        day=request.day,
        initial={"counted_on": request.day},
    )

    def act(form):
        give_value(by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã ghi số liệu."))

    return _step(request, form, act, _("Ghi số liệu"))


@policy("indicators.write")
def value_void(request, key):
    rows = IndicatorValue.objects.visible_to(request.scope).writable_by(request.scope).standing()
    row = get_object_or_404(rows, key=key)

    def act(form):
        void(row, by=request.user, **form.cleaned_data)
        say(request, _("Đã hủy số liệu nhập nhầm."))

    return _step(request, ReasonForm(request.POST or None), act, _("Hủy số liệu nhập nhầm?"))


def _step(request, form, act, title):
    back = reverse("scores:indicator_list")
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        button=_("Lưu"),
        back=back,
        done=lambda _result: back,
        crumbs=[(_("Chỉ số"), back), (title, None)],
    )


# --- watch-lists ---
@policy("watch.read")
def watch_list(request):
    rows = WatchList.objects.visible_to(request.scope).in_use(request.day).select_related("indicator")
    return list_page(
        request,
        queryset=rows,
        table=WatchTable,
        title=_("Cần quan tâm"),
        primary=(_("Lập danh sách"), reverse("scores:watch_new"))
        if request.scope.may("watch.write")
        else None,
        template="scores/list.html",
        prepare=lambda found: [_watch_row(each) for each in found],
        empty={
            "why": _("Chưa có danh sách nào."),
            "what": _("Danh sách nêu chi bộ, nơi cần quan tâm theo một điều kiện."),
        },
        crumbs=[(_("Cần quan tâm"), None)],
        context={"sections": sections(request)},
    )


def _watch_row(watch) -> dict:
    what = (
        watch.indicator.name
        if watch.indicator
        else watch.get_branch_type_display()
        if watch.branch_type
        else ""
    )
    return {
        "name": watch.name,
        "source": watch.source,
        "url": reverse("scores:watch_page", args=[watch.key]),
        "rule": f"{watch.get_rule_display()} {what}".strip(),
        "threshold": "" if watch.threshold is None else str(watch.threshold),
    }


@policy("watch.read")
def watch_page(request, key):
    watch = get_object_or_404(WatchList.objects.visible_to(request.scope), key=key)
    is_own = WatchList.objects.writable_by(request.scope).filter(pk=watch.pk).exists()
    return list_page(
        request,
        queryset=watched(watch, request.day, request.scope),
        table=WatchedTable,
        title=watch.name,
        template="scores/list.html",
        prepare=lambda found: _watched_rows(request, list(found)),
        export="can-quan-tam",
        links=[(_("Sửa danh sách"), reverse("scores:watch_change", args=[watch.key]))] if is_own else [],
        empty={"why": _("Không có nơi nào như vậy."), "what": _("Danh sách này tự cập nhật theo số liệu.")},
        crumbs=[(_("Cần quan tâm"), reverse("scores:watch_list")), (watch.name, None)],
        context={"sections": sections(request)},
    )


def _watched_rows(request, found):
    places = names_of({each.unit_id for each in found}, request.day)
    bodies = {each.organisation_id for each in found} - {None}
    names, keys = (
        organisation_names(bodies, request.day),
        dict(Organisation.objects.filter(pk__in=bodies).values_list("pk", "key")),
    )
    units = dict(Unit.objects.filter(pk__in={each.unit_id for each in found}).values_list("pk", "key"))
    for each in found:
        is_body = each.organisation_id is not None
        number = "" if each.number is None else number_format(each.number, force_grouping=True)
        yield {
            "name": names.get(each.organisation_id) if is_body else places.get(each.unit_id, ""),
            "place": places.get(each.unit_id, "") if is_body else "",
            "url": reverse("dashboard:organisation_page", args=[keys[each.organisation_id]])
            if is_body
            else reverse("dashboard:unit_page", args=[units[each.unit_id]]),
            "number": f"{number}/{each.of}" if each.of is not None and number else number,
        }
