"""Which organisations one reads and writes for, and who follows one."""

from django.db.models import Q

from branches.querysets.scoping import within_bodies


def bodies_read_by(scope):
    """Organisations whose life the scope reads: what they decide, tell, keep on their shelf. Of the other branch of his
    hamlet a secretary reads the registered meetings, not its life."""
    from branches.models import Organisation

    return Organisation.objects.filter(within_bodies(scope, "meetings.read", organisation="", closed=True))


def bodies_written_by(scope, permission="meetings.write"):
    """Organisations for which the scope has `permission`: a secretary for his own branch, not for the other one of the
    same hamlet."""
    from branches.models import Organisation

    return Organisation.objects.filter(within_bodies(scope, permission, organisation=""))


def cadres_following(day, *, unit, organisation=None):
    """Cadres whose assignment of `day` reaches the place: on it, on what it stands in, on the organisation or one of the
    two above it, on a zone around it; himself or through a team. One query, whatever is asked of it."""
    from assignments.models import Assignment, Cadre, TeamMember
    from branches.models import OrganisationVersion, UnitPlacement, ZoneMember

    places = UnitPlacement.objects.on(day)
    here = unit.access_path
    chain = [here[: at + 1] for at, sign in enumerate(here) if sign == "."]
    units = places.filter(path__in=chain).values("unit")
    reached = Q(target_unit__in=units) | Q(target_unit=unit)
    reached |= Q(target_zone__in=ZoneMember.objects.on(day).filter(unit__in=units).values("zone"))
    if organisation is not None:
        versions = OrganisationVersion.objects.on(day)
        parents = versions.filter(organisation=organisation).values("parent")
        reached |= Q(target_organisation=organisation) | Q(target_organisation__in=parents)
        reached |= Q(
            target_organisation__in=versions.filter(organisation__in=parents, parent__isnull=False).values(
                "parent"
            )
        )
    running = Assignment.objects.active_on(day).filter(reached)
    members = TeamMember.objects.on(day).filter(team__in=running.exclude(team=None).values("team"))
    return (
        Cadre.objects.persons()
        .filter(
            Q(pk__in=running.exclude(cadre=None).values("cadre"))
            | Q(merged_from__in=running.exclude(cadre=None).values("cadre"))
            | Q(pk__in=members.values("cadre"))
        )
        .distinct()
    )
