"""What each route shows and asks, and who may: domain.md §7 as it is written there, for what exists so far.

This is the test's own knowledge. It is not read from the product's table of permissions, or it would prove nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from common.policy import PUBLIC, SIGNED_IN

READERS = frozenset({"org_staff", "org_head", "leader", "inspector", "zone_leader"})
WRITERS = frozenset({"org_staff", "org_head"})
ON_THE_GROUND = READERS | {"commune_office", "branch_secretary", "cadre"}
# permission → the roles that have it somewhere.
WHO = {
    "units.read": ON_THE_GROUND | {"viewer"},
    "people.read": ON_THE_GROUND,
    "cadres.read": READERS,
    "schemes.read": ON_THE_GROUND,
    "assignments.read": READERS | {"commune_office", "branch_secretary"},
    "documents.read": ON_THE_GROUND,
    "coverage.read": READERS | {"commune_office", "viewer"},
    "history.read": READERS - {"zone_leader"},
    "agencies.read": READERS,
    "exports.read": READERS | {"commune_office"},
    "units.write": WRITERS,
    "cadres.write": WRITERS,
    "schemes.write": WRITERS,
    "assignments.write": WRITERS,
    "documents.write": WRITERS,
    "agencies.write": WRITERS,
    "imports.write": WRITERS,
    "users.write": WRITERS,
    "grants.write": frozenset({"org_head"}),
    "staff.read": frozenset({"employer"}),
}
# These two reach only the hamlet that their branch or assignment stands on, not the commune around it.
BENEATH = frozenset({"branch_secretary", "cadre"})
ON_THE_HAMLET = frozenset({"organisation", "office_holder", "assignment"})
BINDING = frozenset({"scheme", "document"})  # of the places above: readable from below


@dataclass(frozen=True)
class Rule:
    """`permission` as the view declares it; `thing`: the kind of object in the address ("" for lists and forms);
    `seen_by`: the roles that find it at home where that differs from the permission's; `get` False: POST only;
    `status`: what a reader gets (302 for a page that only leads on); `kwargs`: values for the address that are no key."""

    permission: str
    thing: str = ""
    seen_by: frozenset | None = None
    get: bool = True
    status: int = 200
    kwargs: dict = field(default_factory=dict)

    def may_open(self, role: str | None) -> bool:
        if self.permission in (PUBLIC, SIGNED_IN):
            return self.permission == PUBLIC or role is not None
        return role in WHO[self.permission]

    def finds(self, role: str, place: str) -> bool:
        """Whether the role at home finds the thing of that place."""
        if not self.thing:
            return True
        if self.seen_by is not None and role not in self.seen_by:
            return False
        writing = self.permission.endswith(".write")
        if place == "parent":
            return self.thing in BINDING and not writing
        if place != "own":
            return False
        return role not in BENEATH or self.thing in ON_THE_HAMLET | BINDING or self.seen_by is not None


# A role is given over a unit; what it is over stands in the address.
OVER_A_UNIT = {"kind": "unit"}

RULES: dict[str, Rule] = {
    # signing in
    "health/": Rule(PUBLIC),
    "tai-khoan/": Rule(SIGNED_IN),
    "tai-khoan/dang-nhap/": Rule(PUBLIC),
    "tai-khoan/dang-xuat/": Rule(SIGNED_IN, get=False),
    "tai-khoan/kich-hoat/": Rule(PUBLIC),
    "tai-khoan/doi-mat-khau/": Rule(SIGNED_IN),
    "tai-khoan/thoat-moi-noi/": Rule(SIGNED_IN, get=False),
    "tai-khoan/quen-mat-khau/": Rule(PUBLIC),
    "tai-khoan/dat-lai/<str:user_id>/<str:token>/": Rule(
        PUBLIC, kwargs={"user_id": "MQ", "token": "het-han"}, status=410
    ),
    "tai-khoan/ngon-ngu/": Rule(PUBLIC, get=False),
    # roles and the logins of those who have one
    "dia-ban/phan-quyen/": Rule("users.write"),
    "dia-ban/phan-quyen/cap/": Rule("grants.write"),
    "dia-ban/phan-quyen/cap/<slug:kind>/<slug:key>/": Rule("grants.write", "unit", kwargs=OVER_A_UNIT),
    "dia-ban/phan-quyen/<slug:key>/ket-thuc/": Rule("grants.write", "grant"),
    "dia-ban/phan-quyen/nguoi/<slug:key>/": Rule("users.write", "login"),
    "dia-ban/phan-quyen/nguoi/<slug:key>/phieu-moi/": Rule("users.write", "login", get=False),
    "dia-ban/phan-quyen/nguoi/<slug:key>/khoa/": Rule("users.write", "login"),
    "dia-ban/phan-quyen/nguoi/<slug:key>/mo-khoa/": Rule("users.write", "login", get=False),
    # coverage
    "": Rule(SIGNED_IN),
    "do-phu/": Rule("coverage.read"),
    "do-phu/chua-co-can-bo/": Rule("coverage.read"),
    "do-phu/da-co-can-bo/": Rule("coverage.read"),
    "do-phu/nhieu-dia-ban/": Rule("coverage.read"),
    "do-phu/can-bo-chua-co-dia-ban/": Rule("coverage.read"),
    "ai-theo-doi/<slug:key>/": Rule("units.read", "unit"),
}
