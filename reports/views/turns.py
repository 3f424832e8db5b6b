"""Turns (lượt): the list with its four counts, one turn, a mistake taken back; excused absences."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from assignments.models import Cadre
from branches.querysets.bodies import organisation_names
from branches.views.steps import form_step, say
from common.pages import list_page
from common.policy import SIGNED_IN, policy
from meetings.actions.absences import record_absence, void_absence
from meetings.forms.timeline import VoidForm
from meetings.models import Absence, Attendance, Meeting
from reports.actions.turns import void_turn
from reports.asked import asked_or_404, crumbs_of
from reports.facts.cells import absence_rows
from reports.facts.turns import attendance_rows, turn_facts
from reports.filters.turns import AbsenceFilter, TurnFilter
from reports.forms.turns import AbsenceForm
from reports.models import Report
from reports.querysets.expecting import with_due_days
from reports.tables.expected import AbsenceTable, AttendanceTable


@policy("attendance.read")
def attendance_list(request):
    """The turns of an area and period, those of conferences of committees too; the four counts of what is listed."""
    asked = asked_or_404(request)
    rows = asked.expected.attendances().visible_to(request.scope)
    chosen = TurnFilter(request.GET or None, queryset=rows, request=request).qs
    counts = chosen.four_counts()
    return list_page(
        request,
        queryset=with_due_days(rows).for_list().select_related("report").order_by("-attended_on", "-pk"),
        table=AttendanceTable,
        filterset=TurnFilter,
        title=_("Lượt dự sinh hoạt: %(area)s") % {"area": asked.area_name},
        template="reports/attendance_list.html",
        prepare=lambda found: attendance_rows(found, request.scope, request.day),
        export="luot-du-sinh-hoat",
        crumbs=[*crumbs_of(request, asked), (_("Lượt dự"), None)],
        empty={
            "why": _("Chưa có lượt dự nào ở đây trong những tháng này."),
            "what": _("Lượt dự đến từ báo cáo của cán bộ, hoặc từ danh sách nhập vào."),
        },
        links=[(_("Vắng có lý do"), reverse("reports:absence_list"))],
        context={
            "asked": asked,
            "lead": _("%(period)s; mỗi dòng là một lượt") % {"period": asked.period_words},
            "counts": {name: number_format(value, force_grouping=True) for name, value in counts.items()},
        },
    )


@policy(SIGNED_IN)
def attendance_page(request, key):
    turn = _turn(request, key)
    may_void = (
        not turn.voided_at and Attendance.objects.writable_by(request.scope).filter(pk=turn.pk).exists()
    )
    report = Report.objects.visible_to(request.scope).filter(attendance=turn).first()
    name = organisation_names([turn.meeting.organisation_id], turn.attended_on)[turn.meeting.organisation_id]
    title = _("%(cadre)s dự %(name)s") % {"cadre": turn.cadre, "name": name}
    return render(
        request,
        "reports/attendance_page.html",
        {
            "title": title,
            "lead": date_format(turn.attended_on, "d/m/Y"),
            "crumbs": [(_("Dự sinh hoạt"), None), (title, None)],
            "turn": turn,
            "facts": turn_facts(turn),
            "report": report,
            "meeting_url": _meeting_url(request, turn),
            "may_score": turn.cadre_id in request.scope.cadre_ids
            and not turn.voided_at
            and turn.meeting.body == "branch",
            "void_url": reverse("reports:attendance_void", args=[turn.key]) if may_void else None,
        },
    )


@policy("reports.clerk")
def attendance_void(request, key):
    turn = get_object_or_404(Attendance.objects.writable_by(request.scope).standing(), key=key)
    back = reverse("reports:attendance_page", args=[turn.key])

    def act(form):
        void_turn(turn, reason=form.cleaned_data["reason"], by=request.user)
        say(request, _("Đã hủy lượt dự nhập nhầm."))

    return form_step(
        request,
        form=VoidForm(request.POST or None),
        act=act,
        title=_("Hủy lượt dự nhập nhầm"),
        lead=_("Lượt này ra khỏi mọi số liệu; vẫn xem lại được, kèm lý do."),
        button=_("Hủy lượt dự"),
        back=back,
        done=lambda result: back,
        crumbs=[(_("Lượt dự"), back), (_("Hủy"), None)],
    )


# --- absences ---
@policy(SIGNED_IN)
def absence_list(request):
    """Those of people whose attendance one reads, and one's own."""
    rows = Absence.objects.visible_to(request.scope).select_related("cadre", "stand_in")
    may_write = request.scope.may("reports.clerk") or bool(request.scope.cadre_ids)
    return list_page(
        request,
        queryset=rows.order_by("-starts_on", "-pk"),
        table=AbsenceTable,
        filterset=AbsenceFilter,
        title=_("Vắng có lý do"),
        prepare=lambda found: absence_rows(found, request.scope, request.day),
        export="vang-co-ly-do",
        primary=(_("Ghi vắng có lý do"), reverse("reports:absence_new")) if may_write else None,
        empty={
            "why": _("Chưa ai được ghi vắng có lý do."),
            "what": _("Ghi khi cán bộ ốm, đi học, nghỉ phép: những lượt đó không bị tính là thiếu."),
        },
        crumbs=[(_("Vắng có lý do"), None)],
    )


