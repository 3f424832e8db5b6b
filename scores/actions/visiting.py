"""The visitor's sheet of a meeting, made where he reports it: opened, filled in and, once nothing is missing, sent in one go."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise
from scores.actions.sheet_steps import send_sheet, void_sheet
from scores.actions.sheets import missing_in, open_sheet, regrade, rows_of, write_row
from scores.committees import visited_under, visitors_rubrics
from scores.models import Sheet
from scores.visiting import POINTS, visitors_sheets


@transaction.atomic
def score_visit(turn, given, *, by, on) -> Sheet | None:
    """The sheet of the cadre of `turn` (Attendance) from `given` {Criterion: (points or None, reason)}. What facts propose fills
    itself where he gave no points; a sheet without a gap is sent on the day `on`, another one stays his draft. None, and nothing
    is made, where nothing was given. Raises ValidationError, that of a criterion under the name of its field."""
    if not given:
        return None
    meeting, body = turn.meeting, turn.meeting.organisation
    rubric = visitors_rubrics(turn.scheme, body, meeting.on, meeting.kind).first()
    if rubric is None or {criterion.rubric_id for criterion in given} != {rubric.pk}:
        raise ValidationError(
            _(
                "Buổi họp ngày %(day)s chấm theo bộ tiêu chí khác. Hãy xóa điểm ở đây, gửi báo cáo, rồi chấm ở trang báo cáo."
            )
            % {"day": f"{meeting.on:%d/%m/%Y}"}
        )
    if visitors_sheets(meeting, turn.cadre).exists():
        raise ValidationError(
            _("Bạn đã có phiếu chấm buổi này. Hãy xóa điểm ở đây, gửi báo cáo, rồi sửa ở phiếu đó.")
        )
    sheet = open_sheet(
        rubric=rubric,
        organisation=body,
        issuer=visited_under(turn.scheme, body, meeting.on),
        period_on=meeting.on,
        scorer=Sheet.Scorer.SUPERIOR,
        meeting=meeting,
        cadre=turn.cadre,
        attendance=turn,
        by=by,
        on=on,
    )
    with recorded_by(by), refused_in_words():
        _fill(sheet, given, by)
        regrade(sheet)
    return sheet if missing_in(rows_of(sheet)) else send_sheet(sheet, by=by, on=on)


@transaction.atomic
def take_visit_back(turn, *, by, on) -> None:
    """Whoever was not there after all scored nothing: his sheet is voided with his turn. Raises ValidationError where it was
    published."""
    for sheet in Sheet.objects.standing().filter(attendance=turn):
        if sheet.state in (Sheet.State.PUBLISHED, Sheet.State.LOCKED):
            raise ValidationError(_("Điểm chấm của lượt dự này đã công bố; hãy rút công bố trước."))
        void_sheet(sheet, reason=_("Không dự buổi họp"), by=by, on=on)


def _fill(sheet, given, by) -> None:
    """All that is wrong is said at once, each at its criterion."""
    wrong = {}
    for row in rows_of(sheet):
        points, why = given.get(row.criterion, (None, ""))
        points, why = row.points if points is None else points, normalise(why)
        if (points, why) == (row.points, row.note):
            continue
        try:
            write_row(row, column="points", value=points, note=why, by=by)
        except ValidationError as error:
            wrong[f"{POINTS}{row.criterion.key}"] = error.messages
    if wrong:
        raise ValidationError(wrong)
