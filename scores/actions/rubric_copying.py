"""All that hangs on a rubric, made anew on another one."""

from scores.models import Band, Criterion, FactStep, Rubric, Section, VetoRule, YearlyRule

_CRITERION = ("code", "name", "maximum", "minimum", "step", "must_be_full", "fact", "sort")
_STEP = ("threshold", "is_inclusive", "is_at_most", "points")
_BAND = ("code", "name", "minimum", "is_inclusive", "sort")


def copy_parts(source: Rubric, target: Rubric) -> None:
    """Sections, criteria, fact steps, bands, vetoes and yearly rules of `source`, on the draft `target`; keys are new."""
    sections = _copied(
        Section, source.sections.order_by("pk"), rubric=target, said=("name", "is_extra", "sort")
    )
    criteria = _copied(
        Criterion, source.criteria.order_by("pk"), rubric=target, said=_CRITERION, section=sections
    )
    steps = FactStep.objects.filter(criterion__rubric=source).order_by("pk")
    _copied(FactStep, steps, said=_STEP, criterion=criteria)
    bands = _copied(Band, source.bands.order_by("pk"), rubric=target, said=_BAND)
    _copied(
        VetoRule, source.vetoes.order_by("pk"), rubric=target, said=("text", "lowers_by", "sort"), band=bands
    )
    _copied(
        YearlyRule, source.yearly_rules.order_by("pk"), rubric=target, said=("floor_share", "count"),
        band=bands, floor=bands, counted=bands,
    )  # fmt: skip


def _copied(model, rows, *, said, rubric=None, **links) -> dict:
    """{id of a row: its copy}. `links`: {foreign key: {old id: new row}}; `said`: fields that stay as they are."""
    rows = list(rows)
    made = []
    for row in rows:
        fields = {name: getattr(row, name) for name in said}
        fields |= {name: new.get(getattr(row, f"{name}_id")) for name, new in links.items()}
        made.append(model(**fields, **({"rubric": rubric} if rubric else {})))
    model.objects.bulk_create(made)
    return {row.pk: copy for row, copy in zip(rows, made, strict=True)}
