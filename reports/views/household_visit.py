"""One visit to a household: read by who made it and by the commune's office, put right and voided by whoever may."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from assignments.addresses import address_of
from branches.actions.households import log_read
from branches.models import Household
from branches.querysets.scoping import within
from branches.views.steps import form_step, say
from common.policy import SIGNED_IN, policy
from matters.models import Recommendation
from reports.actions.household_visits import correct_household_visit, void_household_visit
from reports.facts.household_visits import said_words, visit_facts
from reports.forms.household_visits import NOT_HERE, VisitWordsForm, VoidForm
from reports.household_rules import corrected_until, may_be_corrected
from reports.models import HouseholdVisit
from reports.models.household_visits import WORDS
from reports.querysets.household_visits import own_visits


@policy(SIGNED_IN)
@never_cache
def visit_page(request, key):
    """Somebody else's reading is written down before anything is shown."""
    visit, is_own = _found(request, key)
    if not is_own:
        log_read(by=request.user, household=visit.household)
    day, scope = request.day, request.scope
    may_change = _may_correct(request, visit, is_own) and not visit.voided_at
    reads_household = Household.objects.visible_to(scope).filter(pk=visit.household_id).exists()
    matters = Recommendation.objects.visible_to(scope).filter(household_visit_link__visit=visit)
    context = {
        "title": _title(visit),
        "visit": visit,
        "facts": visit_facts(visit, day),
        "words": said_words(visit, day),
        "are_over": not visit.words.are_shown_on(day),
        "matters": matters.standing().order_by("pk"),
        "head_name": visit.household.head_name if reads_household else "",
        "correct_url": may_change
        and may_be_corrected(visit.recorded_on, day)
        and reverse("household_visits:visit_correct", args=[visit.key]),
        "corrected_until": corrected_until(visit.recorded_on),
        "void_url": _may_void(request, visit, is_own)
        and reverse("household_visits:visit_void", args=[visit.key]),
        "household_url": reads_household and address_of("dashboard:household_page", visit.household.key),
        "crumbs": _crumbs(visit, is_own),
    }
    return render(request, "reports/household_visit_page.html", context)


@policy(SIGNED_IN)
@never_cache
def visit_correct(request, key):
    visit, is_own = _found(request, key)
    if not _may_correct(request, visit, is_own):
        raise Http404
    if visit.voided_at or not visit.words.are_shown_on(request.day):
        raise PermissionDenied
    initial = {name: getattr(visit.words, name) for name in WORDS}
    initial |= {"purpose": visit.purpose, "next_visit_on": visit.next_visit_on}
    form = VisitWordsForm(request.POST or None, initial=initial)

    def act(form):
        correct_household_visit(
            visit, values=form.values, version=_version(request, visit), by=request.user, on=request.day
        )
        say(request, _("Đã sửa lần thăm hộ."))

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Sửa lần thăm hộ"),
        lead=_("Sai hộ hay sai ngày thì hủy lần này và ghi lại. Kiến nghị đã nêu theo dõi ở trang của nó."),
        button=_("Ghi"),
        back=visit.get_absolute_url(),
        done=lambda _result: visit.get_absolute_url(),
        crumbs=[*_crumbs(visit, is_own)[:-1], (_title(visit), visit.get_absolute_url()), (_("Sửa"), None)],
        template="reports/household_visit_correct.html",
        context={"visit": visit, "not_here": NOT_HERE},
    )


@policy(SIGNED_IN)
@never_cache
def visit_void(request, key):
    visit, is_own = _found(request, key)
    if not _may_void(request, visit, is_own):
        raise PermissionDenied
    form = VoidForm(request.POST or None)

    def act(form):
        reason, version = form.cleaned_data["reason"], _version(request, visit)
        void_household_visit(visit, reason=reason, version=version, by=request.user, on=request.day)
        say(request, _("Đã hủy lần thăm hộ."))

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Hủy lần thăm hộ"),
        lead=_("Lần thăm không còn được đếm, nhưng vẫn còn đó kèm lý do."),
        button=_("Hủy lần thăm này"),
        back=visit.get_absolute_url(),
        done=lambda _result: visit.get_absolute_url(),
        crumbs=[*_crumbs(visit, is_own)[:-1], (_title(visit), visit.get_absolute_url()), (_("Hủy"), None)],
        template="reports/household_visit_correct.html",
        context={"visit": visit},
    )


def _found(request, key):
    """(the visit, whether the reader made it); 404 out of scope."""
    rows = HouseholdVisit.objects.visible_to(request.scope).for_list()
    visit = get_object_or_404(rows, key=key)
    return visit, HouseholdVisit.objects.filter(own_visits(request.scope), pk=visit.pk).exists()


def _may_correct(request, visit, is_own) -> bool:
    """The cadre whose visit it is, and whoever typed it from paper."""
    return is_own or visit.author_id == request.user.pk


def _may_void(request, visit, is_own) -> bool:
    """The cadre as long as he may correct it, and the office that keeps the households."""
    if visit.voided_at:
        return False
    if is_own and may_be_corrected(visit.recorded_on, request.day):
        return True
    office = within(request.scope.reach("households.write"), "household__unit")
    return HouseholdVisit.objects.filter(office, pk=visit.pk).exists()


def _version(request, visit) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else visit.version


def _title(visit) -> str:
    return _("Thăm hộ %(code)s, %(day)s") % {
        "code": visit.household.code,
        "day": date_format(visit.visited_on, "d/m/Y"),
    }


def _crumbs(visit, is_own):
    if is_own:
        return [
            (_("Hộ tôi phụ trách"), reverse("household_visits:own_households")),
            (_("Đã thăm"), reverse("household_visits:own_visits")),
            (_title(visit), None),
        ]
    url = address_of("dashboard:household_list")
    return [(_("Hộ gia đình"), url), (_title(visit), None)] if url else [(_title(visit), None)]
