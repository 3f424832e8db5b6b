"""Change sets: what one document changes, gathered as a draft and put into force as a whole (Bình Đại, 634 to 1316).

Ends come first and adds after, so that two cadres who swap their hamlets pass the constraints.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.actions.assigning import (
    build,
    cite,
    ending_refusals,
    lock_assignments,
    notices,
    places_of,
    refuse,
)
from assignments.actions.checking import Facts, Limits, Wanted, where_of
from assignments.models import Assignment, AssignmentDocument, ChangeLine, ChangeSet
from assignments.models.assignments import ASSIGNEE_FIELDS, TARGET_FIELDS
from assignments.querysets.assignments import names_of_targets
from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.text import sort_key

_END, _ADD = ChangeLine.Action.END, ChangeLine.Action.ADD
_BULK = 500


@dataclass(frozen=True)
class Conflict:
    """Why a change set cannot be put into force: a sentence, and the line (ChangeLine) that it is about."""

    sentence: str
    line: ChangeLine

    def __str__(self):
        return self.sentence


@dataclass
class Change:
    """What a change set does to one target: who follows it no longer (Assignments) and who does then (ChangeLines)."""

    target: object
    name: str
    before: list = field(default_factory=list)
    after: list = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """Targets that get somebody, that lose somebody, and whose holder changes; each sorted by name."""

    added: list[Change]
    ended: list[Change]
    changed: list[Change]


@transaction.atomic
def draft_change_set(*, scheme, name, effective_on, by, document=None) -> ChangeSet:
    """An empty draft. Raises ValidationError on a bad field."""
    draft = ChangeSet(scheme=scheme, name=name, effective_on=effective_on, document=document, created_by=by)
    with recorded_by(by), refused_in_words():
        draft.full_clean()
        draft.save()
    return draft


@transaction.atomic
def change_draft(change_set, *, by, version=None, **fields) -> ChangeSet:
    """Gives a draft another `name`, `effective_on` or `document`."""
    unknown = fields.keys() - {"name", "effective_on", "document"}
    if unknown:
        raise TypeError(f"a draft has no {sorted(unknown)}")
    draft = open_draft(change_set, version)
    for name, value in fields.items():
        setattr(draft, name, value)
    with recorded_by(by), refused_in_words():
        draft.full_clean()
        bump(draft, *fields)
    return draft


@transaction.atomic
def add_line_end(
    change_set, *, assignment, by, end_reason=Assignment.EndReason.ADJUSTED, reason=""
) -> ChangeLine:
    """Gathers the end of `assignment`. Raises ValidationError: it is ended by this draft already, or belongs to a scheme
    of somebody else."""
    draft = open_draft(change_set)
    _check_issuer(draft.scheme, assignment.scheme)
    line = ChangeLine(
        change_set=draft, action=_END, assignment=assignment, end_reason=end_reason, reason=reason
    )
    return _add(draft, line, by)


@transaction.atomic
def add_line_add(change_set, *, assignee, target, by, role=Assignment.Role.FOLLOW, reason="") -> ChangeLine:
    """Gathers a new assignment. What stands against it is no refusal yet: `conflicts_of` shows it."""
    draft = open_draft(change_set)
    return _add(draft, _line(draft, Wanted(assignee, target, role=role, reason=reason)), by)


@transaction.atomic
def remove_line(line, *, by) -> None:
    draft = open_draft(line.change_set)
    with recorded_by(by):
        ChangeLine.objects.filter(pk=line.pk, change_set=draft).delete()
        bump(draft)


@transaction.atomic
def remove_lines(change_set, ids, *, by) -> int:
    """Takes lines (ids) out of a draft, those of one place together; returns how many there were."""
    draft = open_draft(change_set)
    with recorded_by(by):
        count, _models = ChangeLine.objects.filter(pk__in=ids, change_set=draft).delete()
        if count:
            bump(draft)
    return count


@transaction.atomic
def discard(change_set, *, by) -> ChangeSet:
    """Puts a draft away; it stays to be seen."""
    draft = open_draft(change_set)
    draft.state = ChangeSet.State.DISCARDED
    with recorded_by(by):
        bump(draft, "state")
    return draft


@transaction.atomic
def draft_from_scheme(new_scheme, old_scheme, *, effective_on, by, name="", document=None) -> ChangeSet:
    """A draft that carries the running assignments of an old term into a new one: each is ended (reason: the term's end)
    and added anew under `new_scheme`. What cannot go on (left, closed) shows itself as a conflict. Raises ValidationError:
    the schemes are not of one committee."""
    _check_issuer(new_scheme, old_scheme)
    draft = draft_change_set(
        scheme=new_scheme,
        name=name or _("Chuyển phân công từ %(scheme)s") % {"scheme": old_scheme},
        effective_on=effective_on,
        by=by,
        document=document,
    )
    day_before = effective_on - timedelta(days=1)
    last = Assignment.objects.active_on(day_before).filter(scheme=old_scheme).for_list().order_by("pk")
    running = [row for row in last if row.ends_on is None or row.ends_on > effective_on]
    # A term that has ended with its last day has ended its assignments: they are carried over all the same.
    by_term = [row for row in last if row.ends_on == effective_on and row.end_reason in ("", "term")]
    lines = [
        ChangeLine(change_set=draft, action=_END, assignment=row, end_reason=Assignment.EndReason.TERM)
        for row in running
    ]
    lines += [
        _line(draft, Wanted(row.assignee, row.target, role=row.role, reason=row.reason))
        for row in (*running, *by_term)
    ]
    ChangeLine.objects.bulk_create(lines)
    return draft


@transaction.atomic
def put_in_force(change_set, *, by, version) -> ChangeSet:
    """Ends and adds everything of a draft on its effective date, under its document; all or nothing.

    `version` is the draft as it was reviewed. Raises ValidationError with every conflict: then nothing has changed.
    """
    draft = open_draft(change_set, version)
    lines = lines_of(draft)
    if draft.document is None:
        raise ValidationError(_("Hãy chọn văn bản của đợt điều chỉnh trước khi cho có hiệu lực."))
    if not lines:
        raise ValidationError(_("Đợt điều chỉnh chưa có dòng nào."))
    ending = [line.assignment for line in lines if line.action == _END]
    adding = [line for line in lines if line.action == _ADD]
    lock_assignments(ending, [_wanted(line) for line in adding], draft.effective_on)
    list(Assignment.objects.select_for_update(no_key=True).filter(pk__in=[row.pk for row in ending]))
    lines = lines_of(draft)
    facts, conflicts = _facts_and_conflicts(draft, lines)
    refuse([conflict.sentence for conflict in conflicts])
    try:
        with recorded_by(by), refused_in_words():
            _end_all(draft, [line for line in lines if line.action == _END])
            _add_all(draft, [line for line in lines if line.action == _ADD], facts, by)
            draft.state = ChangeSet.State.IN_FORCE
            draft.put_in_force_by, draft.put_in_force_at = by, timezone.now()
            bump(draft, "state", "put_in_force_by", "put_in_force_at")
    except ValidationError as error:
        refuse([conflict.sentence for conflict in conflicts_of(draft)])
        raise error
    return draft


def conflicts_of(change_set, lines=None) -> list[Conflict]:
    """Everything that stands against putting a draft into force, each as a sentence with its line: an end that makes no
    sense, a place held by somebody whom the draft does not end, an assignee over a hard limit, one who leaves before
    that day, a place that is closed, the same thing said twice. Fixed number of queries; `lines` are those
    of `lines_of` where the caller has them."""
    return _facts_and_conflicts(change_set, lines_of(change_set) if lines is None else lines)[1]


def notices_of(change_set) -> list[str]:
    """What would not be as the scheme wants it, though nothing forbids it."""
    lines, on = lines_of(change_set), change_set.effective_on
    ended = {line.assignment_id for line in lines if line.action == _END}
    wanted = [_wanted(line) for line in lines if line.action == _ADD]
    people = list({each.who: each.assignee for each in wanted}.values())
    counts = places_of(change_set.scheme, people, on, ended)
    for each in wanted:
        counts[each.who] = counts.get(each.who, 0) + 1
    return notices(change_set.scheme, people, counts, on)


def difference_of(change_set) -> Difference:
    """What a change set changes, target by target; the same before and after it is put into force."""
    lines = lines_of(change_set)
    rows = [line.assignment if line.action == _END else line for line in lines]
    names = names_of_targets(rows, change_set.effective_on)
    changes: dict = {}
    for line, row in zip(lines, rows, strict=True):
        where = where_of(row)
        change = changes.setdefault(where, Change(row.target, names.get(where, "")))
        (change.before if line.action == _END else change.after).append(row)
    ordered = sorted(changes.values(), key=lambda change: sort_key(change.name))
    return Difference(
        added=[change for change in ordered if not change.before],
        ended=[change for change in ordered if not change.after],
        changed=[change for change in ordered if change.before and change.after],
    )


def _facts_and_conflicts(change_set, lines):
    on = change_set.effective_on
    ends = [line for line in lines if line.action == _END]
    adds = [line for line in lines if line.action == _ADD]
    names = names_of_targets([line.assignment for line in ends], on)
    conflicts = [
        Conflict(sentence, line) for line in ends for sentence in ending_refusals(line.assignment, on, names)
    ]
    facts = Facts(
        change_set.scheme, [_wanted(line) for line in adds], on, [line.assignment_id for line in ends]
    )
    for line, said in zip(adds, facts.refusals(Limits.of(change_set.scheme)), strict=True):
        conflicts += [Conflict(sentence, line) for sentence in said]
    return facts, conflicts


def _end_all(draft, lines) -> None:
    for line in lines:
        row = line.assignment
        row.ends_on, row.end_reason, row.end_note = draft.effective_on, line.end_reason, line.reason
        row.clean()
    rows = [line.assignment for line in lines]
    Assignment.objects.bulk_update(rows, ["ends_on", "end_reason", "end_note"], batch_size=_BULK)
    cite(rows, [draft.document], AssignmentDocument.Part.ENDS)


def _add_all(draft, lines, facts, by) -> None:
    rows = build(facts, by=by, limits=Limits.of(draft.scheme))
    relations = {each.name for each in Assignment._meta.fields if each.is_relation}
    for row in rows:
        # The rows that it points to were read by `facts` under the locks; asking for each again is a thousand queries.
        row.clean_fields(exclude=relations)
        row.clean()
    Assignment.objects.bulk_create(rows, batch_size=_BULK)
    cite(rows, [draft.document], AssignmentDocument.Part.BEGINS)
    for line, row in zip(lines, rows, strict=True):
        line.assignment = row
    ChangeLine.objects.bulk_update(lines, ["assignment"], batch_size=_BULK)


def lines_of(change_set) -> list[ChangeLine]:
    """Ends first, then adds, each with what it is about."""
    assignment = [f"assignment__{name}" for name in (*ASSIGNEE_FIELDS, *TARGET_FIELDS)]
    return list(
        change_set.lines.select_related("assignment", *assignment, *ASSIGNEE_FIELDS, *TARGET_FIELDS).order_by(
            "-action", "pk"
        )
    )


def _wanted(line) -> Wanted:
    return Wanted(line.assignee, line.target, role=line.role, reason=line.reason)


def _line(draft, wanted) -> ChangeLine:
    return ChangeLine(
        change_set=draft,
        action=_ADD,
        **{wanted.assignee_field: wanted.assignee, wanted.target_field: wanted.target},
        role=wanted.role,
        reason=wanted.reason,
    )


def _add(draft, line, by) -> ChangeLine:
    with recorded_by(by), refused_in_words():
        line.full_clean()
        line.save()
        bump(draft)
    return line


def open_draft(change_set, version=None) -> ChangeSet:
    """The draft as it is now, locked. Raises ValidationError: it is no draft any more, or was changed since `version`."""
    draft = (
        ChangeSet.objects.select_for_update(of=["self"])
        .select_related("scheme", "document")
        .get(pk=change_set.pk)
    )
    if draft.state != ChangeSet.State.DRAFT:
        raise ValidationError(
            _("Đợt điều chỉnh này %(state)s, không sửa được nữa.") % {"state": draft.get_state_display()}
        )
    if version is not None and version != draft.version:
        raise ValidationError(BUSY)
    return draft


def _check_issuer(scheme, other) -> None:
    """A committee's change set ends what that committee assigned, nothing of others."""
    if scheme.issuer_id != other.issuer_id:
        raise ValidationError(
            _("%(scheme)s là chủ trương của nơi khác ban hành, không điều chỉnh ở đây được.")
            % {"scheme": other}
        )


def bump(draft, *fields) -> None:
    draft.version += 1
    draft.save(update_fields=["version", *fields])
