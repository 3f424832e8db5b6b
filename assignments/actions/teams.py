"""Teams that follow units as one: made, changed in their members, ended."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assignments.actions.assigning import end_or_void, lock
from assignments.actions.checking import day_text
from assignments.models import Assignment, Team, TeamMember
from common.errors import BUSY, refused_in_words
from common.history import recorded_by

# Stored with the row, so not translated: data are in one language.
_WHY_VOIDED = "Tổ công tác kết thúc trước ngày bắt đầu"


@transaction.atomic
def create_team(*, code, name, unit, starts_on, leader, by, members=()) -> Team:
    """A team of `unit` with its leader and members (Cadres) from `starts_on`."""
    team = Team(code=code, name=name, unit=unit, starts_on=starts_on)
    with recorded_by(by), refused_in_words():
        team.full_clean()
        team.save()
        _add(team, leader, members, starts_on)
    return team


@transaction.atomic
def change_members(team, *, on, leader, by, members=()) -> None:
    """From `on` the team is `leader` and `members`: who is not named leaves, who is new joins, the others stay."""
    team = _locked(team)
    if not team.holds_on(on):
        raise ValidationError(
            _("%(team)s chưa có hoặc không còn vào ngày %(day)s.") % {"team": team, "day": day_text(on)}
        )
    wanted = {cadre.pk: cadre == leader for cadre in (*members, leader)}
    with recorded_by(by), refused_in_words():
        # Somebody who changes his part leaves and joins anew: who led when stays readable.
        for row in team.members.during(on, None):
            if wanted.get(row.cadre_id) == row.is_leader and row.starts_on <= on and row.ends_on is None:
                wanted.pop(row.cadre_id)
            elif row.starts_on >= on:
                row.delete()
            else:
                row.ends_on = on
                row.save(update_fields=["ends_on"])
        known = {cadre.pk: cadre for cadre in (*members, leader)}
        others = [known[pk] for pk, leads in wanted.items() if not leads]
        _add(team, leader if wanted.get(leader.pk) else None, others, on)


@transaction.atomic
def end_team(team, *, on, by, document=None) -> Team:
    """Ends a team on `on` (the first day on which it is no more), with its memberships and what it follows."""
    rows = Assignment.objects.standing().during(on, None).filter(team=team)
    unit_ids = set(rows.values_list("unit_id", flat=True))
    lock(unit_ids, {("team", team.pk)})
    team, rows = Team.objects.get(pk=team.pk), list(rows.order_by("pk"))
    if {row.unit_id for row in rows} - unit_ids:
        raise ValidationError(BUSY)
    if team.ends_on and team.ends_on <= on:
        raise ValidationError(
            _("%(team)s đã kết thúc từ %(day)s.") % {"team": team, "day": day_text(team.ends_on)}
        )
    with recorded_by(by), refused_in_words():
        team.ends_on = on
        team.full_clean()
        team.save()
        team.members.filter(starts_on__gte=on).delete()
        team.members.during(on, None).update(ends_on=on)
        end_or_void(
            rows,
            on=on,
            reason=Assignment.EndReason.ADJUSTED,
            why=_WHY_VOIDED,
            by=by,
            document=document,
        )
    return team


def _add(team, leader, members, on) -> None:
    """Adds `leader` (None: there is one already) and `members`."""
    for cadre in dict.fromkeys((*([leader] if leader else []), *members)):
        if cadre.merged_into_id or cadre.started_on > on or (cadre.left_on and cadre.left_on <= on):
            raise ValidationError(
                _("%(cadre)s không công tác vào ngày %(day)s.") % {"cadre": cadre, "day": day_text(on)}
            )
        row = TeamMember(team=team, cadre=cadre, is_leader=cadre == leader, starts_on=on)
        row.full_clean()
        row.save()


def _locked(team) -> Team:
    return Team.objects.select_for_update(no_key=True).get(pk=team.pk)
