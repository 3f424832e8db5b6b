"""The steps of an urgent matter: registered, changed, done, confirmed, opened again, dropped, carried over, voided."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.models import Organisation
from branches.querysets.scoping import path_range, within_bodies
from branches.views.steps import add_refusal, form_step, say
from common.policy import policy
from matters.actions import urgent as actions
from matters.forms.urgent import (
    CarryAllForm,
    CarryForm,
    ChangeForm,
    ConfirmForm,
    DoneForm,
    EvidenceForm,
    LinkForm,
    ReasonForm,
    RegisterForm,
)
from matters.models import Recommendation, UrgentMatter
from matters.views.urgent_shared import crumbs_of, is_confirmable, readable, register_crumbs, writable

LINKED_AT_MOST = 60


@policy("urgent.write")
def urgent_new(request):
    bodies = Organisation.objects.open_on(request.day).filter(
        within_bodies(request.scope, "urgent.write", organisation="")
    )
    initial = {"year": request.day.year, "registered_on": request.day}
    form = RegisterForm(
        request.POST or None, bodies=bodies, scope=request.scope, day=request.day, initial=initial
    )

    def act(form):
        data = form.cleaned_data
        made = actions.register_matter(
            organisation=data["organisation"],
            year=data["year"],
            registered_on=data["registered_on"],
            by=request.user,
            on=request.day,
            **form.facts,
        )
        say(request, _("Đã đăng ký việc %(reference)s.") % {"reference": made.reference})
        return made

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Đăng ký việc cấp bách, bức xúc"),
        button=_("Đăng ký"),
        back=reverse("matters:urgent_list"),
        done=lambda made: made.get_absolute_url(),
        crumbs=register_crumbs(_("Đăng ký")),
    )


@policy("urgent.write")
def urgent_change(request, key):
    matter = writable(request, key)
    initial = {name: getattr(matter, name) for name in (*actions.WRITABLE, "version")}
    asked = {"scope": request.scope, "day": request.day, "topic": matter.topic_id}
    form = ChangeForm(request.POST or None, **asked, initial=initial)

    def act(form):
        version = form.cleaned_data["version"]
        row = actions.change_matter(
            matter, values=form.facts, version=version, by=request.user, on=request.day
        )
        say(request, _("Đã sửa."))
        return row

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Sửa việc cấp bách"),
        lead=matter.reference,
        button=_("Ghi lại"),
        back=matter.get_absolute_url(),
        done=lambda row: row.get_absolute_url(),
        crumbs=crumbs_of(matter, _("Sửa")),
    )


@policy("urgent.write")
def urgent_done(request, key):
    matter = writable(request, key)
    return _step(
        request,
        matter,
        form=DoneForm(request.POST or None, initial={"version": matter.version, "done_on": request.day}),
        act=actions.finish_matter,
        title=_("Việc này đã hoàn thành?"),
        consequences=[_("Cấp trên xem và xác nhận; người báo hoàn thành không tự xác nhận.")],
        button=_("Báo hoàn thành"),
        said=_("Đã báo hoàn thành; chờ cấp trên xác nhận."),
    )


@policy("urgent.confirm")
def urgent_confirm(request, key):
    matter = readable(request, key)
    if not is_confirmable(request, matter):
        raise PermissionDenied
    return _step(
        request,
        matter,
        form=ConfirmForm(request.POST or None, initial={"version": matter.version}),
        act=actions.confirm_matter,
        title=_("Xác nhận việc này đã hoàn thành?"),
        consequences=[
            _("Kết quả đã báo: %(result)s") % {"result": matter.result or _("(chưa ghi)")},
            _("Văn phòng nơi đăng ký nhận tin báo. Sau đó chỉ cấp trên mở lại được."),
        ],
        button=_("Xác nhận hoàn thành"),
        said=_("Đã xác nhận hoàn thành."),
    )


@policy("urgent.write")
def urgent_reopen(request, key):
    """What is confirmed is opened again by those who confirm."""
    matter = writable(request, key)
    if matter.confirmed_on and not is_confirmable(request, matter):
        raise PermissionDenied
    return _step(
        request,
        matter,
        form=ReasonForm(request.POST or None, initial={"version": matter.version}),
        act=actions.reopen_matter,
        title=_("Mở lại việc này?"),
        consequences=[_("Việc lại được tính là chưa xong; kết quả đã báo vẫn nằm trong quá trình.")],
        button=_("Mở lại"),
        said=_("Đã mở lại."),
    )


@policy("urgent.write")
def urgent_drop(request, key):
    matter = writable(request, key)
    return _step(
        request,
        matter,
        form=ReasonForm(request.POST or None, initial={"version": matter.version}),
        act=actions.drop_matter,
        title=_("Thôi, không làm việc này?"),
        consequences=[_("Việc vẫn ở trong sổ với lý do, không tính là hoàn thành. Có thể mở lại.")],
        button=_("Thôi, không làm"),
        said=_("Đã ghi là không thực hiện."),
        is_dangerous=True,
    )


@policy("urgent.write")
def urgent_carry(request, key):
    matter = writable(request, key)
    return _step(
        request,
        matter,
        form=CarryForm(request.POST or None, initial={"version": matter.version}),
        act=actions.carry_matter,
        title=_("Chuyển việc này sang năm %(year)s?") % {"year": matter.year + 1},
        consequences=[
            _("Một việc mới được lập trong sổ năm %(year)s, nối với việc này.") % {"year": matter.year + 1},
            _("Trong sổ năm %(year)s việc này là “chuyển năm sau”.") % {"year": matter.year},
        ],
        button=_("Chuyển sang năm sau"),
        said=_("Đã chuyển; đây là việc của năm sau."),
    )


@policy("urgent.write")
def urgent_void(request, key):
    matter = writable(request, key)
    return _step(
        request,
        matter,
        form=ReasonForm(request.POST or None, initial={"version": matter.version}),
        act=actions.void_matter,
        title=_("Hủy việc này vì nhập nhầm?"),
        consequences=[
            _("Việc ra khỏi mọi danh sách và số liệu, như chưa từng đăng ký; không lấy lại được."),
            _("Nếu đã đăng ký thật mà không làm thì ghi là “không thực hiện”, đừng hủy."),
        ],
        button=_("Hủy việc nhập nhầm"),
        said=_("Đã hủy việc nhập nhầm."),
        is_dangerous=True,
        done=lambda row: reverse("matters:urgent_list"),
    )


@policy("urgent.write")
def urgent_links(request, key):
    """Ties the matter to recommendations from its place that the reader may read anyway."""
    matter = writable(request, key)
    seen = Recommendation.objects.visible_to(request.scope).standing()
    known = _near(seen, matter)
    form = LinkForm(
        request.POST or None,
        known=known,
        initial={"version": matter.version, "recommendations": matter.recommendations.all()},
    )

    def act(form):
        data = form.cleaned_data
        row = actions.link_recommendations(
            matter,
            recommendations=list(data["recommendations"]),
            known=list(known),
            by=request.user,
            version=data["version"],
        )
        say(request, _("Đã gắn kiến nghị."))
        return row

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Kiến nghị liên quan"),
        lead=matter.title if known.exists() else _("Chưa có kiến nghị nào của nơi này mà bạn xem được."),
        button=_("Ghi lại"),
        back=matter.get_absolute_url(),
        done=lambda row: row.get_absolute_url(),
        crumbs=crumbs_of(matter, _("Gắn kiến nghị")),
    )


@policy("urgent.write")
def urgent_evidence(request, key):
    matter = writable(request, key)
    form = EvidenceForm(request.POST or None, request.FILES or None)

    def act(form):
        data = form.cleaned_data
        actions.add_evidence(matter, files=data["files"], note=data["note"], by=request.user, on=request.day)
        say(request, _("Đã thêm minh chứng."))
        return matter

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thêm minh chứng"),
        lead=matter.title,
        button=_("Thêm"),
        back=matter.get_absolute_url(),
        done=lambda row: row.get_absolute_url(),
        crumbs=crumbs_of(matter, _("Thêm minh chứng")),
    )


@policy("urgent.write")
def urgent_carry_all(request):
    """Every open matter of a year on the writer's ground goes on into the next one."""
    year = _year(request)
    rows = UrgentMatter.objects.writable_by(request.scope)
    count = rows.standing().of_years(year).filter(status__in=actions.OPEN).count()
    form = CarryAllForm(request.POST or None, initial={"year": year})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.carry_all(
                rows, year=year, due_on=form.cleaned_data["due_on"], by=request.user, on=request.day
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            sentence = ngettext("Đã chuyển %(count)s việc.", "Đã chuyển %(count)s việc.", len(made))
            say(request, sentence % {"count": len(made)})
            return redirect(f"{reverse('matters:urgent_list')}?nam={year + 1}")
    words = {"count": count, "year": year, "next": year + 1}
    context = {
        "title": _("Chuyển mọi việc chưa xong của năm %(year)s?") % words,
        "consequences": [
            _("%(count)s việc chưa xong được lập lại trong sổ năm %(next)s, mỗi việc nối với việc cũ.")
            % words,
            _("Trong sổ năm %(year)s các việc ấy là “chuyển năm sau”.") % words,
        ],
        "form": form,
        "button": _("Chuyển sang năm %(next)s") % words,
        "cancel_url": reverse("matters:urgent_list"),
        "crumbs": register_crumbs(_("Chuyển năm sau")),
    }
    return render(request, "components/confirm.html", context)


# --- what they share ---
def _step(request, matter, *, form, act, title, consequences, button, said, is_dangerous=False, done=None):
    """A page that asks: what happens, what it needs to know, one button."""
    if request.method == "POST" and form.is_valid():
        try:
            row = act(matter, by=request.user, on=request.day, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            say(request, said)
            return redirect(done(row) if done else row.get_absolute_url())
    context = {
        "title": title,
        "lead": matter.title,
        "consequences": consequences,
        "form": form,
        "button": button,
        "is_dangerous": is_dangerous,
        "cancel_url": matter.get_absolute_url(),
        "crumbs": crumbs_of(matter, button),
    }
    return render(request, "components/confirm.html", context)


def _near(seen, matter):
    """Those of the matter's place and beneath, the latest first, and whatever is tied to it already."""
    path = matter.unit.access_path
    near = seen.filter(path_range("unit__access_path", path)) if path else seen.filter(unit=matter.unit_id)
    ids = set(near.order_by("-raised_on", "-pk").values_list("pk", flat=True)[:LINKED_AT_MOST])
    ids |= set(seen.filter(urgent_matters=matter).values_list("pk", flat=True))
    return Recommendation.objects.filter(pk__in=ids).order_by("-raised_on", "-pk")


def _year(request) -> int:
    text = request.POST.get("year") or request.GET.get("nam") or ""
    is_year = text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2100
    return int(text) if is_year else request.day.year
