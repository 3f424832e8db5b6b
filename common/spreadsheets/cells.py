"""One cell to one value: what offices really type, and the sentence for what cannot be understood.

Every converter takes a cell that is not empty and returns the value or raises CellError with a sentence.
"""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.text import guess_legacy_encoding, match_key, normalise, search_key

FORMULA_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$")
_EARLIEST, _LATEST = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)


class CellError(ValueError):
    """A cell that cannot be read; its text is a sentence for the officer."""


def to_text(cell) -> str:
    """The cell as stored text: NFC, trimmed. Numbers as they are seen, dates dd/mm/yyyy.

    Raises CellError where the text is in an old encoding or shows a formula's error.
    """
    if isinstance(cell, str):
        if cell.isascii():
            text = normalise(cell)
            if text.startswith("#") and FORMULA_ERROR.match(text):
                raise CellError(_("Ô này có công thức bị lỗi (%(error)s).") % {"error": text})
            return text
        if encoding := guess_legacy_encoding(cell):
            raise CellError(
                _(
                    "Ô này dùng bảng mã %(encoding)s, không phải Unicode; hãy chuyển sang Unicode rồi tải lên lại."
                )
                % {"encoding": encoding}
            )
        return normalise(cell)
    if isinstance(cell, bool):
        return _("Có") if cell else _("Không")
    if isinstance(cell, datetime.datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == datetime.time(0) else f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, datetime.time):
        return f"{cell:%H:%M}"
    return _number_as_seen(cell)


def _number_as_seen(number: int | float) -> str:
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return f"{Decimal(repr(number)):f}"


def to_code(cell) -> str:
    """A code as text: the number 1 is `1`, text keeps its zeros, an apostrophe in front is Excel's own and goes."""
    return to_text(cell).removeprefix("'").strip()


_INTEGER = re.compile(r"[+-]?\d+$")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+$|[+-]?\d{1,3}(?:,\d{3}){2,}$|[+-]?\d{1,3}(?: \d{3})+$")


def to_int(cell) -> int:
    """A whole number: `1234567`, `1.234.567`, `1 234 567`, 1.0. `1,234` can mean two things and is refused."""
    if isinstance(cell, bool):
        raise CellError(_("Ô này phải là số nguyên."))
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        if cell.is_integer():
            return int(cell)
        raise CellError(_("Ô này phải là số nguyên, không có phần lẻ."))
    text = _number_text(cell)
    if _INTEGER.match(text):
        return int(text)
    if _GROUPED.match(text):
        return int(re.sub("[., ]", "", text))
    if re.match(r"[+-]?\d+[.,]0+$", text) and not re.match(r"[+-]?\d{1,3},000$", text):
        return int(re.split("[.,]", text)[0])
    raise CellError(
        _("“%(text)s” không phải số nguyên; hãy ghi như 1234 hoặc 1.234.") % {"text": to_text(cell)}
    )


