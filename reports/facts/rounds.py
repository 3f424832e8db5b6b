"""What pages of rounds show: rows in plain values, names in a fixed number of queries."""

from django.db.models import Count
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_of
from reports.facts.due import distance_words
from reports.models import Conclusion, Remedy
from reports.reading import rate_of

_SHORT = 160


def round_rows(rounds, day) -> list[dict]:
    """Of RoundTable; `rounds` with their report count."""
    names = names_of({each.issuer_id for each in rounds}, day)
    states = conclusion_states(rounds)
    return [
        {
            "name": each.name,
            "url": each.get_absolute_url(),
            "issuer": names.get(each.issuer_id, ""),
            "starts_on": each.starts_on,
            "ends_on": each.ends_on,
            "scheme": each.scheme.name if each.scheme else _("mọi chủ trương"),
            "reports": each.report_count,
            "state": "open" if each.is_open else "closed",
            "conclusion": states.get(each.pk, "none"),
        }
        for each in rounds
    ]


def conclusion_states(rounds) -> dict[int, str]:
    """{round id: draft or issued} of those that have a notice."""
    rows = Conclusion.objects.standing().filter(round__in=[each.pk for each in rounds])
    return {pk: "issued" if issued else "draft" for pk, issued in rows.values_list("round", "issued_on")}


def seen_rows(reports, scope, day) -> list[dict]:
    """Of SeenTable; `reports` as they are found by `for_seen`."""
    reports = list(reports)
    names = organisation_names({each.organisation_id for each in reports}, day)
    places = names_of({each.unit_id for each in reports}, day)
    return [
        {
            "organisation": names.get(each.organisation_id, ""),
            "url": each.get_absolute_url(),
            "place": places.get(each.unit_id, ""),
            "cadre": str(each.cadre.merged_into or each.cadre),
            "met_on": each.met_on,
            "attended": each.get_attended_display(),
            "present": rate_of(each.attendance),
            "quality": each.quality,
            "strengths": _short(each.strengths),
            "shortcomings": _short(each.shortcomings),
            "matters": each.matter_count,
        }
        for each in reports
    ]


def for_seen(reports):
    rows = reports.select_related("cadre__merged_into", "attendance")
    return rows.annotate(matter_count=Count("recommendation_links")).order_by("-met_on", "-pk")


def raised_rows(matters, day) -> list[dict]:
    """Of RaisedTable."""
    matters = list(matters)
    places = names_of({each.unit_id for each in matters}, day)
    names = organisation_names({each.organisation_id for each in matters} - {None}, day)
    return [
        {
            "content": _short(each.content),
            "url": address("matters:recommendation_page", each.key),
            "reference": each.reference,
            "place": names.get(each.organisation_id) or places.get(each.unit_id, ""),
            "topic": each.topic.name if each.topic else "",
            "raised_on": each.raised_on,
            "level": each.get_level_display(),
            "outcome": _("đã giải quyết tại chỗ")
            if each.is_solved_on_the_spot
            else each.get_outcome_display(),
        }
        for each in matters
    ]


def remedy_rows(remedies, day, *, follows) -> list[dict]:
    """Of RemedyTable, or (`follows`) FollowedRemedyTable."""
    remedies = list(remedies)
    names = organisation_names({each.organisation_id for each in remedies}, day)
    return [_remedy_row(each, names, day, follows) for each in remedies]


def _remedy_row(remedy, names, day, follows) -> dict:
    row = {
        "work": _short(remedy.work),
        "url": remedy.get_absolute_url(),
        "organisation": names.get(remedy.organisation_id, ""),
        "due_on": remedy.due_on,
        "how": distance_words(remedy.due_on, day) if remedy.is_open else "",
        "state": remedy_state(remedy, day),
    }
    if follows:
        notice = remedy.line.conclusion
        row |= {
            "seen": remedy.last_seen,
            "seen_on": remedy.last_seen_on,
            "notice": str(notice),
            "notice_url": notice.get_absolute_url(),
        }
    return row


def remedy_state(remedy, day) -> str:
    is_overdue = remedy.state == Remedy.State.OPEN and remedy.due_on < day
    return "overdue" if is_overdue else remedy.state


def address(name, *args):
    """None where the page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def report_words(report) -> str:
    """ "BC-2026-10-0004, 24/10/2026, Phạm Văn Dự"."""
    return f"{report.number}, {date_format(report.met_on, 'd/m/Y')}, {report.cadre}"


def _short(text) -> str:
    return Truncator(" ".join(text.split())).chars(_SHORT)
