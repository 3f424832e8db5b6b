"""Vietnamese text: one form for storing, keys for searching, matching and sorting.

Every stored name goes through `normalise`, every search through `search_key`. The keys are made here, in Python,
because the embedded PostgreSQL has neither `unaccent` nor a Vietnamese collation.
"""

import re
import unicodedata
from functools import lru_cache

from common.legacy_text import guess_legacy_encoding

__all__ = [
    "given_name_key",
    "guess_legacy_encoding",
    "match_key",
    "normalise",
    "search_key",
    "sort_key",
]

# Eth and the African D look exactly like Đ and come out of old keyboards; no Vietnamese word has them.
_LOOKALIKE = re.compile("[ÐƉðɖ]")
_LOOKALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
# Some keyboards put the tone before the circumflex or the breve; canonical ordering leaves these two alone.
_TONE_BEFORE_SHAPE = re.compile("([\u0300\u0301\u0303\u0309])([\u0302\u0306])")

# Modifier apostrophes are letters to Unicode and punctuation to an officer (H'Mông).
_MODIFIERS = re.compile("[\u02b9-\u02df]")
_MARKS = re.compile("[\u0300-\u036f]+")
_NOT_PLAIN = re.compile("[^0-9a-z]+")
_QUOTE_OR_DASH = re.compile("[’‘ʼ`´“”–—‐‑]")
_QUOTES_AND_DASHES = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
    }
)


def normalise(text: str) -> str:
    """The form in which a line of text is stored: NFC, trimmed, every run of white space one space.

    Characters that nobody sees are dropped (controls, zero-width, bidi marks, lone surrogates): what is stored is
    what was on the screen, and PostgreSQL takes it. Tabs and line ends count as white space.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    if not text.isprintable():
        text = "".join(_visible(character) for character in text)
    if _LOOKALIKE.search(text):
        text = text.translate(_LOOKALIKES)
    text = unicodedata.normalize("NFC", text)
    if "\u0302" in text or "\u0306" in text:
        text = unicodedata.normalize(
            "NFC", _TONE_BEFORE_SHAPE.sub(r"\2\1", unicodedata.normalize("NFD", text))
        )
    return " ".join(text.split())


def normalise_lines(text: str) -> str:
    """Text of several lines as it is stored: each line normalised, empty ones at both ends dropped."""
    return "\n".join(normalise(line) for line in text.splitlines()).strip("\n")


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs"):
        return ""
    if category == "Cn" and (ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF):
        return ""  # noncharacters: no XML file may hold them
    return character


def search_key(text: str) -> str:
    """The one function for search without accents: `Bình Đại`, `BINH  DAI` and NFD text all give `binh dai`.

    Only letters and digits remain, lower case, without marks, `đ` as `d`; everything else is one space. Apply it to
    the stored text and to what the user typed, then compare with `in` or a prefix.
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text).lower()).replace("đ", "d")
    if plain.isascii() and plain.isprintable():
        return _NOT_PLAIN.sub(" ", plain).strip()
    text = unicodedata.normalize("NFKD", normalise(text)).lower()
    text = unicodedata.normalize("NFKD", text).translate(_LOOKALIKES).replace("đ", "d")
    text = _MODIFIERS.sub(" ", text)
    text = "".join(character for character in text if unicodedata.category(character)[0] not in "MC")
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


# Tone on the second vowel of an open syllable (hoà, khoẻ, uỷ) is the newer spelling of the older hòa, khỏe, ủy.
# After q the u belongs to the consonant, so quý stays. The rest are slips of old keyboards: hùynh, tóan, qúy, gía.
_OPEN_SYLLABLE = re.compile(
    "(?<!q)(?:(?P<first>o)(?P<second>[àáảãạèéẻẽẹ])|(?P<u>u)(?P<y>[ỳýỷỹỵ]))(?![^\\W\\d_])"
)
_CLOSED_SYLLABLE = re.compile("(?<!q)(?:([òóỏõọ])([ae])|([ùúủũụ])(y))(?=[^\\W\\d_])")
_AFTER_CONSONANT = re.compile("(?:(?<=q)([ùúủũụ])([aeiyăâêơ])|(?<=g)([ìíỉĩị])([aouăâêôơư]))")


