"""Text files: which encoding, which separator. No Django: this runs in the parsing process."""

import codecs
import csv
import io

from common.legacy_text import UTF_16, guess_legacy_encoding
from common.limited_process import Refusal


def decode(data: bytes) -> str:
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        encoding = guess_legacy_encoding(data)
        if encoding == UTF_16:
            # no mark: the zero bytes of ASCII letters tell the order
            is_little = data[1::2].count(0) >= data[0::2].count(0)
            text = data.decode("utf-16-le" if is_little else "utf-16-be")
            if "\0" in text:
                raise Refusal("not_spreadsheet")
            return text
        if encoding is None:
            return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        is_binary = sum(byte < 9 for byte in data[:4096]) > 0
        raise Refusal("not_spreadsheet" if is_binary else "unknown_encoding") from error
    raise Refusal("encoding", encoding=encoding)


def sniff_separator(text: str) -> str:
    """The separator that cuts the first rows most evenly; a comma where none does."""
    start = text[:65536]

    def evenness(separator: str) -> tuple[int, int]:
        widths = []
        for row in csv.reader(io.StringIO(start, newline=""), delimiter=separator):
            if row:
                widths.append(len(row))
            if len(widths) == 30:
                break
        widest = max(widths, key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(widest) if widest > 1 else 0, widest)

    csv.field_size_limit(1024**2)
    try:
        return max(",;\t", key=evenness)
    except csv.Error:
        return ","
