"""Branches by how many members they have: the number of a size is the length of its list."""

from functools import cached_property

from django.utils.translation import gettext as _

from branches.facts.units import latest_counts
from branches.models import Organisation
from branches.rules import BRANCH_KINDS
from scores.watching import Watched

# (address, from, up to and with); None: no end.
SIZES = [("duoi-5", 0, 4), ("5-9", 5, 9), ("10-19", 10, 19), ("20-29", 20, 29), ("tu-30", 30, None)]
UNKNOWN = "chua-ghi"


class BranchSizes:
    """Of the open branches that `scope` reads on `day`; two queries."""

    def __init__(self, scope, day):
        self.scope, self.day = scope, day

    @cached_property
    def bands(self) -> dict[str, str]:
        """{address: words}, the smallest first, and those of which nobody said a number."""
        found = {}
        for address, least, most in SIZES:
            if most is None:
                found[address] = _("từ %(least)s đảng viên") % {"least": least}
            elif not least:
                found[address] = _("dưới %(most)s đảng viên") % {"most": most + 1}
            else:
                found[address] = _("%(least)s đến %(most)s đảng viên") % {"least": least, "most": most}
        return found | {UNKNOWN: _("chưa ghi số đảng viên")}

    @cached_property
    def _branches(self) -> list[Watched]:
        bodies = Organisation.objects.visible_to(self.scope).open_on(self.day).filter(kind__in=BRANCH_KINDS)
        units = dict(bodies.values_list("pk", "unit"))
        counts = latest_counts(units, self.day)
        rows = [Watched(unit, pk, counts[pk].total if pk in counts else None) for pk, unit in units.items()]
        return sorted(rows, key=lambda each: (each.number or 0, each.organisation_id))

    def of(self, band: str) -> list[Watched]:
        return [each for each in self._branches if band_of(each.number) == band]


def band_of(number) -> str:
    if number is None:
        return UNKNOWN
    return next(address for address, _least, most in SIZES if most is None or number <= most)
