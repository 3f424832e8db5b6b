"""What happened to a record, in words, from the history tables: when, who, and what it was before.

Only the record's own rows and those of its dated children are read, and a reference to something outside of the reader's
scope is not named.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.utils.formats import date_format, number_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pghistory.core import event_models

from accounts.models import User
from assignments.models import Assignment
from branches.models import OfficeHolder, Organisation, Unit
from branches.querysets.bodies import organisation_names
from branches.querysets.scoping import within
from branches.querysets.units import names_of
from common.periods import last_day
from dashboard.history_words import LABELS, NOUNS, UNSAID, Kind
from scores.models import Sheet, SheetRow
from scores.points import points_text
from scores.titles import title_of

READ = 2000  # events of one table; more than any record has gathered

OUTSIDE = gettext_lazy("(ngoài phạm vi)")


@dataclass(frozen=True)
class Change:
    """One field: `old` is "" for what was added."""

    label: str
    old: str
    new: str


@dataclass
class Item:
    """What happened to one row: a heading ("Sửa người giữ chức danh: Lê Văn A") and its changes."""

    heading: str
    changes: list[Change] = field(default_factory=list)


@dataclass
class Entry:
    """What one person did at once."""

    at: datetime
    who: str
    items: list[Item] = field(default_factory=list)


def record_of(kind: Kind, key: str, scope):
    """The record, where the reader may see it and its history; raises the model's DoesNotExist."""
    rows = kind.model.objects.visible_to(scope)
    if kind.road is not None:
        rows = rows.filter(within(scope.reach("history.read"), kind.road))
    return rows.get(key=key)


def name_of(record, day) -> str:
    if isinstance(record, Unit):
        return names_of([record.pk], day).get(record.pk, "")
    if isinstance(record, Organisation):
        return organisation_names([record.pk], day).get(record.pk, "")
    if isinstance(record, Assignment):
        return str(record.assignee)
    if isinstance(record, Sheet):
        return title_of(record, day)
    return str(record)


def history_of(kind: Kind, record, scope, day: date, *, as_read=None) -> list[Entry]:
    """All that happened to the record, the last first; `as_read(events, before)` gives back both as a reader may know them. The
    number of queries depends on the kind alone."""
    events = _events(kind, record, scope)
    before = _before(events)
    if as_read is not None:
        events, before = as_read(events, before)
    names = _Names(events, scope, day)
    users = _users(events)
    entries: list[Entry] = []
    together = None
    for event in reversed(events):
        item = _item(event, before[id(event)], names)
        if item is None:
            continue
        if together != (event.pgh_created_at, event.pgh_context_id):
            together = (event.pgh_created_at, event.pgh_context_id)
            entries.append(Entry(localtime(event.pgh_created_at), _who(event, users)))
        entries[-1].items.insert(0, item)
    return entries


def _events(kind, record, scope):
    """The events of the record and of its children in order of time."""
    found: dict = {}
    for model, name in [(kind.model, "pgh_obj"), *kind.children]:
        if model is OfficeHolder and not scope.reach("people.read").covers(
            record.unit.access_path, record.unit_id
        ):
            continue
        rows = event_model_of(model).objects.filter(**{f"{name}_id": record.pk})
        for event in rows.select_related("pgh_context").order_by("-pgh_id")[:READ]:
            event.tells_of, event.belongs_by = model, name
            found[model, event.pgh_id] = event
    # Of one moment the record itself comes first: each table counts its events for itself.
    return sorted(
        found.values(),
        key=lambda event: (event.pgh_created_at, event.tells_of is not kind.model, event.pgh_id),
    )


def event_model_of(model):
    return event_models(tracks_model=model)[0]


def _before(events) -> dict:
    """{id of an event: the event of the same row before it, or None}."""
    last: dict = {}
    before = {}
    for event in events:
        row = (event.tells_of, event.pgh_obj_id)
        before[id(event)] = last.get(row)
        last[row] = event
    return before


def said_fields(model):
    """The fields of the model's history that are told, in the model's order."""
    kept = {each.name for each in event_model_of(model)._meta.fields}
    return [each for each in model._meta.fields if each.name in kept and each.name not in UNSAID]


def label_of(model_field) -> str:
    return str(LABELS.get(model_field.name, model_field.verbose_name))


