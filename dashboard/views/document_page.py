"""The page of an official document on a day: is it in force, what it amends or replaces, what stands on it."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.facts.documents import DocumentFacts
from branches.models import OfficialDocument, UnitSuccession, UnitVersion
from branches.querysets.units import names_of
from branches.tables.documents import DOCUMENT_STATES
from common.pages import asked_day, day_query
from common.policy import policy
from dashboard.addresses import address_of, page_of
from dashboard.following import standing_on

CHANGES_SHOWN = 100


@policy("documents.read")
def document_page(request, key):
    rows = OfficialDocument.objects.visible_to(request.scope)
    document = get_object_or_404(rows.select_related("issuer_unit", "issuer_organisation"), key=key)
    day = asked_day(request)
    facts = DocumentFacts(document, day, request.scope)
    may_write = facts.may("documents.write")
    query = day_query(day, request.day)
    state, word = DOCUMENT_STATES[facts.state]
    context = {
        "title": _("%(document)s ngày %(day)s") % {"document": document, "day": _day(document.issued_on)},
        "lead": document.title,
        "crumbs": [(_("Văn bản"), reverse("branches:document_list") + query), (str(document), None)],
        "as_of": day,
        "document": document,
        "facts": facts,
        "query": query,
        "state": state,
        "state_word": word,
        "facts_list": [
            (_("Nơi ban hành"), facts.issuer_name),
            (_("Ngày ban hành"), document.issued_on),
            (_("Có hiệu lực từ"), document.in_force_from),
            (_("Người ký"), document.signer),
            (_("Nhiệm kỳ"), document.term),
        ],
        "standing": standing_on(document, day, request.scope),
        "map_changes": _map_changes(request.scope, document),
        "change_url": reverse("branches:document_change", args=[document.key]) if may_write else None,
        "history_url": address_of("dashboard:history", "van-ban", document.key)
        if facts.may("history.read")
        else None,
    }
    return render(request, "dashboard/document_page.html", context)


def _map_changes(scope, document):
    """[(sentence, address)] of units in scope that were changed, or went into another, by this document."""
    reach = scope.reach("units.read")
    versions = (
        UnitVersion.objects.filter(document=document).select_related("unit").order_by("starts_on", "sort_key")
    )
    changed = [
        (
            _("%(name)s: thông tin mới từ %(day)s") % {"name": version.name, "day": _day(version.starts_on)},
            page_of(version.unit),
        )
        for version in versions[:CHANGES_SHOWN]
        if reach.covers(version.unit.access_path, version.unit_id)
    ]
    rows = UnitSuccession.objects.filter(document=document).select_related("predecessor", "successor")
    taken = [
        each
        for each in rows.order_by("happens_on", "pk")[:CHANGES_SHOWN]
        if reach.covers(each.predecessor.access_path, each.predecessor_id)
    ]
    ids = {pk for each in taken for pk in (each.predecessor_id, each.successor_id)}
    names = names_of(ids, taken[0].happens_on) if taken else {}
    return changed + [
        (
            _("%(old)s nhập vào %(new)s từ %(day)s")
            % {
                "old": names.get(each.predecessor_id, ""),
                "new": names.get(each.successor_id, ""),
                "day": _day(each.happens_on),
            },
            page_of(each.predecessor),
        )
        for each in taken
    ]


def _day(day):
    return date_format(day, "d/m/Y")
