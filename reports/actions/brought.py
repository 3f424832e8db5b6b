"""Matters, resources and good models that a report brings, and what becomes of them when it is amended.

A row that is emptied is voided, never deleted: its reference stays taken and its history readable. What somebody else works
on already is not taken back by its proposer: a matter that is with an agency, answered, merged or closed stands as it was
said, and so does a model that was published.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import refused_in_words
from matters.models import Contribution, GoodPractice, Recommendation, RecommendationStep
from reports.models import ReportContribution, ReportPractice, ReportRecommendation

# In a row's values: the key of the row that it was read from, "" for a new one. Without it rows are met in their order.
ROW = "row"


def write_brought(report, values, *, by, on):
    """The rows of the three kinds as `values` says them; those that it does not say any more are voided. Raises
    ValidationError."""
    for kind in (Recommendations, Contributions, Practices):
        _write(report, values.get(kind.among) or [], kind(report, by, on))


class _Kind:
    related = ("topic",)

    def __init__(self, report, by, on):
        self.report, self.by, self.on = report, by, on

    def fields(self, number) -> dict:
        raise NotImplementedError

    def refuse_change(self, row, values):
        """Raises ValidationError where the row may no longer say anything else."""

    def refuse_void(self, row):
        """Raises ValidationError where the row may no longer be taken back."""

    def changes(self, row, values) -> dict:
        """What of `values` the row takes over."""
        return {name: value for name, value in values.items() if getattr(row, name) != value}

    def made(self, row):
        """After a new one."""

    def changed(self, row):
        """After other words."""

    def voided(self, row):
        """After it was taken back."""


class Recommendations(_Kind):
    model, link, name, among = Recommendation, ReportRecommendation, "recommendation", "recommendations"
    # What the proposer said; how it is classed is the affair of whoever received it, from that day on.
    words = ("content", "proposed_solution", "on_behalf_of")

    def fields(self, number):
        return {
            "reference": f"{self.report.number.replace('BC-', 'KN-', 1)}-{number}",
            "source": Recommendation.Source.REPORT,
            "organisation_id": self.report.organisation_id,
            "raised_on": self.report.met_on,
            "raised_by_id": self.report.cadre_id,
        }

    def changes(self, row, values):
        found = super().changes(row, values)
        if row.received_on:
            found = {name: value for name, value in found.items() if name in self.words}
        return found

    def refuse_change(self, row, values):
        if _is_with_others(row):
            raise ValidationError(
                _("Kiến nghị %(reference)s đã có nơi giải quyết hoặc trả lời nên không sửa lời được nữa.")
                % {"reference": row.reference}
            )

    def refuse_void(self, row):
        if _is_with_others(row):
            raise ValidationError(
                _("Kiến nghị %(reference)s đã có nơi giải quyết hoặc trả lời nên không bỏ được nữa.")
                % {"reference": row.reference}
            )

    def made(self, row):
        self._step(row, RecommendationStep.Step.RAISED, row.raised_on)

    def changed(self, row):
        self._step(row, RecommendationStep.Step.CHANGED, self.on)

    def voided(self, row):
        self._step(row, RecommendationStep.Step.VOIDED, self.on, note=row.void_reason)

    def _step(self, row, step, on, note=""):
        RecommendationStep.objects.create(
            recommendation=row, step=step, happened_on=on, by=self.by, note=note
        )


class Contributions(_Kind):
    model, link, name, among = Contribution, ReportContribution, "contribution", "contributions"

    def fields(self, number):
        return {
            "happened_on": self.report.met_on,
            "cadre_id": self.report.cadre_id,
            "scheme_id": self.report.scheme_id,
        }


class Practices(_Kind):
    model, link, name, among = GoodPractice, ReportPractice, "practice", "practices"

    def fields(self, number):
        return {"noted_on": self.report.met_on, "cadre_id": self.report.cadre_id}

    def refuse_void(self, row):
        if row.published_on:
            raise ValidationError(
                _("Mô hình “%(title)s” đã được phổ biến nên không bỏ được nữa.") % {"title": row.title}
            )


def _write(report, said, kind):
    rows = list(
        kind.model.objects.select_for_update(no_key=True, of=("self",))
        .filter(report_link__report=report)
        .select_related(*kind.related)
        .order_by("report_link__pk")
    )
    number = max((_number(row) for row in rows), default=0)
    standing = [row for row in rows if row.voided_at is None]
    pairs = _met(said, standing)
    kept = {row.pk for row, _values in pairs if row}
    for row in standing:
        if row.pk not in kept:
            _void(row, kind)
    for row, values in pairs:
        if row is None:
            number += 1
            _make(report, values, kind, number)
        else:
            _change(row, values, kind)


def _met(said, standing) -> list[tuple]:
    """[(row that stands or None, its values)] in the order of `said`: by the key that a form sends along, else by place."""
    if any(ROW in values for values in said):
        known = {row.key: row for row in standing}
        return [(known.pop(values.get(ROW), None), _without_key(values)) for values in said]
    rows = [*standing, *[None] * len(said)]
    return list(zip(rows, said, strict=False))


def _without_key(values) -> dict:
    return {name: value for name, value in values.items() if name != ROW}


def _make(report, values, kind, number):
    row = kind.model(
        unit_id=report.unit_id,
        issuer_id=report.issuer_id,
        created_by=kind.by,
        **{**kind.fields(number), **values},
    )
    _save(row, kind)
    kind.link.objects.create(report=report, **{kind.name: row})
    kind.made(row)


def _change(row, values, kind):
    changes = kind.changes(row, values)
    if not changes:
        return
    kind.refuse_change(row, changes)
    for name, value in changes.items():
        setattr(row, name, value)
    _count_up(row)
    _save(row, kind)
    kind.changed(row)


def _void(row, kind):
    kind.refuse_void(row)
    row.voided_at, row.voided_by = timezone.now(), kind.by
    row.void_reason = _("Người báo cáo bỏ mục này khi sửa báo cáo.")
    _count_up(row)
    _save(row, kind)
    kind.voided(row)


def _save(row, kind):
    with refused_in_words():
        # A list that is brought in has no sender who signs in.
        row.full_clean(exclude=["created_by"] if kind.by is None else None)
        row.save()


def _count_up(row):
    """Whoever has it open elsewhere is told that it has changed."""
    if hasattr(row, "version"):
        row.version += 1


def _is_with_others(row) -> bool:
    return bool(
        row.answered_on
        or row.closed_on
        or row.merged_into_id
        or row.handlings.exists()
        or row.answers.exists()
        or row.voices.exists()
    )


def _number(row) -> int:
    reference = getattr(row, "reference", "")
    return int(reference.rpartition("-")[2]) if reference else 0
