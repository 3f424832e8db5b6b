"""The marks of state secrets: "MẬT", "TỐI MẬT", "TUYỆT MẬT" as words of their own in capitals (domain.md §8.2).

A simple barrier for what was sent by mistake: a scan without text passes it. No Django: the parsing process imports it.
"""

import re
import unicodedata

_MARK = re.compile(r"(?<![^\W_])(?:(TUYỆT|TỐI)\s+)?M ?Ậ ?T(?![^\W_])")
# Words of every day that hold it: bí mật, bảo mật, giải mật, độ mật …; mật mã, mật khẩu, mật ong …
_BEFORE = frozenset(["BÍ", "BẢO", "CƠ", "ẨN", "KÍN", "GIẢI", "ĐỘ", "THÂN", "CHẶT", "NGỌT", "TRĂNG"])
_AFTER = frozenset(
    ["MÃ", "KHẨU", "ONG", "VỤ", "THƯ", "ĐỘ", "THIẾT", "DANH", "LỆNH", "PHỤC", "TẬP", "ƯỚC", "BÁO"]
)


def mark_in(text: str) -> str:
    """The first mark in `text` ("TỐI MẬT"), or nothing."""
    text = unicodedata.normalize("NFC", text)
    for match in _MARK.finditer(text):
        if match[1]:
            return f"{match[1]} MẬT"
        if _last_word(text[: match.start()]) in _BEFORE or _first_word(text[match.end() :]) in _AFTER:
            continue
        return "MẬT"
    return ""


def mark_in_name(name: str) -> str:
    """The same in a file's name, where words are set apart by any sign."""
    return mark_in(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", name)))


def _last_word(text: str) -> str:
    found = re.search(r"(\w+)[ \t\xa0]+$", text[-40:])
    return found[1] if found else ""


def _first_word(text: str) -> str:
    found = re.match(r"[ \t\xa0]+(\w+)", text[:40])
    return found[1] if found else ""
