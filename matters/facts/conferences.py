"""What the page and the printed record of a conference show: who, what was said, what was answered, what is followed."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from branches.models import UnitVersion
from branches.querysets.bodies import organisation_names
from branches.querysets.units import chain_of, names_of, placements_by_unit
from matters.models import Conference, Opinion, Recommendation
from matters.rules import is_final
from matters.tables.conferences import state_of


@dataclass
class Said:
    """An opinion with its place, and the recommendation that it became as far as the reader may see it."""

    row: Opinion
    place: str
    matter: Recommendation | None

    @property
    def is_taken(self) -> bool:
        return self.row.recommendation_id is not None

    @property
    def is_open(self) -> bool:
        """Nobody has answered it, and nobody has taken it further."""
        return not (self.row.is_answered_on_the_spot or self.row.answer or self.is_taken)

    @property
    def is_followed(self) -> bool:
        """Not at its end: nobody has answered it, or the recommendation has no outcome that ends it."""
        return self.is_open or (
            self.is_taken and not (self.has_outcome and is_final(self.matter.final_outcome))
        )

    @property
    def outcome(self) -> str:
        return str(Recommendation.Outcome(self.matter.final_outcome).label) if self.has_outcome else ""

    @property
    def has_outcome(self) -> bool:
        return bool(self.matter and self.matter.final_outcome)

    @property
    def answer_of_matter(self) -> str:
        """What was answered to the matter: of a merged voice, to the matter that it belongs to."""
        return (self.matter.merged_into or self.matter).outcome_reason if self.has_outcome else ""


def opinions_of(conference, scope, day) -> list[Said]:
    """The opinions in the order in which they were written down; three queries."""
    rows = list(conference.said.standing().select_related("topic"))
    taken = [row.recommendation_id for row in rows if row.recommendation_id]
    matters = Recommendation.objects.visible_to(scope).filter(pk__in=taken).with_clock(day)
    seen = {matter.pk: matter for matter in matters.select_related("merged_into")} if taken else {}
    names = names_of({row.unit_id for row in rows} - {None}, conference.on)
    return [Said(row, names.get(row.unit_id, ""), seen.get(row.recommendation_id)) for row in rows]


def counts_of(conference) -> list[tuple]:
    """[(label, number)] of what is known, the three counts of what was said apart. `conference`: of `counted()`."""
    numbers = [
        (_("Số người dự"), conference.participants),
        (_("Số người phát biểu"), conference.people_count),
        (_("Số lượt phát biểu"), conference.turns_speaking),
        (_("Số ý kiến"), conference.opinion_count),
        (_("Trả lời tại chỗ"), conference.spot_count),
    ]
    return [(label, number) for label, number in numbers if number is not None]


def conference_facts(conference) -> list[tuple]:
    """[(label, value)] of when and where, whose and under what; names of the day of the conference."""
    on = conference.on
    planned = conference.planned_on
    body = conference.organisation_id
    return [
        (_("Loại"), capfirst(conference.get_kind_display())),
        (_("Đơn vị tổ chức"), place_words(conference.unit_id, on)),
        (_("Cấp ủy tổ chức"), organisation_names([body], on).get(body, "") if body else ""),
        (_("Cụm xã"), conference.zone.name if conference.zone else ""),
        (_("Theo chủ trương"), conference.scheme.name if conference.scheme else ""),
        (_("Ngày họp"), _day(conference.held_on)),
        (_("Dự kiến ngày"), _day(planned) if planned != conference.held_on else ""),
        (_("Giờ"), time_format(conference.starts_at, "H:i") if conference.starts_at else ""),
        (_("Nơi họp"), conference.place),
    ]


def names_then(pairs) -> dict:
    """{(unit id, day): what the unit was called that day, or last before}; one query for however many days."""
    versions: dict = defaultdict(list)
    rows = UnitVersion.objects.filter(unit__in={unit for unit, _day in pairs}).order_by("starts_on")
    for unit, starts_on, name in rows.values_list("unit", "starts_on", "name"):
        versions[unit].append((starts_on, name))
    found = {}
    for unit, day in pairs:
        begun = [name for starts_on, name in versions[unit] if starts_on <= day]
        found[unit, day] = (begun or [name for _starts_on, name in versions[unit][:1]] or [""])[-1]
    return found


def place_words(unit_id, on) -> str:
    """ "Xã Mẫu, Huyện Mẫu" as it stood that day."""
    place = placements_by_unit([unit_id], on).get(unit_id)
    if place is None:
        return ""
    names = [name for _key, name, level in reversed(chain_of(place, on)) if level > 1 or level == place.level]
    return ", ".join(names)


def voided_words(conference: Conference) -> str:
    if not conference.voided_at:
        return ""
    return _("%(who)s hủy ngày %(day)s: %(reason)s") % {
        "who": conference.voided_by or _("không rõ ai"),
        "day": _day(conference.voided_at),
        "reason": conference.void_reason,
    }


def _day(value) -> str:
    return date_format(value, "d/m/Y") if value else ""


def conference_rows(found, day) -> list[dict]:
    """Rows of ConferenceTable; each unit is called as on the day of its conference."""
    names = names_then({(row.unit_id, row.on) for row in found})
    return [_line(row, names.get((row.unit_id, row.on), ""), day) for row in found]


def _line(row, name, day):
    return {
        "title": row.title,
        "url": row.get_absolute_url(),
        "kind_name": capfirst(row.get_kind_display()),
        "unit": name,
        "zone": row.zone.name if row.zone else "",
        "on": row.on,
        "participants": row.participants,
        "people": row.people_count,
        "turns": row.turns_speaking,
        "opinions": row.opinion_count,
        "on_the_spot": row.spot_count,
        "taken": row.taken,
        "state": state_of(row, day),
    }
