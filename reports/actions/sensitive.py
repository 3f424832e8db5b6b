"""Opinion and public mood: every reading is logged before it is shown, and the text ends with its time."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import SensitiveNote, SensitiveRead


@transaction.atomic
def read_sensitive(note, *, by, on, is_own=False, reason="", must_say_why=False) -> str:
    """The text, once its reading stands in the log (one's own is not logged). Raises ValidationError: no reason from one
    who must say why; the text has ended, whether the night's run has taken it yet or not."""
    fresh = SensitiveNote.objects.select_for_update().get(pk=note.pk)
    if fresh.is_over_on(on):
        raise ValidationError(_("Nội dung này đã hết thời hạn lưu và đã được xóa."))
    if must_say_why and not reason.strip():
        raise ValidationError({"reason": _("Hãy ghi lý do xem.")})
    if not is_own:
        SensitiveRead.objects.create(note=fresh, user=by, reason=reason.strip())
    return fresh.text


def purge_expired(*, on) -> int:
    """Takes the text from every note whose time is over on `on`; the rows stay, with when it was done. Says how many."""
    return SensitiveNote.objects.expired_on(on).update(text="", purged_at=timezone.now())
