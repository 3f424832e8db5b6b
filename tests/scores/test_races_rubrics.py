"""Two at once at one rubric: what is issued is whole, and there is one next edition."""

from datetime import date

import pytest

from scores.actions.rubrics import add_part, issue, make_rubric
from scores.models import Band, Criterion, Rubric
from tests.assignments.test_races import race
from tests.factories import small_map
from tests.score_things import MADE_ON, document_of, draft_rubric

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unit():
    return small_map()["P1D1"]


def test_a_part_that_is_added_while_it_is_issued_is_in_it_or_refused(unit):
    rubric, document = draft_rubric(unit), document_of(unit)
    section = rubric.sections.first()
    before = rubric.criteria.count()
    done, told = race(
        [
            lambda: issue(rubric, document=document, starts_on=date(2026, 1, 1), by=None, on=MADE_ON),
            lambda: add_part(
                rubric, Criterion, values={"section": section, "name": "Muộn", "maximum": 1}, by=None
            ),
        ]
    )
    rubric.refresh_from_db()
    assert rubric.state == "issued" and len(done) + len(told) == 2
    assert rubric.criteria.count() == before + (1 if len(done) == 2 else 0)


def test_it_is_issued_once(unit):
    rubric, document = draft_rubric(unit), document_of(unit)
    done, told = race(
        [lambda: issue(rubric, document=document, starts_on=date(2026, 1, 1), by=None, on=MADE_ON)] * 2
    )
    assert len(done) == 1 and "đã ban hành" in told[0][0]
    assert rubric.steps.filter(step="issued").count() == 1


def test_one_next_edition_is_begun(unit):
    done, told = race(
        [lambda: make_rubric(issuer=unit, code="a", name="A", kind="month", by=None, on=MADE_ON)] * 2
    )
    assert len(done) == 1 and "đang được soạn" in told[0][0]
    assert Rubric.objects.filter(issuer=unit).count() == 1


def test_two_bands_that_come_at_once_stand_in_order(unit):
    rubric = make_rubric(issuer=unit, code="a", name="A", kind="month", by=None, on=MADE_ON)
    done, told = race(
        [
            lambda minimum=minimum: add_part(
                rubric, Band, values={"name": f"Từ {minimum}", "minimum": minimum}, by=None
            )
            for minimum in (50, 90)
        ]
    )
    assert len(done) == 2 and told == []
    assert list(rubric.bands.values_list("sort", "minimum")) == [(1, 90), (2, 50)]
