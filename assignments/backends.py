"""Who asks: found by Django's own means, with the cadre that he is and the number of his new notices in the same query.
Scope and menu need them on every page, and no page asks a question more for them."""

from django.contrib.auth.backends import ModelBackend
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Notice, User
from assignments.models import Cadre
from common.prepared import Prepared

_USER = [field.attname for field in User._meta.concrete_fields]
_CADRE = [field.attname for field in Cadre._meta.concrete_fields]
_HIS_CADRE, _HER_USER = User._meta.get_field("cadre"), Cadre._meta.get_field("user")


def _person(user_id):
    new = Notice.objects.filter(user=OuterRef("pk"), read_at=None).order_by().values("user")
    number = Subquery(new.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    people = User.objects.filter(pk=user_id).annotate(new_notices=Coalesce(number, 0))
    return people.values_list(*_USER, *(f"cadre__{name}" for name in _CADRE), "new_notices")


PERSON = Prepared(_person, -7_310_207)


class PersonBackend(ModelBackend):
    def get_user(self, user_id):
        row = PERSON.row(user_id)
        user = _made_of(row) if row else None
        return user if user and self.user_can_authenticate(user) else None


def _made_of(row) -> User:
    """The user, who knows his cadre (or that he is none) without a further question."""
    *columns, new_notices = row
    user = User.from_db(DEFAULT_DB_ALIAS, _USER, columns[: len(_USER)])
    user.new_notices = new_notices
    cadre = dict(zip(_CADRE, columns[len(_USER) :], strict=True))
    if cadre["id"] is None:
        _HIS_CADRE.set_cached_value(user, None)
        return user
    found = Cadre.from_db(DEFAULT_DB_ALIAS, _CADRE, list(cadre.values()))
    _HIS_CADRE.set_cached_value(user, found)
    _HER_USER.set_cached_value(found, user)
    return user
