"""Writing a report: one page, filed in under a minute; any number of sendings make one report.

A browser that says it takes JSON gets the receipt, the errors or the conflict as such: it keeps sending the same key until
one of these arrives. Without that, and without JavaScript, everything is a plain form.
"""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from branches.models import Organisation
from common.kept_forms import recall, wants_json
from common.pages import read_day
from common.policy import SIGNED_IN, policy
from meetings.choosing import assignment_for
from meetings.models import Meeting, Visit
from reports.actions.amending import Stale, amend_report
from reports.actions.drafting import QUERY, fields_of, save_draft
from reports.actions.submitting import Conflict, sent_before, submit_report
from reports.bodies import hash_of_post
from reports.comparing import differences
from reports.filing import is_open_to, prefilled, target_for, values_of
from reports.forms.writing import WriteForm
from reports.models import Draft, Report
from reports.rules import may_be_amended
from reports.views.keeping import keeps_what_was_written
from reports.views.pages import choose_page, form_page

SAVE_DRAFT = "nhap"


@keeps_what_was_written
@policy(SIGNED_IN)
@never_cache
def report_new(request):
    """`?buoi=` a meeting, `?chi-bo=` with `&ngay=` a branch and a day, `?lan-du=` a planned visit; `?nhap=` a draft."""
    cadre = cadre_of(request)
    if cadre is None or not request.GET.keys() & {"buoi", "chi-bo", "lan-du"}:
        return choose_page(request, cadre)
    if request.method == "POST" and (known := _sent_already(request)):
        return known
    target = _target(request, cadre)
    if request.method == "POST":
        return _draft_saved(request, target) if SAVE_DRAFT in request.POST else _sent(request, target)
    if standing := _reported(target):
        messages.info(request, _("Bạn đã báo cáo buổi này."))
        return redirect("reports:report_page", standing)
    data = _kept(request)
    if data is None:
        form = WriteForm(initial=prefilled(target) | {"client_key": uuid4()}, target=target)
    else:
        form = _reopened(data, target)
    return form_page(request, target, form)


@keeps_what_was_written
@policy(SIGNED_IN)
@never_cache
def report_edit(request, key):
    """The author's own words, until the board has taken them. Two tabs: both texts are shown, the last never wins by
    itself."""
    report = _own(request, key)
    if not may_be_amended(report.state):
        messages.info(request, _("Báo cáo đã được nhận nên không sửa được nữa; hãy ghi bổ sung."))
        return redirect(report)
    target = _target_of(request, report)
    if request.method == "POST":
        return _amended(request, report, target)
    kept = recall(request)
    if kept is not None:
        return form_page(request, target, _reopened(kept, target), version=kept.get("version", ""))
    initial = values_of(report) | {"client_key": report.client_key}
    return form_page(request, target, WriteForm(initial=initial, target=target), version=report.version)


def _target_of(request, report):
    return target_for(
        report.cadre,
        organisation=report.organisation,
        met_on=report.met_on,
        day=request.day,
        query="",
        meeting=report.meeting,
        report=report,
        scope=request.scope,
    )


def _amended(request, report, target):
    form = WriteForm(request.POST, request.FILES, target=target)
    version = request.POST.get("version", "")
    if form.is_valid():
        number = int(version) if version.isdigit() else 0
        try:
            amend_report(report, values=form.values, version=number, by=request.user, on=request.day)
        except ValidationError as error:
            add_errors(form, error)
        except Stale as stale:
            both = {"differences": differences(stale.report, form.values), "standing": stale.report}
            return form_page(request, target, form, version=stale.report.version, status=409, **both)
        else:
            return _answered(request, report, _("Đã sửa và gửi lại báo cáo %(number)s."))
    return form_page(request, target, form, version=version)


def cadre_of(request):
    """The person who signed in, as a cadre; None for everybody else."""
    cadre = getattr(request.user, "cadre", None)
    return (cadre.merged_into or cadre) if cadre else None


