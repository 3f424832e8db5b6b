"""A number of a review that somebody opens, and the list that it opens: counted today, or kept when the review was frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Assignment
from common.tables import Column
from reports.behind import Behind
from reports.counted import Counted


@dataclass(frozen=True)
class Opened:
    """A number that somebody opens: its `key`, what it `counted`, of which ground and days (`behind`), in whose `scope`, and on what
    `day` its rows are told. `is_kept`: it was counted when the review was frozen, and rows may have changed since."""

    key: str
    counted: Counted
    behind: Behind
    scope: object
    day: date
    is_kept: bool = False

    @property
    def rows(self) -> list:
        return self.counted.rows


@dataclass(frozen=True)
class Listed:
    """What `list_page` takes; `counted`: so many rows were counted, whoever reads them; None where that is not told."""

    queryset: object
    table: type
    prepare: Callable
    counted: int | None

    @property
    def shown(self) -> int:
        return len(self.queryset) if isinstance(self.queryset, list) else self.queryset.count()


def with_today(found: Listed, day) -> Listed:
    """A list of kept rows, each with what became of it since."""

    def prepare(things):
        things = list(things)
        for thing, row in zip(things, found.prepare(things), strict=True):
            yield {"today": became(thing, day)} | row

    return replace(found, table=_with_today(found.table), prepare=prepare)


@cache
def _with_today(table):
    column = Column(verbose_name=gettext_lazy("Hôm nay"), orderable=False)
    return type(f"Kept{table.__name__}", (table,), {"today": column})


def became(thing, day) -> str:
    """Of a row that was counted: "" where it stands."""
    if getattr(thing, "voided_at", None):
        return _("đã hủy %(day)s") % {"day": date_format(thing.voided_at, "d/m/Y")}
    # When an assignment ends stands in a column of its own.
    ends = "closed_on" if hasattr(thing, "closed_on") else "" if isinstance(thing, Assignment) else "ends_on"
    closed_on = getattr(thing, ends, None) if ends else None
    if closed_on and closed_on <= day:
        return _("không còn từ %(day)s") % {"day": date_format(closed_on, "d/m/Y")}
    return ""
