"""The base of every list: a django-tables2 table that renders lean, and the kinds of columns that lists have.

Rows are model instances, dataclasses or dicts, already prepared: a column asks the database nothing.
"""

import datetime

import django_tables2 as tables
from django.utils import timezone
from django.utils.formats import date_format, localize, number_format
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2.data import TableListData
from django_tables2.rows import BoundRow
from django_tables2.utils import Accessor, signature

from common.periods import last_day
from common.states import badge_html

Column = tables.Column


class ListTable(tables.Table):
    """The first column is the row's heading, and links. `css` is "cards" (on a phone each row is a card of the same
    facts) or "wide" (a matrix that scrolls under its first column). `caption` says what the rows are."""

    css = "cards"
    caption = ""
    count_words = ""

    def __init__(self, data=(), *args, caption="", count_words="", **kwargs):
        kwargs.setdefault("default", "")
        kwargs.setdefault("template_name", "tables/table.html")
        super().__init__(data, *args, **kwargs)
        self.caption = caption or self.caption
        self.count_words = count_words
        self._arguments = {}

    def body(self):
        """The rows as HTML. Made here and not by the template, which takes three times as long over fifty rows."""
        columns = [(bound, getattr(bound.column, "css", ""), bound.header) for bound in self.columns]
        openings = ['<th scope="row">'] + [
            format_html('<td class="{}" data-label="{}">', css, label)
            if css
            else format_html('<td data-label="{}">', label)
            for _bound, css, label in columns[1:]
        ]
        parts = []
        for record in self.data:
            row = _Row(record, self)
            parts.append("<tr>")
            for at, (bound, _css, _label) in enumerate(columns):
                parts += openings[at], _shown(row.shown(bound)), "</td>" if at else "</th>"
            parts.append("</tr>\n")
        return mark_safe("".join(parts))

    def values(self, names):
        """The rows as lists of plain values of the columns `names`, one after another: what a spreadsheet takes."""
        columns = [self.columns[name] for name in names]
        for record in self.data:
            row = _Row(record, self)
            yield [plain(row.plain(bound)) for bound in columns]

    def arguments(self, function):
        """The names of the arguments that a column's function takes; None for all that there are."""
        if function not in self._arguments:
            names, keywords = signature(function)
            self._arguments[function] = None if keywords else names
        return self._arguments[function]


class _Row(BoundRow):
    """A row whose columns' functions were looked at once a table, not once a cell."""

    def shown(self, bound):
        return self._get_and_render_with(bound, self._call_render, bound.default)

    def plain(self, bound):
        return self._get_and_render_with(bound, self._call_value, None)

    def _call_render(self, bound_column, value=None):
        if bound_column.link:
            return super()._call_render(bound_column, value)
        return self._call(bound_column.render, bound_column, value)

    def _call_value(self, bound_column, value=None):
        return self._call(bound_column.value, bound_column, value)

    def _call(self, function, bound_column, value):
        given = self._optional_cell_arguments(bound_column, value)
        names = self.table.arguments(function)
        return function(**(given if names is None else {name: given[name] for name in names}))


def _shown(cell):
    """A cell as a template would write it: numbers and days in their form, text escaped."""
    return cell if isinstance(cell, SafeString) else escape(localize(cell))


class RowsAsTheyAre(TableListData):
    """Rows of one page that the database has ordered: the table only marks its headings."""

    def order_by(self, aliases):
        pass


class LinkColumn(tables.Column):
    """A name that leads to its page. `url` is a function of the record or the name of one of its fields; without it,
    `get_absolute_url()`. `note` names a field shown small below the name. No address: plain text."""

    kind = "text"

    def __init__(self, *args, url=None, note=None, **kwargs):
        self.url, self.note = url, note
        super().__init__(*args, **kwargs)

    def render(self, value, record):
        address = self._address(record)
        shown = format_html('<a href="{}">{}</a>', address, value) if address else value
        note = Accessor(self.note).resolve(record, quiet=True) if self.note else None
        return format_html("{}<small>{}</small>", shown, note) if note else shown

    def value(self, value):
        return value

    def _address(self, record):
        if callable(self.url):
            return self.url(record)
        if self.url:
            return Accessor(self.url).resolve(record, quiet=True)
        return record.get_absolute_url() if hasattr(record, "get_absolute_url") else None


class NumberColumn(tables.Column):
    """A number to the right; `whole` names the field of what it is a part of: 87/93."""

    css, kind = "num", "int"

    def __init__(self, *args, whole=None, **kwargs):
        self.whole = whole
        if whole:
            self.kind = "text"
        super().__init__(*args, **kwargs)

    def render(self, value, record):
        shown = number_format(value, use_l10n=True, force_grouping=True)
        whole = Accessor(self.whole).resolve(record, quiet=True) if self.whole else None
        return shown if whole is None else f"{shown}/{number_format(whole, force_grouping=True)}"

    def value(self, value, record):
        return self.render(value, record) if self.whole else value


class DayColumn(tables.Column):
    """A day as dd/mm/yyyy. With `is_end` the stored day is the first one after, and the last one held is shown."""

    css, kind = "day", "date"

    def __init__(self, *args, is_end=False, **kwargs):
        self.is_end = is_end
        super().__init__(*args, **kwargs)

    def render(self, value):
        return date_format(self.value(value), "d/m/Y")

    def value(self, value):
        value = value.date() if isinstance(value, datetime.datetime) else value
        return last_day(value) if self.is_end else value


class MomentColumn(tables.Column):
    """A moment as "19:42 24/11/2026", in the time of the place."""

    css, kind = "day", "text"

    def render(self, value):
        return date_format(timezone.localtime(value), "H:i d/m/Y")

    def value(self, value):
        return self.render(value)


class BadgeColumn(tables.Column):
    """A state as sign and word. `states` maps the value, or is a function of (value, record), to (state, word);
    a value that is not in the map shows nothing."""

    css, kind = "state", "text"

    def __init__(self, states, *args, **kwargs):
        self.states = states
        super().__init__(*args, **kwargs)

    def render(self, value, record):
        found = self._found(value, record)
        return badge_html(*found) if found else mark_safe("")

    def value(self, value, record):
        found = self._found(value, record)
        return str(found[1]) if found else ""

    def _found(self, value, record):
        return self.states(value, record) if callable(self.states) else self.states.get(value)


def plain(value):
    """A cell's value as a spreadsheet takes it."""
    if isinstance(value, str | int | float | datetime.date | None):
        return value
    return "" if isinstance(value, Promise) and not str(value) else str(value)
