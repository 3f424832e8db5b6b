"""What a list says by itself: columns, words, numbers, its own codes. Every error is found before anything is written."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.text import normalise

COLUMNS = ("code", "level", "name", "parent_code", "latitude", "longitude")
REQUIRED = ("code", "level", "name", "parent_code")
SUCCESSOR_COLUMNS = ("predecessor_code", "successor_code", "extent", "is_default")
LIST, SUCCESSORS = "list", "successors"
YES = {"yes", "true", "1", "x", "có"}
NO = {"", "no", "false", "0", "không"}
MAX_CODE, MAX_NAME = 30, 150


@dataclass(eq=False)
class ListRow:
    """One unit of the list. `unit_id` and `parent_id` are filled while the loading is planned."""

    number: int
    code: str
    level: int
    name: str
    parent_code: str
    latitude: float | None
    longitude: float | None
    parent: "ListRow | None" = None
    parent_id: int | None = None
    unit_id: int | None = None
    kind_id: int | None = None
    is_carried: bool = False  # its unit goes on over this list's day, by the successors

    @property
    def found_parent_id(self):
        return self.parent.unit_id if self.parent else self.parent_id


@dataclass(eq=False)
class SuccessorRow:
    number: int
    predecessor_code: str
    successor_code: str
    extent: str
    is_default: bool


class Errors(list):
    """[{"file", "row", "column", "message"}]; `row` counts the header as the first."""

    def say(self, file, row, column, message):
        self.append({"file": file, "row": row, "column": column, "message": message})


def read_list(rows, levels: dict, errors: Errors) -> list[ListRow]:
    """The rows (dictionaries of text) as ListRow; `levels` gives a level's number by its code or number as text."""
    if not _columns_are_there(rows, REQUIRED, LIST, errors):
        return []
    found: dict[str, ListRow] = {}
    for number, row in enumerate(rows, start=2):
        read = _read_row(number, _clean(row, COLUMNS), levels, errors)
        if read is None:
            continue
        if read.code in found:
            errors.say(
                LIST,
                number,
                "code",
                _("Mã %(code)s đã có ở dòng %(row)s.") % {"code": read.code, "row": found[read.code].number},
            )
        found.setdefault(read.code, read)
    _check_parents(found, errors)
    return list(found.values())


def read_successors(rows, listed: set, errors: Errors) -> list[SuccessorRow]:
    """The rows as SuccessorRow; `listed`: the codes of the list, one of which every successor must be."""
    if not _columns_are_there(rows, SUCCESSOR_COLUMNS, SUCCESSORS, errors):
        return []
    found: dict[tuple, SuccessorRow] = {}
    for number, row in enumerate(rows, start=2):
        values = _clean(row, SUCCESSOR_COLUMNS)
        read = SuccessorRow(
            number,
            values["predecessor_code"],
            values["successor_code"],
            values["extent"].lower(),
            values["is_default"].lower() in YES,
        )
        if _successor_is_sound(read, values, listed, errors):
            pair = (read.predecessor_code, read.successor_code)
            if pair in found:
                errors.say(
                    SUCCESSORS,
                    number,
                    "successor_code",
                    _("Hai mã này đã được nối với nhau ở dòng %(row)s.") % {"row": found[pair].number},
                )
            found.setdefault(pair, read)
    _check_extents(found.values(), errors)
    return list(found.values())


def _columns_are_there(rows, required, file, errors) -> bool:
    if not rows:
        errors.say(file, 1, None, _("Tệp không có dòng nào."))
        return False
    missing = [column for column in required if column not in rows[0]]
    for column in missing:
        errors.say(file, 1, column, _("Thiếu cột %(column)s.") % {"column": column})
    return not missing


def _clean(row, columns) -> dict:
    return {column: normalise(row.get(column) or "") for column in columns}


