"""What the database refused, in the words that its constraint carries."""

from contextlib import contextmanager

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

BUSY = _("Người khác vừa thay đổi đúng chỗ này. Hãy tải lại trang và thử lại.")
EXCLUSION, UNIQUE, CHECK, FOREIGN_KEY = "23P01", "23505", "23514", "23503"


def sentence_of(error: IntegrityError):
    """The sentence of the constraint that `error` broke, or a general one. Never the database's own text."""
    diagnostics = getattr(error.__cause__, "diag", None)
    name = getattr(diagnostics, "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                said = constraint.violation_error_message
                # One without words of its own says Django's, with a place for its name: nothing for a reader.
                return BUSY if said == constraint.default_violation_error_message else said
    return BUSY


@contextmanager
def refused_in_words():
    """Runs a write in a savepoint; what a constraint refuses is raised as ValidationError with its own sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise ValidationError(sentence_of(error)) from error


def sentences(error: ValidationError) -> list[str]:
    """All sentences of a ValidationError in order, without field names."""
    return list(dict.fromkeys(str(message) for message in error.messages))
