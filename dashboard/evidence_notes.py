"""What each side says about a cadre's year, and what it said before: said anew, the former is kept to be read by whoever reads
what stands."""

from django.db.models import BooleanField, ExpressionWrapper, Q

from reports.models import YearNote


def everything_said(cadre, year: int, scope, speakers) -> list[YearNote]:
    """All that every side ever said, the earliest first, each with `is_readable`: what `scope` reads, and what was said for the
    sides of `speakers` (dashboard.evidence_sides.Speaker). One query; a year has few."""
    mine = Q(pk__in=YearNote.objects.visible_to(scope).values("pk"))
    for each in speakers:
        # Of the same branch, or of the place as such: None is not "any".
        body = Q(organisation=each.organisation) if each.organisation else Q(organisation=None)
        mine |= body & Q(side=each.side, unit=each.unit)
    rows = YearNote.objects.filter(cadre=cadre, year=year)
    rows = rows.annotate(is_readable=ExpressionWrapper(mine, output_field=BooleanField()))
    return list(rows.select_related("said_by", "unit", "organisation").order_by("pk"))


def readable_notes(said: list[YearNote]) -> list[YearNote]:
    """Those that stand and are readable, by side, each with `earlier`: what it replaced, the latest first."""
    order = list(YearNote.Side)
    found = [note for note in said if note.voided_at is None and note.is_readable]
    for note in found:
        note.earlier = [each for each in reversed(said) if each.voided_at and _side(each) == _side(note)]
    return sorted(found, key=lambda note: (order.index(note.side), note.pk))


def _side(note: YearNote) -> tuple:
    return note.side, note.unit_id, note.organisation_id
