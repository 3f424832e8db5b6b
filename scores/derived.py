"""Indicators that the map itself answers: (value, whole) under a unit on a day, where nobody gave a number.

A whole counts only those of whom it is known: a secretary of whom nobody said whether he is local is in neither number.
"""

from branches.facts.units import latest_counts
from branches.models import OfficeHolder, Organisation, OrganisationVersion, UnitPlacement
from branches.querysets.units import stood_under
from scores.models import ModelRegistration

SECRETARY, HAMLET_HEAD, CHAIR, COUNCIL_CHAIR = "secretary", "hamlet_head", "chairman", "council_chair"
BRANCHES = [Organisation.Kind.BRANCH, Organisation.Kind.GRASSROOTS_BRANCH]
COMMITTEES = [Organisation.Kind.COMMITTEE, Organisation.Kind.GRASSROOTS_COMMITTEE]
COMMUNE = 3
Count = tuple[int, int | None]


def _holders(area, day, office):
    there = UnitPlacement.objects.on(day).under(area).values("unit")
    return OfficeHolder.objects.on(day).filter(office__code=office, unit__in=there)


def _at_communes(area, day, office):
    """Those of communes: of the unit itself, or of the committee that is the commune's (not of an agency's)."""
    communes = UnitPlacement.objects.on(day).under(area).at_level(COMMUNE).values("unit")
    return (
        OfficeHolder.objects.on(day)
        .filter(office__code=office, unit__in=communes)
        .exclude(organisation__kind__in=BRANCHES)
    )


def _not_local(rows) -> Count:
    known = list(rows.exclude(is_local=None).values_list("is_local", flat=True))
    return sum(not local for local in known), len(known)


def non_local_secretaries(area, starts_on, ends_on, day) -> Count:
    """Vân Hồ 2.21: 6/14."""
    return _not_local(_at_communes(area, day, SECRETARY))


def non_local_chairs(area, starts_on, ends_on, day) -> Count:
    """Vân Hồ 2.21: 4/14."""
    return _not_local(_at_communes(area, day, CHAIR))


def secretaries_chairing_councils(area, starts_on, ends_on, day) -> Count:
    """Vân Hồ 2.21: 6/14. By place and name, as "secretary is also hamlet head"."""
    secretaries = _at_communes(area, day, SECRETARY)
    return secretaries.also_holding(COUNCIL_CHAIR, day).count(), secretaries.count()


def _of_branches(area, day):
    return _holders(area, day, SECRETARY).filter(organisation__kind__in=BRANCHES)


def secretaries_heading_hamlets(area, starts_on, ends_on, day) -> Count:
    """Bình Đại 0.14 (20), Vân Hồ 2.22 (100 %): of the residential branches' secretaries."""
    residential = _of_branches(area, day).filter(
        organisation__branch_type=Organisation.BranchType.RESIDENTIAL
    )
    return residential.also_holding(HAMLET_HEAD, day).count(), residential.count()


def part_time_cadres_as_secretaries(area, starts_on, ends_on, day) -> Count:
    """Bình Đại 0.13 (18)."""
    rows = _of_branches(area, day)
    return rows.filter(is_part_time_cadre=True).count(), rows.count()


def members(area, starts_on, ends_on, day) -> Count:
    """Kim Sơn 3.3: the latest counts; where a committee gave its own number, those below it are in it already."""
    there = UnitPlacement.objects.on(day).under(area).values("unit")
    open_there = set(Organisation.objects.open_on(day).filter(unit__in=there).values_list("pk", flat=True))
    counts = latest_counts(open_there, day)
    above = dict(
        OrganisationVersion.objects.on(day)
        .filter(organisation__in=open_there)
        .values_list("organisation", "parent")
    )
    return sum(each.total for pk, each in counts.items() if not counted_above(pk, above, counts)), None


def counted_above(pk, above, counted) -> bool:
    """Whether an organisation above `pk` ({child: parent}) is in `counted`."""
    parent = above.get(pk)
    seen = {pk}
    while parent is not None and parent not in seen:
        if parent in counted:
            return True
        seen.add(parent)
        parent = above.get(parent)
    return False


def model_branches_registered(area, starts_on, ends_on, day) -> Count:
    """Bình Đại 0.15 (21): registered in the period and not withdrawn by its end."""
    rows = ModelRegistration.objects.standing().filter(
        registered_on__gte=starts_on, registered_on__lt=ends_on
    )
    rows = rows.filter(stood_under(area, day_field="registered_on"))
    still = rows.exclude(withdrawn_on__lte=day)
    return still.values("organisation").distinct().count(), None


DERIVED = {
    function.__name__: function
    for function in (
        non_local_secretaries,
        non_local_chairs,
        secretaries_chairing_councils,
        secretaries_heading_hamlets,
        part_time_cadres_as_secretaries,
        members,
        model_branches_registered,
    )
}
