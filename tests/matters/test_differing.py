"""Two that look like one and are none: said once, by whom and when, and never proposed again."""

import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from matters.actions.differing import say_different
from matters.models import MatterDifference
from tests.matters.ground import HANDED
from tests.matters.tracker_ground import tracker_ground
from tests.pages import queries_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return tracker_ground()


def offered(land, row) -> set[str]:
    """The references that the page of merging offers beside `row`."""
    address = f"{reverse('matters:recommendation_merge')}?chon={row.key}"
    shown = words(land.browser.get(address)).partition("Đã ghi là việc khác")[0]
    return set(re.findall(r"KN-\d+-\d+", shown)) - {row.reference}


def address(row):
    return reverse("matters:recommendation_different", args=[row.key])


def test_what_is_said_to_be_another_wish_is_offered_no_more_from_either_side(land):
    one, two, three = (land.received() for _number in range(3))
    assert offered(land, one) == {two.reference, three.reference}
    response = land.browser.post(address(one), {"khac": [two.key]}, follow=True)
    assert f"1 kiến nghị không phải là một với {one}" in words(response)
    assert offered(land, one) == {three.reference} and offered(land, two) == {three.reference}
    assert offered(land, three) == {one.reference, two.reference}
    said = MatterDifference.objects.get()
    assert (said.by, said.said_on) == (land.officer, land.today)
    page = words(land.browser.get(address(one)))
    merging = words(land.browser.get(f"{reverse('matters:recommendation_merge')}?chon={one.key}"))
    for shown in (page, merging):
        said_by = f"{two.reference} {said.said_on:%d/%m/%Y}, {land.officer}"
        assert said_by in shown.partition("Đã ghi là việc khác")[2]


def test_nothing_ticked_or_what_was_not_offered_is_refused_in_words(land):
    one, _two = land.received(), land.received()
    foreign = land.received(issuer=land.units["P1D2"], unit=land.units["P1D2"], organisation=None)
    assert "Hãy đánh dấu ít nhất một" in words(land.browser.post(address(one), {}))
    for key in (foreign.key, one.key, "x"):
        assert land.browser.post(address(one), {"khac": [key]}).status_code == 200
    assert not MatterDifference.objects.exists()


def test_only_the_staff_of_the_committee_say_it(land):
    one, two = land.received(), land.received()
    for name, status in (("leader", 403), ("office", 403), ("other_district", 404), ("stranger", 403)):
        assert land.as_[name].post(address(one), {"khac": [two.key]}).status_code == status, name
    assert not MatterDifference.objects.exists()
    land.browser.post(address(one), {"khac": [two.key]})
    assert MatterDifference.objects.count() == 1


def test_it_stands_once_whoever_is_named_first_and_stays(land):
    one, two = land.received(), land.received()
    for row, other in ((one, two), (two, one), (one, two)):
        say_different(row, [other], by=land.officer, on=HANDED)
    assert MatterDifference.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        MatterDifference.objects.all().delete()


def test_the_page_asks_no_more_for_many(land):
    rows = [land.received() for _number in range(4)]
    say_different(rows[0], [rows[1]], by=land.officer, on=HANDED)
    few = queries_of(land.browser, address(rows[0]))
    more = [land.received() for _number in range(8)]
    say_different(rows[0], more[:4], by=land.officer, on=HANDED)
    assert queries_of(land.browser, address(rows[0])) == few <= 25
