"""A criterion together with the points that its fact proposes."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.history import recorded_by
from scores.actions.rubric_parts import add_part, change_part
from scores.models import Criterion, FactStep
from scores.points import points_text


@transaction.atomic
def write_criterion(rubric, *, values, steps, by, version=None, row=None) -> Criterion:
    """A new criterion of a draft, or `row` changed. `steps`: all its fact steps as dicts of FactStep's fields, in place of
    those that were there. Raises ValidationError, nothing written."""
    if row is None:
        row = add_part(rubric, Criterion, values=values, by=by, version=version)
    else:
        row = change_part(row, values=values, by=by, version=version)
    refused = _refusals(row, steps)
    if refused:
        raise ValidationError(refused)
    with recorded_by(by):
        row.fact_steps.all().delete()
        FactStep.objects.bulk_create(FactStep(criterion=row, **step) for step in steps)
    return row


def _refusals(row, steps) -> list[str]:
    if steps and not row.fact:
        return [_("Mức đề xuất điểm phải theo một số liệu: hãy chọn số liệu, hoặc bỏ các mức.")]
    found = [
        _("Mức đề xuất %(points)s điểm nằm ngoài điểm của tiêu chí.")
        % {"points": points_text(step["points"])}
        for step in steps
        if not row.minimum <= step["points"] <= row.maximum
    ]
    said = [(step["threshold"], step["is_inclusive"]) for step in steps]
    found += [
        _("Ngưỡng %(number)s được ghi hai lần.") % {"number": points_text(threshold)}
        for threshold, _inclusive in {each for each in said if said.count(each) > 1}
    ]
    if len({step["is_at_most"] for step in steps}) > 1:
        found.append(_("Các mức của một tiêu chí hoặc đều tính từ dưới lên, hoặc đều tính từ trên xuống."))
    return found
