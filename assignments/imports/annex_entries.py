"""The people and places of an annex, read and matched by name; what is doubtful becomes a question."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assignments.imports.assignments import AssignmentCheck
from assignments.imports.matching import Place, person_name
from assignments.imports.places import COMMUNE_WORDS, first_words, read_places
from assignments.models import Cadre, CadrePosition
from branches.imports.plan import ADDED, UNCHANGED, Question
from branches.models import Agency
from common.text import match_key

SKIP, NEW = "skip", "new"
_NUMBERING = re.compile(r"^\s*(?:[IVXLC]+|[A-Z]|\d+)\s*[.):/-]\s*")
_COMMUNE = 3


@dataclass
class Entry:
    """One person of the annex with the rows in which he stands."""

    row: dict
    name: str
    post: str
    agency_name: str
    group: object = None
    cadre: Cadre | None = None
    agency: Agency | None = None
    is_new: bool = False
    is_skipped: bool = False
    position: CadrePosition | None = None
    places: list = field(default_factory=list)  # (row, Place)


class AnnexEntries(AssignmentCheck):
    """Expects of its user: `scheme`, `places`, `agencies`, `people`, `groups`, `posts`, `kinds`."""

    # --- reading ---
    def _read(self) -> list[Entry]:
        """The people in their order. Lines across the table say the group or the commune of the rows below; a row
        without a name goes on with the person above."""
        self.group, self.commune = None, ""
        entries: dict[tuple, Entry] = {}
        current = None
        items = [(row["row"], row) for row in self.table.rows]
        items += [(number, text) for number, text in self.table.sections]
        for _number, item in sorted(items, key=lambda each: each[0]):
            if isinstance(item, str):
                self._begin_section(item)
                continue
            row, name = item, person_name(item["full_name"] or "")
            only_name = name and not (row["position"] or row["agency"] or row["place"] or row["commune"])
            if only_name and self._begin_section(row["full_name"]):
                self.plan.say(row, UNCHANGED, row["full_name"], [_("dòng nhóm")])
                continue
            if name:
                post, agency = _post_and_agency(row)
                key = match_key(name), match_key(post), match_key(agency)
                current = entries.setdefault(key, Entry(row, name, post, agency, self.group))
            elif current is None:
                self.plan.error(row, "full_name", _("Chưa ghi họ tên."))
                continue
            self._read_places(current, row)
        return list(entries.values())

    def _begin_section(self, text: str) -> bool:
        """ "II. Ủy viên Ban Chấp hành" is the group, "Xã Thạnh Phước" the commune of the rows below."""
        words = _NUMBERING.sub("", text).strip(" :.")
        group = self.groups.find(words)
        if group is not None:
            self.group = group
        elif first_words(words, COMMUNE_WORDS) and self.places.commune_ids(words):
            self.commune = words
        else:
            return False
        return True

    def _read_places(self, entry: Entry, row: dict) -> None:
        is_commune = self.scheme.target_level_id == _COMMUNE
        text = row["place"] or (row["commune"] if is_commune else None)
        if not text:
            answer = self._ask(
                f"{row['row']}-none",
                row,
                _("%(name)s chưa có địa bàn trong danh sách.") % {"name": entry.name},
                [(SKIP, _("Bỏ hàng này"))],
            )
            entry.is_skipped = entry.is_skipped or answer == SKIP
            return
        for number, said in enumerate(read_places(text, target_is_commune=is_commune)):
            place = self._find_place(row, said, number)
            if place is None:
                continue
            if any(place is other for _row, other in entry.places):
                self.plan.error(
                    row, "place", _("%(place)s được ghi hai lần cho một người.") % {"place": place.label}
                )
                continue
            entry.places.append((row, place))

    # --- matching ---
    def _find_place(self, row: dict, said, number: int) -> Place | None:
        commune = said.commune or row["commune"] or self.commune
        communes = self.places.commune_ids(commune) if commune else set()
        if commune and not communes and self.scheme.target_level_id != _COMMUNE:
            self.plan.error(
                row, "place", self.context.unknown(_("Không có xã “%(name)s”%(where)s."), name=commune)
            )
            return None
        found, is_clear = self.places.find(said, communes)
        if is_clear:
            return found[0]
        shown = f"{said.name}, {commune}" if commune else said.name
        if not found:
            self.plan.error(
                row, "place", self.context.unknown(_("Không có địa bàn “%(name)s”%(where)s."), name=shown)
            )
            return None
        choices = [(each.unit.key, each.label) for each in found[:12]] + [(SKIP, _("Bỏ địa bàn này"))]
        answer = self._ask(
            f"{row['row']}-place-{number}", row, _("“%(name)s” là nơi nào?") % {"name": shown}, choices
        )
        return next((each for each in found if each.unit.key == answer), None)

    def _find_agency(self, entry: Entry) -> None:
        name = entry.agency_name
        if not name:
            return
        key = match_key(name)
        found, near = self.agencies.find(name)
        if found is None and near:
            answer = self._ask(
                f"agency-{key}",
                entry.row,
                _("Cơ quan “%(name)s” có phải là:") % {"name": name},
                [*((each.key, each.name) for each in near), (NEW, _("Không, đây là cơ quan mới"))],
            )
            found = next((each for each in near if each.key == answer), None)
        if found is None:
            found = self.new_agencies.setdefault(
                key,
                Agency(code="?", name=name, kind=self.kinds.of_name(name), unit=self.scheme.issuer),
            )
        entry.agency = found

    def _find_person(self, entry: Entry) -> None:
        agency = entry.agency if entry.agency is not None and entry.agency.pk else None
        entry.cadre, namesakes = self.people.find(entry.name, entry.post, agency)
        if entry.cadre is None and namesakes:
            answer = self._ask(
                f"{entry.row['row']}-person",
                entry.row,
                _("%(name)s (%(post)s) là ai?")
                % {"name": entry.name, "post": ", ".join(filter(None, [entry.post, entry.agency_name]))},
                [
                    *((each.cadre.key, each.label) for each in namesakes),
                    (NEW, _("Người khác, chưa có trong danh sách")),
                    (SKIP, _("Bỏ người này")),
                ],
            )
            entry.cadre = next((each.cadre for each in namesakes if each.cadre.key == answer), None)
            entry.is_skipped = answer == SKIP
        if entry.cadre is None and not entry.is_skipped:
            if entry.agency is None:
                self.plan.error(
                    entry.row,
                    "agency",
                    _("%(name)s chưa có trong danh sách cán bộ; hãy ghi đơn vị công tác.")
                    % {"name": entry.name},
                )
                return
            if not entry.post:
                self.plan.error(
                    entry.row,
                    "position",
                    _("%(name)s chưa có trong danh sách cán bộ; hãy ghi chức vụ.") % {"name": entry.name},
                )
                return
            self._make_person(entry)

    def _make_person(self, entry: Entry) -> None:
        """A cadre whom nobody has entered yet. Until he is written, a number below zero stands for his key."""
        entry.is_new = True
        name = match_key(entry.agency.name)
        if entry.agency.pk is None and name not in self.made_agencies:
            self.made_agencies[name] = self.plan.make(entry.row, entry.agency)
        cadre = entry.cadre = Cadre(
            code="?",
            full_name=entry.name,
            unit=entry.agency.unit,
            phone=entry.row["phone"] or "",
            started_on=self.context.on,
        )
        self.plan.make(entry.row, cadre)
        entry.position = CadrePosition(
            cadre=cadre,
            post=self.posts.named(entry.row, entry.post),
            agency=entry.agency,
            group=entry.group,
            is_primary=True,
            starts_on=self.context.on,
        )
        self.plan.make(entry.row, entry.position)
        cadre.pk = -len(self.new_cadres) - 1
        self.new_cadres[cadre.pk] = entry
        details = [_("cán bộ mới: %(post)s, %(agency)s") % {"post": entry.post, "agency": entry.agency.name}]
        self.plan.say(entry.row, ADDED, entry.name, details)

    def _ask(self, id_: str, row: dict, text: str, choices: list[tuple[str, str]]) -> str | None:
        """The officer's answer; without one the question is asked and the row waits."""
        answer = self.context.answers.get(id_)
        if answer in dict(choices):
            return answer
        if id_ not in {question.id for question in self.plan.questions}:
            self.plan.questions.append(Question(id_, row["row"], text, choices))
        return None


def _post_and_agency(row: dict) -> tuple[str, str]:
    """The post and the agency; a column "chức vụ, đơn vị công tác" holds both, divided by the first comma."""
    post, agency = row["position"] or "", row["agency"] or ""
    if not agency and "," in post:
        post, _comma, agency = post.partition(",")
    return post.strip(), agency.strip()
