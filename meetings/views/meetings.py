"""Meetings of branches and committees: the list of a month, the page of one, and what is recorded of it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from branches.querysets.bodies import organisation_names
from branches.views.steps import form_step, say
from common.months import asked_month, month_links, month_query
from common.pages import list_page
from common.policy import policy
from meetings.access import may_on
from meetings.actions.meetings import (
    enter_meeting,
    plan_meeting,
    record_held,
    record_not_held,
    record_prepared,
    replan_meeting,
    void_meeting,
)
from meetings.facts.meetings import meeting_facts
from meetings.facts.places import places_by_organisation
from meetings.facts.tasks import tasks_context
from meetings.filters.meetings import MeetingFilter
from meetings.forms.meetings import (
    HELD,
    HeldForm,
    MeetingForm,
    NotHeldForm,
    PreparedForm,
    ReplanForm,
    VoidForm,
)
from meetings.models import Meeting
from meetings.querysets.bodies import bodies_read_by
from meetings.tables.meetings import STATES, MeetingTable, state_of


@policy("meetings.read")
def meeting_list(request):
    month = asked_month(request)
    rows = Meeting.objects.visible_to(request.scope).standing().in_month(month)
    return list_page(
        request,
        queryset=rows.select_related("organisation").order_by("met_on", "pk"),
        table=MeetingTable,
        filterset=MeetingFilter,
        title=_("Các buổi sinh hoạt"),
        template="meetings/month_list.html",
        prepare=lambda found: _rows(found, request.day),
        export="buoi-sinh-hoat",
        primary=(_("Ghi một buổi ngoài lịch"), reverse("meetings:meeting_new"))
        if request.scope.may("meetings.write")
        else None,
        links=[
            (_("Lịch các xã đăng ký"), reverse("meetings:schedule_list") + f"?thang={month_query(month)}"),
            (_("Ngày cố định"), reverse("meetings:day_rule_list")),
            (_("Nơi tôi theo dõi"), reverse("meetings:followed_schedule") + f"?thang={month_query(month)}"),
            (_("Việc đã quyết"), reverse("meetings:task_list")),
            (_("Thông tin tình hình"), reverse("meetings:situation_list")),
        ],
        empty={
            "why": _("Tháng này chưa có buổi sinh hoạt nào trong địa bàn của bạn."),
            "what": _("Các buổi hiện ra khi xã gửi lịch đăng ký, hoặc khi có người ghi một buổi đã họp."),
        },
        context={"month": month_links(request, month)},
    )


@policy("meetings.read")
def meeting_page(request, key):
    meeting = _visible(request, key)
    name = _name(meeting)
    may_write = _is_writable(request, meeting)
    context = {
        "title": _("%(kind)s: %(name)s") % {"kind": capfirst(meeting.get_kind_display()), "name": name},
        "meeting": meeting,
        "state": STATES[state_of(meeting, request.day)],
        "facts": meeting_facts(meeting, request.day),
        "changes": list(meeting.changes.select_related("changed_by")),
        "may_write": may_write,
        "may_score": may_write
        and request.scope.may("scores.own")
        and meeting.body == "branch"
        and meeting.outcome == "held",
        "may_replan": may_write and not meeting.schedule_id and meeting.outcome == "unknown",
        "links": _links(request, meeting),
        **tasks_context(request.scope, meeting, request.day),
        "crumbs": _crumbs(meeting, name)[:-1] + [(name, None)],
    }
    return render(request, "meetings/meeting_page.html", context)


@policy("meetings.write")
def meeting_new(request):
    form = MeetingForm(
        request.POST or None, scope=request.scope, day=request.day, initial={"on": request.day}
    )
    return form_step(
        request,
        form=form,
        act=lambda form: _entered(request, form),
        title=_("Ghi một buổi ngoài lịch"),
        lead=_("Buổi đã đăng ký trong lịch của xã thì mở buổi đó ra mà ghi kết quả."),
        button=_("Ghi"),
        back=reverse("meetings:meeting_list"),
        done=lambda meeting: meeting.get_absolute_url(),
        crumbs=[(_("Các buổi sinh hoạt"), reverse("meetings:meeting_list")), (_("Ghi một buổi"), None)],
    )


def _entered(request, form):
    data = dict(form.cleaned_data)
    what, data["body"] = data.pop("what"), data["body"] or None
    if what == HELD:
        meeting = enter_meeting(by=request.user, **data)
    else:
        data.pop("ended_at")
        meeting = plan_meeting(today=request.day, by=request.user, at=data.pop("started_at"), **data)
    say(request, _("Đã ghi buổi sinh hoạt."))
    return meeting


@policy("meetings.write")
def meeting_held(request, key):
    meeting = _writable(request, key)
    initial = {
        "on": meeting.held_on or min(meeting.planned_on, request.day),
        "started_at": meeting.started_at or meeting.planned_at,
        "ended_at": meeting.ended_at,
        "place": meeting.held_place or meeting.planned_place,
        "version": meeting.version,
    }
    return _step(
        request,
        meeting,
        HeldForm(request.POST or None, day=request.day, initial=initial),
        record_held,
        title=_("Ghi đã họp"),
        said=_("Đã ghi buổi họp."),
        lead=_("Họp khác ngày đăng ký thì ghi ngày họp; ngày đăng ký vẫn giữ nguyên."),
    )


@policy("meetings.write")
def meeting_not_held(request, key):
    meeting = _writable(request, key)
    return _step(
        request,
        meeting,
        NotHeldForm(request.POST or None, initial={"version": meeting.version}),
        record_not_held,
        title=_("Ghi không họp"),
        said=_("Đã ghi là không họp."),
    )


@policy("meetings.write")
def meeting_prepared(request, key):
    meeting = _writable(request, key)
    initial = {"on": meeting.prepared_on or request.day, "version": meeting.version}
    return _step(
        request,
        meeting,
        PreparedForm(request.POST or None, day=request.day, initial=initial),
        record_prepared,
        title=_("Ghi ngày chi ủy chuẩn bị"),
        said=_("Đã ghi ngày chuẩn bị."),
    )


@policy("meetings.write")
def meeting_replan(request, key):
    meeting = _writable(request, key)
    if meeting.schedule_id:
        raise PermissionDenied
    initial = {
        "on": meeting.planned_on,
        "at": meeting.planned_at,
        "place": meeting.planned_place,
        "version": meeting.version,
    }
    return _step(
        request,
        meeting,
        ReplanForm(request.POST or None, initial=initial),
        replan_meeting,
        title=_("Đổi lịch"),
        said=_("Đã đổi lịch; ngày cũ vẫn xem được."),
    )


@policy("meetings.write")
def meeting_void(request, key):
    meeting = _writable(request, key)
    return _step(
        request,
        meeting,
        VoidForm(request.POST or None, initial={"version": meeting.version}),
        void_meeting,
        title=_("Hủy vì nhập nhầm"),
        said=_("Đã hủy buổi nhập nhầm."),
        lead=_(
            "Buổi này ra khỏi mọi số liệu, vẫn xem được kèm lý do. Buổi đã đăng ký mà không họp thì ghi “không họp”."
        ),
    )


def _step(request, meeting, form, write, *, title, said, lead=""):
    name = _name(meeting)
    back = meeting.get_absolute_url()

    def act(form):
        write(meeting, by=request.user, **form.cleaned_data)
        say(request, said)

    return form_step(
        request,
        form=form,
        act=act,
        title=_("%(what)s: %(name)s, %(day)s")
        % {"what": title, "name": name, "day": f"{meeting.on:%d/%m/%Y}"},
        lead=lead,
        button=_("Ghi"),
        back=back,
        done=lambda result: back,
        crumbs=[*_crumbs(meeting, name), (title, None)],
    )


def _rows(meetings, day):
    places = places_by_organisation(((each.organisation_id, each.unit_id) for each in meetings), day)
    return [
        {
            "name": places[each.organisation_id][0],
            "place_of": places[each.organisation_id][1],
            "url": each.get_absolute_url(),
            "met_on": each.on,
            "at": _hour(each.started_at or each.planned_at),
            "place": each.held_place or each.planned_place,
            "kind": each.get_kind_display(),
            "body": each.get_body_display(),
            "prepared": _prepared(each, day),
            "state": state_of(each, day),
        }
        for each in meetings
    ]


def _prepared(meeting, day):
    if meeting.prepared_on:
        return _("xong %(day)s") % {"day": f"{meeting.prepared_on:%d/%m}"}
    if meeting.prepare_due_on is None:
        return ""
    words = _("quá hạn %(day)s") if meeting.prepare_due_on < day else _("hạn %(day)s")
    return words % {"day": f"{meeting.prepare_due_on:%d/%m}"}


def _links(request, meeting):
    found = []
    if bodies_read_by(request.scope).filter(pk=meeting.organisation_id).exists():
        life = reverse("meetings:branch_page", args=[meeting.organisation.key])
        found.append((_("Diễn biến của chi bộ, cấp ủy"), life))
    if may_on(request.scope, "history.read", meeting.unit):
        found.append(
            (_("Lịch sử sửa đổi"), reverse("dashboard:history", args=["buoi-sinh-hoat", meeting.key]))
        )
    schedule = meeting.schedule
    if schedule and may_on(request.scope, "meetings.read", schedule.unit):
        found.append((_("Lịch tháng của xã"), schedule.get_absolute_url()))
    return found


def _visible(request, key):
    rows = Meeting.objects.visible_to(request.scope)
    related = ("organisation", "unit", "schedule__unit", "voided_by")
    return get_object_or_404(rows.select_related(*related), key=key)


def _writable(request, key):
    meeting = _visible(request, key)
    if not _is_writable(request, meeting):
        raise PermissionDenied
    return meeting


def _is_writable(request, meeting) -> bool:
    return Meeting.objects.standing().writable_by(request.scope).filter(pk=meeting.pk).exists()


def _name(meeting):
    return organisation_names([meeting.organisation_id], meeting.on).get(meeting.organisation_id, "")


def _hour(value):
    return time_format(value, "H:i") if value else ""


def _crumbs(meeting, name):
    month = reverse("meetings:meeting_list") + f"?thang={month_query(meeting.month)}"
    return [(_("Các buổi sinh hoạt"), month), (name, meeting.get_absolute_url())]
