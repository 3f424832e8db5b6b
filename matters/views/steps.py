"""One step of a matter each: a form with what the step must say, the action, and back to the matter's page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from branches.querysets.scoping import from_above
from branches.views.steps import add_refusal
from common.policy import SIGNED_IN, policy
from matters.actions.steps import locked
from matters.models import Recommendation
from matters.stages import STAGES, gist
from matters.stepping import STEPS
from matters.views.shared import matter_crumbs


@policy("matters.write")
def recommendation_step(request, key, name):
    """A step of the committee's staff."""
    row = found_matter(request, key)
    if not Recommendation.objects.filter(pk=row.pk).writable_by(request.scope).exists():
        raise PermissionDenied
    return step_page(request, row, STEPS[name])


@policy("matters.direct")
def recommendation_direct(request, key):
    """Of whoever leads the committee, and of the leader of the zone."""
    row = found_matter(request, key)
    mine = Recommendation.objects.filter(pk=row.pk)
    if not mine.filter(from_above(request.scope, "matters.direct")).exists():
        raise PermissionDenied
    return step_page(request, row, STEPS["direct"])


@policy(SIGNED_IN)
def recommendation_hear(request, key):
    """Of the place that raised it and of the cadre who did; the committee's staff say that they told it."""
    row = found_matter(request, key)
    scope = request.scope
    mine = Recommendation.objects.filter(pk=row.pk)
    if not mine.tellable_by(scope).exclude(pk__in=mine.writable_by(scope).values("pk")).exists():
        raise Http404
    return step_page(request, row, STEPS["hear"])


def found_matter(request, key) -> Recommendation:
    """The matter with its clock, if the reader sees it; 404 for any other."""
    rows = Recommendation.objects.visible_to(request.scope).with_clock(request.day)
    rows = rows.select_related("issuer", "topic", "agency", "raised_by", "merged_into__issuer")
    row = rows.filter(key=key).first()
    if row is None:
        raise Http404
    return row


def step_page(request, row, step):
    """The form of a step. What stands so that the step cannot be made leads back to the page, which says how it stands; a
    matter that somebody else worked on meanwhile is shown as it is now, with what was typed."""
    if request.method != "POST" and not step.is_open(row):
        messages.warning(request, _not_now(row, step))
        return redirect(row)
    files = request.FILES or None
    form = step.form(request.POST or None, files, row=row, scope=request.scope, day=request.day)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _refuse_stale(request, row)
                step.act(row, form.cleaned_data, request.user, request.day)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, str(step.done) % {"reference": row.reference})
            return redirect(row)
    context = {
        "title": str(step.title) % {"reference": row.reference},
        "lead": gist(row.content, 300),
        "row": row,
        "stage": STAGES[row.stage],
        "consequences": step.consequences,
        "form": form,
        "button": step.button,
        "is_dangerous": step.is_dangerous,
        "cancel_url": row.get_absolute_url(),
        "crumbs": matter_crumbs(request, row, step.word),
    }
    return render(request, "matters/step.html", context)


def _refuse_stale(request, row):
    """The matter must stand as the page showed it."""
    version = request.POST.get("version", "")
    fresh = locked(row)
    if version.isdecimal() and int(version[:9]) != fresh.version:
        raise ValidationError(
            _(
                "Người khác vừa xử lý kiến nghị này; nay kiến nghị ở giai đoạn: %(stage)s. Hãy xem lại điều đã ghi, "
                "còn đúng thì ghi lần nữa."
            )
            % {"stage": STAGES[row.stage][1]}
        )


def _not_now(row, step) -> str:
    return _("%(reference)s đang ở giai đoạn “%(stage)s”, nên chưa làm được việc này: %(step)s.") % {
        "reference": row.reference,
        "stage": STAGES[row.stage][1],
        "step": step.word,
    }
