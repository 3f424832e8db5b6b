"""Groups of households: set up, renamed. Their list, their pages and their closing are in `dashboard`."""

from django.urls import reverse
from django.utils.translation import gettext as _

from branches.actions.household_groups import change_group, open_group
from branches.forms.households import GroupForm, GroupOpenForm
from branches.models import HouseholdGroup
from branches.querysets.hamlets import hamlets_written_by
from branches.views.households import asked_hamlet, crumbs, writable
from branches.views.steps import form_step, say
from common.policy import policy


@policy("households.write")
def group_open(request):
    """`?ap=` the key of a hamlet."""
    hamlets = hamlets_written_by(request.scope, request.day)
    form = GroupOpenForm(
        request.POST or None,
        hamlets=hamlets,
        day=request.day,
        initial={"starts_on": request.day, "unit": asked_hamlet(request, hamlets)},
    )

    def act(form):
        group = open_group(by=request.user, **form.cleaned_data)
        say(request, _("Đã lập %(name)s.") % {"name": group.name})
        return group

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thêm tổ, nhóm hộ"),
        button=_("Lập tổ"),
        back=_list_address(),
        done=lambda group: group.get_absolute_url(),
        crumbs=_crumbs((_("Thêm tổ"), None)),
    )


@policy("households.write")
def group_change(request, key):
    group = writable(request, HouseholdGroup, key)
    form = GroupForm(request.POST or None, initial={"name": group.name, "code": group.code})

    def act(form):
        change_group(group, by=request.user, **form.cleaned_data)
        say(request, _("Đã sửa %(name)s.") % {"name": form.cleaned_data["name"]})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Sửa %(name)s") % {"name": group.name},
        button=_("Ghi"),
        **around(group, _("Sửa")),
    )


def _list_address() -> str:
    return reverse("dashboard:household_group_list")


def _crumbs(*more):
    return crumbs((_("Tổ, nhóm hộ"), _list_address()), *more)


def around(group, word) -> dict:
    """As for a household."""
    page = group.get_absolute_url()
    return {
        "back": page,
        "done": lambda result: page,
        "crumbs": _crumbs((group.name, page), (word, None)),
    }
