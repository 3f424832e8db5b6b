"""The page of a branch's life: its timeline, what is open, its shelf, what it told last."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.distances import ago_words
from common.months import asked_month, month_query, month_words
from common.policy import policy
from meetings.facts.tasks import last_notes, state_of
from meetings.facts.timeline import MONTHS, BranchTimeline, shelf_of
from meetings.models import BranchTask, Situation
from meetings.querysets.bodies import bodies_written_by
from meetings.querysets.timeline import last_contact
from meetings.rules import month_after
from meetings.views.shared import branch_crumbs, name_of, readable_body


@policy("meetings.read")
def branch_page(request, key):
    organisation, day = readable_body(request, key), request.day
    until, name = asked_month(request, month_after(day.replace(day=1), 2)), name_of(organisation, day)
    timeline = BranchTimeline(organisation, until, request.scope, day)
    last = last_contact(request.scope, day, organisation_ids=[organisation.pk]).get(organisation.pk)
    tasks = list(_open_tasks(request, organisation))
    notes = last_notes(tasks)
    context = {
        "title": name,
        "lead": capfirst(organisation.get_kind_display()),
        "organisation": organisation,
        "months": [(month_words(month), entries) for month, entries in timeline.months],
        "earlier": f"?thang={month_query(month_after(timeline.since, -1))}",
        "since": timeline.since,
        "span": MONTHS,
        "last": last,
        "last_ago": ago_words(last, day),
        "tasks": [{"task": task, "state": state_of(task, day), "note": notes.get(task.pk)} for task in tasks],
        "shelf": shelf_of(organisation, day, request.scope),
        "situation": Situation.objects.visible_to(request.scope).filter(organisation=organisation).first(),
        **_rights(request, organisation, timeline.writes),
        "crumbs": branch_crumbs(organisation, name),
    }
    return render(request, "meetings/branch_page.html", context)


def _open_tasks(request, organisation):
    rows = BranchTask.objects.visible_to(request.scope).standing().open().filter(organisation=organisation)
    return rows.select_related("meeting").order_by("due_on", "pk")


def _rights(request, organisation, writes) -> dict:
    """What the reader may write here, as addresses."""
    contacts = (
        writes or bodies_written_by(request.scope, "contacts.write").filter(pk=organisation.pk).exists()
    )
    links = [
        (contacts, _("Ghi lần liên hệ"), "meetings:contact_new"),
        (writes, _("Gửi thông tin tình hình"), "meetings:situation_form"),
        (writes, _("Ghi kiểm tra, giám sát"), "meetings:inspection_new"),
        (writes, _("Thêm văn bản"), "meetings:shelf_new"),
    ]
    return {
        "may_write": writes,
        "links": [(word, reverse(name, args=[organisation.key])) for may, word, name in links if may],
    }
