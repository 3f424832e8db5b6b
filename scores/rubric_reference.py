"""Writes the rubrics that ship (`shipped_rubrics`) where they are missing."""

from decimal import Decimal

from django.db import transaction

from scores.models import Band, Criterion, FactStep, Rubric, Section, VetoRule, YearlyRule
from scores.shipped_rubrics import SHIPPED


def load_rubrics(using="default") -> None:
    """Adds what is missing; each is written as a draft and then issued, for nothing joins what was issued."""
    known = set(Rubric.objects.using(using).filter(issuer=None).values_list("code", flat=True))
    for each in SHIPPED:
        if each.code not in known:
            with transaction.atomic(using=using):
                _ship(each, using)


def _ship(each, using) -> None:
    row = Rubric.objects.using(using).create(
        code=each.code,
        name=each.name,
        kind=each.kind,
        meeting_kind=each.meeting_kind,
        source=each.source,
        guidance=each.guidance,
        is_illustrative=each.illustrative,
        starts_on=each.starts_on,
    )
    _ship_criteria(row, each, using)
    bands = {
        code: Band(rubric=row, code=code, name=name, minimum=Decimal(minimum), sort=rung)
        for rung, (code, name, minimum) in enumerate(each.bands, 1)
    }
    Band.objects.using(using).bulk_create(bands.values())
    VetoRule.objects.using(using).bulk_create(
        VetoRule(rubric=row, text=text, band=bands[band], sort=10 * place)
        for place, (text, band) in enumerate(each.vetoes, 1)
    )
    YearlyRule.objects.using(using).bulk_create(
        YearlyRule(rubric=row, band=bands[band], floor=bands[floor], counted=bands.get(counted), count=count)
        for band, floor, counted, count in each.yearly
    )
    Rubric.objects.using(using).filter(pk=row.pk).update(state=Rubric.State.ISSUED)


def _ship_criteria(row, each, using) -> None:
    sections = [
        Section(rubric=row, name=name, is_extra=name in each.extra, sort=10 * place)
        for place, (name, _lines) in enumerate(each.sections, 1)
    ]
    Section.objects.using(using).bulk_create(sections)
    pairs = [
        (line, _criterion(row, section, line, place, number))
        for place, (section, (_name, lines)) in enumerate(zip(sections, each.sections, strict=True), 1)
        for number, line in enumerate(lines, 1)
    ]
    Criterion.objects.using(using).bulk_create(criterion for _line, criterion in pairs)
    FactStep.objects.using(using).bulk_create(
        FactStep(criterion=criterion, threshold=threshold, points=points, **options)
        for line, criterion in pairs
        for threshold, points, options in line.steps
    )


def _criterion(row, section, line, place, number) -> Criterion:
    return Criterion(
        rubric=row,
        section=section,
        code=f"{place}-{number}",
        name=line.name,
        maximum=line.maximum,
        minimum=line.minimum,
        must_be_full=line.must_be_full,
        fact=line.fact,
        sort=10 * number,
    )
