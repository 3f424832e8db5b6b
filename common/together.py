"""Several questions of one shape, put to the database as one: the same numbers of two periods, of several places."""

from django.db.models import IntegerField, Value

_AT = "asked_at"


def asked_together(parts, *, order=()) -> list[list[tuple]]:
    """The rows of each of `parts`, querysets of `values_list` with the same columns and without an order; `order`: columns by
    which the rows of each are sorted."""
    parts = [part.annotate(**{_AT: Value(at, output_field=IntegerField())}) for at, part in enumerate(parts)]
    found: list[list[tuple]] = [[] for _part in parts]
    if not parts:
        return found
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    for *row, at in rows.order_by(*order):
        found[at].append(tuple(row))
    return found
