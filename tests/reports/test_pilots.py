"""Pilot places beside the others: kept in the snapshot, printed, followed over a merger, by the map of each day."""

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document

from assignments.models import Scheme
from branches.models import Unit, UnitSuccession
from meetings.models import Meeting
from reports.actions.freezing import freeze_review
from reports.reviewing import review_figures
from tests.factories import organisation
from tests.pages import browser_of, words
from tests.reports.ground import ground, one_more, register

pytestmark = pytest.mark.django_db
ON = date(2027, 1, 15)
YEAR = (date(2026, 1, 1), date(2027, 1, 1))


def held(branch, on, outcome="held"):
    meeting = register(branch, on)
    day = {"held_on": on} if outcome == "held" else {"not_held_reason": "bão"}
    Meeting.objects.filter(pk=meeting.pk).update(outcome=outcome, **day)


@pytest.fixture
def land():
    """One hamlet of the district's four is a pilot's; its branch met twice, the other branch once, and nobody came."""
    made = ground(is_pilot=True)
    made.other = organisation(made.units["P1D1C2H1"], code="CB2", name="Chi bộ khác")
    for branch, month in ((made.branch, 3), (made.branch, 4), (made.other, 3)):
        held(branch, date(2026, month, 5))
    held(made.other, date(2026, 5, 5), outcome="not_held")
    return made


def pilots(unit, *period):
    return review_figures(unit, *(period or YEAR), on=ON)["pilots"]


def test_meetings_to_which_nobody_came_are_the_whole_of_those_attended(land):
    (found,) = pilots(land.district)
    assert found["places"] == ["Ấp Mẫu P1D1C1H1"]
    sides = [
        [found[side][key] for key in ("units", "covered", "branches", "visited", "held", "attended")]
        for side in ("pilot", "others")
    ]
    assert sides == [[1, 1, 1, 0, 2, 0], [3, 0, 1, 0, 1, 0]]
    assert pilots(land.units["P1D2"]) == [] and pilots(land.hamlet) == []
    assert pilots(land.district, date(2025, 1, 1), YEAR[0]) == [], "nobody was assigned there yet"


def test_places_of_one_name_are_told_apart_by_what_they_lie_in(land):
    one_more(land, target=land.units["P1D1C2H1"])
    land.units["P1D1C2H1"].versions.update(name="Ấp Mẫu P1D1C1H1")
    communes = [land.units[code].versions.get().name for code in ("P1D1C1", "P1D1C2")]
    (found,) = pilots(land.district)
    assert sorted(found["places"]) == [f"Ấp Mẫu P1D1C1H1 ({name})" for name in communes]


def test_what_ended_in_a_merger_is_found_in_the_place_that_took_it(land):
    june = date(2026, 6, 1)
    old, new = land.hamlet, Unit.objects.create(opened_on=june)
    version = old.versions.get()
    Unit.objects.filter(pk=old.pk).update(closed_on=june)
    old.versions.update(ends_on=june)
    version.pk, version.unit, version.starts_on, version.name = None, new, june, "Ấp Mới"
    version.save()
    UnitSuccession.objects.create(
        predecessor=old, successor=new, extent="whole", happens_on=june, is_default=True
    )
    from branches.actions.placements import rebuild_placements

    rebuild_placements([old.pk, new.pk])
    (found,) = pilots(land.district)
    assert found["places"] == ["Ấp Mới"] and (found["pilot"]["units"], found["pilot"]["held"]) == (1, 2)
    assert (found["others"]["units"], found["others"]["held"]) == (3, 1)


def test_frozen_the_comparison_stays_on_the_page_and_in_the_papers(land):
    review = freeze_review(
        issuer=land.district, unit=land.district, kind="interim", title="Sơ kết", starts_on=YEAR[0],
        ends_on=YEAR[1], by=None, on=ON,
    )  # fmt: skip
    Scheme.objects.update(is_pilot=False)
    browser = browser_of("org_staff", unit=land.district)
    page = words(browser.get(review.get_absolute_url()))
    assert "buổi được dự / đã họp 0/2 0/1" in page, "the snapshot"
    assert "buổi được dự / đã họp 0/2 · 0/1 –" in page, "what has changed since"
    word = browser.get(reverse("reports:period_review_file", args=[review.key, "docx"]))
    tables = Document(io.BytesIO(word.content)).tables
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert ["Nội dung", "Nơi thí điểm", "Nơi khác"] in rows
    assert ["buổi được dự / đã họp", "0/2", "0/1"] in rows