def to_decimal(cell) -> Decimal:
    """A number with a fraction: `0,5`, `0.5`, `1.234,5`, `1.234.567`. One point alone is a decimal point."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(repr(cell))
    text = _number_text(cell).replace(" ", "")
    if _GROUPED.match(text) and len(re.findall("[.,]", text)) > 1:
        text = re.sub("[.,]", "", text)
    elif re.match(r"[+-]?\d{1,3}(?:\.\d{3})*,\d+$", text):
        text = text.replace(".", "").replace(",", ".")
    elif re.match(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+$", text):
        text = text.replace(",", "")
    else:
        text = text.replace(",", ".")
    try:
        if re.match(r"[+-]?\d+(?:\.\d+)?$", text):
            return Decimal(text)
    except InvalidOperation:
        pass
    raise CellError(_("“%(text)s” không phải số; hãy ghi như 1234,5.") % {"text": to_text(cell)})


def _number_text(cell) -> str:
    return to_text(cell).removeprefix("'").replace("−", "-")


_DAY_FIRST = re.compile(
    r"(\d{1,2}) ?([/.\-]) ?(\d{1,2}) ?\2 ?(\d{4})(?:[ T,]+\d{1,2}[:hH]\d{0,2}(?::\d{2})?)?$"
)
_YEAR_FIRST = re.compile(r"(\d{4})([/.\-])(\d{1,2})\2(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$")
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})$")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}$")


def to_date(cell) -> datetime.date:
    """A day: a real date of the file, or text `24/11/2026`, `24-11-2026`, `24.11.2026`, `2026-11-24`.

    A bare number is no date: Excel's day numbers count only where the cell is formatted as a date.
    """
    if isinstance(cell, datetime.datetime):
        return _sensible(cell.date())
    if isinstance(cell, datetime.date):
        return _sensible(cell)
    if not isinstance(cell, str):
        raise CellError(
            _("Ô này là số chứ không phải ngày; hãy định dạng ô kiểu ngày hoặc ghi như 24/11/2026.")
        )
    text = to_text(cell).removeprefix("'")
    if match := _DAY_FIRST.match(text):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
    elif match := _YEAR_FIRST.match(text):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif match := _IN_WORDS.match(search_key(text)):
        day, month, year = int(match[1]), int(match[2]), int(match[3])
    elif _SHORT_YEAR.match(text):
        raise CellError(_("“%(text)s” thiếu năm đủ bốn chữ số; hãy ghi như 24/11/2026.") % {"text": text})
    else:
        raise CellError(_("“%(text)s” không phải ngày; hãy ghi như 24/11/2026.") % {"text": text})
    try:
        return _sensible(datetime.date(year, month, day))
    except ValueError as error:
        if isinstance(error, CellError):
            raise
        raise CellError(
            _("Không có ngày “%(text)s”; hãy ghi ngày/tháng/năm như 24/11/2026.") % {"text": text}
        ) from error


def _sensible(day: datetime.date) -> datetime.date:
    if _EARLIEST <= day <= _LATEST:
        return day
    raise CellError(_("Năm %(year)s không hợp lý; hãy kiểm tra lại ngày.") % {"year": day.year})


_TIME = re.compile(r"(\d{1,2}) ?(?:h|:|g|gio) ?(\d{1,2})? ?(?:p|ph|phut|')?(?::\d{2})?$")


def to_time(cell) -> datetime.time:
    """A time of day: a real time of the file, or text `19:00`, `19h`, `19h30`, `19 giờ 30`."""
    if isinstance(cell, datetime.datetime):
        return cell.time().replace(microsecond=0)
    if isinstance(cell, datetime.time):
        return cell.replace(microsecond=0)
    if isinstance(cell, str):
        text = to_text(cell).removeprefix("'")
        plain = re.sub("giờ", "gio", match_key(text)).replace("phút", "phut")
        match = _TIME.match(plain)
        if match and int(match[1]) < 24 and int(match[2] or 0) < 60:
            return datetime.time(int(match[1]), int(match[2] or 0))
    raise CellError(_("“%(text)s” không phải giờ; hãy ghi như 19:00.") % {"text": to_text(cell)})


_YES = frozenset({"co", "x", "1", "true", "dung", "yes", "v", "✓", "✔", "☑"})
_NO = frozenset({"khong", "0", "false", "sai", "no", "-", "☐"})


def to_bool(cell) -> bool:
    """Yes or no: `có`, `x`, 1, `đúng` against `không`, 0, `sai`."""
    if isinstance(cell, bool):
        return cell
    text = to_text(cell)
    key = search_key(text) or text
    if key in _YES:
        return True
    if key in _NO:
        return False
    raise CellError(_("“%(text)s” phải là “có” hoặc “không”.") % {"text": text})


def to_list(cell) -> list[str]:
    """Several entries in one cell, separated by semicolons or line ends, or by commas where there are none of these."""
    if not isinstance(cell, str):
        return [to_text(cell)]
    to_text(cell)  # says what is wrong with the cell as a whole
    parts = re.split(r"[;\n\r；]", cell)
    if len(parts) == 1:
        parts = re.split(r"[,，]", cell)
    entries = (normalise(part) for part in parts)
    return list(dict.fromkeys(entry for entry in entries if entry))


def choice_reader(choices: dict[str, str]) -> Callable:
    """A converter for a column whose cells name one of `choices` (stored value -> label), by value or by label."""
    exact = {search_key(value) or value: value for value in choices}
    by_name: dict[str, str] = {}
    by_plain: dict[str, set[str]] = {}
    for value, label in choices.items():
        for name in in_all_languages(label):
            by_name[match_key(name)] = value
            by_plain.setdefault(search_key(name), set()).add(value)

    def to_choice(cell) -> str:
        text = to_text(cell)
        if text in choices:
            return text
        if (value := by_name.get(match_key(text))) is not None:
            return value
        key = search_key(text)
        if (value := exact.get(key)) is not None:
            return value
        candidates = by_plain.get(key, set())
        if len(candidates) == 1:
            return next(iter(candidates))
        raise CellError(
            _("“%(text)s” không có trong danh mục; hãy ghi một trong: %(choices)s.")
            % {"text": text, "choices": "; ".join(str(label) for label in choices.values())}
        )

    return to_choice


def in_all_languages(text) -> list[str]:
    """A heading or label as every language of the product has it: an English user is sent Vietnamese files too."""
    if isinstance(text, str):
        return [text]
    names = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            names.append(str(text))
    return list(dict.fromkeys(names))


CONVERTERS: dict[str, Callable] = {
    "text": to_text,
    "code": to_code,
    "int": to_int,
    "decimal": to_decimal,
    "date": to_date,
    "time": to_time,
    "bool": to_bool,
    "list": to_list,
}
