"""The small lists that officers maintain: kinds, offices, groups, posts. They are added to and renamed, never deleted:
rows of former years name them."""

from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise


def save_reference(row, *, by):
    """Checks and saves one row (new or changed) of such a list, its name in the stored form. Raises ValidationError."""
    row.name = normalise(row.name)
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
    return row
