"""Households: they are added, put right, moved to another group and tagged. Their pages are in `dashboard`, and so is
their closing: it ends what is assigned to them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.actions.household_changes import (
    correct_household,
    move_household,
    open_household,
    set_tags,
)
from branches.forms.households import (
    GroupChoiceForm,
    HouseholdCorrectForm,
    HouseholdOpenForm,
    TagsForm,
)
from branches.models import Household, HouseholdGroup, HouseholdTag
from branches.querysets.hamlets import hamlets_written_by
from branches.views.steps import form_step, say
from common.policy import policy

HAMLET = "ap"


@policy("households.write")
def household_open(request):
    """`?ap=` the key of a hamlet."""
    hamlets = hamlets_written_by(request.scope, request.day)
    form = HouseholdOpenForm(
        request.POST or None,
        hamlets=hamlets,
        groups=HouseholdGroup.objects.writable_by(request.scope).on(request.day),
        day=request.day,
        initial={"starts_on": request.day, "unit": asked_hamlet(request, hamlets)},
    )

    def act(form):
        household = open_household(by=request.user, **form.cleaned_data)
        say(request, _("Đã ghi hộ %(code)s.") % {"code": household.code})
        return household

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thêm hộ gia đình"),
        lead=_("Chỉ ghi những gì cần để đến với hộ. Không ghi số căn cước, chính kiến, tôn giáo, sức khỏe."),
        button=_("Ghi hộ"),
        back=list_address(),
        done=lambda household: household.get_absolute_url(),
        crumbs=crumbs((_("Thêm hộ"), None)),
    )


@policy("households.write")
def household_correct(request, key):
    household = writable(request, Household, key)
    kept = ("head_name", "address", "people", "code", "starts_on")
    form = HouseholdCorrectForm(
        request.POST or None, initial={name: getattr(household, name) for name in kept}
    )

    def act(form):
        correct_household(household, by=request.user, **form.cleaned_data)
        say(request, _("Đã sửa hộ %(code)s.") % {"code": form.cleaned_data["code"]})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Sửa hộ %(code)s") % {"code": household.code},
        button=_("Ghi"),
        **around(household, _("Sửa")),
    )


@policy("households.write")
def household_move(request, key):
    household = writable(request, Household, key)
    # Those of a hamlet that was merged into it lie there today too.
    groups = HouseholdGroup.objects.on(request.day).filter(unit__access_path=household.unit.access_path)
    form = GroupChoiceForm(
        request.POST or None,
        groups=groups.order_by("code"),
        initial={"on": request.day, "group": household.group_on(request.day)},
    )

    def act(form):
        moved = move_household(household, by=request.user, **form.cleaned_data)
        say(request, _("Đã ghi tổ của hộ %(code)s.") % {"code": moved.code})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Tổ của hộ %(code)s") % {"code": household.code},
        lead=_("Người phụ trách tổ cũng phụ trách các hộ trong tổ. Trước ngày ghi dưới đây vẫn như cũ."),
        button=_("Ghi tổ"),
        **around(household, _("Chuyển tổ")),
    )


@policy("households.write")
def household_tags(request, key):
    household = writable(request, Household, key)
    present = set(household.taggings.on(request.day).values_list("tag", flat=True))
    form = TagsForm(
        request.POST or None,
        tags=HouseholdTag.objects.filter(is_active=True) | HouseholdTag.objects.filter(pk__in=present),
        initial={"on": request.day, "tags": present},
    )

    def act(form):
        set_tags(household, tags=form.cleaned_data["tags"], on=form.cleaned_data["on"], by=request.user)
        say(request, _("Đã ghi diện của hộ %(code)s.") % {"code": household.code})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Diện của hộ %(code)s") % {"code": household.code},
        lead=_("Diện được chọn hay bỏ chọn có hiệu lực từ ngày ghi dưới đây; trước đó vẫn như cũ."),
        button=_("Ghi diện hộ"),
        **around(household, _("Diện hộ")),
    )


def writable(request, model, key):
    """404 for what one may not read, 403 for what one may read and not change."""
    thing = get_object_or_404(model.objects.visible_to(request.scope).select_related("unit"), key=key)
    if not model.objects.writable_by(request.scope).filter(pk=thing.pk).exists():
        raise PermissionDenied
    return thing


def asked_hamlet(request, hamlets) -> str:
    """What the field of a hamlet begins with: the code of `?ap=`; 404 where one may not write it."""
    key = request.GET.get(HAMLET, "")
    if not key:
        return ""
    hamlet = hamlets.filter(key=key).first()
    version = hamlet and hamlet.versions.on(request.day).first()
    if version is None:
        raise Http404
    return f"{version.name} ({version.code})"


def list_address() -> str:
    return reverse("dashboard:household_list")


def crumbs(*more):
    return [(_("Hộ gia đình"), list_address()), *more]


def around(household, word) -> dict:
    """Where a form of the household leads back to, and where it stands."""
    page = household.get_absolute_url()
    return {
        "back": page,
        "done": lambda result: page,
        "crumbs": crumbs((household.code, page), (word, None)),
    }
