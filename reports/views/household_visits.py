"""A cadre's households on his phone: which they are, writing a visit in a minute, reading and putting right what he wrote.

A browser that says it takes JSON gets the receipt or the errors as such: it keeps sending the same key until one of these
arrives. Without that, and without JavaScript, everything is a plain form.
"""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from branches.models import Household
from branches.views.steps import add_refusal
from common.kept_forms import recall, wants_json
from common.pages import list_page
from common.policy import SIGNED_IN, policy
from matters.models import Topic
from meetings.views.visits import own_cadre
from reports.actions.household_visits import record_household_visit, visit_sent_before
from reports.bodies import hash_of_post
from reports.facts.household_visits import own_rows
from reports.forms.household_visits import NOT_HERE, VisitForm
from reports.holding import holding, households_held, was_held_since
from reports.household_rules import SENT_LATER_DAYS
from reports.models import HouseholdVisit
from reports.querysets.household_visits import own_visits, with_last_visit
from reports.tables.household_visits import HouseholdsHeldTable, OwnVisitsTable
from reports.views.keeping import keeps_what_was_written

LIST, VISITS = "household_visits:own_households", "household_visits:own_visits"


@policy(SIGNED_IN)
def own_households(request):
    """For whoever has a cadre record; nobody else finds it. Those that nobody visited for longest first."""
    cadre = own_cadre(request)
    rows = with_last_visit(households_held(cadre, request.day), request.day).with_groups()
    response = list_page(
        request,
        queryset=rows.order_by(F("last_visited_on").asc(nulls_first=True), "code"),
        table=HouseholdsHeldTable,
        title=_("Hộ tôi phụ trách"),
        template="reports/own_households.html",
        prepare=lambda found: own_rows(found, request.day),
        links=[
            (_("Các lần tôi đã thăm"), reverse(VISITS)),
            (_("Mẫu giấy để viết tay"), reverse("household_visits:blank_sheet", args=["pdf"])),
        ],
        empty={
            "why": _("Bạn chưa được phân công phụ trách hộ nào."),
            "what": _("Khi được phân công một hộ hoặc một tổ, nhóm hộ, các hộ ấy hiện ở đây."),
        },
        crumbs=[(_("Hộ tôi phụ trách"), None)],
    )
    # The phone may keep this page of its user's for where there is no network.
    response["X-Offline"] = request.user.key
    return response


@policy(SIGNED_IN)
def own_visits_list(request):
    """All that he made, also to households that others hold today: those by their code alone."""
    own_cadre(request)
    rows = HouseholdVisit.objects.standing().filter(own_visits(request.scope)).select_related("household")
    return list_page(
        request,
        queryset=rows,
        table=OwnVisitsTable,
        title=_("Các lần tôi đã thăm hộ"),
        prepare=lambda found: [
            {
                "household": each.household.code,
                "url": each.get_absolute_url(),
                "visited_on": each.visited_on,
                "purpose": each.get_purpose_display(),
                "next_visit_on": each.next_visit_on,
            }
            for each in found
        ],
        empty={"why": _("Bạn chưa ghi lần thăm hộ nào.")},
        crumbs=[(_("Hộ tôi phụ trách"), reverse(LIST)), (_("Đã thăm"), None)],
    )


@keeps_what_was_written
@policy(SIGNED_IN)
@never_cache
def visit_new(request, key):
    """Of a household that he holds today; what was written while he did still arrives for two weeks."""
    cadre = own_cadre(request)
    household = get_object_or_404(Household.objects.select_related("unit").with_groups(), key=key)
    is_held = holding(cadre, household, request.day) is not None
    if not (is_held or _is_sent_later(request, cadre, household)):
        raise Http404
    if request.method == "POST":
        return _sent(request, cadre, household, is_held)
    kept = recall(request)
    form = _form(request, household, data=kept)
    if kept is not None:
        form._errors = {}
    response = page_of_form(request, household, form, is_held)
    # The phone may keep this page of its user's for where there is no network.
    response["X-Offline"] = request.user.key
    return response


def _is_sent_later(request, cadre, household) -> bool:
    since = request.day - timedelta(days=SENT_LATER_DAYS)
    return request.method == "POST" and was_held_since(cadre, household, since, request.day)


def _form(request, household, data=None):
    topics = Topic.objects.for_places(household.unit).on(request.day)
    return VisitForm(data, topics=topics, day=request.day)


def _sent(request, cadre, household, is_held):
    """A receipt, or what is wrong: nothing that was written is lost."""
    form, body_hash = _form(request, household, request.POST), hash_of_post(request.POST, request.FILES)
    try:
        client_key = form.fields["client_key"].clean(request.POST.get("client_key"))
        if known := visit_sent_before(request.user, client_key, body_hash):
            return _answered(request, known.visit, _("Lần thăm này đã được nhận từ trước."))
        if form.is_valid():
            sent = record_household_visit(
                household=household, cadre=cadre, by=request.user, client_key=client_key,
                values=form.values, on=request.day, body_hash=body_hash,
            )  # fmt: skip
            return _answered(request, sent.visit, _("Đã ghi lần thăm hộ."))
    except ValidationError as error:
        form.is_valid()
        add_refusal(form, error)
    if wants_json(request):
        return JsonResponse({"errors": _errors(form)}, status=422)
    return page_of_form(request, household, form, is_held)


def _answered(request, visit, sentence):
    if wants_json(request):
        number = f"{visit.household.code}, {date_format(visit.visited_on, 'd/m/Y')}"
        return JsonResponse({"number": number, "url": visit.get_absolute_url()})
    messages.success(request, sentence)
    return redirect(visit)


def _errors(form) -> list[dict]:
    found = [
        {"field": name, "sentence": str(sentence)} for name, each in form.errors.items() for sentence in each
    ]
    return found + [{"field": target, "sentence": str(sentence)} for sentence, target in form.row_errors]


def page_of_form(request, household, form, is_held, **over):
    """`is_held`: whether the reader may be told whose household it is."""
    more = form.row_errors if form.is_bound and form._errors != {} else []
    has_errors = bool(form.is_bound and (form.errors or more))
    context = {
        "title": _("Ghi lần thăm hộ"),
        "draft_title": _("Thăm hộ %(code)s") % {"code": household.code},
        "household": household,
        "group": household.group_on(request.day),
        # Who does not hold it any more is told its code alone.
        "is_held": is_held,
        "form": form,
        "more_errors": more,
        "not_here": NOT_HERE,
        "button": _("Ghi lần thăm"),
        "cancel_url": reverse(LIST),
        "crumbs": [(_("Hộ tôi phụ trách"), reverse(LIST)), (household.code, None)],
        **over,
    }
    return render(request, "reports/household_visit_form.html", context, status=422 if has_errors else 200)
