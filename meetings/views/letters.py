"""Letters of introduction: the list, one, a month's for a scheme, number, revocation, files, and the public check."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from assignments.addresses import page_of
from branches.views.steps import form_step, say
from common.documents import printed_response
from common.pages import list_page
from common.periods import last_day
from common.policy import PUBLIC, SIGNED_IN, policy
from meetings.actions.letters import make_letters, number_letters, revoke_letter
from meetings.filters.letters import LetterFilter
from meetings.forms.letters import BatchNumberForm, LettersForm, NumberForm, RevokeForm, latest_signer
from meetings.letter_documents import letter_documents
from meetings.models import Letter
from meetings.rules import last_of, month_of
from meetings.tables.letters import STATES, LetterTable, state_of


@policy(SIGNED_IN)
def letter_list(request):
    """The board's; a cadre finds his own."""
    scope = request.scope
    if not (scope.may("letters.read") or scope.cadre_ids):
        raise Http404
    may_write = scope.may("letters.write")
    new = reverse("meetings:letters_new")
    return list_page(
        request,
        queryset=Letter.objects.visible_to(scope).select_related("scheme"),
        table=LetterTable,
        filterset=LetterFilter,
        title=_("Giấy giới thiệu"),
        prepare=lambda found: _rows(found, request.day),
        export="giay-gioi-thieu",
        primary=(_("Lập giấy giới thiệu"), new) if may_write else None,
        empty={
            "why": _("Chưa có giấy giới thiệu nào."),
            "what": _("Lập cho một cán bộ, hoặc cho mọi cán bộ của một chủ trương trong một tháng.")
            if may_write
            else _("Văn phòng cấp ủy lập giấy; giấy của bạn sẽ hiện ở đây."),
            "url": new if may_write else None,
            "action": _("Lập giấy giới thiệu"),
        },
    )


@policy(SIGNED_IN)
def letter_page(request, key):
    letter = _visible(request, key)
    day, may_write = request.day, _may_write(request.scope, letter)
    context = {
        "title": _("Giấy giới thiệu của %(name)s") % {"name": letter.full_name},
        "letter": letter,
        "state": STATES[state_of(letter, day)],
        "facts": _facts(letter),
        "may_write": may_write,
        "may_number": may_write and not letter.revoked_at,
        "batch_url": _batch_url(letter) if may_write else None,
        "scheme_url": page_of(letter.scheme) if request.scope.may("schemes.read") else None,
        "crumbs": [(_("Giấy giới thiệu"), reverse("meetings:letter_list")), (letter.full_name, None)],
    }
    return render(request, "meetings/letter_page.html", context)


@policy(SIGNED_IN)
def letter_file(request, key, kind):
    letter = _visible(request, key)
    return printed_response(_printed(request, [letter]), kind, name=f"giay-gioi-thieu-{letter.key}")


@policy("letters.write")
def letters_new(request):
    day = request.day
    initial = {"starts_on": month_of(day), "last_day": last_of(month_of(day)), **latest_signer(request.scope)}
    form = LettersForm(request.POST or None, scope=request.scope, day=day, initial=initial)

    def act(form):
        data = dict(form.cleaned_data)
        data.pop("last_day")
        cadre = data.pop("cadre")
        made = make_letters(by=request.user, on=day, cadres=[cadre] if cadre else None, **data)
        count = len(made)
        say(
            request,
            ngettext("Đã lập %(count)s giấy giới thiệu.", "Đã lập %(count)s giấy giới thiệu.", count)
            % {"count": count}
            if made
            else _("Mọi người đều đã có giấy của những ngày này nên không lập thêm."),
        )
        return made

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Lập giấy giới thiệu"),
        lead=_("Giấy ghi địa bàn và thời hạn, không ghi ngày dự. Là dự thảo cho đến khi văn thư ghi số."),
        button=_("Lập giấy"),
        back=reverse("meetings:letter_list"),
        done=lambda made: _batch_url(made[0]) if made else reverse("meetings:letter_list"),
        crumbs=[(_("Giấy giới thiệu"), reverse("meetings:letter_list")), (_("Lập giấy"), None)],
    )


@policy("letters.write")
def letter_batch(request, batch):
    """A month's letters: printed in one file, numbered in one go."""
    letters = _batch(request, batch)
    drafts = [each for each in letters if not each.number and not each.revoked_at]
    form = BatchNumberForm(request.POST or None, initial={"issued_on": request.day})

    def act(form):
        count = number_letters(drafts, by=request.user, **form.cleaned_data)
        say(request, _("Đã ghi số cho %(count)s giấy.") % {"count": count})

    first = letters[0]
    return form_step(
        request,
        form=form,
        act=act,
        title=_("Đợt giấy giới thiệu"),
        lead=_("%(scheme)s, %(starts)s – %(ends)s")
        % {"scheme": first.scheme, "starts": _day(first.starts_on), "ends": _day(last_day(first.ends_on))},
        button=_("Ghi số"),
        back=reverse("meetings:letter_list"),
        done=lambda _done: _batch_url(first),
        crumbs=[(_("Giấy giới thiệu"), reverse("meetings:letter_list")), (_("Đợt giấy"), None)],
        template="meetings/letter_batch.html",
        context={
            "letters": [(each, STATES[state_of(each, request.day)]) for each in letters],
            "drafts": drafts,
            "batch": batch,
        },
    )


