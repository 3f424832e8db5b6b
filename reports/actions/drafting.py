"""Drafts on the server: a form as it stands, field by field, of one user. The sensitive part is never kept in one."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from reports.bodies import NOT_WRITTEN
from reports.models import Draft, Report

NOT_KEPT = NOT_WRITTEN | {"sensitive"}
MOST_DRAFTS = 40
LONGEST = 200_000
QUERY = "_query"


def fields_of(post) -> dict:
    """{name: [values]} of a form as it stands, without what is empty, nobody wrote, or may not lie about."""
    return {
        name: values
        for name, values in post.lists()
        if name not in NOT_KEPT and any(value for value in values)
    }


@transaction.atomic
def save_draft(*, user, client_key, query, fields, meeting=None) -> Draft | None:
    """Keeps what is being written; None where the report has been sent already. `query`: the address of its form."""
    if Report.objects.filter(author=user, client_key=client_key).exists():
        Draft.objects.filter(user=user, client_key=client_key).delete()
        return None
    if sum(len(value) for values in fields.values() for value in values) > LONGEST:
        raise ValidationError(_("Bản nháp dài quá, không lưu được trên máy chủ."))
    known = Draft.objects.filter(user=user, client_key=client_key)
    if not known.exists() and Draft.objects.filter(user=user).count() >= MOST_DRAFTS:
        raise ValidationError(_("Đã có %(count)s bản nháp; hãy gửi hoặc bỏ bớt.") % {"count": MOST_DRAFTS})
    values = fields | {QUERY: [query]}
    draft, _made = Draft.objects.update_or_create(
        user=user, client_key=client_key, defaults={"values": values, "meeting": meeting}
    )
    return draft


def discard_draft(draft) -> None:
    draft.delete()
