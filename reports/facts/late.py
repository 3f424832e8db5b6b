"""The list of what is late as rows in plain values; as many queries for one row as for many."""

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.formats import date_format

from assignments.models import Cadre, Team, TeamMember
from assignments.querysets.cadres import posts_by_cadre
from branches.models import Agency, OfficeHolder
from reports.actions.reminding import last_reminders
from reports.due import Step
from reports.facts.due import distance_words, names_for, sentence_of, step_words
from reports.ladder import days_past


class LateRows:
    """Names, posts and telephone numbers of whoever owes one of `dues`, read once for the list and for the text to copy."""

    def __init__(self, dues, day):
        self.dues, self.day = dues, day
        self.names = names_for(dues, day)
        self.cadres = Cadre.objects.in_bulk(_ids(dues, "cadre"))
        self.teams = _teams(_ids(dues, "team"), day)
        self.agencies = _agencies(_ids(dues, "agency"))
        self.phones = _phones_of_communes({due.unit_id for due in dues if due.who is None}, day)

    def rows(self, dues, *, may_open):
        """One dict a row of one page; `may_open`: whether the reader may open a cadre's page."""
        day = self.day
        posts = posts_by_cadre({due.cadre_id for due in dues} - {None}, day) if self.cadres else {}
        reminders = last_reminders(due.about for due in dues)
        for due in dues:
            cadre = self.cadres.get(due.cadre_id)
            yield {
                "due": due,
                "who": self.who(due),
                "url": cadre.get_absolute_url() if cadre and may_open else None,
                "post": posts.get(due.cadre_id, ""),
                "what": step_words(due),
                "place": self._place(due),
                "due_on": due.due_on,
                "past": days_past(due.due_on, day) > 0,
                "how": distance_words(due.due_on, day),
                "phone": self.phone(due),
                "reminded": _reminded(reminders.get(due.about)),
                "text": sentence_of(due, day, self.names),
            }

    def text(self) -> str:
        """One message for all: who owes what, a line each, for the group in which the office writes."""
        lines = (f"- {self.who(due)}: {sentence_of(due, self.day, self.names)}" for due in self.dues)
        return "\n".join(lines)

    def who(self, due) -> str:
        if due.who is None:
            return self.names[0].get(due.unit_id, "")
        kind, pk = due.who
        if kind == "cadre":
            return self.cadres[pk].full_name
        return self.teams[pk][0] if kind == "team" else self.agencies.get(pk, "")

    def phone(self, due) -> str:
        if due.who is None:
            return self.phones.get(due.unit_id, "")
        kind, pk = due.who
        if kind == "cadre":
            return self.cadres[pk].phone
        return self.teams[pk][1] if kind == "team" else ""

    def _place(self, due) -> str:
        if due.step == Step.SCHEDULE:
            return ""
        return self.names[1].get(due.organisation_id) or self.names[0].get(due.unit_id, "")


def _reminded(reminder) -> str:
    if reminder is None:
        return ""
    return f"{date_format(reminder.reminded_on, 'd/m/Y')}, {reminder.get_channel_display()}"


def _ids(dues, kind) -> set[int]:
    return {due.who[1] for due in dues if due.who and due.who[0] == kind}


def _agencies(agency_ids) -> dict[int, str]:
    """{agency id: name}."""
    return dict(Agency.objects.filter(pk__in=agency_ids).values_list("pk", "name")) if agency_ids else {}


def _teams(team_ids, day) -> dict[int, tuple[str, str]]:
    """{team id: (name, the telephone of its leader, else of a member)}."""
    if not team_ids:
        return {}
    members = TeamMember.objects.on(day).filter(team=OuterRef("pk")).exclude(cadre__phone="")
    phones = members.order_by("-is_leader", "pk").values("cadre__phone")[:1]
    rows = Team.objects.filter(pk__in=team_ids).annotate(found=Coalesce(Subquery(phones), Value("")))
    return {pk: (name, phone) for pk, name, phone in rows.values_list("pk", "name", "found")}


def _phones_of_communes(unit_ids, day) -> dict[int, str]:
    """{unit id: the telephone of its first office-holder who has one}."""
    if not unit_ids:
        return {}
    rows = OfficeHolder.objects.on(day).filter(unit__in=unit_ids).exclude(phone="")
    found: dict = {}
    for unit_id, phone in rows.order_by("office__sort", "pk").values_list("unit", "phone"):
        found.setdefault(unit_id, phone)
    return found
