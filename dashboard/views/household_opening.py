"""Rows of one hamlet's households where they are needed, for staff who otherwise read numbers (domain.md §7, 8.2)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from branches.actions.households import log_read
from branches.forms.households import HouseholdRowsForm
from branches.household_sections import sections
from branches.models import Household, HouseholdRead
from branches.querysets.hamlets import hamlets_openable_by
from branches.querysets.units import names_of
from branches.views.households import asked_hamlet
from branches.views.steps import add_refusal
from common.policy import policy
from dashboard.households import household_rows


@policy("households.open")
@never_cache
def household_rows_page(request):
    """GET asks for the hamlet (`?ap=` its key) and the reason; POST logs them and shows the rows in its answer, under no
    address of their own."""
    hamlets = hamlets_openable_by(request.scope, request.day)
    form = HouseholdRowsForm(
        request.POST if request.method == "POST" else None,
        hamlets=hamlets,
        day=request.day,
        initial={"unit": asked_hamlet(request, hamlets)},
    )
    rows = None
    if request.method == "POST" and form.is_valid():
        try:
            rows = _opened(request, form.cleaned_data["unit"], form.cleaned_data["reason"])
        except ValidationError as error:
            add_refusal(form, error)
    context = {
        "title": _("Xem hộ khi cần"),
        "crumbs": [(_("Xem hộ khi cần"), None)],
        "form": form,
        "rows": rows,
        "hamlet": _name(form.cleaned_data["unit"], request.day) if rows is not None else "",
        "sections": sections(request),
    }
    return render(request, "dashboard/household_rows.html", context)


def _opened(request, hamlet, reason):
    """The rows found in the hamlet today, those of a hamlet that was merged into it among them: logged, then shown."""
    found = Household.objects.openable_by(request.scope).on(request.day)
    found = found.filter(unit__access_path=hamlet.access_path).select_related("unit").with_groups()
    households = list(found.order_by("code"))
    with transaction.atomic():
        for unit in {hamlet, *(each.unit for each in households)}:
            log_read(unit=unit, by=request.user, way=HouseholdRead.Way.ROWS, reason=reason)
    return household_rows(households, request.day)


def _name(unit, day) -> str:
    return names_of([unit.pk], day).get(unit.pk, "")
