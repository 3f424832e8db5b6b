"""What stands in a list of the office and came with a report too: shown, and said to be one with a tap."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.views.steps import form_step, say
from common.pages import list_page
from common.policy import policy
from matters.actions.resources import say_same
from matters.forms.urgent import VersionForm
from matters.models import Contribution
from matters.resource_rows import double_rows
from matters.sections import sections
from matters.tables.resources import DoubleTable

LIST, DOUBLES = "matters:contribution_list", "matters:double_list"


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
        template="matters/list.html",
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
            "lead": _(
                "Mỗi dòng dưới đây của danh sách có một dòng giống như vậy đến từ báo cáo, nên đang được cộng hai lần. "
                "Bấm vào số tiền để xem và ghi là một."
            ),
        },
    )


@policy("matters.write")
def double_same(request, key):
    """Where it is no double any more, the reader is led back to the list."""
    gift = get_object_or_404(Contribution.objects.visible_to(request.scope), key=key)
    if not Contribution.objects.writable_by(request.scope).filter(pk=gift.pk).exists():
        raise PermissionDenied
    double = doubles_of(request.scope).filter(pk=gift.pk).first()
    if double is None:
        say(request, _("Dòng này không còn trùng với dòng nào của báo cáo."))
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
        template="components/confirm.html",
        context={"consequences": _consequences(facts)},
    )


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
