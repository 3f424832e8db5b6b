"""What is kept with a review when it is frozen: for each number that opens a list, and for that of the period before, what it counts."""

from reports.behind import Behind
from reports.counted import HOUSEHOLD
from reports.counting import counted
from reports.facts.period_reviews import sections_of
from reports.models import CountedRows
from scores.models import Indicator


def rows_behind(review, on) -> list[CountedRows]:
    """Of a review with its figures as they are known on `on`, to be kept with it; nothing is written. Of households no row: they are
    private, and their numbers lead to the numbers of places."""
    links = _Taken()
    sections_of(review.figures, links, owns=True)
    named = Indicator.objects.filter(code__in=review.figures["indicators"])
    behind = Behind(review.unit, review.starts_on, review.ends_on, on, review.scheme, indicators=list(named))
    return [*_of(review, behind, links.keys), *_of(review, behind.before, links.before.keys, is_before=True)]


def _of(review, behind, keys, *, is_before=False):
    for key in keys:
        found = counted(key, behind)
        if found and found.of != HOUSEHOLD:
            yield CountedRows(review=review, key=key, is_before=is_before, of=found.of, rows=found.rows)


class _Taken:
    """In the place of the links of a page: takes down which numbers would open a list."""

    reads_households = True

    def __init__(self, before=None):
        self.keys: dict[str, None] = {}
        self.before = before or _Taken(self)

    def __call__(self, key) -> None:
        self.keys[key] = None
