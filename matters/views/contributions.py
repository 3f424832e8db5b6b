"""Resources mobilised: the list, its sums, and what is entered by hand."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.imports.pipeline import Context
from branches.models import Unit
from branches.querysets.scoping import within
from branches.views.steps import form_step, say
from common.exports import export_of_table
from common.pages import list_page
from common.policy import policy
from matters.actions import resources as actions
from matters.contributions import goods, total, words_of
from matters.filters.resources import ContributionFilter
from matters.forms.resources import ContributionChangeForm, ContributionForm, money_said
from matters.forms.urgent import ReasonForm
from matters.imports.issuers import Issuers
from matters.models import Contribution
from matters.resource_rows import WAYS, contribution_rows, goods_rows, sum_rows
from matters.sections import sections
from matters.tables.resources import ContributionFileTable, ContributionTable, GoodsTable, SumTable
from matters.views.doubles import doubles_of

LIST = "matters:contribution_list"


@policy("matters.read")
def contribution_list(request):
    rows = _visible(request).select_related("topic", "cadre", "scheme")
    may_write = request.scope.may("matters.write")

    def prepare(found):
        mine = Contribution.objects.writable_by(request.scope).filter(report_link=None)
        writable = mine.filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True)
        return contribution_rows(found, request.day, set(writable) if may_write else ())

    return list_page(
        request,
        queryset=rows.order_by("-happened_on", "-pk"),
        table=ContributionTable,
        filterset=ContributionFilter,
        title=_("Nguồn lực vận động"),
        template="matters/contribution_list.html",
        prepare=prepare,
        export=export_of_table(ContributionFileTable, "nguon-luc-van-dong"),
        primary=(_("Ghi nguồn lực"), reverse("matters:contribution_new")) if may_write else None,
        crumbs=[(_("Nguồn lực vận động"), None)],
        empty={
            "why": _("Chưa có nguồn lực nào được ghi trong địa bàn của bạn."),
            "what": _("Nguồn lực đến từ báo cáo dự sinh hoạt, từ danh sách nhập, hoặc được ghi tại đây."),
        },
        context=_sums_context(request, "")
        | {"doubles": doubles_of(request.scope).count() if may_write else 0},
    )


@policy("matters.read")
def contribution_sums(request, way):
    """The same rows added up by field, commune, donor or month."""
    if way not in WAYS:
        raise Http404
    rows = _chosen(request)
    return list_page(
        request,
        queryset=sum_rows(rows, way, request.day),
        table=SumTable,
        title=_("Nguồn lực vận động: %(way)s") % {"way": str(WAYS[way]).lower()},
        template="matters/contribution_list.html",
        export=f"nguon-luc-{way}",
        crumbs=_crumbs(WAYS[way]),
        empty={"why": _("Chưa có khoản tiền nào để cộng.")},
        context=_sums_context(request, way),
    )


@policy("matters.read")
def contribution_goods(request):
    """What was given in kind: added up only where thing and measure are the same."""
    return list_page(
        request,
        queryset=goods_rows(goods(_chosen(request))),
        table=GoodsTable,
        title=_("Hiện vật vận động được"),
        template="matters/contribution_list.html",
        export="hien-vat",
        crumbs=_crumbs(_("Hiện vật")),
        empty={"why": _("Chưa có hiện vật nào được ghi.")},
        context=_sums_context(request, "hien-vat"),
    )


def _visible(request):
    return Contribution.objects.visible_to(request.scope).standing()


def _chosen(request):
    return ContributionFilter(request.GET or None, queryset=_visible(request), request=request).qs


def _sums_context(request, here) -> dict:
    """The total of what is listed, and the ways to add it up under the same conditions."""
    query = request.GET.copy()
    for name in ("page", "sort", "export"):
        query.pop(name, None)
    ending = f"?{query.urlencode()}" if query else ""
    ways = [("", _("Danh sách"), reverse(LIST))]
    ways += [(way, words, reverse("matters:contribution_sums", args=[way])) for way, words in WAYS.items()]
    ways.append(("hien-vat", _("Hiện vật"), reverse("matters:contribution_goods")))
    rows = _chosen(request)
    return {
        "sections": sections(request),
        "ways": [{"label": words, "url": url + ending, "is_here": way == here} for way, words, url in ways],
        "sum_words": words_of(total(rows)),
        "gifts": rows.count(),
    }


@policy("matters.write")
def contribution_new(request):
    form = ContributionForm(
        request.POST or None,
        units=_units(request),
        day=request.day,
        scope=request.scope,
        initial={"happened_on": request.day},
    )

    def act(form):
        data = form.cleaned_data
        made = actions.add_contribution(
            unit=data["unit"],
            issuer=issuer_for(request, data["unit"], data["scheme"]),
            happened_on=data["happened_on"],
            by=request.user,
            on=request.day,
            **form.facts,
        )
        say(request, _("Đã ghi nguồn lực."))
        return made

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Ghi nguồn lực vận động"),
        button=_("Ghi lại"),
        back=reverse(LIST),
        done=lambda made: reverse(LIST),
        crumbs=_crumbs(_("Ghi nguồn lực")),
    )


@policy("matters.write")
def contribution_change(request, key):
    gift = _writable(request, key)
    names = ("happened_on", "topic", "in_kind", "quantity", "donor", "cadre", "scheme", "version")
    form = ContributionChangeForm(
        request.POST or None,
        units=Unit.objects.none(),
        day=request.day,
        topic=gift.topic_id,
        scope=request.scope,
        initial={name: getattr(gift, name) for name in names} | {"money": money_said(gift)},
    )

    def act(form):
        data = form.cleaned_data
        values = form.facts | {"happened_on": data["happened_on"]}
        made = actions.change_contribution(
            gift, values=values, version=data["version"], by=request.user, on=request.day
        )
        say(request, _("Đã sửa."))
        return made

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Sửa nguồn lực vận động"),
        button=_("Ghi lại"),
        back=reverse(LIST),
        done=lambda made: reverse(LIST),
        crumbs=_crumbs(_("Sửa")),
        template="matters/contribution_form.html",
        context={"void_url": reverse("matters:contribution_void", args=[gift.key])},
    )


@policy("matters.write")
def contribution_void(request, key):
    gift = _writable(request, key)
    form = ReasonForm(request.POST or None, initial={"version": gift.version})

    def act(form):
        row = actions.void_contribution(gift, by=request.user, **form.cleaned_data)
        say(request, _("Đã hủy dòng nhập nhầm."))
        return row

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Hủy dòng nguồn lực nhập nhầm?"),
        button=_("Hủy dòng nhập nhầm"),
        back=reverse(LIST),
        done=lambda row: reverse(LIST),
        crumbs=_crumbs(_("Hủy")),
        template="components/confirm.html",
        context={
            "consequences": [_("Dòng này ra khỏi mọi danh sách và tổng số; không lấy lại được.")],
            "is_dangerous": True,
        },
    )


def issuer_for(request, unit, scheme=None) -> Unit:
    """The committee whose people read it: that of the scheme where the writer writes for it, else his own over the place."""
    reach = request.scope.reach("matters.write")
    if scheme is not None and reach.covers(scheme.issuer.access_path, scheme.issuer_id):
        return scheme.issuer
    context = Context(on=request.day, today=request.day, scope=request.scope, permission="matters.write")
    return Issuers(context, [unit]).of(unit, request.day)


def _units(request):
    return Unit.objects.open_on(request.day).filter(within(request.scope.reach("matters.write"), unit=""))


def _writable(request, key) -> Contribution:
    gift = get_object_or_404(_visible(request), key=key)
    if not Contribution.objects.writable_by(request.scope).filter(pk=gift.pk).exists():
        raise PermissionDenied
    return gift


def _crumbs(here) -> list[tuple]:
    return [(_("Nguồn lực vận động"), reverse(LIST)), (here, None)]
