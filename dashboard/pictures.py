"""Geometry of the pictures: plain numbers from plain values; the templates draw them as inline SVG.

Every cell carries a sign and a number, so that the picture reads without colour, and has its table below it.
Lengths are those of the SVG's view box.
"""

from dataclasses import dataclass
from math import ceil, sqrt

from assignments.coverage import Child, Share

TILE_WIDTH, TILE_LINE, TILE_GAP, MAX_COLUMNS = 116, 17, 6, 10
TILE_LETTERS = 13


@dataclass(frozen=True)
class Bar:
    """One level of the strip: a bar of which `covered_percent` is filled and the rest hatched."""

    label: str
    share: Share
    url: str

    @property
    def covered_percent(self) -> float:
        return round(100 * self.share.covered / self.share.units, 2) if self.share.units else 0.0


@dataclass(frozen=True)
class Tile:
    """One unit of the grid: `lines` are its name, wrapped and never cut, as (text, y)."""

    child: Child
    url: str | None
    x: int
    y: int
    lines: list[tuple[str, int]]
    height: int

    @property
    def middle(self) -> int:
        return self.x + TILE_WIDTH // 2

    @property
    def figure_y(self) -> int:
        return self.y + self.height - 9


@dataclass(frozen=True)
class TileGrid:
    tiles: list[Tile]
    width: int
    height: int
    tile_height: int
    is_by_place: bool
    tile_width: int = TILE_WIDTH


def strip(rows) -> list[Bar]:
    """`rows` are (label, Share, url), from the highest level down."""
    return [Bar(label, share, url) for label, share, url in rows]


def tile_grid(children, url_of) -> TileGrid | None:
    """The units as tiles, roughly where they lie when all have coordinates (north above, west to the left), in the
    order given otherwise. `url_of` gives the address of a Child. None for fewer than two."""
    children = list(children)
    if len(children) < 2:
        return None
    columns = min(MAX_COLUMNS, ceil(sqrt(len(children) * 1.3)))
    is_by_place = all(child.latitude is not None and child.longitude is not None for child in children)
    rows = _rows_by_place(children, columns) if is_by_place else _chunks(children, columns)
    wrapped = {child: wrap(child.name) for child in children}
    tile_height = TILE_LINE * (max(len(lines) for lines in wrapped.values()) + 1) + 14
    tiles = []
    for row_number, row in enumerate(rows):
        y = row_number * (tile_height + TILE_GAP)
        for column, child in enumerate(row):
            lines = [(text, y + 19 + number * TILE_LINE) for number, text in enumerate(wrapped[child])]
            tiles.append(Tile(child, url_of(child), column * (TILE_WIDTH + TILE_GAP), y, lines, tile_height))
    return TileGrid(
        tiles,
        width=max(len(row) for row in rows) * (TILE_WIDTH + TILE_GAP) - TILE_GAP,
        height=len(rows) * (tile_height + TILE_GAP) - TILE_GAP,
        tile_height=tile_height,
        is_by_place=is_by_place,
    )


def wrap(name: str, letters: int = TILE_LETTERS) -> list[str]:
    """The words of `name` in lines of at most `letters` characters; a longer word has a line of its own."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _rows_by_place(children, columns):
    """North to south in rows of equal length, each from west to east."""
    north_first = sorted(children, key=lambda child: (-child.latitude, child.longitude, child.code))
    return [
        sorted(row, key=lambda child: (child.longitude, child.code)) for row in _chunks(north_first, columns)
    ]


def _chunks(children, size):
    return [children[start : start + size] for start in range(0, len(children), size)]
