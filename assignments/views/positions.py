"""A cadre's service: another post, the end of one, and his leaving with all that he follows."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions import deactivate
from assignments.actions.cadres import change_position, end_position, let_cadre_go
from assignments.actions.checking import where_of
from assignments.facts.cadres import place_names, position_rows
from assignments.forms.cadres import EndPositionForm, LeavingForm, PositionForm
from assignments.models import Assignment
from assignments.views.people import cadre_crumbs, day_words, may_write, writable_cadre
from branches.actions.grants import may_manage
from branches.views.steps import confirmed_step, form_step, say
from common.policy import policy


@policy("cadres.write")
def position_add(request, key):
    cadre = writable_cadre(request, key)
    form = PositionForm(
        request.POST or None,
        scope=request.scope,
        day=request.day,
        held=_held(cadre, request.day),
        initial={"on": request.day},
    )

    def act(form):
        made = change_position(cadre, by=request.user, **form.cleaned_data)
        say(request, _("Đã ghi chức vụ mới. Nơi đang theo dõi giữ nguyên."))
        return made

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Chức vụ mới của %(name)s") % {"name": cadre},
        button=_("Ghi chức vụ"),
        back=cadre.get_absolute_url(),
        done=lambda made: cadre.get_absolute_url(),
        crumbs=cadre_crumbs(request, _("Chức vụ mới"), cadre),
    )


@policy("cadres.write")
def position_end(request, key):
    cadre = writable_cadre(request, key)
    form = EndPositionForm(request.POST or None, held=_held(cadre, request.day), initial={"on": request.day})

    def act(form):
        ended = end_position(form.cleaned_data["position"], on=form.cleaned_data["on"], by=request.user)
        say(request, _("Đã ghi ngày thôi chức vụ. Nơi đang theo dõi giữ nguyên."))
        return ended

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thôi chức vụ của %(name)s") % {"name": cadre},
        lead=_("Người thôi hẳn công tác thì dùng “Thôi công tác”: nơi đang theo dõi cũng kết thúc theo."),
        button=_("Ghi ngày thôi"),
        back=cadre.get_absolute_url(),
        done=lambda ended: cadre.get_absolute_url(),
        crumbs=cadre_crumbs(request, _("Thôi chức vụ"), cadre),
    )


def _held(cadre, day):
    """[(position, words)] of those that run on `day` or are to come."""
    rows = cadre.positions.during(day, None).select_related("post__group", "group", "agency", "organisation")
    rows = list(rows.order_by("-is_primary", "starts_on", "pk"))
    return [
        (position, _("%(post)s, %(body)s") % {"post": row.post, "body": row.body})
        for position, row in zip(rows, position_rows(rows, day), strict=True)
    ]


@policy("cadres.write")
def cadre_leaving(request, key):
    """Transfer, retirement, death: what ends with it and what falls vacant is said before it is written."""
    cadre = writable_cadre(request, key)
    form = LeavingForm(
        request.POST or None, scope=request.scope, unit=cadre.unit, initial={"on": request.day}
    )

    def act(form):
        on = form.cleaned_data["on"]
        vacant = let_cadre_go(cadre, by=request.user, **form.cleaned_data)
        about_login = _login_words(request, cadre, on)
        if _may_lock(request, cadre, on):
            deactivate(cadre.user, by=request.user)
        return vacant, about_login

    def done(result):
        vacant, _about_login = result
        if vacant:
            words = ngettext(
                "Đã ghi. Có %(n)s nơi chưa có người thay, ghi ở dưới.",
                "Đã ghi. Có %(n)s nơi chưa có người thay, ghi ở dưới.",
                len(vacant),
            )
            messages.warning(request, words % {"n": len(vacant)})
        else:
            say(request, _("Đã ghi. Không nơi nào bị trống."))
        return cadre.get_absolute_url()

    return confirmed_step(
        request,
        form=form,
        act=act,
        effects=lambda form, result: [*_effects(cadre, form.cleaned_data["on"], result[0]), *result[1]],
        title=_("%(name)s thôi công tác") % {"name": cadre},
        question=_("%(name)s thôi công tác?") % {"name": cadre},
        lead=_("Chuyển đi, nghỉ hưu hay từ trần: trang sau nói rõ nơi nào bị trống, rồi mới ghi."),
        button=_("Ghi thôi công tác"),
        back=cadre.get_absolute_url(),
        done=done,
        crumbs=cadre_crumbs(request, _("Thôi công tác"), cadre),
        is_dangerous=True,
    )


def _effects(cadre, on, vacant):
    """Sentences, read while the action is done: what it ended and what falls vacant."""
    ended = Assignment.objects.standing().filter(cadre=cadre, ends_on=on).count()
    words = {"name": cadre, "day": day_words(on)}
    found = [_("Từ ngày %(day)s, %(name)s không còn chức vụ và không còn ở tổ công tác nào.") % words]
    if ended:
        sentence = ngettext(
            "%(n)s phân công kết thúc từ ngày đó.", "%(n)s phân công kết thúc từ ngày đó.", ended
        )
        found.append(sentence % {"n": ended})
    names = place_names(vacant, on)
    found += [
        _("%(place)s không còn ai theo dõi (%(scheme)s).")
        % {"place": names.get(where_of(row), ""), "scheme": row.scheme.name}
        for row in vacant
    ]
    if not vacant:
        found.append(_("Không nơi nào bị trống."))
    return found


def _login_words(request, cadre, on):
    """What becomes of the login, as it stands before the leaving."""
    if cadre.user is None or not cadre.user.is_active:
        return []
    if _may_lock(request, cadre, on):
        return [_("Tài khoản bị khóa ngay; người này bị đăng xuất ở mọi thiết bị.")]
    if on > request.day:
        return [_("Tài khoản vẫn dùng được đến ngày đó; khi ấy hãy khóa ở trang của cán bộ.")]
    return [_("Tài khoản không bị khóa, vì còn có vai trò mà bạn không được khóa.")]


def _may_lock(request, cadre, on) -> bool:
    """A login is locked with the leaving, once the day has come, by whoever may lock it."""
    return (
        cadre.user is not None
        and cadre.user.is_active
        and on <= request.day
        and may_write(request.scope, cadre.unit, "users.write")
        and may_manage(request.scope, cadre.user, request.day)
    )
