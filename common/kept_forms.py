"""A form that was sent after its session had ended: its fields go along through the sign-in, once, for the same person."""

import json

from django.http import QueryDict

LONGEST = 200_000
SESSION = "kept_form"
FIELD = "kept"


def wants_json(request) -> bool:
    """Whether the sender is our script, which keeps what it sends until it gets an answer of this kind."""
    return request.headers.get("Accept", "").startswith("application/json")


def packed(path: str, owner: str, fields: dict) -> str:
    """The fields {name: [values]} as one hidden value; "" where they are too long. `owner`: the key of the user who wrote."""
    text = json.dumps({"path": path, "owner": owner, "fields": fields}, ensure_ascii=False)
    return text if len(text) <= LONGEST else ""


def remember(request) -> None:
    """After signing in: puts what came along into the session. What is not a packed form is dropped."""
    text = request.POST.get(FIELD, "")
    if not text or len(text) > LONGEST:
        return
    try:
        kept = json.loads(text)
        fields = {str(name): [str(each) for each in values] for name, values in kept["fields"].items()}
        request.session[SESSION] = {"path": str(kept["path"]), "owner": str(kept["owner"]), "fields": fields}
    except (ValueError, TypeError, KeyError, AttributeError):
        return


def recall(request) -> QueryDict | None:
    """What the person who is signed in now wrote in this very form before, once; None otherwise."""
    kept = request.session.get(SESSION)
    if not kept or kept["path"] != request.get_full_path():
        return None
    del request.session[SESSION]
    if kept["owner"] != request.user.key:
        return None
    data = QueryDict(mutable=True)
    for name, values in kept["fields"].items():
        data.setlist(name, values)
    return data
