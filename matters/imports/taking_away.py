"""An import of recommendations is taken back: what it made is voided and stays to be seen, with its way."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from matters.models import Handling, Recommendation

CHUNK = 1000


def void_recommendations(ids, *, run, by) -> None:
    """Raises ValidationError where something was built on one of them since."""
    for start in range(0, len(ids), CHUNK):
        rows = Recommendation.objects.standing().filter(pk__in=ids[start : start + CHUNK])
        if (other := _built_on(rows)) is not None:
            raise ValidationError(_("Kiến nghị %(matter)s đã có việc ghi thêm.") % {"matter": other})
        rows.update(voided_at=timezone.now(), voided_by=by, void_reason=_reason(run))


def withdraw_handlings(ids, *, run, by) -> None:
    """No agency holds any longer what the list gave it; that it was given stays to be seen."""
    today = timezone.localtime().date()
    for start in range(0, len(ids), CHUNK):
        rows = Handling.objects.filter(pk__in=ids[start : start + CHUNK], ended_on=None)
        rows.update(ended_on=today, ended_as=Handling.End.WITHDRAWN, end_reason=_reason(run))


def _reason(run) -> str:
    return _("Lấy lại lần nhập %(file)s.") % {"file": run.filename[:200]}


def _built_on(rows) -> Recommendation | None:
    """One that other voices were merged into, that a document took up, or that an urgent matter rests on."""
    for relation in ("voices", "taken_up", "urgent_matters"):
        found = rows.filter(**{f"{relation}__isnull": False}).order_by("pk").first()
        if found is not None:
            return found
    return None


def _stays(ids, *, run, by) -> None:
    """The way of a matter stays with it, also of one that is voided."""


TAKE_AWAY = {
    "matters.recommendation": void_recommendations,
    "matters.handling": withdraw_handlings,
    "matters.recommendationstep": _stays,
}
