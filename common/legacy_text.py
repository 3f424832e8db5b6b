"""Recognising Vietnamese in the encodings that came before Unicode, so that an error can name them.

The proof is spelling: read as it stands, a word is no Vietnamese syllable; read through the old table, it is one.
The tables are the code charts of TCVN 5712:1993 (VN3, the "ABC" fonts) and of the VNI-Windows fonts; a spreadsheet
holds their bytes as the Latin-1 letters of the same number.
"""

import codecs
import re
import unicodedata

TCVN3 = "TCVN3 (ABC)"
VNI = "VNI-Windows"
WINDOWS_1258 = "Windows-1258"
UTF_16 = "UTF-16"

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþμ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵà",
        strict=True,
    )
)
_VNI_MARKS = {"a": "ùøûõïâáàåãäêéèúüë", "e": "ùøûõïâáàåãä", "o": "ùøûõïâáàåãä"}
_VNI_VOWELS = {"a": "áàảãạâấầẩẫậăắằẳẵặ", "e": "éèẻẽẹêếềểễệ", "o": "óòỏõọôốồổỗộ"}
_VNI_TONES = {"u": "úùủũụ", "y": "ýỳỷỹ", "ô": "ớờởỡợ", "ö": "ứừửữự"}
_VNI = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI |= {
    vowel + mark: letter
    for vowel, marks in _VNI_MARKS.items()
    for mark, letter in zip(marks, _VNI_VOWELS[vowel], strict=True)
}
_VNI |= {
    vowel + mark: letter
    for vowel, letters in _VNI_TONES.items()
    for mark, letter in zip("ùøûõï", letters, strict=False)
}
_VNI_TOKEN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)) + "|[a-z]", re.DOTALL)

# A word may hold any sign of an old table, so words end only at what none of them uses.
_WORD = re.compile("[A-Za-z\u00a1-\u00af\u00b5-\u00b9\u00bb-\u00beÀ-ÿμ]+")
_MODERN = re.compile("[\u0100-\u02ff\u0300-\u036f\u0370-\u03bb\u03bd-\u1fff]")
_UNICODE_LETTERS = frozenset("àáâãèéêìíòóôõùúýð")

_STOPS = {
    "a": "c ch p t", "ă": "c p t", "â": "c p t", "e": "c p t", "ê": "ch p t", "i": "ch p t", "y": "ch t",
    "o": "c p t", "ô": "c p t", "ơ": "p t", "u": "c p t", "ư": "c t", "iê": "c p t", "yê": "t", "oa": "c ch p t",
    "oă": "c t", "oe": "t", "oo": "c", "uâ": "t", "uê": "ch", "uy": "ch p t", "uyê": "t", "uô": "c p t",
    "ươ": "c p t",
}  # fmt: skip
_OTHERS = {
    "a": "- i o u y m n ng nh", "ă": "m n ng", "â": "u y m n ng", "e": "- o m n ng", "ê": "- u m n nh",
    "i": "- a u m n nh", "y": "- n nh", "o": "- i m n ng", "ô": "- i m n ng", "ơ": "- i m n", "u": "- a i m n ng",
    "ư": "- a i u m n ng", "iê": "u m n ng", "yê": "u m n ng", "oa": "- i o y m n ng nh", "oă": "m n ng",
    "oe": "- o n", "oo": "ng", "uâ": "y n ng", "uê": "- u nh", "uơ": "-", "uy": "- a u n nh", "uyê": "n",
    "uô": "i m n ng", "ươ": "i u m n ng",
}  # fmt: skip
_STOPPED = frozenset(nucleus + end for nucleus, ends in _STOPS.items() for end in ends.split())
_RHYMES = _STOPPED | {nucleus + end.strip("-") for nucleus, ends in _OTHERS.items() for end in ends.split()}
_ONSET = re.compile("ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]|")
_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_TONES = re.compile(f"[{_TONE_MARKS}]")
_SIGNS = "ªºµμß"  # letters to Unicode, signs to a reader
# Office words so frequent in lists that one of them alone is proof enough, though short.
_FREQUENT = frozenset({"ấp"})


def guess_legacy_encoding(text_or_bytes: str | bytes) -> str | None:
    """The name of the old encoding in which this text (a cell) or these bytes (a text file) are, or None.

    Text: `TCVN3 (ABC)` or `VNI-Windows`. Bytes: these two, `Windows-1258` or `UTF-16`. None for Unicode, for other
    languages and where the letters prove nothing.
    """
    if isinstance(text_or_bytes, bytes | bytearray):
        return _guess_bytes(bytes(text_or_bytes))
    text = text_or_bytes
    if text.isascii() or _MODERN.search(text):
        return None
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    found = [(sum(_proofs(words, decode)), name) for name, decode in ((TCVN3, _from_tcvn3), (VNI, _from_vni))]
    proof, name = max(found)
    return name if proof >= 2 else None


