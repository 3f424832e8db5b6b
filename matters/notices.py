"""Who is told what of a matter on its way. A line names the matter by its reference and says what happened; none of its words
stand in it, for a line may go into a letter. Whom: by role and body on that day, so that a handover redirects it."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actions import tell_many
from accounts.models import Notice
from branches.models import Role
from branches.querysets.holders import holders_of

MATTER, ANSWER = "matter", "answer"
STAFF = (Role.ORG_STAFF, Role.ORG_HEAD)
LEADERS = (Role.LEADER, Role.ORG_HEAD)
PLACE = (Role.COMMUNE_OFFICE, Role.BRANCH_SECRETARY)


def tell_handed(handling, *, on) -> None:
    """To the people of the agency that has it now."""
    matter = handling.recommendation
    due = date_format(handling.due_on, "d/m/Y") if handling.due_on else "–"

    def words():
        said = _("Kiến nghị %(it)s được giao cho %(agency)s, hạn trả lời %(due)s.")
        return said % {"it": matter.reference, "agency": handling.agency, "due": due}

    people = holders_of([Role.HANDLER], on=on, agencies=[handling.agency_id])
    _tell(people, words, f"handed-{handling.key}", MATTER, _page_of_agency(matter))


def tell_answered(answer, *, on, by=None) -> None:
    """A co-agency's answer to the agency that leads; every answer to the committee's staff; the final one to the cadre who
    raised it and to the place that may read it, each voice its own."""
    matter, who = answer.recommendation, answer.agency or _("Cấp ủy")
    about = f"answer-{answer.key}"

    def words_of(row):
        return lambda: _("Kiến nghị %(it)s: %(who)s đã trả lời.") % {"it": row.reference, "who": who}

    _tell(_staff(matter, on, by), words_of(matter), about, ANSWER, matter.get_absolute_url())
    if not answer.is_final:
        leads = matter.handlings.filter(is_lead=True, ended_on=None).values("agency")
        people = holders_of([Role.HANDLER], on=on, agencies=leads)
        _tell(people, words_of(matter), about, ANSWER, _page_of_agency(matter))
        return
    for row in [matter, *matter.voices.filter(voided_at=None).select_related("raised_by__user")]:
        own_about, url = f"{about}-{row.key}", row.get_absolute_url()
        _tell(_raiser(row), words_of(row), own_about, ANSWER, url)
        if row.is_shared:
            _tell(_place_of(row, on), words_of(row), own_about, ANSWER, url)


def tell_given_back(handling, *, on, by=None) -> None:
    """To the committee's staff: it is with nobody now."""
    matter = handling.recommendation

    def words():
        said = _("%(agency)s trả lại kiến nghị %(it)s.")
        return said % {"it": matter.reference, "agency": handling.agency}

    _tell(_staff(matter, on, by), words, f"back-{handling.key}", MATTER, matter.get_absolute_url())


def tell_asked(step, *, on) -> None:
    """To the committee's staff: an agency asks for more time."""
    matter = step.recommendation

    def words():
        said = _("%(agency)s xin thêm thời gian trả lời kiến nghị %(it)s.")
        return said % {"it": matter.reference, "agency": step.agency}

    _tell(_staff(matter, on), words, f"time-{step.pk}", MATTER, matter.get_absolute_url())


def tell_late(clocks, *, on, people=None) -> None:
    """Once for each clock (matters.climbing.Clock) that ran out: to the agency that has it, to the committee's staff of the
    matter's own. `people`: who was looked up already, kept by the caller who tells of one matter after another."""
    people, lines = {} if people is None else people, []
    for clock in clocks:
        matter, handling, due = clock.matter, clock.handling, date_format(clock.due_on, "d/m/Y")

        def words(matter=matter, due=due):
            said = _("Kiến nghị %(it)s quá hạn trả lời từ ngày %(due)s.")
            return said % {"it": matter.reference, "due": due}

        if handling:
            key, url = ("agency", handling.agency_id), _page_of_agency(matter)
        else:
            key, url = ("unit", matter.issuer_id), matter.get_absolute_url()
        if key not in people:
            people[key] = list(
                holders_of([Role.HANDLER], on=on, agencies=[key[1]])
                if handling
                else holders_of(STAFF, on=on, units=[key[1]])
            )
        thing = handling.key if handling else matter.key
        lines += _lines(people[key], words, f"late-{thing}-{clock.due_on}", MATTER, url)
    tell_many(lines)


def tell_climbed(climbs, *, on, people=None) -> None:
    """To those who lead the level that an overdue matter has reached."""
    people, lines = {} if people is None else people, []
    for climb in climbs:
        matter, due = climb.recommendation, date_format(climb.due_on, "d/m/Y")

        def words(matter=matter, due=due):
            said = _("Kiến nghị %(it)s quá hạn từ ngày %(due)s chưa được trả lời, báo đến cấp của bạn.")
            return said % {"it": matter.reference, "due": due}

        if climb.unit_id not in people:
            people[climb.unit_id] = list(holders_of(LEADERS, on=on, units=[climb.unit_id]))
        thing = climb.handling.key if climb.handling_id else matter.key
        about = f"climb-{thing}-{climb.due_on}-{climb.rung}"
        lines += _lines(people[climb.unit_id], words, about, MATTER, matter.get_absolute_url())
    tell_many(lines)


def _staff(matter, on, by=None):
    people = holders_of(STAFF, on=on, units=[matter.issuer_id])
    return people.exclude(pk=by.pk) if by else people


def _raiser(row):
    cadre = row.raised_by and (row.raised_by.merged_into or row.raised_by)
    return [cadre.user] if cadre and cadre.user else []


def _place_of(row, on):
    """The secretary of the branch that raised it, else the office of the place."""
    if row.organisation_id:
        return holders_of(PLACE, on=on, organisations=[row.organisation_id])
    return holders_of([Role.COMMUNE_OFFICE], on=on, units=[row.unit_id])


def _page_of_agency(matter) -> str:
    return reverse("matters:handler_page", args=[matter.key])


def _tell(people, words, about, subject, url) -> None:
    tell_many(_lines(people, words, about, subject, url))


def _lines(people, words, about, subject, url) -> list[Notice]:
    """A line to each, in his language."""
    found = []
    for user in people:
        with override(user.language or "vi"):
            text = words()[:300]
        found.append(Notice(user=user, text=text, url=url, about=about, subject=subject))
    return found
