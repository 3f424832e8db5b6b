"""Writing, sending, withdrawing and reading what is told to those who follow."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions import read_notices_about, tell_many
from accounts.models import Notice, User
from common.errors import refused_in_words
from common.history import recorded_by
from matters.audiences import Audience
from matters.models import Bulletin, BulletinRead

TEXT_LENGTH = 300
FIELDS = ("issuer", "scheme", "level", "title", "text")


@transaction.atomic
def write_bulletin(*, values: dict, by) -> Bulletin:
    """A draft. `values`: FIELDS and "documents" (rows)."""
    return _fill(Bulletin(created_by=by), values, by)


@transaction.atomic
def change_bulletin(bulletin, *, values: dict, by) -> Bulletin:
    """While it is a draft. Raises ValidationError once it was sent."""
    row = _locked(bulletin)
    if row.published_on is not None:
        raise ValidationError(
            _("Thông tin này đã gửi nên không sửa được nữa. Hãy rút lại rồi gửi thông tin khác.")
        )
    return _fill(row, values, by)


@transaction.atomic
def publish_bulletin(bulletin, *, by, on) -> int:
    """Sends it: says to how many logins it was told. Its words stay from now on. Raises ValidationError where it was sent."""
    row = _locked(bulletin)
    if row.published_on is not None:
        raise ValidationError(_("Thông tin này đã gửi rồi."))
    row.published_on, row.published_by = on, by
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save(update_fields=["published_on", "published_by"])
    text = _("Thông tin cho cán bộ: %(title)s") % {"title": row.title}
    return _tell(row, Audience([row.issuer_id], on).of(row), text, f"bulletin:{row.key}")


@transaction.atomic
def withdraw_bulletin(bulletin, *, reason, by, on) -> Bulletin:
    """It stands no more; whoever has read it is told so. Raises ValidationError where there is nothing to withdraw."""
    row = _locked(bulletin)
    if row.published_on is None or row.withdrawn_on is not None:
        raise ValidationError(_("Chỉ rút được thông tin đã gửi và chưa rút."))
    row.withdrawn_on, row.withdraw_reason = on, reason
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save(update_fields=["withdrawn_on", "withdraw_reason"])
    Notice.objects.filter(about=f"bulletin:{row.key}", read_at=None).delete()
    text = _("Thông tin đã rút: %(title)s") % {"title": row.title}
    _tell(row, set(row.reads.values_list("cadre", flat=True)), text, f"bulletin-withdrawn:{row.key}")
    return row


def read_bulletin(bulletin, *, people, user) -> None:
    """That these cadres (ids) opened it, once; `user`'s notice of it is read by that."""
    BulletinRead.objects.bulk_create(
        [BulletinRead(bulletin=bulletin, cadre_id=pk) for pk in sorted(people)], ignore_conflicts=True
    )
    read_notices_about(user, f"bulletin:{bulletin.key}")


def _fill(row, values, by) -> Bulletin:
    for name in FIELDS:
        setattr(row, name, values[name])
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
        row.documents.set(values["documents"])
    return row


def _locked(bulletin) -> Bulletin:
    return Bulletin.objects.select_for_update(of=("self",), no_key=True).get(pk=bulletin.pk)


def _tell(row, people, text, about) -> int:
    users = User.objects.filter(Q(cadre__in=people) | Q(cadre__merged_into__in=people), is_active=True)
    notices = [
        Notice(
            user_id=pk, text=text[:TEXT_LENGTH], url=row.get_absolute_url(), about=about, subject="bulletin"
        )
        for pk in users.order_by("pk").values_list("pk", flat=True).distinct()
    ]
    tell_many(notices)
    return len(notices)
