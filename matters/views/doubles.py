"""What stands in a list of the office and came with a report too: shown, and said to be one with a tap."""

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.views.steps import form_step, say
from common.pages import list_page
from common.policy import policy
from matters.actions.differing import say_different
from matters.actions.resources import say_same
from matters.forms.urgent import VersionForm
from matters.models import Contribution, GiftDifference
from matters.resource_rows import different_rows, double_rows
from matters.sections import sections
from matters.tables.resources import DoubleTable

LIST, DOUBLES = "matters:contribution_list", "matters:double_list"
# Of what was said to be two, so many are shown.
LATEST = 50


def doubles_of(scope):
    """The rows of lists that `scope` may write and that a report seems to say too, with `reported_id`."""
    return Contribution.objects.writable_by(scope).likely_doubles(scope)


@policy("matters.write")
def double_list(request):
    rows = doubles_of(request.scope).select_related("topic", "cadre", "scheme")
    return list_page(
        request,
        queryset=rows.order_by("-happened_on", "-pk"),
        table=DoubleTable,
        title=_("Nguồn lực có thể trùng"),
        template="matters/double_list.html",
        prepare=lambda found: double_rows(found, request.day),
        crumbs=_crumbs(_("Có thể trùng")),
        empty={
            "why": _("Không có dòng nào có vẻ trùng với một dòng của báo cáo."),
            "what": _(
                "Hai dòng có vẻ trùng khi cùng địa bàn, cùng nguồn, cùng số tiền, cách nhau không quá 15 ngày."
            ),
        },
        context={
            "sections": sections(request),
            "different": _said_different(request),
            "lead": _(
                "Mỗi dòng dưới đây của danh sách có một dòng giống như vậy đến từ báo cáo, nên đang được cộng hai lần. "
                "Bấm vào số tiền để xem và ghi là một."
            ),
        },
    )


def _said_different(request) -> list[dict]:
    """The latest pairs of which somebody said that they are two; both rows are the reader's to change."""
    mine = Contribution.objects.writable_by(request.scope).standing()
    related = (
        "first__topic",
        "first__cadre",
        "first__scheme",
        "second__topic",
        "second__cadre",
        "second__scheme",
    )
    pairs = GiftDifference.objects.readable_by(mine).select_related(*related, "by")
    return different_rows(pairs[:LATEST], request.day)


@policy("matters.write")
def double_same(request, key):
    """Where it is no double any more, the reader is led back to the list."""
    gift, double = _found(request, key)
    if double is None:
        return redirect(LIST)
    reported = Contribution.objects.get(pk=double.reported_id)

    def act(form):
        row = say_same(gift, reported, by=request.user, **form.cleaned_data)
        say(request, _("Đã ghi là một: chỉ dòng của báo cáo được cộng."))
        return row

    (facts,) = double_rows([double], request.day)
    return form_step(
        request,
        form=VersionForm(request.POST or None, initial={"version": gift.version}),
        act=act,
        title=_("Hai dòng này là một?"),
        button=_("Là một"),
        back=reverse(DOUBLES),
        done=lambda row: reverse(DOUBLES),
        crumbs=_crumbs(_("Là một")),
        template="matters/double_same.html",
        context={
            "consequences": _consequences(facts),
            "different_url": reverse("matters:double_different", args=[gift.key]),
        },
    )


@policy("matters.write")
def double_different(request, key):
    """The pair is not proposed again, and both go on being counted."""
    gift, double = _found(request, key)
    if double is None:
        return redirect(LIST)
    reported = Contribution.objects.get(pk=double.reported_id)

    def act(form):
        say_different(gift, [reported], by=request.user, on=request.day)
        say(request, _("Đã ghi: hai dòng không phải là một, cả hai được cộng."))

    (facts,) = double_rows([double], request.day)
    return form_step(
        request,
        form=Form(request.POST if request.method == "POST" else None),
        act=act,
        title=_("Hai dòng này không phải là một?"),
        button=_("Không phải là một"),
        back=reverse("matters:double_same", args=[gift.key]),
        done=lambda _none: reverse(DOUBLES),
        crumbs=_crumbs(_("Không phải là một")),
        template="components/confirm.html",
        context={"consequences": _kept_apart(facts)},
    )


def _found(request, key) -> tuple:
    """(the row, the same as a likely double); None for the second, with a word to the reader, where it is none any more."""
    gift = get_object_or_404(Contribution.objects.visible_to(request.scope), key=key)
    if not Contribution.objects.writable_by(request.scope).filter(pk=gift.pk).exists():
        raise PermissionDenied
    double = doubles_of(request.scope).filter(pk=gift.pk).first()
    if double is None:
        say(request, _("Dòng này không còn trùng với dòng nào của báo cáo."))
    return gift, double


def _kept_apart(facts) -> list[str]:
    said = facts | {"day": date_format(facts["reported_on"], "d/m/Y")}
    return [
        _("%(what)s, %(donor)s, %(unit)s và dòng của báo cáo ngày %(day)s là hai lần vận động.") % said,
        _("Cả hai vẫn ở trong danh sách và tổng số; hai dòng này không được nhắc là có thể trùng nữa."),
    ]


def _consequences(facts) -> list[str]:
    said = facts | {
        "listed": date_format(facts["happened_on"], "d/m/Y"),
        "day": date_format(facts["reported_on"], "d/m/Y"),
    }
    return [
        _(
            "Dòng của danh sách ra khỏi mọi danh sách và tổng số: %(what)s, %(donor)s, %(unit)s, ngày %(listed)s."
        )
        % said,
        _("Dòng của báo cáo ngày %(day)s ở lại. Nhập lại danh sách ấy, dòng này không trở lại.") % said,
    ]


def _crumbs(here) -> list[tuple]:
    return [(_("Nguồn lực vận động"), reverse(LIST)), (here, None)]
