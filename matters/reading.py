"""The page of one matter as each may read it: those above all of it; an agency, the place and the cadre who raised it the
matter, its way and its answers, without names, directions or what else was raised beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.querysets.bodies import organisation_names
from branches.querysets.scoping import from_above
from branches.querysets.units import names_of, names_of_keys, placements_by_unit
from matters.models import Answer, Climb, Recommendation, RecommendationStep
from matters.querysets.recommendations import held_by, shared_with
from matters.stages import STAGES, deadline
from matters.tables.recommendations import outcome_badge

Step = RecommendationStep.Step
# What a place, a cadre or an agency reads of a matter's way; the note only where it was written for them.
OPEN_STEPS = {
    Step.RAISED,
    Step.RECEIVED,
    Step.HANDED,
    Step.AGENCY_RECEIVED,
    Step.ANSWERED,
    Step.OUTCOME,
    Step.SENT_UP,
    Step.SENT_BACK,
    Step.ASKED_TIME,
    Step.DUE_MOVED,
    Step.TOLD,
    Step.UNTOLD,
    Step.FEEDBACK,
    Step.REOPENED,
    Step.CLOSED,
    Step.TAKEN_UP,
    Step.VOIDED,
}
OPEN_NOTES = {
    Step.OUTCOME,
    Step.SENT_UP,
    Step.DUE_MOVED,
    Step.TOLD,
    Step.FEEDBACK,
    Step.REOPENED,
    Step.CLOSED,
}
# Of the matter into which a voice was merged only what is not another voice's own.
SHARED_STEPS = OPEN_STEPS - {
    Step.RAISED,
    Step.RECEIVED,
    Step.TOLD,
    Step.UNTOLD,
    Step.FEEDBACK,
    Step.REOPENED,
    Step.CLOSED,
    Step.VOIDED,
}


@dataclass(frozen=True)
class Clock:
    """A stretch of the way: `days` so far; `is_running`: not at its end."""

    label: str
    starts_on: date
    ends_on: date | None
    days: int

    @property
    def is_running(self) -> bool:
        return self.ends_on is None

    @property
    def words(self) -> str:
        return days_words(self.days)


@dataclass(frozen=True)
class Reader:
    """By which road one reads a matter."""

    is_above: bool
    is_raiser: bool
    is_place: bool
    is_agency: bool
    agency_ids: frozenset

    @classmethod
    def of(cls, scope, row):
        mine = Recommendation.objects.filter(pk=row.pk)
        is_above = mine.filter(from_above(scope, "matters.read")).exists()
        return cls(
            is_above=is_above,
            is_raiser=row.raised_by_id in scope.cadre_ids,
            is_place=mine.filter(shared_with(scope)).exists(),
            is_agency=not is_above and mine.filter(held_by(scope)).exists(),
            agency_ids=scope.reach("matters.answer").agency_ids,
        )

    @property
    def sees_voices(self) -> bool:
        """The agency answers all of them."""
        return self.is_above or self.is_agency


class MatterFacts:
    """`row` (Recommendation with its clock on `day`) for one reader; every property a fixed number of queries."""

    def __init__(self, row, day, scope):
        self.row, self.day, self.scope = row, day, scope
        self.reader = Reader.of(scope, row)
        self.lead = row.merged_into or row

    @property
    def stage(self):
        return STAGES[self.row.stage]

    @property
    def deadline(self):
        return deadline(self.lead.due_on, self.row.answer_on, self.day)

    @property
    def outcome(self):
        return outcome_badge(self.row.final_outcome, None)

    @cached_property
    def place(self) -> tuple[str, str]:
        """(name of the unit, names above it)."""
        names = names_of([self.row.unit_id, self.row.issuer_id], self.day)
        place = placements_by_unit([self.row.unit_id], self.day).get(self.row.unit_id)
        keys = place.path.split(".")[:-2] if place else []
        above = names_of_keys(keys, self.day)
        self.issuer_name = names.get(self.row.issuer_id, "")
        return names.get(self.row.unit_id, ""), ", ".join(
            above[key] for key in reversed(keys) if key in above
        )

    @cached_property
    def body(self) -> str:
        pk = self.row.organisation_id
        return organisation_names([pk], self.day).get(pk, "") if pk else ""

    @cached_property
    def handlings(self) -> list:
        """Those with whom it is or was, the present ones first; what an agency was asked is for it and those above."""
        found = []
        for each in self.lead.handlings.select_related("agency").order_by("-given_on", "-pk"):
            is_own = self.reader.is_above or each.agency_id in self.reader.agency_ids
            ends = each.answered_on or each.ended_on or self.day
            found.append(
                {
                    "handling": each,
                    "role": _("chủ trì") if each.is_lead else _("phối hợp"),
                    "deadline": deadline(each.due_on, each.answered_on, self.day)
                    if each.ended_on is None or each.answered_on
                    else None,
                    "words": days_words((ends - each.given_on).days),
                    "asked": each.asked if is_own else "",
                    "ended": each.get_ended_as_display(),
                    "reason": each.end_reason if is_own else "",
                    "is_open": each.ended_on is None,
                }
            )
        return sorted(found, key=lambda each: (not each["is_open"], not each["handling"].is_lead))

    @cached_property
    def held(self) -> dict:
        """Who holds it now, since when, and how often the lead moved."""
        leads = [each for each in self.handlings if each["handling"].is_lead]
        now = next((each["handling"] for each in leads if each["is_open"]), None)
        moved = max(0, len(leads) - 1)
        if now:
            return {"who": now.agency.name, "since": now.given_on, "moved": moved}
        is_over = self.row.stage in ("closed", "voided", "told", "on_the_spot")
        since = self.lead.answered_on or self.lead.received_on
        who = "" if is_over else self.issuer_words if since else _("chưa ai nhận")
        return {"who": who, "since": None if is_over else since or self.row.raised_on, "moved": moved}

    @property
    def held_days(self) -> str:
        return days_words((self.day - self.held["since"]).days) if self.held["since"] else ""

    @property
    def issuer_words(self) -> str:
        assert self.place
        return _("cấp ủy %(unit)s") % {"unit": self.issuer_name}

    @cached_property
    def answers(self) -> list[Answer]:
        rows = self.lead.answers.visible_to(self.scope).select_related("agency", "document")
        return list(rows.prefetch_related("files").order_by("-answered_on", "-pk"))

    @cached_property
    def voices(self) -> list[dict]:
        """Every place with the same wish, the matter's own first; each with its own telling and feedback."""
        if not self.reader.sees_voices or self.row.merged_into_id:
            return []
        rows = list(self.row.voices.standing().order_by("raised_on", "pk"))
        if not rows:
            return []
        names = names_of({row.unit_id for row in [self.row, *rows]}, self.day)
        return [{"row": row, "unit": names.get(row.unit_id, "")} for row in [self.row, *rows]]

    @cached_property
    def steps(self) -> list[RecommendationStep]:
        if self.reader.is_above:
            return list(self.row.steps.select_related("agency", "by"))
        found = list(self.row.steps.filter(step__in=OPEN_STEPS).select_related("agency"))
        if self.row.merged_into_id:
            found += self.lead.steps.filter(step__in=SHARED_STEPS).select_related("agency")
        return [self._told(each) for each in sorted(found, key=lambda each: (each.recorded_at, each.pk))]

    def _told(self, step):
        """As others than those above read it: without the person, and the note only where it was for them."""
        step.by = None
        own = step.agency_id in self.reader.agency_ids
        if step.step not in OPEN_NOTES and not own:
            step.note = ""
        return step

    @cached_property
    def climbs(self) -> list[Climb]:
        """How high it was made known that nobody answered: the affair of those above."""
        if not self.reader.is_above:
            return []
        found = list(self.lead.climbs.order_by("climbed_on", "pk"))
        names = names_of({each.unit_id for each in found}, self.day)
        for each in found:
            each.words = names.get(each.unit_id, "")
        return found

    @cached_property
    def documents(self):
        return [each.document for each in self.lead.taken_up.select_related("document").order_by("pk")]

    @cached_property
    def clocks(self) -> list[Clock]:
        row, answered = self.row, self.row.answer_on
        stretches: Iterable = (
            (_("Từ lúc nêu đến tiếp nhận"), row.raised_on, row.received_on),
            (_("Từ tiếp nhận đến trả lời"), row.received_on, answered),
            (_("Từ trả lời đến báo lại nơi nêu"), answered, row.told_on),
            (_("Từ tiếng nói đến khi nghe trả lời"), row.raised_on, row.told_on),
        )
        is_over = row.stage in ("closed", "voided", "on_the_spot", "merged")
        return [
            Clock(label, start, end, max(0, ((end or self.day) - start).days))
            for label, start, end in stretches
            if start and (end or not is_over)
        ]

    @property
    def report_url(self) -> str | None:
        """To the report that it came from, for those who may read reports over the same committee, and its author."""
        may = self.reader.is_above and self.scope.may("reports.read") or self.reader.is_raiser
        if self.row.source != Recommendation.Source.REPORT or not may:
            return None
        return address_of("reports:report_of_matter", self.row.key)


def address_of(name, *args) -> str | None:
    """An address of a page of an app above, None where there is none yet."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def days_words(days: int) -> str:
    return ngettext("%(days)s ngày", "%(days)s ngày", days) % {"days": days}
