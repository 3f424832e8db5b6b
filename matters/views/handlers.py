"""What is with an agency, and what it does there: receives, answers, asks for more time, gives back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from branches.views.steps import form_step, say
from common.errors import sentences
from common.pages import list_page
from common.policy import policy
from matters.actions.answering import answer
from matters.actions.asking import ask_for_time
from matters.actions.handing import agency_receives, send_back
from matters.agency_side import (
    ANSWERED,
    GIVEN_BACK,
    HOLDING,
    AgencyMatter,
    handlings_of,
    in_tab,
    list_rows,
    role_words,
    state_of,
)
from matters.forms.handlers import AnswerForm, BackForm, TimeForm
from matters.models import Handling, Recommendation
from matters.sections import sections
from matters.tables.handlers import AnsweredTable, GivenBackTable, HeldTable

TAB = "xem"


@policy("matters.answer")
def handler_list(request):
    """The agency's, not the unit's: another agency of the same unit sees nothing of it."""
    every = handlings_of(request.scope)
    words = {HOLDING: _("Đang giữ"), ANSWERED: _("Đã trả lời"), GIVEN_BACK: _("Đã trả lại, chuyển đi")}
    tables = {HOLDING: HeldTable, ANSWERED: AnsweredTable, GIVEN_BACK: GivenBackTable}
    tab = request.GET.get(TAB) if request.GET.get(TAB) in words else HOLDING
    address = reverse("matters:handler_list")
    tabs = [
        {
            "label": f"{word} ({in_tab(every, code).count()})",
            "url": address if code == HOLDING else f"{address}?{TAB}={code}",
            "is_here": code == tab,
        }
        for code, word in words.items()
    ]
    return list_page(
        request,
        queryset=in_tab(every, tab),
        table=tables[tab],
        title=_("Kiến nghị giao cơ quan tôi"),
        template="matters/handler_list.html",
        prepare=lambda found: list_rows(found, request.day),
        crumbs=[(_("Giao cơ quan tôi"), None)],
        empty=_empty(tab),
        context={
            "sections": sections(request),
            "tabs": tabs,
            "overdue": in_tab(every, HOLDING).overdue_on(request.day).count(),
        },
    )


def _empty(tab) -> dict:
    if tab == HOLDING:
        return {
            "why": _("Cơ quan của bạn không giữ kiến nghị nào."),
            "what": _("Khi cấp ủy giao kiến nghị cho cơ quan, bạn nhận được tin báo và thấy ở đây."),
        }
    return {"why": _("Chưa có kiến nghị nào ở mục này.")}


@policy("matters.answer")
def handler_page(request, key):
    facts = _facts(request, get_object_or_404(_matters(request), key=key))
    now = facts.now
    answered = [each for each in facts.answers if each.is_final]
    context = {
        "title": facts.matter.reference,
        "facts_of": facts,
        "matter": facts.matter,
        "now": now,
        "state": state_of(facts.mine[0], request.day),
        "role": role_words(facts.mine[0]),
        "facts": _facts_list(facts),
        "answers": answered,
        "between": [each for each in facts.answers if not each.is_final],
        "receive_url": _step("agency_receive", now) if now and not now.received_on else None,
        "answer_url": _step("answer_new", now) if now else None,
        "more": _more(now),
        "crumbs": [*_crumbs(), (facts.matter.reference, None)],
    }
    return render(request, "matters/handler_page.html", context)


@policy("matters.answer")
@require_POST
def agency_receive(request, key):
    handling = _held(request, key)
    try:
        agency_receives(handling, by=request.user, on=request.day)
    except ValidationError as error:
        for sentence in sentences(error):
            messages.error(request, sentence)
    else:
        say(request, _("Đã ghi là cơ quan nhận kiến nghị."))
    return redirect(_page_of(handling))


@policy("matters.answer")
def answer_new(request, key):
    """With outcome, words, the number of a document and files; a co-agency's goes to the one that leads."""
    handling = _held(request, key)
    form = AnswerForm(request.POST or None, request.FILES or None, is_lead=handling.is_lead)

    def act(form):
        data = form.cleaned_data
        made = answer(
            handling.recommendation,
            handling=handling,
            text=data["text"],
            outcome=data["outcome"],
            document_words=data["document_words"],
            files=data["files"],
            by=request.user,
            on=request.day,
        )
        say(
            request,
            _("Đã trả lời kiến nghị.") if handling.is_lead else _("Đã gửi ý kiến cho cơ quan chủ trì."),
        )
        return made

    return _form_step(request, handling, form, act, title=_("Trả lời kiến nghị"), button=_("Gửi trả lời"))


