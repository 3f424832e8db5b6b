"""What the visitor says he told: it ends the clock "from voice to answer heard" of each voice, in the report's transaction."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matters.actions.steps import locked_family
from matters.actions.telling import tell_base
from matters.actions.untelling import untell_base
from matters.models import Recommendation
from reports.models import ReportTold


def write_told(report, matters, *, by, on):
    """`matters` (Recommendation) were told at the meeting; what the report said before and does not say any more is taken
    back. Who did not attend has told nothing. Said again it changes nothing. Raises ValidationError: the meeting was before
    the answer, or the place has answered to what is taken back."""
    wanted = {each.pk: each for each in matters} if report.attendance_id else {}
    links = report.told_links.standing().filter(recommendation__voided_at=None)
    for link in links.select_related("recommendation"):
        if link.recommendation_id in wanted and link.told_on == report.met_on:
            del wanted[link.recommendation_id]
        else:
            _take_back(link, by=by, on=on)
    for pk in sorted(wanted):
        _tell(report, wanted[pk], by=by)


def _tell(report, matter, *, by):
    family = locked_family(matter)
    row, lead = family.row, family.lead
    is_waiting = row.told_on is None and row.closed_on is None and lead.answered_on is not None
    if is_waiting and report.met_on < lead.answered_on:
        raise ValidationError(
            _(
                "Trả lời của kiến nghị %(reference)s có từ ngày %(day)s, sau buổi sinh hoạt này: chưa thể đã thông báo."
            )
            % {"reference": row, "day": date_format(lead.answered_on, "d/m/Y")}
        )
    if is_waiting:
        tell_base(row, how=Recommendation.Told.MEETING, by=by, on=report.met_on)
    # Somebody else was quicker, or it was opened again since: that he told it stays true.
    ReportTold.objects.create(
        report=report, recommendation=row, told_on=report.met_on, has_ended_clock=is_waiting
    )


def _take_back(link, *, by, on):
    link.taken_back_at, link.taken_back_by = timezone.now(), by
    link.save(update_fields=["taken_back_at", "taken_back_by"])
    if not link.has_ended_clock:
        return
    reason = _("Người báo cáo bỏ đánh dấu khi sửa báo cáo.")
    row = untell_base(link.recommendation, told_on=link.told_on, reason=reason, by=by, on=on)
    others = row.told_links.standing().select_related("report__author").order_by("told_on", "pk")
    other = others.first()
    if row.told_on is None and other is not None:
        _end_clock_with(other, row)


def _end_clock_with(link, row):
    """Another visitor told it as well: the clock ends with him."""
    lead = row.merged_into or row
    if lead.answered_on is None or link.told_on < lead.answered_on:
        return
    tell_base(row, how=Recommendation.Told.MEETING, by=link.report.author, on=link.told_on)
    link.has_ended_clock = True
    link.save(update_fields=["has_ended_clock"])
