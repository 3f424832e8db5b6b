"""Two rows that look like one are said to be two: with who said it and when, and for good."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from matters.models import GiftDifference, MatterDifference


@transaction.atomic
def say_different(row, others, *, by, on) -> int:
    """`row` (Recommendation or Contribution) is none of `others` of its kind; said twice it stands once. How many it was said of.
    Raises ValidationError: of nothing, or of itself."""
    model = MatterDifference if row._meta.model_name == "recommendation" else GiftDifference
    ids = {each.pk for each in others}
    if not ids or row.pk in ids:
        raise ValidationError(_("Hãy đánh dấu những dòng không phải là một với dòng này."))
    pairs = [sorted((row.pk, pk)) for pk in sorted(ids)]
    model.objects.bulk_create(
        [model(first_id=first, second_id=second, said_on=on, by=by) for first, second in pairs],
        ignore_conflicts=True,
    )
    return len(pairs)