@policy("letters.write")
def letter_batch_file(request, batch, kind):
    letters = _batch(request, batch)
    return printed_response(_printed(request, letters), kind, name=f"giay-gioi-thieu-dot-{batch}")


@policy("letters.write")
def letter_number(request, key):
    letter = _writable(request, key)
    initial = {"number": letter.number, "issued_on": letter.issued_on or request.day}
    form = NumberForm(request.POST or None, initial=initial)

    def act(form):
        number_letters([letter], by=request.user, **form.cleaned_data)
        say(request, _("Đã ghi số và ngày ký."))

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Ghi số, ngày ký"),
        lead=letter.full_name,
        button=_("Ghi số"),
        back=_page(letter),
        done=lambda _done: _page(letter),
        crumbs=_crumbs(letter, _("Ghi số")),
    )


@policy("letters.write")
def letter_revoke(request, key):
    letter = _writable(request, key)
    form = RevokeForm(request.POST or None)

    def act(form):
        revoke_letter(letter, reason=form.cleaned_data["reason"], by=request.user)
        say(request, _("Đã thu hồi giấy giới thiệu."))

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thu hồi giấy giới thiệu?"),
        lead=letter.full_name,
        button=_("Thu hồi"),
        back=_page(letter),
        done=lambda _done: _page(letter),
        crumbs=_crumbs(letter, _("Thu hồi")),
        template="components/confirm.html",
        context={
            "consequences": [
                _("Từ lúc này, ai quét mã trên giấy sẽ thấy là không hợp lệ."),
                _("Giấy vẫn nằm trong danh sách, kèm lý do. Thu hồi rồi thì không lấy lại được."),
            ],
            "is_dangerous": True,
        },
    )


@policy(PUBLIC)
@never_cache
def letter_check(request, code):
    """Valid and until when, or not valid: the same answer for what is revoked, over, a draft or was never issued."""
    letter = Letter.objects.valid_on(request.day).filter(code=code).first()
    context = {"title": _("Kiểm tra giấy giới thiệu"), "until": last_day(letter.ends_on) if letter else None}
    response = render(request, "meetings/letter_check.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _visible(request, key):
    rows = Letter.objects.visible_to(request.scope).select_related("scheme", "issuer", "revoked_by", "cadre")
    return get_object_or_404(rows, key=key)


def _writable(request, key):
    letter = _visible(request, key)
    if not _may_write(request.scope, letter):
        raise PermissionDenied
    return letter


def _batch(request, batch):
    rows = Letter.objects.writable_by(request.scope).filter(batch=batch).exclude(batch="")
    rows = list(rows.select_related("scheme", "issuer", "cadre").order_by("cadre__given_name_key", "pk"))
    if not rows:
        raise Http404
    return rows


def _printed(request, letters):
    moment = date_format(request.day, "d/m/Y")
    return letter_documents(
        letters,
        address=lambda code: request.build_absolute_uri(reverse("meetings:letter_check", args=[code])),
        footer=f"In ngày {moment}",
        day=request.day,
    )


def _rows(letters, day):
    return [
        {
            "full_name": letter.full_name,
            "post": letter.post,
            "url": _page(letter),
            "number": letter.number,
            "issued_on": letter.issued_on,
            "starts_on": letter.starts_on,
            "ends_on": letter.ends_on,
            "territory": "; ".join(letter.territory.splitlines()),
            "scheme": letter.scheme.name,
            "state": state_of(letter, day),
        }
        for letter in letters
    ]


def _facts(letter):
    revoked = (
        _("%(who)s thu hồi lúc %(moment)s: %(reason)s")
        % {
            "who": letter.revoked_by or _("không rõ ai"),
            "moment": date_format(letter.revoked_at, "H:i d/m/Y"),
            "reason": letter.revoke_reason,
        }
        if letter.revoked_at
        else ""
    )
    return [
        (_("Số, ký hiệu"), letter.number or _("chưa ghi")),
        (_("Ngày ký"), _day(letter.issued_on) if letter.issued_on else ""),
        (_("Chức vụ, đơn vị công tác"), letter.post),
        (_("Địa bàn"), "; ".join(letter.territory.splitlines())),
        (_("Kính gửi"), "; ".join(letter.addressee.splitlines())),
        (_("Từ ngày"), _day(letter.starts_on)),
        (_("Đến hết ngày"), _day(last_day(letter.ends_on))),
        (_("Căn cứ"), letter.basis),
        (_("Chủ trương"), letter.scheme.name),
        (_("Người ký"), ", ".join(each for each in (letter.signer_post, letter.signer) if each)),
        (_("Thu hồi"), revoked),
    ]


def _may_write(scope, letter):
    return scope.reach("letters.write").covers(letter.issuer.access_path, letter.issuer_id)


def _page(letter):
    return reverse("meetings:letter_page", args=[letter.key])


def _batch_url(letter):
    return reverse("meetings:letter_batch", args=[letter.batch]) if letter.batch else None


def _crumbs(letter, here):
    return [
        (_("Giấy giới thiệu"), reverse("meetings:letter_list")),
        (letter.full_name, _page(letter)),
        (here, None),
    ]


def _day(day):
    return date_format(day, "d/m/Y")
