"""Raising by hand, one's own list, and merging what is one wish."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from matters.actions.answering import answer
from matters.likeness import likely
from matters.models import Recommendation
from tests.matters.ground import RECEIVED
from tests.matters.tracker_ground import tracker_ground
from tests.pages import queries_of, words

pytestmark = pytest.mark.django_db
NEW, OWN, MERGE = (
    reverse(f"matters:{name}") for name in ("recommendation_new", "own_list", "recommendation_merge")
)
SAID = {"content": "Xin mở rộng đường ấp", "kind": "proposal", "urgency": "normal"}


@pytest.fixture
def land():
    return tracker_ground()


def test_an_officer_enters_what_a_place_raised(land):
    day = date_format(land.today, "d/m/Y")
    sent = SAID | {"unit": "P1D1C1H1", "raised_on": day, "source": "dialogue", "organisation": "CB-1"}
    assert land.browser.post(NEW, sent).status_code == 302
    made = Recommendation.objects.get()
    assert (made.unit, made.organisation, made.issuer) == (land.hamlets[0], land.branch, land.district)
    assert made.reference == f"KN-{land.today.year}-0001" and made.source == "dialogue"
    late = date_format(land.today + timedelta(days=1), "d/m/Y")
    text = words(land.browser.post(NEW, sent | {"raised_on": late, "organisation": "CB-2"}))
    assert "Ngày này chưa đến" in text and "không ở địa bàn của nơi nêu" in text
    assert "Không tìm thấy" in words(land.browser.post(NEW, sent | {"unit": "P1D2C1H1"}))
    assert Recommendation.objects.count() == 1


def test_a_secretary_and_a_communes_office_raise_for_their_own_place_to_the_committee_above(land):
    assert land.as_["secretary"].post(NEW, SAID | {"place": f"o-{land.branch.key}"}).status_code == 302
    of_branch = Recommendation.objects.get()
    assert of_branch.is_shared and of_branch.organisation == land.branch and of_branch.issuer == land.district
    commune = land.units["P1D1C1"]
    assert land.as_["office"].post(NEW, SAID | {"place": f"u-{commune.key}"}).status_code == 302
    of_commune = Recommendation.objects.exclude(pk=of_branch.pk).get()
    assert of_commune.unit == commune and of_commune.issuer == land.district
    # The other branch of the same commune is not his to speak for; the neighbouring commune not the office's.
    foreign = {"secretary": f"o-{land.twin.key}", "office": f"u-{land.units['P1D1C2'].key}"}
    for name, place in foreign.items():
        text = words(land.as_[name].post(NEW, SAID | {"place": place}))
        assert "không có trong danh sách" in text
    assert Recommendation.objects.count() == 2
    for name in ("leader", "handler", "cadre"):
        assert land.as_[name].get(NEW).status_code == 404


def test_ones_own_list_shows_what_became_of_it_and_what_waits_to_be_heard(land):
    matter = land.received(raised_by=land.cadre)
    secret = land.received(is_shared=False)
    answer(matter, text="Đã sửa", outcome="resolved", by=land.officer, on=RECEIVED)
    for name in ("secretary", "office", "cadre"):
        text = words(land.as_[name].get(OWN))
        assert matter.reference in text and secret.reference not in text, name
        assert "1 kiến nghị đã có trả lời mà nơi nêu chưa nghe" in text
        assert matter.reference in words(land.as_[name].get(f"{OWN}?nhanh=cho-bao-lai"))
    for name in ("neighbour", "other_commune"):
        assert matter.reference not in words(land.as_[name].get(OWN))
    for name in ("leader", "handler"):
        assert land.as_[name].get(OWN).status_code == 404


def test_ones_own_list_asks_no_query_a_row(land):
    land.received()
    few = queries_of(land.as_["office"], OWN)
    for number in range(8):
        land.handed(content=f"Việc {number}", branch=land.twin)
    assert queries_of(land.as_["office"], OWN) <= few + 1 <= 25


def test_likely_doubles_are_offered_and_merged_after_a_look(land):
    first = land.received(content="Đề nghị sửa cầu Kênh Ba bị sụt mố cầu")
    second = land.received(branch=land.twin, content="Cầu Kênh Ba sụt mố, đề nghị sửa chữa")
    other = land.received(content="Xin thêm lớp mẫu giáo cho trẻ")
    offered = land.browser.get(f"{MERGE}?chon={first.key}").content.decode()
    assert second.reference in offered and other.reference not in offered
    sent = {"chon": [first.key, second.key], "chinh": first.key}
    text = words(land.browser.post(MERGE, sent))
    assert "là kiến nghị chính" in text and second.reference in text
    second.refresh_from_db()
    assert second.merged_into is None
    assert land.browser.post(MERGE, sent | {"xac-nhan": "1"}).status_code == 302
    second.refresh_from_db()
    assert second.merged_into == first
    part = reverse("matters:recommendation_part", args=[second.key])
    day = date_format(land.today, "d/m/Y")
    sent = {"on": day, "reason": "Khác cầu", "version": second.version}
    assert land.browser.post(part, sent).status_code == 302
    second.refresh_from_db()
    assert second.merged_into is None


def test_one_alone_is_not_merged_and_nothing_of_another_committee_is(land):
    first = land.received()
    alone = land.browser.post(MERGE, {"chon": [first.key], "chinh": first.key})
    assert "ít nhất hai" in words(alone)
    away = land.browser.get(MERGE, follow=True)
    assert "Hãy đánh dấu" in words(away)
    foreign = land.received(issuer=land.units["P1D2"], unit=land.units["P1D2C1H1"], organisation=None)
    refused = land.browser.post(
        MERGE, {"chon": [first.key, foreign.key], "chinh": first.key, "xac-nhan": "1"}
    )
    assert refused.status_code == 200 and foreign.reference not in refused.content.decode()
    foreign.refresh_from_db()
    assert foreign.merged_into is None


@pytest.mark.parametrize(
    ("text", "other", "same_topic", "is_likely"),
    [
        ("Sửa cầu Kênh Ba bị sụt", "Cầu Kênh Ba sụt, xin sửa", False, True),
        ("Sửa cầu Kênh Ba bị sụt", "sua cau kenh ba bi sut", False, True),
        ("Sửa cầu Kênh Ba", "Xin thêm lớp mẫu giáo", True, False),
        ("Đề nghị các cấp quan tâm", "Đề nghị các cấp xem xét", True, False),
        ("Nâng cấp đường ấp 3 bị ngập nước", "Đường ấp 5 ngập nước, xin nâng cấp", True, True),
    ],
)
def test_likeness_looks_at_the_words_that_say_something(text, other, same_topic, is_likely):
    found = likely(text, 1, [("x", other, 1 if same_topic else 2)])
    assert bool(found) is is_likely
