"""Paper: a clerk enters what a cadre wrote by hand, and the blank form to write on."""

from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from assignments.models import Assignment, Cadre, Scheme
from branches.models import Organisation
from branches.views.steps import form_step
from common.documents import printed_response
from common.pages import read_day
from common.policy import SIGNED_IN, policy
from meetings.choosing import assignment_for
from reports.actions.paper import enter_paper
from reports.actions.submitting import Conflict
from reports.bodies import hash_of_post
from reports.comparing import differences
from reports.documents import blank_form_document
from reports.filing import is_open_to, prefilled, target_for
from reports.forms.paper import PaperChoiceForm, PaperForm, cadres_of_clerk
from reports.models import Report
from reports.remedies import to_check
from reports.telling import answers_to_tell, readable_among
from reports.views.pages import form_page
from reports.views.writing import add_errors

CADRE, BRANCH, DAY, SCHEME = "can-bo", "chi-bo", "ngay", "chu-truong"


@policy("reports.clerk")
def paper_choose(request):
    """For whom, and which meeting."""

    def address(form):
        data = form.cleaned_data
        query = {CADRE: data["cadre"].key, BRANCH: data["organisation"].key, DAY: data["met_on"].isoformat()}
        return f"{reverse('reports:paper_write')}?{urlencode(query)}"

    return form_step(
        request,
        form=PaperChoiceForm(request.POST or None, scope=request.scope, day=request.day),
        act=address,
        title=_("Nhập báo cáo giấy"),
        lead=_("Dành cho báo cáo viết tay. Người nhập không nhận được chính báo cáo mình đã nhập."),
        button=_("Nhập báo cáo này"),
        back=reverse("reports:review_list"),
        done=lambda url: url,
        crumbs=[(_("Báo cáo"), reverse("reports:review_list")), (_("Nhập báo cáo giấy"), None)],
    )


@policy("reports.clerk")
@never_cache
def paper_write(request):
    """The same form as the cadre's own, with the scan."""
    if not request.GET.keys() & {CADRE, BRANCH}:
        return redirect("reports:paper_choose")
    target = _target(request)
    standing = Report.objects.filter(
        cadre=target.cadre, organisation=target.organisation, met_on=target.met_on
    )
    if request.method != "POST":
        known = standing.visible_to(request.scope).first()
        if known:
            messages.info(request, _("Buổi này đã có báo cáo %(number)s.") % {"number": known.number})
            return redirect(known)
        form = PaperForm(
            initial=prefilled(target) | {"client_key": uuid4(), "received_on": request.day}, target=target
        )
        return _page(request, target, form)
    form = PaperForm(request.POST, request.FILES, target=target)
    if form.is_valid():
        try:
            sent = enter_paper(
                cadre=target.cadre,
                clerk=request.user,
                client_key=form.cleaned_data["client_key"],
                values=form.values,
                on=request.day,
                body_hash=hash_of_post(request.POST, request.FILES),
            )
        except ValidationError as error:
            add_errors(form, error)
        except Conflict as conflict:
            return _page(request, target, form, 409, differences=_differences(request, conflict, form))
        else:
            words = {"number": sent.report.number, "who": target.cadre.full_name}
            messages.success(request, _("Đã nhập báo cáo %(number)s thay %(who)s.") % words)
            return redirect(sent.report)
    return _page(request, target, form)


@policy(SIGNED_IN)
def blank_form(request, kind):
    """The form to be written on by hand, of a scheme (`?chu-truong=`) and, where they are known, with branch and day."""
    scheme = organisation = None
    if request.GET.get(SCHEME):
        scheme = get_object_or_404(Scheme.objects.visible_to(request.scope), code=request.GET[SCHEME])
    if request.GET.get(BRANCH):
        organisation = get_object_or_404(
            Organisation.objects.visible_to(request.scope), key=request.GET[BRANCH]
        )
    met_on = read_day(request.GET.get(DAY, ""))
    document = blank_form_document(
        scheme=scheme or _own_scheme(request), organisation=organisation, met_on=met_on, day=request.day,
        **_asked_of_visitor(request, organisation, met_on or request.day),
    )  # fmt: skip
    return printed_response(document, kind, name="mau-bao-cao-du-sinh-hoat")


def _own_scheme(request) -> Scheme | None:
    """Whose form a cadre is given who names none: of the one scheme under which he follows today."""
    rows = Assignment.objects.visible_to(request.scope).standing().active_on(request.day)
    rows = rows.filter(cadre__in=request.scope.cadre_ids)
    schemes = list(Scheme.objects.filter(pk__in=rows.values("scheme")).select_related("issuer")[:2])
    return schemes[0] if len(schemes) == 1 else None


def _asked_of_visitor(request, organisation, met_on) -> dict:
    """The answers that the cadre who prints the form should tell there on that day, and what he should look at, as his phone asks
    for it; nothing for anybody else."""
    cadre = Cadre.objects.filter(pk__in=request.scope.cadre_ids).first()
    if (
        organisation is None
        or cadre is None
        or not is_open_to(cadre, request.scope, organisation, request.day)
    ):
        return {}
    assignment = assignment_for(cadre, organisation, met_on)
    issuer = assignment.scheme.issuer_id if assignment else cadre.unit_id
    return {
        "answers": answers_to_tell(organisation, cadre, met_on),
        "remedies": to_check(organisation, issuer),
    }


def _target(request):
    """What the address asks for; Http404 unless the report would go to a committee that one is a clerk of."""
    cadre = get_object_or_404(cadres_of_clerk(request.scope), key=request.GET.get(CADRE, ""))
    bodies = Organisation.objects.visible_to(request.scope)
    organisation = get_object_or_404(bodies, key=request.GET.get(BRANCH, ""))
    met_on = read_day(request.GET.get(DAY, ""))
    if met_on is None or met_on > request.day:
        raise Http404
    target = target_for(
        cadre, organisation=organisation, met_on=met_on, day=request.day, query="", is_written=True
    )
    issuer = target.scheme.issuer if target.scheme else cadre.unit
    if not request.scope.reach("reports.clerk").covers(issuer.access_path, issuer.pk):
        raise Http404
    target.answers = readable_among(target.answers, request.scope)
    return target


def _page(request, target, form, status=None, **context):
    crumbs = [(_("Báo cáo"), reverse("reports:review_list")), (_("Nhập báo cáo giấy"), None)]
    title = _("Nhập báo cáo giấy")
    return form_page(
        request, target, form, status=status, is_paper=True, crumbs=crumbs, title=title, **context
    )


def _differences(request, conflict, form):
    """What stands beside what was typed; nothing of a report that the clerk does not read."""
    form.add_error(None, _("Buổi này đã có báo cáo %(number)s.") % {"number": conflict.report.number})
    readable = Report.objects.visible_to(request.scope).filter(pk=conflict.report.pk).exists()
    return differences(conflict.report, form.values) if readable else []
