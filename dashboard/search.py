"""One search over everything that a person may see: places, people, bodies, documents, schemes; accents or not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Cadre, Scheme
from assignments.querysets.cadres import posts_by_cadre
from branches.facts.documents import issuer_names
from branches.models import (
    Agency,
    Household,
    OfficeHolder,
    OfficialDocument,
    Organisation,
    OrganisationVersion,
    Unit,
    UnitAlias,
    UnitVersion,
)
from branches.querysets.bodies import organisation_versions
from branches.querysets.browsing import matching
from branches.querysets.units import names_of_keys, placements_by_unit
from common.text import search_key
from dashboard.addresses import page_of

SHORTEST = 2
LONGEST = 100
SHOWN = 10
PER_PAGE = 50


@dataclass(frozen=True)
class Hit:
    """One thing that was found. `note` says where it belongs, `former` how it was called or that it has ended."""

    name: str
    url: str | None
    note: str = ""
    ended: bool = False
    former: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of thing: `rows` gives those in scope that match, best first; `hits` turns some of them into Hits, in a
    fixed number of queries; `unit` names the field with the unit where each belongs."""

    name: str
    title: str
    rows: Callable
    hits: Callable
    unit: str = "unit_id"


@dataclass(frozen=True)
class Found:
    kind: Kind
    hits: list[Hit]
    has_more: bool


def words_of(text: str) -> list[str]:
    """The words to look for; [] for what is too short to look for."""
    key = search_key(text[:LONGEST])
    return key.split() if len(key.replace(" ", "")) >= SHORTEST else []


class Grounds:
    """Where things belong, in words; read once for all kinds."""

    def __init__(self, unit_ids, day):
        self.places = placements_by_unit(unit_ids, day)
        keys = {key for place in self.places.values() for key in place.path.split(".")[:-2]}
        self._names = names_of_keys(keys, day)

    def above(self, unit_id) -> list[str]:
        """The names above a unit, the nearest first."""
        place = self.places.get(unit_id)
        return [self._names.get(key, "") for key in reversed(place.path.split(".")[:-2])] if place else []

    def words(self, unit_id) -> str:
        """A unit by its name and that of the one above it: there are twenty hamlets of one name."""
        place = self.places.get(unit_id)
        return ", ".join([place.version.name, *self.above(unit_id)[:1]]) if place else ""


def find(text: str, scope, day: date) -> list[Found]:
    """What matches in each kind, SHOWN of each at most; kinds without a match are left out."""
    words = words_of(text)
    if not words:
        return []
    rows = {kind: list(kind.rows(words, scope)[: SHOWN + 1]) for kind in KINDS.values()}
    grounds = Grounds({getattr(row, kind.unit) for kind, found in rows.items() for row in found}, day)
    return [
        Found(kind, kind.hits(found[:SHOWN], words, day, grounds), len(found) > SHOWN)
        for kind, found in rows.items()
        if found
    ]


def hits_of(kind: Kind, rows, words, day) -> list[Hit]:
    """Hits of rows of one kind."""
    return kind.hits(rows, words, day, Grounds({getattr(row, kind.unit) for row in rows}, day))


def every(words) -> Q:
    """Every word anywhere: numbers of documents are written in any order."""
    condition = Q()
    for word in words:
        condition &= Q(search_key__contains=word)
    return condition


def containing(words) -> Q:
    return matching(" ".join(words))


