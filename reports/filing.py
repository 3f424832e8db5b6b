"""What a report form is opened for: the meeting, or the branch and the day; who may open it, and what it knows already."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Prefetch, Q, prefetch_related_objects

from assignments.models import Assignment, Cadre, Scheme
from branches.models import MemberCount, OfficialDocument, Organisation
from branches.querysets.bodies import organisation_names
from branches.querysets.units import chain_of, placements_by_unit
from matters.models import Topic
from meetings.choosing import assignment_for, branches_for, choices_of, committees_for
from meetings.models import Attendance, Meeting, Visit
from reports import remedies, telling
from reports.forms.rows import USUAL
from reports.models import (
    Checklist,
    ChecklistAnswer,
    ChecklistItem,
    EffectKind,
    Report,
    ReportDocument,
    ReportForm,
)
from reports.rules import due_on, is_late_entry
from reports.scoring import is_scored_later, scale_of
from reports.sections import sections_of
from scores.visiting import Scale

RECENT = 12
AGENDA, SCORES = "agenda", "scores"
_ANSWERS = {"done", "not_done"}


@dataclass
class Target:
    """One form of one cadre on the day `day`. `report` where it is being amended."""

    cadre: Cadre
    organisation: Organisation
    met_on: date
    day: date
    query: str
    meeting: Meeting | None = None
    visit: Visit | None = None
    assignment: Assignment | None = None
    report: Report | None = None
    name: str = ""
    chain: list = field(default_factory=list)
    sections: list = field(default_factory=list)
    checklists: list = field(default_factory=list)
    documents: list = field(default_factory=list)
    effects: list = field(default_factory=list)
    topics: list = field(default_factory=list)
    coldest: str = ""
    # --- what must be put right ---
    remedies: list = field(default_factory=list)
    # --- the answers that return ---
    answers: list = field(default_factory=list)
    # --- the visitor's score ---
    scale: Scale | None = None
    scores_later: bool = False  # by what ships, once the report is sent

    @property
    def scheme(self) -> Scheme | None:
        return self.assignment.scheme if self.assignment else None

    @property
    def issuer_id(self) -> int | None:
        """The unit whose committee the report goes to."""
        if self.report is not None:
            return self.report.issuer_id
        return self.scheme.issuer_id if self.scheme else self.cadre.unit_id

    @property
    def place(self) -> str:
        return ", ".join(name for _key, name, _level in reversed(self.chain))

    @property
    def due_on(self) -> date | None:
        return due_on(self.met_on, self.scheme.report_days) if self.scheme else None

    @property
    def is_late_entry(self) -> bool:
        return bool(self.scheme) and is_late_entry(self.day, self.due_on, self.scheme.late_entry_hours)

    def answers_in(self, data) -> dict:
        """{ChecklistItem: (answer, note)} of a sent form. Items of an earlier version of the scheme's lists count too: the
        form may have lain in a pocket for weeks."""
        sent = {
            int(name[5:]): value
            for name, value in data.items()
            if name.startswith("item-") and name[5:].isdigit()
        }
        sent = {pk: value for pk, value in sent.items() if value in _ANSWERS}
        known = ChecklistItem.objects.filter(pk__in=sent).filter(
            Q(checklist__scheme=None) | Q(checklist__scheme=self.scheme)
        )
        return {item: (sent[item.pk], data.get(f"note-{item.pk}", "").strip()) for item in known}

    # --- what must be put right ---
    def remedies_in(self, data) -> dict:
        """{Remedy: (seen, note)} of a sent form."""
        return remedies.answered_in(data, self.organisation, self.issuer_id)

    # --- the answers that return ---
    def told_from(self, data) -> list:
        """The Recommendations of a sent form whose answers were told."""
        return telling.told_from(
            data.getlist(telling.FIELD), self.organisation, self.cadre, report=self.report
        )


def is_open_to(cadre, scope, organisation, day) -> bool:
    """Whether `cadre` may report on a meeting of `organisation` on `day`: one he may choose under an assignment of that day,
    or one whose ground he reads today (who attends without an assignment)."""
    if Organisation.objects.visible_to(scope).filter(pk=organisation.pk).exists():
        return True
    choices = choices_of(cadre, day)
    return any(
        rows(cadre, day, choices).filter(pk=organisation.pk).exists()
        for rows in (branches_for, committees_for)
    )


def target_for(
    cadre,
    *,
    organisation,
    met_on,
    day,
    query,
    meeting=None,
    visit=None,
    report=None,
    assignment=None,
    is_written=False,
    scope=None,
) -> Target:
    """The Target with everything that the form shows, in a fixed number of queries. `assignment`: where it is known;
    `is_written`: the visit is told already, so that nothing is suggested for it; `scope`: of the visitor himself, who scores the
    meeting in his report (None: nobody gives his score for him)."""
    made = Target(cadre, organisation, met_on, day, query, meeting=meeting, visit=visit, report=report)
    if report is not None:
        made.assignment = report.assignment
    else:
        made.assignment = (
            visit.assignment if visit else assignment or assignment_for(cadre, organisation, met_on)
        )
    made.name = organisation_names([organisation.pk], met_on).get(organisation.pk, "")
    place = placements_by_unit([organisation.unit_id], met_on).get(organisation.unit_id)
    made.chain = chain_of(place, met_on) if place else []
    form = report.form if report else ReportForm.objects.for_scheme(made.scheme, day)
    made.sections = sections_of(form)
    made.checklists = _checklists(made, suggests=not (is_written or report))
    made.documents = _documents(made)
    made.effects = list(EffectKind.objects.all())
    # --- what must be put right ---
    made.remedies = remedies.to_check(organisation, made.issuer_id, report)
    # --- the answers that return ---
    made.answers = telling.answers_to_tell(organisation, cadre, met_on, report=report)
    # --- the visitor's score ---
    if scope is not None and any(section.code == SCORES for section in made.sections):
        made.scale = scale_of(made, scope)
        made.scores_later = made.scale is None and is_scored_later(made)
    made.topics = list(
        Topic.objects.for_places(organisation.unit, made.scheme.issuer if made.scheme else None).on(met_on)
    )
    return made


def prefilled(target) -> dict:
    """What the form knows before anything is written: the day, the hour and place registered, the members."""
    meeting = target.meeting
    found = {"met_on": target.met_on, "kind": Meeting.Kind.REGULAR}
    if meeting is not None:
        found["started_at"] = meeting.started_at or meeting.planned_at
        found["ended_at"] = meeting.ended_at
        found["place"] = meeting.held_place or meeting.planned_place
    return found | _members(target)


def values_of(report) -> dict:
    """A filed report as the form shows it for amending. The sensitive note is not among them: reading it is logged."""
    turn, meeting = report.attendance, report.meeting
    found = {name: getattr(report, name) for name in _OWN}
    for name in ("was_prepared", "has_draft_resolution", "documents_sent_before"):
        found[name] = {None: "", True: "yes", False: "no"}[getattr(report, name)]
    if turn is not None:
        found |= {name: getattr(turn, name) for name in _TURN}
    found["place"] = meeting.held_place or meeting.planned_place
    found["effects"] = [row.code for row in report.effects.all()]
    for link in _named(report):
        found.setdefault(link.part, []).append(link.document.key)
    found["recommendations"] = [_matter(row) for row in _rows(report.recommendation_links, "recommendation")]
    found["contributions"] = [_resource(row) for row in _rows(report.contribution_links, "contribution")]
    found["practices"] = [
        {"row": row.key, "title": row.title, "text": row.text}
        for row in _rows(report.practice_links, "practice")
    ]
    found["answers"] = {row.item_id: (row.answer, row.note) for row in report.answers.all()}
    # --- what must be put right ---
    found["remedies"] = remedies.said_of(report)
    return found


_TURN = (
    "members", "exempt", "special_duty", "present", "excused", "unexcused", "speaking", "started_at", "ended_at",
)  # fmt: skip
_OWN = (
    "information_conveyed", "comments", "guidance", "help_given", "preparation_note", "agenda_note",
    "contribution_party", "contribution_economy", "contribution_security", "strengths", "shortcomings", "situation",
    "proposal", "attended", "absence_reason", "chair", "clerk_of_meeting", "guests", "prepared_by", "quality",
    "met_on", "late_reason", "holds_no_secret",
)  # fmt: skip


def _rows(links, name):
    """What stands of what the report brought."""
    rows = links.filter(**{f"{name}__voided_at": None}).select_related(f"{name}__topic")
    return [getattr(link, name) for link in rows.order_by("pk")]


def _matter(row) -> dict:
    return {
        "row": row.key,
        "content": row.content,
        "topic": row.topic.code if row.topic else "",
        "level": row.level,
        "kind": "" if row.kind == USUAL else row.kind,
        "on_behalf_of": row.on_behalf_of,
        "proposed_solution": row.proposed_solution,
        "is_urgent": row.urgency == "urgent",
        "is_solved_on_the_spot": row.is_solved_on_the_spot,
    }


def _resource(row) -> dict:
    return {
        "row": row.key,
        "amount": "" if row.amount is None else f"{row.amount:,}".replace(",", "."),
        "qualifier": row.qualifier,
        "in_kind": row.in_kind,
        "quantity": row.quantity,
        "donor": row.donor,
        "topic": row.topic.code if row.topic else "",
    }


def _checklists(target, *, suggests) -> list[Checklist]:
    """The lists of the day; of all but the agenda the item that lay untouched longest at this place comes first."""
    found = Checklist.objects.for_scheme(target.scheme, target.day)
    if not suggests:
        return found
    items = [item for each in found if each.code != AGENDA for item in each.items.all()]
    rows = ChecklistAnswer.objects.filter(
        report__organisation=target.organisation, item__code__in=[item.code for item in items]
    )
    last = dict(rows.values_list("item__code").annotate(Max("report__met_on")))
    if items:
        target.coldest = min(items, key=lambda item: last.get(item.code, date.min)).code
    return found


def _documents(target) -> list[OfficialDocument]:
    """The latest documents in force of the levels above and of the scheme's issuer; those that a report names already."""
    keys = {key for key, _name, _level in target.chain}
    issuers = Q(issuer_unit__key__in=keys)
    if target.scheme:
        issuers |= Q(issuer_unit=target.scheme.issuer_id)
    rows = list(
        OfficialDocument.objects.filter(issuers).in_force_on(target.day).order_by("-issued_on")[:RECENT]
    )
    if target.report is not None:
        named = dict.fromkeys(link.document for link in _named(target.report))
        rows += [row for row in named if row not in rows]
    return rows


def _named(report) -> list:
    """The links to the documents that a report names, asked for once."""
    links = Prefetch("document_links", ReportDocument.objects.select_related("document").order_by("pk"))
    prefetch_related_objects([report], links)
    return list(report.document_links.all())


def _members(target) -> dict:
    """The members by the latest count, or as they were at the last report from here."""
    count = MemberCount.objects.filter(
        organisation=target.organisation, counted_on__lte=target.met_on
    ).first()
    if count:
        return {"members": count.total, "exempt": count.exempt}
    rows = Attendance.objects.standing().filter(
        meeting__organisation=target.organisation, members__isnull=False, attended_on__lte=target.met_on
    )
    last = rows.order_by("-attended_on", "-pk").first()
    return {"members": last.members, "exempt": last.exempt} if last else {}
