"""The pages of an organisation, an agency and a zone on a day: what the map knows of each, and who follows it."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.models import Assignment, Cadre
from assignments.querysets.cadres import posts_by_cadre
from branches.facts.bodies import OrganisationFacts, ZoneFacts, named_unit, state_of
from branches.facts.units import shown_on
from branches.models import Agency, Organisation, Zone
from common.distances import ago_words
from common.pages import asked_day, day_query
from common.periods import last_day
from common.policy import policy
from dashboard.addresses import address_of, page_of
from dashboard.following import duties_of, followers_of, former_followers_of
from dashboard.raised import raised_by_body
from dashboard.unit_targets import targets_of_zone
from meetings.querysets.bodies import bodies_read_by
from meetings.querysets.timeline import last_contact
from scores.target_rows import own_targets

STAFF_SHOWN = 200


@policy("units.read")
def organisation_page(request, key):
    rows = Organisation.objects.visible_to(request.scope).select_related("unit")
    organisation = get_object_or_404(rows, key=key)
    day = asked_day(request)
    facts = OrganisationFacts(organisation, day, request.scope)
    query = day_query(day, request.day)
    target = {"target_organisation": organisation}
    may_write = facts.may("units.write")
    context = {
        **_frame(request, facts, day, "to-chuc", organisation),
        "crumbs": _crumbs(_("Tổ chức đảng"), "organisation_list", query, facts.name),
        "lead": capfirst(organisation.get_kind_display()),
        "facts_list": _organisation_facts(facts),
        "parent": facts.parent,
        "followers": followers_of(request.scope, facts.shown_on, **target),
        "former": former_followers_of(request.scope, facts.shown_on, **target),
        "duties": duties_of(
            Assignment.objects.active_on(facts.shown_on).filter(**target).values_list("scheme", flat=True),
            request.scope,
        ),
        "children": [(child, facts.child_counts.get(child.organisation_id)) for child in facts.children],
        "versions": _organisation_versions(facts),
        "may_write": may_write,
        "changes": _organisation_changes(facts, query) if may_write else [],
        **_life(request, organisation, facts.shown_on),
        "raised": raised_by_body(organisation, request.scope, request.day),
        # --- targets of the year ---
        "targets": own_targets(request.scope, request.day, organisation),
    }
    return render(request, "dashboard/organisation_page.html", context)


def _life(request, organisation, day):
    """The way to the organisation's timeline, and when a cadre was last in touch; nothing for who may not read it."""
    if not bodies_read_by(request.scope).filter(pk=organisation.pk).exists():
        return {}
    last = last_contact(request.scope, day, organisation_ids=[organisation.pk]).get(organisation.pk)
    return {
        "life_url": address_of("meetings:branch_page", organisation.key),
        "last": last,
        "last_ago": ago_words(last, day),
    }


def _organisation_facts(facts):
    organisation = facts.organisation
    latest = facts.counts[0] if facts.counts else None
    return [
        (_("Mã"), facts.version.code),
        (_("Loại hình chi bộ"), capfirst(organisation.get_branch_type_display())),
        (_("Ngày lập"), organisation.opened_on),
        (_("Ngày cuối cùng"), last_day(organisation.closed_on)),
        (_("Đảng viên"), latest.total if latest else None),
        (_("Trong đó dự bị"), latest.probationary if latest else None),
        (_("Được miễn công tác, sinh hoạt"), latest.exempt if latest else None),
        (_("Tính đến ngày"), latest.counted_on if latest else None),
    ]


def _organisation_versions(facts):
    if len(facts.versions) < 2:
        return []
    return [
        {
            "name": version.name,
            "parent": getattr(facts.parent_of(version), "name", ""),
            "code": version.code,
            "since": version.starts_on,
            "until": last_day(version.ends_on),
        }
        for version in facts.versions
    ]


def _organisation_changes(facts, query):
    key = facts.organisation.key
    words = []
    if not facts.organisation.closed_on:
        words = [
            (_("Đổi tên, mã, nơi trực thuộc"), "organisation_change", ""),
            (_("Thêm người giữ chức danh"), "office_holder_of_organisation", ""),
            (_("Ghi số đảng viên"), "organisation_count", ""),
            (_("Đổi địa bàn"), "organisation_ground", ""),
            (_("Kết thúc tổ chức"), "organisation_close", ""),
        ]
    words.append((_("Đính chính thông tin nhập nhầm"), "organisation_correct", query))
    return [(word, reverse(f"branches:{name}", args=[key]) + more) for word, name, more in words]


