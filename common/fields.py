"""Columns whose value one function makes, so that no writer can forget it."""

import secrets

from django.db import models

from common.text import given_name_key, search_key, sort_key

KEY_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
KEY_LENGTH = 10


def random_key() -> str:
    """Ten characters of 0-9a-z: what stands in URLs, paths and file names instead of a number that can be counted up."""
    return "".join(secrets.choice(KEY_ALPHABET) for _ in range(KEY_LENGTH))


class KeyField(models.CharField):
    """A random public key, made once."""

    def __init__(self, *args, **kwargs):
        kwargs.update(
            max_length=KEY_LENGTH, unique=True, editable=False, default=random_key, db_collation="C"
        )
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for given in ("max_length", "unique", "editable", "default", "db_collation"):
            kwargs.pop(given, None)
        return name, path, args, kwargs


class DerivedTextField(models.TextField):
    """Text derived from other fields of the row by one function at every save and bulk_create.

    COPY, update() and bulk_update() pass it by: whoever uses those fills it by the same function.
    """

    def __init__(self, *args, sources=(), **kwargs):
        self.sources = tuple(sources)
        kwargs.update(editable=False, db_collation="C")
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for given in ("editable", "db_collation"):
            kwargs.pop(given, None)
        kwargs["sources"] = self.sources
        return name, path, args, kwargs

    def derive(self, values) -> str:
        raise NotImplementedError

    def pre_save(self, model_instance, add):
        value = self.derive([str(getattr(model_instance, source) or "") for source in self.sources])
        setattr(model_instance, self.attname, value)
        return value


class SearchKeyField(DerivedTextField):
    """What search without accents compares: "Bình Đại" is found by "binh dai"."""

    def derive(self, values):
        return search_key(" ".join(value for value in values if value))


class SortKeyField(DerivedTextField):
    """What names of places sort by: Vietnamese alphabet, "Ấp 2" before "Ấp 10"."""

    def derive(self, values):
        return sort_key(" ".join(values))


class GivenNameKeyField(DerivedTextField):
    """What people sort by: given name first, as every Vietnamese list does."""

    def derive(self, values):
        return given_name_key(" ".join(values))
