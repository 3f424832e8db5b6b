"""Reads of what is told to those who follow."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from branches.querysets.scoping import within


class BulletinQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """To those over the issuer, drafts to whoever may write them; to a cadre what speaks to him today, and what he has
        read, also where it was withdrawn since."""
        from matters.audiences import meant_for

        above = within(scope.reach("bulletins.read"), "issuer") & Q(published_on__isnull=False)
        condition = above | within(scope.reach("bulletins.write"), "issuer")
        if scope.cadre_ids:
            own = Q(published_on__isnull=False, withdrawn_on=None) & meant_for(scope.cadre_ids, scope.day)
            condition |= own | Q(Exists(self._read_by(scope.cadre_ids)))
        return self.filter(condition)

    def writable_by(self, scope):
        return self.filter(within(scope.reach("bulletins.write"), "issuer"))

    def published(self):
        return self.filter(published_on__isnull=False, withdrawn_on=None)

    def meant_for(self, cadre_ids, day):
        """What stands and speaks to one of these cadres on `day`."""
        from matters.audiences import meant_for

        return self.published().filter(meant_for(cadre_ids, day), published_on__lte=day)

    def unread_by(self, cadre_ids, day) -> list:
        """Of those what none of these records of one person has opened, the newest first."""
        from matters.audiences import unread_of

        rows = self.published().filter(~Exists(self._read_by(cadre_ids)), published_on__lte=day)
        return unread_of(rows.order_by("-published_on", "-pk"), cadre_ids, day)

    def with_is_read(self, cadre_ids):
        return self.annotate(is_read=Exists(self._read_by(cadre_ids)))

    def _read_by(self, cadre_ids):
        reads = self.model._meta.get_field("reads").related_model.objects
        own = (
            Q(cadre__in=cadre_ids) | Q(cadre__merged_into__in=cadre_ids) | Q(cadre__merged_from__in=cadre_ids)
        )
        return reads.filter(own, bulletin=OuterRef("pk"))

    def for_list(self):
        return self.select_related("issuer", "scheme", "level").order_by(
            models.F("published_on").desc(nulls_first=True), "-pk"
        )
