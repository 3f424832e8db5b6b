"""Twelve hamlets with the same wish are one matter with twelve voices: choosing them, seeing what would happen, merging."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.querysets.units import names_of
from branches.views.steps import confirmed_step, say
from common.policy import policy
from matters.actions.merging import merge
from matters.forms.merging import MergeForm
from matters.likeness import likely
from matters.models import Recommendation
from matters.stages import gist

# The latest of the committee that are compared, and so many are offered.
COMPARED, OFFERED = 500, 20
CHOSEN, SEARCH = "chon", "q"


@policy("matters.write")
def recommendation_merge(request):
    """`?chon=` (several): those that were ticked on the list; likely doubles of the first one are offered beside them."""
    rows = Recommendation.objects.writable_by(request.scope).standing().matters()
    keys = request.POST.getlist(CHOSEN) or request.GET.getlist(CHOSEN)
    chosen = list(rows.filter(key__in=keys).order_by("raised_on", "pk"))
    if not chosen:
        messages.warning(request, _("Hãy đánh dấu những kiến nghị cùng một việc, ở cột “Gộp”."))
        return redirect("matters:recommendation_list")
    offered = _offered(request, rows, chosen)
    form = MergeForm(
        request.POST or None, rows=_words(request, chosen + offered), chosen=[each.key for each in chosen]
    )

    def act(form):
        data = form.cleaned_data
        lead = rows.get(key=data["chinh"])
        voices = list(rows.filter(key__in=data["chon"]).exclude(pk=lead.pk))
        merge(voices, into=lead, by=request.user, on=request.day)
        if "xac-nhan" in request.POST:
            words = ngettext(
                "Đã gộp %(count)s kiến nghị vào %(lead)s.",
                "Đã gộp %(count)s kiến nghị vào %(lead)s.",
                len(voices),
            )
            say(request, words % {"count": len(voices), "lead": lead})
        return lead, voices

    return confirmed_step(
        request,
        form=form,
        act=act,
        effects=lambda form, made: _effects(request, *made),
        title=_("Gộp kiến nghị cùng một việc"),
        lead=_("Đánh dấu những kiến nghị nêu cùng một việc, chọn kiến nghị chính, rồi xem trước."),
        question=_("Gộp các kiến nghị này?"),
        button=_("Gộp lại"),
        back=chosen[0].get_absolute_url(),
        done=lambda made: made[0].get_absolute_url(),
        crumbs=[(_("Kiến nghị"), reverse("matters:recommendation_list")), (_("Gộp"), None)],
    )


def _offered(request, rows, chosen) -> list[Recommendation]:
    """Others of the same committee that may be the same wish as the first chosen one."""
    first = chosen[0]
    others = rows.filter(
        issuer=first.issuer_id, closed_on=None, answered_on=None, is_solved_on_the_spot=False
    )
    others = others.exclude(pk__in=[each.pk for each in chosen]).order_by("-raised_on", "-pk")[:COMPARED]
    found = likely(first.content, first.topic_id, ((row, row.content, row.topic_id) for row in others))
    return [row for _percent, row in found[:OFFERED]]


def _words(request, rows) -> list[tuple[str, str]]:
    names = names_of({row.unit_id for row in rows}, request.day)
    return [
        (row.key, f"{row.reference} · {names.get(row.unit_id, '')} · {gist(row.content)}") for row in rows
    ]


def _effects(request, lead, voices) -> list[str]:
    names = names_of({row.unit_id for row in (lead, *voices)}, request.day)
    said = "; ".join(f"{row.reference} ({names.get(row.unit_id, '')})" for row in voices)
    return [
        _("%(lead)s (%(unit)s) là kiến nghị chính.")
        % {"lead": lead.reference, "unit": names.get(lead.unit_id, "")},
        _("Gộp vào đó: %(voices)s.") % {"voices": said},
        _(
            "Cơ quan đang giữ những kiến nghị gộp vào không còn giữ chúng; hạn và trả lời theo kiến nghị chính."
        ),
        _("Mỗi nơi nêu vẫn được báo lại và phản hồi riêng. Gộp nhầm thì tách lại được."),
    ]
