"""Visits to households on plain values: how long words are kept, what must not stand in them. Knows no Django, no clock."""

from __future__ import annotations

import re
from datetime import date, timedelta

from common.text import search_key

HIDDEN_MONTHS, ERASED_MONTHS = 24, 36
CORRECTED_DAYS = 14
# A phone that was without a network sends what was written while the household was still held.
SENT_LATER_DAYS = 14
# Of a household that nobody visited for so long it is said.
UNVISITED_DAYS = 90
_FEWEST_WORDS_OF_A_NAME = 2


def names_household(text: str, *, head_name: str, code: str) -> bool:
    """Whether it says the head's whole name, accents or not, or the household's code. A single word may be any word."""
    said, name = f" {_words(text)} ", _words(head_name)
    by_name = len(name.split()) >= _FEWEST_WORDS_OF_A_NAME and f" {name} " in said
    return by_name or f" {_words(code)} " in said


def _words(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s-]", " ", search_key(text)).split())


def may_be_corrected(recorded_on: date, day: date) -> bool:
    """Whether the author may still put his words right: the day of recording and as many days after it."""
    return day <= recorded_on + timedelta(days=CORRECTED_DAYS)


def corrected_until(recorded_on: date) -> date:
    return recorded_on + timedelta(days=CORRECTED_DAYS)
