"""What the assignment board gathers into a draft at once: for each place whom it gets, whom it loses, what is taken back.

A place that may have one assignee only and gets another one loses the one it has: both lines in one step. Everything is
read and written in a fixed number of queries, however many places there are.
"""

from dataclasses import dataclass

from django.db import transaction

from assignments.actions.change_sets import bump, open_draft
from assignments.actions.checking import Wanted, where_of, who_of
from assignments.models import Assignment, ChangeLine
from assignments.models.assignments import TARGET_FIELDS
from assignments.rules import limit_of_one
from common.errors import refused_in_words
from common.history import recorded_by

_END, _ADD = ChangeLine.Action.END, ChangeLine.Action.ADD


@dataclass(frozen=True)
class Gathered:
    """How many places got somebody, lose somebody, and went back to what they were."""

    added: int = 0
    ended: int = 0
    undone: int = 0

    def __bool__(self):
        return bool(self.added or self.ended or self.undone)


@transaction.atomic
def gather(
    change_set,
    *,
    by,
    version,
    give=(),
    take=(),
    undo=(),
    end_reason=Assignment.EndReason.ADJUSTED,
    reason="",
) -> Gathered:
    """Writes into a draft: `give` pairs (assignee, target), `take` assignments to be ended, `undo` targets to go back.

    `version` is the draft as it was shown. Whoever has a place already is not given it again; one whom the draft ends
    there simply stays. Raises ValidationError: no draft any more, or somebody changed it since.
    """
    draft = open_draft(change_set, version)
    give = [Wanted(assignee, target, reason=reason) for assignee, target in give]
    lines = list(draft.lines.select_related("assignment"))
    wheres = {each.where for each in give} | {(_field(target), target.pk) for target in undo}
    standing = _standing(draft, wheres)
    there: dict = {}
    for row in standing:
        there.setdefault(where_of(row), []).append(row)
    changes = _Changes(draft, lines, end_reason, reason)
    undone = sum(changes.undo((_field(target), target.pk)) for target in undo)
    single = limit_of_one(draft.scheme.max_assignees_per_target)
    added = sum(changes.give(each, there.get(each.where, []), single) for each in give)
    ended = sum(changes.end(row) for row in take)
    with recorded_by(by), refused_in_words():
        ChangeLine.objects.filter(pk__in=changes.dropped).delete()
        ChangeLine.objects.bulk_create(changes.made)
        if changes.dropped or changes.made:
            bump(draft)
    return Gathered(added, ended, undone)


class _Changes:
    """The lines of a draft as they are to be: which go, which come."""

    def __init__(self, draft, lines, end_reason, reason):
        self.draft, self.end_reason, self.reason = draft, end_reason, reason
        self.ends = {line.assignment_id: line for line in lines if line.action == _END}
        self.adds: dict = {}
        for line in lines:
            if line.action == _ADD:
                self.adds.setdefault(where_of(line), []).append(line)
        self.dropped: set[int] = set()
        self.made: list[ChangeLine] = []

    def undo(self, where) -> bool:
        own = [*self.adds.pop(where, []), *(e for e in self.ends.values() if where_of(e.assignment) == where)]
        for line in own:
            self._drop(line)
        return bool(own)

    def give(self, wanted, there, single) -> bool:
        holder = next((row for row in there if who_of(row) == wanted.who), None)
        if any(who_of(line) == wanted.who for line in self.adds.get(wanted.where, ())):
            return False
        if single:
            for line in self.adds.pop(wanted.where, []):
                self._drop(line)
        if holder and holder.pk not in self.ends:
            return False
        if single:
            for row in there:
                if row is not holder:
                    self.end(row)
        if holder:
            self._drop(self.ends[holder.pk])
            return True
        line = ChangeLine(
            change_set=self.draft,
            action=_ADD,
            **{wanted.assignee_field: wanted.assignee, wanted.target_field: wanted.target},
            role=wanted.role,
            reason=wanted.reason,
        )
        self.adds.setdefault(wanted.where, []).append(line)
        self.made.append(line)
        return True

    def end(self, row) -> bool:
        if row.pk in self.ends:
            return False
        line = ChangeLine(
            change_set=self.draft,
            action=_END,
            assignment=row,
            end_reason=self.end_reason,
            reason=self.reason,
        )
        self.ends[row.pk] = line
        self.made.append(line)
        return True

    def _drop(self, line):
        if line.pk is None:
            self.made.remove(line)
        else:
            self.dropped.add(line.pk)
        if line.action == _END:
            self.ends.pop(line.assignment_id, None)


def _field(target) -> str:
    return Wanted(None, target).target_field


def _standing(draft, wheres) -> list:
    found = []
    active = Assignment.objects.active_on(draft.effective_on).filter(scheme=draft.scheme)
    for field in TARGET_FIELDS:
        ids = [pk for kind, pk in wheres if kind == field]
        if ids:
            found += active.filter(**{f"{field}__in": ids})
    return found
