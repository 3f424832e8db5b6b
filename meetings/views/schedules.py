"""The schedules that communes register month by month: who has sent, and the page of one commune's month."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from branches.models import Unit, UnitPlacement
from branches.querysets.scoping import within
from branches.querysets.units import names_of
from branches.views.steps import form_step, say
from common.errors import sentences
from common.months import asked_month, month_links, month_query
from common.pages import list_page
from common.policy import policy
from meetings.access import is_commune, may_on, reads_from_above
from meetings.actions.scheduling import return_schedule, write_schedule
from meetings.facts.schedules import changes_of, schedule_rows, secretaries_of, state_of
from meetings.filters.schedules import ScheduleFilter
from meetings.forms.schedules import ReturnForm, ScheduleForms
from meetings.models import Schedule
from meetings.planning import MonthPlan
from meetings.querysets.schedules import (
    COMMUNE_LEVEL,
    LATE,
    MISSING,
    RETURNED,
    SENT,
    communes_registering,
    counts_of,
)
from meetings.recipients import people_of, roles_of
from meetings.rules import last_of, month_after
from meetings.tables.schedules import STATES, ScheduleTable


@policy("meetings.read")
def schedule_list(request):
    """Communes × month: sent, late, missing; silence is a row like any other."""
    month = asked_month(request, month_after(request.day.replace(day=1)))
    rows = communes_registering(request.scope, month, last_of(month))
    own = _own_commune(request)
    return list_page(
        request,
        queryset=rows.order_by("version__sort_key"),
        table=ScheduleTable,
        filterset=ScheduleFilter,
        title=_("Lịch sinh hoạt các xã đăng ký"),
        template="meetings/schedule_list.html",
        prepare=lambda found: schedule_rows(found, month, request.day),
        export="lich-dang-ky",
        primary=(_("Đăng ký lịch xã mình"), _address(own, month)) if own else None,
        links=[(_("Các buổi sinh hoạt"), _with_month("meetings:meeting_list", month))],
        empty={
            "why": _("Không có xã, phường nào trong địa bàn của bạn."),
            "what": _("Các buổi của chi bộ mà bạn theo dõi ở danh sách buổi sinh hoạt."),
            "url": _with_month("meetings:meeting_list", month),
            "action": _("Xem các buổi sinh hoạt"),
        },
        context={"month": month_links(request, month), "figures": _figures(rows, month)},
    )


def _figures(rows, month):
    """(how many of how many, in words, the address of those) for each state that occurs."""
    counts = counts_of(rows)
    words = {
        SENT: _("đã gửi đúng hạn"),
        LATE: _("gửi muộn"),
        RETURNED: _("được trả lại"),
        MISSING: _("chưa gửi"),
    }
    address = _with_month("meetings:schedule_list", month)
    return [
        (f"{counts[state]}/{counts['all']}", word, f"{address}&tinh_trang={state}")
        for state, word in words.items()
        if counts[state]
    ]


@policy("meetings.read")
def schedule_page(request, key):
    """The schedule by its own key leads to its commune's month."""
    row = get_object_or_404(Schedule.objects.visible_to(request.scope).select_related("unit"), key=key)
    return redirect(_address(row.unit, row.month))


@policy("meetings.read")
def schedule_commune(request, key):
    """One commune's month: read by those above, written by its office."""
    unit = commune_of(request, key)
    plan = MonthPlan(unit, asked_month(request, month_after(request.day.replace(day=1))))
    may_write = may_on(request.scope, "schedules.write", unit)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    forms = ScheduleForms(plan, request.POST if request.method == "POST" else None) if may_write else None
    refusals = []
    if request.method == "POST" and forms.is_valid():
        try:
            return _written(request, plan, forms)
        except ValidationError as error:
            refusals = [(sentence, "") for sentence in sentences(error)]
    context = _frame(request, plan, may_write) | {
        "forms": forms,
        "head": forms.head if forms else None,
        "more_errors": [*refusals, *(forms.errors() if forms and forms.is_bound else [])],
        "rows": _rows(plan, forms, secretaries_of(plan, request.scope)),
    }
    context["has_errors"] = bool(context["more_errors"])
    return render(request, "meetings/schedule_page.html", context)


def _written(request, plan, forms):
    head = forms.head.cleaned_data
    send = "gui" in request.POST
    schedule = write_schedule(
        unit=plan.unit,
        month=plan.month,
        lines=forms.said(),
        by=request.user,
        on=request.day,
        send=send,
        reason=head["reason"],
        version=head["version"],
    )
    if send:
        to = ", ".join(roles_of(schedule))
        messages.success(
            request,
            _("Đã gửi lịch sinh hoạt đến: %(roles)s.") % {"roles": to} if to else _("Đã gửi lịch sinh hoạt."),
        )
    elif schedule.state == Schedule.State.SENT:
        messages.success(request, _("Đã ghi thay đổi và báo cho những người nhận lịch."))
    else:
        messages.success(request, _("Đã lưu, chưa gửi."))
    return redirect(_address(plan.unit, plan.month))


