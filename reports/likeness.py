"""Near-identical texts from month to month ("chống hình thức"). Pure functions on plain values: no Django, no clock.

A report's words are kept as hashed pieces of four words, without accents, numbers and signs, so that neither a new date nor
another spelling hides a copy. Two reports are as alike as the share of their pieces that both have (Jaccard). Only the
pieces stand in the row: from them nobody reads a text back.
"""

import re
import zlib
from collections.abc import Iterable, Sequence

from common.text import search_key

WORDS_A_PIECE = 4
# The smallest hashes of a long text stand for the whole of it; what is compared is bounded, however much was written.
KEPT = 600
# So few pieces ("họp đúng giờ, đủ nội dung") are alike by chance, and say nothing.
ENOUGH = 8
_NOT_A_WORD = re.compile(r"[^a-z]+")


def shingles(texts: Iterable[str]) -> list[int]:
    """The hashed pieces of all `texts`, sorted; [] where nothing was written. The order of the texts does not matter."""
    pieces = {piece for text in texts for piece in _pieces(text or "")}
    return sorted(zlib.crc32(piece.encode()) for piece in pieces)[:KEPT]


def likeness(first: Sequence[int], second: Sequence[int]) -> int | None:
    """How alike two lists of `shingles` are, in whole percent rounded down; None where one is too short to say."""
    one, other = set(first), set(second)
    if min(len(one), len(other)) < ENOUGH:
        return None
    both = one | other
    if max(len(one), len(other)) >= KEPT:
        both = set(sorted(both)[:KEPT])
    return 100 * len(one & other & both) // len(both)


def alike(own: Sequence[int], others: Iterable[tuple[object, Sequence[int]]], threshold: int) -> list[tuple]:
    """(percent, thing) of those `others` (thing, shingles) that are at least `threshold` percent alike, the most alike
    first; equally alike ones stay in the order in which they were given."""
    found = [(likeness(own, each), thing) for thing, each in others]
    return sorted(
        (pair for pair in found if pair[0] is not None and pair[0] >= threshold), key=lambda p: -p[0]
    )


def _pieces(text: str) -> set[str]:
    words = _NOT_A_WORD.sub(" ", search_key(text)).split()
    if not words:
        return set()
    last = max(len(words) - WORDS_A_PIECE, 0)
    return {" ".join(words[at : at + WORDS_A_PIECE]) for at in range(last + 1)}
