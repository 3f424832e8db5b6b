"""What the matrix cannot ask: searched words, filters, files, days and histories show nothing foreign either."""

import pytest

from dashboard.history_words import KINDS as HISTORIES
from dashboard.search import KINDS
from tests.world import HOME, ROLES, World, rolled_back_at_the_end

pytestmark = pytest.mark.django_db
LISTS = ("", "to-chuc/", "chuc-danh/", "co-quan/", "cum-xa/", "van-ban/")
THINGS = {
    "don-vi": "unit",
    "to-chuc": "organisation",
    "chuc-danh": "office_holder",
    "co-quan": "agency",
    "cum-xa": "zone",
    "van-ban": "document",
    "can-bo": "cadre",
    "to-cong-tac": "team",
    "chu-truong": "scheme",
    "phan-cong": "assignment",
    "dot-dieu-chinh": "change_set",
    "phan-quyen": "grant",
    "buoi-sinh-hoat": "meeting",
    "lich-dang-ky": "schedule",
    "viec-cap-bach": "urgent_matter",
    "hoi-nghi": "conference",
    "ngay-co-dinh": "day_rule",
    "thang-doi-ngay": "moved_day",
    "han-dang-ky": "deadline",
    "bo-tieu-chi": "rubric",
    "phieu-cham": "sheet",
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once for both walks."""
    with rolled_back_at_the_end(django_db_blocker):
        yield World()


def test_no_searched_listed_or_exported_word_is_foreign(world):
    addresses = ["/tim/?q=zq", *(f"/tim/?q=zq&loai={kind}" for kind in KINDS)]
    for path in LISTS:
        addresses += [
            f"/dia-ban/{path}?q=zq",
            f"/dia-ban/{path}?q=zq&export=xlsx",
            f"/dia-ban/{path}?ngay=2021-01-01",
        ]
    found = 0
    for role in ROLES:
        browser = world.client(role)
        for address in addresses:
            response = browser.get(address)
            assert response.status_code in (200, 403), (role, address)
            found += response.status_code == 200
            assert not world.foreign_markers(response), (role, address)
    assert found > 100


def test_no_history_names_anything_foreign(world):
    assert set(THINGS) == set(HISTORIES)
    read = 0
    for role in ("org_staff", "org_head", "leader", "inspector"):
        browser = world.client(role)
        for kind, thing in THINGS.items():
            for place in (HOME, "P1D1C2", "P1D1", "P2D1C1"):
                response = browser.get(f"/lich-su/{kind}/{world.things[thing][place].key}/")
                assert response.status_code in ((200, 404) if place == HOME else (404,)), (role, kind, place)
                read += response.status_code == 200
                assert not world.foreign_markers(response), (role, kind, place)
    assert read >= 40
