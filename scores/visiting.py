"""Scoring a meeting where it is reported: what the report form asks for, what the branch gave itself, the sheets that stand."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from scores.committees import visitors_rubrics
from scores.models import Criterion, Rubric, Sheet, SheetRow
from scores.scales import with_full_marks

Scorer = Sheet.Scorer

# Names of the fields of a criterion on the report form, each followed by its key: points, and why.
POINTS, WHY = "diem-", "ly-do-"


@dataclass(frozen=True)
class Scale:
    """The rubric by which a visitor scores one meeting, with its criteria in their order, each with its section and with what the
    branch gave itself (`own`, None where it is not to be read). `sheet`: the key of the sheet that he has begun already."""

    rubric: Rubric
    criteria: tuple[Criterion, ...]
    sheet: str = ""

    def given_in(self, data) -> dict:
        """{Criterion: (points or None, reason)} of a valid form's data: what was written of it."""
        found = {
            each: (data.get(POINTS + each.key), data.get(WHY + each.key) or "") for each in self.criteria
        }
        return {each: said for each, said in found.items() if said != (None, "")}


def scale_for(scheme, organisation, on, meeting_kind, *, meeting, cadre, scope) -> Scale | None:
    """By what `cadre`, a visitor under `scheme` (None: under none), scores the meeting of `organisation` on the day `on`; `meeting`:
    None where nobody registered one. `scope`: whose eyes see what the branch gave itself. One query."""
    rubric = visitors_rubrics(scheme, organisation, on, meeting_kind).values("pk")[:1]
    rows = Criterion.objects.filter(rubric=Subquery(rubric)).select_related("rubric", "section")
    own = Sheet.objects.visible_to(scope).counted()
    own = own.filter(meeting=meeting, meeting__isnull=False, scorer=Scorer.BRANCH)
    given = SheetRow.objects.filter(criterion=OuterRef("pk"), sheet__in=own.order_by().values("pk"))
    visitors = visitors_sheets(meeting, cadre).order_by().values("key")[:1]
    criteria = tuple(
        rows.annotate(own=Subquery(given.order_by().values("points")[:1]), visitors_sheet=Subquery(visitors))
    )
    return Scale(criteria[0].rubric, criteria, criteria[0].visitors_sheet or "") if criteria else None


def visitors_sheets(meeting, cadre):
    """The sheet by which `cadre` scores `meeting`, if he has begun one (rows)."""
    rows = Sheet.objects.standing().filter(meeting=meeting, meeting__isnull=False)
    return rows.filter(cadre=cadre, scorer=Scorer.SUPERIOR)


def sheets_beside(report_meeting, cadre, scope) -> list[Sheet]:
    """What the reader reads of the scores of a meeting that `cadre` reported: the branch's sheet and that of `cadre`, with `full`."""
    rows = Sheet.objects.visible_to(scope).standing().filter(meeting=report_meeting)
    own = rows.filter(scorer=Scorer.BRANCH) | rows.filter(cadre=cadre)
    return list(with_full_marks(own).select_related("band", "cadre").order_by("scorer", "pk"))


def points_written(data) -> dict:
    """{key of a criterion: what was typed} of a form that was sent or kept."""
    return {
        name.removeprefix(POINTS): value.strip()
        for name, value in (data or {}).items()
        if name.startswith(POINTS) and value.strip()
    }


def written_without_place(data, known) -> list[str]:
    """Points in a sent form for which it has no field any more: another rubric holds, or a sheet stands meanwhile."""
    lost = {key: value for key, value in points_written(data).items() if POINTS + key not in known}
    if not lost:
        return []
    names = dict(Criterion.objects.filter(key__in=lost).values_list("key", "name"))
    return [f"{names.get(key, '')}: {value}".lstrip(": ") for key, value in lost.items()]
