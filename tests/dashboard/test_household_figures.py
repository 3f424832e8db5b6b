"""Households counted: on a day, by the map of that day, with somebody directly or by their group."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from assignments.access import load_scope
from assignments.actions.assigning import end_assignment
from assignments.coverage import Coverage
from branches.actions.household_changes import correct_household, move_household
from branches.actions.household_groups import close_group
from branches.actions.units import close_unit, open_unit
from branches.models import Household
from branches.verification import (
    households_are_in_groups_of_their_days,
    households_are_in_groups_of_their_hamlet,
    households_lie_somewhere,
    tags_say_nothing_that_is_forbidden,
)
from reports.holding import held_during, holders_since, holding, households_held, was_held_since
from tests.branches.test_households import land, put  # noqa: F401
from tests.factories import START, HouseholdFactory, HouseholdGroupFactory, UserFactory, tag

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2021, 5, 1), date(2023, 5, 1)
BEFORE = timedelta(days=1)


def figures(*, on, unit=None) -> dict:
    out = io.StringIO()
    options = ["--unit", unit] if unit else []
    call_command("figures", "households", "--on", on.isoformat(), *options, "--json", stdout=out)
    return json.loads(out.getvalue())


def households(on, *codes) -> list[int]:
    return [figures(on=on, unit=code)["households"] for code in codes]


def test_the_keys_are_those_that_others_rely_on(land):  # noqa: F811
    own, near, far = land.homes
    Household.objects.filter(pk=own.pk).update(people=4)
    Household.objects.filter(pk=near.pk).update(people=3)
    tag(own), tag(own, "alone"), tag(near, ends_on=FIRST), tag(far)
    found = figures(on=FIRST - BEFORE, unit="P1D1C1")
    assert list(found) == ["households", "covered", "groups", "people", "people_unsaid", "by_tag"]
    assert (found["households"], found["covered"], found["groups"]) == (3, 0, 2)
    assert (found["people"], found["people_unsaid"]) == (7, 1)
    assert found["by_tag"] == {
        **dict.fromkeys(["poor", "near_poor", "hardship", "policy", "merit", "alone", "border_land"], 0),
        "poor": 2,
        "alone": 1,
    }
    assert figures(on=FIRST, unit="P1D1C1")["by_tag"]["poor"] == 1
    # Directly, by the group, or both: one household.
    directly = put(land, land.by_household, land.cadre(), own)
    put(land, land.by_group, land.cadre(), land.groups[0])
    put(land, land.by_household, land.cadre(), land.alone, starts_on=FIRST)
    assert [figures(on=on, unit="P1D1C1")["covered"] for on in (FIRST - BEFORE, FIRST)] == [1, 2]
    end_assignment(directly, on=SECOND, reason="adjusted", by=land.officer)
    assert figures(on=SECOND)["covered"] == 2 and figures(on=SECOND)["households"] == 4
    assert figures(on=SECOND, unit="P1D2")["households"] == 0


def test_a_household_that_moves_changes_no_figure_of_a_past_day(land):  # noqa: F811
    """The first group has somebody, the second nobody: who moves out of it was covered, and is no more."""
    own, near = land.homes[0], land.alone
    empty = HouseholdGroupFactory(unit=land.hamlets[0])
    holder = land.cadre(user=UserFactory())
    put(land, land.by_group, holder, land.groups[0])
    move_household(near, group=land.groups[0], on=FIRST, by=land.officer)
    move_household(own, group=empty, on=SECOND, by=land.officer)

    def held(day):
        own_scope = load_scope(holder.user, day)
        found = set(households_held(holder, day))
        assert found == set(Household.objects.visible_to(own_scope))
        assert figures(on=day, unit="P1D1C1")["covered"] == len(found)
        assert all((holding(holder, one, day) is not None) == (one in found) for one in (own, near))
        return found

    assert [held(day) for day in (FIRST - BEFORE, FIRST, SECOND - BEFORE)] == [
        {own},
        {own, near},
        {own, near},
    ]
    assert held(SECOND) == {near}
    assert was_held_since(holder, own, SECOND - BEFORE, SECOND)
    assert not was_held_since(holder, own, SECOND, SECOND + BEFORE)
    assert set(holders_since(own, SECOND - BEFORE, SECOND)) == {holder}
    # In the year that he left he held both, in the next one of them.
    years = [held_during(holder, date(year, 1, 1), date(year + 1, 1, 1)) for year in (2020, 2023, 2024)]
    assert [set(Household.objects.filter(each)) for each in years] == [{own}, {own, near}, {near}]
    # The group is closed into the other: nobody has it from then on, and what was stays.
    third = date(2025, 5, 1)
    close_group(land.groups[0], on=third, reason="Nhập tổ", into=empty, by=land.officer)
    assert held(third) == set() and held(third - BEFORE) == {near} and held(SECOND - BEFORE) == {own, near}
    assert [each.group_on(third) for each in (own, near)] == [empty, empty]
    # Control: an overwritten group would answer the same for every day.
    assert [near.group_on(day) for day in (FIRST - BEFORE, FIRST)] == [None, land.groups[0]]


def test_a_first_day_that_is_put_right_takes_the_groups_along(land):  # noqa: F811
    """None before it, and the one that began with it does again, as far back as the group goes."""
    own, group = land.homes[0], land.groups[0]
    other = HouseholdGroupFactory(unit=land.hamlets[0], starts_on=FIRST)
    move_household(own, group=other, on=SECOND, by=land.officer)

    def after(starts_on):
        correct_household(own, starts_on=starts_on, by=land.officer)
        assert not list(households_are_in_groups_of_their_days(SECOND))
        rows = own.memberships.order_by("starts_on")
        return [(each.group, each.starts_on, each.ends_on) for each in rows]

    assert after(FIRST) == [(group, FIRST, SECOND), (other, SECOND, None)]
    assert after(START) == [(group, START, SECOND), (other, SECOND, None)]
    # The first group ended before the household began: it never was in it.
    assert after(SECOND + BEFORE) == [(other, SECOND + BEFORE, None)]
    assert after(START) == [(other, FIRST, None)]
    # Control: what was written past the actions is named, by the household's code alone.
    own.memberships.update(starts_on=START)
    (sentence,) = households_are_in_groups_of_their_days(SECOND)
    assert own.code in sentence and own.head_name not in sentence


def test_a_household_that_moves_into_a_group_of_other_days_or_into_two_is_refused(land):  # noqa: F811
    own, other = land.homes[0], HouseholdGroupFactory(unit=land.hamlets[0], starts_on=SECOND)
    for on, group, word in (
        (FIRST, other, "chưa có hoặc không còn"),
        (START - BEFORE, other, "không có trong danh sách"),
        (SECOND, land.groups[1], "thuộc ấp, thôn, khu phố khác"),
        (SECOND, land.groups[0], "Không có gì thay đổi"),
    ):
        with pytest.raises(ValidationError, match=word):
            move_household(own, group=group, on=on, by=land.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        own.memberships.create(group=other, starts_on=SECOND)
    assert own.memberships.get().group == land.groups[0]
    # Control: from the day on which the other is there it may.
    move_household(own, group=other, on=SECOND, by=land.officer)
    assert [own.group_on(day) for day in (SECOND - BEFORE, SECOND)] == [land.groups[0], other]


def test_households_of_merged_hamlets_are_counted_where_they_lay_that_day(land):  # noqa: F811
    """Two mergers one after the other; the whole commune goes to another one between: the figures of each day stay."""
    one, two = land.hamlets[:2]
    put(land, land.by_household, land.cadre(), land.alone)
    assert households(FIRST - BEFORE, "P1D1C1H1", "P1D1C1H2", "P1D1C1") == [2, 1, 3]
    close_unit(one, on=FIRST, by=land.officer, successors=[(two, "whole", True)])
    assert households(FIRST, "P1D1C1H2", "P1D1C1") == [3, 3]
    new = open_unit(
        code="H9", name="Ấp Mới", level=4, parent=land.units["P1D1C2"], starts_on=SECOND, by=land.officer
    )
    close_unit(
        two, on=SECOND, by=land.officer, successors=[(new, "part", True), (land.hamlets[2], "part", False)]
    )
    assert households(SECOND, "H9", "P1D1C2", "P1D1C1", "P1D1") == [3, 4, 0, 4]
    assert households(SECOND - BEFORE, "P1D1C1H2", "P1D1C1", "P1D1C2") == [3, 3, 1]
    assert households(FIRST - BEFORE, "P1D1C1H1", "P1D1C1H2") == [2, 1]
    # Coverage of the scheme is of the same ground; beyond its issuer's, of what is followed there alone.
    for day, code, share in (
        (SECOND, "H9", (1, 1)),
        (FIRST, "P1D1C1H2", (3, 1)),
        (FIRST - BEFORE, "P1D1C1H1", (2, 1)),
    ):
        place = new if code == "H9" else land.units[code]
        coverage = Coverage(land.by_household, place, day)
        assert (coverage.units, coverage.covered) == share, code
    assert Coverage(land.by_household, land.units["P1D1C2"], SECOND).units == 1
    assert not list(households_lie_somewhere(SECOND)) + list(households_are_in_groups_of_their_hamlet(SECOND))
    assert not list(tags_say_nothing_that_is_forbidden(SECOND))


def test_a_household_that_lies_nowhere_is_named_by_its_code(land):  # noqa: F811
    lost = HouseholdFactory(unit=land.hamlets[3], group=land.groups[2])
    close_unit(land.hamlets[3], on=FIRST, by=land.officer)
    (sentence,) = households_lie_somewhere(FIRST)
    assert lost.code in sentence and lost.head_name not in sentence
    assert not list(households_lie_somewhere(FIRST - BEFORE))
    assert lost.code in "".join(households_are_in_groups_of_their_hamlet(FIRST))
