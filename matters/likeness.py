"""Which matters may be the same wish of several places. Pure functions: no Django, no clock.

What is compared are pairs of neighbouring words, without accents, numbers and the words that stand in every wish. It only
points: whoever merges has read both.
"""

from collections.abc import Iterable
from itertools import pairwise

from common.text import search_key

# Words that nearly every matter has, and names of kinds of places: they make nothing alike.
_COMMON = """
de nghi kien xem xet som cac cap uy dang chinh quyen co quan tam giai quyet cho va cua nhan dan o tai ap xa thon ban khu
xin bi pho phuong huyen tinh cu tri ba con ve viec hien nay da duoc nguoi dia trong tren nhung mot la thi
"""
COMMON = frozenset(_COMMON.split())
# At least so alike, in percent of pieces that both have; of one topic less is enough.
ALIKE, ALIKE_OF_ONE_TOPIC = 40, 25


def pieces(text: str) -> frozenset[str]:
    """The words that say something and the pairs of them; numbers say only which hamlet."""
    words = [word for word in search_key(text).split() if word.isalpha() and word not in COMMON]
    return frozenset(words) | {" ".join(pair) for pair in pairwise(words)}


def percent(first: frozenset, second: frozenset) -> int:
    """How much of all pieces both have, in whole percent; 0 where one says nothing."""
    if not first or not second:
        return 0
    return 100 * len(first & second) // len(first | second)


def likely(text: str, topic, others: Iterable[tuple[object, str, object]]) -> list[tuple]:
    """(percent, thing) of those `others` (thing, text, topic) that may be the same wish, the most alike first."""
    own, found = pieces(text), []
    for thing, words, its_topic in others:
        alike = percent(own, pieces(words))
        is_one_topic = topic is not None and topic == its_topic
        if alike >= (ALIKE_OF_ONE_TOPIC if is_one_topic else ALIKE):
            found.append((alike, thing))
    return sorted(found, key=lambda pair: -pair[0])
