"""The printed sheet of a household: blank for whoever visits, filled for whoever reads the household's row."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from branches.actions.households import log_read
from branches.models import Household, HouseholdRead
from branches.querysets.units import placements_by_unit
from common.documents import printed_by, printed_response
from common.documents.responses import KINDS
from common.policy import SIGNED_IN, policy
from matters.models import Recommendation
from reports.household_documents import blank_household_sheet, household_sheet
from reports.models import HouseholdVisit


@policy(SIGNED_IN)
@require_safe
def blank_sheet(request, form):
    """For a cadre and for whoever keeps or reads households; it says nothing of any."""
    if not (request.scope.cadre_ids or request.scope.may("households.read")):
        raise Http404
    first = Household.objects.visible_to(request.scope).order_by("pk").first()
    place = placements_by_unit([first.unit_id], request.day).get(first.unit_id) if first else None
    document = blank_household_sheet(commune_id=place and place.commune_id, day=request.day)
    return printed_response(document, form, name="mau-phieu-ho-gia-dinh")


@policy(SIGNED_IN)
@never_cache
@require_safe
def sheet(request, key, form):
    """With the words of those visits that the reader reads; written down before it is made."""
    if form not in KINDS:
        raise Http404
    scope = request.scope
    rows = Household.objects.visible_to(scope).select_related("unit").with_groups()
    household = get_object_or_404(rows, key=key)
    log_read(by=request.user, household=household, way=HouseholdRead.Way.PAPER)
    known = HouseholdVisit.objects.standing().filter(household=household)
    readable = set(known.visible_to(scope).values_list("pk", flat=True))
    document = household_sheet(
        household,
        visits=list(known.known_to(scope).for_list()),
        readable=readable,
        matters=list(_raised(household, scope)),
        day=request.day,
        footer=printed_by(request.user),
    )
    return printed_response(document, form, name=f"phieu-ho-{household.key}")


def _raised(household, scope):
    rows = (
        Recommendation.objects.visible_to(scope)
        .standing()
        .filter(household_visit_link__visit__household=household)
    )
    return rows.select_related("topic").order_by("raised_on", "pk")
