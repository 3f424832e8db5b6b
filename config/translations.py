"""The catalogues of words, read, updated and compiled by Babel: no machine here needs GNU gettext.

Vietnamese is the source language: a msgid is a Vietnamese sentence, `locale/en` its English. `locale/vi` holds
only words of Django and of the packages that reach a reader and that their own Vietnamese lacks or says badly.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

TOP = Path(__file__).resolve().parent.parent
LOCALES = TOP / "locale"
# Made, installed or kept beside the product, and what never speaks to a reader.
LEFT_OUT = {"tests", "benchmarks", "migrations", "locale", "static", "staticfiles", "docs", "node_modules"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|%%|%[sd]|\{\w*\}")


def source_files(top: Path = TOP) -> Iterator[Path]:
    """Python files and templates that may speak to a reader, in order."""
    for folder in sorted(each for each in top.iterdir() if each.is_dir()):
        if folder.name in LEFT_OUT or folder.name.startswith("."):
            continue
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(top).parts[:-1]
            if path.suffix in {".py", ".html", ".txt"} and not LEFT_OUT & set(inside):
                yield path


def extract_file(path: Path) -> Iterator[tuple[int, str | tuple, list[str], str | None]]:
    """(line, msgid or (singular, plural), comments, context) of each string in a file to be translated.

    A template becomes a text of Python by Django's own means; its leading blanks are cut: they are no indents.
    """
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    yield from extract(
        "python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
    )


def extracted(top: Path = TOP) -> Catalog:
    """A catalogue without translations of every string in code and templates."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for path in source_files(top):
        where = path.relative_to(top).as_posix()
        for _line, message, _comments, context in extract_file(path):
            catalog.add(message, locations=[(where, None)], context=context)
    return catalog


def catalog_path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def read_catalog(language: str) -> Catalog:
    path = catalog_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False, project="Sát Cơ Sở")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write_catalog(catalog: Catalog, language: str) -> None:
    """Sorted, one line of places to a message and no line numbers: a change of code moves no line here."""
    path = catalog_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=0, sort_output=True, ignore_obsolete=True, include_lineno=False)


def updated(catalog: Catalog, template: Catalog) -> Catalog:
    """The catalogue with the template's strings: new ones empty, those no longer said gone, none guessed."""
    template.creation_date = catalog.creation_date  # a date that changes with each run says nothing
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def compiled(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def forms(text: str | tuple | list) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def without_translation(catalog: Catalog) -> list[str]:
    """msgids of which a form is empty."""
    return [
        forms(message.id)[0]
        for message in catalog
        if message.id and (not message.string or not all(forms(message.string)))
    ]


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def with_other_placeholders(catalog: Catalog) -> list[str]:
    """msgids whose translation names other placeholders. A singular may leave its number out: "one place"."""
    wrong = []
    for message in catalog:
        if not message.id or not message.string or not all(forms(message.string)):
            continue
        wanted = placeholders(forms(message.id)[-1])
        for number, text in enumerate(forms(message.string)):
            found = placeholders(text)
            is_one = len(forms(message.string)) > 1 and number == 0
            if found != wanted and not (is_one and not set(found) - set(wanted)):
                wrong.append(f"{forms(message.id)[0]} → {text}")
    return wrong
