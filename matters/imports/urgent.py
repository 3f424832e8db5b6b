"""The register of urgent, pressing matters from a list (Kim Sơn 3.5): one row a matter, found by its reference.

All or nothing and set-based: a year's register of a province asks no more often than that of a commune. What the list
says changes what stands; a column that it does not have leaves its fact as it is.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import correct as correct_code
from branches.imports.codes import in_chunks, not_there, offered, organisation_codes, said_codes, with_zeros
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, day, from_to
from branches.models import OrganisationUnit, UnitPlacement
from common.spreadsheets.columns import Table
from matters.imports.topics import Topics
from matters.imports.urgent_columns import ALSO_SAID, columns
from matters.models import Topic, UrgentMatter

Status = UrgentMatter.Status
FIRST_YEAR, LAST_YEAR = 2000, 2100
# Lists of offices say why something is not done nowhere; the register asks for it.
NO_REASON = "Danh sách nhập không ghi lý do."
TEXTS = {"title": "title", "owner": "owner", "solution": "solution", "target": "target", "why": "why"}


@dataclass
class Line:
    """One row with the organisation that it names and where that stood; `known` is the matter that stands."""

    row: dict
    organisation: object
    name: str
    registered_on: date
    unit_id: int
    topic: Topic | None
    status: str = ""
    known: UrgentMatter | None = None

    @property
    def title(self) -> str:
        return _("%(reference)s – %(organisation)s: %(title)s") % {
            "reference": self.row["reference"],
            "organisation": self.name,
            "title": self.row["title"],
        }


def check(table: Table, context: Context) -> Plan:
    return UrgentCheck(table, context).run()


class UrgentCheck:
    def __init__(self, table: Table, context: Context):
        self.table, self.context, self.plan = table, context, Plan(table)

    def run(self) -> Plan:
        rows = [row for row in self.table.rows if not self.plan.is_bad(row)]
        self._load(rows)
        lines = [line for row in rows if (line := self._line(row)) is not None]
        lines = self._said_once(lines)
        self._load_what_stands(lines)
        for line in lines:
            if self._find(line) and self._complete(line):
                (self._change if line.known else self._add)(line)
        self._carry(lines)
        return self.plan

    # --- what the rows name ---
    def _load(self, rows: list[dict]) -> None:
        self.codes = organisation_codes(said_codes(rows, "organisation_code"), self.context)
        self.topics = Topics(self.plan, self.context)
        bodies = {each.organisation_id for code in self.codes.all_codes() for each in self.codes.of(code)}
        self.mains: dict[int, list[OrganisationUnit]] = {}
        links = OrganisationUnit.objects.filter(is_main=True)
        for link in sorted(in_chunks(links, "organisation_id", bodies), key=lambda each: each.starts_on):
            self.mains.setdefault(link.organisation_id, []).append(link)
        units = {link.unit_id for each in self.mains.values() for link in each}
        self.places: dict[int, list[UnitPlacement]] = {}
        for place in in_chunks(UnitPlacement.objects.all(), "unit_id", units):
            self.places.setdefault(place.unit_id, []).append(place)

    def _line(self, row: dict) -> Line | None:
        year = row["year"]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            self.plan.error(row, "year", _("Năm phải từ 2000 đến 2100."))
            return None
        version = self._version(row, year)
        if version is None:
            return None
        if not self.context.may_write(version.organisation.unit):
            self._unknown(row)
            return None
        stood = self._stood(version, year)
        if stood is None:
            self.plan.error(
                row,
                "organisation_code",
                _("Trong năm %(year)s bản đồ chưa có nơi %(name)s đóng. Hãy nạp bản đồ từ trước đó.")
                % {"year": year, "name": version.name},
            )
            return None
        topic = self.topics.find(row)
        if self.plan.is_bad(row):
            return None
        return Line(row, version.organisation, version.name, *stood, topic)

    def _version(self, row: dict, year: int):
        """Whose code it is: on the named day, or today, where that is in the year; else on the first day of the year, or on
        whatever day of it somebody bore the code."""
        code = row["organisation_code"]
        if not self.codes.of(code):
            right = offered(code, lambda each: self._borne_in(each, year) is not None)
            if right is None:
                self._unknown(row)
                return None
            correct_code(self.plan, self.context, row, "organisation_code", right)
            code = right
        found = self._borne_in(code, year)
        if found is None:
            on = self._days(year)[0]
            self.plan.error(
                row, "organisation_code", not_there(self.context, self.codes, code, on, _("tổ chức đảng"))
            )
        return found

    def _borne_in(self, code: str, year: int):
        for on in self._days(year):
            if version := self.codes.on(code, on):
                return version
        first, last = date(year, 1, 1), date(year, 12, 31)
        return next(
            (
                each
                for each in self.codes.of(code)
                if each.starts_on <= last and (each.ends_on is None or each.ends_on > first)
            ),
            None,
        )

    def _days(self, year: int) -> list[date]:
        said = [self.context.on] if self.context.is_dated else []
        return [each for each in (*said, self.context.today) if each.year == year] + [date(year, 1, 1)]

    def _unknown(self, row: dict) -> None:
        sentence = self.context.unknown(
            _("Không có %(label)s mã “%(code)s”%(where)s."),
            label=_("tổ chức đảng"),
            code=row["organisation_code"],
        )
        self.plan.error(row, "organisation_code", sentence)

    def _stood(self, version, year: int) -> tuple[date, int] | None:
        """The first day of the year on which the organisation was there and the map knew where, and that unit. A register of
        a year to come is opened today."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        if first > self.context.today:
            first = last = self.context.today
        links = self.mains.get(version.organisation_id, ())
        places = [place for link in links for place in self.places.get(link.unit_id, ())]
        days = {first, *(each.starts_on for each in (version, *links, *places))}
        for on in sorted(each for each in days if first <= each <= last):
            link = next((each for each in links if each.holds_on(on)), None)
            if version.holds_on(on) and link and self._is_placed(link.unit_id, on):
                return on, link.unit_id
        return None

    def _is_placed(self, unit_id: int, on: date) -> bool:
        return any(place.holds_on(on) for place in self.places.get(unit_id, ()))

    def _said_once(self, lines: list[Line]) -> list[Line]:
        said: dict[str, int] = {}
        found = []
        for line in lines:
            first = said.setdefault(line.row["reference"], line.row["row"])
            if first != line.row["row"]:
                self.plan.error(line.row, "reference", _("Mã này đã có ở hàng %(row)s.") % {"row": first})
                continue
            found.append(line)
        return found

    # --- what stands already ---
    def _load_what_stands(self, lines: list[Line]) -> None:
        said = {line.row["reference"] for line in lines} | {
            line.row["carried_from"] for line in lines if line.row["carried_from"]
        }
        rows = self.context.writable(UrgentMatter.objects.standing()).select_related("carried_to")
        self.standing: dict[str, list[UrgentMatter]] = {}
        for matter in in_chunks(rows, "reference", with_zeros(said)):
            self.standing.setdefault(matter.reference, []).append(matter)

    def _find(self, line: Line) -> bool:
        found = self.standing.get(line.row["reference"], [])
        line.known = next((each for each in found if each.organisation_id == line.organisation.pk), None)
        if found and line.known is None:
            self.plan.error(
                line.row,
                "reference",
                _("Mã này đã là việc của một tổ chức đảng khác. Hãy dùng mã khác."),
            )
        elif line.known and line.known.year != line.row["year"]:
            self.plan.error(
                line.row,
                "year",
                _("Việc này thuộc sổ năm %(year)s. Chuyển sang năm sau thì dùng mã khác.")
                % {"year": line.known.year},
            )
        return not self.plan.is_bad(line.row)

    # --- what the row says became of it ---
    def _complete(self, line: Line) -> bool:
        row, known = line.row, line.known
        said = ALSO_SAID.get(row["status"], row["status"])
        if row["done_on"] and said not in (None, Status.DONE):
            self.plan.error(row, "done_on", _("Chỉ việc đã hoàn thành mới có ngày hoàn thành."))
        elif row["done_on"] and row["done_on"] > self.context.today:
            sentence = _("Ngày %(day)s còn ở phía trước.") % {"day": day(row["done_on"])}
            self.plan.error(row, "done_on", sentence)
        elif row["done_on"] and row["done_on"].year < row["year"]:
            self.plan.error(row, "done_on", _("Ngày hoàn thành không thể trước năm của sổ."))
        if known and said == Status.REGISTERED:
            # That it is registered does not take back how far it has come since.
            said = None
        line.status = said or (
            Status.DONE if row["done_on"] else known.status if known else Status.REGISTERED
        )
        if known and line.status == known.status == Status.DONE and row["done_on"] is None:
            row["done_on"] = known.done_on
        if line.status == Status.DROPPED and not row["result"]:
            row["result"] = (known and known.result) or NO_REASON
        if known:
            self._refuse_settled(line)
        return not self.plan.is_bad(row)

    def _refuse_settled(self, line: Line) -> None:
        known, row = line.known, line.row
        carried_to = getattr(known, "carried_to", None)
        if carried_to and line.status != Status.CARRIED:
            self.plan.error(
                row,
                "status",
                _("Việc này đã chuyển sang năm %(year)s (%(reference)s).")
                % {"year": carried_to.year, "reference": carried_to.reference},
            )
        elif known.confirmed_on and (line.status, row["done_on"]) != (known.status, known.done_on):
            self.plan.error(
                row,
                "status",
                _("Việc này đã được xác nhận hoàn thành; muốn đổi thì cấp trên phải mở lại."),
            )

    # --- the plan ---
    def _add(self, line: Line) -> None:
        row = line.row
        matter = UrgentMatter(
            reference=row["reference"],
            organisation=line.organisation,
            unit_id=line.unit_id,
            year=row["year"],
            registered_on=line.registered_on,
            topic=line.topic,
            due_on=row["due_on"],
            status=line.status,
            done_on=row["done_on"],
            done_by=self.context.user if line.status == Status.DONE else None,
            result=row["result"] or "",
            created_by=self.context.user,
            **{name: row[key] or "" for key, name in TEXTS.items()},
        )
        line.known = self.plan.make(row, matter)
        self.plan.say(row, ADDED, line.title)

    def _change(self, line: Line) -> None:
        row, matter = line.row, line.known
        said = {name: row[key] or "" for key, name in TEXTS.items() if key in self.table.present}
        if "field" in self.table.present:
            said["topic"] = line.topic
        if "due_on" in self.table.present:
            said["due_on"] = row["due_on"]
        if "result" in self.table.present or line.status == Status.DROPPED:
            said["result"] = row["result"] or ""
        said |= {"status": line.status, "done_on": row["done_on"]}
        before = {name: getattr(matter, name) for name in said}
        if not self.plan.alter(row, matter, **said):
            self.plan.say(row, UNCHANGED, line.title)
            return
        if matter.status == Status.DONE and before["status"] != Status.DONE:
            self.plan.alter(row, matter, done_by=self.context.user)
        elif matter.status != Status.DONE:
            self.plan.alter(row, matter, done_by=None)
        self.plan.alter(row, matter, version=matter.version + 1)
        changed = [name for name in said if before[name] != said[name]]
        self.plan.say(row, CHANGED, line.title, [_from_to(matter, name, before[name]) for name in changed])

    def _carry(self, lines: list[Line]) -> None:
        """Ties a matter to the one of an earlier year that it goes on from; that one is then carried."""
        in_file = {line.row["reference"]: line for line in lines if line.known}
        for line in lines:
            reference = line.row["carried_from"]
            if not reference or self.plan.is_bad(line.row):
                continue
            earlier = in_file[reference].known if reference in in_file else None
            if earlier is None:
                found = self.standing.get(reference, [])
                earlier = next((each for each in found if each.organisation_id == line.organisation.pk), None)
            if earlier is None or earlier.organisation_id != line.organisation.pk or earlier is line.known:
                sentence = _("Không có việc mã “%(reference)s” của tổ chức đảng này.")
                self.plan.error(line.row, "carried_from", sentence % {"reference": reference})
            elif earlier.year >= line.row["year"]:
                self.plan.error(line.row, "carried_from", _("Chỉ chuyển từ một năm trước."))
            elif earlier.status != Status.CARRIED:
                self.plan.error(line.row, "carried_from", _("Việc được chuyển phải ghi là chuyển năm sau."))
            elif earlier.pk is None or line.known.carried_from_id != earlier.pk:
                self._tie(line, earlier)
        # What is carried over is written before that which it becomes.
        self.plan.makes.get(UrgentMatter, []).sort(key=lambda pair: pair[1].year)

    def _tie(self, line: Line, earlier: UrgentMatter) -> None:
        if getattr(earlier, "carried_to", None) if earlier.pk else None:
            self.plan.error(line.row, "carried_from", _("Việc đó đã được chuyển thành một việc khác."))
        elif line.known.pk is None:
            line.known.carried_from = earlier
        elif earlier.pk is None:
            self.plan.error(line.row, "carried_from", _("Việc được chuyển phải có trước trong sổ."))
        else:
            self.plan.alter(line.row, line.known, carried_from=earlier, version=line.known.version + 1)
            self.plan.say(line.row, CHANGED, line.title, [_("chuyển từ %(it)s") % {"it": earlier.reference}])


def _from_to(matter: UrgentMatter, name: str, before) -> str:
    field = matter._meta.get_field(name)
    after = getattr(matter, name)
    if field.choices:
        labels = dict(field.choices)
        before, after = labels.get(before, before), labels.get(after, after)
    return from_to(field.verbose_name, before, after)


def lock_register() -> None:
    """Whoever changes a matter on a page waits, and is then told that it has changed."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {UrgentMatter._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


KIND = Kind(
    name="urgent_matters",
    title=gettext_lazy("Việc cấp bách, bức xúc"),
    columns=columns,
    check=check,
    lock=lock_register,
    permission="urgent.write",
    notes=(
        gettext_lazy(
            "Mỗi hàng là một việc của một tổ chức đảng trong một năm; nhập lại theo mã thì cập nhật."
        ),
        gettext_lazy(
            "Hoàn thành thì ghi ngày hoàn thành nếu biết. Việc đã được cấp trên xác nhận thì không đổi được ở đây."
        ),
    ),
)
