"""The tags that a list of households names, by name, code or the name without "Hộ"."""

from django.utils.translation import gettext as _

from branches.imports.plan import Plan
from branches.models import HouseholdTag
from branches.models.households import FORBIDDEN_TAG
from branches.tag_rules import is_forbidden
from common.text import match_key

_HOUSEHOLD = "hộ "
# Other words for what is shipped (domain.md 3.8).
_ALSO = {"chính sách": "policy", "gia đình có công": "merit", "có công": "merit", "khó khăn": "hardship"}


class Tags:
    """`named(row)`: the tags of the row's cell, each once; what is no tag is said at the row in one sentence."""

    def __init__(self, plan: Plan):
        self._plan = plan
        self._tags = list(HouseholdTag.objects.active())
        self._by_word = {_word(tag.name): tag for tag in self._tags} | {tag.code: tag for tag in self._tags}
        for word, code in _ALSO.items():
            if code in self._by_word:
                self._by_word.setdefault(word, self._by_word[code])

    def named(self, row: dict) -> list[HouseholdTag]:
        words = row["tags"] or []
        found = {word: self._by_word.get(word) or self._by_word.get(_word(word)) for word in words}
        unknown = [word for word, tag in found.items() if tag is None]
        if forbidden := [word for word in unknown if is_forbidden(word)]:
            self._plan.error(row, "tags", f"“{forbidden[0]}”: {FORBIDDEN_TAG}")
        elif unknown:
            sentence = _("Không có diện hộ “%(words)s”. Các diện: %(tags)s.")
            names = ", ".join(tag.name for tag in self._tags)
            self._plan.error(row, "tags", sentence % {"words": "”, “".join(unknown), "tags": names})
        return list(dict.fromkeys(tag for tag in found.values() if tag is not None))


def _word(text: str) -> str:
    key = match_key(text)
    return key.removeprefix(_HOUSEHOLD)
