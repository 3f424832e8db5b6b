"""The commune's office types a visit from a sheet that was written by hand, for the cadre who made it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from branches.actions.households import log_read
from branches.models import Household
from branches.views.steps import add_refusal, say
from common.policy import policy
from matters.models import Topic
from reports.actions.household_visits import record_household_visit
from reports.bodies import hash_of_post
from reports.forms.household_visits import PaperVisitForm
from reports.holding import holders_since
from reports.views.household_visits import page_of_form

# A sheet lies in a drawer for a while; who held the household before that is not offered.
BACK = timedelta(days=180)


@policy("households.write")
@never_cache
def visit_enter(request, key):
    rows = Household.objects.writable_by(request.scope).select_related("unit").with_groups()
    household = get_object_or_404(rows, key=key)
    form = PaperVisitForm(
        request.POST or None,
        topics=Topic.objects.for_places(household.unit).on(request.day),
        day=request.day,
        cadres=holders_since(household, request.day - BACK, request.day).order_by("given_name_key"),
    )
    if request.method == "POST" and form.is_valid() and (visit := _recorded(request, household, form)):
        return redirect(visit)
    if request.method != "POST":
        log_read(by=request.user, household=household)
    return page_of_form(
        request,
        household,
        form,
        True,
        title=_("Nhập lần thăm từ phiếu giấy"),
        draft_title="",
        cancel_url=household.get_absolute_url(),
        crumbs=[(household.code, household.get_absolute_url()), (_("Nhập phiếu giấy"), None)],
    )


def _recorded(request, household, form):
    """The visit; None where it was refused, which the form then says."""
    values = form.values
    try:
        sent = record_household_visit(
            household=household,
            cadre=values.pop("cadre"),
            by=request.user,
            client_key=form.cleaned_data["client_key"],
            values=values,
            on=request.day,
            body_hash=hash_of_post(request.POST, request.FILES),
        )
    except ValidationError as error:
        add_refusal(form, error)
        return None
    say(request, _("Đã ghi lần thăm hộ."))
    return sent.visit
