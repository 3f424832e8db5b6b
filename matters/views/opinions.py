"""What was said at a conference: several opinions at once, one put right, answered later, taken as a recommendation."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.forms.fields import units_among
from branches.models import Unit, UnitPlacement
from branches.querysets.units import names_of
from branches.views.steps import form_step, say
from common.errors import sentences
from common.policy import policy
from matters.actions.opinions import (
    answer_opinion,
    change_opinion,
    record_opinions,
    take_opinion,
    void_opinion,
)
from matters.forms.conferences import VoidForm
from matters.forms.opinions import AnswerForm, OpinionForm, TakeForm, opinion_rows
from matters.models import Conference, Opinion, Topic
from matters.opinions import default_issuer, issuers_for


@policy("conferences.write")
def opinions_new(request, key):
    conference = _writable(request, key)
    data = request.POST or None
    rows = opinion_rows(data, topics=list(_topics(request, conference)), find=_places(conference))
    refused: list = []
    if data is not None:
        written = [row for row in rows if row.is_written]
        refused = _wrong(rows, written)
        if not refused and _recorded(request, conference, written, refused):
            return redirect(conference.get_absolute_url() + "#y-kien")
    title = _("Ghi ý kiến")
    context = {
        "title": title,
        "lead": conference.title,
        "conference": conference,
        "rows": rows,
        "more_errors": refused,
        "has_errors": bool(refused),
        "cancel_url": conference.get_absolute_url(),
        "crumbs": _crumbs(conference, title),
    }
    return render(request, "matters/opinions_form.html", context)


def _wrong(rows, written) -> list[tuple]:
    """[(sentence, id of the field)] of everything that keeps the rows from being written."""
    if not written:
        return [(_("Chưa ghi ý kiến nào."), rows[0]["content"].id_for_label)]
    return [
        (message, row[name].id_for_label if name in row.fields else "")
        for row in written
        for name, messages in row.errors.items()
        for message in messages
    ]


def _recorded(request, conference, rows, refused) -> list:
    try:
        made = record_opinions(conference, [row.cleaned_data for row in rows], by=request.user)
    except ValidationError as error:
        refused += [(sentence, "") for sentence in sentences(error)]
        return []
    say(
        request,
        ngettext("Đã ghi %(count)s ý kiến.", "Đã ghi %(count)s ý kiến.", len(made)) % {"count": len(made)},
    )
    return made


@policy("conferences.write")
def opinion_change(request, key):
    row = _opinion(request, key)
    conference = row.conference
    names = ("content", "speaker", "topic", "is_answered_on_the_spot", "answer", "version")
    initial = {name: getattr(row, name) for name in names}
    initial["unit"] = names_of([row.unit_id], conference.on).get(row.unit_id, "") if row.unit_id else ""
    form = OpinionForm(
        request.POST or None,
        topics=list(_topics(request, conference, row.topic_id)),
        find=_places(conference),
        already={initial["unit"]: row.unit} if row.unit_id else None,
        initial=initial,
    )

    def act(form):
        change_opinion(row, values=form.values, version=form.cleaned_data["version"], by=request.user)
        say(request, _("Đã sửa ý kiến."))

    return _step(request, row, form, act, title=_("Sửa ý kiến"), button=_("Ghi"))


@policy("conferences.write")
def opinion_answer(request, key):
    row = _opinion(request, key)
    initial = {"answer": row.answer, "answered_on": row.answered_on or request.day, "version": row.version}
    form = AnswerForm(request.POST or None, initial=initial)

    def act(form):
        answer_opinion(row, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã ghi trả lời."))

    return _step(request, row, form, act, title=_("Trả lời sau hội nghị"), button=_("Ghi trả lời"))


@policy("conferences.write")
def opinion_take(request, key):
    row = _opinion(request, key)
    issuers = issuers_for(row.conference.unit, request.day)
    initial = {
        "issuer": default_issuer(issuers),
        "content": row.content,
        "topic": row.topic_id,
        "version": row.version,
    }
    form = TakeForm(
        request.POST or None,
        issuers=[(place.key, place.name) for place in issuers],
        topics=_topics(request, row.conference, row.topic_id),
        initial=initial,
    )

    def act(form):
        data = dict(form.cleaned_data)
        issuer = Unit.objects.get(key=data.pop("issuer"))
        matter = take_opinion(row, issuer=issuer, by=request.user, **data)
        say(request, _("Đã chuyển thành kiến nghị %(reference)s.") % {"reference": matter.reference})

    title, button = _("Chuyển thành kiến nghị"), _("Chuyển thành kiến nghị")
    return _step(request, row, form, act, title=title, button=button)


@policy("conferences.write")
def opinion_void(request, key):
    row = _opinion(request, key)
    form = VoidForm(request.POST or None, initial={"version": row.version})

    def act(form):
        void_opinion(row, by=request.user, **form.cleaned_data)
        say(request, _("Đã hủy ý kiến nhập nhầm."))

    return _step(request, row, form, act, title=_("Hủy vì nhập nhầm"), button=_("Hủy ý kiến này"))


# --- what these share ---
def _step(request, row, form, act, *, title, button):
    back = row.conference.get_absolute_url() + "#y-kien"
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        lead=f"“{row.content}”",
        button=button,
        back=back,
        done=lambda made: back,
        crumbs=_crumbs(row.conference, title),
    )


def _topics(request, conference, present=None):
    """Those of the day that the writer may choose; what stands there already (`present`) stays to be chosen."""
    topics = Topic.objects.visible_to(request.scope).on(conference.on)
    return topics | Topic.objects.filter(pk=present) if present else topics


def _places(conference):
    """Finds the conference's own unit and what lies beneath it that day."""
    beneath = UnitPlacement.objects.on(conference.on).under(conference.unit).values("unit")
    return units_among(Unit.objects.filter(pk__in=beneath), conference.on)


def _writable(request, key):
    """A conference that was held and that the writer writes for. One that is to come has no opinions yet."""
    seen = Conference.objects.visible_to(request.scope).select_related("unit")
    row = get_object_or_404(seen, key=key)
    rows = Conference.objects.standing().writable_by(request.scope)
    if row.held_on is None or not rows.filter(pk=row.pk).exists():
        raise PermissionDenied
    return row


def _opinion(request, key):
    seen = Conference.objects.visible_to(request.scope)
    rows = Opinion.objects.standing().filter(conference__in=seen.values("pk"))
    row = get_object_or_404(rows.select_related("conference__unit", "unit", "topic"), key=key)
    if not Conference.objects.standing().writable_by(request.scope).filter(pk=row.conference_id).exists():
        raise PermissionDenied
    return row


def _crumbs(conference, title):
    return [
        (_("Hội nghị, đối thoại"), reverse("matters:conference_list")),
        (conference.title, conference.get_absolute_url()),
        (title, None),
    ]
