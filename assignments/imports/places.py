"""Places as annexes write them: "Ấp 1, xã A; Ấp 2, xã A", "ấp 3 (xã Thạnh Phước)", "Ấp 1, 2, xã B". Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from common.text import match_key, normalise

# Words that stand before the name of a commune, and how offices shorten them.
COMMUNE_WORDS = ("xã", "phường", "thị trấn", "đặc khu", "x.", "p.", "tt.", "tt")
ABOVE_WORDS = ("huyện", "quận", "thị xã", "thành phố", "tỉnh", "h.", "tp.", "tp", "tx.", "tx")
HAMLET_WORDS = (
    "khu phố", "tổ dân phố", "khu dân cư", "tiểu khu", "ấp", "thôn", "bản", "khóm", "làng", "buôn", "bon", "xóm",
    "nóc", "khu", "kp.", "kp", "tdp.", "tdp",
)  # fmt: skip
_SHORT = {"kp": "khu phố", "kp.": "khu phố", "tdp": "tổ dân phố", "tdp.": "tổ dân phố"}
_NUMBER = re.compile(r"\d+[a-z]?$")


@dataclass(frozen=True)
class Said:
    """One place as written: its name, and the commune that the text gives for it ("" where it gives none)."""

    name: str
    commune: str = ""


def read_places(text: str, *, target_is_commune: bool = False) -> list[Said]:
    """The places of one cell, in order. A commune that follows several hamlets is all of theirs.

    With `target_is_commune` the communes themselves are the places.
    """
    parts = [part for part in re.split(r"[;\n\r]+", text) if part.strip()]
    read = [_read_part(part) for part in parts]
    if target_is_commune:
        return [Said(commune or name) for part in read for name, commune in part if commune or name]
    communes = {commune for part in read for _name, commune in part if commune}
    only = next(iter(communes)) if len(communes) == 1 else ""
    found = [Said(name, commune or only) for part in read for name, commune in part if name]
    return list(dict.fromkeys(found))


def _read_part(part: str) -> list[tuple[str, str]]:
    """[(hamlet or "", commune or "")] of one part between semicolons."""
    text = normalise(part).replace("(", ",").replace(")", ",")
    text = re.sub(r"\s+(?:[-–—])\s+", ",", text)
    tokens = [token for each in text.split(",") for token in _split_and(each)]
    found: list[tuple[str, str]] = []
    waiting: list[str] = []
    word = ""
    for token in tokens:
        name, commune = _split_commune(token)
        if name:
            if _NUMBER.match(match_key(name)) and word:
                name = f"{word} {name}"
            word = first_words(name, HAMLET_WORDS) or word
            waiting.append(name)
        if commune:
            found += [(each, commune) for each in waiting] or [("", commune)]
            waiting = []
    return found + [(each, "") for each in waiting]


def _split_and(token: str) -> list[str]:
    """ "Ấp 1 và ấp 2" is two places; a name with "và" inside (of one hamlet) is not split."""
    parts = re.split(r"\s+(?:và|\+|&)\s+", token.strip())
    if all(first_words(part, HAMLET_WORDS) or _NUMBER.match(match_key(part)) for part in parts):
        return [part.strip() for part in parts]
    return [token.strip()] if token.strip() else []


def _split_commune(token: str) -> tuple[str, str]:
    """ "Ấp 1 xã A" is ("Ấp 1", "xã A"); what stands above communes is left out."""
    if first_words(token, COMMUNE_WORDS):
        return "", token
    if first_words(token, ABOVE_WORDS) and not first_words(token, HAMLET_WORDS):
        return "", ""
    match = re.match(r"(.+?)\s+((?:xã|phường|thị trấn|đặc khu)\s+.+)$", token, re.IGNORECASE)
    if match and (first_words(match[1], HAMLET_WORDS) or _NUMBER.match(match_key(match[1]))):
        return match[1], match[2]
    return token, ""


def first_words(name: str, words) -> str:
    """The one of `words` with which the name begins, as written; "" for none. The longest wins."""
    key = match_key(name)
    found = [
        word for word in words if key.startswith(word + " ") or (word.endswith(".") and key.startswith(word))
    ]
    return name.strip()[: len(max(found, key=len))] if found else ""


def bare(name: str, words=HAMLET_WORDS + COMMUNE_WORDS) -> str:
    """The name without its kind: "Khu phố 2" is 2, "xã Thạnh Phước" is thạnh phước. A key for matching."""
    key = match_key(name)
    found = [
        word for word in words if key.startswith(word + " ") or (word.endswith(".") and key.startswith(word))
    ]
    if found:
        key = key[len(max(found, key=len)) :].strip()
    return re.sub(r"^0+(?=\d)", "", key)


def kind_of(name: str) -> str:
    """The kind's word with which a hamlet's name begins, in full: "KP. 2" is a khu phố."""
    word = match_key(first_words(name, HAMLET_WORDS))
    return _SHORT.get(word, word)
