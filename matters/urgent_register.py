"""The register of urgent, pressing matters counted (Kim Sơn 3.5): matters and organisations, two numbers, and those that
registered none. For pages and for `figures urgent_matters` alike."""

from __future__ import annotations

from functools import cached_property

from branches.models import OrganisationVersion
from common.together import asked_together
from matters.models import UrgentMatter
from matters.querysets.urgent import COUNTS, GRASSROOTS, grassroots_on


class UrgentRegister:
    """`matters` (UrgentMatter queryset, of some years and some ground) as they stand on `day`, against `bodies`, the grassroots
    organisations in force there.

    An organisation is counted once however much it registered; one that has been closed since still registered. Whoever
    is in force on `day` and has nothing among `matters` registered none. What other organisations put down (a branch
    below a grassroots committee) counts as matters, and not among `organisations`."""

    def __init__(self, matters, bodies, day):
        self.matters, self.bodies, self.day = matters, bodies, day

    @cached_property
    def counts(self) -> dict[str, int]:
        return self.matters.counted(self.day)

    @property
    def registered(self) -> int:
        return self.counts["registered"]

    @property
    def organisations(self) -> int:
        return self.counts["organisations"]

    def without(self):
        """Organisations in force that registered none."""
        return self.bodies.exclude(pk__in=self.matters.order_by().values("organisation"))

    def without_versions(self):
        """(organisation, first day, code, name, sort key): what those were ever called."""
        rows = OrganisationVersion.objects.filter(organisation__in=self.without().order_by().values("pk"))
        return rows.order_by().values_list("organisation", "starts_on", "code", "name", "sort_key")


def register_of(unit, first: int, last: int, day) -> UrgentRegister:
    """The registers of the years `first` to `last` under `unit`, as they stand on `day`. `unit` None: everywhere."""
    matters = UrgentMatter.objects.standing().of_years(first, last)
    bodies = grassroots_on(day, under=unit)
    return UrgentRegister(matters.under(unit) if unit else matters, bodies, day)


def register_as_figures(register: UrgentRegister) -> dict:
    """`registered`, `done`, `open`, `overdue`, `carried`, `dropped`, `unconfirmed`: matters; `organisations`: grassroots
    organisations that registered; `organisations_without`: those in force that registered none, and `without` names them;
    `by_kind`: {kind: {organisations, matters}}, other kinds of organisation among them; `by_field`: {topic code: matters}."""
    return registers_as_figures([register])[0]


def registers_as_figures(registers: list[UrgentRegister]) -> list[dict]:
    """The same of each of `registers`, in two questions, however many they are."""
    counted = asked_together(
        [each.matters.counted_by_kind_and_field(each.day) for each in registers],
        order=("topic__sort", "topic__code"),
    )
    versions = asked_together([each.without_versions() for each in registers], order=("starts_on",))
    return [_figures(*each) for each in zip(registers, counted, versions, strict=True)]


def _figures(register, rows, versions) -> dict:
    kinds: dict[str, dict] = {kind: {"organisations": 0, "matters": 0} for kind in GRASSROOTS}
    fields: dict[str, int] = {}
    counts, seen = dict.fromkeys(COUNTS, 0), set()
    for kind, organisation, code, _sort, *numbers in rows:
        for name, number in zip(COUNTS, numbers, strict=True):
            counts[name] += number
        each, matters = kinds.setdefault(kind, {"organisations": 0, "matters": 0}), numbers[0]
        each["matters"] += matters
        each["organisations"] += organisation not in seen
        seen.add(organisation)
        fields[code or ""] = fields.get(code or "", 0) + matters
    without = _called(versions, register.day)
    return {
        **counts,
        "organisations": sum(kinds[kind]["organisations"] for kind in GRASSROOTS),
        "organisations_without": len(without),
        "without": [{"code": code, "name": name} for code, name, _sort in without],
        "by_kind": kinds,
        "by_field": fields,
    }


def _called(versions, day) -> list[tuple]:
    """[(code, name, sort key)] on `day`, or last before, or first after, of each organisation, by name."""
    found: dict = {}
    for organisation, starts_on, *called in versions:
        if organisation not in found or starts_on <= day:
            found[organisation] = called
    return sorted(found.values(), key=lambda each: each[-1])
