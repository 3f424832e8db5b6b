"""Filling in score sheets: opened with what facts propose, saved row by row; their way is `sheet_steps`. The points of one column are never overwritten by another's: own, reviewed and approved stand side by side."""

from datetime import timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.text import normalise
from scores.facts import facts_of, in_words, period_of
from scores.grading import COLUMNS, counted, grade_rows, reasons_of, steps_of
from scores.models import Rubric, Sheet, SheetRow, SheetVeto
from scores.points import points_text
from scores.rules import due_on_of, fits_step, proposed_points

State = Sheet.State
NOTES = {"points": "note", "reviewed": "review_note", "approved": "approve_note"}
# In which state a column may be filled in.
OPEN_IN = {
    "points": {State.DRAFT},
    "reviewed": {State.SENT, State.REVIEWED},
    "approved": {State.REVIEWED, State.APPROVED},
}


class Conflict(ValidationError):
    """Somebody else changed the row since it was read: `row` is what stands."""

    def __init__(self, row):
        super().__init__(
            _("Người khác vừa chấm “%(criterion)s”. Điểm đang lưu hiện bên cạnh; hãy xem rồi lưu lại.")
            % {"criterion": row.criterion}
        )
        self.row = row


@transaction.atomic
def open_sheet(
    *, rubric, organisation, issuer, period_on, scorer, by, on, meeting=None, cadre=None, attendance=None
) -> Sheet:
    """A draft with a row for each criterion and what facts propose; the one that stands already, where there is one. Raises
    ValidationError."""
    if not rubric.is_issued:
        raise ValidationError(_("Chỉ chấm theo bộ tiêu chí đã ban hành."))
    same = {"meeting": meeting} if meeting else {"organisation": organisation, "period_on": period_on}
    same |= {"cadre": cadre} if cadre else {}
    standing = Sheet.objects.standing().filter(kind=rubric.kind, scorer=scorer, **same).first()
    if standing:
        return standing
    sheet = Sheet(
        rubric=rubric,
        kind=rubric.kind,
        organisation=organisation,
        unit=organisation.unit,
        issuer=issuer,
        period_on=period_on,
        scorer=scorer,
        meeting=meeting,
        cadre=cadre,
        attendance=attendance,
        created_by=by,
    )
    sheet.due_on = due_day(sheet)
    with recorded_by(by), refused_in_words():
        sheet.full_clean(exclude=["created_by"])
        sheet.save()
        SheetRow.objects.bulk_create(
            SheetRow(sheet=sheet, criterion=criterion) for criterion in rubric.criteria.all()
        )
        propose(sheet)
    return sheet


def due_day(sheet):
    """The last day in time: so many days after the meeting, or after the month or year ended."""
    is_meeting = sheet.kind == Rubric.Kind.MEETING
    after = sheet.period_on + timedelta(days=1) if is_meeting else period_of(sheet)[1]
    return due_on_of(sheet.rubric, after)


def propose(sheet) -> None:
    """Fills `proposed` and why from the facts as they are now, and the points with it where nobody has entered any."""
    rows = rows_of(sheet)
    with override("vi"):  # what is kept is in one language
        facts = facts_of(sheet, {row.criterion.fact for row in rows} - {""})
        words = {row.pk: _why(row, *facts[row.criterion.fact]) for row in rows if row.criterion.fact in facts}
    for row in rows:
        if row.criterion.fact not in facts:
            continue
        number, _said = facts[row.criterion.fact]
        row.proposed = within(proposed_points(number, steps_of(row.criterion)), row.criterion)
        row.proposed_why = words[row.pk][:300]
        if row.points is None and row.changed_at is None:
            row.points = row.proposed
        row.save()


@transaction.atomic
def renew_proposals(sheet, *, by) -> int:
    """What the facts propose now, and the points with it where they were the proposal and nobody gave a reason of his own; how many
    rows changed. Raises ValidationError: the sheet was sent, or nothing is new."""
    sheet = in_state(sheet, State.DRAFT)
    before = {row.pk: row for row in rows_of(sheet)}
    with recorded_by(by):
        propose(sheet)
        changed = [row for row in rows_of(sheet) if _differs(row, before[row.pk])]
        for row in changed:
            old = before[row.pk]
            if row.is_applicable and row.points == old.proposed and not row.note:
                row.points = row.proposed
            row.version += 1
            row.save()
        if not changed:
            raise ValidationError(_("Số liệu chưa có gì mới."))
        regrade(sheet)
    return len(changed)


def _differs(row, old) -> bool:
    return (row.proposed, row.proposed_why) != (old.proposed, old.proposed_why)


def _why(row, number, why) -> str:
    value = in_words(number)
    return f"{why} ({row.criterion.get_fact_display()}: {value})" if value else why


def within(points, criterion) -> Decimal | None:
    return None if points is None else min(max(points, criterion.minimum), criterion.maximum)


def rows_of(sheet) -> list[SheetRow]:
    """In the order of the rubric, with what grading asks for; three queries."""
    rows = sheet.rows.select_related("criterion__section", "changed_by")
    return list(rows.prefetch_related("criterion__fact_steps"))


