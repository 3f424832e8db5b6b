"""Reads of assignments and change sets."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import within
from branches.querysets.units import names_of
from common.records import PeriodQuerySet
from common.text import search_key


class AssignmentQuerySet(PeriodQuerySet):
    def standing(self):
        """Without the voided: what every count and list of facts begins with."""
        return self.filter(voided_at=None)

    def active_on(self, day):
        return self.standing().on(day)

    def of_person(self, cadre):
        """The assignments of `cadre` (Cadre), those under a second record that was merged into his among them."""
        return self.filter(Q(cadre=cadre) | Q(cadre__merged_into=cadre))

    def held_by(self, scope):
        """Those in force on the scope's day that are the reader's own or of a team that he is in that day. One list of both: an
        OR of a column and a list of teams is guessed to be half of all assignments."""
        if not scope.cadre_ids:
            return self.none()
        own = self.model.objects.filter(cadre__in=scope.cadre_ids).values("pk")
        of_teams = self.model.objects.filter(self._of_his_teams(scope)).values("pk")
        return self.active_on(scope.day).filter(pk__in=own.union(of_teams))

    def _of_his_teams(self, scope) -> Q:
        teams = self.model._meta.get_field("team").related_model
        members = teams._meta.get_field("members").related_model.objects.on(scope.day)
        return Q(team__in=members.filter(cadre__in=scope.cadre_ids).values("team_id"))

    def visible_to(self, scope):
        """Those on one's ground, one's own and one's team's, and for an employer those of the agency's people."""
        condition = within(scope.reach("assignments.read")) | Q(cadre__in=scope.cadre_ids)
        if scope.cadre_ids:
            condition |= self._of_his_teams(scope)
        staff = scope.reach("staff.read").agency_ids
        if staff:
            cadres = self.model._meta.get_field("cadre").related_model.objects
            condition |= Q(cadre__in=cadres.working_in(staff, scope.day).values("pk")) | Q(agency__in=staff)
        return self.filter(condition)

    def writable_by(self, scope):
        return self.filter(within(scope.reach("assignments.write"), "scheme__issuer"))

    def for_list(self):
        return self.select_related(
            "scheme",
            "cadre",
            "team",
            "agency",
            "target_unit",
            "target_organisation",
            "target_zone",
            "target_household",
            "target_group",
            "group_then",
        )


class ChangeSetQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Drafts and decisions of schemes whose assignments one may write."""
        return self.filter(within(scope.reach("assignments.write"), "scheme__issuer"))

    def drafts(self):
        return self.filter(state="draft")


def names_of_targets(rows, day) -> dict:
    """{(target field, id): name on `day`} of rows with target fields (Assignment, ChangeLine …); a query for each kind.

    Units and organisations are called as on that day, or as last before it; a household by its code, for its head is named
    to those alone who may read its row.
    """
    from assignments.models.assignments import TARGET_FIELDS
    from branches.models import Household, HouseholdGroup, OrganisationVersion, Zone

    ids: dict = {field: set() for field in TARGET_FIELDS}
    for row in rows:
        for field in TARGET_FIELDS:
            ids[field].add(getattr(row, f"{field}_id"))
    ids = {field: found - {None} for field, found in ids.items()}
    names: dict = {}
    for field, found in ids.items():
        if not found:
            continue
        if field == "target_unit":
            named = names_of(found, day)
        elif field == "target_organisation":
            named = _names_of_organisations(OrganisationVersion, found, day)
        else:
            model, column = {
                "target_zone": (Zone, "name"),
                "target_group": (HouseholdGroup, "name"),
                "target_household": (Household, "code"),
            }[field]
            named = dict(model.objects.filter(pk__in=found).values_list("pk", column))
        names |= {(field, pk): name for pk, name in named.items()}
    return names


def _names_of_organisations(versions, ids, day) -> dict:
    names: dict = {}
    rows = versions.objects.filter(organisation_id__in=ids).order_by("starts_on")
    for pk, starts_on, name in rows.values_list("organisation_id", "starts_on", "name"):
        if pk not in names or starts_on <= day:
            names[pk] = name
    return names


def about(text) -> Q:
    """A condition on assignments: the name of the assignee or of the target, as it is or ever was, contains `text`, accents
    or not. A household is found by its code only."""
    from assignments.models import Cadre, Team
    from branches.models import Agency, Household, HouseholdGroup, OrganisationVersion, UnitVersion, Zone

    key = search_key(text)
    if not key:
        return Q()
    named = {
        "cadre__in": Cadre.objects.filter(search_key__contains=key).values("pk"),
        "team__in": Team.objects.filter(search_key__contains=key).values("pk"),
        "agency__in": Agency.objects.filter(search_key__contains=key).values("pk"),
        "target_unit__in": UnitVersion.objects.filter(search_key__contains=key).values("unit"),
        "target_organisation__in": OrganisationVersion.objects.filter(search_key__contains=key).values(
            "organisation"
        ),
        "target_zone__in": Zone.objects.filter(search_key__contains=key).values("pk"),
        "target_group__in": HouseholdGroup.objects.filter(code__icontains=text).values("pk"),
        "target_household__in": Household.objects.filter(code__icontains=text).values("pk"),
    }
    condition = Q()
    for lookup, rows in named.items():
        condition |= Q(**{lookup: rows})
    return condition
