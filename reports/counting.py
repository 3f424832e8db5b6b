"""Which rows a number of a review counts: by its key ("attendance.turns"), from the method that gives the number."""

from collections import defaultdict

from branches.models import Organisation
from matters.querysets.urgent import GRASSROOTS
from reports.behind import Behind
from reports.counted import CELL, TURN, Counted, cell_row
from reports.expected import tally_of
from scores.models import Indicator
from scores.reading import rows_counted

_ONCE = {
    "people": ("person", "person"),
    "meetings": ("meeting", "meeting"),
    "branches": ("branch", "organisation"),
}
_REGISTERED = ("registered", "done", "open", "overdue")
_SIDES = {"visited": "branches", "attended": "meetings"}


def counted(key: str, behind: Behind) -> Counted | None:
    """What the number `key` counts; None where it counts no rows."""
    name, _dot, part = key.partition(".")
    way = _WAYS.get(name)
    return way(part, behind) if way and behind.parts else None


def _coverage(part, behind):
    """The places, those that somebody follows, or who follows them."""
    if part in ("units", "covered"):
        rows = [each.rows if part == "units" else each.covered_rows for each in behind.coverages]
        ids = [pk for each in rows for pk in each.order_by("target_id").values_list("target_id", flat=True)]
        return Counted(behind.nearest.target_kind, ids) if behind.nearest else None
    if part != "cadres":
        return None
    found = [row for each in behind.coverages for row in each.assignees]
    kinds = ("cadre", "person"), ("team", "team"), ("agency", "agency")
    return Counted(
        "follower", [[kind, row[at], row["targets"]] for row in found for kind, at in kinds if row[at]]
    )


def _attendance(part, behind):
    if part in ("expected", "attended", "missing", "excused"):
        cells = sorted(behind.cells(part), key=lambda pair: (pair[0].area.pk, -pair[1].first.toordinal()))
        return Counted(CELL, [cell_row(each.area.pk, cell, tally_of(cell)) for each, cell in cells])
    if part in _ONCE:
        return _once(part, behind.turns)
    if part not in ("turns", "on_time", "late"):
        return None
    return _turns(behind.turns if part == "turns" else behind.turns_reported(part))


def _turns(turns):
    return Counted(TURN, [turn.pk for turn in turns])


def _once(part, turns):
    """People, meetings or branches, each once with its turns; where several places held the ground nobody adds them up."""
    of, field = _ONCE[part]
    found = defaultdict(list)
    for turn in turns:
        found[getattr(turn, field)].append(turn.pk)
    return Counted(of, [[pk, ids] for pk, ids in found.items()])


def _ids(of, rows):
    return Counted(of, list(rows.order_by("pk").values_list("pk", flat=True)))


def _recommendations(part, behind):
    return _ids("recommendation", behind.recommendations(part))


def _conferences(part, behind):
    return _ids(
        "conference", behind.conferences(part.removeprefix("by_kind.") if part.startswith("by_kind.") else "")
    )


def _contributions(part, behind):
    """Money, or a thing in a measure as `goods_key` writes it."""
    if part == "total":
        return _ids("contribution", behind.contributions().filter(amount__isnull=False))
    if not part.startswith("in_kind|"):
        return None
    _name, kind, measure, what = part.split("|", 3)
    return _ids("contribution", behind.goods(what, measure if kind == "number" else None))


def _urgent(part, behind):
    if part in ("registered", "done"):
        rows = [
            each.matters if part == "registered" else each.matters.done_by(each.day)
            for each in behind.registers
        ]
        return Counted("urgent_matter", [pk for each in rows for pk in each.values_list("pk", flat=True)])
    register, *others = behind.registers
    if others or part not in ("organisations", "organisations_without"):
        return None
    if part == "organisations_without":
        return _ids("without", register.without())
    counts = register.matters.counted_by_organisation(register.day)
    bodies = Organisation.objects.filter(pk__in=counts, kind__in=GRASSROOTS).order_by("pk")
    ids = bodies.values_list("pk", flat=True)
    return Counted("registering", [[pk, *(counts[pk][name] for name in _REGISTERED)] for pk in ids])


def _assignments(part, behind):
    which, _dot, reason = part.partition(".")
    if which == "by_reason":
        return _ids("assignment", behind.assignments("ended").filter(end_reason=reason))
    return _ids("assignment", behind.assignments(part)) if part in ("started", "ended") else None


def _scores(part, behind):
    return _ids("sheet", behind.sheets(part))


def _checklist(part, behind):
    """`part`: list.item, as the review names them."""
    touched = behind.touched(part.partition(".")[2])
    return Counted(behind.nearest.target_kind, [target.pk for target in touched]) if behind.nearest else None


def _targets(code, behind):
    """Those that are added up, as on their board on the last day of the period."""
    lines = [line for board in behind.boards for line in board.topmost_of(board.lines)]
    return Counted("target", [line.target.pk for line in lines if line.target.indicator.code == code])


def _indicators(code, behind):
    """The values that were given, or the people or organisations of the map; None where several places held the ground and one of
    them counts otherwise."""
    indicator = Indicator.objects.filter(code=code).first()
    if indicator is None:
        return None
    found = [
        rows_counted(figure, facts)
        for figure, facts in behind.figures_of(indicator)
        if figure.value is not None  # a place of which nobody knows a number has no rows of any kind
    ] or [("value", [])]
    if len({of for of, _rows in found}) != 1:
        return None
    return Counted(found[0][0], [row for _of, rows in found for row in rows])


# --- either side of a pilot ---
def _pilots(part, behind):
    """`part`: "4.others.answered"."""
    level, side, name = (part.split(".") + ["", ""])[:3]
    comparison = behind.comparison
    if not level.isdecimal() or not comparison.piloted:
        return None
    things = comparison.things(int(level))
    ids = things.get((side, name), set())
    if name in _SIDES:
        _of, field = _ONCE[_SIDES[name]]
        mine = things.get((side, "turns"), set())
        of_side = [turn for turn in comparison.turns if turn.pk in mine and getattr(turn, field) in ids]
        return _once(_SIDES[name], of_side)
    of = {
        "turns": TURN, "on_time": TURN, "answered": "recommendation", "resolved": "recommendation", "covered": "unit",
    }.get(name)  # fmt: skip
    return Counted(of, sorted(ids)) if of else None


_WAYS = {
    "pilots": _pilots,
    "coverage": _coverage,
    "attendance": _attendance,
    "recommendations": _recommendations,
    "conferences": _conferences,
    "contributions": _contributions,
    "urgent_matters": _urgent,
    "assignment_changes": _assignments,
    "scores": _scores,
    "checklist": _checklist,
    "targets": _targets,
    "indicators": _indicators,
}
