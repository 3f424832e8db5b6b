"""Who follows this? The whole chain above a place, each level with a name or a gap in words."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from assignments.querysets.coverage import chain_of_responsibility
from branches.models import Unit
from branches.querysets.units import names_of_keys
from common.pages import asked_day
from common.policy import policy
from dashboard.addresses import page_of, who_follows_address
from dashboard.rows import chain_rows


@policy("units.read")
def who_follows(request, key):
    unit = get_object_or_404(Unit.objects.visible_to(request.scope), key=key)
    return render(request, "dashboard/who_follows.html", chain_context(request, unit, asked_day(request)))


def chain_context(request, unit, day) -> dict:
    """What `dashboard/chain.html` and the page around it show."""
    scope = request.scope
    found = chain_of_responsibility(unit, day, scope)
    above = Unit.objects.visible_to(scope).filter(pk__in=[step.place.unit_id for step in found])
    readable = set(above.values_list("pk", flat=True))

    def url_of(each):
        if each.pk == unit.pk or each.pk not in readable:
            return None
        return who_follows_address(each.key, day=day, today=request.day)

    steps = chain_rows(found, url_of, scope, day)
    name = names_of_keys([unit.key], day).get(unit.key, "")
    return {
        "title": _("Ai theo dõi %(unit)s?") % {"unit": name},
        "crumbs": [*((step.name, step.url) for step in steps[:-1]), (name, None)],
        "as_of": day,
        "steps": steps,
        "gaps": sum(step.gaps for step in steps),
        "are_names_hidden": any(not link.is_gap and not link.name for step in steps for link in step.links),
        "unit_url": page_of(unit),
    }
