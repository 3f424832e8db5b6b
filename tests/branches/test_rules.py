"""The map's rules as tables, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from branches.rules import (
    FoundFact,
    VersionFact,
    access_path,
    default_successor,
    derive_placements,
    kind_code_of_name,
    kind_words,
)

BEGINNING = date(2020, 1, 1)
DAYS = 40
# Two provinces, two districts, three communes, three hamlets.
LEVELS = {1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3, 7: 3, 8: 4, 9: 4, 10: 4}
KEYS = {unit: f"k{unit}" for unit in LEVELS}


def day(number):
    return BEGINNING + timedelta(days=number)


@st.composite
def histories(draw):
    """Versions of ten units in forty days, with gaps, other parents, other levels; also parents that are not above."""
    versions = []
    for unit, level in LEVELS.items():
        cuts = sorted(draw(st.sets(st.integers(0, DAYS), min_size=1, max_size=4)))
        for starts, ends in zip(cuts, [*cuts[1:], None], strict=True):
            if draw(st.integers(0, 9)) == 0:
                continue  # a while without any version
            parent = (
                draw(st.sampled_from([None, *(other for other in LEVELS if other != unit)]))
                if level > 1
                else None
            )
            now = draw(st.sampled_from([level, level, level, max(level - 1, 1)]))
            end = (
                None if ends is None and draw(st.booleans()) else day(ends if ends is not None else DAYS + 5)
            )
            versions.append(VersionFact(len(versions) + 1, unit, parent, now, day(starts), end))
    return versions


def walk(versions, unit, on):
    """[(unit, level)] from the top down to `unit` on a day, naively: up the parents, one version at a time; None where
    the chain is broken."""
    version = next((v for v in versions if v.unit_id == unit and holds(v, on)), None)
    if version is None:
        return None
    if version.parent_id is None:
        return [(unit, version.level)]
    above = next((v for v in versions if v.unit_id == version.parent_id and holds(v, on)), None)
    if above is None or above.level >= version.level:
        return None
    chain = walk(versions, version.parent_id, on)
    return chain and [*chain, (unit, version.level)]


def holds(row, on):
    return row.starts_on <= on and (row.ends_on is None or on < row.ends_on)


def disagreement(versions, placements):
    """The first (unit, day) where the places are not what the walk says; None when they agree."""
    for unit in LEVELS:
        for number in range(-1, DAYS + 8):
            on = day(number)
            chain = walk(versions, unit, on)
            there = [place for place in placements if place.unit_id == unit and holds(place, on)]
            if chain is None:
                if there:
                    return unit, on
                continue
            if len(there) != 1:
                return unit, on
            columns = tuple(next((u for u, n in chain if n == level), None) for level in (1, 2, 3))
            said = (
                there[0].path,
                there[0].level,
                there[0].province_id,
                there[0].district_id,
                there[0].commune_id,
            )
            if said != ("".join(f"{KEYS[u]}." for u, _n in chain), chain[-1][1], *columns):
                return unit, on
    return None


@given(histories())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_places_are_what_a_naive_walk_up_the_parents_finds_on_every_day(versions):
    placements = derive_placements(versions, KEYS)
    assert disagreement(versions, placements) is None
    for one, following in zip(placements, placements[1:], strict=False):
        same = one.unit_id == following.unit_id and one.chain == following.chain
        assert not (same and one.ends_on == following.starts_on), "two rows where one would do"


def test_the_walk_finds_a_derivation_that_forgets_the_past():
    def forgetful(versions):
        latest = {version.unit_id: version.parent_id for version in versions}
        return [version._replace(parent_id=latest[version.unit_id]) for version in versions]

    assert find(
        histories(),
        lambda versions: disagreement(versions, derive_placements(forgetful(versions), KEYS)) is not None,
        settings=settings(max_examples=500, phases=[Phase.generate], database=None, deadline=None),
    )


@given(histories(), st.sets(st.sampled_from([unit for unit in LEVELS if LEVELS[unit] > 2]), min_size=1))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_part_derived_below_known_places_is_the_same_as_in_the_whole(versions, units):
    whole = derive_placements(versions, KEYS)
    beneath, edge = set(units), set(units)
    while edge:
        edge = {v.unit_id for v in versions if v.parent_id in edge} - beneath
        beneath |= edge
    part = derive_placements(
        [v for v in versions if v.unit_id in beneath], KEYS, [p for p in whole if p.unit_id not in beneath]
    )
    assert set(part) == {place for place in whole if place.unit_id in beneath}


def fact(**values):
    return FoundFact(**({"key": "x", "is_closed": False, "is_opened": True} | values))


A, B, C, P, H = 1, 2, 3, 4, 5
CLOSED = {"is_closed": True}


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({A: fact(path="p.a.")}, "p.a."),
        # A went into B, B into C: whoever holds C's ground reads A's history.
        (
            {A: fact(successor_id=B, **CLOSED), B: fact(successor_id=C, **CLOSED), C: fact(path="p.c.")},
            "p.c.",
        ),
        # Closed without successor (a district of 2025): where its last parent is found.
        (
            {
                A: fact(parent_id=P, last_path="p.a.", **CLOSED),
                P: fact(successor_id=C, **CLOSED),
                C: fact(path="q."),
            },
            "q.",
        ),
        # Open, but its parent was divided: below where the parent is found, by its own key.
        (
            {
                A: fact(key="a", parent_id=P, last_path="p.q.a."),
                P: fact(successor_id=C, **CLOSED),
                C: fact(path="c."),
            },
            "c.a.",
        ),
        # The same, two levels down.
        (
            {
                A: fact(key="a", parent_id=B),
                B: fact(key="b", parent_id=P),
                P: fact(successor_id=C, **CLOSED),
                C: fact(path="c."),
            },
            "c.b.a.",
        ),
        ({A: fact(is_opened=False, first_path="p.a.", parent_id=P), P: fact(path="p.")}, "p.a."),
        # Closed at the top, nobody took it: its last place.
        ({A: fact(last_path="a.", **CLOSED)}, "a."),
        # Circles end.
        (
            {
                A: fact(successor_id=B, last_path="p.a.", **CLOSED),
                B: fact(successor_id=A, last_path="p.b.", **CLOSED),
            },
            "p.a.",
        ),
    ],
)
def test_where_a_unit_is_found_today(facts, found):
    assert access_path(A, facts) == found


@pytest.mark.parametrize(
    ("successions", "successor"),
    [
        ([], None),
        ([(B, "whole", False)], B),
        ([(B, "part", False), (C, "part", True)], C),
        ([(B, "part", False), (C, "part", False)], None),
        ([(B, "part", False)], None),
    ],
)
def test_which_successor_is_the_default(successions, successor):
    assert default_successor(successions) == successor


@pytest.mark.parametrize(
    ("name", "level", "code"),
    [
        ("Thành phố Hà Nội", 1, "trung-uong"),
        ("Thành phố Thủ Đức", 2, "thanh-pho"),
        ("Khu phố 3", 4, "khu-pho"),
        ("KHU  PHỐ 3", 4, "khu-pho"),
        ("Khu 3", 4, "khu"),
        ("Khuê Mỹ", 4, None),
        ("Xã", 3, "xa"),
        ("Khu phố 3", 3, None),
    ],
)
def test_a_name_says_its_kind(name, level, code):
    kinds = [("khu", "Khu", 4), ("khu-pho", "Khu phố", 4), ("thanh-pho", "Thành phố", 2), ("xa", "Xã", 3)]
    words = kind_words([*kinds, ("thanh-pho-truc-thuoc-trung-uong", "Thành phố trực thuộc Trung ương", 1)])
    found = kind_code_of_name(name, level, words)
    assert (found and found.replace("thanh-pho-truc-thuoc-", "")) == code
