"""Reads for looking around on the map: the tops of one's ground, what lies beneath, finding by name or code."""

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from branches.models import UnitAlias, UnitPlacement, UnitVersion
from branches.querysets.scoping import within
from common.text import search_key


def tops_of(scope, day):
    """The highest places of one's ground on `day`: those whose parent one does not read."""
    beneath_own = within(scope.reach("units.read"), "version__parent")
    rows = UnitPlacement.objects.on(day).visible_to(scope)
    return rows.filter(Q(version__parent=None) | ~beneath_own)


def matching(text: str, field="search_key") -> Q:
    """A condition on a search key: the words of `text` stand in it together, or, where none holds a digit, anywhere.

    "le an" finds "Lê Văn An"; "ap 3" does not find "Ấp 1" of the code 28-3.
    """
    words = search_key(text).split()
    condition = Q(**{f"{field}__contains": " ".join(words)})
    if len(words) > 1 and not any(character.isdigit() for word in words for character in word):
        anywhere = Q()
        for word in words:
            anywhere &= Q(**{f"{field}__contains": word})
        condition |= anywhere
    return condition


def named_like(text: str) -> Q:
    """A condition on UnitPlacement: its name, its code or another name matches `text`, accents or not."""
    alias = UnitAlias.objects.filter(matching(text), unit=OuterRef("unit"))
    return matching(text, "version__search_key") | Exists(alias)


def counts_below(paths, day) -> dict:
    """{path: [(level number, kind name or "", how many)]} of the places strictly beneath each path on `day`, the highest
    level and the most numerous kind first; one query however many paths there are."""
    found: dict = {path: [] for path in paths}
    if not found:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked.path, place.level, coalesce(kind.name, ''), count(*) "
            "FROM unnest(%s::text[]) AS asked (path) "
            "JOIN branches_unitplacement place ON place.path > asked.path "
            "AND place.path < left(asked.path, -1) || '/' "
            "AND place.starts_on <= %s AND (place.ends_on IS NULL OR place.ends_on > %s) "
            "JOIN branches_unitversion version ON version.id = place.version_id "
            "LEFT JOIN branches_unitkind kind ON kind.id = version.kind_id "
            "GROUP BY 1, 2, 3 ORDER BY 1, 2, 4 DESC, 3",
            [list(found), day, day],
        )
        for path, level, kind, number in cursor.fetchall():
            found[path].append((level, kind, number))
    return found


def units_named(text: str, day, among):
    """Versions on `day` of the units `among` (a queryset of Unit) that `text` names, best first.

    A code alone, or in brackets at the end ("Xã Bình Thắng (28.01)"), is decisive, in capital or small letters; else the name or
    another name of the unit must match, and an exact name comes before one that only contains the words.
    """
    rows = UnitVersion.objects.on(day).filter(unit__in=among).select_related("unit", "kind", "level")
    for code in _codes(text):
        found = coded(rows, code)
        if found:
            return found
    key = search_key(text)
    if not key:
        return []
    named = Exists(UnitAlias.objects.filter(matching(text), unit=OuterRef("unit")))
    found = list(rows.filter(matching(text) | named).order_by("level", "sort_key", "code")[:200])
    exact = [row for row in found if search_key(row.name) == key]
    return exact or found


def coded(rows, code: str) -> list:
    """The one of `rows` (versions) that bears the code as it was typed; else those that bear it in capital or small letters."""
    return list(rows.filter(code=code)[:2]) or list(rows.filter(code__iexact=code).order_by("code")[:2])


def _codes(text):
    text = text.strip()
    if text.endswith(")") and "(" in text:
        yield text[text.rindex("(") + 1 : -1].strip()
    yield text
