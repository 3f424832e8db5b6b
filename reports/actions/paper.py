"""A report on paper, entered by a clerk on behalf of a cadre: the same filing, marked as such, and the cadre is told."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.actions import tell
from reports.actions.submitting import Submitted, submit_report
from reports.models import Report


@transaction.atomic
def enter_paper(*, cadre, clerk, client_key, values, on, body_hash=None) -> Submitted:
    """Files what stands on the paper. `values` as of `submit_report`, with "scans" (CleanFile) or "no_scan_reason".

    Raises ValidationError: neither scan nor reason; it is the clerk's own report; whatever `submit_report` refuses. Raises
    Conflict as `submit_report`.
    """
    if cadre.user_id == clerk.pk:
        raise ValidationError(_("Đây là báo cáo của chính bạn: hãy gửi ở trang “Báo cáo của tôi”."))
    values = values | {"no_scan_reason": (values.get("no_scan_reason") or "").strip()}
    if not values.get("scans") and not values["no_scan_reason"]:
        raise ValidationError({"scans": _("Hãy đính kèm bản chụp báo cáo giấy, hoặc ghi vì sao không có.")})
    sent = submit_report(
        cadre=cadre,
        author=clerk,
        client_key=client_key,
        values=values,
        on=on,
        source=Report.Source.PAPER,
        body_hash=body_hash,
    )
    if sent.is_new:
        _tell(sent.report, clerk)
    return sent


def _tell(report, clerk):
    if report.cadre.user is None:
        return
    text = _("%(clerk)s đã nhập thay bạn báo cáo giấy buổi ngày %(day)s (%(number)s). Hãy xem có đúng không.")
    words = {"clerk": clerk, "day": date_format(report.met_on, "d/m/Y"), "number": report.number}
    tell(
        report.cadre.user,
        text=text % words,
        url=report.get_absolute_url(),
        about=f"paper:{report.key}",
        subject="report",
    )
