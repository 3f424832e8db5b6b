"""Indicators: figures of a place and a year with their whole, and what stands behind each."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from branches.models import Organisation, Unit, UnitVersion
from branches.querysets.scoping import within
from branches.querysets.units import names_of
from branches.views.steps import form_step, say
from common.money import money_words
from common.months import asked_year
from common.pages import list_page
from common.policy import policy
from matters.small_cells import SMALLEST
from scores.actions.targets import give_value, void
from scores.asking import codes_at, offered
from scores.forms.sheets import ReasonForm
from scores.forms.targets import ValueForm
from scores.models import Indicator, IndicatorValue
from scores.reading import facts_of, indicator_figures, is_hidden, rows_counted
from scores.sections import sections
from scores.tables.targets import IndicatorTable
from scores.views.behind import categories_of, rows_behind


def area_of(request) -> Unit:
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
    year, area, scope = asked_year(request), area_of(request), request.scope
    rows = _asked_at(Indicator.objects.visible_to(scope).in_use(request.day), area, request.day)
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


def _asked_at(indicators, area, day) -> list:
    """Those asked of the place, of a level below it or of organisations: what only places above give has no number here."""
    rows = list(indicators)
    if not any(row.asked_of for row in rows):
        return rows
    level = UnitVersion.objects.on(day).filter(unit=area).values_list("level", flat=True).first() or 0
    codes = {code for code, _name in offered() if not code.isdigit() or int(code) >= level}
    return [row for row in rows if not row.asked_of or codes & set(row.asked_of)]


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
        "value": figure_words(now, owns) or _("chưa có số"),
        "before": figure_words(before, owns),
        "counted_on": now.counted_on,
        "origin": {"given": _("số liệu đã ghi"), "derived": _("tính từ bản đồ")}.get(now.source, ""),
    }


@policy("indicators.read")
def indicator_page(request, code):
    """The values behind a number: those that the reader may see."""
    year, area, scope = asked_year(request), area_of(request), request.scope
    indicator = get_object_or_404(Indicator.objects.visible_to(scope), code=code)
    period = date(year, 1, 1), date(year + 1, 1, 1), request.day
    figure = indicator_figures(area, *period, [indicator])[code]
    owns = scope.reach("indicators.sensitive").covers(area.access_path, area.pk)
    words = figure_words(figure, owns)
    return list_page(
        request,
        **rows_behind(request, *rows_counted(figure, facts_of(area, *period))),
        title=_("%(indicator)s năm %(year)s: %(value)s")
        % {"indicator": indicator, "year": year, "value": words or "–"},
        template="scores/indicator_page.html",
        export=f"chi-so-{code}-{year}",
        links=_change_link(indicator, scope),
        empty={
            "why": _("Không có số liệu nào đã ghi đứng sau số này."),
            "what": _("Chưa ai ghi số, hoặc bạn không xem được từng số đứng sau."),
        },
        crumbs=[
            (_("Chỉ số"), f"{reverse('scores:indicator_list')}?dia-ban={area.key}&nam={year}"),
            (indicator.name, None),
        ],
        context={
            "sections": sections(request),
            "categories": categories_of(figure, owns),
        },
    )


def _change_link(indicator, scope) -> list:
    is_own = Indicator.objects.writable_by(scope).filter(pk=indicator.pk).exists()
    return [(_("Sửa chỉ số"), reverse("scores:indicator_change", args=[indicator.key]))] if is_own else []


@policy("indicators.write")
def value_new(request):
    reach, day = request.scope.reach("indicators.write"), request.day
    units = Unit.objects.filter(within(reach, unit=""), closed_on=None)
    bodies = Organisation.objects.open_on(day).filter(within(reach))
    indicators = Indicator.objects.visible_to(request.scope).in_use(day)
    form = ValueForm(
        request.POST or None,
        units=units,
        bodies=bodies,
        indicators=indicators.asked_of(codes_at(units, bodies, day)),
        day=day,
        initial={"counted_on": day},
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
