"""Who opens the evidence of a cadre's year, and for whom he speaks there (domain.md §3.9): the cadre himself, the committee that he is
sent to, the leader of his zone, his employer, the board. A host reads his own opinion and no other's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from assignments.models import Assignment, Cadre, CadrePosition, TeamMember
from branches.models import Agency, Organisation, Unit, Zone
from branches.querysets.scoping import NOTHING, within
from reports.models import YearNote

Side = YearNote.Side


@dataclass(frozen=True)
class Speaker:
    """One side for which the reader may speak; `unit` (Unit) is the place in whose name, `organisation` the branch that speaks
    for itself there."""

    side: str
    unit: Unit
    organisation: Organisation | None = None

    @property
    def key(self) -> str:
        """In addresses: of the branch, else of the place; "" for the cadre himself and the board, of whom there is one."""
        return "" if self.side in (Side.SELF, Side.BOARD) else (self.organisation or self.unit).key


def reads_all(scope, cadre) -> bool:
    """The whole sheet: the cadre himself, and those over his unit."""
    return cadre.pk in scope.cadre_ids or reads_over(scope, cadre)


def reads_over(scope, cadre) -> bool:
    """Those over his unit."""
    return _covers(scope, "evidence.read", cadre.unit)


def speakers_of(scope, cadre, year: int) -> list[Speaker]:
    """For whom the holder of `scope` may write about `year` of `cadre` (Cadre); [] for most people. Nobody judges himself."""
    if cadre.pk in scope.cadre_ids:
        return [Speaker(Side.SELF, cadre.unit)]
    found = [Speaker(Side.BOARD, cadre.unit)] if _covers(scope, "evidence.write", cadre.unit) else []
    return [*found, *_employers(scope, cadre, year), *_hosts(scope, cadre, year)]


def readable_cadres(scope, year: int):
    """The cadres of whose year the reader may read the sheet, or say his opinion: a Cadre queryset."""
    period = _period(year)
    condition = within(scope.reach("evidence.read")) | Q(pk__in=sorted(scope.cadre_ids))
    agencies = scope.reach("evidence.comment").agency_ids
    if agencies:
        held = CadrePosition.objects.during(*period).filter(agency_id__in=agencies)
        condition |= Q(pk__in=held.values("cadre"))
    grounds = [_sent_to(hold) for hold in scope.holds_of("evidence.opinion")]
    if grounds:
        here = NOTHING
        for ground in grounds:
            here |= ground
        rows = _held(period).filter(here)
        members = TeamMember.objects.during(*period).filter(team__in=rows.values("team"))
        condition |= Q(pk__in=rows.values("cadre")) | Q(merged_from__in=rows.values("cadre"))
        condition |= Q(pk__in=members.values("cadre"))
    return Cadre.objects.persons().filter(condition).distinct()


def _period(year) -> tuple[date, date]:
    return date(year, 1, 1), date(year + 1, 1, 1)


def _held(period):
    return Assignment.objects.standing().during(*period).filter(target_household=None, target_group=None)


def _covers(scope, permission, unit) -> bool:
    return scope.reach(permission).covers(unit.access_path, unit.pk)


def _employers(scope, cadre, year) -> list[Speaker]:
    agencies = scope.reach("evidence.comment").agency_ids
    if not agencies:
        return []
    held = CadrePosition.objects.during(*_period(year)).filter(cadre=cadre, agency_id__in=agencies)
    rows = Agency.objects.filter(pk__in=held.values("agency")).select_related("unit").order_by("pk")
    return [Speaker(Side.EMPLOYER, row.unit) for row in rows]


def _hosts(scope, cadre, year) -> list[Speaker]:
    """Of the places where he was sent in the year: one for each role of the reader's there."""
    holds = scope.holds_of("evidence.opinion")
    if not holds:
        return []
    period = _period(year)
    teams = TeamMember.objects.during(*period).filter(Q(cadre=cadre) | Q(cadre__merged_into=cadre))
    rows = _held(period).filter(
        Q(cadre=cadre) | Q(cadre__merged_into=cadre) | Q(team__in=teams.values("team"))
    )
    # One query for all the roles that somebody has.
    sent = rows.aggregate(
        **{f"to_{number}": Count("pk", filter=_sent_to(hold)) for number, hold in enumerate(holds)}
    )
    return _speakers_there([hold for hold, number in zip(holds, sent.values(), strict=True) if number])


def _sent_to(hold) -> Q:
    """Assignments to the ground of `hold`; for a branch's secretary not those to the other branch of his hamlet."""
    ground = within(hold.reach)
    if hold.body_ids:
        ground &= Q(target_organisation=None) | Q(target_organisation__in=sorted(hold.body_ids))
    return ground


def _speakers_there(holds) -> list[Speaker]:
    """A leader of a zone for it, a secretary for his branch, everybody else for the place; each place once."""
    zones, bodies, paths = set(), set(), set()
    for hold in holds:
        if hold.role == "zone_leader":
            zones |= set(hold.reach.zone_ids)
        elif hold.body_ids:
            bodies |= set(hold.body_ids)
        else:
            paths |= set(hold.reach.prefixes)
    speakers = []
    if zones:
        rows = Zone.objects.filter(pk__in=zones).select_related("unit")
        speakers += [Speaker(Side.ZONE, zone.unit) for zone in rows]
    if bodies:
        rows = Organisation.objects.filter(pk__in=bodies).select_related("unit")
        speakers += [Speaker(Side.HOST, body.unit, body) for body in rows]
    if paths:
        # A closed unit has the path of its successor: nobody speaks in its name any more.
        rows = Unit.objects.filter(access_path__in=sorted(paths), closed_on=None)
        speakers += [Speaker(Side.HOST, unit) for unit in rows]
    return list({(each.side, each.key): each for each in speakers}.values())
