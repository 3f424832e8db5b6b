"""What was sent, as one hash: the same content under the same key is the same report, other content is a conflict."""

import hashlib
import json
from datetime import date, time
from decimal import Decimal
from uuid import UUID

from django.db.models import Model

# What a browser adds that nobody wrote.
NOT_WRITTEN = frozenset({"csrfmiddlewaretoken", "client_key", "nhap", "gui", "version", "nguoi"})


def hash_of_values(values: dict) -> str:
    """Of the values of a filing, whatever the order of their names; what is empty counts as absent."""
    return _hash(
        {name: _plain(value) for name, value in values.items() if value not in (None, "", [], {}, ())}
    )


def hash_of_post(post, files) -> str:
    """Of a form as it was sent (QueryDict, MultiValueDict), before anything is checked: a form that is sent again is the
    same although a list that it chose from has changed since."""
    body = {
        name: [value.replace("\r\n", "\n") for value in values]
        for name, values in post.lists()
        if name not in NOT_WRITTEN and any(values)
    }
    for name, uploads in files.lists():
        body[f"file:{name}"] = [_hash_of_file(upload) for upload in uploads]
    return _hash(body)


def _hash(body) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _hash_of_file(upload) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _plain(value):
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, dict):
        return {str(_plain(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return getattr(value, "sha256", value)
