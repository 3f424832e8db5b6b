"""Reads of cadres and teams."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import within
from common.records import PeriodQuerySet
from common.text import given_name_key, match_key, search_key


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


def likely_same(full_name, *, day, agency=None, phone="", among=None) -> list:
    """Persons who are likely the one called `full_name`: the same name (`uỷ` = `ủy`), and the same agency on `day` or the
    same telephone number. Two people of one name in two agencies are two people."""
    from assignments.models import Cadre

    rows = (Cadre.objects.all() if among is None else among).persons()
    rows = [
        row
        for row in rows.filter(given_name_key=given_name_key(full_name)).order_by("pk")
        if match_key(row.full_name) == match_key(full_name)
    ]
    positions = positions_by_cadre([row.pk for row in rows], day) if agency and rows else {}
    digits = phone_digits(phone)
    return [
        row
        for row in rows
        if (digits and phone_digits(row.phone) == digits)
        or any(position.agency_id == agency.pk for position in positions.get(row.pk, ()))
    ]


def likely_doubles(cadres, day) -> list[list]:
    """Groups of `cadres` (a CadreQuerySet) that are likely one person each: one name, and an agency on `day` or a
    telephone number in common. For the page that points them out; two queries."""
    named: dict = {}
    for cadre in cadres.persons().order_by("pk"):
        named.setdefault(match_key(cadre.full_name), []).append(cadre)
    several = [rows for rows in named.values() if len(rows) > 1]
    positions = positions_by_cadre([row.pk for rows in several for row in rows], day)
    found = []
    for rows in several:
        marks: dict = {}
        for row in rows:
            agencies = {position.agency_id for position in positions.get(row.pk, ())} - {None}
            for mark in agencies | {phone_digits(row.phone)} - {""}:
                marks.setdefault(mark, []).append(row)
        for group in marks.values():
            if len(group) > 1 and group not in found:
                found.append(group)
    return found


def phone_digits(phone: str) -> str:
    """A telephone number as one writes it at home: "+84 912.345.678" and "0912 345 678" are one."""
    digits = "".join(each for each in phone if each.isdigit())
    return "0" + digits[2:] if digits.startswith("84") and len(digits) > 10 else digits
