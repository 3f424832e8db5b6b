"""The words that lists use for a level: its code, its number, its names, and the kinds of unit that belong to it."""

from collections import defaultdict

from django.utils.translation import gettext as _

from branches.models import Level, UnitKind
from common.text import search_key

# What people write besides the names that staff maintain.
_SHORT = {
    "tp": {1, 2},
    "thanh pho": {1, 2},
    "tx": {2},
    "tt": {3},
    "to": {4},
    "thon ban": {4},
    "ap khu pho": {4},
    "thon to dan pho": {4},
}


class LevelWords:
    """`number("xã")` is 3. A word of two levels (thành phố) is the higher one only where nothing stands above it."""

    def __init__(self):
        self._levels = {level.number: level for level in Level.objects.all()}
        self._numbers: dict[str, set[int]] = defaultdict(set)
        for word, numbers in _SHORT.items():
            self._numbers[word] |= numbers
        for level in self._levels.values():
            for word in (level.code, str(level.number), level.name, level.name_en, *level.name.split(",")):
                self._numbers[search_key(word)].add(level.number)
        for kind in UnitKind.objects.all():
            for word in (kind.code, kind.name):
                self._numbers[search_key(word)].add(kind.level_id)

    def number(self, word: str | None, *, has_parent: bool = True) -> int | None:
        """The level's number, None where the word is unknown."""
        if word is None:
            return None
        key = search_key(word)
        found = self._numbers.get(key) or self._numbers.get(key.removeprefix("cap ")) or set()
        if len(found) > 1:
            return max(found) if has_parent else min(found)
        return next(iter(found), None)

    def name(self, number: int) -> str:
        return self._levels[number].name

    def refusal(self, word: str) -> str:
        words = "; ".join(level.name for level in self._levels.values())
        return _("“%(word)s” không phải một cấp; hãy ghi một trong: %(words)s.") % {
            "word": word,
            "words": words,
        }
