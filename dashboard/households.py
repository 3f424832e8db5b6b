"""Households as their readers see them: who holds each, in plain values, in a fixed number of queries."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from assignments.models import Assignment, Scheme
from assignments.querysets.coverage import chain_of_responsibility
from assignments.querysets.households import as_held, to_household, with_nobody
from branches.models import Household, HouseholdMembership, HouseholdTagging, UnitPlacement
from branches.querysets.units import placements_by_unit
from common.periods import last_day
from dashboard.addresses import page_of
from dashboard.rows import LinkRow, StepRow, assignee_name, chain_rows
from matters.models import Recommendation
from matters.stages import STAGES, deadline, gist
from reports.models import HouseholdVisit

OPENINGS, LOOKED_BACK = 10, 50  # openings and visits shown on a household's page


@dataclass(frozen=True)
class HouseholdRow:
    key: str
    code: str
    url: str
    head: str
    place: str
    place_code: str
    group: str
    group_code: str
    people: int | None
    address: str
    tags: str
    who: str
    visited_on: date | None
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class GroupRow:
    key: str
    name: str
    code: str
    url: str
    place: str
    households: int
    nobody: int
    who: str
    ends_on: date | None


@dataclass
class Holders:
    """Who holds households on a day: directly, or by their group. `group_of`: {household id: its HouseholdGroup or None}."""

    group_of: dict = field(default_factory=dict)
    of_household: dict = field(default_factory=dict)
    of_group: dict = field(default_factory=dict)

    def names(self, household) -> str:
        """All of them, the direct ones first; "" where there is nobody."""
        own = self.of_household.get(household.pk, [])
        group = self.group_of[household.pk]
        by_group = self.of_group.get(group.pk, []) if group else []
        return ", ".join(dict.fromkeys([*own, *by_group]))


def holders_on(day, *, households=(), groups=()) -> Holders:
    """Who holds these rows (households `with_groups`) on `day`; one query. Whoever reads a household knows who answers for it."""
    group_of = {each.pk: _group_as_of(each, day) for each in households}
    group_ids = {each.pk for each in (*group_of.values(), *groups) if each}
    rows = (
        Assignment.objects.active_on(day)
        .filter(Q(target_household__in=[each.pk for each in households]) | Q(target_group__in=group_ids))
        .select_related("cadre__merged_into", "team", "agency")
        .order_by("starts_on", "pk")
    )
    found = Holders(group_of)
    for each in rows:
        if each.target_household_id:
            found.of_household.setdefault(each.target_household_id, []).append(assignee_name(each))
        else:
            found.of_group.setdefault(each.target_group_id, []).append(assignee_name(each))
    return found


def _group_as_of(household, day):
    """Its group of `day`; of one that had ended by then, of its last day."""
    return household.group_on(min(day, last_day(household.ends_on) or day))


def household_rows(households, day) -> list[HouseholdRow]:
    """Households (with `unit` at hand, `with_groups`) as the list shows them; four queries, five after a merger."""
    holders = holders_on(day, households=households)
    versions = hamlets_of(households, day)
    tags: dict = {}
    taggings = HouseholdTagging.objects.on(day).filter(household__in=[each.pk for each in households])
    for pk, name in taggings.order_by("tag__sort", "tag__name").values_list("household", "tag__name"):
        tags.setdefault(pk, []).append(name)
    visits = HouseholdVisit.objects.standing().filter(
        household__in=[each.pk for each in households], visited_on__lte=day
    )
    visited = dict(visits.order_by().values_list("household").annotate(last=Max("visited_on")))
    return [
        HouseholdRow(
            key=each.key,
            code=each.code,
            url=each.get_absolute_url(),
            head=each.head_name,
            place=getattr(versions.get(each.unit_id), "name", ""),
            place_code=getattr(versions.get(each.unit_id), "code", ""),
            group=getattr(holders.group_of[each.pk], "name", ""),
            group_code=getattr(holders.group_of[each.pk], "code", ""),
            people=each.people,
            address=each.address,
            tags=", ".join(tags.get(each.pk, ())),
            who=holders.names(each),
            visited_on=visited.get(each.pk),
            starts_on=each.starts_on,
            ends_on=each.ends_on,
        )
        for each in households
    ]


def group_rows(groups, day) -> list[GroupRow]:
    """Groups (with `unit` at hand) as their list shows them; four queries, five after a merger."""
    holders = holders_on(day, groups=groups)
    versions = hamlets_of(groups, day)
    inside = Household.objects.on(day).in_groups([each.pk for each in groups], day)
    all_of, nobody = _counted(inside, day), _counted(with_nobody(inside, day), day)
    return [
        GroupRow(
            key=each.key,
            name=each.name,
            code=each.code,
            url=each.get_absolute_url(),
            place=getattr(versions.get(each.unit_id), "name", ""),
            households=all_of.get(each.pk, 0),
            nobody=nobody.get(each.pk, 0),
            who=", ".join(holders.of_group.get(each.pk, ())),
            ends_on=each.ends_on,
        )
        for each in groups
    ]


def _counted(households, day) -> dict:
    """{id of a group: how many of `households` are in it on `day`}."""
    rows = HouseholdMembership.objects.on(day).filter(household__in=households.order_by().values("pk"))
    return dict(rows.order_by().values_list("group").annotate(number=Count("pk")))


def hamlets_of(rows, day) -> dict:
    """{unit id: the UnitVersion in which rows with a `unit` (at hand) lie on `day`}: its own, or of a hamlet that was merged the
    one where it is found; at most two queries."""
    units = {each.unit_id: each.unit for each in rows}
    places = placements_by_unit(units, day)
    gone = [pk for pk, place in places.items() if not place.holds_on(day)]
    if gone:
        paths = [units[pk].access_path for pk in gone]
        into = UnitPlacement.objects.on(day).filter(path__in=paths).select_related("version")
        found = {place.path: place for place in into}
        places |= {pk: found.get(units[pk].access_path, places[pk]) for pk in gone}
    return {pk: place.version for pk, place in places.items()}


def visits_to(household, scope) -> list[dict]:
    """Who came, when and for what, the last first: {"day", "who", "purpose", "next", "has_help", "url"}. What was said stays with
    whoever wrote it; `url` leads there for him alone."""
    rows = HouseholdVisit.objects.standing().filter(household=household).select_related("cadre__merged_into")
    rows = rows.annotate(
        is_readable=Exists(HouseholdVisit.objects.visible_to(scope).filter(pk=OuterRef("pk")))
    )
    return [
        {
            "day": each.visited_on,
            "who": str(each.cadre.merged_into or each.cadre),
            "purpose": each.get_purpose_display(),
            "has_help": each.has_help,
            "next": each.next_visit_on,
            "url": page_of(each) if each.is_readable else None,
        }
        for each in rows.order_by("-visited_on", "-pk")[:LOOKED_BACK]
    ]


def raised_on_visits(household, scope, day) -> list[dict]:
    """What was asked for the household and where it stands: {"reference", "url", "gist", "stage", "deadline"}; told to those who
    read the visits, for the matters themselves name no household."""
    visits = HouseholdVisit.objects.standing().visible_to(scope).filter(household=household)
    rows = Recommendation.objects.visible_to(scope).filter(household_visit_link__visit__in=visits)
    return [
        {
            "reference": each.reference,
            "url": page_of(each),
            "gist": gist(each.content),
            "stage": STAGES[each.stage],
            "deadline": deadline(each.clock_due_on, each.answer_on, day),
        }
        for each in rows.with_clock(day).order_by("-raised_on", "-pk")[:LOOKED_BACK]
    ]


def chain_to(household, day, scope) -> list[StepRow]:
    """Province → commune → hamlet → household (Bến Tre 4.15): who follows each, the household itself last. Names are told:
    the reader reads the household; telephones by the rule of the chain."""
    steps = chain_of_responsibility(household.unit, day, scope, tells_names=True)
    rows = chain_rows(steps, lambda unit: None, scope, day)
    reads_people = scope.reach("people.read").covers(household.unit.access_path, household.unit_id)
    return [*rows, StepRow(_("Hộ"), household.code, None, _own_links(household, day, reads_people))]


def _own_links(household, day, reads_people) -> list[LinkRow]:
    """Who holds the household, and the schemes of households of its ground under which nobody does."""
    group = household.group_on(day)
    active = Assignment.objects.active_on(day).filter(to_household(household, day, day + timedelta(days=1)))
    rows = active.select_related("scheme", "cadre__merged_into", "team", "agency")
    rows = as_held(rows.order_by("scheme__sort_key", "starts_on", "pk"), household)
    links = [_link(each, group, reads_people) for each in rows]
    if links:
        return links
    above = household.unit.access_path.split(".")[:-1]
    schemes = Scheme.objects.on(day).filter(
        issuer__key__in=above, target_kind__in=["household", "group"] if group else ["household"]
    )
    return [LinkRow(True, scheme.name, "") for scheme in schemes.order_by("sort_key", "pk")]


def _link(each, group, reads_people) -> LinkRow:
    who = (each.cadre.merged_into or each.cadre) if each.cadre_id else each.assignee
    phone = getattr(who, "phone", "") if reads_people else ""
    return LinkRow(
        is_gap=False,
        scheme=each.scheme.name,
        what=group.name if each.target_group_id else "",
        name=str(who),
        post=each.post_then,
        phone=phone,
        phone_digits="".join(phone.split()),
        role=each.get_role_display(),
        since=each.starts_on,
    )