@transaction.atomic
def save_row(row, *, column, value, note, version, by, is_applicable=True) -> SheetRow:
    """One cell of one row: points (None: not yet) and their note. `version`: that of the row when it was read. Raises
    ValidationError, or Conflict with what stands; an entry that says what stands already is no conflict."""
    sheet = locked(row.sheet_id)
    if sheet.state not in OPEN_IN[column]:
        raise ValidationError(_("Phiếu này không còn chấm được ở bước này."))
    row = SheetRow.objects.select_for_update(of=("self",)).select_related("criterion__section").get(pk=row.pk)
    note = normalise(note)
    now = (getattr(row, column), getattr(row, NOTES[column]), row.is_applicable)
    if now == (value, note, is_applicable):
        return row
    if row.version != version:
        raise Conflict(row)
    with recorded_by(by), refused_in_words():
        write_row(row, column=column, value=value, note=note, is_applicable=is_applicable, by=by)
        regrade(sheet)
    return row


def write_row(row, *, column, value, note, by, is_applicable=True) -> None:
    """One cell, by whoever holds the sheet and grades it afterwards. Raises ValidationError."""
    check_points(row, column, value, note, is_applicable)
    setattr(row, column, value if is_applicable else None)
    setattr(row, NOTES[column], note)
    row.is_applicable = is_applicable
    row.changed_by, row.changed_at = by, timezone.now()
    row.version += 1
    row.full_clean(exclude=["changed_by"])
    row.save()


def check_points(row, column, value, note, is_applicable) -> None:
    criterion = row.criterion
    if not is_applicable:
        if not note:
            raise ValidationError(
                _("“%(criterion)s”: không áp dụng thì phải ghi lý do.") % {"criterion": criterion}
            )
        return
    if value is None:
        return
    if not criterion.minimum <= value <= criterion.maximum:
        raise ValidationError(
            _("“%(criterion)s”: điểm từ %(least)s đến %(most)s.")
            % {
                "criterion": criterion,
                "least": points_text(criterion.minimum),
                "most": points_text(criterion.maximum),
            }
        )
    if not fits_step(value, criterion):
        raise ValidationError(
            _("“%(criterion)s”: điểm theo bước %(step)s.")
            % {"criterion": criterion, "step": points_text(criterion.step)}
        )
    before = row.proposed if column == "points" else counted(row, COLUMNS[COLUMNS.index(column) - 1])
    if before is not None and value != before and not note:
        raise ValidationError(
            _("“%(criterion)s”: điểm khác %(before)s thì phải ghi lý do.")
            % {"criterion": criterion, "before": points_text(before)}
        )


@transaction.atomic
def set_vetoes(sheet, vetoes, *, by, seen=None) -> Sheet:
    """Which veto rules of the rubric apply. `seen`: ids of those that applied when the page was read; then only what differs from
    them is changed, and what somebody else said meanwhile stands. Raises ValidationError."""
    sheet = locked(sheet.pk)
    if sheet.state in (State.PUBLISHED, State.LOCKED):
        raise ValidationError(_("Phiếu này không còn chấm được ở bước này."))
    chosen = {veto.pk for veto in vetoes if veto.rubric_id == sheet.rubric_id}
    known = set(sheet.veto_rows.values_list("veto", flat=True))
    if seen is not None:
        chosen = known - (set(seen) - chosen) | (chosen - set(seen))
    if chosen == known:
        return sheet
    with recorded_by(by):
        sheet.veto_rows.exclude(veto__in=chosen).delete()
        SheetVeto.objects.bulk_create(
            SheetVeto(sheet=sheet, veto_id=pk, said_by=by) for pk in sorted(chosen - known)
        )
        regrade(sheet)
    return sheet


def regrade(sheet) -> None:
    """Total, grade and reasons from the rows as they stand."""
    rows = rows_of(sheet)
    rubric = Rubric.objects.whole().get(pk=sheet.rubric_id)
    vetoes = list(sheet.vetoes.select_related("band"))
    grade = grade_rows(rubric, rows, vetoes)
    bands = {band.code: band for band in rubric.bands.all()}
    sheet.own_total = grade_rows(rubric, rows, vetoes, until="points").total
    sheet.total, sheet.band = grade.total, bands.get(grade.band)
    with override("vi"):
        sheet.reasons = reasons_of(grade, rows, vetoes)
    sheet.version += 1
    sheet.save()


def missing_in(rows, column="points") -> list[str]:
    """Names of the criteria that have no points yet; bonus and penalty need none."""
    return [
        row.criterion.name
        for row in rows
        if row.is_applicable and getattr(row, column) is None and not row.criterion.section.is_extra
    ]


def locked(pk) -> Sheet:
    rows = Sheet.objects.select_for_update(of=("self",)).select_related(
        "rubric", "organisation__unit", "issuer"
    )
    sheet = rows.get(pk=pk)
    if sheet.voided_at:
        raise ValidationError(_("Phiếu này đã hủy."))
    return sheet


def in_state(sheet, *states) -> Sheet:
    sheet = locked(sheet.pk)
    if sheet.state not in states:
        raise ValidationError(BUSY)
    return sheet