@policy("agencies.read")
def agency_page(request, key):
    rows = Agency.objects.visible_to(request.scope).select_related("kind", "unit", "merged_into")
    agency = get_object_or_404(rows, key=key)
    day = asked_day(request)
    read_on = shown_on(None, agency.closed_on, day)
    reach = request.scope.reach("agencies.write")
    may_write = reach.covers(agency.unit.access_path, agency.unit_id)
    seen = Agency.objects.visible_to(request.scope)
    context = {
        **_frame(request, agency, day, "co-quan", agency),
        "crumbs": _crumbs(_("Cơ quan"), "agency_list", day_query(day, request.day), agency.name),
        "lead": agency.kind.name,
        "agency": agency,
        "state": state_of(None, agency.closed_on, day),
        "into": agency.merged_into if agency.merged_into and _sees(seen, agency.merged_into) else None,
        "merged_from": seen.filter(merged_into=agency),
        "owner": named_unit(agency.unit, read_on, request.scope),
        "facts_list": [
            (_("Mã"), agency.code),
            (_("Ngày cuối cùng"), last_day(agency.closed_on)),
        ],
        "staff": _staff(request.scope, agency, read_on),
        "followers": followers_of(request.scope, read_on, agency=agency),
        "changes": _agency_changes(agency) if may_write else [],
        "may_reopen": may_write and agency.closed_on,
    }
    return render(request, "dashboard/agency_page.html", context)


def _sees(rows, thing):
    return rows.filter(pk=thing.pk).exists()


def _staff(scope, agency, day):
    """The agency's cadres whom the reader may see: name, posts and address of each; three queries."""
    cadres = list(
        Cadre.objects.visible_to(scope)
        .persons()
        .working_in([agency.pk], day)
        .order_by("given_name_key")[:STAFF_SHOWN]
    )
    posts = posts_by_cadre([cadre.pk for cadre in cadres], day)
    return [
        {
            "name": cadre.full_name,
            "url": page_of(cadre),
            "posts": posts.get(cadre.pk, ""),
            "phone": cadre.phone,
        }
        for cadre in cadres
    ]


def _agency_changes(agency):
    words = [(_("Sửa tên, loại, mã"), "agency_change")]
    if not agency.closed_on:
        words.append((_("Kết thúc, sáp nhập"), "agency_close"))
    return [(word, reverse(f"branches:{name}", args=[agency.key])) for word, name in words]


@policy("units.read")
def zone_page(request, key):
    zone = get_object_or_404(Zone.objects.visible_to(request.scope).select_related("unit"), key=key)
    day = asked_day(request)
    facts = ZoneFacts(zone, day, request.scope)
    target = {"target_zone": zone}
    context = {
        **_frame(request, facts, day, "cum-xa", zone),
        "crumbs": _crumbs(_("Cụm xã, tiểu vùng"), "zone_list", day_query(day, request.day), zone.name),
        "lead": capfirst(zone.kind),
        "zone": zone,
        "facts_list": [
            (_("Mã"), zone.code),
            (_("Từ ngày"), zone.starts_on),
            (_("Ngày cuối cùng"), last_day(zone.ends_on)),
        ],
        "followers": followers_of(request.scope, facts.shown_on, **target),
        "former": former_followers_of(request.scope, facts.shown_on, **target),
        "changes": _zone_changes(zone) if facts.may("units.write") else [],
        # --- targets of the year ---
        "targets": targets_of_zone(facts, request.scope, request.day),
    }
    return render(request, "dashboard/zone_page.html", context)


def _zone_changes(zone):
    words = [(_("Sửa tên, loại, mã"), "zone_change")]
    if not zone.ends_on:
        words = [(_("Đổi các xã trong cụm"), "zone_members"), *words, (_("Kết thúc cụm"), "zone_close")]
    return [(word, reverse(f"branches:{name}", args=[zone.key])) for word, name in words]


def _frame(request, named, day, kind, body):
    """What the pages of all bodies share; `named` has the body's name on the day."""
    reads_history = request.scope.reach("history.read").covers(body.unit.access_path, body.unit_id)
    return {
        "title": named.name,
        "facts": named,
        "as_of": day,
        "query": day_query(day, request.day),
        "history_url": address_of("dashboard:history", kind, body.key) if reads_history else None,
    }


def _crumbs(word, name, query, here):
    return [
        (_("Địa bàn"), reverse("branches:unit_list") + query),
        (word, reverse(f"branches:{name}") + query),
        (here, None),
    ]
