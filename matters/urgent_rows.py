"""Urgent matters as lists and pages show them: whose, until when, how far; in a fixed number of queries."""

from django.urls import reverse
from django.utils.translation import gettext as _

from branches.querysets.bodies import organisation_names, organisation_versions
from branches.querysets.units import names_of, placements_by_unit
from common.distances import due_words
from matters.models import UrgentMatter, UrgentNote

_STATES = {"registered": "info", "in_progress": "info", "done": "ok", "carried": "none", "dropped": "none"}


def state_of(matter, day) -> tuple[str, str]:
    """(state, word) of its badge on `day`; an overdue one says by how much, one that is done whether it is confirmed."""
    word = matter.get_status_display()
    if matter.status in ("registered", "in_progress") and matter.due_on and matter.due_on < day:
        return "bad", due_words(matter.due_on, day)
    if matter.status == UrgentMatter.Status.DONE:
        if matter.confirmed_on:
            return "ok", _("hoàn thành, đã xác nhận")
        return "warn", _("hoàn thành, chờ xác nhận")
    return _STATES[matter.status], word


def last_notes(matters) -> dict:
    """{matter id: what was noted last of its progress}; one query."""
    rows = UrgentNote.objects.filter(matter__in=[each.pk for each in matters], step=UrgentNote.Step.NOTED)
    return {row.matter_id: row.text for row in rows.order_by("noted_on", "pk")}


def places_of(pairs, day) -> dict:
    """{organisation id: (its name, the name of its commune, or of its place)} of pairs (organisation id, unit id)."""
    pairs = dict(pairs)
    names = organisation_names(pairs, day)
    places = placements_by_unit(pairs.values(), day)
    above = {unit: (places[unit].commune_id if unit in places else None) or unit for unit in pairs.values()}
    called = names_of(above.values(), day)
    return {body: (names.get(body, ""), called.get(above[unit], "")) for body, unit in pairs.items()}


def urgent_rows(matters, day) -> list[dict]:
    matters = list(matters)
    places = places_of([(each.organisation_id, each.unit_id) for each in matters], day)
    notes = last_notes(matters)
    return [
        {
            "title": each.title,
            "url": reverse("matters:urgent_page", args=[each.key]),
            "reference": each.reference,
            "organisation": places[each.organisation_id][0],
            "commune": places[each.organisation_id][1],
            "year": str(each.year),
            "topic": str(each.topic or ""),
            "why": each.why,
            "owner": each.owner,
            "solution": each.solution,
            "target": each.target,
            "due_on": each.due_on,
            "done_on": each.done_on,
            "confirmed_on": each.confirmed_on,
            "state": state_of(each, day),
            "progress": each.result or notes.get(each.pk, ""),
        }
        for each in matters
    ]


def body_rows(bodies, counts, year, day) -> list[dict]:
    """Rows of the register by organisation: `counts` are {organisation id: counts} (`counted_by_organisation`)."""
    bodies = list(bodies)
    versions = organisation_versions({each.pk for each in bodies}, day)
    places = places_of([(each.pk, each.unit_id) for each in bodies], day)
    address = reverse("matters:urgent_list")
    rows = []
    for each in bodies:
        found = counts.get(each.pk, {})
        version = versions.get(each.pk)
        rows.append(
            {
                "key": each.key,
                "name": places[each.pk][0],
                "code": version.code if version else "",
                "sort": version.sort_key if version else "",
                "url": f"{address}?nam={year}&to_chuc={each.key}" if found else "",
                "kind": each.get_kind_display(),
                "commune": places[each.pk][1],
                **{name: found.get(name, 0) for name in ("registered", "done", "open", "overdue")},
                "state": ("ok", _("đã đăng ký")) if found else ("warn", _("chưa đăng ký")),
            }
        )
    return sorted(rows, key=lambda row: (row["sort"], row["code"]))
