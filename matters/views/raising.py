"""Raising a matter by hand: by the committee's staff for any place, by a place for itself; and putting words right."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.views.steps import add_refusal, form_step, say
from common.kept_forms import wants_json
from common.policy import SIGNED_IN, policy
from matters.actions.raising import change_words, raise_matter
from matters.forms.recommendations import ChangeForm, FollowerNewForm, NewForm, OwnNewForm
from matters.models import Recommendation
from matters.views.shared import follower_of, list_crumb, matter_crumbs
from matters.views.steps import found_matter


@policy(SIGNED_IN)
def recommendation_new(request):
    """Staff raise for any place of their ground; the office of a commune and the secretary of a branch for their own; a cadre
    for those that he follows, whose device keeps what he writes and sends it until it is answered."""
    form = _new_form(request)
    if form is None:
        raise Http404
    is_kept = isinstance(form, FollowerNewForm)
    if request.method == "POST" and is_kept and wants_json(request):
        return _answer(request, form)
    response = _page(request, form, is_kept)
    if is_kept and request.method == "GET":
        # The phone may keep this page of its user's for where there is no network.
        response["X-Offline"] = request.user.key
    return response


def _page(request, form, is_kept):
    is_own = not request.scope.may("matters.write")

    def act(form):
        made = raise_matter(by=request.user, **form.cleaned_data)
        say(request, _("Đã ghi %(reference)s.") % {"reference": made})
        return made

    lead = _("Gửi đến cấp ủy cấp trên trực tiếp; đồng chí theo dõi trả lời ở danh sách kiến nghị đã nêu.")
    if is_kept:
        lead = _("Gửi đến cấp ủy đã phân công bạn; trả lời hiện ở danh sách kiến nghị đã nêu.")
    return form_step(
        request,
        form=form,
        act=act,
        title=_("Nêu kiến nghị") if is_own else _("Ghi kiến nghị"),
        lead=lead if is_own else "",
        button=_("Gửi kiến nghị") if is_own else _("Ghi kiến nghị"),
        back=reverse("matters:own_list" if is_own else "matters:recommendation_list"),
        done=lambda made: made.get_absolute_url(),
        crumbs=[list_crumb(request), (_("Kiến nghị mới"), None)],
        template="matters/raise.html" if is_kept else None,
    )


def _answer(request, form):
    """To a device that sends until it hears one of these: the receipt, or what is wrong."""
    if known := _sent_already(request):
        return _receipt(known)
    if form.is_valid():
        try:
            return _receipt(raise_matter(by=request.user, **form.cleaned_data))
        except ValidationError as error:
            add_refusal(form, error)
    found = [
        {"field": name, "sentence": str(sentence)} for name, each in form.errors.items() for sentence in each
    ]
    return JsonResponse({"errors": found}, status=422)


def _receipt(row):
    return JsonResponse({"number": row.reference, "url": row.get_absolute_url()})


def _sent_already(request):
    """What was raised with the form's key before, whatever became of its place since; None where it is new."""
    try:
        key = FollowerNewForm.base_fields["client_key"].clean(request.POST.get("client_key"))
    except ValidationError:
        return None
    return Recommendation.objects.filter(created_by=request.user, client_key=key).first() if key else None


def _new_form(request):
    """The form for what the reader may raise; None for who may raise nothing."""
    scope, asked = request.scope, {"scope": request.scope, "day": request.day}
    if scope.may("matters.write"):
        return NewForm(request.POST or None, **asked)
    cadre = follower_of(request)
    if cadre:
        form = FollowerNewForm(request.POST or None, cadre=cadre, **asked)
        return form if form.places else None
    return OwnNewForm(request.POST or None, **asked) if scope.may("matters.own") else None


@policy("matters.write")
def recommendation_change(request, key):
    row = found_matter(request, key)
    if not Recommendation.objects.filter(pk=row.pk).writable_by(request.scope).exists():
        raise PermissionDenied
    form = ChangeForm(request.POST or None, row=row, day=request.day)

    def act(form):
        change_words(
            row, values=form.cleaned_data, version=_version(request, row), by=request.user, on=request.day
        )
        say(request, _("Đã sửa %(reference)s.") % {"reference": row})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Sửa nội dung %(reference)s") % {"reference": row},
        lead=_("Chỉ sửa chỗ ghi sai. Hạn đã hứa không đổi theo; muốn đổi thì dời hạn."),
        button=_("Ghi"),
        back=row.get_absolute_url(),
        done=lambda _result: row.get_absolute_url(),
        crumbs=matter_crumbs(request, row, _("Sửa")),
        template="matters/step.html",
        context={"row": row},
    )


def _version(request, row) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else row.version
