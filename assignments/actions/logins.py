"""Logins of cadres: made for many at once and joined to them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import LoginFacts, make_logins
from assignments.models import Cadre
from common.errors import refused_in_words
from common.history import recorded_by


@transaction.atomic
def give_logins(cadres, *, on, by) -> list[tuple]:
    """Logins for `cadres` (Cadres), all or none: [(user, code)] in their order; a code is in clear here only.

    Raises ValidationError: one of them has a login by now, does not serve on `on`, or has no free user name.
    """
    wanted = [cadre.pk for cadre in cadres]
    locked = Cadre.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    fresh = {cadre.pk: cadre for cadre in locked}
    rows = [fresh[pk] for pk in wanted]
    for cadre in rows:
        if cadre.user_id:
            raise ValidationError(
                _("%(name)s đã có tài khoản. Hãy bỏ chọn người này.") % {"name": cadre.full_name}
            )
        if cadre.merged_into_id or (cadre.left_on and cadre.left_on <= on):
            raise ValidationError(
                _("%(name)s không còn công tác. Hãy bỏ chọn người này.") % {"name": cadre.full_name}
            )
    facts = [LoginFacts(row.full_name, row.code, phone=row.phone, email=row.email) for row in rows]
    pairs = make_logins(facts, by=by)
    with recorded_by(by), refused_in_words():
        for cadre, (user, _code) in zip(rows, pairs, strict=True):
            cadre.user = user
            cadre.save(update_fields=["user"])
    return pairs
