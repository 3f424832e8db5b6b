"""Lists as offices send them, brought in by the product's own command."""

import csv
import io
import json
from pathlib import Path

import openpyxl
from django.core.management import CommandError, call_command


def xlsx(path: Path, rows, *, title="Danh sách") -> Path:
    """An .xlsx of these rows (the first one is the heading)."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def csv_file(path: Path, rows) -> Path:
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def bring_in(kind: str, path: Path, **options) -> dict:
    """What `import_rows KIND FILE --json` answers, whether it wrote or refused; `on` is a day in ISO."""
    out = io.StringIO()
    arguments = [kind, str(path), "--json"]
    for name, value in options.items():
        option = f"--{name.replace('_', '-')}"
        arguments += [option] if value is True else [option, str(value)]
    try:
        call_command("import_rows", *arguments, stdout=out)
    except CommandError as error:
        answer = json.loads(out.getvalue())
        assert error.returncode == 1
        assert answer["errors"], "a refusal says why"
        return answer
    answer = json.loads(out.getvalue())
    assert answer["errors"] == []
    return answer


def counts(answer: dict) -> tuple:
    """(added, changed, ended, unchanged); a refusal shows its errors instead."""
    assert answer["errors"] == [], answer["errors"]
    return tuple(answer[verb] for verb in ("added", "changed", "ended", "unchanged"))


def messages(answer: dict) -> list[str]:
    return [error["message"] for error in answer["errors"]]
