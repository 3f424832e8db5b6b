"""Fixed days, months in which they are moved, and the deadline of registration: read from below, written by the board."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_of
from branches.views.steps import form_step, say
from common.pages import list_page
from common.policy import policy
from meetings.actions.day_rules import (
    change_day_rule,
    drop_moved_day,
    end_day_rule,
    end_deadline,
    move_day,
    set_day_rule,
    set_deadline,
)
from meetings.forms.day_rules import DayRuleChangeForm, DayRuleForm, DeadlineForm, MovedDayForm, RuleEndForm
from meetings.forms.meetings import ConfirmForm
from meetings.models import DayRule, MovedDay, ScheduleRule
from meetings.tables.day_rules import DayRuleTable, DeadlineTable, MovedDayTable

SECTIONS = ("day_rule_list", "moved_day_list", "deadline_list")


@policy("meetings.read")
def day_rule_list(request):
    return list_page(
        request,
        queryset=DayRule.objects.visible_to(request.scope).order_by("-starts_on", "-pk"),
        table=DayRuleTable,
        title=_("Ngày sinh hoạt cố định"),
        template="meetings/section_list.html",
        prepare=lambda rows: _rules(request, rows),
        export="ngay-sinh-hoat",
        primary=_new(request, _("Thêm ngày cố định"), "day_rule_new"),
        empty={
            "why": _("Chưa có ngày sinh hoạt cố định nào."),
            "what": _("Ví dụ: chi bộ khu dân cư ngày 24, chi bộ cơ quan ngày 25, chi ủy chuẩn bị ngày 22."),
        },
        context={"sections": _sections(request, "day_rule_list")},
    )


@policy("meetings.read")
def moved_day_list(request):
    return list_page(
        request,
        queryset=MovedDay.objects.visible_to(request.scope).order_by("-month", "-pk"),
        table=MovedDayTable,
        title=_("Tháng dời ngày sinh hoạt"),
        template="meetings/section_list.html",
        prepare=lambda rows: _moved(request, rows),
        export="thang-doi-ngay",
        primary=_new(request, _("Dời ngày một tháng"), "moved_day_new"),
        empty={
            "why": _("Chưa có tháng nào dời ngày sinh hoạt."),
            "what": _("Dời ngày khi ngày cố định rơi vào dịp Tết, ngày lễ."),
        },
        context={"sections": _sections(request, "moved_day_list")},
    )


@policy("meetings.read")
def deadline_list(request):
    return list_page(
        request,
        queryset=ScheduleRule.objects.visible_to(request.scope).order_by("-starts_on", "-pk"),
        table=DeadlineTable,
        title=_("Hạn đăng ký lịch"),
        template="meetings/section_list.html",
        prepare=lambda rows: _deadlines(request, rows),
        export="han-dang-ky",
        primary=_new(request, _("Đặt hạn đăng ký"), "deadline_new"),
        empty={
            "why": _("Chưa đặt hạn đăng ký lịch."),
            "what": _("Chưa có hạn thì lịch gửi lúc nào cũng không bị ghi là muộn."),
        },
        context={"sections": _sections(request, "deadline_list")},
    )


@policy("day_rules.write")
def day_rule_new(request):
    form = DayRuleForm(
        request.POST or None, scope=request.scope, day=request.day, initial={"starts_on": request.day}
    )
    return _step(
        request,
        form,
        lambda form: set_day_rule(by=request.user, **form.cleaned_data),
        title=_("Thêm ngày sinh hoạt cố định"),
        said=_("Đã ghi ngày sinh hoạt cố định."),
        to="day_rule_list",
    )


@policy("day_rules.write")
def day_rule_change(request, key):
    rule = _writable(request, DayRule, key)
    said = ("day", "time", "place", "prepare_day")
    initial = {name: getattr(rule, name) for name in said} | {"on": max(request.day, rule.starts_on)}
    return _step(
        request,
        DayRuleChangeForm(request.POST or None, initial=initial),
        lambda form: change_day_rule(rule, by=request.user, **form.cleaned_data),
        title=_("Đổi ngày sinh hoạt cố định: %(name)s") % {"name": _called(rule, request.day)},
        lead=_("Quy định cũ kết thúc, quy định mới bắt đầu từ ngày đổi. Lịch đã đăng ký không đổi theo."),
        said=_("Đã đổi ngày sinh hoạt cố định."),
        to="day_rule_list",
        extra={"more_url": (_("Kết thúc quy định này"), reverse("meetings:day_rule_end", args=[rule.key]))},
    )


@policy("day_rules.write")
def day_rule_end(request, key):
    rule = _writable(request, DayRule, key)
    return _step(
        request,
        RuleEndForm(request.POST or None),
        lambda form: end_day_rule(rule, on=form.cleaned_data["on"], by=request.user),
        title=_("Kết thúc ngày cố định: %(name)s") % {"name": _called(rule, request.day)},
        said=_("Đã ghi ngày kết thúc."),
        to="day_rule_list",
        button=_("Kết thúc"),
    )


@policy("day_rules.write")
def moved_day_new(request):
    form = MovedDayForm(request.POST or None, scope=request.scope, day=request.day)
    return _step(
        request,
        form,
        lambda form: move_day(by=request.user, **form.cleaned_data),
        title=_("Dời ngày sinh hoạt của một tháng"),
        said=_("Đã dời ngày sinh hoạt."),
        to="moved_day_list",
    )


@policy("day_rules.write")
def moved_day_drop(request, key):
    moved = _writable(request, MovedDay, key)
    words = {"month": f"{moved.month:%m/%Y}", "name": _called(moved, request.day)}
    return _step(
        request,
        ConfirmForm(request.POST if request.method == "POST" else None),
        lambda form: drop_moved_day(moved, by=request.user),
        title=_("Thôi dời ngày tháng %(month)s: %(name)s?") % words,
        lead=_("Tháng này trở lại ngày cố định. Lịch đã đăng ký không đổi theo."),
        said=_("Đã bỏ việc dời ngày."),
        to="moved_day_list",
        button=_("Thôi dời ngày"),
    )


@policy("day_rules.write")
def deadline_new(request):
    form = DeadlineForm(
        request.POST or None, scope=request.scope, day=request.day, initial={"starts_on": request.day}
    )
    return _step(
        request,
        form,
        lambda form: set_deadline(by=request.user, **form.cleaned_data),
        title=_("Đặt hạn đăng ký lịch"),
        lead=_("Hạn đang áp dụng của cùng đơn vị kết thúc khi hạn mới bắt đầu."),
        said=_("Đã đặt hạn đăng ký lịch."),
        to="deadline_list",
    )


@policy("day_rules.write")
def deadline_end(request, key):
    rule = _writable(request, ScheduleRule, key)
    return _step(
        request,
        RuleEndForm(request.POST or None),
        lambda form: end_deadline(rule, on=form.cleaned_data["on"], by=request.user),
        title=_("Kết thúc hạn đăng ký: %(name)s") % {"name": _called(rule, request.day)},
        said=_("Đã ghi ngày kết thúc."),
        to="deadline_list",
        button=_("Kết thúc"),
    )


def _step(request, form, write, *, title, said, to, lead="", button=None, extra=None):
    back = reverse(f"meetings:{to}")

    def act(form):
        write(form)
        say(request, said)

    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        lead=lead,
        button=button or _("Ghi"),
        back=back,
        done=lambda result: back,
        crumbs=[(_("Ngày sinh hoạt cố định"), reverse("meetings:day_rule_list")), (title, None)],
        template="meetings/rule_form.html" if extra else None,
        context=extra,
    )


def _rules(request, rows):
    return [
        {
            "day": row.day,
            "time": time_format(row.time, "H:i") if row.time else "",
            "place": row.place,
            "prepare_day": row.prepare_day or "",
            **_dated(request, row, "day_rule_change"),
            **_where(row, *names),
        }
        for row, names in _named(rows, request.day)
    ]


def _moved(request, rows):
    return [
        {
            "month": f"{row.month:%m/%Y}",
            "meets_on": row.meets_on,
            "prepares_on": row.prepares_on,
            "reason": row.reason,
            "url": _url(request, row, "moved_day_drop"),
            **_where(row, *names),
        }
        for row, names in _named(rows, request.day)
    ]


def _deadlines(request, rows):
    names = names_of({row.unit_id for row in rows}, request.day)
    return [
        {
            "name": names.get(row.unit_id, ""),
            "due_day": _("ngày %(day)s tháng trước") % {"day": row.due_day},
            **_dated(request, row, "deadline_end"),
        }
        for row in rows
    ]


def _dated(request, row, action):
    day = request.day
    state = "to_come" if row.starts_on > day else "running" if row.holds_on(day) else "over"
    return {
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "state": state,
        "url": _url(request, row, action) if state != "over" else None,
    }


def _named(rows, day):
    """(row, (names of units, names of branches)) of each row; two queries."""
    units = names_of({row.unit_id for row in rows}, day)
    bodies = organisation_names({row.organisation_id for row in rows} - {None}, day)
    return [(row, (units, bodies)) for row in rows]


def _where(row, units, bodies):
    unit = units.get(row.unit_id, "")
    if row.organisation_id:
        return {"name": bodies.get(row.organisation_id, ""), "of": unit}
    of = (
        _("chi bộ %(type)s") % {"type": row.get_branch_type_display()} if row.branch_type else _("mọi chi bộ")
    )
    return {"name": unit, "of": of}


def _called(row, day):
    if getattr(row, "organisation_id", None):
        return organisation_names([row.organisation_id], day).get(row.organisation_id, "")
    return names_of([row.unit_id], day).get(row.unit_id, "")


def _url(request, row, name):
    """The address of what may be done with the row; None for who only reads it."""
    if not request.scope.may("day_rules.write"):
        return None
    if not hasattr(request, "writable_rules"):
        request.writable_rules = {}
    model = type(row)
    if model not in request.writable_rules:
        own = model.objects.writable_by(request.scope)
        request.writable_rules[model] = set(own.values_list("pk", flat=True))
    return reverse(f"meetings:{name}", args=[row.key]) if row.pk in request.writable_rules[model] else None


def _writable(request, model, key):
    return get_object_or_404(model.objects.writable_by(request.scope).select_related("unit"), key=key)


def _new(request, word, name):
    return (word, reverse(f"meetings:{name}")) if request.scope.may("day_rules.write") else None


def _sections(request, here):
    words = {
        "day_rule_list": _("Ngày cố định"),
        "moved_day_list": _("Tháng dời ngày"),
        "deadline_list": _("Hạn đăng ký"),
    }
    return [
        {"label": words[name], "url": reverse(f"meetings:{name}"), "is_here": name == here}
        for name in SECTIONS
    ]
