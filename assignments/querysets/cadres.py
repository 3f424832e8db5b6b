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

    def persons(self):
        """Without the records that were merged into another: each row is one person."""
        return self.filter(merged_into=None)

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


def positions_by_cadre(cadre_ids, day) -> dict:
    """{cadre id: his CadrePositions on `day`, the main one first}; one query. Cadres without one are absent."""
    from assignments.models import CadrePosition

    found: dict = {}
    rows = CadrePosition.objects.on(day).filter(cadre_id__in=set(cadre_ids))
    rows = rows.select_related("post__group", "group", "agency", "organisation")
    for row in rows.order_by("-is_primary", "starts_on", "pk"):
        found.setdefault(row.cadre_id, []).append(row)
    return found


def posts_by_cadre(cadre_ids, day) -> dict:
    """{cadre id: "Phó Trưởng ban, Ban Tổ chức; …"}: what tells two people of one name apart, and what a decision's
    annex says of a cadre. Two queries."""
    from branches.models import OrganisationVersion

    by_cadre = positions_by_cadre(cadre_ids, day)
    ids = {row.organisation_id for rows in by_cadre.values() for row in rows} - {None}
    names: dict = {}
    if ids:
        versions = OrganisationVersion.objects.filter(organisation_id__in=ids).order_by("starts_on")
        for pk, starts_on, name in versions.values_list("organisation_id", "starts_on", "name"):
            if pk not in names or starts_on <= day:
                names[pk] = name
    return {
        cadre_id: "; ".join(
            f"{row.post.name}, {row.agency.name if row.agency else names.get(row.organisation_id, '')}"
            for row in rows
        )
        for cadre_id, rows in by_cadre.items()
    }
