"""Groups of households: set up, renamed, closed. Their list and their pages are in `dashboard`."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from branches.actions.household_groups import change_group, close_group, open_group, reopen_group
from branches.forms.households import GroupClosingForm, GroupForm, GroupOpenForm
from branches.models import HouseholdGroup
from branches.querysets.hamlets import hamlets_written_by
from branches.views.households import asked_hamlet, crumbs, writable
from branches.views.steps import confirmed_step, form_step, say
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
        **_around(group, _("Sửa")),
    )


@policy("households.write")
def group_close(request, key):
    group = writable(request, HouseholdGroup, key)
    others = HouseholdGroup.objects.on(request.day).filter(unit__access_path=group.unit.access_path)
    form = GroupClosingForm(request.POST or None, others=others.exclude(pk=group.pk).order_by("code"))

    def act(form):
        closed = close_group(group, by=request.user, **form.cleaned_data)
        say(request, _("Đã ghi ngày kết thúc của %(name)s.") % {"name": group.name})
        return closed

    return confirmed_step(
        request,
        form=form,
        act=act,
        effects=_effects,
        title=_("Kết thúc %(name)s") % {"name": group.name},
        question=_("Kết thúc %(name)s?") % {"name": group.name},
        button=_("Kết thúc tổ"),
        is_dangerous=True,
        **_around(group, _("Kết thúc")),
    )


@policy("households.write")
@require_POST
def group_reopen(request, key):
    """Takes back an end that was entered by mistake."""
    group = reopen_group(writable(request, HouseholdGroup, key), by=request.user)
    say(request, _("%(name)s lại có trong danh sách.") % {"name": group.name})
    return redirect(group)


def _effects(form, result):
    closed, moved = result
    into = form.cleaned_data["into"]
    words = {"name": closed.name, "day": date_format(closed.ends_on, "d/m/Y"), "into": into, "number": moved}
    if into:
        households = ngettext(
            "%(number)s hộ chuyển sang %(into)s từ ngày đó.",
            "%(number)s hộ chuyển sang %(into)s từ ngày đó.",
            moved,
        )
    else:
        households = ngettext(
            "%(number)s hộ không còn ở tổ nào từ ngày đó.",
            "%(number)s hộ không còn ở tổ nào từ ngày đó.",
            moved,
        )
    return [
        _("%(name)s không còn từ ngày %(day)s; các hộ vẫn còn.") % words,
        households % words,
        _("Phân công người phụ trách tổ này cần được kết thúc trên bảng phân công."),
    ]


def _list_address() -> str:
    return reverse("dashboard:household_group_list")


def _crumbs(*more):
    return crumbs((_("Tổ, nhóm hộ"), _list_address()), *more)


def _around(group, word) -> dict:
    page = group.get_absolute_url()
    return {
        "back": page,
        "done": lambda result: page,
        "crumbs": _crumbs((group.name, page), (word, None)),
    }
