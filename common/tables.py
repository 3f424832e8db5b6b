"""The base of every list: a django-tables2 table that renders lean, and the kinds of columns that lists have.

Rows are model instances, dataclasses or dicts, already prepared: a column asks the database nothing.
"""

import datetime

import django_tables2 as tables
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django_tables2.data import TableListData
from django_tables2.utils import Accessor

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
