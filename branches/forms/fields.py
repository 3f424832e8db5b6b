"""Fields of forms about places and bodies: a day, and a thing named by what an officer writes."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from branches.models import OrganisationVersion
from branches.querysets.browsing import coded, units_named
from branches.querysets.units import names_of
from common.pages import read_day
from common.text import normalise, search_key

OFFERED = 300
SHOWN = 5


class NameField(forms.CharField):
    """One line of text in the form in which it is stored."""

    def clean(self, value):
        return super().clean(normalise(value or ""))


class PickInput(forms.TextInput):
    """A line with the browser's own list of suggestions: no script, and what is not in the list may be typed."""

    offers = ()

    def render(self, name, value, attrs=None, renderer=None):
        list_id = f"{(attrs or {}).get('id', name)}_offers"
        field = super().render(
            name, value, {**(attrs or {}), "list": list_id, "autocomplete": "off"}, renderer
        )
        options = format_html_join("", '<option value="{}"></option>', ((offer,) for offer in self.offers))
        return format_html('{}<datalist id="{}">{}</datalist>', field, list_id, options)


class PickField(forms.CharField):
    """Gives the one thing that the text names. `find(text)` returns [(label, thing)]; `offers` are labels to suggest;
    both are set by the form, in the reader's scope."""

    widget = PickInput

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)
        self.find = lambda text: []
        self.already = {}

    def choose_from(self, find, offers=(), already=None):
        """`already`: {label: thing} that stays allowed as it is written, though it may lie outside of one's ground."""
        self.find = find
        self.already = already or {}
        self.widget.offers = list(offers)[:OFFERED]

    def clean(self, value):
        text = normalise(super().clean(value) or "")
        return self.pick(text) if text else None

    def pick(self, text):
        if text in self.already:
            return self.already[text]
        found = self.find(text)
        if not found:
            raise ValidationError(
                _("Không tìm thấy “%(text)s” trong phạm vi của bạn. Hãy ghi đúng tên hoặc mã."),
                params={"text": text[:60]},
            )
        if len(found) > 1:
            # The next time the browser's own list offers just these.
            self.widget.offers = [label for label, _thing in found[:OFFERED]]
            words = ngettext(
                "Có %(count)s nơi khớp với “%(text)s”: %(labels)s. Hãy ghi rõ như một trong các dòng này.",
                "Có %(count)s nơi khớp với “%(text)s”: %(labels)s. Hãy ghi rõ như một trong các dòng này.",
                len(found),
            )
            labels = "; ".join(label for label, _thing in found[:SHOWN]) + (
                " …" if len(found) > SHOWN else ""
            )
            raise ValidationError(words % {"count": len(found), "text": text[:60], "labels": labels})
        return found[0][1]


class PickManyField(PickField):
    """The things that the lines of the text name, one a line."""

    widget = forms.Textarea

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 20000)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def clean(self, value):
        lines = [normalise(line) for line in (forms.CharField.clean(self, value) or "").splitlines()]
        found, errors = [], []
        for line in filter(None, lines):
            try:
                found.append(self.pick(line))
            except ValidationError as error:
                errors += error.messages
        if errors:
            raise ValidationError(errors)
        return list(dict.fromkeys(found))


def day_said(form, name, otherwise):
    """The day that the form's field `name` was sent with, so that other fields are read on it; else `otherwise`."""
    return read_day(str(form.data.get(form.add_prefix(name)) or "")) or otherwise


def unit_label(version, parent_name="") -> str:
    words = f"{version.name} ({version.code})"
    return f"{parent_name}, {words}" if parent_name else words


def units_among(among, day):
    """`find` of a PickField over `among` (Unit queryset) as they are called on `day`."""

    def find(text):
        versions = units_named(_last_part(text), day, among)
        if len(versions) == 1:
            return [(unit_label(versions[0]), versions[0].unit)]
        parents = names_of({version.parent_id for version in versions[:SHOWN]} - {None}, day)
        return [
            (unit_label(version, parents.get(version.parent_id, "")), version.unit) for version in versions
        ]

    return find


def _last_part(text):
    """ "Xã Mẫu, Ấp 3 (28.01)" as an error offers it: the code decides."""
    return text if re.search(r"\([^()]+\)\s*$", text) is None else text[text.rindex("(") :]


def organisations_among(among, day):
    """`find` over `among` (Organisation queryset)."""

    def find(text):
        rows = (
            OrganisationVersion.objects.on(day).filter(organisation__in=among).select_related("organisation")
        )
        code = text[text.rindex("(") + 1 :].rstrip(") ") if text.endswith(")") and "(" in text else text
        exact = coded(rows, code)
        words = search_key(text).split()
        found = exact or _containing(rows.order_by("sort_key"), words)
        same = [row for row in found if search_key(row.name) == search_key(text)]
        return [(f"{row.name} ({row.code})", row.organisation) for row in same or found]

    return find


def documents_among(among):
    """`find` over `among` (OfficialDocument queryset): its own label, its number, or words of number and title."""

    def find(text):
        rows = among.order_by("-issued_on", "number")
        labelled = re.match(r"^(?P<words>.+?)\s*\((?P<day>\d{1,2}/\d{1,2}/\d{4})\)$", text)
        if labelled:
            day = read_day(labelled["day"])
            rows, text = rows.filter(issued_on=day), labelled["words"]
        key = search_key(text)
        found = _containing(rows, key.split())
        same = [
            row for row in found if key in (search_key(row.number), search_key(f"{row.type} {row.number}"))
        ]
        return [(document_label(row), row) for row in same or found]

    return find


def agencies_among(among):
    """`find` over `among` (Agency queryset): its code, or words of its name."""

    def find(text):
        code = text[text.rindex("(") + 1 : -1].strip() if text.endswith(")") and "(" in text else text
        exact = list(among.filter(code=code)[:1])
        found = exact or _containing(among.order_by("sort_key", "code"), search_key(text).split())
        same = [row for row in found if search_key(row.name) == search_key(text)]
        return [(agency_label(row), row) for row in same or found]

    return find


def agency_label(agency) -> str:
    return f"{agency.name} ({agency.code})"


def document_label(document) -> str:
    return f"{document} ({date_format(document.issued_on, 'd/m/Y')})"


def document_offers(among) -> list[str]:
    return [document_label(row) for row in among.order_by("-issued_on", "number")[:100]]


def _containing(rows, words):
    for word in words:
        rows = rows.filter(search_key__contains=word)
    return list(rows[:50]) if words else []
