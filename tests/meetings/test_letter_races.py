"""Clerks who type the same number at the same moment: one letter bears it. The control: without the issuer's lock several do."""

from datetime import date

import pytest
from django.db.models import QuerySet

from branches.models import Unit
from meetings.actions.letters import make_letters, number_letters
from meetings.models import Letter
from tests.assignments.test_races import race
from tests.meetings.choice_ground import DAY, assigned, choice_ground

pytestmark = pytest.mark.django_db(transaction=True)
FOUR = 4


@pytest.fixture
def ground():
    ground = choice_ground()
    for _ in range(FOUR):
        assigned(ground, ground.units["P1D1C1"])
    days = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 11, 1)}
    ground.letters = make_letters(scheme=ground.scheme, by=ground.officer, on=DAY, **days)
    return ground


def numbering(ground):
    return [
        lambda letter=letter: number_letters([letter], number="15-GGT/HU", issued_on=DAY, by=ground.officer)
        for letter in ground.letters
    ]


def test_one_letter_bears_the_number_and_the_other_clerks_are_told(ground):
    won, refused = race(numbering(ground))
    assert len(won) == 1 and len(refused) == FOUR - 1
    assert all("đã ghi cho một giấy khác" in sentence for [sentence] in refused)
    assert Letter.objects.filter(number="15-GGT/HU").count() == 1


def test_without_the_lock_of_the_issuer_several_would(ground, monkeypatch):
    lock = QuerySet.select_for_update

    def unlocked(rows, *args, **kwargs):
        return rows if rows.model is Unit else lock(rows, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", unlocked)
    won, _refused = race(numbering(ground))
    assert len(won) > 1
