"""A round as it stands: who went where, what was expected, what was seen. The one object behind its page, its notice and
the figures that are frozen with the notice."""

from datetime import timedelta
from functools import cached_property

from common.periods import contains
from reports.expected import Expected, Tally
from reports.models import RemedyCheck, Round
from reports.querysets import gathering as reads
from reports.querysets.expecting import asking_schemes

# Rounds further apart than this are read each by itself.
_MOST_TOGETHER = timedelta(days=400)


class _RoundExpected(Expected):
    """Expected against attended, with the turns of the round and no others."""

    def __init__(self, made: Round, on):
        schemes = asking_schemes(made.scheme, made.issuer)
        super().__init__(made.issuer, made.starts_on, made.ends_on, on, made.scheme, schemes)
        self._made = made

    def share(self, other: Expected) -> None:
        """Takes what hangs on the committee and not on the days from `other`, of the same committee and scheme."""
        self.schemes, self._paths = other.schemes, other._paths

    def attendances(self):
        return reads.turns_of(self._made)


class RoundFacts:
    """`made` (Round, its issuer at hand) as known on `on`. Nothing is asked before it is wanted; the number of queries hangs
    on no rows."""

    def __init__(self, made: Round, on):
        self.made, self.on = made, on

    @cached_property
    def expected(self) -> Expected:
        return _RoundExpected(self.made, self.on)

    @property
    def total(self) -> Tally:
        return self.expected.total

    @property
    def reports(self):
        return reads.reports_of(self.made)

    @property
    def turns(self):
        """At meetings of branches, of which the four counts speak."""
        return reads.turns_of(self.made).of_branches()

    @property
    def matters(self):
        return reads.matters_of(self.made)

    @property
    def checks(self):
        return reads.checks_of(self.made)

    @cached_property
    def said(self) -> dict:
        """Counts of what the reports say (`gathering.report_counts`)."""
        return reads.report_counts(self.reports)

    @cached_property
    def topics(self) -> list[tuple]:
        return reads.topic_counts(self.matters)

    @cached_property
    def not_done(self) -> list[tuple]:
        return reads.items_not_done(self.reports)

    @cached_property
    def seen(self) -> dict[str, int]:
        """{what was seen: remedies}; a remedy that two visitors saw counts as the later one saw it."""
        rows = self.checks.order_by("remedy", "seen_on", "pk").values_list("remedy", "seen")
        last = dict(rows)
        return {seen: sum(each == seen for each in last.values()) for seen in RemedyCheck.Seen.values}

    @property
    def raised(self) -> int:
        return sum(number for _code, _name, number in self.topics)

    def as_figures(self) -> dict:
        """The numbers as they are frozen with an issued notice; plain values."""
        counts, reports, total = self.expected.counts, self.expected.reports, self.total
        return {
            **counts._asdict(),
            "expected": total.expected,
            "missing": total.missing,
            "excused": total.excused,
            "on_time": reports["on_time"],
            "late": reports["late"],
            "unreported": reports["unreported"],
            "not_held": self.said["not_held"],
            "quality": self.said["quality"],
            "matters": self.raised,
            "topics": [[name, number] for _code, name, number in self.topics],
            "seen": self.seen,
            "as_of": self.on.isoformat(),
        }


def side_by_side(made: Round, earlier: Round, on) -> tuple[RoundFacts, RoundFacts]:
    """Both rounds of one committee and scheme, what they share read once: its schemes, where it ever stood and, where both are of
    whole months, what was expected."""
    now, then = RoundFacts(made, on), RoundFacts(earlier, on)
    then.expected.share(now.expected)
    days = (earlier.starts_on, earlier.ends_on, made.starts_on, made.ends_on)
    if all(day.day == 1 for day in days) and days[-1] - days[0] <= _MOST_TOGETHER:
        schemes = now.expected.schemes
        both = Expected(made.issuer, earlier.starts_on, made.ends_on, on, made.scheme, schemes)
        for facts in (now, then):
            held = (facts.made.starts_on, facts.made.ends_on)
            facts.expected.cells = [cell for cell in both.cells if contains(*held, cell.first)]
    return now, then
