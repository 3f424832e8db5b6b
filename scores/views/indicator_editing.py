"""Indicators and watch-lists that a committee makes for itself and those below it, and a number put right."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.querysets.schemes import may_issue
from branches.views.steps import form_step, say
from common.policy import policy
from scores.actions.indicators import (
    change_indicator,
    change_watch_list,
    correct_value,
    make_indicator,
    make_watch_list,
)
from scores.forms.indicators import IndicatorChangeForm, IndicatorForm, WatchForm
from scores.forms.targets import ValueCorrectForm
from scores.models import Indicator, IndicatorValue, WatchList

_CHANGED = ("name", "measure", "source", "is_sensitive", "is_target", "asked_of", "ended_on")


def issuers_of(request, permission) -> list:
    """[(unit, name)] of the committees, from the communes upwards, for which the reader may make a thing, the highest first; 404
    where there is none."""
    issuers = may_issue(request.scope, request.day, permission)
    if not issuers:
        raise Http404
    return issuers


@policy("indicators.write")
def indicator_new(request):
    form = IndicatorForm(request.POST or None, issuers=issuers_of(request, "indicators.write"))

    def act(form):
        make_indicator(by=request.user, **form.cleaned_data)
        say(request, _("Đã thêm chỉ số."))

    return _step(request, form, act, _("Thêm chỉ số"), _("Chỉ số"), "scores:indicator_list")


@policy("indicators.write")
def indicator_change(request, key):
    """What ships belongs to nobody and is changed by nobody."""
    indicator = get_object_or_404(Indicator.objects.writable_by(request.scope), key=key)
    initial = {name: getattr(indicator, name) for name in _CHANGED}
    form = IndicatorChangeForm(request.POST or None, initial=initial)

    def act(form):
        change_indicator(indicator, by=request.user, **form.cleaned_data)
        say(request, _("Đã lưu chỉ số."))

    title = _("Sửa chỉ số: %(name)s") % {"name": indicator.name}
    return _step(request, form, act, title, _("Chỉ số"), "scores:indicator_list")


@policy("indicators.write")
def value_correct(request, key):
    rows = IndicatorValue.objects.visible_to(request.scope).writable_by(request.scope).standing()
    row = get_object_or_404(rows.select_related("indicator"), key=key)
    initial = {name: getattr(row, name) for name in ("counted_on", "qualifier", "value", "whole", "category")}
    form = ValueCorrectForm(request.POST or None, has_whole=row.indicator.has_whole, initial=initial)

    def act(form):
        correct_value(row, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã đính chính; số cũ vẫn xem lại được cùng lý do."))

    title = _("Đính chính: %(name)s") % {"name": row.indicator.name}
    return _step(request, form, act, title, _("Chỉ số"), "scores:indicator_list")


@policy("watch.write")
def watch_new(request):
    form = WatchForm(
        request.POST or None, issuers=issuers_of(request, "watch.write"), indicators=_indicators(request)
    )

    def act(form):
        made = make_watch_list(by=request.user, **form.cleaned_data)
        say(request, _("Đã lập danh sách."))
        return made

    return _watch_step(request, form, act, _("Lập danh sách cần quan tâm"))


@policy("watch.write")
def watch_change(request, key):
    """Its name and condition, and when it ends. What ships stays."""
    watch = get_object_or_404(WatchList.objects.writable_by(request.scope), key=key)
    initial = {
        name: getattr(watch, name) for name in ("name", "rule", "threshold", "branch_type", "ended_on")
    }
    initial["indicator"] = watch.indicator and watch.indicator.code
    form = WatchForm(request.POST or None, indicators=_indicators(request), initial=initial)

    def act(form):
        say(request, _("Đã lưu danh sách."))
        return change_watch_list(watch, by=request.user, **form.cleaned_data)

    return _watch_step(request, form, act, _("Sửa danh sách: %(name)s") % {"name": watch.name})


def _indicators(request):
    return Indicator.objects.visible_to(request.scope).in_use(request.day)


def _watch_step(request, form, act, title):
    def done(made):
        return reverse("scores:watch_page", args=[made.key])

    return _step(request, form, act, title, _("Cần quan tâm"), "scores:watch_list", done)


def _step(request, form, act, title, section, name, done=None):
    back = reverse(name)
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        button=_("Lưu"),
        back=back,
        done=done or (lambda _result: back),
        crumbs=[(section, back), (title, None)],
    )
