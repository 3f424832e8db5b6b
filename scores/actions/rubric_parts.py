"""What hangs on a draft: sections, criteria, the steps of their facts, bands, vetoes, yearly rules; added, changed, removed."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.db.models.deletion import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import refused_in_words
from common.history import recorded_by
from common.text import search_key
from scores.actions.rubric_rows import locked_draft, saved
from scores.models import Band, Criterion, FactStep, Section, YearlyRule
from scores.points import points_text

# Far above any rung: where a band stands while the others are put in order.
_ASIDE = 1000
_USED = {
    Section: gettext_lazy("Nhóm này còn tiêu chí: hãy chuyển hoặc bỏ các tiêu chí trước."),
    Band: gettext_lazy("Mức xếp loại này đang được quy định khống chế hoặc xếp loại cả năm nhắc đến."),
    Criterion: gettext_lazy("Tiêu chí này đang được dùng."),
}


@transaction.atomic
def add_part(rubric, model, *, values, by, version=None):
    """A new row of `model` (Section, Criterion, FactStep, Band, VetoRule, YearlyRule) on a draft. `values`: its fields; a
    FactStep names its criterion. A code that is not given is made, the place is the last. Raises ValidationError."""
    draft = locked_draft(rubric, version)
    row = model(**({} if model is FactStep else {"rubric": draft}))
    return _written(draft, row, values, by)


@transaction.atomic
def change_part(row, *, values, by, version=None):
    """Fields of a row of a draft. Raises ValidationError."""
    draft = locked_draft(rubric_of(row), version)
    row = type(row).objects.get(pk=row.pk)
    return _written(draft, row, values, by)


@transaction.atomic
def remove_part(row, *, by, version=None) -> None:
    """Takes a row out of a draft; a criterion with its fact steps. Raises ValidationError where others rest on it."""
    draft = locked_draft(rubric_of(row), version)
    with recorded_by(by):
        try:
            if isinstance(row, Criterion):
                row.fact_steps.all().delete()
            type(row).objects.get(pk=row.pk).delete()
        except ProtectedError as error:
            raise ValidationError(str(_USED[type(row)])) from error
        if isinstance(row, Band):
            _put_in_order(draft)
    saved(draft, by)


def rubric_of(row):
    return row.criterion.rubric if isinstance(row, FactStep) else row.rubric


def _written(draft, row, values, by):
    for name, value in values.items():
        setattr(row, name, value)
    _refuse_foreign(draft, row)
    if isinstance(row, Criterion):
        _refuse_wrong_points(row)
    if isinstance(row, YearlyRule):
        _refuse_wrong_year(row)
    _fill(draft, row)
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
        if isinstance(row, Band):
            _put_in_order(draft)
            row.refresh_from_db()
    saved(draft, by)
    return row


def _refuse_foreign(draft, row) -> None:
    """What a row names is of the same rubric."""
    for name in ("section", "criterion", "band", "floor", "counted"):
        named = getattr(row, name, None) if hasattr(type(row), name) else None
        if named is not None and named.rubric_id != draft.pk:
            raise ValidationError({name: _("Mục này là của một bộ tiêu chí khác.")})


def _refuse_wrong_points(row) -> None:
    maximum, step = Decimal(row.maximum or 0), Decimal(row.step or 0)
    if step > 0 and maximum % step:
        raise ValidationError(
            {
                "step": _("Với bước %(step)s thì không chấm được đủ %(maximum)s điểm.")
                % {"step": points_text(step), "maximum": points_text(maximum)}
            }
        )
    if row.must_be_full and row.section.is_extra:
        raise ValidationError(
            {"must_be_full": _("Điểm thưởng, điểm trừ không phải là tiêu chí bắt buộc đạt tối đa.")}
        )


def _refuse_wrong_year(row) -> None:
    if row.count and row.counted is None:
        raise ValidationError({"counted": _("Hãy chọn loại mà số lần đó phải đạt.")})
    if YearlyRule.objects.filter(rubric=row.rubric_id, band=row.band_id).exclude(pk=row.pk).exists():
        raise ValidationError({"band": _("Cả năm xếp loại “%(band)s” đã có quy định.") % {"band": row.band}})


def _fill(draft, row) -> None:
    """The code and the place of a new row, where nobody named them."""
    if isinstance(row, Criterion):
        row.code = row.code or _free_code(draft, row)
    if isinstance(row, Band):
        row.code = row.code or _band_code(draft, row)
        row.sort = row.sort or _ASIDE + row.rubric.bands.count()
    elif hasattr(row, "sort") and not row.sort:
        others = type(row).objects.filter(rubric=draft).exclude(pk=row.pk)
        row.sort = (others.aggregate(most=Max("sort"))["most"] or 0) + 10


def _free_code(draft, row) -> str:
    """ "2-3": the third criterion of the second section."""
    sections = list(draft.sections.values_list("pk", flat=True))
    place = sections.index(row.section_id) + 1
    return _free(draft.criteria, str(place), draft.criteria.filter(section=row.section_id).count() + 1)


def _band_code(draft, row) -> str:
    """ "Trung bình" as "trung-binh", with a number where that is taken."""
    code = slugify(search_key(row.name))[:15] or "muc"
    return _free(draft.bands, code, 2) if draft.bands.filter(code=code).exclude(pk=row.pk).exists() else code


def _free(rows, prefix, number=1) -> str:
    taken = set(rows.values_list("code", flat=True))
    while f"{prefix}-{number}" in taken:
        number += 1
    return f"{prefix}-{number}"


def _put_in_order(draft) -> None:
    """Rung 1 is the band that begins highest; of two at one figure the one above it. Two alike are refused."""
    bands = sorted(draft.bands.all(), key=lambda band: (-band.minimum, band.is_inclusive))
    for above, below in zip(bands, bands[1:], strict=False):
        if (above.minimum, above.is_inclusive) == (below.minimum, below.is_inclusive):
            raise ValidationError(
                {
                    "minimum": _("Hai mức xếp loại không thể cùng từ %(points)s điểm.")
                    % {"points": points_text(above.minimum)}
                }
            )
    # Out of the way first: a rung is held by one band at every moment.
    draft.bands.update(sort=F("sort") + 2 * _ASIDE)
    for rung, band in enumerate(bands, 1):
        draft.bands.filter(pk=band.pk).update(sort=rung)
