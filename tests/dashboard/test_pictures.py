"""The geometry of the pictures: names wrap and are never cut, tiles lie roughly where the places lie."""

import pytest

from assignments.coverage import Child, Share
from dashboard.pictures import strip, tile_grid, wrap


def child(name, latitude=None, longitude=None, units=2, covered=1):
    return Child(name, name, name, 3, Share(units, covered), latitude, longitude)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Xã Gò", ["Xã Gò"]),
        ("Thị trấn Vàm Sậy", ["Thị trấn Vàm", "Sậy"]),
        ("Đặc khu Hoàng Sa Trường Sa", ["Đặc khu Hoàng", "Sa Trường Sa"]),
        ("Nguyễnthịminhkhai Phường", ["Nguyễnthịminhkhai", "Phường"]),
        ("", [""]),
    ],
)
def test_a_name_wraps_by_words_and_loses_none(name, lines):
    assert wrap(name) == lines
    assert " ".join(lines) == name


def test_north_is_above_and_west_to_the_left():
    names = {"NW": (11, 1), "NE": (11, 2), "SW": (10, 1), "SE": (10, 2)}
    grid = tile_grid([child(name, *place) for name, place in names.items()], lambda each: None)
    places = {tile.child.name: (tile.x, tile.y) for tile in grid.tiles}
    assert grid.is_by_place
    assert [tile.child.name for tile in grid.tiles] == ["NW", "NE", "SW", "SE"] or len(
        {y for _x, y in places.values()}
    ) > 1
    assert places["NW"][0] < places["NE"][0] and places["NW"][1] == places["NE"][1]


def test_without_all_coordinates_the_given_order_stays():
    grid = tile_grid([child("A", 10, 1), child("B"), child("C", 12, 0)], lambda each: f"/{each.name}/")
    assert not grid.is_by_place
    assert [(tile.child.name, tile.url) for tile in grid.tiles] == [("A", "/A/"), ("B", "/B/"), ("C", "/C/")]


def test_tiles_never_overlap_and_stay_inside():
    grid = tile_grid([child(f"Xã số {number}") for number in range(157)], lambda each: None)
    places = {(tile.x, tile.y) for tile in grid.tiles}
    assert len(places) == 157
    assert all(tile.x + grid.tile_width <= grid.width for tile in grid.tiles)
    assert all(tile.y + tile.height <= grid.height for tile in grid.tiles)
    assert all(y < tile.figure_y for tile in grid.tiles for _line, y in tile.lines)


def test_one_unit_is_no_picture():
    assert tile_grid([child("A")], lambda each: None) is None


def test_a_bar_is_as_long_as_its_share_and_empty_where_nothing_applies():
    bars = strip([("Xã", Share(8, 6), "/"), ("Ấp", Share(), "/"), ("Hộ", Share(3, 3), "/")])
    assert [bar.covered_percent for bar in bars] == [75.0, 0.0, 100.0]


@pytest.mark.parametrize(
    ("share", "sign", "state"),
    [
        (Share(), "–", "none"),
        (Share(3, 0), "✗", "empty"),
        (Share(3, 2), "◐", "part"),
        (Share(3, 3), "✓", "full"),
    ],
)
def test_every_state_has_a_sign_of_its_own(share, sign, state):
    assert (share.sign, share.state) == (sign, state)
