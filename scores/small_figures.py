"""Sensitive numbers for those whose affair they are not: a count of one or two could be somebody, so neither it is shown nor
what it could be reckoned from: its whole, the sum that it stands in, the number of the place above. Pure.

What is shown then adds up nothing but noughts and counts from SMALLEST on, and so does every difference of two such sums.
"""

from matters.small_cells import SMALLEST


def is_small(value, whole=None) -> bool:
    """The number, or the rest of its whole ("5/6" tells of one)."""
    rest = None if whole is None or value is None else whole - value
    return any(each is not None and 0 < each < SMALLEST for each in (value, rest))


def gives_away(values, counted, paths) -> bool:
    """Of the values of one kind, of which `counted` are added up because they speak for the others: whether one is small, or what
    a place that speaks for those below leaves for the rest of them. `paths`: {unit id: its path}."""
    if any(is_small(each.value, each.whole) for each in values):
        return True
    speaking = set(map(id, counted))
    below = [each for each in values if id(each) not in speaking]
    return any(is_small(each.value - _sum_under(each, below, paths)) for each in counted) if below else False


def _sum_under(value, below, paths) -> int:
    path = paths.get(value.unit_id) or ""
    return sum(each.value for each in below if path and (paths.get(each.unit_id) or "").startswith(path))
