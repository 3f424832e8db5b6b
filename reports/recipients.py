"""Whom a reminder reaches, on the day on which it is sent: a handover redirects it by itself."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Letters, User
from assignments.models import Cadre, TeamMember
from branches.models import Role
from branches.querysets.holders import holders_of
from reports.due import Due


@dataclass(frozen=True)
class Recipients:
    """`users`: logins, for notices; `addresses`: {address for letters: language}, of those who want letters; `of_logins`:
    those of them to which the letter of the day goes."""

    users: list[User]
    addresses: dict[str, str]

    @property
    def of_logins(self) -> set[str]:
        return {user.email for user in self.users} & set(self.addresses)


def recipients_of(due: Due, on) -> Recipients:
    """The cadre himself, the members of the team on that day, or those who register for the commune. An agency's people are
    called: which of them goes is its own affair."""
    if due.who is None:
        users = list(holders_of([Role.COMMUNE_OFFICE], on=on, units=[due.unit_id]))
        return Recipients(users, _addresses(users))
    cadres = list(_cadres_of(due.who, on))
    users = [cadre.user for cadre in cadres if cadre.user and cadre.user.is_active]
    known = {user.cadre.pk for user in users if user.email}
    others = {cadre.email: "vi" for cadre in cadres if cadre.email and cadre.pk not in known}
    return Recipients(users, others | _addresses(users))


def _addresses(users) -> dict[str, str]:
    return {
        user.email: user.language or "vi" for user in users if user.email and user.letters != Letters.NONE
    }


def _cadres_of(who, on):
    kind, pk = who
    rows = Cadre.objects.select_related("user").order_by("pk")
    if kind == "cadre":
        return rows.filter(Q(pk=pk) | Q(merged_into=pk))
    if kind == "team":
        members = TeamMember.objects.on(on).filter(team=pk).values("cadre")
        return rows.filter(Q(pk__in=members) | Q(merged_from__in=members)).distinct()
    return rows.none()
