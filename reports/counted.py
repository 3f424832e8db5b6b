"""What a number of a review counts, as ids and numbers: what is listed behind it and what a frozen review keeps. No name, no word of
a person: whatever is shown of a row is read again, as far as the reader may see it.

`of` says what the rows are:

- rows of a table ("turn", "recommendation", "conference", "contribution", "urgent_matter", "assignment", "sheet", "target", "value",
  "holder", "without"), places that a scheme follows ("unit", "organisation", "household", "group", "zone"): [id];
- "person", "meeting", "branch", each counted once: [[id, [ids of its turns]]];
- "follower": [["cadre" | "team" | "agency", id, how many places]];
- "cell", an assignment in a month: [[id of the place asked about, "2026-11", id of the assignment, *Tally]], without the noughts at
  the end;
- "registering": [[organisation, registered, done, open, overdue]]; "body": [[organisation, how much of the number it is]].
"""

from dataclasses import dataclass
from datetime import date

from reports.expected import Tally

CELL, TURN = "cell", "turn"
# Whose rows are private: they are not kept.
HOUSEHOLD = "household"
_TALLY_FROM = 3


@dataclass(frozen=True)
class Counted:
    of: str
    rows: list

    def number_of(self, key: str) -> int:
        """What the number `key` says where it counts rows: of cells the turns that they add up to."""
        if self.of != CELL:
            return len(self.rows)
        part = key.rpartition(".")[2]
        return sum(getattr(tally_in(row), part) for row in self.rows)


def cell_row(area_id, cell, tally) -> list:
    found = [*tally]
    while found and not found[-1]:
        found.pop()
    return [area_id, f"{cell.first:%Y-%m}", cell.line.pk, *found]


def tally_in(row) -> Tally:
    return Tally(*row[_TALLY_FROM:])


def month_in(row) -> date:
    return date.fromisoformat(f"{row[1]}-01")
