"""A list as a file: the same rows as on the screen, in the same order, with who took them out and when."""

import logging
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.spreadsheets.columns import Column
from common.spreadsheets.writing import write_table
from common.tables import RowsAsTheyAre

log = logging.getLogger("satcoso.exports")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 500


@dataclass(frozen=True)
class Export:
    """`name` begins the file's name; `lines` turns prepared rows, as they come, into the values of `columns`, in
    their order."""

    name: str
    columns: tuple[Column, ...]
    lines: Callable[[Iterable], Iterable]


def export_of_table(table, name: str) -> Export:
    """The table's own columns as those of a file; a column says `exclude_from_export=True` to stay out."""
    names = [key for key, column in table.base_columns.items() if not column.exclude_from_export]
    headings = table([]).columns
    columns = tuple(
        Column(key, str(headings[key].header), kind=getattr(table.base_columns[key], "kind", "text"))
        for key in names
    )

    def lines(rows):
        return table(RowsAsTheyAre(rows)).values(names)

    return Export(name, columns, lines)


def export_response(request, export: Export, *, title: str, rows: Iterable, conditions: str = ""):
    """An .xlsx of `rows`. Raises PermissionDenied without "exports.read". Each one is logged: who, what, how many."""
    if not request.scope.may("exports.read"):
        raise PermissionDenied
    count = 0

    def counted():
        nonlocal count
        for line in export.lines(rows):
            count += 1
            yield line

    file = tempfile.SpooledTemporaryFile(max_size=2 * 1024 * 1024)  # noqa: SIM115 (the response closes it)
    write_table(file, title, export.columns, counted(), footer=_footer(request, conditions))
    log_export(request, count)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{export.name}-{request.day:%Y-%m-%d}.xlsx", content_type=XLSX
    )


def log_export(request, count: int):
    """A list that is taken out is logged: who, what, how many. The address is kept without its query: names may stand there."""
    log.info("export %s: %s rows by user %s", request.path, count, request.user.pk)


def _footer(request, conditions):
    moment = date_format(timezone.localtime(), "H:i d/m/Y")
    lines = [_("Người tải: %(name)s, lúc %(moment)s.") % {"name": request.user, "moment": moment}]
    if conditions:
        lines.append(_("Điều kiện lọc: %(conditions)s.") % {"conditions": conditions})
    return lines
