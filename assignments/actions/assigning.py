"""Assigning, ending, correcting. One winner for each place: units are locked, then assignees, each in order of id; the
database's constraints stand behind the locks, and whoever comes second is told by whom the place is held."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.actions.checking import Facts, Limits, Wanted, day_text, roads, where_of, who_of
from assignments.models import Assignment, AssignmentDocument, Cadre, Team
from assignments.models.assignments import ASSIGNEE_FIELDS
from assignments.querysets.assignments import names_of_targets
from assignments.querysets.cadres import positions_by_cadre, posts_by_cadre
from assignments.rules import is_mistake, limit_of_one
from branches.models import Agency, OfficialDocument, Unit
from common.errors import BUSY, refused_in_words
from common.history import recorded_by

CORRECTABLE = frozenset(
    {"scheme", "assignee", "target", "starts_on", "ends_on", "role", "end_reason", "end_note", "documents"}
)


@transaction.atomic
def assign(
    *,
    scheme,
    assignee,
    target,
    starts_on,
    by,
    ends_on=None,
    role=Assignment.Role.FOLLOW,
    documents=(),
    reason="",
    needs_document=True,
) -> Assignment:
    """Assigns a Cadre, Team or Agency to a Unit, Organisation, Zone, Household or HouseholdGroup from `starts_on` until
    `ends_on` (the first day not held; None is open), under `documents`, or those that the scheme rests on.

    `needs_document=False` is for lists that carry no document (an import); the assignment then shows that none is cited.
    Raises ValidationError with sentences: the place is held (by whom, since when), the assignee has his place, is not of
    the scheme's groups, has left; the scheme is not in force; no document.
    """
    wanted = Wanted(assignee, target, ends_on, role, reason)
    cited = _cited(scheme, documents, needs_document)
    with recorded_by(by):
        return _assign(scheme, wanted, on=starts_on, by=by, limits=Limits.of(scheme), begins=cited)


@transaction.atomic
def end_assignment(assignment, *, on, reason, by, document=None, note="") -> Assignment:
    """Ends an assignment: `on` is the first day on which it is not held; `reason` one of Assignment.EndReason.

    Raises ValidationError: it is voided, has ended already, or would hold no day (a mistake is voided).
    """
    if not reason:
        raise ValidationError(_("Hãy chọn lý do kết thúc."))
    row = _locked(assignment)
    refuse(ending_refusals(row, on, names_of_targets([row], on)))
    row.ends_on, row.end_reason, row.end_note = on, reason, note
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save(update_fields=["ends_on", "end_reason", "end_note"])
        cite([row], [document] if document else [], AssignmentDocument.Part.ENDS)
    return row


@transaction.atomic
def void_assignment(assignment, *, reason, by) -> Assignment:
    """Takes a mistake out of every count and constraint; it stays to be seen, with who did it, when and why."""
    row = _locked(assignment)
    _void(row, reason, by)
    return row


def end_or_void(rows, *, on, reason, why, by, document=None, note="") -> None:
    """Ends assignments on `on`; those that would have held no day by then are voided with the sentence `why`."""
    ending = [row for row in rows if row.starts_on < on]
    for row in ending:
        row.ends_on, row.end_reason, row.end_note = on, reason, note or row.end_note
        row.clean()
        row.save(update_fields=["ends_on", "end_reason", "end_note"])
    cite(ending, [document] if document else [], AssignmentDocument.Part.ENDS)
    for row in rows:
        if row.starts_on >= on:
            void_assignment(row, reason=why, by=by)


@transaction.atomic
def correct_assignment(assignment, *, by, reason, **right_values) -> Assignment:
    """Voids an assignment that was entered wrongly, with `reason`, and makes the right one; all or nothing.

    `right_values`: any of CORRECTABLE; what is not named stays as it was. The limits are those of its own decision.
    """
    unknown = right_values.keys() - CORRECTABLE
    if unknown:
        raise TypeError(f"an assignment has no {sorted(unknown)} to correct")
    said = Wanted(
        right_values.get("assignee", assignment.assignee), right_values.get("target", assignment.target)
    )
    starts_on = right_values.get("starts_on", assignment.starts_on)
    lock_assignments([assignment], [said], starts_on)
    old = Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    new = {name: right_values.get(name, getattr(old, name)) for name in CORRECTABLE - {"documents"}}
    if all(new[name] == getattr(old, name) for name in new) and "documents" not in right_values:
        raise ValidationError(_("Không có gì thay đổi."))
    _void(old, reason, by)
    links = list(old.document_links.select_related("document"))
    begins = right_values.get("documents", [link.document for link in links if link.part == "begins"])
    with recorded_by(by):
        made = _assign(
            new["scheme"],
            Wanted(new["assignee"], new["target"], new["ends_on"], new["role"], old.reason),
            on=new["starts_on"],
            by=by,
            limits=limits_of(old) if new["scheme"] == old.scheme else Limits.of(new["scheme"]),
            begins=begins,
            corrects=old,
            end_reason=new["end_reason"] if new["ends_on"] else "",
            end_note=new["end_note"] if new["ends_on"] else "",
        )
        if made.ends_on:
            cite(
                [made], [link.document for link in links if link.part == "ends"], AssignmentDocument.Part.ENDS
            )
    return made


def soft_notices(*, scheme, assignees, on) -> list[str]:
    """What is not as the scheme wants it for these assignees on `on`, though it is not refused: more places than wanted
    (Bình Đại wanted one hamlet each), a cadre whose group nobody has entered. To be shown after the write."""
    return notices(scheme, assignees, places_of(scheme, assignees, on), on)


def places_of(scheme, assignees, on, ending=()) -> dict:
    """{(field, id): on how many places the assignee is under `scheme` on `on`}, without the assignments in `ending`."""
    ids: dict = {field: [] for field in ASSIGNEE_FIELDS}
    for field, pk in (Wanted(each, None).who for each in assignees):
        ids[field].append(pk)
    concerned = Q(pk__in=[])
    for field, found in ids.items():
        if found:
            concerned |= Q(**{f"{field}__in": found})
    rows = Assignment.objects.active_on(on).filter(concerned, scheme=scheme).exclude(pk__in=ending)
    return dict(Counter(map(who_of, rows)))


def notices(scheme, assignees, counts, on) -> list[str]:
    """The sentences of `soft_notices` for assignees who have `counts` ({(field, id): places}) places on `on`."""
    found, wanted = [], scheme.wanted_targets_per_assignee
    for each in assignees:
        count = counts.get(Wanted(each, None).who, 0)
        if wanted is not None and count > wanted:
            found.append(
                _("%(assignee)s được phân công %(count)s nơi; %(scheme)s muốn mỗi người %(wanted)s nơi.")
                % {"assignee": each, "count": count, "scheme": scheme, "wanted": wanted}
            )
    return found + _without_group(scheme, [each for each in assignees if isinstance(each, Cadre)], on)


def refuse(sentences) -> None:
    """Raises ValidationError when there are any."""
    if sentences:
        raise ValidationError(list(dict.fromkeys(sentences)))


def lock(unit_ids, assignees) -> None:
    """Locks units, then assignees (`(field, id)`), each in order of id, until the transaction ends: all who write
    assignments queue in one order, so that none waits for another in a circle."""
    _lock(Unit, unit_ids)
    for field, model in (("cadre", Cadre), ("team", Team), ("agency", Agency)):
        _lock(model, {pk for kind, pk in assignees if kind == field})


def lock_assignments(rows, wanted, on) -> set[int]:
    """Locks the units and assignees of assignments that stand (`rows`) and of those wanted from `on`; returns the ids of
    the units."""
    unit_ids = {row.unit_id for row in rows} | set(roads(wanted, on).values())
    lock(unit_ids, {who_of(row) for row in rows} | {each.who for each in wanted})
    return unit_ids


def build(facts, *, by, limits, **fields) -> list[Assignment]:
    """Rows of what `facts` (Facts) was asked about, not saved: with the road to their unit, the cadre's group and post of
    that day, and the limits of one by the rule that is in force now."""
    posts = posts_by_cadre({each.cadre_id for each in facts.wanted} - {None}, facts.on)
    return [
        Assignment(
            scheme=facts.scheme,
            **{each.assignee_field: each.assignee, each.target_field: each.target},
            starts_on=facts.on,
            ends_on=each.ends_on,
            role=each.role,
            reason=each.reason,
            unit_id=facts.roads[each.where],
            group_then_id=facts.group(each),
            post_then=posts.get(each.cadre_id, "")[:300],
            one_per_target=limit_of_one(limits.assignees),
            one_per_assignee=limit_of_one(limits.targets),
            created_by=by,
            **fields,
        )
        for each in facts.wanted
    ]


def cite(rows, documents, part) -> None:
    """Writes the documents on which the assignments rest."""
    AssignmentDocument.objects.bulk_create(
        [
            AssignmentDocument(assignment=row, document=document, part=part)
            for row in rows
            for document in documents
        ]
    )


def ending_refusals(row, on, names) -> list[str]:
    """What stands against ending `row` on `on`; `names` as of `names_of_targets`."""
    name = names.get(where_of(row), "")
    said = {"assignee": row.assignee, "target": name}
    if row.is_voided:
        return [_("Phân công %(assignee)s – %(target)s đã bị hủy.") % said]
    if is_mistake(row.starts_on, on):
        return [
            _(
                "Phân công %(assignee)s – %(target)s bắt đầu từ %(day)s: không thể kết thúc từ ngày đó trở về trước. Nếu "
                "nhập nhầm, hãy hủy phân công."
            )
            % (said | {"day": day_text(row.starts_on)})
        ]
    if row.ends_on and row.ends_on <= on:
        return [
            _("Phân công %(assignee)s – %(target)s đã kết thúc từ %(day)s.")
            % (said | {"day": day_text(row.ends_on)})
        ]
    return []


def _assign(scheme, wanted, *, on, by, limits, begins, **fields) -> Assignment:
    lock_assignments([], [wanted], on)
    facts = Facts(scheme, [wanted], on)
    refuse(facts.refusals(limits)[0])
    [row] = build(facts, by=by, limits=limits, **fields)
    try:
        with refused_in_words():
            row.full_clean()
            row.save()
            cite([row], begins, AssignmentDocument.Part.BEGINS)
    except ValidationError as error:
        # Somebody who takes no locks was faster (a statement of SQL, another program): say who, as always.
        refuse(Facts(scheme, [wanted], on).refusals(limits)[0])
        raise error
    return row


def _cited(scheme, documents, needs_document) -> list[OfficialDocument]:
    """The documents given, or those that the scheme rests on (domain.md 2.6: documents first)."""
    cited = list(dict.fromkeys(documents)) or list(
        OfficialDocument.objects.filter(scheme_links__scheme=scheme).order_by("scheme_links__pk")
    )
    if needs_document and not cited:
        raise ValidationError(
            _("Phân công phải có văn bản: hãy chọn quyết định, hoặc ghi văn bản làm cơ sở cho %(scheme)s.")
            % {"scheme": scheme}
        )
    return cited


def _void(row, reason, by) -> None:
    if row.is_voided:
        raise ValidationError(_("Phân công này đã bị hủy."))
    if not reason.strip():
        raise ValidationError(_("Hủy một phân công nhập nhầm phải nêu lý do."))
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, reason.strip()
    with recorded_by(by), refused_in_words():
        row.clean_fields(exclude={field.name for field in row._meta.fields} - {"void_reason"})
        row.save(update_fields=["voided_at", "voided_by", "void_reason"])


def _locked(assignment) -> Assignment:
    """The row as it is now, after its unit and its assignee are locked."""
    lock_assignments([assignment], [], None)
    return Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)


def limits_of(row) -> Limits:
    """The limits under which `row` was made: a limit of one that came or went since then does not touch it."""
    now = Limits.of(row.scheme)
    return Limits(
        1 if row.one_per_target else None if limit_of_one(now.assignees) else now.assignees,
        1 if row.one_per_assignee else None if limit_of_one(now.targets) else now.targets,
    )


def _without_group(scheme, cadres, on) -> list[str]:
    if not cadres or not scheme.eligible_groups.exists():
        return []
    positions = positions_by_cadre({cadre.pk for cadre in cadres}, on)
    return [
        _("Chưa ghi nhóm cán bộ của %(cadre)s vào ngày %(day)s.") % {"cadre": cadre, "day": day_text(on)}
        for cadre in cadres
        if not any(row.group_id or row.post.group_id for row in positions.get(cadre.pk, ()))
    ]


def _lock(model, ids) -> None:
    if ids:
        rows = model.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
        if len(list(rows.values_list("pk", flat=True))) != len(set(ids)):
            raise ValidationError(BUSY)
