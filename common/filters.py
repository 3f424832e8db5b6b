"""The base of every filter bar: words without accents, choices in scope, everything in the address."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DayField
from common.text import search_key


class SearchFilter(django_filters.CharFilter):
    """Finds what contains the words, accents or not: "binh dai" finds "Bình Đại". Compares the stored search key."""

    def __init__(self, field_name="search_key", *args, **kwargs):
        kwargs.setdefault("label", _("Tìm theo tên"))
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "search", "autocomplete": "off"}))
        super().__init__(field_name, *args, **kwargs)

    def filter(self, rows, value):
        key = search_key(value or "")
        return rows.filter(**{f"{self.field_name}__contains": key}) if key else rows


class DayFilter(django_filters.DateFilter):
    """One day, typed as it is written here."""

    field_class = DayField


class ListFilter(django_filters.FilterSet):
    """Filters of a list page. Choices of records are functions of the request, within `request.scope`:

    `ModelChoiceFilter(queryset=lambda request: Zone.objects.visible_to(request.scope))`.
    """

    @property
    def scope(self):
        return self.request.scope


class LinesFilter(ListFilter):
    """Filters of lines that were reckoned (a list, no queryset): a line stays where `keeps_NAME(line, value)` is true of every filter
    in use. Give it the lines as their reader sees them, so that a filter tells no more than the list does."""

    def __init__(self, data=None, queryset=(), **kwargs):
        self.lines = list(queryset)
        super().__init__(data, queryset=self._meta.model.objects.none(), **kwargs)

    @property
    def qs(self):
        if not self.is_bound:
            return self.lines
        self.form.is_valid()
        asked = {name: value for name, value in self.form.cleaned_data.items() if value}
        return [
            line
            for line in self.lines
            if all(getattr(self, f"keeps_{name}")(line, value) for name, value in asked.items())
        ]
