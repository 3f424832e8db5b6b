"""Rows × months of what was expected and attended: rows are places, grouped by commune, or people. Made as HTML here: three
hundred rows of twelve months are 3,600 cells, which a template takes ten times as long over."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from assignments.models import Cadre, CadreGroup, Team
from assignments.querysets.targets import named, targets_of
from branches.models import Agency, Organisation, Unit, UnitPlacement, Zone
from branches.querysets.bodies import organisation_versions
from branches.querysets.units import names_of, names_of_keys
from common.text import sort_key
from reports.expected import Tally, tally_of
from reports.states import State, attended_state, reported_state, share_state

# More places than these are shown by the units that hold them.
MOST_ROWS = 300
_MODELS = {
    "unit": Unit,
    "organisation": Organisation,
    "zone": Zone,
    "cadre": Cadre,
    "team": Team,
    "agency": Agency,
}


@dataclass
class Row:
    """`url` leads to the row's own page or matrix, `cell` is what the addresses of its cells begin with; "" for a reader of
    numbers only. `group`: the key of the commune around it."""

    name: str
    sort: str
    months: dict[date, Tally] = field(default_factory=dict)
    total: Tally = Tally()
    group: str = ""
    url: str = ""
    cell: str = ""
    note: str = ""
    is_share: bool = False
    is_person: bool = False


@dataclass
class Group:
    name: str
    rows: list[Row]
    url: str = ""

    @property
    def months(self) -> dict[date, Tally]:
        found: dict[date, Tally] = {}
        for row in self.rows:
            for first, tally in row.months.items():
                found[first] = found.get(first, Tally()) + tally
        return found

    @property
    def total(self) -> Tally:
        return sum((row.total for row in self.rows), Tally())


# --- rows ---
def place_rows(asked, may_open: bool) -> list[Row]:
    """One row a target; where there are more than MOST_ROWS, one a unit directly under the area."""
    cells = asked.expected.cells
    targets = {cell.line.where for cell in cells}
    if len(targets) > MOST_ROWS:
        return _child_rows(asked)
    rows = {where: Row("", "") for where in targets}
    for cell in cells:
        row = rows[cell.line.where]
        _add(row, cell)
        row.group = cell.place.commune if cell.line.where[0] != "zone" else ""
        if cell.line.where[0] == "unit" and row.group == cell.place.key:
            row.group = ""
    _add_vacant(asked, rows)
    _name_targets(rows, asked)
    _lead(rows, asked, may_open)
    return list(rows.values())


def person_rows(asked) -> list[Row]:
    """One row a cadre, team or agency."""
    rows: dict[tuple, Row] = {}
    for cell in asked.expected.cells:
        _add(rows.setdefault(cell.line.who, Row("", "", is_person=True)), cell)
    for kind, pk, name, order, note in _people(rows):
        rows[kind, pk].name, rows[kind, pk].sort, rows[kind, pk].note = name, order, note
    _lead(rows, asked, True)
    return sorted(rows.values(), key=lambda row: row.sort)


def kind_rows(asked, may_open: bool) -> list[Row]:
    """One row a group of cadres, as the decisions had it; teams and agencies, and those of no known group, one each."""
    names = dict(CadreGroup.objects.order_by("sort", "name").values_list("code", "name"))
    order = {code: at for at, code in enumerate(names)}
    others = {"team": _("Tổ công tác"), "agency": _("Cơ quan"), "cadre": _("Chưa rõ nhóm")}
    rows: dict[str, Row] = {}
    for cell in asked.expected.cells:
        code = cell.line.group if cell.line.group in names else cell.line.who[0]
        row = rows.setdefault(code, Row(names.get(code) or others[code], "", is_share=True))
        _add(row, cell)
        if may_open and code in names:
            row.url = asked.address("attendance_list", nhom=code)
    for at, code in enumerate(sorted(rows, key=lambda code: order.get(code, len(order)))):
        rows[code].sort = f"{at:03d}"
    return sorted(rows.values(), key=lambda row: row.sort)


def _add(row: Row, cell) -> None:
    tally = tally_of(cell)
    row.months[cell.first] = row.months.get(cell.first, Tally()) + tally
    row.total += tally


def _child_rows(asked) -> list[Row]:
    depth = asked.place.path.count(".") if asked.place else 0
    rows: dict[str, Row] = {}
    for cell in asked.expected.cells:
        keys = cell.place.path.split(".")[:-1]
        key = keys[depth] if len(keys) > depth else asked.area.key
        _add(rows.setdefault(key, Row("", "", is_share=True)), cell)
    names = names_of_keys(rows, asked.map_day)
    for key, row in rows.items():
        row.name, row.sort = names.get(key, ""), sort_key(names.get(key, ""))
        row.url = asked.address(area_key=key) if key != asked.area.key else ""
    return list(rows.values())


def _add_vacant(asked, rows: dict) -> None:
    """Places of the scheme that nobody was assigned to in all these months: rows of "trống"."""
    scheme = asked.scheme
    if scheme is None or scheme.target_kind not in ("unit", "organisation") or not asked.expected.cells:
        return
    day = asked.map_day
    found = named(targets_of(scheme, asked.place, day), scheme, day)
    paths = dict(found.values_list("target_id", "target_path")[:MOST_ROWS])
    vacant = [target for target in paths if (scheme.target_kind, target) not in rows]
    around = UnitPlacement.objects.on(day).filter(path__in={paths[target] for target in vacant})
    communes = {
        path: (key, unit) for path, key, unit in around.values_list("path", "commune__key", "unit__key")
    }
    for target in vacant[: max(0, MOST_ROWS - len(rows))]:
        commune, unit = communes.get(paths[target], ("", ""))
        is_itself = scheme.target_kind == "unit" and commune == unit
        rows[scheme.target_kind, target] = Row("", "", group="" if is_itself else commune or "")


def _name_targets(rows: dict, asked) -> None:
    day = asked.map_day
    ids = {kind: {pk for name, pk in rows if name == kind} for kind in ("unit", "organisation", "zone")}
    names = {("unit", pk): name for pk, name in names_of(ids["unit"], day).items()} if ids["unit"] else {}
    if ids["organisation"]:
        versions = organisation_versions(ids["organisation"], day)
        names |= {("organisation", pk): version.name for pk, version in versions.items()}
    if ids["zone"]:
        zones = Zone.objects.filter(pk__in=ids["zone"]).values_list("pk", "name")
        names |= {("zone", pk): name for pk, name in zones}
    for where, row in rows.items():
        row.name = names.get(where, "")
        row.sort = sort_key(row.name)


def _people(rows: dict):
    ids = {kind: [pk for name, pk in rows if name == kind] for kind in ("cadre", "team", "agency")}
    if ids["cadre"]:
        cadres = Cadre.objects.filter(pk__in=ids["cadre"])
        for pk, name, order, code in cadres.values_list("pk", "full_name", "given_name_key", "code"):
            yield "cadre", pk, name, order, code
    for kind, model in (("team", Team), ("agency", Agency)):
        if ids[kind]:
            for pk, name, code in model.objects.filter(pk__in=ids[kind]).values_list("pk", "name", "code"):
                yield kind, pk, name, sort_key(name), code


def _lead(rows: dict, asked, may_open: bool) -> None:
    """The addresses of cells: "o/unit/KEY/", to which the month is added."""
    if not may_open:
        return
    for kind in {kind for kind, _pk in rows}:
        pks = [pk for name, pk in rows if name == kind]
        for pk, key in _MODELS[kind].objects.filter(pk__in=pks).values_list("pk", "key"):
            rows[kind, pk].cell = f"o/{kind}/{key}/"


def groups_of(rows: list[Row], asked) -> list[Group]:
    """By commune, in the order of names; what lies in none first."""
    by_key: dict[str, list[Row]] = {}
    for row in rows:
        by_key.setdefault(row.group, []).append(row)
    names = names_of_keys(by_key.keys() - {""}, asked.map_day) if by_key.keys() - {""} else {}
    groups = [
        Group(
            names.get(key, ""),
            sorted(found, key=lambda row: row.sort),
            asked.address(area_key=key) if key else "",
        )
        for key, found in by_key.items()
    ]
    return sorted(groups, key=lambda group: (bool(group.name), sort_key(group.name)))


# --- HTML ---
class Matrix:
    """`groups` over `months`; `shown`: the month that a phone shows; `query`: what the addresses of cells end with."""

    def __init__(self, groups: list[Group], months: list[date], *, shown: date, of_reports: bool, query: str):
        self.groups, self.months, self.shown = groups, months, shown
        self.of_reports, self.query = of_reports, query

    @property
    def total(self) -> Tally:
        return sum((group.total for group in self.groups), Tally())

    def bodies(self) -> SafeString:
        several = len(self.groups) > 1 or any(group.name for group in self.groups)
        return mark_safe("".join(part for group in self.groups for part in self._group(group, several)))

    def _group(self, group: Group, several: bool):
        yield "<tbody>"
        if several and group.name:
            name = (
                f'<a href="{escape(group.url)}">{escape(group.name)}</a>' if group.url else escape(group.name)
            )
            months = group.months
            cells = "".join(
                self._cell(first, share_state(months.get(first), self.of_reports)) for first in self.months
            )
            yield f'<tr class="group"><th scope="rowgroup">{name}</th>{cells}{self._sum(group.total)}</tr>\n'
        for row in group.rows:
            yield self._row(row)
        yield "</tbody>\n"

    def _row(self, row: Row) -> str:
        name = escape(row.name)
        if row.url:
            name = f'<a href="{escape(row.url)}">{name}</a>'
        if row.note:
            name += f"<small>{escape(row.note)}</small>"
        cells = "".join(
            self._cell(
                first, self.state(row, first), f"{row.cell}{first:%Y-%m}/{self.query}" if row.cell else ""
            )
            for first in self.months
        )
        return f'<tr><th scope="row">{name}</th>{cells}{self._sum(row.total)}</tr>\n'

    def state(self, row: Row, first: date) -> State:
        tally = row.months.get(first)
        if row.is_share:
            return share_state(tally, self.of_reports)
        if tally is None and row.is_person:
            return State("none", "·", _("không giao"))
        return (reported_state if self.of_reports else attended_state)(tally)

    def _cell(self, first: date, state: State, url: str = "") -> str:
        css = f"{state.css} on" if first == self.shown else state.css
        text = f"<b>{state.sign}</b> {escape(state.word)}"
        return (
            f'<td class="{css}"><a href="{escape(url)}">{text}</a></td>'
            if url
            else f'<td class="{css}">{text}</td>'
        )

    def _sum(self, tally: Tally) -> str:
        done, whole = self.share(tally)
        return f'<td class="num">{number_format(done, force_grouping=True)}/{number_format(whole, force_grouping=True)}</td>'

    def share(self, tally: Tally) -> tuple[int, int]:
        if self.of_reports:
            return tally.on_time + tally.late, tally.turns
        return tally.attended, tally.expected
