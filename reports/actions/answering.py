"""What the host says of a report: that the cadre was there, and its answer to the part that it may read."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import refused_in_words
from common.history import recorded_by
from reports.models import BranchResponse, Report


@transaction.atomic
def respond(report, *, has_attended, text, by) -> BranchResponse:
    """Makes the answer, or changes one's own as long as the report is not locked. Raises ValidationError: somebody else
    of the branch or commune has answered; the report is locked; it is one's own report."""
    row = (
        Report.objects.select_for_update(no_key=True, of=("self",)).select_related("cadre").get(pk=report.pk)
    )
    answer = BranchResponse.objects.filter(report=row).first()
    if by.pk in (row.author_id, row.cadre.user_id):
        raise ValidationError(_("Người báo cáo không tự xác nhận cho mình."))
    if row.state == Report.State.LOCKED:
        raise ValidationError(_("Báo cáo đã khóa nên không ghi ý kiến được nữa."))
    if answer and answer.said_by_id != by.pk:
        raise ValidationError(
            _("%(who)s đã trả lời thay cho chi bộ; chỉ người đó sửa được.") % {"who": answer.said_by}
        )
    answer = answer or BranchResponse(report=row, said_by=by)
    answer.has_attended, answer.text = has_attended, text.strip()
    with recorded_by(by), refused_in_words():
        answer.full_clean()
        answer.save()
    return answer
