"""Host information: the short monthly form, and who told, who was late, who is silent (Bến Tre 4.20)."""

from django.db.models import Case, IntegerField, Q, Value, When
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.models import Unit
from branches.querysets.units import names_of
from branches.rules import BRANCH_KINDS
from branches.views.steps import form_step, say
from common.months import asked_month, month_links, month_query, month_words
from common.pages import list_page
from common.policy import policy
from meetings.actions.situations import tell_situation
from meetings.facts.places import places_by_organisation
from meetings.filters.situations import SituationFilter
from meetings.forms.timeline import SituationForm
from meetings.models import Situation
from meetings.querysets.bodies import bodies_read_by, bodies_written_by
from meetings.querysets.situations import counts_by_commune, due_of, tellers, with_states
from meetings.situations import IN_TIME, LATE, SILENT, TO_COME
from meetings.tables.situations import STATES, SituationTable
from meetings.views.shared import branch_crumbs, name_of, writable_body

ORDER = (SILENT, LATE, IN_TIME, TO_COME)


@policy("meetings.read")
def situation_list(request):
    """The list of a month; silence first, as it is what one looks for."""
    month = asked_month(request)
    rows = _tellers(request, month)
    own = _own(request)
    return list_page(
        request,
        queryset=rows.order_by("state_order", "unit__access_path", "pk"),
        table=SituationTable,
        filterset=SituationFilter,
        title=_("Thông tin tình hình"),
        template="meetings/situation_list.html",
        prepare=lambda found: _rows(request, found, month),
        export="thong-tin-tinh-hinh",
        primary=_primary(own, month),
        links=[(_("Cộng theo xã"), f"{reverse('meetings:situation_counts')}?thang={month_query(month)}")],
        empty={"why": _("Tháng này không có xã, chi bộ nào trong địa bàn của bạn.")},
        crumbs=[
            (_("Lịch sinh hoạt"), reverse("meetings:meeting_list")),
            (_("Thông tin tình hình"), None),
        ],
        context={"month": month_links(request, month), "lead": month_words(month)},
    )


@policy("meetings.read")
def situation_counts(request):
    """The same month as numbers by commune; each number leads to its rows."""
    month = asked_month(request)
    counts = counts_by_commune(_tellers(request, month))
    units = Unit.objects.in_bulk([pk for pk in counts if pk])
    names = names_of(units, request.day)
    base = f"{reverse('meetings:situation_list')}?thang={month_query(month)}"
    rows = [
        {
            "name": names.get(pk) or _("Không thuộc xã nào"),
            "total": sum(numbers.values()),
            "url": f"{base}&xa={units[pk].key}" if pk in units else base,
            "cells": [
                {
                    "label": STATES[state][1],
                    "number": numbers.get(state, 0),
                    "url": f"{base}&xa={units[pk].key}&tinh_trang={state}" if pk in units else None,
                }
                for state in ORDER
            ],
        }
        for pk, numbers in sorted(counts.items(), key=lambda each: names.get(each[0], "~"))
    ]
    totals = [
        {
            "label": STATES[state][1],
            "number": sum(each.get(state, 0) for each in counts.values()),
            "url": f"{base}&tinh_trang={state}",
        }
        for state in ORDER
    ]
    context = {
        "title": _("Thông tin tình hình theo xã"),
        "lead": month_words(month),
        "rows": rows,
        "states": [STATES[state] for state in ORDER],
        "totals": totals,
        "total": sum(each["total"] for each in rows),
        "all_url": base,
        "month": month_links(request, month),
        "crumbs": [(_("Thông tin tình hình"), base), (_("Theo xã"), None)],
    }
    return render(request, "meetings/situation_counts.html", context)


@policy("meetings.write")
def situation_form(request, key):
    """What an organisation tells of a month: by its secretary, by the commune's office, by an officer."""
    organisation, month = writable_body(request, key), asked_month(request)
    row = Situation.objects.filter(organisation=organisation, month=month).first()
    initial = {"situation": row.situation, "difficulties": row.difficulties} if row else None
    form = SituationForm(request.POST or None, initial=initial)
    name, due_on = name_of(organisation, request.day), row.due_on if row else due_of(organisation, month)

    def act(form):
        made = tell_situation(organisation, month=month, on=request.day, by=request.user, **form.cleaned_data)
        late = _(" Gửi sau hạn nên ghi là muộn.") if made.is_late else ""
        say(request, _("Đã gửi thông tin %(month)s.") % {"month": month_words(month).lower()} + late)

    back = reverse("meetings:branch_page", args=[organisation.key])
    title = _("Thông tin tình hình %(month)s") % {"month": month_words(month).lower()}
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        lead=_("%(name)s · hạn %(day)s") % {"name": name, "day": date_format(due_on, "d/m/Y")},
        button=_("Gửi lại") if row else _("Gửi"),
        back=back,
        done=lambda result: back,
        crumbs=branch_crumbs(organisation, name, title),
        template="meetings/situation_form.html",
        context={"month": month_links(request, month), "row": row},
    )


def _tellers(request, month):
    rows = with_states(tellers(month), month, request.day).filter(
        pk__in=bodies_read_by(request.scope).values("pk")
    )
    order = [When(state=state, then=Value(at)) for at, state in enumerate(ORDER)]
    return rows.annotate(state_order=Case(*order, output_field=IntegerField()))


def _own(request):
    """The organisations for which the reader tells himself: a secretary's own branch, an office's own committee."""
    if "org_staff" in request.scope.roles or "org_head" in request.scope.roles:
        return []
    rows = bodies_written_by(request.scope).open_on(request.day).select_related("unit")
    holds = request.scope.holds_of("meetings.write")
    bodies = set().union(*(hold.body_ids for hold in holds))
    units = set().union(*(hold.reach.unit_ids for hold in holds if not hold.body_ids))
    return list(
        rows.filter(Q(pk__in=bodies) | Q(unit__in=units) & ~Q(kind__in=BRANCH_KINDS)).order_by("pk")[:2]
    )


def _primary(own, month):
    if len(own) != 1:
        return None
    url = f"{reverse('meetings:situation_form', args=[own[0].key])}?thang={month_query(month)}"
    return _("Gửi thông tin %(month)s") % {"month": month_words(month).lower()}, url


def _rows(request, organisations, month):
    places = places_by_organisation([(each.pk, each.unit_id) for each in organisations], request.day)
    told = Situation.objects.visible_to(request.scope).filter(
        organisation__in=[each.pk for each in organisations], month=month
    )
    said = {row.organisation_id: row for row in told}
    return [
        {
            "name": places[each.pk][0],
            "commune": places[each.pk][1],
            "url": reverse("meetings:branch_page", args=[each.key]),
            "state": each.state,
            "due_on": each.due_on,
            "sent_on": each.sent_on,
            "situation": said[each.pk].situation if each.pk in said else "",
            "difficulties": said[each.pk].difficulties if each.pk in said else "",
        }
        for each in organisations
    ]
