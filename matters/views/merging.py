"""Twelve hamlets with the same wish are one matter with twelve voices: choosing them, seeing what would happen, merging."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.querysets.units import names_of
from branches.views.steps import confirmed_step, form_step, say
from common.policy import policy
from matters.actions.differing import say_different
from matters.actions.merging import merge
from matters.forms.merging import DifferentForm, MergeForm
from matters.likeness import likely
from matters.models import MatterDifference, Recommendation
from matters.stages import gist
from matters.views.shared import matter_crumbs
from matters.views.steps import found_matter

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
        template="matters/merge.html",
        more={
            "different_url": offered and reverse("matters:recommendation_different", args=[chosen[0].key]),
            "said": _said_before(request, chosen[0]),
        },
    )


@policy("matters.write")
def recommendation_different(request, key):
    """What is offered as the same wish and is another one: it is not offered with this matter again."""
    row = found_matter(request, key)
    mine = Recommendation.objects.writable_by(request.scope)
    if not mine.filter(pk=row.pk).exists():
        raise PermissionDenied
    rows = mine.standing().matters()
    offered = _offered(request, rows, [row]) if rows.filter(pk=row.pk).exists() else []
    sent = request.POST if request.method == "POST" else None
    form = DifferentForm(sent, rows=_words(request, offered))
    by_key = {each.key: each for each in offered}
    merge_url = f"{reverse('matters:recommendation_merge')}?{CHOSEN}={row.key}"

    def act(form):
        others = [by_key[key] for key in form.cleaned_data["khac"]]
        said = say_different(row, others, by=request.user, on=request.day)
        words = ngettext(
            "Đã ghi: %(count)s kiến nghị không phải là một với %(it)s.",
            "Đã ghi: %(count)s kiến nghị không phải là một với %(it)s.",
            said,
        )
        say(request, words % {"count": said, "it": row})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Không phải là một với %(it)s") % {"it": row},
        lead=gist(row.content),
        button=_("Không phải là một"),
        back=merge_url,
        done=lambda _none: merge_url,
        crumbs=matter_crumbs(request, row, _("Không phải là một")),
        template="matters/different.html",
        context={"offered": offered, "said": _said_before(request, row)},
    )


def _said_before(request, row) -> list[tuple]:
    """[(the other matter, the pair: by whom and when)], as far as the reader sees the other."""
    pairs = MatterDifference.objects.of(row).select_related("first", "second", "by")
    others = [(pair.second if pair.first_id == row.pk else pair.first, pair) for pair in pairs]
    ids = [other.pk for other, _pair in others]
    seen = set(
        Recommendation.objects.visible_to(request.scope).filter(pk__in=ids).values_list("pk", flat=True)
    )
    return [(other, pair) for other, pair in others if other.pk in seen]


def _offered(request, rows, chosen) -> list[Recommendation]:
    """Others of the same committee that may be the same wish as the first chosen one, and of which nobody said that they are not."""
    first = chosen[0]
    others = rows.filter(
        issuer=first.issuer_id, closed_on=None, answered_on=None, is_solved_on_the_spot=False
    )
    left_out = {each.pk for each in chosen} | MatterDifference.objects.other_ids(chosen)
    others = others.exclude(pk__in=left_out).order_by("-raised_on", "-pk")[:COMPARED]
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
