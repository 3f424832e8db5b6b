"""What `verify` asks, of every app by name: there is no registry."""

from collections.abc import Iterator

from assignments import verification as assignments
from branches import verification as branches
from common import verification as common
from matters import conference_checks
from matters import verification as matters
from meetings import verification as meetings
from reports import verification as reports
from scores import verification as scores

CHECKS = (*common.CHECKS, *branches.CHECKS, *assignments.CHECKS, *meetings.CHECKS, *reports.CHECKS)

# --- conferences ---
CHECKS += conference_checks.CHECKS

# What was raised
CHECKS += matters.CHECKS

# Rubrics, sheets, indicators, targets
CHECKS += scores.CHECKS


def run_checks(day) -> Iterator[tuple[str, Iterator[str]]]:
    """(name of the check, its faults as sentences) one after the other; the faults are looked for as they are read."""
    for name, check in CHECKS:
        yield str(name), check(day)
