"""One cadre's month: what is to be done, what is overdue first. A fixed number of queries, whatever there is to do.

What a month expects of him is `reports.quotas.month_result`, the rule of the board's figures and of the reminders.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property

from django.db.models import Q
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from assignments.models import Cadre
from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_of
from common.months import MONTH, month_query
from common.periods import contains, intersect
from dashboard.addresses import address_of
from meetings.choosing import BRANCH, branches_for, choices_during
from meetings.models import Absence, Attendance, Meeting, Visit
from reports.facts.due import distance_words
from reports.models import Report
from reports.querysets.unreported import is_to_branch, unreported_visits
from reports.quotas import MonthFacts, MonthResult, month_period, month_result
from reports.rules import due_on as report_due_on

MOST_CARDS = 7
_LOOKING_BACK = timedelta(days=62)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Card:
    """One thing to do. `due_on` orders it; `state`: bad (overdue, returned), warn or info, said by `words` too; `primary` and
    `links`: (label, address)."""

    title: str
    what: str
    due_on: date
    state: str
    words: str
    primary: tuple | None = None
    links: tuple = ()

    @property
    def order(self):
        return self.state != "bad", self.due_on, self.title


class Month:
    """The month that begins on `first` for `cadre` (Cadre), as it stands on `day`."""

    def __init__(self, cadre: Cadre, day: date, first: date):
        self.cadre, self.day, self.first = cadre, day, first
        self.end = month_period(first)[1]
        # Read on a day of the month that is asked for: who had no place then had nothing to do.
        self.on = min(max(day, first), self.end - _ONE_DAY)
        self.choices = choices_during(cadre, first, self.end)

    @property
    def is_present(self) -> bool:
        return self.first <= self.day < self.end

    @property
    def running(self) -> list:
        """The choices under which he still acts on the day."""
        return [
            each
            for each in self.choices
            if contains(each.assignment.starts_on, each.assignment.ends_on, self.on)
        ]

    def cards(self) -> list[Card]:
        """All that is to be done, the overdue first, then by day."""
        found = [
            *self._returned(),
            *self._of_visits(),
            *self._of_meetings(),
            *self._of_turns(),
            *self._of_months(),
        ]
        return sorted(found, key=lambda card: card.order)

    # --- what is known, each read once ---
    @cached_property
    def _assignments(self) -> dict:
        return {each.assignment.pk: each for each in self.choices}

    @cached_property
    def turns(self) -> list[Attendance]:
        """All under his assignments, the latest first."""
        rows = Attendance.objects.standing().filter(
            assignment__in=self._assignments, attended_on__lt=self.end
        )
        rows = rows.select_related("report", "cadre", "meeting__organisation")
        return list(rows.order_by("-attended_on", "-pk"))

    @cached_property
    def _turns_of_month(self) -> list[Attendance]:
        return [turn for turn in self.turns if turn.attended_on >= self.first]

    @cached_property
    def _reports(self) -> list[Report]:
        """His own that were returned; and all on this month under his assignments."""
        here = Q(met_on__gte=self.first, met_on__lt=self.end)
        mine = Q(cadre=self.cadre) | Q(cadre__merged_into=self.cadre)
        rows = Report.objects.filter(
            mine & (Q(state=Report.State.RETURNED) | here) | here & Q(assignment__in=self._assignments)
        )
        return list(rows.select_related("cadre", "organisation", "meeting"))

    @cached_property
    def _visits(self) -> list[Visit]:
        """Chosen and without a report: this month's, and in the present one what the last two months left."""
        since = self.first - (_LOOKING_BACK if self.is_present else timedelta(0))
        rows = Visit.objects.filter(Q(cadre=self.cadre) | Q(cadre__merged_into=self.cadre))
        rows = unreported_visits(rows).filter(met_on__gte=since, met_on__lt=self.end)
        return list(rows.select_related("meeting", "scheme", "organisation"))

    @cached_property
    def _chosen(self) -> Counter:
        """{assignment: visits of this month that somebody chose under it and did not attend yet}."""
        rows = Visit.objects.planned().filter(
            assignment__in=self._assignments, month=self.first, attendance=None
        )
        rows = rows.select_related("meeting", "organisation").order_by()
        return Counter(visit.assignment_id for visit in rows if is_to_branch(visit))

    @cached_property
    def _meetings(self) -> list[Meeting]:
        """Who is assigned to one branch chooses nothing: its registered meetings are his, until he has said something."""
        fixed = [each for each in self.running if self._is_fixed(each)]
        if not fixed:
            return []
        said = {report.meeting_id for report in self._reports} | {
            turn.meeting_id for turn in self._turns_of_month
        }
        said |= {visit.meeting_id for visit in self._visits}
        rows = Meeting.objects.standing().known().of_branches().during(self.first, self.end)
        rows = rows.filter(organisation__in=branches_for(self.cadre, self.on, fixed))
        rows = rows.exclude(outcome=Meeting.Outcome.NOT_HELD).exclude(pk__in=said - {None})
        return list(rows.select_related("organisation").order_by("met_on", "pk")[: MOST_CARDS * 3])

    @cached_property
    def _absences(self) -> list[Absence]:
        rows = Absence.objects.standing().during(self.first, self.end)
        return list(rows.filter(Q(cadre=self.cadre) | Q(cadre__merged_into=self.cadre)))

    @cached_property
    def names(self) -> dict:
        """{organisation id: name} of all that the cards speak of, and of the targets."""
        ids = {row.organisation_id for row in [*self._reports, *self._visits, *self._meetings]}
        ids |= {turn.meeting.organisation_id for turn in self._turns_of_month}
        ids |= {each.assignment.target_organisation_id for each in self.choices} - {None}
        return organisation_names(ids, self.on)

    @cached_property
    def unit_names(self) -> dict:
        return names_of(
            {each.assignment.target_unit_id or each.assignment.unit_id for each in self.choices}, self.on
        )

    def target_name(self, assignment) -> str:
        if assignment.target_zone:
            return assignment.target_zone.name
        return self.names.get(assignment.target_organisation_id) or self.unit_names.get(
            assignment.target_unit_id, ""
        )

    # --- the cards ---
    def _returned(self):
        for row in self._reports if self.is_present else ():
            if row.state == Report.State.RETURNED and self._is_mine(row):
                yield Card(
                    title=self.names.get(row.organisation_id, ""),
                    what=_("Báo cáo %(number)s (%(day)s) được trả lại để bổ sung")
                    % {"number": row.number, "day": _day(row.met_on)},
                    due_on=row.met_on,
                    state="bad",
                    words=_("được trả lại"),
                    primary=(_("Sửa báo cáo"), address_of("reports:report_edit", row.key)),
                    links=((_("Xem lý do"), row.get_absolute_url()),),
                )

    def _of_visits(self):
        for row in self._visits:
            page = address_of("reports:visit_page", row.key)
            yield self._meeting_card(
                row.organisation, row.met_on, row.meeting, row.scheme, f"lan-du={row.key}", page
            )

    def _of_meetings(self):
        schemes = {
            each.assignment.target_organisation_id: each.scheme
            for each in self.running
            if self._is_fixed(each)
        }
        usual = next(iter(schemes.values()), None)
        for row in self._meetings:
            scheme = schemes.get(row.organisation_id, usual)
            page = address_of("meetings:meeting_page", row.key)
            yield self._meeting_card(row.organisation, row.met_on, row, scheme, f"buoi={row.key}", page)

    def _of_turns(self):
        """Attended, and nothing written yet."""
        for turn in self._turns_of_month:
            if not hasattr(turn, "report") and self._is_mine(turn):
                scheme = self._assignments[turn.assignment_id].scheme
                query = f"buoi={turn.meeting.key}"
                yield self._meeting_card(
                    turn.meeting.organisation, turn.attended_on, turn.meeting, scheme, query, None
                )

    def _of_months(self):
        """What the month still expects: a choice while there is time, a report when it is over."""
        visits = [visit for visit in self._visits if visit.met_on >= self.first]
        waiting = Counter((visit.assignment_id, is_to_branch(visit)) for visit in visits)
        for choice in self.choices:
            result, pk = self._result(choice, Meeting.Body.BRANCH), choice.assignment.pk
            if self._result(choice, Meeting.Body.COMMITTEE).owed > waiting[pk, False]:
                yield self._missing_card(choice, _("Chưa có báo cáo dự hội nghị cấp ủy tháng %(month)s"))
            if result.owed > waiting[pk, True] and not self._is_spoken_of(choice):
                yield self._missing_card(choice, _("Chưa có báo cáo dự sinh hoạt tháng %(month)s"))
            elif (
                result.not_due > self._chosen[pk]
                and choice in self.running
                and not self._is_spoken_of(choice)
            ):
                yield self._unknown_card(choice) if self._is_fixed(choice) else self._choosing_card(choice)

    def _is_fixed(self, choice) -> bool:
        target = choice.assignment.target_organisation
        return choice.how == BRANCH or bool(target and target.kind in ("branch", "grassroots_branch"))

    def _is_spoken_of(self, choice) -> bool:
        """The meeting of his one branch has a card of its own."""
        body = choice.assignment.target_organisation_id
        bodies = {meeting.organisation_id for meeting in self._meetings}
        return self._is_fixed(choice) and (body in bodies if body else bool(bodies))

    def _result(self, choice, body) -> MonthResult:
        """Of meetings of branches, or of conferences of committees, as the board counts it, but without the meeting days of
        others: a month is over when it is over."""
        assignment, scheme = choice.assignment, choice.scheme
        held = intersect(
            [
                (assignment.starts_on, assignment.ends_on),
                (scheme.starts_on, scheme.ends_on),
                (self.first, self.end),
            ]
        )
        of_branches = body == Meeting.Body.BRANCH
        quota = scheme.turns_per_month if of_branches else scheme.committee_turns_per_month
        if held is None or not quota:
            return MonthResult()

        def is_meant(row):
            return row.assignment_id == assignment.pk and of_branches == (
                row.meeting.body == Meeting.Body.BRANCH
            )

        said = Counter(row.attended for row in self._reports if row.met_on >= self.first and is_meant(row))
        facts = MonthFacts(
            first=self.first,
            held=held,
            quota=quota,
            not_held=said[Report.Attended.NOT_HELD],
            turns=sum(map(is_meant, self._turns_of_month)),
            excuses=said[Report.Attended.EXCUSED],
            absences=tuple(
                (each.starts_on, each.ends_on)
                for each in self._absences
                if each.assignment_id in (None, assignment.pk)
            ),
            report_days=scheme.report_days,
        )
        return month_result(facts, self.day)

    def _choosing_card(self, choice) -> Card:
        month = f"?{MONTH}={month_query(self.first)}"
        links = [(_("Gợi ý nơi nên đến"), f"{address_of('reports:suggestions')}{month}")]
        if self.is_present:
            links.append((_("Đã dự, viết báo cáo"), address_of("reports:report_new")))
        return Card(
            title=_("Chọn buổi dự sinh hoạt"),
            what=f"{self.target_name(choice.assignment)} · {choice.scheme.name}",
            due_on=max(self.first, self.day),
            state="warn",
            words=_("chưa chọn"),
            primary=(_("Chọn buổi dự"), f"{address_of('meetings:visit_choose')}{month}"),
            links=tuple(links),
        )

    def _unknown_card(self, choice) -> Card:
        """His one branch has registered nothing yet."""
        return Card(
            title=self.target_name(choice.assignment),
            what=_("Chi bộ chưa đăng ký buổi sinh hoạt của tháng này"),
            due_on=self.end - _ONE_DAY,
            state="info",
            words=_("chưa có lịch"),
            links=((_("Đã dự, viết báo cáo"), address_of("reports:report_new")),) if self.is_present else (),
        )

    def _missing_card(self, choice, what) -> Card:
        due = report_due_on(self.end - _ONE_DAY, choice.scheme.report_days) or self.end
        return Card(
            title=self.target_name(choice.assignment),
            what=what % {"month": f"{self.first:%m/%Y}"},
            due_on=due,
            **self._state(self.end - _ONE_DAY, due),
            primary=(_("Viết báo cáo"), address_of("reports:report_new")),
        )

    def _meeting_card(self, organisation, on, meeting, scheme, query, page) -> Card:
        at = meeting and (meeting.started_at or meeting.planned_at)
        place = meeting and (meeting.held_place or meeting.planned_place)
        due = report_due_on(on, scheme.report_days) if scheme else None
        links = [(_("Xem trước"), page)] if page and on >= self.day else []
        if on >= self.day:
            links.append((_("Giấy giới thiệu"), address_of("meetings:letter_list")))
        form = f"{address_of('reports:report_new')}?{query}"
        return Card(
            title=self.names.get(organisation.pk, ""),
            what=_("Dự sinh hoạt %(when)s") % {"when": when_words(on, at, place or "")},
            due_on=on,
            **self._state(on, due or on),
            primary=(_("Báo cáo"), form) if on <= self.day else None,
            links=tuple(links),
        )

    def _state(self, on, due) -> dict:
        if on > self.day:
            return {"state": "info", "words": distance_words(on, self.day)}
        if on == self.day:
            return {"state": "warn", "words": _("hôm nay")}
        if due < self.day:
            return {"state": "bad", "words": _("báo cáo %(late)s") % {"late": distance_words(due, self.day)}}
        return {"state": "warn", "words": _("báo cáo trước hết ngày %(day)s") % {"day": _day(due)}}

    def _is_mine(self, row) -> bool:
        return (row.cadre.merged_into_id or row.cadre_id) == self.cadre.pk


def when_words(on: date, at: time | None, place: str) -> str:
    """ "24/11/2026, 19:00, nhà văn hóa"."""
    parts = [_day(on), time_format(at, "H:i") if at else "", place]
    return ", ".join(part for part in parts if part)


def _day(day) -> str:
    return date_format(day, "d/m/Y")
