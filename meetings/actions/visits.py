"""Writes of planned visits. Nothing else is written with one: what is hidden leaves no trace below (Kim Sơn 3.18)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from branches.querysets.bodies import organisation_names
from common.errors import refused_in_words
from meetings.choosing import choice_for
from meetings.models import Visit
from meetings.rules import month_of


@transaction.atomic
def plan_visit(*, cadre, organisation, planned_on, by, on, meeting=None, client_key=None) -> Visit:
    """`cadre` means to attend `organisation` on `planned_on`; `on` is today. `meeting`: the registered one, if there is.

    The same choice sent again (by `client_key`, or the same branch and day) gives the visit that stands. Raises
    ValidationError in one sentence: not his to choose that day, a day gone by, a key that was used for another choice.
    """
    standing = _standing(cadre, organisation, planned_on, by, client_key)
    if standing:
        return standing
    if planned_on < on:
        raise ValidationError(_("Ngày này đã qua. Nếu đã dự thì hãy viết báo cáo, không cần chọn trước."))
    choice = choice_for(cadre, organisation, planned_on)
    if choice is None:
        name = organisation_names([organisation.pk], planned_on).get(organisation.pk, "")
        raise ValidationError(
            _("%(branch)s không thuộc phạm vi bạn được chọn dự vào ngày %(day)s.")
            % {"branch": name, "day": f"{planned_on:%d/%m/%Y}"}
        )
    if meeting and (meeting.organisation_id != organisation.pk or meeting.on != planned_on):
        raise ValidationError(_("Lịch của buổi này vừa thay đổi. Hãy xem lại danh sách rồi chọn."))
    visit = Visit(
        cadre=cadre,
        scheme=choice.scheme,
        assignment=choice.assignment,
        issuer=choice.scheme.issuer,
        organisation=organisation,
        unit=organisation.unit,
        meeting=meeting,
        month=month_of(planned_on),
        planned_on=planned_on,
        is_announced=choice.scheme.is_announced,
        client_key=client_key,
        created_by=by,
    )
    return _saved(visit, by)


@transaction.atomic
def cancel_visit(visit, *, by) -> Visit:
    """He does not go. A visit that was attended stays as it is; one that is cancelled already too."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.state == Visit.State.CANCELLED:
        return visit
    if hasattr(visit, "attendance"):
        raise ValidationError(_("Lần dự này đã có báo cáo nên không bỏ được."))
    visit.state, visit.cancelled_at = Visit.State.CANCELLED, timezone.now()
    visit.save(update_fields=["state", "cancelled_at"])
    return visit


def _standing(cadre, organisation, planned_on, by, client_key):
    if client_key:
        sent = Visit.objects.filter(created_by=by, client_key=client_key).first()
        if sent and (sent.cadre_id, sent.organisation_id, sent.planned_on) != (
            cadre.pk,
            organisation.pk,
            planned_on,
        ):
            raise ValidationError(_("Lần chọn này đã được ghi cho một buổi khác. Hãy tải lại trang."))
        if sent:
            return sent
    return (
        Visit.objects.planned().filter(cadre=cadre, organisation=organisation, planned_on=planned_on).first()
    )


def _saved(visit, by):
    """Two taps at once make one visit: the second finds the first's."""
    try:
        with refused_in_words():
            visit.full_clean(validate_unique=False, validate_constraints=False)
            visit.save()
    except ValidationError:
        standing = _standing(visit.cadre, visit.organisation, visit.planned_on, by, visit.client_key)
        if standing is None:
            raise
        return standing
    return visit