@policy("matters.answer")
def time_ask(request, key):
    handling = _held(request, key)

    def act(form):
        ask_for_time(handling, **form.cleaned_data, by=request.user, on=request.day)
        say(request, _("Đã gửi đề nghị; hạn giữ nguyên cho đến khi cấp ủy dời."))

    form = TimeForm(request.POST or None)
    return _form_step(request, handling, form, act, title=_("Xin thêm thời gian"), button=_("Gửi đề nghị"))


@policy("matters.answer")
def give_back(request, key):
    handling = _held(request, key)

    def act(form):
        send_back(handling, reason=form.cleaned_data["reason"], by=request.user, on=request.day)
        say(request, _("Đã trả lại kiến nghị cho cấp ủy."))

    form = BackForm(request.POST or None)
    return _form_step(request, handling, form, act, title=_("Trả lại kiến nghị"), button=_("Trả lại"))


def _form_step(request, handling, form, act, *, title, button):
    page = _page_of(handling)
    if handling.ended_on:
        messages.info(request, _("Kiến nghị này không còn ở cơ quan của bạn."))
        return redirect(page)
    reference = handling.recommendation.reference
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        lead=reference,
        button=button,
        back=page,
        done=lambda _made: page,
        crumbs=[*_crumbs(), (reference, page), (title, None)],
    )


def _matters(request):
    """Matters that an agency of one's own has or had, and the voices merged into them."""
    mine = handlings_of(request.scope).values("recommendation")
    rows = Recommendation.objects.standing().select_related("merged_into", "topic")
    return rows.filter(pk__in=mine) | rows.filter(merged_into__in=mine)


def _facts(request, matter) -> AgencyMatter:
    return AgencyMatter(matter, request.scope, request.day)


def _held(request, key) -> Handling:
    """What is or was with an agency of one's own; 404 for all the rest. What it had it may read, and do nothing with."""
    handling = handlings_of(request.scope).filter(key=key).first()
    if handling is None:
        raise Http404
    return handling


def _facts_list(facts) -> list[tuple]:
    matter, mine = facts.matter, facts.mine[0]
    unit, above = facts.place
    return [
        (_("Nơi nêu"), unit),
        (_("Thuộc"), above),
        (_("Thay mặt"), matter.on_behalf_of),
        (_("Ngày nêu"), matter.raised_on),
        (_("Lĩnh vực"), matter.topic),
        (_("Mức độ"), matter.get_urgency_display()),
        (_("Cơ quan"), mine.agency),
        (_("Ngày giao"), mine.given_on),
        (_("Cơ quan nhận ngày"), mine.received_on),
        (_("Hạn trả lời"), mine.due_on),
        (_("Hạn ban đầu"), mine.first_due_on if mine.first_due_on != mine.due_on else ""),
    ]


def _more(now) -> list[tuple]:
    if now is None:
        return []
    found = [] if now.answered_on else [(_("Xin thêm thời gian"), _step("time_ask", now))]
    return [*found, (_("Trả lại kiến nghị"), _step("give_back", now))]


def _step(name, handling) -> str:
    return reverse(f"matters:{name}", args=[handling.key])


def _page_of(handling) -> str:
    return reverse("matters:handler_page", args=[handling.recommendation.key])


def _crumbs() -> list[tuple]:
    return [(_("Giao cơ quan tôi"), reverse("matters:handler_list"))]
