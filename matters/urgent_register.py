"""The register of urgent, pressing matters counted (Kim Sơn 3.5): matters and organisations, two numbers, and those that
registered none. For pages and for `figures urgent_matters` alike."""

from branches.querysets.bodies import organisation_versions
from matters.models import UrgentMatter
from matters.querysets.urgent import GRASSROOTS, grassroots_on


class UrgentRegister:
    """`matters` (UrgentMatter queryset, of some years and some ground) as they stand on `day`, against `bodies`, the grassroots
    organisations in force there.

    An organisation is counted once however much it registered; one that has been closed since still registered. Whoever
    is in force on `day` and has nothing among `matters` registered none. What other organisations put down (a branch
    below a grassroots committee) counts as matters, and not among `organisations`."""

    def __init__(self, matters, bodies, day):
        self.matters, self.bodies, self.day = matters, bodies, day
        self.counts = matters.counted(day)

    @property
    def registered(self) -> int:
        return self.counts["registered"]

    @property
    def organisations(self) -> int:
        return self.counts["organisations"]

    def without(self):
        """Organisations in force that registered none."""
        return self.bodies.exclude(pk__in=self.matters.order_by().values("organisation"))


def register_of(unit, first: int, last: int, day) -> UrgentRegister:
    """The registers of the years `first` to `last` under `unit`, as they stand on `day`. `unit` None: everywhere."""
    matters = UrgentMatter.objects.standing().of_years(first, last)
    bodies = grassroots_on(day, under=unit)
    return UrgentRegister(matters.under(unit) if unit else matters, bodies, day)


def register_as_figures(register: UrgentRegister) -> dict:
    """`registered`, `done`, `open`, `overdue`, `carried`, `dropped`, `unconfirmed`: matters; `organisations`: grassroots
    organisations that registered; `organisations_without`: those in force that registered none, and `without` names them;
    `by_kind`: {kind: {organisations, matters}}, other kinds of organisation among them; `by_field`: {topic code: matters}."""
    counts = register.counts
    without = organisation_versions(register.without().values_list("pk", flat=True), register.day).values()
    return {
        "registered": counts["registered"],
        "done": counts["done"],
        "organisations": counts["organisations"],
        "organisations_without": len(without),
        **{name: counts[name] for name in ("open", "overdue", "unconfirmed", "carried", "dropped")},
        "without": [
            {"code": each.code, "name": each.name} for each in sorted(without, key=lambda each: each.sort_key)
        ],
        **_by_kind_and_field(register.matters),
    }


def _by_kind_and_field(matters) -> dict:
    kinds: dict[str, dict] = {kind: {"organisations": 0, "matters": 0} for kind in GRASSROOTS}
    fields: dict[str, int] = {}
    seen = set()
    rows = matters.order_by("topic__sort", "topic__code")
    for kind, organisation, code in rows.values_list("organisation__kind", "organisation", "topic__code"):
        each = kinds.setdefault(kind, {"organisations": 0, "matters": 0})
        each["matters"] += 1
        each["organisations"] += organisation not in seen
        seen.add(organisation)
        fields[code or ""] = fields.get(code or "", 0) + 1
    return {"by_kind": kinds, "by_field": fields}