@policy("schedules.review")
def schedule_return(request, key):
    rows = Schedule.objects.visible_to(request.scope).select_related("unit")
    schedule = get_object_or_404(rows, key=key)
    if not reads_from_above(request.scope, "schedules.review", schedule.unit):
        raise PermissionDenied
    address = _address(schedule.unit, schedule.month)
    name = name_at(schedule.unit, schedule.month)

    def act(form):
        return_schedule(schedule, note=form.cleaned_data["note"], by=request.user, on=request.day)
        say(request, _("Đã trả lại lịch của %(name)s.") % {"name": name})

    return form_step(
        request,
        form=ReturnForm(request.POST or None),
        act=act,
        title=_("Trả lại lịch tháng %(month)s của %(name)s")
        % {"month": f"{schedule.month:%m/%Y}", "name": name},
        lead=_("Xã nhận được ghi chú này, sửa rồi gửi lại. Lịch cũ vẫn xem được."),
        button=_("Trả lại"),
        back=address,
        done=lambda result: address,
        crumbs=[*_crumbs(schedule.month), (name, address), (_("Trả lại"), None)],
    )


def _frame(request, plan, may_write):
    schedule, unit = plan.schedule, plan.unit
    name = name_at(unit, plan.last)
    from_above = reads_from_above(request.scope, "schedules.review", unit)
    state = state_of(
        schedule.state if schedule else None,
        schedule.is_late if schedule else False,
        plan.due_on,
        request.day,
    )
    was_sent = schedule is not None and schedule.first_sent_at is not None
    return {
        "title": _("Lịch sinh hoạt tháng %(month)s: %(name)s")
        % {"month": f"{plan.month.month}/{plan.month.year}", "name": name},
        "plan": plan,
        "schedule": schedule,
        "state": STATES[state],
        "month": month_links(request, plan.month),
        "facts": _facts(plan, from_above),
        "may_write": may_write,
        "may_return": from_above and schedule is not None and schedule.state == Schedule.State.SENT,
        "was_sent": was_sent,
        "is_sent": schedule is not None and schedule.state == Schedule.State.SENT,
        "is_overdue": plan.due_on is not None and request.day > plan.due_on and not was_sent,
        "changes": changes_of(plan) if was_sent else [],
        "lists_url": reverse("dashboard:import_upload", args=["schedules"]) if may_write else None,
        "sheet_url": _file(unit, plan.month, "meetings:schedule_sheet")
        if request.scope.may("exports.read")
        else None,
        "papers": [
            (_("Tải Word"), _file(unit, plan.month, "meetings:schedule_paper", "docx")),
            (_("Tải PDF"), _file(unit, plan.month, "meetings:schedule_paper", "pdf")),
        ],
        "crumbs": [*_crumbs(plan.month), (name, None)],
    }


def _facts(plan, from_above):
    schedule = plan.schedule
    facts = [(_("Hạn đăng ký"), plan.due_on or _("chưa đặt hạn"))]
    if schedule is None or schedule.first_sent_at is None:
        return facts
    facts += [
        (_("Gửi lần đầu"), localtime(schedule.first_sent_at).date()),
        (_("Gửi gần nhất"), localtime(schedule.sent_at).date()),
        (_("Người gửi"), str(schedule.sent_by or "")),
    ]
    if from_above:
        people = people_of(schedule)
        return facts + [(_("Gửi đến: %(role)s") % {"role": role}, ", ".join(names)) for role, names in people]
    return [*facts, (_("Gửi đến"), ", ".join(roles_of(schedule)))]


def _rows(plan, forms, secretaries):
    by_key = forms.by_key() if forms else {}
    seen = (
        plan.lines if forms else [line for line in plan.lines if line.meeting and line.meeting.registered_on]
    )
    return [
        {
            "line": line,
            "form": by_key.get(line.key),
            "secretary": secretaries.get(line.organisation.pk),
        }
        for line in seen
    ]


def commune_of(request, key):
    """The commune of the address; Http404 where the reader does not read its meetings."""
    rows = Unit.objects.filter(within(request.scope.reach("meetings.read"), ""))
    unit = get_object_or_404(rows, key=key)
    if not is_commune(unit, request.day):
        raise Http404
    return unit


def _own_commune(request):
    """The one commune whose schedule the reader registers; None for nobody's or for several."""
    if not request.scope.may("schedules.write"):
        return None
    rows = Unit.objects.open_on(request.day).filter(within(request.scope.reach("schedules.write"), ""))
    communes = UnitPlacement.objects.on(request.day).at_level(COMMUNE_LEVEL)
    found = list(rows.filter(pk__in=communes.values("unit"))[:2])
    return found[0] if len(found) == 1 else None


def name_at(unit, day):
    return names_of([unit.pk], day).get(unit.pk, "")


def _address(unit, month):
    return reverse("meetings:schedule_commune", args=[unit.key]) + f"?thang={month_query(month)}"


def _file(unit, month, name, *kind):
    return reverse(name, args=[unit.key, *kind]) + f"?thang={month_query(month)}"


def _with_month(name, month):
    return reverse(name) + f"?thang={month_query(month)}"


def _crumbs(month):
    return [(_("Lịch sinh hoạt"), _with_month("meetings:schedule_list", month))]
