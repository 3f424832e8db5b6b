"""Who may give what to whom: never to himself, never beyond his own ground, never a right that he has not there.

Pure, like `branches.scope`: no Django and no database.
"""

from __future__ import annotations

from branches.scope import ALL_PERMISSIONS, PERMISSIONS, GrantFact, Scope

# What a role is over. Nobody gives "system_keeper" from a page: it is technical and comes with the machine.
OVER = {
    "org_staff": frozenset({"unit"}),
    "org_head": frozenset({"unit"}),
    "leader": frozenset({"unit"}),
    "inspector": frozenset({"unit"}),
    "viewer": frozenset({"unit"}),
    "commune_office": frozenset({"unit"}),
    "zone_leader": frozenset({"zone"}),
    "branch_secretary": frozenset({"organisation", "unit"}),
    "employer": frozenset({"agency"}),
    "handler": frozenset({"agency"}),
}
# Who reads all cadres of a ground reads those of its agencies; who reviews reports and schedules may do what those do
# who read or send them.
IMPLIED_BY = {
    "staff.read": "cadres.read",
    "schedules.write": "schedules.review",
    "reports.shared": "reports.read",
    "reports.direct": "reports.review",
    "zone.read": "reports.review",
    "matters.direct": "matters.write",
    "matters.own": "matters.read",
    "matters.answer": "matters.write",
    "conclusions.named": "rounds.read",
    "rubrics.comment": "rubrics.write",
    "rubrics.issue": "rubrics.write",
    "scores.approve": "scores.review",
    "scores.own": "scores.read",
    "scores.followed": "scores.read",
    "evidence.opinion": "evidence.read",
    "evidence.comment": "evidence.read",
    # Whoever gives them may open the same rows, with a reason; he does not read them by giving.
    "households.read": "households.open",
    "households.write": "households.open",
    "households.words": "households.open",
}


def covers_role(scope: Scope, permission: str, role: str, path: str, unit_id: int) -> bool:
    """Whether `scope` has `permission` on the place, and there every right that `role` would bring."""
    if role not in PERMISSIONS:
        return False
    asked = {permission, *(IMPLIED_BY.get(each, each) for each in PERMISSIONS[role])}
    return all(each in ALL_PERMISSIONS and scope.reach(each).covers(path, unit_id) for each in asked)


def may_give(scope: Scope, role: str, path: str, unit_id: int) -> bool:
    """Whether the holder of `scope` may give or end `role` over a thing whose unit is found at `path` today."""
    return role in OVER and covers_role(scope, "grants.write", role, path, unit_id)


def may_manage_login(scope: Scope, grants: list[GrantFact]) -> bool:
    """Whether the holder of `scope` may reset or lock the login of a person with these grants, now or to come.

    Whoever resets a login can become its owner: so each of the owner's rights must be one that he has himself.
    """
    return scope.may("users.write") and all(
        grant.role != "system_keeper"
        and grant.places
        and all(
            covers_role(scope, "users.write", grant.role, place.path, place.unit_id) for place in grant.places
        )
        for grant in grants
    )
