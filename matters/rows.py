"""What the lists show of a page of matters, in a fixed number of queries."""

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.querysets.units import names_of, names_of_keys, placements_by_unit
from matters.holding import holdings
from matters.models import Recommendation
from matters.stages import deadline, gist


def list_rows(rows, day) -> list[dict]:
    """`rows`: a page of matters with their clock on `day`, topics selected; for those above and for a spreadsheet."""
    held, voices, places = holdings(rows), _voices(rows), Places(rows, day)
    return [
        {
            **_facts(row),
            **places.of(row),
            "gist": gist(row.content),
            "content": row.content,
            "voices": _voices_words(voices.get(row.pk, 0)),
            "holder": held[row.pk].words(row),
            "others": held[row.pk].others_words,
            "deadline": _deadline(row, day),
            "stage": row.stage,
            "outcome": row.final_outcome,
            "tick": row.key,
        }
        for row in rows
    ]


def own_rows(rows, day) -> list[dict]:
    """The same as a place or a cadre reads of what it raised."""
    held, places = holdings(rows), Places(rows, day)
    return [
        {
            "reference": row.reference,
            "url": row.get_absolute_url(),
            "raised": _raised(row),
            **places.of(row),
            "gist": gist(row.content),
            "holder": held[row.pk].lead.agency.name if held[row.pk].lead else "",
            "deadline": _deadline(row, day),
            "stage": row.stage,
            "outcome": row.final_outcome,
        }
        for row in rows
    ]


class Places:
    """Names of the places of some rows on a day, and of what stands above each."""

    def __init__(self, rows, day):
        ids = {row.unit_id for row in rows}
        self._names = names_of(ids, day)
        self._places = placements_by_unit(ids, day)
        self._above = names_of_keys({self._key(pk) for pk in ids} - {""}, day)

    def of(self, row) -> dict:
        return {
            "unit": self._names.get(row.unit_id, ""),
            "above": self._above.get(self._key(row.unit_id), ""),
        }

    def _key(self, unit_id) -> str:
        place = self._places.get(unit_id)
        keys = place.path.split(".")[:-1] if place else []
        return keys[-2] if len(keys) > 1 else ""


def _facts(row) -> dict:
    return {
        "reference": row.reference,
        "url": row.get_absolute_url(),
        "raised": _raised(row),
        "raised_on": row.raised_on,
        "kind": row.get_kind_display(),
        "topic": row.topic.name if row.topic else "",
        "on_behalf_of": row.on_behalf_of,
        "urgency": row.get_urgency_display(),
        "level": row.get_level_display(),
        "source": row.get_source_display(),
        "received_on": row.received_on,
        "due_on": row.clock_due_on,
        "answer_on": row.answer_on,
        "final_resolved_on": row.final_resolved_on,
        "told_on": row.told_on,
        "satisfaction": row.get_satisfaction_display(),
        "closed_on": row.closed_on,
    }


def _raised(row) -> str:
    words = _("nêu %(day)s") % {"day": date_format(row.raised_on, "d/m/Y")}
    return f"{words}, {row.get_urgency_display()}" if row.urgency == Recommendation.Urgency.URGENT else words


def _deadline(row, day):
    """Of what still runs or was answered; what was solved on the spot or voided has none."""
    if row.stage in ("on_the_spot", "voided") or (row.stage == "closed" and row.answer_on is None):
        return None
    return deadline(row.clock_due_on, row.answer_on, day)


def _voices(rows) -> dict:
    found = Recommendation.objects.standing().filter(merged_into__in=[row.pk for row in rows])
    return dict(found.order_by().values_list("merged_into").annotate(n=Count("pk")))


def _voices_words(merged: int) -> str:
    if not merged:
        return ""
    words = ngettext("%(count)s nơi cùng nêu", "%(count)s nơi cùng nêu", merged + 1)
    return words % {"count": merged + 1}
