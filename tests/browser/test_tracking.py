"""The board member's way with one matter: received, handed over, late, answered, told, at its end; at a desk and a phone."""

from datetime import timedelta

import pytest

from matters.models import Recommendation
from tests.browser.conftest import DESK, PHONE, follow
from tests.matters.tracker_ground import tracker_ground

PASSWORD = "mat-khau-cua-chuyen-vien"


@pytest.fixture
def land():
    land = tracker_ground()
    land.officer.username = "0912000222"
    land.officer.set_password(PASSWORD)
    land.officer.save()
    land.matter = land.raised(content="Cầu Kênh Ba bị sụt, xe không qua được", on_behalf_of="Nhân dân ấp 1")
    return land


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_a_matter_from_its_receiving_to_its_end(land, watched, inspected, viewport):
    page, matter = watched, land.matter
    page.set_viewport_size(viewport)
    page.goto("/viec/?nhanh=chua-tiep-nhan")
    page.get_by_label("Tên đăng nhập").fill("0912000222")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("heading", name="Kiến nghị", exact=True).wait_for()
    inspected(page)
    follow(page.get_by_role("link", name=matter.reference))
    follow(page.get_by_role("link", name="Tiếp nhận", exact=True))
    inspected(page)
    page.get_by_role("button", name="Tiếp nhận").click()
    page.get_by_text("Đã tiếp nhận").first.wait_for()
    inspected(page)
    follow(page.get_by_role("link", name="Chuyển cơ quan giải quyết"))
    page.get_by_label("Cơ quan chủ trì").fill("Phòng Kinh tế")
    page.get_by_label("Cơ quan phối hợp").fill("Phòng Giao thông")
    inspected(page)
    page.get_by_role("button", name="Chuyển", exact=True).click()
    page.get_by_text("Đã chuyển").first.wait_for()
    # Weeks go by.
    matter.refresh_from_db()
    matter.handlings.update(given_on=land.day(40), due_on=land.day(2))
    Recommendation.objects.filter(pk=matter.pk).update(received_on=land.day(41), due_on=land.day(2))
    page.goto("/viec/?nhanh=qua-han")
    page.get_by_text("quá hạn 2 ngày").first.wait_for()
    inspected(page)
    follow(page.get_by_role("link", name=matter.reference))
    inspected(page)
    follow(page.get_by_role("link", name="Ghi trả lời"))
    page.get_by_label("Phòng Kinh tế (chủ trì)").check()
    page.get_by_label("đã giải quyết", exact=True).check()
    page.get_by_label("Nội dung trả lời").fill("Đã gia cố mố cầu, xe qua được.")
    inspected(page)
    page.get_by_role("button", name="Ghi trả lời").click()
    page.get_by_text("trả lời muộn 2 ngày").first.wait_for()
    follow(page.get_by_role("link", name="Báo lại nơi nêu"))
    inspected(page)
    page.get_by_role("button", name="Ghi đã báo lại").click()
    page.get_by_text("đã kết thúc").first.wait_for()
    inspected(page)
    matter.refresh_from_db()
    assert matter.closed_on == land.today and matter.told_on == land.today
    assert matter.answered_on - matter.raised_on > timedelta(days=1)


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_the_further_pages_pass_a_strict_reader(land, page, inspected, viewport):
    page.set_viewport_size(viewport)
    matter, twin = land.received(content="Xin sửa cầu Kênh Ba bị sụt"), land.received(branch=land.twin)
    page.goto("/viec/kien-nghi/moi/")
    page.get_by_label("Tên đăng nhập").fill("0912000222")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("heading", name="Ghi kiến nghị").wait_for()
    inspected(page)
    for address in (
        f"/viec/kien-nghi/gop/?chon={matter.key}&chon={twin.key}",
        f"/viec/kien-nghi/{matter.key}/doi-han/",
        f"/viec/kien-nghi/{matter.key}/huy/",
        f"/viec/kien-nghi/{matter.key}/sua/",
    ):
        page.goto(address)
        inspected(page)