def _read_row(number, values, levels, errors):
    code, name, level = values["code"], values["name"], levels.get(values["level"].lower())
    before = len(errors)
    for column, text, longest in (("code", code, MAX_CODE), ("name", name, MAX_NAME)):
        if not text:
            errors.say(LIST, number, column, _("Ô này không được để trống."))
        elif len(text) > longest:
            errors.say(LIST, number, column, _("Dài hơn %(count)s ký tự.") % {"count": longest})
    if level is None:
        errors.say(
            LIST,
            number,
            "level",
            _("Không có cấp «%(level)s». Hãy dùng: %(levels)s.")
            % {"level": values["level"], "levels": ", ".join(key for key in levels if not key.isdigit())},
        )
    latitude = _coordinate(number, "latitude", values["latitude"], 90, errors)
    longitude = _coordinate(number, "longitude", values["longitude"], 180, errors)
    if bool(values["latitude"]) != bool(values["longitude"]):
        column = "longitude" if values["latitude"] else "latitude"
        errors.say(LIST, number, column, _("Vĩ độ và kinh độ phải có cả hai."))
    if len(errors) > before:
        return None
    return ListRow(number, code, level, name, values["parent_code"], latitude, longitude)


def _coordinate(number, column, text, limit, errors):
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -limit <= value <= limit:
        errors.say(
            LIST,
            number,
            column,
            _("«%(text)s» không phải là số từ -%(limit)s đến %(limit)s (dùng dấu chấm thập phân).")
            % {"text": text, "limit": limit},
        )
        return None
    return value


def _check_parents(found, errors):
    """Ties every row to its parent's row; a parent outside the list is looked for in the map later."""
    highest = min((row.level for row in found.values()), default=0)
    for row in found.values():
        row.parent = found.get(row.parent_code)
        if not row.parent_code and row.level > highest:
            errors.say(LIST, row.number, "parent_code", _("Thiếu mã đơn vị cấp trên."))
        if row.parent and row.parent.level >= row.level:
            errors.say(LIST, row.number, "parent_code", not_above(row.parent.name, row.name))


def _successor_is_sound(read, values, listed, errors) -> bool:
    before = len(errors)
    for column in ("predecessor_code", "successor_code"):
        if not values[column]:
            errors.say(SUCCESSORS, read.number, column, _("Ô này không được để trống."))
    if read.successor_code and read.successor_code not in listed:
        errors.say(
            SUCCESSORS,
            read.number,
            "successor_code",
            _("Danh sách không có đơn vị mã %(code)s.") % {"code": read.successor_code},
        )
    if read.extent not in ("whole", "part"):
        errors.say(
            SUCCESSORS,
            read.number,
            "extent",
            _("«%(text)s» không phải là whole (toàn bộ) hoặc part (một phần).") % {"text": values["extent"]},
        )
    if values["is_default"].lower() not in YES | NO:
        errors.say(
            SUCCESSORS, read.number, "is_default", _("Hãy ghi yes cho đơn vị nhận phần lớn, hoặc để trống.")
        )
    return len(errors) == before


def _check_extents(rows, errors):
    by_predecessor: dict[str, list[SuccessorRow]] = {}
    for row in rows:
        by_predecessor.setdefault(row.predecessor_code, []).append(row)
    for code, parts in by_predecessor.items():
        if len(parts) > 1 and any(row.extent == "whole" for row in parts):
            errors.say(
                SUCCESSORS,
                parts[1].number,
                "extent",
                _("Đơn vị mã %(code)s nhập toàn bộ vào chỉ một đơn vị.") % {"code": code},
            )
        defaults = [row for row in parts if row.is_default]
        if len(defaults) > 1:
            errors.say(
                SUCCESSORS,
                defaults[1].number,
                "is_default",
                _("Đơn vị mã %(code)s chỉ có một đơn vị nhận phần lớn.") % {"code": code},
            )


def not_above(parent, child):
    return _("%(parent)s không phải là cấp trên của %(child)s.") % {"parent": parent, "child": child}
