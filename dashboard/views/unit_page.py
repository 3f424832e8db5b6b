"""The page of a unit on a day: what the map knows of it, and who follows it now and did before."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.querysets.coverage import chain_of_responsibility
from branches.facts.units import CLOSED, TO_COME, UNDECIDED, UnitFacts, counts_in_words, shown_on
from branches.models import Level, Unit
from branches.querysets.households import HAMLET_LEVEL
from common.pages import asked_day, day_query
from common.periods import last_day
from common.policy import policy
from dashboard.addresses import address_of, page_of
from dashboard.following import duties_of, former_followers_of
from dashboard.raised import raised_in
from dashboard.rows import chain_rows
from dashboard.unit_conferences import conferences_of, with_conferences
from dashboard.unit_targets import target_lines, themes_of, with_targets, with_themes


@policy("units.read")
def unit_page(request, key):
    day, scope = asked_day(request), request.scope
    units = with_conferences(Unit.objects.visible_to(scope).with_aliases(), scope)
    units = with_themes(with_targets(units, scope, request.day), scope, day)
    unit = get_object_or_404(units, key=key)
    steps = chain_of_responsibility(unit, shown_on(unit.opened_on, unit.closed_on, day), request.scope)
    facts = UnitFacts(unit, day, request.scope, place=steps[-1].place if steps else None)
    query = day_query(day, request.day)
    own = steps[-1].links if steps else []
    chain = [(each.name, page_of(each.unit) + query if each.unit else None) for each in facts.chain]
    context = {
        "title": facts.name,
        "crumbs": [(_("Địa bàn"), reverse("branches:unit_list") + query), *chain, (facts.name, None)],
        "as_of": day,
        "facts": facts,
        "query": query,
        "above": ", ".join(each.name for each in reversed(facts.chain)),
        "facts_list": _facts_list(facts),
        "steps": _steps(request, facts, steps),
        "gaps": sum(len(step.gaps) for step in steps),
        "former": former_followers_of(request.scope, facts.shown_on, target_unit=unit),
        "duties": duties_of({link.scheme.pk for link in own}, request.scope),
        "children": _children(facts, query),
        "below": counts_in_words(facts.below, _level_names(facts)),
        "children_url": f"{reverse('branches:unit_list')}{query or '?'}{'&' if query else ''}thuoc={unit.key}",
        "bodies_url": f"{reverse('branches:organisation_list')}{query or '?'}{'&' if query else ''}thuoc={unit.key}",
        "versions": _versions(facts),
        "states": {"closed": CLOSED, "to_come": TO_COME, "undecided": UNDECIDED},
        "may_write": facts.may("units.write"),
        "contact_url": reverse("meetings:unit_contact_new", args=[unit.key]) if _may_contact(facts) else None,
        "changes": _changes(request, facts),
        "raised": raised_in(unit, request.scope, request.day),
        "history_url": _history(request, facts),
        "conferences": conferences_of(unit, request.day),
        # --- targets of the year ---
        "targets": unit.targets_of_year,
        "target_lines": target_lines(facts, scope, request.day),
        "themes": themes_of(facts),
        "households_url": _households(facts),
        "targets_url": f"{reverse('scores:target_list')}?dia-ban={unit.key}",
    }
    return render(request, "dashboard/unit_page.html", context)


def _households(facts):
    """The list of the hamlet's households, for those who read rows of it."""
    place = facts.place
    if place is None or place.level != HAMLET_LEVEL or not facts.may("households.read"):
        return None
    return f"{reverse('dashboard:household_list')}?ap={facts.unit.key}"


def _facts_list(facts):
    version, unit = facts.version, facts.unit
    where = ""
    if version.latitude is not None and version.longitude is not None:
        where = _("%(latitude).5f; %(longitude).5f") % {
            "latitude": version.latitude,
            "longitude": version.longitude,
        }
    return [
        (_("Loại"), version.kind),
        (_("Cấp"), version.level),
        (_("Mã"), version.code),
        (_("Tên gọi khác"), ", ".join(facts.aliases)),
        (_("Ngày lập"), unit.opened_on),
        (_("Ngày cuối cùng"), last_day(unit.closed_on)),
        (_("Vĩ độ, kinh độ"), where),
    ]


def _steps(request, facts, steps):
    """The chain, each level leading to its own page where one may read it."""
    query = day_query(facts.shown_on, request.day)
    readable = {each.unit.pk for each in facts.chain if each.unit}

    def url_of(unit):
        return page_of(unit) + query if unit.pk in readable else None

    return chain_rows(steps, url_of, request.scope, facts.shown_on)


def _may_contact(facts):
    return facts.state != CLOSED and facts.may("contacts.write")


def _level_names(facts):
    """Only asked for where a unit beneath has no kind."""
    has_unnamed = any(not kind for _level, kind, _number in facts.below)
    return {level.number: level.name for level in Level.objects.all()} if has_unnamed else {}


def _children(facts, query):
    return [
        {
            "name": child.version.name,
            "url": page_of(child.unit) + query,
            "below": counts_in_words(facts.below_child(child)),
        }
        for child in facts.children
    ]


def _versions(facts):
    """What it was called and where it stood, the latest first; nothing where that never changed."""
    if len(facts.versions) < 2:
        return []
    return [
        {
            "name": version.name,
            "since": version.starts_on,
            "until": last_day(version.ends_on),
            "parent": facts.named(version.parent_id, version.starts_on).name if version.parent_id else "",
            "code": version.code,
            "kind": version.kind or version.level,
            "document": version.document,
        }
        for version in facts.versions
    ]


def _changes(request, facts):
    """[(word, address)] of what a writer may do with the unit."""
    if not facts.may("units.write"):
        return []
    key = facts.unit.key
    query = day_query(facts.day, request.day)
    words = [(_("Tên gọi khác"), "unit_aliases", "")]
    if facts.state != CLOSED:
        words = [
            (_("Đổi tên, mã, nơi trực thuộc"), "unit_change", ""),
            (_("Thêm đơn vị trực thuộc"), "unit_open", ""),
            (_("Thêm người giữ chức danh"), "office_holder_of_unit", ""),
            *words,
            (_("Kết thúc, sáp nhập, chia tách"), "unit_close", ""),
        ]
    words.append((_("Đính chính thông tin nhập nhầm"), "unit_correct", query))
    found = [(word, reverse(f"branches:{name}", args=[key]) + more) for word, name, more in words]
    if facts.state != CLOSED:
        found.insert(3, (_("Thêm tổ chức đảng"), f"{reverse('branches:organisation_open')}?o={key}"))
    return found


def _history(request, facts):
    return address_of("dashboard:history", "don-vi", facts.unit.key) if facts.may("history.read") else None
