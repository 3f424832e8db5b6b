"""From the rows of a sheet to its grade: the models' side of `scores.rules`."""

from decimal import Decimal

from django.utils.translation import gettext as _

from scores.points import points_text
from scores.rules import BandFact, Grade, PointFact, StepFact, YearRule, grade_of, year_band

# The columns of a sheet from first to last; what counts is the furthest that is filled.
COLUMNS = ("points", "reviewed", "approved")


def counted(row, until="approved") -> Decimal | None:
    """The points of a row in the furthest column up to `until` that has any."""
    for column in reversed(COLUMNS[: COLUMNS.index(until) + 1]):
        if getattr(row, column) is not None:
            return getattr(row, column)
    return None


def bands_of(rubric) -> list[BandFact]:
    return [BandFact(band.code, band.minimum, band.sort, band.is_inclusive) for band in rubric.bands.all()]


def year_rules_of(rubric) -> list[YearRule]:
    return [
        YearRule(
            rule.band.code,
            rule.floor.code,
            rule.floor_share,
            rule.counted.code if rule.counted else None,
            rule.count,
        )
        for rule in rubric.yearly_rules.all()
    ]


def band_of_year(sheets, rubric):
    """(the Band that the yearly rules of `rubric`, read whole, make of the grades of `sheets` or None, whether these have grades that it
    does not know: then its rules say nothing of them)."""
    known = {band.code: band for band in rubric.bands.all()}
    codes = [sheet.band.code if sheet.band else None for sheet in sheets]
    if not set(codes) - {None} <= known.keys():
        return None, bool(rubric.yearly_rules.all())
    return known.get(year_band(codes, bands_of(rubric), year_rules_of(rubric))), False


def full_of(rows) -> Decimal:
    """The points of the scale of a sheet, from its rows: what is left out of them too, bonus and penalty not."""
    return sum((row.criterion.maximum for row in rows if not row.criterion.section.is_extra), Decimal(0))


def steps_of(criterion) -> list[StepFact]:
    return [
        StepFact(step.threshold, step.points, step.is_inclusive, step.is_at_most)
        for step in criterion.fact_steps.all()
    ]


def grade_rows(rubric, rows, vetoes=(), until="approved") -> Grade:
    """The grade of `rows` (SheetRows with their criteria) by `rubric`; `vetoes`: VetoRules that apply."""
    points = [
        PointFact(
            row.criterion.code,
            row.criterion.maximum,
            counted(row, until),
            row.criterion.must_be_full,
            row.is_applicable,
            row.criterion.section.is_extra,
        )
        for row in rows
    ]
    return grade_of(
        points,
        bands_of(rubric),
        [veto.band.code for veto in vetoes if veto.band],
        sum(veto.lowers_by for veto in vetoes),
    )


def reasons_of(grade: Grade, rows, vetoes=()) -> list[str]:
    """Why the grade is lower than the points alone would make it, or that there is none yet; in Vietnamese or English."""
    names = {row.criterion.code: row.criterion.name for row in rows}
    found = [_("Chưa chấm: %(criterion)s.") % {"criterion": names[code]} for code in grade.missing]
    found += [
        _("Chưa đạt điểm tối đa ở “%(criterion)s” nên không xếp loại cao nhất.") % {"criterion": names[code]}
        for code in grade.not_full
    ]
    if grade.vetoed:
        found += [
            _("%(rule)s: chỉ xếp loại %(band)s.") % {"rule": veto.text, "band": veto.band}
            for veto in vetoes
            if veto.band and veto.band.code == grade.vetoed
        ]
    if grade.lowered_to:
        found += [
            _("%(rule)s: hạ %(levels)s bậc xếp loại.") % {"rule": veto.text, "levels": veto.lowers_by}
            for veto in vetoes
            if veto.lowers_by
        ]
    left_out = sum((row.criterion.maximum for row in rows if not row.is_applicable), Decimal(0))
    if left_out:
        found.append(
            _("%(points)s điểm không áp dụng; phần còn lại tính trên toàn thang %(full)s.")
            % {"points": points_text(left_out), "full": points_text(grade.full)}
        )
    return found
