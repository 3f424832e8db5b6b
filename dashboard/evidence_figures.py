"""What the evidence sheet of a year says, as plain words that are kept with its number (domain.md §3.9): printed again it says the
same, and what is another since can be told."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from assignments.querysets.cadres import posts_by_cadre
from common.periods import last_day
from dashboard.evidence_words import NEVER, change_rows, held_rows, left_out_words, number_rows, target_rows
from reports.models import YearNote

SAID_BY = {
    YearNote.Side.SELF: "Tự nhận xét của cán bộ",
    YearNote.Side.HOST: "Ý kiến của cấp ủy nơi được theo dõi",
    YearNote.Side.ZONE: "Ý kiến của người phụ trách cụm",
    YearNote.Side.EMPLOYER: "Ý kiến của thủ trưởng đơn vị",
    YearNote.Side.BOARD: "Ý kiến của Ban Tổ chức",
}
SCORES, TARGETS = gettext_noop("Điểm của nơi được theo dõi"), gettext_noop("Chỉ tiêu của nơi được theo dõi")
_SHOWN = 120  # letters of a note, in a list of differences


def figures_of(found) -> dict:
    """The words of the paper of `found` (dashboard.evidence.CadreYear), fit for JSON: {taken_on, name, post, counted_to, held, numbers,
    changes, targets: rows of strings, left_out, notes: [{side, text, by, said_on}]}. Always Vietnamese, and of scores what was
    published only: a paper goes further than who prints it."""
    posts = posts_by_cadre([found.cadre.pk], min(found.day, last_day(found.ends_on)))
    with override("vi"):
        return {
            "taken_on": f"{found.day:%d/%m/%Y}",
            "name": found.cadre.full_name,
            "post": posts.get(found.cadre.pk, ""),
            **_counted(found),
        }


def _counted(found) -> dict:
    return {
        "counted_to": f"{found.counted_to:%d/%m/%Y}",
        "held": _plain(held_rows(found)),
        "numbers": _plain(number_rows(found)),
        "changes": _plain(change_rows(found.published_changes)),
        "targets": _plain(target_rows(found)),
        "left_out": left_out_words(found),
        "notes": [_note(found, note) for note in found.notes],
    }


def _plain(rows) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in rows]


def _note(found, note) -> dict:
    return {
        "side": note.side,
        "text": note.text,
        "who": note.said_by.full_name if note.said_by else "",
        "place": found.name_of_side(note),
        "said_on": f"{note.said_on:%d/%m/%Y}",
    }


def said_by(note: dict) -> str:
    """Who wrote a note of `figures_of`, for where."""
    return ", ".join(each for each in (note["who"], note["place"]) if each)


def changed_since(figures: dict, found, *, is_over: bool) -> list[tuple[str, str, str, str]]:
    """(section, label, on the paper, now) of everything that `found` (dashboard.evidence.CadreYear) says otherwise than the
    `figures` of `figures_of` that were kept; [] where none were. What is on one side only has a dash on the other. `is_over`: the
    reader stands over the cadre; who does not reads fewer scores and targets than the paper holds, which is no change. No query."""
    if not figures:
        return []
    with override("vi"):  # as they were kept
        then, now = _compared(figures), _compared(_counted(found))
        scores, targets = _(SCORES), _(TARGETS)
    return [
        (section, label, _shown(then.get((section, label))), _shown(now.get((section, label))))
        for section, label in dict.fromkeys([*then, *now])
        if then.get((section, label)) != now.get((section, label))
        and (is_over or (section != scores and ((section, label) in now or section != targets)))
    ]


def _compared(figures) -> dict[tuple[str, str], list[str]]:
    """{(section, label): what is said there}: two assignments to one place under one scheme stand under one label."""
    found: dict = {}
    for place, scheme, period, days in figures["held"]:
        said = _("%(period)s, %(days)s ngày") % {"period": period, "days": days}
        found.setdefault((_("Nơi được phân công"), f"{place}, {scheme}"), []).append(said)
    for label, value in figures["numbers"]:
        found.setdefault((_("Kết quả"), label), []).append(value)
    for body, what, before, now in figures["changes"]:
        if what != NEVER:
            said = _("năm trước %(before)s, năm nay %(now)s") % {"before": before, "now": now}
            found.setdefault((_(SCORES), f"{body}, {what}"), []).append(said)
    for body, what, given, done in figures["targets"]:
        said = _("giao %(given)s, thực hiện %(done)s") % {"given": given, "done": done}
        found.setdefault((_(TARGETS), f"{body}, {what}"), []).append(said)
    for note in figures["notes"]:
        label = ", ".join(each for each in (SAID_BY[note["side"]], note["place"]) if each)
        said = f"{note['text']} ({note['who']}, {note['said_on']})"
        found.setdefault((_("Nhận xét"), label), []).append(said)
    return found


def _shown(said: list[str] | None) -> str:
    return "; ".join(Truncator(each).chars(_SHOWN) for each in said) if said else NEVER