def rank(words):
    """0 for exactly these words, 1 for what begins with them, 2 where they stand together, 3 otherwise."""
    phrase = " ".join(words)
    return Case(
        When(search_key=phrase, then=Value(0)),
        When(search_key__startswith=f"{phrase} ", then=Value(1)),
        When(search_key__contains=phrase, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


def _units(words, scope):
    """Units that bear the name, the code or another name, or ever bore it: those that stand come first."""
    versions = UnitVersion.objects.filter(containing(words), unit=OuterRef("pk"))
    best = versions.annotate(rank=rank(words)).order_by("rank", "-starts_on")
    alias = UnitAlias.objects.filter(containing(words), unit=OuterRef("pk"))
    latest = UnitVersion.objects.filter(unit=OuterRef("pk")).order_by("-starts_on")
    return (
        Unit.objects.visible_to(scope)
        .with_aliases()
        .filter(Exists(versions) | Exists(alias))
        .annotate(
            rank=Subquery(best.values("rank")[:1]),
            level=Subquery(latest.values("level")[:1]),
            sort=Subquery(latest.values("sort_key")[:1]),
            has_ended=Case(
                When(closed_on=None, then=Value(0)), default=Value(1), output_field=IntegerField()
            ),
        )
        .order_by("has_ended", F("rank").asc(nulls_last=True), "level", "sort", "pk")
    )


def _unit_hits(units, words, day, grounds):
    versions: dict = {}
    for version in UnitVersion.objects.filter(unit__in=units).order_by("starts_on"):
        versions.setdefault(version.unit_id, []).append(version)
    hits = []
    for unit in units:
        name = _name_on(versions.get(unit.pk, []), day)
        hits.append(
            Hit(
                name=name,
                url=page_of(unit),
                note=_place_in_words(unit, grounds),
                ended=bool(unit.closed_on and unit.closed_on <= day),
                former=_other_name(name, versions.get(unit.pk, []), unit.alias_names, words),
            )
        )
    return hits


def _name_on(versions, day):
    begun = [version for version in versions if version.starts_on <= day] or versions[:1]
    return begun[-1].name if begun else ""


def _other_name(name, versions, aliases, words):
    """The name by which it was found, where that is not the one that it bears."""
    others = [version.name for version in reversed(versions) if version.name != name]
    phrase = " ".join(words)
    if phrase in search_key(name):
        return ""
    return next((other for other in [*others, *aliases] if phrase in search_key(other)), "")


def _place_in_words(unit, grounds):
    place = grounds.places.get(unit.pk)
    if place is None:
        return ""
    kind = str(place.version.kind or place.version.level)
    code = _("mã %(code)s") % {"code": place.version.code}
    return ", ".join([kind, *filter(None, grounds.above(unit.pk)), code])


def _cadres(words, scope):
    rows = Cadre.objects.visible_to(scope).persons().filter(containing(words))
    return rows.annotate(rank=rank(words)).order_by("rank", "given_name_key", "pk")


def _cadre_hits(cadres, words, day, grounds):
    posts = posts_by_cadre([cadre.pk for cadre in cadres], day)
    return [
        Hit(
            name=cadre.full_name,
            url=page_of(cadre),
            note=", ".join(filter(None, [posts.get(cadre.pk, ""), _("mã %(code)s") % {"code": cadre.code}])),
            ended=bool(cadre.left_on and cadre.left_on <= day),
        )
        for cadre in cadres
    ]


def _holders(words, scope):
    rows = OfficeHolder.objects.visible_to(scope).filter(containing(words))
    rows = rows.select_related("office", "unit", "organisation").annotate(rank=rank(words))
    return rows.order_by(F("ends_on").desc(nulls_first=True), "rank", "given_name_key", "pk")


def _holder_hits(holders, words, day, grounds):
    bodies = organisation_versions({holder.organisation_id for holder in holders} - {None}, day)
    found = []
    for holder in holders:
        body = bodies.get(holder.organisation_id)
        where = [holder.office.name, body.name if body else "", grounds.words(holder.unit_id), holder.phone]
        found.append(
            Hit(
                name=holder.full_name,
                url=page_of(holder.organisation or holder.unit),
                note=", ".join(filter(None, where)),
                ended=bool(holder.ends_on and holder.ends_on <= day),
            )
        )
    return found


def _organisations(words, scope):
    versions = OrganisationVersion.objects.filter(containing(words), organisation=OuterRef("pk"))
    best = versions.annotate(rank=rank(words)).order_by("rank", "-starts_on")
    return (
        Organisation.objects.visible_to(scope)
        .filter(Exists(versions))
        .annotate(
            rank=Subquery(best.values("rank")[:1]),
            sort=Subquery(best.values("sort_key")[:1]),
            has_ended=Case(
                When(closed_on=None, then=Value(0)), default=Value(1), output_field=IntegerField()
            ),
        )
        .order_by("has_ended", "rank", "sort", "pk")
    )


def _organisation_hits(organisations, words, day, grounds):
    versions = organisation_versions([each.pk for each in organisations], day)
    return [
        Hit(
            name=versions[each.pk].name if each.pk in versions else "",
            url=page_of(each),
            note=", ".join(filter(None, [capfirst(each.get_kind_display()), grounds.words(each.unit_id)])),
            ended=bool(each.closed_on and each.closed_on <= day),
        )
        for each in organisations
    ]


def _agencies(words, scope):
    rows = Agency.objects.visible_to(scope).filter(containing(words)).select_related("kind")
    return rows.annotate(rank=rank(words)).order_by(
        F("closed_on").desc(nulls_first=True), "rank", "sort_key", "pk"
    )


def _agency_hits(agencies, words, day, grounds):
    return [
        Hit(
            name=each.name,
            url=page_of(each),
            note=", ".join(filter(None, [each.kind.name, grounds.words(each.unit_id)])),
            ended=bool(each.closed_on and each.closed_on <= day),
        )
        for each in agencies
    ]


def _documents(words, scope):
    rows = OfficialDocument.objects.visible_to(scope).filter(every(words))
    return rows.annotate(rank=rank(words)).order_by("rank", "-issued_on", "pk")


def _document_hits(documents, words, day, grounds):
    issuers = issuer_names(documents)
    return [
        Hit(
            name=str(each),
            url=page_of(each),
            note=_("%(issuer)s, ngày %(day)s: %(title)s")
            % {"issuer": issuers[each.pk], "day": date_format(each.issued_on, "d/m/Y"), "title": each.title},
        )
        for each in documents
    ]


def _schemes(words, scope):
    rows = Scheme.objects.visible_to(scope).filter(containing(words)).select_related("issuer")
    return rows.annotate(rank=rank(words)).order_by(
        F("ends_on").desc(nulls_first=True), "rank", "sort_key", "pk"
    )


def _scheme_hits(schemes, words, day, grounds):
    return [
        Hit(
            name=each.name,
            url=page_of(each),
            note=grounds.words(each.issuer_id),
            ended=bool(each.ends_on and each.ends_on <= day),
        )
        for each in schemes
    ]


def _households(words, scope):
    """By code or head, among the rows that one reads: who only counts households finds none."""
    rows = Household.objects.visible_to(scope).filter(containing(words))
    return rows.annotate(rank=rank(words)).order_by(F("ends_on").desc(nulls_first=True), "rank", "code", "pk")


def _household_hits(households, words, day, grounds):
    return [
        Hit(
            name=_("Hộ %(code)s") % {"code": each.code},
            url=page_of(each),
            note=", ".join(filter(None, [each.head_name, grounds.words(each.unit_id)])),
            ended=bool(each.ends_on and each.ends_on <= day),
        )
        for each in households
    ]


KINDS = {
    kind.name: kind
    for kind in (
        Kind("don-vi", gettext_lazy("Đơn vị"), _units, _unit_hits, unit="pk"),
        Kind("can-bo", gettext_lazy("Cán bộ"), _cadres, _cadre_hits),
        Kind("chuc-danh", gettext_lazy("Người giữ chức danh ở cơ sở"), _holders, _holder_hits),
        Kind("to-chuc", gettext_lazy("Tổ chức đảng"), _organisations, _organisation_hits),
        Kind("co-quan", gettext_lazy("Cơ quan"), _agencies, _agency_hits),
        Kind("van-ban", gettext_lazy("Văn bản"), _documents, _document_hits, unit="issuer_unit_id"),
        Kind("chu-truong", gettext_lazy("Chủ trương"), _schemes, _scheme_hits, unit="issuer_id"),
        Kind("ho-gia-dinh", gettext_lazy("Hộ gia đình"), _households, _household_hits),
    )
}
