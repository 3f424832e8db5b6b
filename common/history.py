"""The base of every history table."""

from contextlib import nullcontext

import pghistory
import pghistory.models
from django.db import models

from common.fields import KeyField


class Event(pghistory.models.Event):
    """A row as it was after an insert or update, or before a delete. 64-bit: imports write history by the ten thousand."""

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


def track(model, *, exclude=(), events=("insert", "update", "delete"), former=None):
    """Writes the history of `model` into a table of its own by statement triggers: update(), bulk writes, COPY and SQL
    are caught as well. `exclude` names columns that are derived or must not be kept twice; `former` {name: field} are those
    that the model had once: the history keeps what stood there, and says nothing there of later days."""
    kinds = {
        "insert": pghistory.InsertEvent,
        "update": pghistory.UpdateEvent,
        "delete": pghistory.DeleteEvent,
    }
    return pghistory.track(
        # Made here and not in PGHISTORY_DEFAULT_TRACKERS: those are deep-copied, and a copied operation is equal to
        # none, so that a statement trigger loses its transition table.
        *(kinds[event]() for event in events),
        model_name=f"{model.__name__}Event",
        attrs=former,
        # The public key never changes, and stays unique in its own table only.
        exclude=[*exclude, *(field.name for field in model._meta.fields if isinstance(field, KeyField))],
    )(model)


def recorded_by(user):
    """A context in which every event has `user` as its actor. Without a user the actor stays who it was: the request's
    or the import's."""
    return pghistory.context(user=user.pk) if user else nullcontext()