def _item(event, before, names):
    # What every row of the page has in common is not said of each, nor what the heading says.
    said = {event.belongs_by} | ({"criterion"} if event.tells_of is SheetRow else set())
    fields = [each for each in said_fields(event.tells_of) if each.name not in said]
    noun = NOUNS[event.tells_of]
    words = {"noun": noun, "name": _subject(event, names)}
    if event.pgh_label == "delete":
        return Item(_("Xóa %(noun)s %(name)s") % words)
    if before is None or event.pgh_label == "insert":
        changes = [
            Change(label_of(each), "", names.words(each, getattr(event, each.attname)))
            for each in fields
            if getattr(event, each.attname) not in (None, "", [], {}, False)
        ]
        heading = _("Thêm %(noun)s %(name)s") if event.pgh_label == "insert" else _("Ghi %(noun)s %(name)s")
        return Item(heading % words, changes)
    changes = [
        Change(
            label_of(each),
            names.words(each, getattr(before, each.attname)) or _("chưa ghi"),
            names.words(each, getattr(event, each.attname)) or _("để trống"),
        )
        for each in fields
        if getattr(before, each.attname) != getattr(event, each.attname)
    ]
    return Item(_("Sửa %(noun)s %(name)s") % words, changes) if changes else None


def _subject(event, names) -> str:
    """Which row it is: its name, or the day from which it holds."""
    words = [f"“{name}”" for name in (getattr(event, each, "") for each in ("full_name", "name")) if name]
    if event.tells_of is SheetRow:
        words.append(f"“{names.words(event._meta.get_field('criterion'), event.criterion_id)}”")
    if starts_on := getattr(event, "starts_on", None):
        words.append(_("từ ngày %(day)s") % {"day": date_format(starts_on, "d/m/Y")})
    return " ".join(words)


def _users(events) -> dict:
    ids = {_metadata(event).get("user") for event in events} - {None}
    return {user.pk: user.full_name for user in User.objects.filter(pk__in=ids)} if ids else {}


def _metadata(event) -> dict:
    return event.pgh_context.metadata if event.pgh_context else {}


def _who(event, users) -> str:
    metadata = _metadata(event)
    name = users.get(metadata.get("user"), "")
    if metadata.get("import_run"):
        return _("%(name)s, nhập từ tệp") % {"name": name} if name else _("Nhập từ tệp")
    return name or _("Hệ thống")


class _Names:
    """Values of fields in words; what they refer to is read once for all events, within the reader's scope."""

    def __init__(self, events, scope, day):
        ids: dict = {}
        for event in events:
            for each in said_fields(event.tells_of):
                if each.is_relation and (pk := getattr(event, each.attname)) is not None:
                    ids.setdefault(each.related_model, set()).add(pk)
        self._names = {model: self._read(model, found, scope, day) for model, found in ids.items()}

    def _read(self, model, ids, scope, day) -> dict:
        if model is Unit:
            above = scope.reach("units.read").above
            seen = Unit.objects.visible_to(scope) | Unit.objects.filter(key__in=above)
            return names_of(seen.filter(pk__in=ids).values_list("pk", flat=True), day)
        if model is Organisation:
            seen = Organisation.objects.visible_to(scope).filter(pk__in=ids)
            return organisation_names(seen.values_list("pk", flat=True), day)
        rows = model._default_manager.filter(pk__in=ids)
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(scope)
        if model is Assignment:
            rows = rows.select_related("cadre", "team", "agency")
            return {row.pk: str(row.assignee) for row in rows}
        return {row.pk: str(row) for row in rows}

    def words(self, model_field, value) -> str:
        if value is None or value == "":
            return ""
        if model_field.is_relation:
            return self._names.get(model_field.related_model, {}).get(value, str(OUTSIDE))
        if model_field.name == "ends_on":
            value = last_day(value)
        if isinstance(model_field, ArrayField):
            labels = dict(model_field.base_field.flatchoices)
            return ", ".join(str(labels.get(each, each)) for each in value)
        if model_field.flatchoices:
            return str(dict(model_field.flatchoices).get(value, value))
        return plain_words(value)


def plain_words(value) -> str:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, datetime):
        return date_format(localtime(value), "H:i d/m/Y")
    if isinstance(value, date):
        return date_format(value, "d/m/Y")
    if isinstance(value, time):
        return time_format(value, "H:i")
    if isinstance(value, dict):
        return "; ".join(f"{key}: {each}" for key, each in value.items())
    if isinstance(value, list):
        return " ".join(str(each) for each in value)
    if isinstance(value, Decimal):
        return points_text(value)
    if isinstance(value, int):
        return number_format(value, force_grouping=True)
    return str(value)
