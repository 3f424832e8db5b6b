"""A turn (lượt) that was entered by mistake is voided: out of every count, and still to be seen."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import refused_in_words
from common.history import recorded_by
from meetings.models import Attendance
from reports.models import Report


@transaction.atomic
def void_turn(turn, *, reason, by) -> Attendance:
    """Raises ValidationError: voided already, no reason, or somebody has reported on it: then the report goes back to its author,
    who corrects it. A report from a list holds nobody's words and goes with its turn."""
    row = Attendance.objects.select_for_update(of=["self"], no_key=True).get(pk=turn.pk)
    if row.voided_at:
        raise ValidationError(_("Lượt dự này đã bị hủy."))
    if not reason.strip():
        raise ValidationError({"reason": _("Hủy một lượt dự nhập nhầm phải nêu lý do.")})
    report = Report.objects.filter(attendance=row).first()
    if report is not None and report.source != Report.Source.IMPORT:
        raise ValidationError(
            _("Lượt dự này có báo cáo %(number)s. Hãy trả lại báo cáo để người dự sửa.")
            % {"number": report.number}
        )
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, reason.strip()
    with recorded_by(by), refused_in_words():
        if report is not None:
            report.delete()
        row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    return row
