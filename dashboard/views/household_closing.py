"""Households and their groups are closed, with what is assigned to them; an end that was entered by mistake is taken back."""

from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from assignments.actions.closing import (
    close_group_and_assignments,
    close_household_and_assignments,
    ended_with,
)
from branches.actions.household_changes import reopen_household
from branches.actions.household_groups import reopen_group
from branches.forms.households import GroupClosingForm, HouseholdClosingForm
from branches.models import Household, HouseholdGroup
from branches.views import household_groups, households
from branches.views.steps import confirmed_step, say
from common.policy import policy


@policy("households.write")
def household_close(request, key):
    household = households.writable(request, Household, key)
    form = HouseholdClosingForm(request.POST or None)

    def act(form):
        done = close_household_and_assignments(household, by=request.user, **form.cleaned_data)
        say(request, _("Đã ghi ngày kết thúc của hộ %(code)s.") % {"code": household.code})
        return done

    return confirmed_step(
        request,
        form=form,
        act=act,
        effects=_of_household,
        title=_("Kết thúc hộ %(code)s") % {"code": household.code},
        question=_("Kết thúc hộ %(code)s?") % {"code": household.code},
        button=_("Kết thúc hộ"),
        is_dangerous=True,
        **households.around(household, _("Kết thúc")),
    )


@policy("households.write")
@require_POST
def household_reopen(request, key):
    closed = households.writable(request, Household, key)
    ended = ended_with(closed)
    household = reopen_household(closed, by=request.user)
    say(request, _("Hộ %(code)s lại có trong danh sách.") % {"code": household.code})
    _say_not_again(request, ended)
    return redirect(household)


@policy("households.write")
def group_close(request, key):
    group = households.writable(request, HouseholdGroup, key)
    others = HouseholdGroup.objects.on(request.day).filter(unit__access_path=group.unit.access_path)
    form = GroupClosingForm(request.POST or None, others=others.exclude(pk=group.pk).order_by("code"))

    def act(form):
        done = close_group_and_assignments(group, by=request.user, **form.cleaned_data)
        say(request, _("Đã ghi ngày kết thúc của %(name)s.") % {"name": group.name})
        return done

    return confirmed_step(
        request,
        form=form,
        act=act,
        effects=_of_group,
        title=_("Kết thúc %(name)s") % {"name": group.name},
        question=_("Kết thúc %(name)s?") % {"name": group.name},
        button=_("Kết thúc tổ"),
        is_dangerous=True,
        **household_groups.around(group, _("Kết thúc")),
    )


@policy("households.write")
@require_POST
def group_reopen(request, key):
    closed = households.writable(request, HouseholdGroup, key)
    ended = ended_with(closed)
    group = reopen_group(closed, by=request.user)
    say(request, _("%(name)s lại có trong danh sách.") % {"name": group.name})
    _say_not_again(request, ended)
    return redirect(group)


def _of_household(form, result) -> list[str]:
    closed, rows = result
    words = {"code": closed.code, "day": date_format(closed.ends_on, "d/m/Y")}
    return [
        _("Từ ngày %(day)s, hộ %(code)s không còn trong danh sách, trong số liệu.") % words,
        _("Các diện của hộ cũng kết thúc từ ngày đó. Những gì đã ghi về hộ vẫn còn."),
        *(_of_assignments(rows, closed.ends_on) or [_("Không có ai được phân công riêng hộ này.")]),
    ]


def _of_group(form, result) -> list[str]:
    closed, moved, rows = result
    into = form.cleaned_data["into"]
    words = {"name": closed.name, "day": date_format(closed.ends_on, "d/m/Y"), "into": into, "number": moved}
    if into:
        inside = ngettext(
            "%(number)s hộ chuyển sang %(into)s từ ngày đó.",
            "%(number)s hộ chuyển sang %(into)s từ ngày đó.",
            moved,
        )
    else:
        inside = ngettext(
            "%(number)s hộ không còn ở tổ nào từ ngày đó.",
            "%(number)s hộ không còn ở tổ nào từ ngày đó.",
            moved,
        )
    return [
        _("%(name)s không còn từ ngày %(day)s; các hộ vẫn còn.") % words,
        inside % words,
        *(_of_assignments(rows, closed.ends_on) or [_("Không có ai được phân công tổ này.")]),
    ]


def _of_assignments(rows, day) -> list[str]:
    """How many end, and how many had not begun by then."""
    void = sum(row.starts_on >= day for row in rows)
    found = []
    if ended := len(rows) - void:
        sentence = ngettext(
            "%(n)s phân công kết thúc từ ngày đó.", "%(n)s phân công kết thúc từ ngày đó.", ended
        )
        found.append(sentence % {"n": ended})
    if void:
        sentence = ngettext(
            "%(n)s phân công chưa bắt đầu vào ngày đó bị hủy.",
            "%(n)s phân công chưa bắt đầu vào ngày đó bị hủy.",
            void,
        )
        found.append(sentence % {"n": void})
    return found


def _say_not_again(request, ended):
    if ended:
        sentence = ngettext(
            "%(n)s phân công đã kết thúc cùng ngày không tự có lại: hãy phân công lại nếu cần.",
            "%(n)s phân công đã kết thúc cùng ngày không tự có lại: hãy phân công lại nếu cần.",
            ended,
        )
        say(request, sentence % {"n": ended})