@policy(SIGNED_IN)
def absence_new(request):
    """An officer for somebody of his ground; a cadre for himself, from today on."""
    officer = request.scope.may("reports.clerk")
    own = None if officer else Cadre.objects.filter(pk__in=request.scope.cadre_ids, merged_into=None).first()
    if not officer and own is None:
        raise Http404
    form = AbsenceForm(
        request.POST or None,
        scope=request.scope,
        day=request.day,
        cadre=own,
        initial={"starts_on": request.day},
    )
    back = reverse("reports:absence_list")

    def act(form):
        said = form.cleaned_data
        record_absence(
            cadre=own or said["who"],
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            reason=said["reason"],
            note=said["note"],
            stand_in=said["stand_in"],
            by=request.user,
            not_before=request.day if own else None,
        )
        say(request, _("Đã ghi vắng có lý do."))

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Ghi vắng có lý do"),
        lead=_("Những lượt trong các ngày này được tính riêng, không phải là thiếu."),
        button=_("Ghi"),
        back=back,
        done=lambda result: back,
        crumbs=[(_("Vắng có lý do"), back), (_("Ghi"), None)],
    )


@policy(SIGNED_IN)
def absence_void(request, key):
    """By an officer; by the cadre himself only while it has not begun."""
    rows = Absence.objects.writable_by(request.scope).standing().select_related("cadre__unit")
    absence = get_object_or_404(rows, key=key)
    home = absence.cadre.unit
    if absence.starts_on <= request.day and not request.scope.reach("reports.clerk").covers(
        home.access_path, home.pk
    ):
        raise PermissionDenied
    back = reverse("reports:absence_list")

    def act(form):
        void_absence(absence, reason=form.cleaned_data["reason"], by=request.user)
        say(request, _("Đã hủy."))

    return form_step(
        request,
        form=VoidForm(request.POST or None),
        act=act,
        title=_("Hủy vắng có lý do: %(cadre)s") % {"cadre": absence.cadre},
        lead=_("Dòng này ra khỏi mọi số liệu; vẫn xem lại được, kèm lý do."),
        button=_("Hủy dòng này"),
        back=back,
        done=lambda result: back,
        crumbs=[(_("Vắng có lý do"), back), (_("Hủy"), None)],
    )


def _meeting_url(request, turn) -> str | None:
    """A cadre who follows the place no longer reads his own turn, and not the branch's meeting."""
    meetings = Meeting.objects.visible_to(request.scope).filter(pk=turn.meeting_id)
    may_open = request.scope.may("meetings.read") and meetings.exists()
    return turn.meeting.get_absolute_url() if may_open else None


def _turn(request, key):
    rows = (
        Attendance.objects.visible_to(request.scope).for_list().select_related("report", "unit", "voided_by")
    )
    turn = rows.filter(key=key).first()
    if turn is None:
        raise Http404
    return turn
