"""The answer returns: what was answered and the place has not heard, as the next visitor's report form asks for it.

Each voice is told at its own place, also where the matter is another one's that it was merged into. A visitor hears of what
is shared with the place, and of what he raised himself; of nothing else.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from matters.models import Answer, Recommendation
from reports.models import ReportTold

# The boxes that are ticked: each has the key of a Recommendation.
FIELD = "told"


@dataclass(frozen=True)
class Reply:
    """What was answered, in words. `texts`: the last answer, and what became of it since where that is said."""

    outcome: str
    texts: tuple
    who: str
    document: str
    on: date


def answers_to_tell(organisation, cadre, on, *, report=None) -> list[Recommendation]:
    """What `cadre` should tell at the meeting of `organisation` on the day `on`, each matter with its `reply` (Reply), the
    longest answered first; with what his `report` says already that he told (`is_told`). One query."""
    waiting = _heard_by(Recommendation.objects.to_tell(organisation=organisation), cadre)
    wanted = Q(pk__in=waiting.filter(_answered_by(on)).values("pk"))
    if report is not None:
        wanted |= Q(pk__in=told_in(report))
    told = ReportTold.objects.standing().filter(report=report, recommendation=OuterRef("pk"))
    rows = Recommendation.objects.filter(wanted)
    rows = rows.annotate(is_told=Exists(told) if report is not None else Value(False))
    return with_replies(rows, on)


def readable_among(answers, scope) -> list[Recommendation]:
    """Those of `answers` that the reader may see himself: who types or reads for a cadre is not the cadre. One query at most."""
    if not answers:
        return []
    rows = Recommendation.objects.visible_to(scope).filter(pk__in=[each.pk for each in answers])
    readable = set(rows.values_list("pk", flat=True))
    return [each for each in answers if each.pk in readable]


def told_from(keys, organisation, cadre, *, report=None) -> list[Recommendation]:
    """The matters of a sent form whose boxes were ticked. What was told or opened again since counts too: the form may have
    lain in a pocket; and what `report` says already."""
    if not keys:
        return []
    wanted = Q(pk__in=_heard_by(Recommendation.objects.raised_at(organisation), cadre).values("pk"))
    if report is not None:
        wanted |= Q(pk__in=told_in(report))
    return list(Recommendation.objects.standing().filter(wanted, key__in=keys).order_by("pk"))


def told_in(report):
    """The ids of what a report says was told, as a subquery."""
    return ReportTold.objects.standing().filter(report=report).values("recommendation")


def new_replies(cadre, on, most) -> list[Recommendation]:
    """What was answered to `cadre`, who raised it, and is still to be told: the newest first, each with its `reply`."""
    rows = Recommendation.objects.to_tell().filter(_raised_by(cadre))
    return with_replies(rows, on)[::-1][:most]


def waiting_for(cadre, on):
    """All that was answered by the day `on` and that `cadre` may tell where he comes (rows of Recommendation), wherever it is."""
    rows = _heard_by(Recommendation.objects.to_tell(), cadre)
    return rows.filter(_answered_by(on))


def with_replies(rows, on) -> list[Recommendation]:
    """The matters of a queryset, each with what was answered by the day `on`; the longest answered first."""
    last = Answer.objects.filter(
        recommendation=Coalesce(OuterRef("merged_into_id"), OuterRef("pk")),
        is_final=True,
        answered_on__lte=on,
    )
    said = JSONObject(
        text="text",
        who="agency__name",
        type="document__type",
        number="document__number",
        words="document_words",
        on="answered_on",
    )
    last = last.order_by("-answered_on", "-pk").values(said=said)[:1]
    found = list(rows.select_related("merged_into").annotate(said=Subquery(last)))
    for row in found:
        row.reply = _reply(row.merged_into or row, row.said or {})
    return sorted(found, key=lambda row: (row.reply.on, row.pk))


def _heard_by(rows, cadre):
    return rows.filter(Q(is_shared=True) | _raised_by(cadre))


def _answered_by(on) -> Q:
    return Q(merged_into=None, answered_on__lte=on) | Q(
        merged_into__isnull=False, merged_into__answered_on__lte=on
    )


def _raised_by(cadre) -> Q:
    return Q(raised_by=cadre) | Q(raised_by__merged_into=cadre)


def _reply(matter, said) -> Reply:
    texts = [said.get("text"), matter.outcome_reason]
    document = " ".join(said[name] for name in ("type", "number") if said.get(name))
    return Reply(
        outcome=matter.get_outcome_display(),
        texts=tuple(dict.fromkeys(text for text in texts if text)),
        who=said.get("who") or "",
        document=document or said.get("words") or "",
        on=date.fromisoformat(said["on"]) if said else matter.answered_on or date.max,
    )
