"""Questions that every page asks, put into SQL once: to put one together takes longer than to answer it."""

from functools import cached_property

from django.db import connection


class Prepared:
    """`make(*values)` is a queryset of plain columns (`values_list`). It is put together once, with the `samples`, and asked with
    other values of the same kind: each stands in it as a parameter. Whatever would change the SQL itself (None, a list) does not
    belong here."""

    def __init__(self, make, *samples):
        self._make, self._samples = make, samples

    def rows(self, *values) -> list[tuple]:
        sql, parameters = self._question
        # Where a sample stood stands the value.
        at = dict(zip(self._samples, values, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [at.get(each, each) for each in parameters])
            return cursor.fetchall()

    def row(self, *values) -> tuple | None:
        """The first row; None where there is none."""
        return next(iter(self.rows(*values)), None)

    @cached_property
    def _question(self) -> tuple[str, tuple]:
        sql, parameters = self._make(*self._samples).query.sql_with_params()
        missing = set(self._samples) - set(parameters)
        if missing:
            raise TypeError(f"not parameters of the question: {missing}")
        return sql, parameters
