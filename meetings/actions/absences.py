"""Writes of excused absence: counted apart from missing, perhaps with a stand-in, and never a new assignment."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.models import Cadre
from common.errors import refused_in_words
from common.history import recorded_by
from meetings.models import Absence


@transaction.atomic
def record_absence(
    *, cadre, starts_on, ends_on, reason, by, note="", stand_in=None, assignment=None, not_before=None
) -> Absence:
    """`cadre` is excused in `[starts_on, ends_on)`, of all that he follows or of one assignment; `stand_in` (Cadre) comes in his
    place. `not_before`: the first day that the one who says it may name (nobody excuses his own past).

    Raises ValidationError: the days are excused already, the stand-in is absent himself or does not serve.
    """
    # Two people who enter the same absence at once queue here.
    Cadre.objects.select_for_update(no_key=True).get(pk=cadre.pk)
    if not_before and starts_on < not_before:
        raise ValidationError(
            {"starts_on": _("Ngày đã qua thì báo cán bộ tổ chức ghi, hoặc nêu lý do trong báo cáo buổi đó.")}
        )
    row = Absence(
        cadre=cadre,
        assignment=assignment,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        note=note,
        stand_in=stand_in,
        created_by=by,
    )
    _refuse_twice(row)
    if stand_in is not None:
        _refuse_stand_in(row)
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
    return row


@transaction.atomic
def void_absence(absence, *, reason, by) -> Absence:
    """Takes an absence that was entered by mistake out of every count; it stays to be seen. Raises ValidationError."""
    row = Absence.objects.select_for_update(no_key=True).get(pk=absence.pk)
    if row.voided_at:
        raise ValidationError(_("Dòng này đã bị hủy."))
    if not reason.strip():
        raise ValidationError({"reason": _("Hủy một dòng nhập nhầm phải nêu lý do.")})
    row.voided_at, row.void_reason = timezone.now(), reason.strip()
    with recorded_by(by), refused_in_words():
        row.save(update_fields=["voided_at", "void_reason"])
    return row


def _refuse_twice(row):
    known = Absence.objects.standing().during(row.starts_on, row.ends_on).filter(cadre=row.cadre)
    same = known.filter(assignment=row.assignment).first()
    if same:
        raise ValidationError(
            _("%(cadre)s đã được ghi vắng có lý do từ ngày %(first)s; hãy hủy dòng đó trước.")
            % {"cadre": row.cadre, "first": date_format(same.starts_on, "d/m/Y")}
        )


def _refuse_stand_in(row):
    other = row.stand_in
    if other.pk == row.cadre.pk:
        raise ValidationError({"stand_in": _("Không ai dự thay chính mình.")})
    if other.started_on > row.starts_on or (other.left_on and other.left_on < row.ends_on):
        raise ValidationError(
            {"stand_in": _("%(cadre)s không công tác suốt những ngày này.") % {"cadre": other}}
        )
    if Absence.objects.standing().during(row.starts_on, row.ends_on).filter(cadre=other).exists():
        raise ValidationError({"stand_in": _("%(cadre)s cũng vắng trong những ngày này.") % {"cadre": other}})
