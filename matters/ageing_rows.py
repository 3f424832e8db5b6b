"""What the board's page shows: the lines of its tables with their pictures, each number with the list behind it."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.models import Agency, Unit
from branches.querysets.units import names_of
from matters.ageing import Ageing, Tally
from matters.querysets.figures import BUCKETS
from matters.slices import AGENCY, ITSELF, LEVEL, NOBODY, NONE, TOPIC, UNIT, bucket_words
from matters.small_cells import SMALLEST, hidden_cells
from matters.stages import deadline, gist

TITLES = {
    AGENCY: gettext_lazy("Theo cơ quan chủ trì"),
    LEVEL: gettext_lazy("Theo cấp giải quyết"),
    TOPIC: gettext_lazy("Theo lĩnh vực"),
    UNIT: gettext_lazy("Theo địa bàn"),
}
HEADINGS = {
    AGENCY: gettext_lazy("Cơ quan"),
    LEVEL: gettext_lazy("Cấp"),
    TOPIC: gettext_lazy("Lĩnh vực"),
    UNIT: gettext_lazy("Địa bàn"),
}
# After the ages: open is their sum.
AFTER_AGES = ("open", "overdue", "answered_asked", "resolved_asked", "asked")
OPEN = len(BUCKETS)
MOST_ROWS = 40


@dataclass(frozen=True)
class Cell:
    """A number as it is shown, and the address of its list (None: nothing behind it, or not for this reader)."""

    text: str
    label: str
    url: str | None = None
    percent: str = ""


@dataclass(frozen=True)
class Segment:
    """One age in the bar of a line: its left edge and width as parts of the widest bar, in percent."""

    css: str
    left: float
    width: float


@dataclass(frozen=True)
class Line:
    name: str
    url: str | None
    cells: list[Cell]
    segments: list[Segment]
    late: float
    words: str


@dataclass(frozen=True)
class Group:
    """One table: by agency, level, field or place; `total` is the sum of its lines."""

    code: str
    title: str
    heading: str
    columns: list[str]
    lines: list[Line]
    total: list[Cell]
    more: int


def column_words() -> list[str]:
    return [
        *(bucket_words(number) for number in range(len(BUCKETS))),
        _("Đang mở"),
        _("Quá hạn"),
        _("Đã trả lời"),
        _("Đã giải quyết"),
    ]


def numbers_of(tally: Tally) -> list[int]:
    return [*tally.ages, *(getattr(tally, name) for name in AFTER_AGES)]


def group(ageing: Ageing, dimension: str, address_below) -> Group:
    """The table of one dimension; `address_below(key)` is the same page of a unit below the area."""
    found = ageing.groups(dimension)
    total = Tally()
    for fact in ageing.facts:
        if dimension != AGENCY or not fact.is_solved_on_the_spot:
            total.add(fact)
    numbers = [numbers_of(tally) for _key, _name, tally in found] + [numbers_of(total)]
    hidden = set() if ageing.reads_rows else hidden_cells(numbers, [tuple(range(OPEN + 1))])
    widest = max((row[OPEN] for row in numbers[:-1]), default=0)
    lines = []
    for at, (key, name, _tally) in enumerate(found[:MOST_ROWS]):
        covered = {column for row, column in hidden if row == at}
        lines.append(
            Line(
                name or str(NOBODY[dimension]),
                address_below(key) if dimension == UNIT and key not in (NONE, ageing.area.key) else None,
                _cells(ageing, numbers[at], covered, (dimension, key)),
                [] if covered else _segments(numbers[at], widest),
                0 if covered else _percent(numbers[at][OPEN + 1], widest),
                _bar_words(numbers[at], covered),
            )
        )
    covered = {column for row, column in hidden if row == len(found)}
    return Group(
        dimension,
        str(TITLES[dimension]),
        str(HEADINGS[dimension]),
        column_words(),
        lines,
        _cells(ageing, numbers[-1], covered, (AGENCY, "") if dimension == AGENCY else None),
        max(0, len(found) - MOST_ROWS),
    )


def _cells(ageing, numbers, covered, of) -> list[Cell]:
    words = column_words()
    of = None if of and not of[1] else of

    def url(state, number, bucket=None):
        if not (ageing.reads_rows and number):
            return None
        return ageing.slice(state, bucket=bucket, group=of).url

    cells = [
        Cell(shown(number, at in covered), words[at], url("open", number, at))
        for at, number in enumerate(numbers[:OPEN])
    ]
    for at, state in ((OPEN, "open"), (OPEN + 1, "overdue")):
        cells.append(Cell(shown(numbers[at], at in covered), words[at], url(state, numbers[at])))
    asked, asked_at = numbers[-1], len(numbers) - 1
    for at, state in ((OPEN + 2, "answered_asked"), (OPEN + 3, "resolved_asked")):
        is_covered = at in covered or asked_at in covered
        text = shown(numbers[at], at in covered)
        if asked:
            text = f"{text}/{shown(asked, asked_at in covered)}"
        percent = "" if is_covered or not asked else _percent_words(numbers[at], asked)
        cells.append(Cell(text, words[at], url(state, numbers[at]), percent))
    return cells


def shown(number: int, is_hidden: bool) -> str:
    if is_hidden:
        return _("dưới %(number)s") % {"number": SMALLEST} if number < SMALLEST else _("ẩn")
    return number_format(number, force_grouping=True)


def _percent_words(part: int, whole: int) -> str:
    return f"{number_format(round(100 * part / whole), force_grouping=True)} %"


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _segments(numbers, widest) -> list[Segment]:
    found, left = [], 0
    for at, number in enumerate(numbers[:OPEN]):
        if number:
            found.append(Segment(f"age-{at}", _percent(left, widest), _percent(number, widest)))
        left += number
    return found


def _bar_words(numbers, covered) -> str:
    if covered:
        return _("ít quá nên không vẽ")
    parts = [
        f"{words}: {number}"
        for words, number in zip(column_words()[: OPEN + 2], numbers[: OPEN + 2], strict=True)
        if number
    ]
    return "; ".join(parts) or _("không có kiến nghị nào đang mở")


# --- the whole in one line ---
def figures_line(ageing: Ageing) -> list[dict]:
    total = ageing.total
    words = {
        "open": _("kiến nghị đang mở"),
        "overdue": _("kiến nghị quá hạn"),
        "raised": _("tiếng nói đã nêu"),
        "told": _("đã báo lại nơi nêu"),
        "unanswered": _("tiếng nói chưa được trả lời"),
        "on_the_spot": _("giải quyết tại chỗ"),
    }
    states = {"overdue": "bad", "unanswered": "warn"}
    found = []
    for state, said in words.items():
        number = getattr(total, state)
        is_hidden = not ageing.reads_rows and 0 < number < SMALLEST
        found.append(
            {
                "number": shown(number, is_hidden),
                "words": said,
                "state": states.get(state, "info") if number else "ok",
                "url": ageing.slice(state).url if ageing.reads_rows else None,
            }
        )
    return found


def rates(ageing: Ageing) -> list[dict]:
    """Answered and resolved are two rates of the same whole, side by side, each with its picture."""
    total = ageing.total
    found = []
    for state, label in (("answered_asked", _("Đã trả lời")), ("resolved_asked", _("Đã giải quyết"))):
        number = getattr(total, state)
        is_hidden = not ageing.reads_rows and (0 < number < SMALLEST or 0 < total.asked < SMALLEST)
        text = f"{shown(number, is_hidden)}/{number_format(total.asked, force_grouping=True)}"
        found.append(
            {
                "label": label,
                "text": _("ẩn") if is_hidden and total.asked < SMALLEST else text,
                "share": 0 if is_hidden else _percent(number, total.asked),
                "percent": "" if is_hidden or not total.asked else _percent_words(number, total.asked),
                "url": ageing.slice(state).url if ageing.reads_rows and number else None,
                "is_applicable": bool(total.asked),
            }
        )
    return found


# --- rows, for those who read them ---
@dataclass(frozen=True)
class OldestRow:
    reference: str
    url: str
    content: str
    unit: str
    topic: str
    raised_on: object
    days: int
    agency: str
    deadline: str


def oldest_rows(ageing: Ageing) -> list[OldestRow]:
    found = list(ageing.oldest().select_related("topic"))
    names = names_of({row.unit_id for row in found}, ageing.on)
    agencies = Agency.objects.in_bulk({row.lead for row in found} - {None})
    return [
        OldestRow(
            row.reference,
            row.get_absolute_url(),
            gist(row.content),
            names.get(row.unit_id, ""),
            row.topic.name if row.topic else "",
            row.raised_on,
            (ageing.on - row.raised_on).days,
            agencies[row.lead].name if row.lead else str(NOBODY[AGENCY]),
            str((deadline(row.due_on, row.answer_on, ageing.on) or ("", ""))[1]),
        )
        for row in found
    ]


@dataclass(frozen=True)
class UnheardRow:
    name: str
    number: int
    since: object
    days: int
    url: str | None


def unheard_rows(ageing: Ageing, most: int) -> list[UnheardRow]:
    """The places whose voice got no answer, the longest unheard first."""
    found = ageing.unheard[:most]
    ids = [unit for unit, _number, _since in found]
    names = names_of(ids, ageing.on)
    keys = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "key"))
    return [
        UnheardRow(
            names.get(unit, ""),
            number,
            since,
            (ageing.on - since).days,
            ageing.slice("unanswered", group=(ITSELF, keys[unit])).url,
        )
        for unit, number, since in found
    ]
