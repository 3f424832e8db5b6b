"""The library of good practices: searched by everybody on the ground, filled and published by staff."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.models import Unit
from branches.querysets.scoping import within
from branches.views.steps import form_step, say
from common.pages import list_page
from common.policy import policy
from matters.actions import resources as actions
from matters.filters.resources import PracticeFilter, StaffPracticeFilter
from matters.forms.resources import PracticeChangeForm, PracticeForm
from matters.forms.urgent import ReasonForm, VersionForm
from matters.models import GoodPractice
from matters.resource_rows import places_on, practice_rows
from matters.sections import sections
from matters.tables.resources import PUBLISHED, PracticeTable, StaffPracticeTable
from matters.views.contributions import issuer_for

LIST = "matters:practice_list"


@policy("practices.read")
def practice_list(request):
    """Those below read the library; those above also what has been reported and is not published."""
    is_above, may_write = request.scope.may("matters.read"), request.scope.may("matters.write")
    rows = GoodPractice.objects.visible_to(request.scope).standing().select_related("topic")
    return list_page(
        request,
        queryset=rows.order_by("-noted_on", "-pk"),
        table=StaffPracticeTable if is_above else PracticeTable,
        filterset=StaffPracticeFilter if is_above else PracticeFilter,
        title=_("Mô hình, cách làm hay"),
        template="matters/list.html",
        prepare=lambda found: practice_rows(found, request.day),
        export="mo-hinh",
        primary=(_("Ghi mô hình"), reverse("matters:practice_new")) if may_write else None,
        crumbs=[(_("Mô hình, cách làm hay"), None)],
        empty={
            "why": _("Thư viện chưa có mô hình nào."),
            "what": _(
                "Mô hình được ghi trong báo cáo dự sinh hoạt hoặc tại đây, rồi được phổ biến cho mọi nơi."
            ),
        },
        context={"sections": sections(request)},
    )


@policy("practices.read")
def practice_page(request, key):
    practice = _readable(request, key)
    unit, commune = places_on([practice.unit_id], request.day)[practice.unit_id]
    is_above = GoodPractice.objects.overseen_by(request.scope).filter(pk=practice.pk).exists()
    facts = [
        (_("Nơi làm"), ", ".join(filter(None, [unit, commune]))),
        (_("Lĩnh vực"), str(practice.topic or "")),
        (_("Ghi nhận ngày"), _day(practice.noted_on)),
        (_("Phổ biến ngày"), _day(practice.published_on)),
    ]
    if is_above:
        facts.append((_("Cán bộ giới thiệu"), str(practice.cadre or "")))
        facts.append((_("Hủy vì nhập nhầm"), practice.void_reason))
    return render(
        request,
        "matters/practice_page.html",
        {
            "title": practice.title,
            "practice": practice,
            "state": PUBLISHED[practice.published_on is not None],
            "facts": facts,
            "may_write": not practice.voided_at and _is_writable(request, practice),
            "is_above": is_above,
            "crumbs": [(_("Mô hình, cách làm hay"), reverse(LIST)), (practice.title, None)],
        },
    )


@policy("matters.write")
def practice_new(request):
    units = Unit.objects.open_on(request.day).filter(within(request.scope.reach("matters.write"), unit=""))
    asked = {"units": units, "scope": request.scope, "day": request.day}
    form = PracticeForm(request.POST or None, **asked, initial={"noted_on": request.day})

    def act(form):
        data = form.cleaned_data
        made = actions.add_practice(
            unit=data["unit"],
            issuer=issuer_for(request, data["unit"]),
            noted_on=data["noted_on"],
            by=request.user,
            on=request.day,
            **form.facts,
        )
        say(request, _("Đã ghi mô hình; chưa phổ biến."))
        return made

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Ghi mô hình, cách làm hay"),
        button=_("Ghi lại"),
        back=reverse(LIST),
        done=lambda made: made.get_absolute_url(),
        crumbs=[(_("Mô hình, cách làm hay"), reverse(LIST)), (_("Ghi mô hình"), None)],
    )


@policy("matters.write")
def practice_change(request, key):
    practice = _writable(request, key)
    initial = {name: getattr(practice, name) for name in ("title", "text", "topic", "version")}
    form = PracticeChangeForm(
        request.POST or None,
        units=Unit.objects.none(),
        scope=request.scope,
        day=request.day,
        topic=practice.topic_id,
        initial=initial,
    )

    def act(form):
        version = form.cleaned_data["version"]
        return actions.change_practice(
            practice, values=form.facts, version=version, by=request.user, on=request.day
        )

    return _step(request, practice, form, act, title=_("Sửa mô hình"), button=_("Ghi lại"), said=_("Đã sửa."))


@policy("matters.write")
def practice_publish(request, key):
    practice = _writable(request, key)
    form = VersionForm(request.POST or None, initial={"version": practice.version})
    return _step(
        request,
        practice,
        form,
        lambda form: actions.publish_practice(practice, by=request.user, on=request.day, **form.cleaned_data),
        title=_("Phổ biến mô hình này?"),
        button=_("Phổ biến"),
        said=_("Đã phổ biến."),
        consequences=[
            _(
                "Mọi nơi trong địa bàn của cấp ủy tìm và đọc được tên, cách làm, nơi làm; không thấy ai báo cáo."
            )
        ],
    )


@policy("matters.write")
def practice_withdraw(request, key):
    practice = _writable(request, key)
    form = VersionForm(request.POST or None, initial={"version": practice.version})
    return _step(
        request,
        practice,
        form,
        lambda form: actions.withdraw_practice(practice, by=request.user, **form.cleaned_data),
        title=_("Thôi phổ biến mô hình này?"),
        button=_("Thôi phổ biến"),
        said=_("Đã thôi phổ biến."),
        consequences=[_("Cơ sở không còn thấy mô hình này; cấp trên vẫn xem được.")],
    )


@policy("matters.write")
def practice_void(request, key):
    practice = _writable(request, key)
    form = ReasonForm(request.POST or None, initial={"version": practice.version})
    return _step(
        request,
        practice,
        form,
        lambda form: actions.void_practice(practice, by=request.user, **form.cleaned_data),
        title=_("Hủy mô hình nhập nhầm?"),
        button=_("Hủy mô hình"),
        said=_("Đã hủy mô hình nhập nhầm."),
        consequences=[_("Mô hình ra khỏi thư viện; không lấy lại được.")],
        is_dangerous=True,
    )


def _step(request, practice, form, act, *, title, button, said, consequences=(), is_dangerous=False):
    def acted(form):
        row = act(form)
        say(request, said)
        return row

    return form_step(
        request,
        form=form,
        act=acted,
        title=title,
        lead=practice.title,
        button=button,
        back=practice.get_absolute_url(),
        done=lambda row: reverse(LIST) if row.voided_at else row.get_absolute_url(),
        crumbs=[
            (_("Mô hình, cách làm hay"), reverse(LIST)),
            (practice.title, practice.get_absolute_url()),
            (button, None),
        ],
        template="components/confirm.html" if consequences else None,
        context={"consequences": consequences, "is_dangerous": is_dangerous},
    )


def _readable(request, key) -> GoodPractice:
    rows = GoodPractice.objects.visible_to(request.scope).select_related("topic", "cadre")
    return get_object_or_404(rows, key=key)


def _is_writable(request, practice) -> bool:
    return GoodPractice.objects.writable_by(request.scope).filter(pk=practice.pk).exists()


def _writable(request, key) -> GoodPractice:
    practice = _readable(request, key)
    if practice.voided_at or not _is_writable(request, practice):
        raise PermissionDenied
    return practice


def _day(day) -> str:
    return date_format(day, "d/m/Y") if day else ""
