"""What an import would do: row by row in words for the preview, and as rows to make and to alter."""

import hashlib
import json
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.spreadsheets.columns import RowError, Table

ADDED, CHANGED, ENDED, UNCHANGED = "added", "changed", "ended", "unchanged"
VERBS = (ADDED, CHANGED, ENDED, UNCHANGED)


@dataclass
class Step:
    """What one row of the file does: `title` names the thing, `details` say what about it changes."""

    row: int
    verb: str
    title: str
    details: list[str] = field(default_factory=list)

    def as_dict(self) -> dict:
        return {"row": self.row, "verb": self.verb, "title": self.title, "details": self.details}


@dataclass
class Alteration:
    """New values of fields of a row that exists; `before` holds what stood there, for taking it back."""

    row: int
    instance: models.Model
    before: dict = field(default_factory=dict)

    @property
    def fields(self) -> list[str]:
        return list(self.before)


@dataclass
class Question:
    """What a person must decide about a row before the file can be applied: one of `choices` (value, label)."""

    id: str
    row: int
    text: str
    choices: list[tuple[str, str]]

    def as_dict(self) -> dict:
        return {
            "id": self.id,
            "row": self.row,
            "text": self.text,
            "choices": [list(each) for each in self.choices],
        }

    def __str__(self):
        labels = "; ".join(label for _value, label in self.choices)
        return _("%(question)s (%(choices)s)") % {"question": self.text, "choices": labels}


class Plan:
    """The plan of one file. `makes` and `alters` hold (row, instance) by model; nothing is written before `write`."""

    def __init__(self, table: Table):
        self.table = table
        self.errors: list[RowError] = list(table.errors)
        self.notices: list[str] = list(table.notices)
        self.offers: list[dict] = []
        self.questions: list[Question] = []
        self.steps: dict[int, Step] = {}
        self.makes: dict[type, list[tuple[int, models.Model]]] = {}
        self.alters: dict[type, dict[int, Alteration]] = {}
        self.removals: dict[type, list[models.Model]] = {}
        self.bad: set[int] = {error.row for error in table.errors}

    def error(self, row: dict | int, key: str, message: str) -> None:
        """An error of a row in the column `key`; all of them are gathered, none is raised."""
        number = row if isinstance(row, int) else row["row"]
        self.errors.append(self.table.error(number, key, str(message)))
        self.bad.add(number)

    def is_bad(self, row: dict) -> bool:
        return row["row"] in self.bad

    def say(self, row: dict, verb: str, title: str, details=()) -> None:
        """What the row does, once: a later word about the same row adds its details, and a stronger verb wins."""
        step = self.steps.setdefault(row["row"], Step(row["row"], UNCHANGED, title))
        step.details += [str(detail) for detail in details]
        if VERBS.index(verb) < VERBS.index(step.verb):
            step.verb = verb

    def make(self, row: dict | int, instance: models.Model):
        """A new row of the database; its own field rules are checked now and said at the file's row."""
        number = row if isinstance(row, int) else row["row"]
        self._check_fields(number, instance)
        self.makes.setdefault(type(instance), []).append((number, instance))
        return instance

    def alter(self, row: dict | int, instance: models.Model, **values):
        """New values for a row that exists; values that it has already are left out. Says whether any differs."""
        number = row if isinstance(row, int) else row["row"]
        found = {name: value for name, value in values.items() if _differs(instance, name, value)}
        if not found:
            return False
        known = self.alters.setdefault(type(instance), {})
        alteration = known.setdefault(instance.pk, Alteration(number, instance))
        for name, value in found.items():
            attname = instance._meta.get_field(name).attname
            alteration.before.setdefault(attname, getattr(alteration.instance, attname))
            setattr(alteration.instance, name, value)
            setattr(instance, name, value)
        self._check_fields(number, alteration.instance)
        return True

    def remove(self, instance: models.Model) -> None:
        """A link that goes (a group that a scheme no longer names). Facts are ended, never removed."""
        self.removals.setdefault(type(instance), []).append(instance)

    @property
    def counts(self) -> dict[str, int]:
        counts = dict.fromkeys(VERBS, 0)
        for step in self.steps.values():
            counts[step.verb] += 1
        return counts

    @property
    def rows(self) -> int:
        return len(self.table.rows)

    def digest(self) -> str:
        """Changes when the plan does: what was previewed is what is applied."""
        steps = [self.steps[number].as_dict() for number in sorted(self.steps)]
        return hashlib.sha256(json.dumps(steps, sort_keys=True).encode()).hexdigest()

    def _check_fields(self, number: int, instance: models.Model) -> None:
        try:
            instance.clean_fields(exclude=_not_checked(type(instance)))
            instance.clean()
        except ValidationError as error:
            for name, messages in _by_field(error).items():
                for message in messages:
                    self.error(number, name, message)


def _differs(instance: models.Model, name: str, value) -> bool:
    field = instance._meta.get_field(name)
    if isinstance(value, models.Model):
        return value.pk is None or value.pk != getattr(instance, field.attname)
    return getattr(instance, field.attname) != value


_NOT_CHECKED: dict[type, list[str]] = {}


def _not_checked(model: type) -> list[str]:
    """Fields whose check would ask the database, or that no file can fill."""
    if model not in _NOT_CHECKED:
        _NOT_CHECKED[model] = [
            each.name for each in model._meta.concrete_fields if each.is_relation or not each.editable
        ]
    return _NOT_CHECKED[model]


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def from_to(label, before, after) -> str:
    """ "tên: Ấp 1 → Ấp 1A", for the preview."""
    return _("%(label)s: %(before)s → %(after)s") % {
        "label": label,
        "before": shown(before),
        "after": shown(after),
    }


def shown(value) -> str:
    """A value as the preview shows it."""
    if value is None or value == "":
        return _("(trống)")
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if hasattr(value, "year"):
        return day(value)
    return str(value)


def day(value) -> str:
    """A date as screens show it, 24/11/2026."""
    return date_format(value, "d/m/Y")


def uncapitalised(label) -> str:
    text = str(label)
    return text[:1].lower() + text[1:]
