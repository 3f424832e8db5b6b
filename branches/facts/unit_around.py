"""What stands around a unit on a day: successions, agencies, clusters, documents; as lists of fields in one question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q
from django.db.models.functions import JSONObject

from branches.models import Agency, OfficialDocument, Unit, UnitSuccession, Zone, ZoneMember

MOST_DOCUMENTS = 10
_NAMED = {"key": "key", "name": "name"}
_DOCUMENT = {name: name for name in ("key", "type", "number", "issued_on", "title")}
_SUCCESSION = {
    name: name for name in ("predecessor_id", "successor_id", "extent", "is_default", "happens_on")
}
_SUCCESSION |= {f"document_{name}": f"document__{name}" for name in _DOCUMENT}


@dataclass(frozen=True)
class Around:
    """Rows with the fields that a page shows of them. `zones`: the clusters in which it lies, and those that its committee made;
    `documents`: the latest ones that its committee and bodies issued, up to the day."""

    successions: list[UnitSuccession]
    agencies: list[Agency]
    zones: list[Zone]
    documents: list[OfficialDocument]


def around(unit, scope, day) -> Around:
    asked = {
        "successions": (_successions(unit), _SUCCESSION),
        "agencies": (_agencies(unit, scope, day), _NAMED),
        "zones": (_zones(unit, scope, day), _NAMED),
        "documents": (_documents(unit, scope, day), _DOCUMENT),
    }
    values = {
        f"its_{name}": ArraySubquery(rows.values(row=JSONObject(**fields)))
        for name, (rows, fields) in asked.items()
    }
    # What a scope that reads none would find is not even asked: it comes as None.
    found = [rows or () for rows in Unit.objects.filter(pk=unit.pk).values_list(*values.values()).get()]
    makers = (_succession_of, lambda row: Agency(**row), lambda row: Zone(**row), _document_of)
    return Around(*([make(row) for row in rows] for make, rows in zip(makers, found, strict=True)))


def _successions(unit):
    rows = UnitSuccession.objects.filter(Q(predecessor=unit) | Q(successor=unit))
    return rows.order_by("-is_default", "happens_on")


def _agencies(unit, scope, day):
    if not scope.may("agencies.read"):
        return Agency.objects.none()
    return Agency.objects.visible_to(scope).open_on(day).filter(unit=unit)


def _zones(unit, scope, day):
    within = ZoneMember.objects.on(day).filter(unit=unit)
    rows = Zone.objects.on(day).visible_to(scope)
    return rows.filter(Q(pk__in=within.values("zone")) | Q(unit=unit)).order_by("sort_key")


def _documents(unit, scope, day):
    rows = OfficialDocument.objects.visible_to(scope).filter(issuer_unit=unit, issued_on__lte=day)
    return rows.order_by("-issued_on", "number")[:MOST_DOCUMENTS]


def _document_of(values) -> OfficialDocument:
    return OfficialDocument(**values | {"issued_on": date.fromisoformat(values["issued_on"])})


def _succession_of(values) -> UnitSuccession:
    document = {name: values.pop(f"document_{name}") for name in _DOCUMENT}
    values["happens_on"] = date.fromisoformat(values["happens_on"])
    return UnitSuccession(**values, document=_document_of(document) if document["key"] else None)
