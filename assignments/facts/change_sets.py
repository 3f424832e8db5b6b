"""What a change set changes, row by row, for its page and for the annex of its document."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assignments.actions.change_sets import difference_of
from assignments.models import Assignment, ChangeLine
from assignments.querysets.cadres import positions_by_cadre
from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_of_keys, placements_by_unit
from common.spreadsheets.columns import Column

ADDED, ENDED, CHANGED, SAME = "added", "ended", "changed", "same"


@dataclass
class Person:
    name: str
    post: str = ""
    agency: str = ""
    posts: str = ""  # each post with its body


@dataclass
class ChangedPlace:
    """One place: who followed it, who will, why; `kind` is ADDED, ENDED or CHANGED; `line_ids` its lines."""

    kind: str
    name: str
    above: str
    where_key: str
    before: list[Person] = field(default_factory=list)
    after: list[Person] = field(default_factory=list)
    reason: str = ""
    line_ids: list[int] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def changed_places(change_set, conflicts=()) -> list[ChangedPlace]:
    """All places of a change set: changed, then new, then ended; each by name. Fixed number of queries."""
    day = change_set.effective_on
    difference = difference_of(change_set)
    groups = [(CHANGED, difference.changed), (ADDED, difference.added), (ENDED, difference.ended)]
    changes = [(kind, change) for kind, rows in groups for change in rows]
    lines = list(change_set.lines.values("pk", "action", "assignment_id", "end_reason", "reason"))
    ends = {line["assignment_id"]: line for line in lines if line["action"] == ChangeLine.Action.END}
    people = _people([row for _kind, change in changes for row in (*change.before, *change.after)], day)
    places = placements_by_unit([_road(change.target) for _kind, change in changes], day)
    names = names_of_keys({_above(place, None) for place in places.values()} - {""}, day)
    against: dict = {}
    for conflict in conflicts:
        against.setdefault(conflict.line.pk, []).append(conflict.sentence)
    found = []
    for kind, change in changes:
        ids = [ends[row.pk]["pk"] for row in change.before] + [line.pk for line in change.after]
        place = places.get(_road(change.target))
        found.append(
            ChangedPlace(
                kind,
                change.name,
                names.get(_above(place, change.target), ""),
                change.target.key,
                [people(row) for row in change.before],
                [people(row) for row in change.after],
                _reason(kind, change, ends),
                ids,
                [sentence for pk in ids for sentence in against.get(pk, ())],
            )
        )
    return found


def counts_of(places) -> Counter:
    return Counter(place.kind for place in places)


def is_amendment(places) -> bool:
    """Whether the annex tells old from new: as soon as somebody is ended or changed."""
    return any(place.kind != ADDED for place in places)


def annex_columns(places) -> tuple[Column, ...]:
    """An office's own annex; an amending decision says old and new, and why."""
    if not is_amendment(places):
        headings = [
            ("number", _("STT"), "int"),
            ("name", _("Họ tên"), "text"),
            ("post", _("Chức vụ"), "text"),
            ("agency", _("Đơn vị công tác"), "text"),
            ("place", _("Địa bàn phân công"), "text"),
            ("note", _("Ghi chú"), "text"),
        ]
    else:
        headings = [
            ("number", _("STT"), "int"),
            ("place", _("Địa bàn phân công"), "text"),
            ("before", _("Phân công cũ"), "text"),
            ("name", _("Phân công mới"), "text"),
            ("post", _("Chức vụ"), "text"),
            ("agency", _("Đơn vị công tác"), "text"),
            ("note", _("Ghi chú"), "text"),
        ]
    return tuple(Column(key, heading, kind=kind) for key, heading, kind in headings)


def annex_lines(places):
    """Values in the order of `annex_columns`."""
    amends = is_amendment(places)
    for number, place in enumerate(places, start=1):
        name = ", ".join(part for part in (place.name, place.above) if part)
        person = [
            "; ".join(person.name for person in place.after),
            "; ".join(person.post for person in place.after if person.post),
            "; ".join(dict.fromkeys(person.agency for person in place.after if person.agency)),
        ]
        if amends:
            before = "; ".join(person.name for person in place.before)
            yield [number, name, before, *person, place.reason]
        else:
            yield [number, *person, name, place.reason]


def _reason(kind, change, ends):
    said = [line.reason for line in change.after] + [ends[row.pk]["reason"] for row in change.before]
    said = [each for each in dict.fromkeys(said) if each]
    if said or kind == ADDED:
        return "; ".join(said)
    reasons = dict.fromkeys(ends[row.pk]["end_reason"] for row in change.before)
    return "; ".join(str(Assignment.EndReason(each).label) for each in reasons if each)


def _people(rows, day):
    positions = positions_by_cadre({row.cadre_id for row in rows} - {None}, day)
    bodies = organisation_names(
        {each.organisation_id for held in positions.values() for each in held} - {None}, day
    )

    def person(row):
        held = positions.get(row.cadre_id, ())
        agencies = [
            each.agency.name if each.agency else bodies.get(each.organisation_id, "") for each in held
        ]
        return Person(
            str(row.assignee),
            "; ".join(each.post.name for each in held),
            "; ".join(dict.fromkeys(agencies)),
            "; ".join(f"{each.post.name}, {agency}" for each, agency in zip(held, agencies, strict=True)),
        )

    return person


def _road(target):
    return getattr(target, "unit_id", target.pk)


def _above(place, target):
    """The key of the unit above a place that is a unit, of the unit itself for anything else in it."""
    if place is None:
        return ""
    keys = place.path.split(".")[:-1]
    return keys[-2] if len(keys) > 1 else ""
