"""The part of the report form in which the visitor scores the meeting (domain.md 3.1, I)."""

from meetings.models import Meeting
from scores.actions.sheets import missing_in, rows_of
from scores.committees import ships_for
from scores.models import Sheet
from scores.points import points_text, scale_text
from scores.tables.sheets import STATES
from scores.visiting import POINTS, WHY, Scale, scale_for, sheets_beside


def scale_of(target, scope) -> Scale | None:
    """By what the visitor of `target` (reports.filing.Target) scores its meeting; None where nothing is in force there."""
    kind = _kind_of(target)
    if kind is None:
        return None
    asked = (target.scheme, target.organisation, target.met_on, kind)
    return scale_for(*asked, meeting=target.meeting, cadre=target.cadre, scope=scope)


def is_scored_later(target) -> bool:
    """Where no committee issued a rubric: on the page of the report once it is sent, by one that ships."""
    kind = _kind_of(target)
    return kind is not None and ships_for(target.scheme, target.organisation, target.met_on, kind)


def _kind_of(target):
    """The kind of its meeting (one that nobody registered is a regular one); None where it is no branch's."""
    meeting = target.meeting
    if meeting is None:
        return Meeting.Kind.REGULAR
    return meeting.kind if meeting.body == Meeting.Body.BRANCH else None


def score_fields(target) -> list[str]:
    """Names of its fields, those of one criterion after the other."""
    criteria = target.scale.criteria if target.scale else ()
    return [name + each.key for each in criteria for name in (POINTS, WHY)]


def scores_asked(target, form) -> list[dict]:
    """[{"section", "lines"}]: each criterion with its two fields, its limits in words and what the branch gave itself, "" where that
    is not to be read."""
    found: dict = {}
    for each in target.scale.criteria if target.scale else ():
        if POINTS + each.key not in form.fields:
            continue
        group = found.setdefault(each.section_id, {"section": each.section, "lines": []})
        group["lines"].append(
            {
                "criterion": each,
                "points": form[POINTS + each.key],
                "why": form[WHY + each.key],
                "limits": f"{points_text(each.minimum)}–{points_text(each.maximum)}",
                "own": "" if each.own is None else points_text(each.own),
            }
        )
    return list(found.values())


def scored_in(report, scope) -> list[dict]:
    """The sheets of the meeting of `report` that the reader reads, each with its points, its state in words and, of a draft, what is
    missing; never averaged. One query, and two for a draft."""
    found = []
    for sheet in sheets_beside(report.meeting_id, report.cadre_id, scope):
        is_draft = sheet.state == Sheet.State.DRAFT
        found.append(
            {
                "sheet": sheet,
                "is_visitors": sheet.cadre_id == report.cadre_id,
                "points": scale_text(sheet.total, sheet.full) or "–",
                "state": STATES[sheet.state],
                "missing": missing_in(rows_of(sheet)) if is_draft else [],
            }
        )
    return found
