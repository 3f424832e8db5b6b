"""What must always be true of scores beyond what a constraint can hold."""

from collections.abc import Iterator
from itertools import groupby, pairwise

from django.db.models import F, Prefetch
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scores.grading import grade_rows
from scores.models import (
    Band,
    Criterion,
    IndicatorValue,
    Rubric,
    RubricComment,
    Sheet,
    SheetRow,
    Target,
    VetoRule,
    YearlyRule,
    YearTheme,
)

# (model, the links that must lead to a row of the same rubric)
_LINKS = (
    (Criterion, ("section",)),
    (VetoRule, ("band",)),
    (YearlyRule, ("band", "floor", "counted")),
    (RubricComment, ("criterion",)),
)


def parts_are_of_one_rubric(day) -> Iterator[str]:
    """A criterion stands in a section of its own rubric; vetoes and yearly rules name bands of it, comments criteria."""
    for model, links in _LINKS:
        for link in links:
            rows = model.objects.filter(**{f"{link}__isnull": False})
            wrong = rows.exclude(**{f"{link}__rubric": F("rubric")}).select_related("rubric")
            for row in wrong.order_by("pk"):
                yield _("Bộ tiêu chí %(rubric)s: “%(row)s” gắn với một bộ tiêu chí khác.") % {
                    "rubric": _named(row.rubric),
                    "row": row,
                }


def editions_follow_each_other(day) -> Iterator[str]:
    """Of a rubric each edition ends on the day on which the next one begins; the last one has no end."""
    rows = Rubric.objects.issued().exclude(issuer=None).order_by("issuer", "code", "edition")
    for _key, editions in groupby(rows, key=lambda row: (row.issuer_id, row.code)):
        editions = list(editions)
        for before, after in pairwise(editions):
            if before.ends_on != after.starts_on:
                yield _(
                    "Bộ tiêu chí %(rubric)s không hết hiệu lực vào ngày %(day)s, khi phiên bản sau bắt đầu."
                ) % {
                    "rubric": _named(before),
                    "day": date_format(after.starts_on, "d/m/Y"),
                }
        if editions[-1].state != Rubric.State.ISSUED or editions[-1].ends_on:
            yield _("Bộ tiêu chí %(rubric)s là phiên bản cuối mà đã hết hiệu lực.") % {
                "rubric": _named(editions[-1])
            }


def totals_are_those_of_their_rows(day) -> Iterator[str]:
    """Total and grade of a sheet that was sent are what its rows come to by its rubric."""
    rubrics = Rubric.objects.whole().in_bulk(
        Sheet.objects.counted().values_list("rubric", flat=True).distinct()
    )
    sheets = (
        Sheet.objects.counted()
        .select_related("band")
        .prefetch_related(
            Prefetch("rows", queryset=SheetRow.objects.select_related("criterion__section")), "vetoes__band"
        )
    )
    for sheet in sheets.order_by("pk").iterator(chunk_size=500):
        grade = grade_rows(rubrics[sheet.rubric_id], list(sheet.rows.all()), list(sheet.vetoes.all()))
        if (sheet.total, sheet.band.code if sheet.band else None) != (grade.total, grade.band):
            yield _("Phiếu chấm điểm %(sheet)s: tổng hoặc xếp loại không khớp với các dòng điểm.") % {
                "sheet": sheet.key
            }


def bands_descend(day) -> Iterator[str]:
    """The rungs of an issued rubric follow its points, and no two are alike."""
    bands = Band.objects.filter(rubric__in=Rubric.objects.issued()).select_related("rubric")
    for above, below in pairwise(bands.order_by("rubric", "sort")):
        if above.rubric_id != below.rubric_id:
            continue
        if (above.minimum, not above.is_inclusive) <= (below.minimum, not below.is_inclusive):
            yield _("Bộ tiêu chí %(rubric)s: mức “%(above)s” không từ điểm cao hơn mức “%(below)s”.") % {
                "rubric": _named(above.rubric),
                "above": above,
                "below": below,
            }


def corrected_numbers_are_voided(day) -> Iterator[str]:
    """A number, a target, a theme that stands for another: that one does not stand any more."""
    for model in (IndicatorValue, Target, YearTheme):
        for row in model.objects.filter(corrects__isnull=False, corrects__voided_at=None).order_by("pk"):
            yield _("%(thing)s số %(row)s đính chính một dòng vẫn còn hiệu lực.") % {
                "thing": capfirst(str(model._meta.verbose_name)),
                "row": row.pk,
            }


def _named(rubric) -> str:
    return f"{rubric.code}/{rubric.edition}"


CHECKS = (
    (gettext_lazy("Bộ tiêu chí: các phần cùng một bộ"), parts_are_of_one_rubric),
    (gettext_lazy("Bộ tiêu chí: các phiên bản nối tiếp nhau"), editions_follow_each_other),
    (gettext_lazy("Bộ tiêu chí: các mức xếp loại từ cao xuống thấp"), bands_descend),
    (gettext_lazy("Phiếu chấm điểm: tổng và xếp loại khớp với các dòng"), totals_are_those_of_their_rows),
    (gettext_lazy("Số liệu, chỉ tiêu, chủ đề: đính chính dòng đã hủy"), corrected_numbers_are_voided),
)
