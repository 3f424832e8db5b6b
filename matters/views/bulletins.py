"""Information for those who follow: written, sent and withdrawn by staff, read by cadres."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.querysets.cadres import posts_by_cadre
from branches.models import OfficialDocument
from branches.querysets.scoping import within
from branches.views.steps import form_step, say
from common.errors import sentences
from common.pages import list_page
from common.policy import SIGNED_IN, policy
from matters.actions.bulletins import (
    change_bulletin,
    publish_bulletin,
    read_bulletin,
    withdraw_bulletin,
    write_bulletin,
)
from matters.audiences import Audience, people_of
from matters.facts.bulletins import audience_words, counted, readers_of
from matters.filters.bulletins import BulletinFilter, OwnBulletinFilter
from matters.forms.bulletins import BulletinForm, WithdrawForm
from matters.models import Bulletin
from matters.sections import sections
from matters.tables.bulletins import STATES, BulletinTable, OwnBulletinTable, ReaderTable


@policy(SIGNED_IN)
def bulletin_list(request):
    """For those over an issuer all of theirs with who has read; for a cadre what speaks to him. Nobody else finds it."""
    scope = request.scope
    if not (scope.may("bulletins.read") or scope.cadre_ids):
        raise Http404
    is_above = scope.may("bulletins.read")
    rows = Bulletin.objects.visible_to(scope).with_is_read(scope.cadre_ids).for_list()
    may_write = scope.may("bulletins.write")
    new = (_("Soạn thông tin"), reverse("matters:bulletin_new"))
    return list_page(
        request,
        queryset=rows,
        table=BulletinTable if is_above else OwnBulletinTable,
        filterset=BulletinFilter if is_above else OwnBulletinFilter,
        title=_("Thông tin cho cán bộ"),
        template="matters/bulletin_list.html",
        prepare=lambda found: _rows(request, found, is_above),
        primary=new if may_write else None,
        crumbs=[(_("Thông tin cho cán bộ"), None)],
        empty={
            "why": _("Chưa có thông tin nào."),
            "what": _("Thông tin gửi cho cán bộ theo dõi, để nắm trước buổi sinh hoạt tới."),
            **({"url": new[1], "action": new[0]} if may_write else {}),
        },
        context={"sections": sections(request)},
    )


@policy(SIGNED_IN)
def bulletin_page(request, key):
    """Whoever it speaks to has read it by opening it."""
    scope, day = request.scope, request.day
    row = get_object_or_404(Bulletin.objects.visible_to(scope).for_list(), key=key)
    people = people_of(scope.cadre_ids) if scope.cadre_ids else frozenset()
    own = people & Audience([row.issuer_id], day).of(row) if people and row.state == "standing" else set()
    if own and request.method == "GET":
        read_bulletin(row, people=own, user=request.user)
    is_writable = Bulletin.objects.writable_by(scope).filter(pk=row.pk).exists()
    is_above = scope.may("bulletins.read") and _above(scope).filter(pk=row.pk).exists()
    context = {
        "title": row.title,
        "row": row,
        "state": STATES[row.state],
        "facts": _facts(row, day),
        "documents": _documents(scope, row),
        "is_writable": is_writable,
        "readers": readers_of(row, day) if is_above else None,
        "crumbs": [(_("Thông tin cho cán bộ"), reverse("matters:bulletin_list")), (row.title, None)],
    }
    return render(request, "matters/bulletin_page.html", context)


@policy("bulletins.read")
def bulletin_readers(request, key):
    """By name who has read it and who of those it speaks to today has not."""
    row = get_object_or_404(_above(request.scope), key=key)
    found = readers_of(row, request.day)
    asked = request.GET.get("xem", "")
    rows = {"chua-doc": found.unread, "da-doc": found.read}.get(asked, found.all)
    address = reverse("matters:bulletin_readers", args=[row.key])
    return list_page(
        request,
        queryset=rows,
        table=ReaderTable,
        title=_("Ai đã đọc: %(title)s") % {"title": row.title},
        prepare=lambda shown: _people(request, shown),
        export="ai-da-doc",
        links=[
            (_("Tất cả (%(count)s)") % {"count": len(found.all)}, address),
            (_("Chưa đọc (%(count)s)") % {"count": len(found.unread)}, f"{address}?xem=chua-doc"),
            (_("Đã đọc (%(count)s)") % {"count": len(found.read)}, f"{address}?xem=da-doc"),
        ],
        crumbs=[
            (_("Thông tin cho cán bộ"), reverse("matters:bulletin_list")),
            (row.title, row.get_absolute_url()),
            (_("Ai đã đọc"), None),
        ],
        empty={"why": _("Không có ai trong danh sách này.")},
    )


@policy("bulletins.write")
def bulletin_new(request):
    form = BulletinForm(request.POST or None, scope=request.scope, day=request.day)
    return _writing(
        request,
        form,
        lambda form: write_bulletin(values=form.values, by=request.user),
        title=_("Soạn thông tin cho cán bộ"),
        back=reverse("matters:bulletin_list"),
    )


@policy("bulletins.write")
def bulletin_change(request, key):
    row = _writable(request, key)
    if row.state != "draft":
        say(request, _("Thông tin đã gửi thì giữ nguyên lời. Sai thì rút lại và gửi thông tin khác."))
        return redirect(row)
    form = BulletinForm(request.POST or None, scope=request.scope, day=request.day, bulletin=row)
    return _writing(
        request,
        form,
        lambda form: change_bulletin(row, values=form.values, by=request.user),
        title=_("Sửa thông tin"),
        back=row.get_absolute_url(),
    )


@policy("bulletins.write")
def bulletin_publish(request, key):
    """Asks first: what is sent stays."""
    row = _writable(request, key)
    count = len(Audience([row.issuer_id], request.day).of(row))
    context = {
        "title": _("Gửi thông tin này?"),
        "lead": row.title,
        "consequences": [
            ngettext("%(count)s cán bộ được báo.", "%(count)s cán bộ được báo.", count) % {"count": count},
            _("Ai được phân công sau hôm nay cũng thấy, cho đến khi thông tin được rút."),
            _("Đã gửi thì không sửa lời và văn bản được nữa; sai thì rút lại, nêu lý do."),
        ],
        "button": _("Gửi"),
        "cancel_url": row.get_absolute_url(),
        "crumbs": _crumbs(row, _("Gửi")),
    }
    if request.method == "POST":
        return _done(
            request, row, lambda: publish_bulletin(row, by=request.user, on=request.day), _("Đã gửi.")
        )
    return render(request, "components/confirm.html", context)


@policy("bulletins.write")
def bulletin_withdraw(request, key):
    row = _writable(request, key)
    form = WithdrawForm(request.POST or None)
    return form_step(
        request,
        form=form,
        act=lambda form: withdraw_bulletin(
            row, reason=form.cleaned_data["reason"], by=request.user, on=request.day
        ),
        title=_("Rút thông tin"),
        lead=_("%(title)s – ai đã đọc được báo là đã rút; ai chưa đọc không thấy nữa.")
        % {"title": row.title},
        button=_("Rút"),
        back=row.get_absolute_url(),
        done=lambda done: done.get_absolute_url(),
        crumbs=_crumbs(row, _("Rút")),
    )


def _writing(request, form, act, *, title, back):
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        lead=_("Ghi xong là bản nháp: xem lại rồi mới gửi."),
        button=_("Ghi bản nháp"),
        back=back,
        done=lambda row: row.get_absolute_url(),
        crumbs=[(_("Thông tin cho cán bộ"), reverse("matters:bulletin_list")), (title, None)],
    )


def _done(request, row, act, words):
    try:
        act()
    except ValidationError as error:
        for sentence in sentences(error):
            messages.error(request, sentence)
    else:
        say(request, words)
    return redirect(row)


def _writable(request, key) -> Bulletin:
    row = get_object_or_404(Bulletin.objects.visible_to(request.scope).for_list(), key=key)
    if not Bulletin.objects.writable_by(request.scope).filter(pk=row.pk).exists():
        raise PermissionDenied
    return row


def _above(scope):
    """What was sent, for those over the issuer."""
    rows = Bulletin.objects.filter(
        within(scope.reach("bulletins.read"), "issuer"), published_on__isnull=False
    )
    return rows.for_list()


def _rows(request, found, is_above):
    words, counts = audience_words(found, request.day), counted(found, request.day) if is_above else {}
    for row in found:
        read, whole = counts.get(row.pk, (None, None))
        own = "withdrawn" if row.state == "withdrawn" else "read" if row.is_read else "unread"
        yield {
            "title": row.title,
            "url": row.get_absolute_url(),
            "to": words[row.pk],
            "published_on": row.published_on,
            "readers": "" if whole is None else f"{read}/{whole}",
            "state": row.state if is_above else own,
        }


def _people(request, shown):
    shown = list(shown)
    posts = posts_by_cadre({row["cadre"].pk for row in shown}, request.day)
    may_open = request.scope.may("cadres.read")
    for row in shown:
        cadre = row["cadre"]
        yield row | {"post": posts.get(cadre.pk, ""), "url": cadre.get_absolute_url() if may_open else None}


def _facts(row, day):
    return [
        (_("Gửi cho"), audience_words([row], day)[row.pk]),
        (_("Ngày gửi"), date_format(row.published_on, "d/m/Y") if row.published_on else ""),
        (_("Rút ngày"), date_format(row.withdrawn_on, "d/m/Y") if row.withdrawn_on else ""),
        (_("Lý do rút"), row.withdraw_reason),
    ]


def _documents(scope, row) -> list[tuple]:
    """[(document, its address where the reader may open it)]."""
    rows = list(row.documents.order_by("-issued_on", "number"))
    seen = OfficialDocument.objects.visible_to(scope).filter(pk__in=[each.pk for each in rows])
    seen = set(seen.values_list("pk", flat=True)) if rows else set()
    return [(each, each.get_absolute_url() if each.pk in seen else None) for each in rows]


def _crumbs(row, here):
    return [
        (_("Thông tin cho cán bộ"), reverse("matters:bulletin_list")),
        (row.title, row.get_absolute_url()),
        (here, None),
    ]
