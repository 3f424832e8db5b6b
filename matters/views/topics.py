"""The fields of what is raised, and within how many working days each is answered: read by the board, kept by its staff."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from branches.models import UnitPlacement
from branches.querysets.scoping import within
from branches.querysets.units import names_of
from branches.rules import COMMUNE
from branches.views.steps import form_step, say
from common.pages import asked_day, list_page
from common.periods import last_day, to_ends_on
from common.policy import policy
from matters.actions.topics import add_topic, end_deadline, end_topic, make_deadline, rename_topic
from matters.forms.topics import DeadlineForm, EndForm, NameForm, TopicForm
from matters.models import DeadlineRule, Topic
from matters.sections import sections
from matters.tables.topics import DeadlineTable, TopicTable


# --- topics ---
@policy("matters.read")
def topic_list(request):
    writes = request.scope.may("matters.write")
    return list_page(
        request,
        queryset=Topic.objects.visible_to(request.scope)
        .select_related("parent")
        .order_by("sort", "name", "pk"),
        table=TopicTable,
        title=_("Lĩnh vực"),
        template="matters/list.html",
        prepare=lambda found: _topic_lines(request, found),
        export="linh-vuc",
        primary=(_("Thêm lĩnh vực"), reverse("matters:topic_new")) if writes else None,
        links=[(_("Thời hạn trả lời"), reverse("matters:deadline_list"))],
        crumbs=_crumbs(_("Lĩnh vực")),
        context={"sections": sections(request)},
    )


def _topic_lines(request, rows):
    mine = Topic.objects.writable_by(request.scope).filter(pk__in=[row.pk for row in rows])
    writable = set(mine.values_list("pk", flat=True))
    return [
        {
            "name": row.name,
            "url": reverse("matters:topic_edit", args=[row.code]) if row.pk in writable else None,
            "parent": row.parent.name if row.parent else "",
            "code": row.code,
            "origin": _("cấp ủy thêm") if row.issuer_id else _("có sẵn"),
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "state": _state(row, request.day),
            "end": _("Kết thúc") if row.pk in writable else "",
            "end_url": reverse("matters:topic_end", args=[row.code]) if row.pk in writable else None,
        }
        for row in rows
    ]


def _state(row, day) -> str:
    return "running" if row.holds_on(day) else "to_come" if row.starts_on and row.starts_on > day else "over"


@policy("matters.write")
def topic_new(request):
    form = TopicForm(
        request.POST or None,
        issuers=_issuers(request),
        day=request.day,
        initial={"starts_on": request.day},
    )

    def act(form):
        add_topic(by=request.user, **form.values)
        say(request, _("Đã thêm lĩnh vực; các nơi thuộc cấp ủy chọn được từ ngày đó."))

    lead = _("Các lĩnh vực dùng chung cho báo cáo, kiến nghị, hội nghị và việc cấp bách.")
    return _topic_step(request, form, act, title=_("Thêm lĩnh vực"), button=_("Thêm lĩnh vực"), lead=lead)


@policy("matters.write")
def topic_edit(request, code):
    row = get_object_or_404(Topic.objects.writable_by(request.scope), code=code)
    form = NameForm(request.POST or None, initial={"name": row.name})

    def act(form):
        rename_topic(row, name=form.cleaned_data["name"], by=request.user)
        say(request, _("Đã sửa tên lĩnh vực."))

    lead = _("Tên mới hiện ở mọi nơi đã dùng lĩnh vực này. Mã %(code)s giữ nguyên.") % {"code": row.code}
    return _topic_step(request, form, act, title=_("Sửa lĩnh vực"), button=_("Ghi lại"), lead=lead)


@policy("matters.write")
def topic_end(request, code):
    row = get_object_or_404(Topic.objects.writable_by(request.scope), code=code)
    initial = {"last_day": last_day(row.ends_on) or request.day}
    form = EndForm(request.POST or None, starts_on=row.starts_on, initial=initial)

    def act(form):
        end_topic(row, ends_on=to_ends_on(form.cleaned_data["last_day"]), by=request.user)
        say(request, _("Đã ghi ngày kết thúc."))

    lead = _("%(topic)s: sau ngày này không chọn được nữa; điều đã ghi vẫn giữ.") % {"topic": row}
    return _topic_step(request, form, act, title=_("Kết thúc lĩnh vực"), button=_("Kết thúc"), lead=lead)


def _topic_step(request, form, act, *, title, button, lead):
    back = reverse("matters:topic_list")
    return _step(request, form, act, title=title, button=button, lead=lead, above=(_("Lĩnh vực"), back))


# --- deadlines ---
@policy("matters.read")
def deadline_list(request):
    """Which rule is in force on a day (`?ngay=`), and every rule that was or will be."""
    day, writes = asked_day(request), request.scope.may("matters.write")
    rows = DeadlineRule.objects.visible_to(request.scope).select_related("topic")
    lead = _(
        "Ngày %(day)s, thời hạn áp dụng là dòng “đang áp dụng” cụ thể nhất: của cấp ủy trước, có sẵn sau."
    )
    return list_page(
        request,
        queryset=rows.order_by("urgency", "topic__sort", "issuer", "-starts_on", "pk"),
        table=DeadlineTable,
        title=_("Thời hạn trả lời kiến nghị"),
        template="matters/deadline_list.html",
        prepare=lambda found: _deadline_lines(request, found, day),
        export="thoi-han",
        primary=(_("Đặt thời hạn"), reverse("matters:deadline_new")) if writes else None,
        links=[(_("Lĩnh vực"), reverse("matters:topic_list"))],
        crumbs=_crumbs(_("Thời hạn trả lời")),
        context={
            "sections": sections(request),
            "lead": lead % {"day": date_format(day, "d/m/Y")},
            "asked": date_format(day, "d/m/Y"),
        },
    )


def _deadline_lines(request, rows, day):
    names = names_of({row.issuer_id for row in rows if row.issuer_id}, request.day)
    mine = DeadlineRule.objects.writable_by(request.scope).filter(pk__in=[row.pk for row in rows])
    writable = set(mine.filter(ends_on=None).values_list("pk", flat=True))
    return [
        {
            "topic": row.topic.name if row.topic else _("Mọi lĩnh vực"),
            "url": reverse("matters:deadline_end", args=[row.key]) if row.pk in writable else None,
            "urgency": capfirst(row.get_urgency_display()),
            "issuer": names.get(row.issuer_id, "") if row.issuer_id else _("có sẵn, cho nơi chưa đặt"),
            "working_days": row.working_days,
            "climb_days": row.climb_days,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "state": _state(row, day),
        }
        for row in rows
    ]


@policy("matters.write")
def deadline_new(request):
    form = DeadlineForm(
        request.POST or None,
        issuers=_issuers(request),
        scope=request.scope,
        day=request.day,
        initial={"starts_on": request.day},
    )

    def act(form):
        make_deadline(by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã đặt thời hạn; kiến nghị tiếp nhận trước ngày đó giữ hạn đã hẹn."))

    lead = _("Thời hạn cùng loại đang áp dụng của cấp ủy này kết thúc khi thời hạn mới bắt đầu.")
    title = _("Đặt thời hạn trả lời")
    return _deadline_step(request, form, act, title=title, button=_("Đặt thời hạn"), lead=lead)


@policy("matters.write")
def deadline_end(request, key):
    row = get_object_or_404(DeadlineRule.objects.writable_by(request.scope), key=key)
    initial = {"last_day": last_day(row.ends_on) or request.day}
    form = EndForm(request.POST or None, starts_on=row.starts_on, initial=initial)

    def act(form):
        ends_on = to_ends_on(form.cleaned_data["last_day"])
        end_deadline(row, ends_on=ends_on, by=request.user, on=request.day)
        say(request, _("Đã ghi ngày kết thúc."))

    lead = _("%(topic)s, %(urgency)s: sau ngày này áp dụng thời hạn chung hơn.") % {
        "topic": row.topic or _("Mọi lĩnh vực"),
        "urgency": row.get_urgency_display(),
    }
    title = _("Kết thúc thời hạn")
    return _deadline_step(request, form, act, title=title, button=_("Kết thúc"), lead=lead)


def _deadline_step(request, form, act, *, title, button, lead):
    above = (_("Thời hạn trả lời"), reverse("matters:deadline_list"))
    return _step(request, form, act, title=title, button=button, lead=lead, above=above)


# --- what they share ---
def _issuers(request) -> list:
    places = UnitPlacement.objects.on(request.day).filter(
        within(request.scope.reach("matters.write")), level__lte=COMMUNE
    )
    return list(places.select_related("unit", "version").order_by("level", "version__sort_key"))


def _step(request, form, act, *, title, button, lead, above):
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        lead=lead,
        button=button,
        back=above[1],
        done=lambda made: above[1],
        crumbs=[_crumbs("")[0], above, (title, None)],
    )


def _crumbs(here) -> list[tuple]:
    return [(_("Kiến nghị"), reverse("matters:recommendation_list")), (here, None)]
