"""Codes of an office's own, made up where nobody gave one."""


def next_code(prefix: str, taken) -> str:
    """The first free one of "prefix-01", "prefix-02" …; `taken` holds the codes that were ever used."""
    number = 1
    while (code := f"{prefix}-{number:02d}") in taken:
        number += 1
    return code


def code_or_next(code: str, prefix: str, rows) -> str:
    """`code`, or where it is empty the next free one under `prefix` among `rows` (a queryset with a field `code`)."""
    if code:
        return code
    return next_code(prefix, set(rows.filter(code__startswith=f"{prefix}-").values_list("code", flat=True)))
