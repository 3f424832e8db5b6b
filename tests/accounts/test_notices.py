"""A line to a person is said once, is his alone, and is read when he says so."""

import pytest

from accounts.actions import tell
from accounts.models import Notice
from tests.factories import UserFactory
from tests.pages import signed_in, words

pytestmark = pytest.mark.django_db


def test_the_same_thing_is_said_once():
    user = UserFactory()
    for _each in range(2):
        tell(user, text="Lịch tháng 12 đã gửi.", about="schedule-1", url="/sinh-hoat/")
    assert Notice.objects.count() == 1


def test_notices_are_their_readers_own():
    mine, other = UserFactory(), UserFactory()
    tell(mine, text="Báo cáo được trả lại.", about="a")
    tell(other, text="Không phải của bạn.", about="a")
    page = words(signed_in(mine).get("/tai-khoan/tin-bao/"))
    assert "Báo cáo được trả lại." in page
    assert "Không phải của bạn." not in page


def test_reading_marks_only_ones_own():
    mine, other = UserFactory(), UserFactory()
    tell(mine, text="Một.", about="a")
    tell(other, text="Hai.", about="a")
    browser = signed_in(mine)
    assert "1 tin mới" in words(browser.get("/tai-khoan/tin-bao/"))
    assert "mới" in words(browser.get("/tai-khoan/tin-bao/")).split("Một.")[1]
    browser.post("/tai-khoan/tin-bao/da-doc/")
    assert "tin mới" not in words(browser.get("/tai-khoan/tin-bao/"))
    assert "đã đọc" in words(browser.get("/tai-khoan/tin-bao/")).split("Một.")[1]
    assert list(Notice.objects.filter(read_at=None).values_list("text", flat=True)) == ["Hai."]
