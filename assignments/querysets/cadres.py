"""Reads of cadres and teams."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import within
from common.records import PeriodQuerySet
from common.text import search_key


class CadreQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Those whose system one reads, oneself, and for an employer the people of the agency."""
        staff = scope.reach("staff.read").agency_ids
        return self.filter(
            within(scope.reach("cadres.read"))
            | Q(pk__in=scope.cadre_ids)
            | (
                Q(pk__in=self.model.objects.working_in(staff, scope.day).values("pk"))
                if staff
                else Q(pk__in=[])
            )
        )

    def writable_by(self, scope):
        return self.filter(within(scope.reach("cadres.write")))

    def working_in(self, agency_ids, day):
        """Cadres with a position in one of the agencies on `day`."""
        return self.filter(
            pk__in=self.model.positions.rel.related_model.objects.on(day)
            .filter(agency_id__in=agency_ids)
            .values("cadre_id")
        )

    def serving_on(self, day):
        """Cadres who have begun and not left on `day`; rows that were merged into another are not people."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), started_on__lte=day, merged_into=None)

    def matching(self, text):
        return self.filter(search_key__contains=search_key(text))

    def helping_on(self, text):
        """ "Who can help on X": by expertise, accents or not (Quảng Trị, 1.12)."""
        return self.filter(expertise_key__contains=search_key(text))


class TeamQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        return self.filter(within(scope.reach("cadres.read")))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("cadres.write")))
