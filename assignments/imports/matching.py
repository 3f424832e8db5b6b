"""Names of an annex matched with what is known: places, agencies and people, with candidates where it is doubtful."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from assignments.imports.places import COMMUNE_WORDS, Said, bare, kind_of
from assignments.models import Cadre, CadrePosition
from branches.imports.codes import in_chunks
from branches.imports.pipeline import Context
from branches.models import Agency, Unit, UnitAlias, UnitPlacement, UnitVersion
from branches.querysets.scoping import path_range
from common.text import match_key, normalise, search_key

_HONORIFICS = re.compile(r"^(?:đồng chí|đ/c|đc\.?|ông|bà|anh|chị)[\s:.]+", re.IGNORECASE)
_NEAR = 0.82


@dataclass
class Place:
    """A unit of the scheme's level on the day."""

    unit: Unit
    name: str
    code: str
    commune_id: int | None
    commune: str = ""
    other_names: list[str] = field(default_factory=list)
    needs_code: bool = False

    @property
    def label(self) -> str:
        label = f"{self.name}, {self.commune}" if self.commune and self.commune != self.name else self.name
        return f"{label} ({self.code})" if self.needs_code else label


class Places:
    """The units under a unit at a level on a day, by name. `find` gives the candidates, one where it is clear."""

    def __init__(self, issuer: Unit, level: int, on, context: Context):
        rows = UnitPlacement.objects.on(on).under(issuer).at_level(level).select_related("unit", "version")
        self.places = [
            Place(row.unit, row.version.name, row.version.code, row.commune_id)
            for row in rows
            if context.may_write(row.unit)
        ]
        versions = UnitVersion.objects.on(on).filter(unit_id__in={each.commune_id for each in self.places})
        self.communes = dict(versions.values_list("unit_id", "name"))
        by_unit = {each.unit.pk: each for each in self.places}
        for each in self.places:
            each.commune = self.communes.get(each.commune_id, "")
        # Two hamlets of one name in one commune, as mergers leave them, are told apart by their codes.
        labels = Counter(each.label for each in self.places)
        for each in self.places:
            each.needs_code = labels[each.label] > 1
        for alias in in_chunks(UnitAlias.objects.all(), "unit_id", by_unit):
            by_unit[alias.unit_id].other_names.append(alias.name)

    def commune_ids(self, name: str) -> set[int]:
        """Communes of that name, its kind left out where it is not said; without accents where nothing else fits."""
        whole = {pk for pk, each in self.communes.items() if match_key(each) == match_key(name)}
        short = {
            pk for pk, each in self.communes.items() if bare(each, COMMUNE_WORDS) == bare(name, COMMUNE_WORDS)
        }
        plain = {
            pk
            for pk, each in self.communes.items()
            if search_key(bare(each, COMMUNE_WORDS)) == search_key(bare(name, COMMUNE_WORDS))
        }
        return whole or short or plain

    def find(self, said: Said, communes: set[int]) -> tuple[list[Place], bool]:
        """(candidates, is_clear): clear is one place whose name fits with its accents."""
        there = [each for each in self.places if not communes or each.commune_id in communes]
        key, kind = match_key(said.name), kind_of(said.name)
        whole = [each for each in there if key in map(match_key, [each.name, *each.other_names])]
        short = [each for each in there if self._fits(each, said.name, kind)]
        fitting = whole or short
        if fitting:
            return fitting, len(fitting) == 1
        plain = [
            each
            for each in there
            if any(
                search_key(bare(name)) == search_key(bare(said.name))
                for name in [each.name, *each.other_names]
            )
        ]
        return (plain or self._near(there, said.name)), False

    def _fits(self, place: Place, name: str, kind: str) -> bool:
        """The same name with the kind left out on one side; "Ấp 3" is not "Khu phố 3"."""
        for other in [place.name, *place.other_names]:
            if bare(other) == bare(name) and (not kind or not kind_of(other) or kind_of(other) == kind):
                return True
        return False

    def _near(self, there: list[Place], name: str) -> list[Place]:
        by_key = defaultdict(list)
        for each in there:
            by_key[search_key(each.name)].append(each)
        near = difflib.get_close_matches(search_key(name), by_key, n=5, cutoff=_NEAR)
        return [place for key in near for place in by_key[key]]


def person_name(text: str) -> str:
    """The name without "Đ/c" and the like."""
    return _HONORIFICS.sub("", normalise(text)).strip()


class Agencies:
    """Agencies of the issuer's system by name."""

    def __init__(self, issuer: Unit, context: Context):
        rows = Agency.objects.filter(path_range("unit__access_path", issuer.access_path))
        self.agencies = [each for each in rows.select_related("unit", "kind") if context.may_write(each.unit)]
        self._by_key = {match_key(each.name): each for each in self.agencies}
        self._by_plain = {search_key(each.name): each for each in self.agencies}

    def find(self, name: str) -> tuple[Agency | None, list[Agency]]:
        """(the agency, or None, near ones): near ones are to be asked about."""
        found = self._by_key.get(match_key(name)) or self._by_plain.get(search_key(name))
        if found is not None:
            return found, []
        near = difflib.get_close_matches(search_key(name), self._by_plain, n=3, cutoff=_NEAR)
        return None, [self._by_plain[key] for key in near]


@dataclass
class Person:
    """A known cadre with the posts that he holds on the day."""

    cadre: Cadre
    posts: list[tuple[str, int | None]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return f"{self.cadre.full_name} ({self.cadre.code}) – {'; '.join(self.words)}".rstrip(" –")


class People:
    """Cadres of the issuer's system by name."""

    def __init__(self, issuer: Unit, on, context: Context):
        rows = Cadre.objects.serving_on(on) | Cadre.objects.filter(left_on=None, merged_into=None)
        rows = rows.filter(path_range("unit__access_path", issuer.access_path)).select_related("unit")
        people = {each.pk: Person(each) for each in rows if context.may_write(each.unit)}
        positions = CadrePosition.objects.select_related("post", "agency")
        for position in in_chunks(positions, "cadre_id", people):
            person = people[position.cadre_id]
            if position.ends_on is None or position.ends_on > on:
                person.posts.append((match_key(position.post.name), position.agency_id))
                where = f", {position.agency.name}" if position.agency else ""
                person.words.append(f"{position.post.name}{where}")
        self._by_name = defaultdict(list)
        for person in people.values():
            self._by_name[match_key(person.cadre.full_name)].append(person)

    def find(self, name: str, post: str, agency: Agency | None) -> tuple[Cadre | None, list[Person]]:
        """(the cadre, or None, others of that name): told apart by agency, then by post."""
        namesakes = self._by_name.get(match_key(name), [])
        agency_id = agency.pk if agency else None
        there = [
            each for each in namesakes if agency_id and agency_id in {where for _post, where in each.posts}
        ]
        same = [
            each for each in there or namesakes if match_key(post) in {held for held, _where in each.posts}
        ]
        if len(there) == 1:
            return there[0].cadre, []
        if len(same) == 1 and (there or not agency_id):
            return same[0].cadre, []
        if len(namesakes) == 1 and not agency_id and not post:
            return namesakes[0].cadre, []
        return None, namesakes
