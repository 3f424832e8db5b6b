"""Who asks: found by Django's own means, with the cadre that he is and the number of his new notices in the same query.
Scope and menu need them on every page, and no page asks a question more for them."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Notice, User


def _people():
    new = Notice.objects.filter(user=OuterRef("pk"), read_at=None).order_by().values("user")
    number = Subquery(new.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    return User.objects.select_related("cadre").annotate(new_notices=Coalesce(number, 0))


# Put together once: every page asks it.
PEOPLE = _people()


class PersonBackend(ModelBackend):
    def get_user(self, user_id):
        try:
            user = PEOPLE.get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None
