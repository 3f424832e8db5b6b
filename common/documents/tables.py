"""How wide the columns of a table come out, and which of its rows no page parts: settled once, so that both files are set alike.

A date, a number, a code, a short word never breaks within a cell: its column takes from the others what it needs. Not by each
paper: a locality's words change what stands in a column.
"""

import re

from common.documents.fitting import height_of, word_width

TEXT_WIDTH, LYING_WIDTH = 165, 252  # mm between the margins of a page, and of one that lies
LONGEST_CODE = 16  # letters: "1.250.000.000", "KN-2026-0001"
# "0900 000 019" is one.
_WORD = re.compile(r"\d+(?: \d{3})+(?!\d)|\S+")
_LONGEST_WORD = 11  # a longer one has places to break
_SHORTEST = 3  # "STT" takes as little as a code
# (a code, a word) of what Tinos needs: an office without Times New Roman sees wider letters, and where there is room they fit too,
# dates and numbers first.
_SPARE, _LEAST = ((1.35, 1.35), (1.35, 1.2), (1.35, 1.03), (1.2, 1.03)), (1.03, 1.03)
_CROWDED = 0.9  # of the width
_INSET = 3.4  # mm: both margins of a cell and its lines
_SHORT_ROW, _LOW_TABLE, _TIED = 100, 60, 120  # mm


def settled(blocks: list[dict], width: float) -> list[dict]:
    """`blocks` with the widths of their tables in millimetres of a text of `width`; "unbroken": so many letters of a code have room
    in every column; "whole": rows that no page parts; "together": the whole table; "tied": places of rows that stay with the next
    one, so that no row of it stands alone on a page; "spans": the same as cells of one more column."""
    return [block | _of_table(block, width) if block["kind"] == "table" else block for block in blocks]


def _of_table(block: dict, width: float) -> dict:
    widths, has_room = _room(block, width)
    heights = [max(height_of(row, widths, block["size"]), block["row_height"]) for row in block["rows"]]
    together = sum(heights) < _LOW_TABLE
    tied = [] if together else _tied(heights, block["groups"])
    return {
        "widths": widths,
        "unbroken": LONGEST_CODE if has_room else 0,
        "whole": [height < _SHORT_ROW for height in heights],
        "together": together,
        "tied": tied,
        "spans": _spans(tied, block["groups"]) if tied else [],
    }


def _room(block: dict, width: float) -> tuple[list[float], bool]:
    """(millimetres of each column, whether none of them breaks a code or a short word)."""
    asked = [width * share / sum(block["widths"]) for share in block["widths"]]
    longest = _longest(block)
    for spare in (*_SPARE, _LEAST):
        least = [max(code * spare[0], word * spare[1]) + _INSET for code, word in longest]
        if sum(least) <= width * (1 if spare == _LEAST else _CROWDED):
            return _at_least(asked, least), True
    return asked, False


def _longest(block: dict) -> list[tuple[float, float]]:
    """Millimetres of the widest code and of the widest word of each column that must not break, in the letters of Tinos."""
    rows = [row for row, is_group in zip(block["rows"], block["groups"], strict=True) if not is_group]
    return [_widest(column, block["size"]) for column in zip(block["headings"], *rows, strict=True)]


def _widest(column, size: float) -> tuple[float, float]:
    runs = [run for cell in column for run in cell]
    words = {(word, run["bold"]) for run in runs if "text" in run for word in _WORD.findall(run["text"])}
    code, other = max((run["blank"] for run in runs if "blank" in run), default=0), 0.0
    for word, bold in words:
        if len(word) <= _SHORTEST or (_has_digit(word) and len(word) <= LONGEST_CODE):
            code = max(code, word_width(word, size, bold=bold))
        elif len(word) <= _LONGEST_WORD:
            other = max(other, word_width(word, size, bold=bold))
    return code, other


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _at_least(asked: list[float], least: list[float]) -> list[float]:
    """`asked` with no column below its least: what these take, the others give by their shares."""
    short: set[int] = set()
    while True:
        free = sum(asked) - sum(least[place] for place in short)
        shares = sum(size for place, size in enumerate(asked) if place not in short)
        found = [least[place] if place in short else free * size / shares for place, size in enumerate(asked)]
        below = {place for place, size in enumerate(found) if size < least[place] - 0.01}
        if not below:
            return found
        short |= below


def _tied(heights: list[float], groups: list[bool]) -> list[int]:
    """The first of the first two rows, and of the last two, unless they are too high to be moved together. The heading of a group
    stays with its row anyhow, and is one of two."""
    last = len(heights) - 2
    found = []
    for place in sorted({0, last}) if last >= 0 else []:
        is_plain = not (groups[place] or groups[place + 1])
        if is_plain and heights[place] + heights[place + 1] < _TIED:
            found.append(place)
    # Two pairs that share a row would be three rows.
    return found[:1] if found == [0, 1] else found


def _spans(tied: list[int], groups: list[bool]) -> list[int]:
    """For each row the number of rows of the cell that begins in it, 0 where another one reaches: 2 for tied ones, else as many as
    there are up to the next of them or the next heading of a group, which bears its own."""
    found = [0] * len(groups)
    place = 0
    while place < len(groups):
        end = place + 1
        if place in tied:
            end = place + 2
        elif not groups[place]:
            while end < len(groups) and not groups[end] and end not in tied:
                end += 1
        found[place] = end - place
        place = end
    return found
