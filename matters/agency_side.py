"""What an agency has, had and gave back, and one matter as it reads it: the matter and its way through agencies, never the
report that it came from, the cadre who raised it or what those above said among themselves."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.querysets.units import names_of, names_of_keys, placements_by_unit
from common.distances import due_words
from matters.files import file_address
from matters.models import Answer, Handling, Recommendation, RecommendationStep

HOLDING, ANSWERED, GIVEN_BACK = "dang-giu", "da-tra-loi", "da-tra-lai"
End, Step = Handling.End, RecommendationStep.Step
# Of the agency's own handlings; what is not here is the affair of those above.
OWN_STEPS = frozenset(
    {
        Step.HANDED,
        Step.AGENCY_RECEIVED,
        Step.ANSWERED,
        Step.SENT_BACK,
        Step.SENT_UP,
        Step.WITHDRAWN,
        Step.DUE_MOVED,
        Step.ASKED_TIME,
    }
)


def handlings_of(scope):
    """All that the holder's agencies have or had, whatever unit they belong to: the agency's, not the unit's."""
    rows = Handling.objects.filter(agency__in=sorted(scope.reach("matters.answer").agency_ids))
    return rows.filter(recommendation__voided_at=None).select_related("recommendation", "agency")


def in_tab(rows, tab):
    """Those of `rows` that stand under a tab, the oldest first; of what is over the latest first."""
    if tab == ANSWERED:
        return rows.filter(ended_as=End.ANSWERED).order_by("-ended_on", "-pk")
    if tab == GIVEN_BACK:
        return rows.exclude(ended_on=None).exclude(ended_as=End.ANSWERED).order_by("-ended_on", "-pk")
    return rows.filter(ended_on=None).order_by("given_on", "pk")


@dataclass(frozen=True)
class Row:
    """One line of an agency's list. `state`: (badge, word)."""

    gist: str
    reference: str
    url: str
    place: str
    agency: str
    role: str
    given_on: date
    state: tuple
    reason: str


def list_rows(handlings, day) -> list[Row]:
    """The lines of one page; three queries."""
    units = {each.recommendation.unit_id for each in handlings}
    names, places = names_of(units, day), placements_by_unit(units, day)
    above = names_of({place.commune_id for place in places.values()} - {None}, day)
    return [
        Row(
            gist=_gist(each.recommendation.content),
            reference=each.recommendation.reference,
            url=reverse("matters:handler_page", args=[each.recommendation.key]),
            place=_place(each.recommendation.unit_id, names, places, above),
            agency=each.agency.name,
            role=role_words(each),
            given_on=each.given_on,
            state=state_of(each, day),
            reason=each.end_reason,
        )
        for each in handlings
    ]


def role_words(handling) -> str:
    return _("chủ trì") if handling.is_lead else _("phối hợp")


def state_of(handling, day) -> tuple[str, str]:
    """(badge, word): where its clock stands on `day`."""
    if handling.ended_on:
        badge = "ok" if handling.ended_as == End.ANSWERED else "none"
        words = {"what": handling.get_ended_as_display(), "day": _day(handling.ended_on)}
        return badge, _("%(what)s ngày %(day)s") % words
    if handling.answered_on:
        return "info", _("đã trả lời, còn giải quyết")
    if handling.due_on is None:
        return "none", _("không có hạn")
    badge = "bad" if handling.due_on < day else "warn" if (handling.due_on - day).days <= 3 else "info"
    return badge, due_words(handling.due_on, day)


class AgencyMatter:
    """`matter` (Recommendation) on `day` as the agencies of `scope` read it. `mine`: their handlings, the present first."""

    def __init__(self, matter, scope, day):
        self.matter, self.scope, self.day = matter, scope, day
        self.lead = matter.merged_into or matter
        rows = handlings_of(scope).filter(recommendation=self.lead)
        self.mine = sorted(rows, key=lambda each: (each.ended_on is not None, -each.pk))

    @property
    def now(self) -> Handling | None:
        """What is with them at present."""
        return self.mine[0] if self.mine and self.mine[0].ended_on is None else None

    @cached_property
    def place(self) -> tuple[str, str]:
        """(the unit that raised it, the units above)."""
        unit = self.matter.unit_id
        standing = placements_by_unit([unit], self.day).get(unit)
        keys = standing.path.split(".")[:-2] if standing else []
        above = names_of_keys(keys, self.day)
        names = [above[key] for key in reversed(keys) if key in above]
        return names_of([unit], self.day).get(unit, ""), ", ".join(names)

    @cached_property
    def others(self) -> list[Handling]:
        """The other agencies that have it now or answered it: who leads, who works with it."""
        rows = self.lead.handlings.exclude(pk__in=[each.pk for each in self.mine]).select_related("agency")
        return list(rows.filter(Q(ended_on=None) | Q(ended_as=End.ANSWERED)))

    @cached_property
    def answers(self) -> list[Answer]:
        """Those it may read, each with its `links` [(name, address)]."""
        rows = Answer.objects.visible_to(self.scope).filter(recommendation=self.lead)
        rows = list(rows.select_related("agency", "document").prefetch_related("files"))
        for each in rows:
            each.links = [(file.real_name, file_address(file)) for file in each.files.all()]
        return rows

    @cached_property
    def voices(self) -> list[str]:
        """The other places that raised the same wish, by name: one answer is for all of them."""
        rows = Recommendation.objects.standing().filter(merged_into=self.lead)
        units = list(rows.values_list("unit", flat=True))
        names = names_of(units, self.day)
        return sorted({names.get(unit, "") for unit in units} - {""})

    @cached_property
    def steps(self) -> list[RecommendationStep]:
        """Of its own handlings, without the names of those above."""
        rows = RecommendationStep.objects.filter(handling__in=self.mine, step__in=OWN_STEPS)
        return list(rows.select_related("agency"))


def _place(unit, names, places, above) -> str:
    standing = places.get(unit)
    commune = above.get(standing.commune_id) if standing and standing.commune_id != unit else ""
    return ", ".join(each for each in (names.get(unit), commune) if each)


def _gist(text) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 140 else line[:139] + "…"


def _day(day) -> str:
    return date_format(day, "d/m/Y")
