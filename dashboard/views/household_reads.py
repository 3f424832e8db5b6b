"""Who looked at households: for the commune's office whose households they are (domain.md 8.2 rules 8, 10)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from branches.household_sections import sections
from branches.models import HouseholdRead
from branches.querysets.scoping import within
from branches.querysets.units import names_of
from common.pages import list_page
from common.policy import policy
from dashboard.household_lists import ReadFilter, ReadTable


@policy("households.write")
@never_cache
def household_reads(request):
    """Every opening of a page, of a hamlet's rows and of a file, the last first; `?ho=` those of one household."""
    reads = HouseholdRead.objects.filter(within(request.scope.reach("households.write")))
    return list_page(
        request,
        queryset=reads.select_related("user", "household").order_by("-read_at", "-pk"),
        table=ReadTable,
        filterset=ReadFilter,
        title=_("Ai đã xem hộ gia đình"),
        template="dashboard/household_list.html",
        prepare=lambda found: _placed(found, request.day),
        export="ai-da-xem-ho",
        empty={"why": _("Chưa ai xem hộ nào trong địa bàn của bạn.")},
        crumbs=[(_("Hộ gia đình"), reverse("dashboard:household_list")), (_("Ai đã xem"), None)],
        context={"sections": sections(request)},
    )


def _placed(reads, day):
    names = names_of({each.unit_id for each in reads}, day)
    for each in reads:
        each.place = names.get(each.unit_id, "")
    return reads
