"""The check constraints of a row, asked in one question that is put together once for each model.

Django's own way takes three statements for each constraint and puts each together anew: nine constraints of a matter were 27
statements a saving. Here the database is asked what it will ask itself, in the words of the table, before the row is written.
"""

from contextlib import nullcontext
from functools import cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models, transaction

UNKNOWN = object()


class Check(models.CheckConstraint):
    """Answers as Django's does, and stands in migrations as Django's."""

    def deconstruct(self):
        _path, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        holds = _checks_of(model).answer(self.name, instance, frozenset(exclude or ()), using)
        if holds is UNKNOWN:
            super().validate(model, instance, exclude=exclude, using=using)
        elif not holds:
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)


class RowChecks:
    """All of one model."""

    def __init__(self, model):
        self._model = model
        self._fields = {
            field.name: field for field in model._meta.local_concrete_fields if not field.generated
        }
        self._checks = {each.name: each for each in model._meta.constraints if isinstance(each, Check)}
        # {constraint: the fields that it speaks of}; Django answers for one that speaks of something else.
        self._said = {}
        for name, check in self._checks.items():
            said = {path[0] for path in model._get_expr_references(check.condition)}
            if said <= self._fields.keys():
                self._said[name] = said
        self._questions: dict = {}
        self._last: tuple | None = None

    def answer(self, name, instance, exclude, using):
        """Whether the constraint `name` holds: what is unknown to it (NULL) does, and so does one that speaks of a field in
        `exclude`. UNKNOWN where it cannot be asked this way."""
        if name not in self._said:
            return UNKNOWN
        if self._said[name] & exclude:
            return True
        asked = tuple(each for each, said in self._said.items() if not said & exclude)
        sql, fields = self._question(asked, using)
        values = tuple(getattr(instance, field.attname) for field in fields)
        # An expression is reckoned by the database when it writes; a list may be another one and the same object.
        if any(hasattr(value, "resolve_expression") or isinstance(value, list | dict) for value in values):
            return UNKNOWN
        # One after another is asked of the same row: all were answered with the first.
        last = self._last
        if last is None or last[0] != (asked, values):
            self._last = last = ((asked, values), _asked(asked, sql, fields, values, using))
        return last[1].get(name, UNKNOWN)

    def _question(self, asked, using):
        """(SQL, the fields whose values are its parameters in order)"""
        if asked not in self._questions:
            said = {name for check in asked for name in self._said[check]}
            fields = [field for name, field in self._fields.items() if name in said]
            connection = connections[using]
            editor = connection.schema_editor(collect_sql=True)
            checks = [self._checks[name]._get_check_sql(self._model, editor) for name in asked]
            columns = [
                f"%s::{_type_of(field, connection)} AS {connection.ops.quote_name(field.column)}"
                for field in fields
            ]
            tests = ", ".join(f"({check})" for check in checks).replace("%", "%%")
            sql = f"SELECT {tests} FROM (SELECT {', '.join(columns)}) AS a_row"  # noqa: S608 (the models' own words)
            self._questions[asked] = sql, fields
        return self._questions[asked]


def _asked(asked, sql, fields, values, using) -> dict:
    """{constraint: whether it holds}; nothing where the database cannot answer."""
    connection = connections[using]
    parameters = [
        field.get_db_prep_value(value, connection) for field, value in zip(fields, values, strict=True)
    ]
    inside = transaction.atomic(using=using) if connection.in_atomic_block else nullcontext()
    try:
        with inside, connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            row = cursor.fetchone()
    except DatabaseError:
        return {}
    return {name: holds is not False for name, holds in zip(asked, row, strict=True)}


def _type_of(field, connection) -> str:
    """Without the length: a text that is too long must not be cut before it is looked at."""
    said = field.db_type(connection)
    return "varchar" if said.startswith("varchar") else said


_checks_of = cache(RowChecks)


def check_rows_at_once():
    """Every check constraint of every model is asked this way."""
    for model in apps.get_models(include_auto_created=True):
        model._meta.constraints[:] = [
            _as_check(each) if type(each) is models.CheckConstraint else each
            for each in model._meta.constraints
        ]


def _as_check(constraint) -> Check:
    _path, _args, kwargs = constraint.deconstruct()
    return Check(**kwargs)
