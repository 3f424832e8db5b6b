"""The small lists that officers maintain: kinds, offices, groups, posts. They are added to and renamed, never deleted:
rows of former years name them."""

from django.db import transaction

from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise, search_key


@transaction.atomic
def save_reference(row, *, by):
    """Checks and saves one row (new or changed) of such a list, its name in the stored form; a new row's code, where the
    list has codes, is made of its name. Raises ValidationError."""
    row.name = normalise(row.name)
    if getattr(row, "code", None) == "":
        row.code = _free_code(type(row), row.name)
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
    return row


def _free_code(model, name):
    base = search_key(name).replace(" ", "-")[:45] or "muc"
    taken = set(model.objects.filter(code__startswith=base).values_list("code", flat=True))
    number, code = 1, base
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code