def match_key(text: str) -> str:
    """A key for matching names *with* their accents: `Hoà  Bình` = `hòa bình`, but `Hòa` is not `Hoa`.

    NFC, lower case, one spelling for the place of the tone (`uỷ` = `ủy`; `quý`, `giá`, `thuở` stay as they are),
    quotes and dashes in their plain form.
    """
    text = normalise(text)
    if _QUOTE_OR_DASH.search(text):
        text = text.translate(_QUOTES_AND_DASHES)
    text = text.lower()
    if not unicodedata.is_normalized("NFC", text):
        text = normalise(text)
    if text.isascii():
        return text
    text = _AFTER_CONSONANT.sub(_tone_to_second, text)
    text = _CLOSED_SYLLABLE.sub(_tone_to_second, text)
    return _OPEN_SYLLABLE.sub(_tone_to_first, text)


def _tone_to_first(match: re.Match) -> str:
    first, second = (group for group in match.groups() if group)
    base, tone = unicodedata.normalize("NFD", second)
    return unicodedata.normalize("NFC", first + tone) + base


def _tone_to_second(match: re.Match) -> str:
    first, second = (group for group in match.groups() if group)
    base, tone = unicodedata.normalize("NFD", first)
    return base + unicodedata.normalize("NFC", second + tone)


# The Vietnamese alphabet in its order, the four foreign letters in their usual places, mapped on A-Z a-g, whose order
# under COLLATE "C" is the order of their bytes.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_WEIGHTS = dict(zip(_ALPHABET, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg", strict=True))
# ngang, huyền, hỏi, ngã, sắc, nặng
_TONES = {_GRAVE: "1", _HOOK: "2", _TILDE: "3", _ACUTE: "4", _DOT: "5"}
_PLAIN_LINE = re.compile("[0-9a-zà-öø-ýăđĩũơưạ-ỹ ,.;:()/'+-]*")
_WORD_OR_NUMBER = re.compile(r"\d+|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_BRACKETS = re.compile(r"\([^()]*\)")


def sort_key(name: str) -> str:
    """A key that sorts names of places in the Vietnamese alphabet's order under `COLLATE "C"`, as plain text.

    Letters first, tones only where all letters are the same; numbers by their value (`Ấp 2` before `Ấp 10`).
    """
    return _field(_words(name))


def given_name_key(full_name: str) -> str:
    """A key that sorts people by given name (last word), then family name, then middle name.

    What stands in brackets is a by-name and does not count. Sort it under `COLLATE "C"`.
    """
    words = _words(_BRACKETS.sub(" ", full_name)) or _words(full_name)
    if not words:
        return ""
    family = words[:1] if len(words) > 1 else []
    return " ".join((_field(words[-1:]), _field(family), _field(words[1:-1]))).rstrip()


def _field(words: list[str]) -> str:
    """Letters of all words joined by `!`, a space, one tone a word: the space sorts before `!`, digits and letters."""
    weighed = [_weigh(word) for word in words]
    return f"{'!'.join(letters for letters, _tone in weighed)} {''.join(tone for _letters, tone in weighed)}"


@lru_cache(maxsize=20_000)
def _weigh(word: str) -> tuple[str, str]:
    """The letters of a word as their places in the alphabet, and its tone; syllables are few, so they are kept."""
    shapes, tone = [], "0"
    for character in unicodedata.normalize("NFD", word):
        if character in _TONES:
            tone = _TONES[character]
        elif unicodedata.combining(character) and shapes:
            shapes[-1] = unicodedata.normalize("NFC", shapes[-1] + character)
        else:
            shapes.append(character)
    return "".join(_WEIGHTS.get(shape) or _WEIGHTS.get(_bare(shape), shape) for shape in shapes), tone


def _bare(shape: str) -> str:
    return unicodedata.normalize("NFD", shape)[0]


def _words(text: str) -> list[str]:
    """Words in lower case; a run of digits is a word, its value in eight places, so that text order is their order."""
    text = normalise(text).lower()
    if not _PLAIN_LINE.fullmatch(text):
        text = normalise(unicodedata.normalize("NFKC", text).lower())
        text = _MODIFIERS.sub(" ", text)
        text = "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in text)
    return [
        word.lstrip("0").zfill(8) if word[0].isdecimal() else word
        for part in text.split()
        for word in _WORD_OR_NUMBER.findall(part)
    ]
