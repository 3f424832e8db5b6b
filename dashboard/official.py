"""The official lists of 2025 that ship, whole or those of one province with everything that went into it."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from branches.loading import load_units

_FOLDER = Path(settings.BASE_DIR) / "branches" / "official"
_OLD, _NEW = "vietnam-units-2025-01.csv", "vietnam-units-2025-07.csv"
_SUCCESSORS = "vietnam-unit-successors-2025-07.csv"
OLD_FROM, NEW_FROM = date(2025, 1, 1), date(2025, 7, 1)


@dataclass(frozen=True)
class Lists:
    """Rows as `load_units` takes them: until 30 June 2025, since then, and which unit went into which."""

    old: list[dict]
    new: list[dict]
    successors: list[dict]


def provinces() -> dict[str, str]:
    """{code: name} of the 34 provinces since 1 July 2025."""
    return {row["code"]: row["name"] for row in _rows(_NEW) if row["level"] == "province"}


def province_of(code) -> str | None:
    """The code of the province in which the unit of this code (of today) stands; None where the list has none."""
    parents = {row["code"]: row["parent_code"] for row in _rows(_NEW)}
    if code not in parents:
        return None
    while parents[code]:
        code = parents[code]
    return code


def official_lists(province=None) -> Lists:
    """Both lists and the successions; with the code of a province of today only what it is and what it came from.

    Raises ValidationError where there is no such province.
    """
    old, new, successors = _rows(_OLD), _rows(_NEW), _rows(_SUCCESSORS)
    if province is None:
        return Lists(old, new, successors)
    if province not in provinces():
        raise ValidationError(
            _("Không có tỉnh nào mang mã %(code)s. Các tỉnh: %(known)s.")
            % {
                "code": province,
                "known": ", ".join(f"{code} {name}" for code, name in provinces().items()),
            }
        )
    by_code = {row["code"]: row for row in new}
    new = [row for row in new if province in _line(row, by_code)]
    codes = {row["code"] for row in new}
    successors = [row for row in successors if row["successor_code"] in codes]
    by_code = {row["code"]: row for row in old}
    wanted = {code for row in successors for code in _line(by_code[row["predecessor_code"]], by_code)}
    return Lists([row for row in old if row["code"] in wanted], new, successors)


def load_official_lists(lists: Lists, *, by=None, today=None, progress=None) -> None:
    """Loads both lists into the map. Raises ValidationError with the first errors; then nothing is written."""
    for rows, successors, starts_on, name in (
        (lists.old, None, OLD_FROM, _OLD),
        (lists.new, lists.successors, NEW_FROM, _NEW),
    ):
        result = load_units(
            rows, successors, starts_on=starts_on, by=by, today=today, progress=progress, filename=name
        )
        refuse_errors(result)


def refuse_errors(result: dict) -> None:
    """Raises ValidationError with the first errors of a list that `load_units` refused."""
    if result["errors"]:
        raise ValidationError([each["message"] for each in result["errors"][:5]])


def _line(row, by_code) -> list[str]:
    """The codes of a row and of everything above it."""
    line = [row["code"]]
    while row["parent_code"]:
        row = by_code[row["parent_code"]]
        line.append(row["code"])
    return line


@cache
def _rows(name) -> list[dict]:
    with open(_FOLDER / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
