"""Two offices at once at one urgent matter: one wins, the other is told."""

from datetime import date

import pytest

from matters.actions.urgent import (
    carry_all,
    carry_matter,
    change_matter,
    confirm_matter,
    finish_matter,
    register_matter,
)
from matters.models import UrgentMatter
from tests.assignments.test_races import race
from tests.factories import GrantFactory, UserFactory, organisation, small_map

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 12, 28)


@pytest.fixture
def matter():
    units = small_map()
    body = organisation(units["P1D1C1"], code="DU-A", name="Đảng bộ xã A", kind="grassroots_committee")
    office = GrantFactory(role="commune_office", unit=units["P1D1C1"]).user
    return register_matter(
        organisation=body, year=2026, title="Rác ở bãi chợ", by=office, on=date(2026, 3, 1)
    )


def test_a_matter_is_carried_over_once(matter):
    rows = UrgentMatter.objects.all()
    done, told = race(
        [
            lambda: carry_matter(matter, by=None, on=DAY),
            lambda: carry_all(rows, year=2026, by=None, on=DAY),
        ]
    )
    assert len(done) == 1 and len(told) == 1
    assert UrgentMatter.objects.filter(year=2027).count() == 1
    assert UrgentMatter.objects.get(year=2027).reference == "VCB-2027-0001"


def test_it_is_confirmed_once_and_changed_by_one(matter):
    done, told = race(
        [
            lambda title=title: change_matter(
                matter, values={"title": title}, version=matter.version, by=None, on=DAY
            )
            for title in ("Rác chợ", "Rác bến")
        ]
    )
    assert len(done) == 1 and "Người khác vừa thay đổi" in told[0][0]
    finish_matter(matter, done_on=DAY, result="Xong", by=None, on=DAY)
    people = [UserFactory(), UserFactory()]
    done, told = race([lambda by=by: confirm_matter(matter, by=by, on=DAY) for by in people])
    assert len(done) == 1 and "đã được xác nhận" in told[0][0]


def test_references_are_drawn_once_each(matter):
    body = matter.organisation
    done, told = race(
        [
            lambda title=title: register_matter(organisation=body, year=2026, title=title, by=None, on=DAY)
            for title in ("Một", "Hai")
        ]
    )
    assert told == []
    assert sorted(each.reference for each in done) == ["VCB-2026-0002", "VCB-2026-0003"]