def _proofs(words: list[str], decode) -> list[int]:
    """Points of every different word: 2 proves, 1 hints, -1 speaks against, 0 reads well either way."""
    points = []
    for word in dict.fromkeys(words):
        decoded = decode(word)
        if decoded is None or not _is_syllable(decoded, spelling=True):
            points.append(0 if _is_modern_syllable(word) else -1)
        elif _is_modern_syllable(word):
            points.append(0)
        elif _looks_broken(word) or decoded in _FREQUENT:
            points.append(2)
        else:
            # two letters and a sign are a unit (µm) as well as a syllable
            points.append(
                1 if all(character.isalpha() and character not in _SIGNS for character in word) else 0
            )
    return points


def _looks_broken(word: str) -> bool:
    """Whether no language writes this: a sign or a capital inside a word, or two marked vowels of the old tables."""
    letters = [character for character in word if character.isalpha() and character not in _SIGNS]
    if len(letters) < len(word):
        return len(word) > 2 or (len(word) == 2 and "·" in word)
    inside = word[1:]
    capital_inside = any(c.isupper() and not c.isascii() for c in inside) and any(c.islower() for c in word)
    small_after_capitals = any(c.islower() and not c.isascii() for c in inside) and re.search(
        "[A-Z]{2}", word
    )
    strange = sum(c.lower() in "äåæëïñøöûü" for c in word)
    return bool(capital_inside or small_after_capitals or (strange and len(word) > 1))


def _from_tcvn3(word: str) -> str | None:
    return "".join(_TCVN3.get(character, character) for character in word).lower()


def _from_vni(word: str) -> str | None:
    tokens, end = [], 0
    word = word.lower()
    for match in _VNI_TOKEN.finditer(word):
        if match.start() != end:
            return None
        tokens.append(_VNI.get(match[0], match[0]))
        end = match.end()
    return "".join(tokens) if end == len(word) else None


def _is_modern_syllable(word: str) -> bool:
    word = word.lower()
    if any(character not in _UNICODE_LETTERS and not character.isascii() for character in word):
        return False
    return _is_syllable(word.replace("ð", "đ"))


def _is_syllable(word: str, *, spelling: bool = False) -> bool:
    """Whether `word` (lower case) is built like a Vietnamese syllable; with `spelling`, c/k, g/gh, ng/ngh too."""
    parts = unicodedata.normalize("NFD", word)
    tones = _TONES.findall(parts)
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", _TONES.sub("", parts))
    for onset in _onsets(bare):
        rhyme = bare[len(onset) :]
        if rhyme not in _RHYMES or (rhyme in _STOPPED and tones not in (["\u0301"], ["\u0323"])):
            continue
        front = rhyme[0] in "eêiy"
        if spelling and ((front and onset in ("c", "ng")) or (not front and onset in ("k", "gh", "ngh"))):
            continue
        return True
    return False


def _onsets(bare: str) -> list[str]:
    longest = _ONSET.match(bare)[0]
    # gi before no other vowel is g + i (gì, gìn)
    return [longest, "g"] if longest == "gi" else [longest]


def _guess_bytes(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return UTF_16
    sample = data[:65536]
    try:
        # an incomplete last letter is the cut of the sample, not an error
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=len(sample) == len(data))
        if sample.count(0) * 4 < len(sample) or not sample:
            return None
    except UnicodeDecodeError:
        pass
    if sample.count(0) * 4 >= len(sample):
        return UTF_16
    words = [word for word in _WORD.findall(sample.decode("latin-1")) if not word.isascii()]
    shares = [
        (_share(words, _from_tcvn3), TCVN3),
        (_share(words, _from_vni), VNI),
        (_share(_words_1258(sample), str.lower), WINDOWS_1258),
    ]
    share, name = max(shares, key=lambda pair: pair[0])
    return name if share > 0.6 else None


def _words_1258(sample: bytes) -> list[str]:
    text = unicodedata.normalize("NFC", sample.decode("cp1258", errors="replace"))
    return [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]


def _share(words: list[str], decode) -> float:
    if not words:
        return 0.0
    return sum(_is_syllable(decode(word) or "", spelling=True) for word in words) / len(words)