def add_errors(form, error):
    """What an action refused, at the field where there is one."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, each in error.error_dict.items():
        form.add_error(name if name in form.fields else None, each)


def _target(request, cadre):
    """What the address asks for; Http404 where the cadre has nothing to report there."""
    meeting = visit = None
    if "buoi" in request.GET:
        own = Report.objects.filter(cadre=cadre, meeting=OuterRef("pk")).values("key")
        rows = Meeting.objects.standing().select_related("organisation").annotate(reported=Subquery(own[:1]))
        meeting = get_object_or_404(rows, key=request.GET["buoi"])
        organisation, met_on = meeting.organisation, meeting.on
    elif "lan-du" in request.GET:
        rows = (
            Visit.objects.planned()
            .filter(cadre=cadre)
            .select_related("organisation", "meeting", "assignment__scheme")
        )
        visit = get_object_or_404(rows, key=request.GET["lan-du"])
        meeting, organisation, met_on = visit.meeting, visit.organisation, visit.planned_on
    else:
        organisation = get_object_or_404(Organisation, key=request.GET["chi-bo"])
        met_on = read_day(request.GET.get("ngay", "")) or request.day
    assignment = visit.assignment if visit else assignment_for(cadre, organisation, met_on)
    if assignment is None and not is_open_to(cadre, request.scope, organisation, met_on):
        raise Http404
    return target_for(
        cadre,
        organisation=organisation,
        met_on=met_on,
        day=request.day,
        query=request.GET.urlencode(),
        meeting=meeting,
        visit=visit,
        assignment=assignment,
        scope=request.scope,
    )


def _reported(target):
    """The key of the report that stands on the meeting; None where there is none."""
    if target.meeting is None:
        return None
    if hasattr(target.meeting, "reported"):
        return target.meeting.reported
    own = Report.objects.filter(cadre=target.cadre, meeting=target.meeting)
    return own.values_list("key", flat=True).first()


def _sent_already(request):
    """The receipt of a form that is sent once more, before anything else is asked: its meeting, lists and days may have
    changed since. None where it is new, or says something else."""
    try:
        client_key = WriteForm.base_fields["client_key"].clean(request.POST.get("client_key"))
        body_hash = hash_of_post(request.POST, request.FILES)
        known = sent_before(request.user, client_key, body_hash, {})
    except (ValidationError, Conflict):
        return None
    if known is None:
        return None
    return _answered(request, known.report, _("Báo cáo %(number)s đã được nhận từ trước."))


def _sent(request, target):
    """What is answered to a form that was sent: a receipt, the errors, or both versions."""
    form = WriteForm(request.POST, request.FILES, target=target)
    body_hash = hash_of_post(request.POST, request.FILES)
    try:
        client_key = form.fields["client_key"].clean(request.POST.get("client_key"))
        if form.is_valid():
            sent = submit_report(
                cadre=target.cadre,
                author=request.user,
                client_key=client_key,
                values=form.values,
                on=request.day,
                body_hash=body_hash,
            )
            return _answered(request, sent.report, _("Đã gửi báo cáo. Số biên nhận %(number)s."))
    except ValidationError as error:
        form.is_valid()
        add_errors(form, error)
    except Conflict as conflict:
        return _conflict(request, target, form, conflict.report)
    if wants_json(request):
        return JsonResponse({"errors": _errors(form)}, status=422)
    return form_page(request, target, form)


def _answered(request, report, sentence):
    if wants_json(request):
        return JsonResponse({"number": report.number, "url": report.get_absolute_url()})
    messages.success(request, sentence % {"number": report.number})
    return redirect(report)


def _conflict(request, target, form, report):
    """Both versions, one beside the other. What stands is changed on purpose only, on its own page."""
    if not Report.objects.visible_to(request.scope).filter(pk=report.pk).exists():
        raise Http404
    found = differences(report, form.values if form.is_valid() else {})
    if wants_json(request):
        return JsonResponse(
            {
                "number": report.number,
                "url": report.get_absolute_url(),
                "differences": [list(map(str, each)) for each in found],
            },
            status=409,
        )
    context = {
        "title": _("Buổi này đã có báo cáo %(number)s") % {"number": report.number},
        "standing": report,
        "differences": found,
        "may_amend": may_be_amended(report.state),
        "crumbs": [(_("Báo cáo của tôi"), reverse("reports:own_list")), (report.number, None)],
    }
    return render(request, "reports/conflict.html", context, status=409)


def _errors(form) -> list[dict]:
    found = [
        {"field": name, "sentence": str(sentence)} for name, each in form.errors.items() for sentence in each
    ]
    return found + [{"field": target, "sentence": str(sentence)} for sentence, target in form.row_errors]


def _draft_saved(request, target):
    """The button "Lưu nháp": works without JavaScript. Files cannot be kept: their names are said."""
    client_key = WriteForm.base_fields["client_key"].clean(request.POST.get("client_key"))
    try:
        draft = save_draft(
            user=request.user,
            client_key=client_key,
            query=target.query,
            fields=fields_of(request.POST),
            meeting=target.meeting,
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return form_page(request, target, _reopened(request.POST, target))
    if draft is None:
        return redirect(Report.objects.get(author=request.user, client_key=client_key))
    names = ", ".join(each.name for each in request.FILES.getlist("files"))
    messages.success(request, _("Đã lưu nháp."))
    if names or request.POST.get("sensitive"):
        messages.warning(
            request,
            _("Tệp đính kèm và phần tư tưởng, dư luận không nằm trong bản nháp. %(names)s")
            % {"names": names},
        )
    return redirect(f"{request.path}?{query_of(draft)}")


def query_of(draft) -> str:
    query = QueryDict(draft.values.get(QUERY, [""])[0], mutable=True)
    query["nhap"] = draft.key
    return query.urlencode()


def _kept(request):
    """What was written before: in the draft that the address names, or just before the session ended."""
    if "nhap" in request.GET:
        draft = Draft.objects.visible_to(request.scope).filter(key=request.GET["nhap"]).first()
        if draft is None:
            return None
        data = QueryDict(mutable=True)
        for name, values in draft.values.items():
            data.setlist(name, values)
        data["client_key"] = str(draft.client_key)
        return data
    return recall(request)


def _reopened(data, target):
    """A form that shows what was written, without saying yet what is missing."""
    form = WriteForm(data, target=target)
    form.is_reopened = True
    form._errors = {}
    return form


def _own(request, key):
    own = Q(cadre__in=request.scope.cadre_ids) | Q(author=request.user)
    rows = Report.objects.visible_to(request.scope).filter(own)
    rows = rows.select_related(
        "cadre", "organisation", "meeting", "attendance", "assignment__scheme__issuer", "form"
    )
    return get_object_or_404(rows, key=key)
