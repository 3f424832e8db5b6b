"""Two records of one person: pointed out, compared, made one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.actions.merging import merge_cadres, merging_refusals
from assignments.facts.cadres import described, followed_names, login_state
from assignments.forms.cadres import DoubleForm
from assignments.models import Cadre
from assignments.querysets.cadres import likely_doubles, likely_same, positions_by_cadre, posts_by_cadre
from assignments.tables.cadres import LOGINS
from assignments.views.people import cadre_crumbs, day_words, writable_cadre
from branches.querysets.units import names_of
from common.errors import sentences
from common.policy import policy


@policy("cadres.write")
def cadre_doubles(request):
    """Records on the officer's ground that are likely one person."""
    cadres = Cadre.objects.writable_by(request.scope).persons()
    named = cadres.order_by().values("given_name_key").annotate(number=Count("pk")).filter(number__gt=1)
    groups = likely_doubles(cadres.filter(given_name_key__in=named.values("given_name_key")), request.day)
    posts = posts_by_cadre([cadre.pk for group in groups for cadre in group], request.day)
    context = {
        "title": _("Hồ sơ trùng"),
        "lead": _("Cùng tên, và cùng cơ quan hoặc cùng số điện thoại: có thể là một người ghi hai lần."),
        "groups": [
            {
                "rows": [(cadre, posts.get(cadre.pk, "")) for cadre in group],
                "url": _compare(group[0], group[1]),
            }
            for group in groups
        ],
        "crumbs": cadre_crumbs(request, _("Hồ sơ trùng")),
    }
    return render(request, "assignments/cadre_doubles.html", context)


@policy("cadres.write")
def cadre_merge(request, key):
    """`?voi=` is the record that gives way (its key, or a name or code from the box); without it one is chosen."""
    keep = writable_cadre(request, key)
    among = Cadre.objects.writable_by(request.scope).persons().exclude(pk=keep.pk)
    asked = request.POST.get("voi") or request.GET.get("voi") or ""
    other = among.filter(key=asked).first()
    form = DoubleForm(request.GET if asked and other is None else None, among=among, day=request.day)
    if asked and other is None and request.method == "GET" and form.is_valid():
        return redirect(_compare(keep, form.cleaned_data["voi"]))
    if other is None:
        return _choosing(request, keep, among, form)
    other = writable_cadre(request, other.key)
    refusals = merging_refusals(keep, other)
    if request.method == "POST" and not refusals:
        try:
            merge_cadres(keep=keep, giving_way=other, by=request.user)
        except ValidationError as error:
            refusals = sentences(error)
        else:
            messages.success(request, _("Đã gộp hai hồ sơ thành một."))
            return redirect(keep)
    context = {
        "title": _("Gộp hai hồ sơ của %(name)s?") % {"name": keep},
        "keep": keep,
        "other": other,
        "rows": _compared(request, keep, other),
        "more_errors": [(sentence, "") for sentence in refusals],
        "refusals": refusals,
        "swap_url": _compare(other, keep),
        "crumbs": cadre_crumbs(request, _("Gộp hồ sơ"), keep),
    }
    return render(request, "assignments/cadre_merge.html", context)


def _choosing(request, keep, among, form):
    rows = positions_by_cadre([keep.pk], request.day).get(keep.pk, ())
    agency = next((row.agency for row in rows if row.agency), None)
    likely = likely_same(keep.full_name, day=request.day, agency=agency, phone=keep.phone, among=among)
    context = {
        "title": _("Gộp hồ sơ của %(name)s") % {"name": keep},
        "lead": _("Chọn hồ sơ thứ hai của cùng người này. Trang sau so sánh hai hồ sơ rồi mới gộp."),
        "likely": [(cadre, post, _compare(keep, cadre)) for cadre, post in described(likely, request.day)],
        "form": form,
        "cancel_url": keep.get_absolute_url(),
        "crumbs": cadre_crumbs(request, _("Gộp hồ sơ"), keep),
    }
    return render(request, "assignments/cadre_merge_choice.html", context)


def _compared(request, keep, other):
    """[(what, in the record that stays, in the one that gives way, whether they differ)]."""
    day, pair = request.day, (keep, other)
    ids = [cadre.pk for cadre in pair]
    posts, followed = posts_by_cadre(ids, day), followed_names(ids, request.scope, day)
    places = names_of({each for cadre in pair for each in (cadre.unit_id, cadre.home_unit_id)} - {None}, day)
    rows = [
        (_("Họ và tên"), [cadre.full_name for cadre in pair]),
        (_("Mã"), [cadre.code for cadre in pair]),
        (_("Chức vụ"), [posts.get(pk, "") for pk in ids]),
        (_("Thuộc"), [places.get(cadre.unit_id, "") for cadre in pair]),
        (_("Điện thoại"), [cadre.phone for cadre in pair]),
        (_("Thư điện tử"), [cadre.email for cadre in pair]),
        (_("Nơi cư trú"), [places.get(cadre.home_unit_id, "") for cadre in pair]),
        (_("Chuyên môn"), [cadre.expertise for cadre in pair]),
        (_("Bắt đầu"), [day_words(cadre.started_on) for cadre in pair]),
        (_("Thôi từ ngày"), [day_words(cadre.left_on) if cadre.left_on else "" for cadre in pair]),
        (_("Đang theo dõi"), [", ".join(followed.get(pk, ())) for pk in ids]),
        (_("Tài khoản"), [LOGINS[login_state(cadre.user)][1] for cadre in pair]),
    ]
    return [(what, one, two, one != two) for what, (one, two) in rows]


def _compare(keep, other) -> str:
    return f"{reverse('assignments:cadre_merge', args=[keep.key])}?voi={other.key}"
