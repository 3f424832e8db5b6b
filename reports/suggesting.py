"""How much speaks for attending a branch this month, and why: pure, no Django model and no database.

The points are weights of a recommendation, not a judgement on the branch.
"""

from dataclasses import dataclass
from datetime import date

NEVER = 40
A_MONTH, MOST_MONTHS = 4, 36
OVERDUE, MOST_OVERDUE = 6, 18
OPEN, MOST_OPEN = 2, 8
RECOMMENDED, MOST_RECOMMENDED = 3, 9
NOT_PUT_RIGHT, MOST_NOT_PUT_RIGHT = 7, 21
SCORED_LOW = 12
FALLEN, MOST_FALLEN = 1, 10
REGISTERED = 2
CLASH = 15
# A branch that was attended last month needs no word about it.
WORTH_SAYING = 2
# Points of a hundred: less than that between two meetings is how people score, not how the branch fares.
WORTH_A_WORD = 5


@dataclass(frozen=True)
class Facts:
    """What is known of a branch on the day: `months` since it was last attended (None: never), its tasks that are open and
    those past their day, things to put right that are overdue, recommendations without an answer on the spot, whether its day is
    registered, whether it clashes; of the quality of its meetings whether the last score stands in the lower half of the levels, and by how
    many points it is below the one before."""

    months: int | None = None
    open_tasks: int = 0
    overdue_tasks: int = 0
    recommendations: int = 0
    is_registered: bool = False
    clashes: bool = False
    overdue_remedies: int = 0
    is_scored_low: bool = False
    fallen: int = 0


def months_since(then: date, day: date) -> int:
    """Whole calendar months from the month of `then` to that of `day`: who was there on the 24th of June was there one
    month ago all through July."""
    return max(0, (day.year - then.year) * 12 + day.month - then.month)


def points(facts: Facts) -> int:
    """The higher, the more speaks for it."""
    since = NEVER if facts.months is None else min(facts.months * A_MONTH, MOST_MONTHS)
    return (
        since
        + min(facts.overdue_tasks * OVERDUE, MOST_OVERDUE)
        + min((facts.open_tasks - facts.overdue_tasks) * OPEN, MOST_OPEN)
        + min(facts.overdue_remedies * NOT_PUT_RIGHT, MOST_NOT_PUT_RIGHT)
        + min(facts.recommendations * RECOMMENDED, MOST_RECOMMENDED)
        + (SCORED_LOW if facts.is_scored_low else 0)
        + (min(facts.fallen * FALLEN, MOST_FALLEN) if facts.fallen >= WORTH_A_WORD else 0)
        + (REGISTERED if facts.is_registered else 0)
        - (CLASH if facts.clashes else 0)
    )


def reasons(facts: Facts) -> list[tuple[str, int]]:
    """[(what speaks for it, how many)], the weightiest first; the words are the page's."""
    found = []
    if facts.months is None:
        found.append(("never", 0))
    elif facts.months >= WORTH_SAYING:
        found.append(("months", facts.months))
    if facts.overdue_remedies:
        found.append(("remedies", facts.overdue_remedies))
    if facts.is_scored_low:
        found.append(("low", 0))
    if facts.fallen >= WORTH_A_WORD:
        found.append(("fallen", facts.fallen))
    if facts.overdue_tasks:
        found.append(("overdue", facts.overdue_tasks))
    if facts.open_tasks > facts.overdue_tasks:
        found.append(("open", facts.open_tasks - facts.overdue_tasks))
    if facts.recommendations:
        found.append(("recommendations", facts.recommendations))
    if facts.is_registered and not facts.clashes:
        found.append(("free_day", 0))
    return found
