"""What happened at a branch, the latest first: meetings, inspections, contacts, what it told, what stands on its shelf."""

from dataclasses import dataclass, field
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.models import Cadre
from branches.models import OfficialDocument
from meetings.models import BranchTask, Contact, Inspection, Meeting, ShelfDocument, Situation
from meetings.querysets.bodies import bodies_written_by
from meetings.rules import month_after, month_of

MONTHS = 12
OUTCOMES = {"held": "ok", "not_held": "bad", "unknown": "none"}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. `state` is (state, word) of a badge; `people` the cadres named, `more` how many more took
    part whose names the reader may not have; `void_url` where a mistake is taken back."""

    on: date
    kind: str
    title: str
    text: str = ""
    state: tuple | None = None
    people: list = field(default_factory=list)
    more: int = 0
    url: str | None = None
    void_url: str | None = None


class BranchTimeline:
    """`organisation` (its unit at hand) from `MONTHS` months before the month of `until` to its end, in `scope`."""

    def __init__(self, organisation, until: date, scope, today: date):
        self.organisation, self.scope, self.today = organisation, scope, today
        self.after = month_after(month_of(until))
        self.since = month_after(self.after, -MONTHS)
        unit = organisation.unit
        self.writes = bodies_written_by(scope).filter(pk=organisation.pk).exists()
        self.names_all = scope.reach("assignments.read").covers(unit.access_path, unit.pk)

    def entries(self) -> list[Entry]:
        found = [
            *self._meetings(),
            *self._inspections(),
            *self._contacts(),
            *self._situations(),
            *self._shelf(),
        ]
        return sorted(found, key=lambda entry: entry.on, reverse=True)

    @property
    def months(self) -> list[tuple[date, list[Entry]]]:
        """[(month, its entries)], the latest first; months in which nothing happened are left out."""
        found: dict = {}
        for entry in self.entries():
            found.setdefault(month_of(entry.on), []).append(entry)
        return list(found.items())

    def _of_branch(self, rows, day="happened_on"):
        rows = rows.visible_to(self.scope).filter(organisation=self.organisation)
        return rows.filter(**{f"{day}__gte": self.since, f"{day}__lt": self.after})

    def _meetings(self):
        rows = list(self._of_branch(Meeting.objects.standing(), "met_on"))
        decided: dict = {}
        for task in BranchTask.objects.filter(meeting__in=[row.pk for row in rows]).order_by("due_on", "pk"):
            decided.setdefault(task.meeting_id, []).append(task)
        for row in rows:
            yield Entry(
                row.on,
                _("Họp %(kind)s") % {"kind": row.get_kind_display()},
                row.topic or capfirst(row.get_body_display()),
                _meeting_words(row, decided.get(row.pk, ())),
                _outcome(row, self.today),
                url=_address("meetings:meeting_page", row.key),
            )

    def _inspections(self):
        rows = self._of_branch(Inspection.objects.standing()).prefetch_related("participants__merged_into")
        writable = set(rows.writable_by(self.scope).values_list("pk", flat=True))
        for row in rows:
            people, more = self._named([each.merged_into or each for each in row.participants.all()])
            yield Entry(
                row.happened_on,
                capfirst(row.get_kind_display()),
                row.body,
                row.gist,
                people=people,
                more=more,
                void_url=_address("meetings:inspection_void", row.key) if row.pk in writable else None,
            )

    def _contacts(self):
        rows = self._of_branch(Contact.objects.standing()).select_related("cadre__merged_into")
        writable = set(rows.writable_by(self.scope).values_list("pk", flat=True))
        for row in rows:
            people, more = self._named([row.cadre.merged_into or row.cadre])
            yield Entry(
                row.happened_on,
                _("Liên hệ"),
                capfirst(row.get_how_display()),
                row.gist,
                people=people,
                more=more,
                void_url=_address("meetings:contact_void", row.key) if row.pk in writable else None,
            )

    def _situations(self):
        for row in self._of_branch(Situation.objects.all(), "sent_on"):
            yield Entry(
                row.sent_on,
                _("Thông tin tình hình"),
                _("Tháng %(month)s") % {"month": f"{row.month.month}/{row.month.year}"},
                row.situation,
                ("warn", _("gửi muộn")) if row.is_late else ("ok", _("đúng hạn")),
            )

    def _shelf(self):
        rows = self._of_branch(ShelfDocument.objects.all(), "starts_on").select_related("document")
        for row in rows.filter(document__in=OfficialDocument.objects.visible_to(self.scope).values("pk")):
            yield Entry(
                row.starts_on,
                capfirst(row.get_kind_display()),
                str(row.document),
                row.document.title,
                url=_address("dashboard:document_page", row.document.key)
                if self.scope.may("documents.read")
                else None,
            )

    def _named(self, cadres: list[Cadre]) -> tuple[list[str], int]:
        """Who follows a place is known by name to those who read its assignments; one's own name to oneself."""
        told = [each for each in cadres if self.names_all or each.pk in self.scope.cadre_ids]
        told.sort(key=lambda each: (each.given_name_key, each.pk))
        return [each.full_name for each in told], len(cadres) - len(told)


def shelf_of(organisation, day, scope) -> list[ShelfDocument]:
    """What the branch works by on `day`, as far as the reader may see the documents; work regulations first."""
    rows = ShelfDocument.objects.on(day).visible_to(scope).filter(organisation=organisation)
    rows = rows.filter(document__in=OfficialDocument.objects.visible_to(scope).values("pk"))
    order = [kind.value for kind in (ShelfDocument.Kind.WORK_REGULATION, ShelfDocument.Kind.RESOLUTION)]
    found = list(rows.select_related("document").order_by("-starts_on", "pk"))
    return sorted(found, key=lambda row: order.index(row.kind) if row.kind in order else len(order))


def _outcome(meeting, today):
    if meeting.outcome == Meeting.Outcome.UNKNOWN and meeting.on >= today:
        return ("info", _("đã đăng ký") if meeting.registered_on else _("dự kiến"))
    return OUTCOMES[meeting.outcome], meeting.get_outcome_display()


def _meeting_words(meeting, tasks) -> str:
    lines = []
    if meeting.not_held_reason:
        lines.append(_("Lý do: %(reason)s") % {"reason": meeting.not_held_reason})
    if meeting.held_on and meeting.planned_on and meeting.held_on != meeting.planned_on:
        lines.append(_("Đăng ký ngày %(day)s.") % {"day": f"{meeting.planned_on:%d/%m/%Y}"})
    lines += [
        _("%(owner)s: %(work)s (%(state)s)")
        % {"owner": task.owner, "work": task.work, "state": task.get_state_display()}
        for task in tasks
    ]
    return "\n".join(lines)


def _address(name, key):
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return None
