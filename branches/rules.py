"""Rules of the map on plain values: where a unit stands in time, where it is found, what kind a name says it is."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from common.text import match_key

PROVINCE, DISTRICT, COMMUNE = 1, 2, 3
BRANCH_KINDS = ("branch", "grassroots_branch")  # of party organisations: those that are no committee
CENTRAL_CITY = "thanh-pho-truc-thuoc-trung-uong"  # its names say "Thành phố" only
CITY_WORDS = match_key("Thành phố") + " "


class VersionFact(NamedTuple):
    """One version of a unit; `[starts_on, ends_on)`, None is open."""

    id: int
    unit_id: int
    parent_id: int | None
    level: int
    starts_on: date
    ends_on: date | None


class Standing(NamedTuple):
    """One placement: in these days the whole chain above the unit is constant."""

    unit_id: int
    version_id: int
    level: int
    path: str
    province_id: int | None
    district_id: int | None
    commune_id: int | None
    starts_on: date
    ends_on: date | None

    @property
    def chain(self):
        return (self.version_id, self.path, self.province_id, self.district_id, self.commune_id)


def derive_placements(versions, keys: dict, above=()) -> list[Standing]:
    """Where the units of `versions` (VersionFact) stand, from their versions and their parents' places.

    `keys` gives every unit's key by id; `above` holds the places (Standing) of parents that have no version among
    `versions`. A version without parent is the top of a chain. A parent counts only while its level is higher (a
    smaller number): such days have no place, and `verify` names them.
    """
    standing: dict[int, list[Standing]] = {}
    for place in above:
        standing.setdefault(place.unit_id, []).append(place)
    derived: list[Standing] = []
    for version in sorted(versions, key=lambda each: (each.level, each.unit_id, each.starts_on)):
        if version.parent_id is None:
            places = [_top(version, keys)]
        else:
            parents = standing.get(version.parent_id, ())
            places = _merged(
                sorted(
                    (
                        _below(version, parent, keys)
                        for parent in parents
                        if parent.level < version.level and _overlap(version, parent)
                    ),
                    key=lambda place: place.starts_on,
                )
            )
        standing.setdefault(version.unit_id, []).extend(places)
        derived.extend(places)
    return derived


def _top(version, keys):
    return _with_columns(version, keys[version.unit_id] + ".", (None, None, None), version)


def _below(version, parent, keys):
    period = _Period(
        max(version.starts_on, parent.starts_on),
        min(version.ends_on or date.max, parent.ends_on or date.max),
    )
    columns = (parent.province_id, parent.district_id, parent.commune_id)
    return _with_columns(version, f"{parent.path}{keys[version.unit_id]}.", columns, period)


class _Period(NamedTuple):
    starts_on: date
    ends_on: date | None


def _with_columns(version, path, columns, period):
    """The place with the unit's own id in the column of its level."""
    province, district, commune = (
        version.unit_id if version.level == level else column
        for level, column in zip((PROVINCE, DISTRICT, COMMUNE), columns, strict=True)
    )
    ends_on = None if period.ends_on in (None, date.max) else period.ends_on
    return Standing(
        version.unit_id,
        version.id,
        version.level,
        path,
        province,
        district,
        commune,
        period.starts_on,
        ends_on,
    )


def _overlap(one, other) -> bool:
    return one.starts_on < (other.ends_on or date.max) and other.starts_on < (one.ends_on or date.max)


def _merged(places):
    """Neighbouring places of one chain as one: a parent's new name does not split its children's places."""
    merged: list[Standing] = []
    for place in places:
        if merged and merged[-1].chain == place.chain and merged[-1].ends_on == place.starts_on:
            merged[-1] = merged[-1]._replace(ends_on=place.ends_on)
        else:
            merged.append(place)
    return merged


class FoundFact(NamedTuple):
    """What decides where a unit is found on a day.

    `path` is its place in force that day, `first_path` and `last_path` its first and its latest place; `successor_id`
    the unit that took it whole or by default; `parent_id` its latest parent.
    """

    key: str
    is_closed: bool
    is_opened: bool
    path: str | None = None
    first_path: str = ""
    last_path: str = ""
    successor_id: int | None = None
    parent_id: int | None = None


def next_to_ask(fact: FoundFact) -> int | None:
    """The unit whose access path decides about this one's; None where the unit's own place does."""
    if fact.path is not None or not fact.is_opened:
        return None
    return (fact.successor_id or fact.parent_id) if fact.is_closed else fact.parent_id


def access_path(unit_id: int, facts: dict) -> str:
    """Where `unit_id` is found, from the facts of every unit on the road (`next_to_ask` names them).

    In force: its own place. Closed: its default successor's, followed until a unit that stands; without a successor,
    its last parent's. Open but standing nowhere (its parent was divided): below where its last parent is found, by its
    own key, so that a grant on it opens itself alone. Not yet opened: its first place. A circle ends at the last place.
    """
    seen: set[int] = set()
    below = ""
    current = unit_id
    while current not in seen:
        seen.add(current)
        fact = facts[current]
        following = next_to_ask(fact)
        if following is None or following not in facts:
            own = (
                fact.path if fact.path is not None else fact.last_path if fact.is_opened else fact.first_path
            )
            return own + below
        if not fact.is_closed:
            below = f"{fact.key}.{below}"
        current = following
    return facts[unit_id].last_path


def default_successor(successions) -> int | None:
    """The id of the unit that took most of a closed one: the one marked so, else the only one that took it whole.

    `successions`: (successor id, extent, is_default) of one predecessor.
    """
    chosen = [successor for successor, _extent, is_default in successions if is_default]
    whole = [successor for successor, extent, _is_default in successions if extent == "whole"]
    return (chosen or (whole if len(whole) == 1 else [None]))[0]


def kind_words(kinds) -> dict[int, list[tuple[str, str]]]:
    """{level number: [(first words as compared, code)]}, the longest first; `kinds`: (code, name, level number)."""
    words: dict[int, list[tuple[str, str]]] = {}
    for code, name, level in kinds:
        words.setdefault(level, []).append((match_key(name) + " ", code))
        if code == CENTRAL_CITY:
            words[level].append((CITY_WORDS, code))
    return {level: sorted(found, key=lambda each: -len(each[0])) for level, found in words.items()}


def kind_code_of_name(name: str, level: int, words: dict) -> str | None:
    """The code of the kind that the first words of a unit's name say: "Thị trấn Bình Đại" is a thi-tran.

    `words` is `kind_words`' answer. The longest match of that level wins: "Khu phố 3" is no "Khu".
    """
    key = match_key(name) + " "
    return next((code for first, code in words.get(level, ()) if key.startswith(first)), None)
