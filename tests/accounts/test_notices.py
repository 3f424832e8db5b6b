"""A line to a person is said once, is his alone, and is read when he says so."""

import pytest

from accounts.actions import tell
from accounts.models import Notice, User
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


def test_new_ones_stand_first_and_can_be_asked_for_by_kind():
    user = UserFactory()
    tell(user, text="Đã đọc từ lâu.", about="a", subject="report")
    browser = signed_in(user)
    browser.post("/tai-khoan/tin-bao/da-doc/", {"tin": Notice.objects.get().pk})
    Notice.objects.update(created_at="2030-01-01T00:00:00Z")
    tell(user, text="Còn mới.", about="b", subject="answer")
    page = words(browser.get("/tai-khoan/tin-bao/"))
    assert page.index("Còn mới.") < page.index("Đã đọc từ lâu.")
    assert "Trả lời kiến nghị" in page
    assert "Còn mới." not in words(browser.get("/tai-khoan/tin-bao/?loai=report"))
    assert "Còn mới." in words(browser.get("/tai-khoan/tin-bao/?state=new"))


def test_opening_one_reads_it_and_another_s_is_not_found():
    mine, other = UserFactory(), UserFactory()
    tell(mine, text="Một.", about="a", url="/tro-giup/")
    tell(other, text="Hai.", about="a", url="/tro-giup/")
    browser = signed_in(mine)
    one, two = Notice.objects.order_by("pk")
    assert browser.get(f"/tai-khoan/tin-bao/mo/{one.pk}/").url == "/tro-giup/"
    assert browser.get(f"/tai-khoan/tin-bao/mo/{two.pk}/").status_code == 404
    browser.post("/tai-khoan/tin-bao/da-doc/", {"tin": two.pk})
    assert list(Notice.objects.filter(read_at=None)) == [two]


def test_the_menu_of_the_account_counts_the_new_ones():
    user = UserFactory()
    browser = signed_in(user)
    assert "tin mới" not in browser.get("/tai-khoan/").content.decode()
    tell(user, text="Một.", about="a")
    assert '<span class="count">1<span' in browser.get("/tai-khoan/").content.decode()


def test_each_chooses_whether_letters_come_and_something_else_is_refused():
    user = UserFactory(email="a@example.org")
    browser = signed_in(user)
    assert "gộp mỗi ngày một thư" in words(browser.get("/tai-khoan/"))
    browser.post("/tai-khoan/thu-bao/", {"letters": "none"})
    assert User.objects.get(pk=user.pk).letters == "none"
    page = browser.post("/tai-khoan/thu-bao/", {"letters": "mỗi giờ"}, follow=True)
    assert "Hãy chọn một trong hai cách" in page.content.decode()
    assert User.objects.get(pk=user.pk).letters == "none"
