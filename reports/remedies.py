"""What must be put right at a place, as the next visitor's report form asks for it (Kim Sơn 3.22).

A remedy is asked about under the schemes of the committee that demanded it: whoever comes from another one knows nothing of
it.
"""

from dataclasses import dataclass

from django.db.models import Q

from reports.models import Remedy, RemedyCheck

# "kp-<key of the remedy>" says what was seen, the same with this ending the note.
FIELD, NOTE = "kp-", "-ghi"
_SEEN = frozenset(RemedyCheck.Seen.values)


@dataclass(frozen=True)
class Asked:
    """One remedy on the form, with what was answered so far."""

    remedy: Remedy
    seen: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        return f"{FIELD}{self.remedy.key}"

    @property
    def choices(self) -> list[tuple]:
        """(value, word, whether it was chosen)."""
        return [(value, label, value == self.seen) for value, label in RemedyCheck.Seen.choices]


def to_check(organisation, issuer=None, report=None) -> list[Remedy]:
    """What is open at `organisation` and was demanded by `issuer` (Unit or id; None: by whomever); with what `report` has said
    already, whatever became of it since. One query."""
    wanted = Q(state=Remedy.State.OPEN)
    if report is not None:
        wanted |= Q(pk__in=RemedyCheck.objects.filter(report=report).values("remedy"))
    rows = Remedy.objects.filter(wanted, organisation=organisation)
    return list(rows.filter(issuer=issuer) if issuer else rows)


def asked_with(remedies, data=None, said=None) -> list[Asked]:
    """The remedies as the form shows them: with what was typed (`data`), else with what the report says ({key: (seen, note)})."""
    found = []
    for remedy in remedies:
        name = f"{FIELD}{remedy.key}"
        seen, note = (said or {}).get(remedy.key, ("", ""))
        if data is not None:
            seen, note = data.get(name, ""), data.get(name + NOTE, "")
        found.append(Asked(remedy, seen, note))
    return found


def answered_in(data, organisation, issuer) -> dict:
    """{Remedy: (seen, note)} of a sent form. Those closed meanwhile count too: the form may have lain in a pocket."""
    sent = {
        name.removeprefix(FIELD): value
        for name, value in data.items()
        if name.startswith(FIELD) and value in _SEEN
    }
    if not sent:
        return {}
    known = Remedy.objects.filter(key__in=sent, organisation=organisation, issuer=issuer)
    return {
        remedy: (sent[remedy.key], data.get(f"{FIELD}{remedy.key}{NOTE}", "").strip()) for remedy in known
    }


def said_of(report) -> dict:
    """{key of a remedy: (seen, note)} of a filed report."""
    rows = report.remedy_checks.values_list("remedy__key", "seen", "note")
    return {key: (seen, note) for key, seen, note in rows}
