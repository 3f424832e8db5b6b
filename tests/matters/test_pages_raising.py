"""Raising by hand, one's own list, and merging what is one wish."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils.formats import date_format

from matters.actions.answering import answer
from matters.likeness import likely
from matters.models import Recommendation
from tests.factories import SchemeFactory, organisation
from tests.matters.ground import RECEIVED
from tests.matters.tracker_ground import tracker_ground
from tests.pages import queries_of, words
from tests.reports.things import follow

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


class TestFollower:
    """A cadre raises by hand, on his phone, for what he follows."""

    @pytest.fixture
    def follows(self, land):
        scheme = SchemeFactory(issuer=land.district, target_kind="unit")
        row = follow(scheme, land.cadre, land.hamlets[0], land.day(20))
        land.sent = SAID | {
            "place": f"u-{land.hamlets[0].key}",
            "raised_on": date_format(land.day(1), "d/m/Y"),
            "source": "household",
            "client_key": str(uuid4()),
        }
        return row

    def test_it_goes_to_the_committee_that_assigned_him_and_stands_in_his_list(self, land, follows):
        browser = land.as_["cadre"]
        page = words(browser.get(NEW))
        assert "Chi bộ" in page and "P1D1C1H1" in page and "P1D2C1H1" not in page
        sent = browser.post(NEW, land.sent)
        made = Recommendation.objects.get()
        assert sent.status_code == 302 and sent["Location"] == made.get_absolute_url()
        assert (made.unit, made.issuer, made.raised_by) == (land.hamlets[0], land.district, land.cadre)
        assert made.source == "household" and not made.is_shared
        assert browser.get(made.get_absolute_url()).status_code == 200
        assert made.reference in words(browser.get(OWN))
        for name in ("secretary", "office", "neighbour", "handler", "stranger", "other_district"):
            assert land.as_[name].get(made.get_absolute_url()).status_code == 404, name
        assert made.reference in words(land.browser.get(reverse("matters:recommendation_list")))

    def test_what_the_network_sends_twice_is_raised_once(self, land, follows):
        first, again = (land.as_["cadre"].post(NEW, land.sent)["Location"] for _time in range(2))
        assert first == again and Recommendation.objects.count() == 1
        # Another form with the same words is another matter, and another person's key is his own.
        land.as_["cadre"].post(NEW, land.sent | {"client_key": str(uuid4())})
        own = SAID | {"place": f"o-{land.branch.key}", "client_key": land.sent["client_key"]}
        assert land.as_["secretary"].post(NEW, own).status_code == 302
        assert Recommendation.objects.count() == 3

    def test_a_device_that_sends_until_it_is_answered_hears_the_receipt_or_what_is_wrong(self, land, follows):
        def send(name="cadre", **over):
            return land.as_[name].post(NEW, land.sent | over, HTTP_ACCEPT="application/json")

        wrong = send(content="", place="u-x")
        assert wrong.status_code == 422 and not Recommendation.objects.exists()
        assert {each["field"] for each in wrong.json()["errors"]} == {"content", "place"}
        receipt = send().json()
        made = Recommendation.objects.get()
        assert receipt == {"number": made.reference, "url": made.get_absolute_url()}
        # It lay on the device while he was sent elsewhere: what arrived is still his, and no error.
        type(follows).objects.filter(pk=follows.pk).update(ends_on=land.today)
        follow(follows.scheme, land.cadre, land.hamlets[1], land.today)
        assert send().json() == receipt and send(client_key=str(uuid4())).status_code == 422
        # Somebody else's key opens nothing.
        assert send("stranger").status_code == 404
        assert made.reference not in send("secretary", place=f"o-{land.branch.key}").content.decode()
        assert Recommendation.objects.filter(created_by=made.created_by).count() == 1

    def test_only_his_own_form_is_kept_on_the_device(self, land, follows):
        page = land.as_["cadre"].get(NEW)
        assert page["X-Offline"] == land.cadre.user.key and "data-draft" in page.content.decode()
        assert "X-Offline" not in land.as_["cadre"].post(NEW, land.sent | {"content": ""})
        for name in ("secretary", "office"):
            page = land.as_[name].get(NEW)
            assert "X-Offline" not in page and "data-draft data-anew" not in page.content.decode()
        assert "X-Offline" not in land.browser.get(NEW)

    def test_the_database_holds_that_a_form_is_sent_once(self, land, follows):
        land.as_["cadre"].post(NEW, land.sent)
        made = Recommendation.objects.get()
        with pytest.raises(IntegrityError, match="matters_form_is_sent_once"):
            Recommendation.objects.create(
                reference="KN-9",
                unit=made.unit,
                issuer=made.issuer,
                content="Khác",
                raised_on=land.today,
                created_by=made.created_by,
                client_key=made.client_key,
            )

    def test_bad_input_changes_nothing_and_is_said(self, land, follows):
        browser = land.as_["cadre"]
        early = land.sent | {"raised_on": date_format(land.day(21), "d/m/Y")}
        assert "trước ngày bạn được phân công" in words(browser.post(NEW, early))
        later = land.sent | {"raised_on": date_format(land.day(-1), "d/m/Y")}
        assert "Ngày này chưa đến" in words(browser.post(NEW, later))
        foreign = land.sent | {"place": f"u-{land.units['P1D2C1H1'].key}"}
        assert "không có trong danh sách" in words(browser.post(NEW, foreign))
        assert not Recommendation.objects.exists()

    def test_whose_assignment_ended_raises_nothing_more(self, land, follows):
        assert land.as_["cadre"].get(NEW).status_code == 200
        type(follows).objects.filter(pk=follows.pk).update(ends_on=land.today)
        assert land.as_["cadre"].get(NEW).status_code == 404
        assert land.as_["cadre"].post(NEW, land.sent).status_code == 404
        assert "Nêu kiến nghị" not in words(land.as_["cadre"].get(OWN))

    def test_a_zone_opens_its_communes_and_a_wide_ground_no_endless_list(self, land, follows, monkeypatch):
        few = queries_of(land.as_["cadre"], NEW)
        for number in range(12):
            organisation(land.hamlets[0], code=f"X{number}", name=f"Chi bộ thêm {number}")
        assert queries_of(land.as_["cadre"], NEW) == few <= 25
        assert "Chi bộ thêm 11" in words(land.as_["cadre"].get(NEW))
        monkeypatch.setattr("matters.raising_places.MOST_BRANCHES", 5)
        page = words(land.as_["cadre"].get(NEW))
        assert "Chi bộ thêm" not in page and "P1D1C1H1" in page
