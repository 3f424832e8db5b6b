"""Party organisations from a list: their kind, name and parent, the ground that they cover, their member counts."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import (
    DatedCodes,
    find_dated,
    in_chunks,
    organisation_codes,
    said_codes,
    unit_codes,
    with_zeros,
)
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, ENDED, UNCHANGED, Plan, day, from_to
from branches.models import MemberCount, Organisation, OrganisationUnit, OrganisationVersion
from common.spreadsheets.columns import Column, Table

COUNTS = {"members_official": "official", "members_probationary": "probationary", "members_exempt": "exempt"}


def columns():
    return [
        Column(
            "code",
            gettext_lazy("Mã tổ chức"),
            required=True,
            kind="code",
            max_length=30,
            aliases=("Mã", "Mã tổ chức đảng", "Mã chi bộ"),
            example="VD-CB01",
        ),
        Column(
            "kind",
            gettext_lazy("Loại tổ chức"),
            required=True,
            kind="choice",
            choices=dict(Organisation.Kind.choices),
            aliases=("Loại",),
            example="branch",
        ),
        Column(
            "name",
            gettext_lazy("Tên tổ chức"),
            required=True,
            max_length=200,
            aliases=("Tên", "Tên tổ chức đảng", "Tên chi bộ"),
            example="Chi bộ Ấp Ví Dụ",
        ),
        Column(
            "parent_code",
            gettext_lazy("Mã tổ chức cấp trên"),
            kind="code",
            aliases=("Mã cấp trên", "Trực thuộc mã"),
            example="VD-DB",
        ),
        Column(
            "unit_code",
            gettext_lazy("Mã địa bàn"),
            required=True,
            kind="code",
            aliases=("Mã đơn vị", "Mã ấp"),
            example="VD-01",
        ),
        Column(
            "branch_type",
            gettext_lazy("Loại hình chi bộ"),
            kind="choice",
            choices=dict(Organisation.BranchType.choices),
            aliases=("Loại hình",),
            example="residential",
        ),
        Column("other_unit_codes", gettext_lazy("Mã địa bàn khác"), kind="list"),
        Column("opened_on", gettext_lazy("Ngày lập"), kind="date", aliases=("Ngày thành lập",)),
        Column(
            "closed_on",
            gettext_lazy("Không còn từ ngày"),
            kind="date",
            aliases=("Kết thúc từ ngày", "Ngày kết thúc"),
        ),
        Column("members_official", gettext_lazy("Đảng viên chính thức"), kind="int", aliases=("Chính thức",)),
        Column("members_probationary", gettext_lazy("Đảng viên dự bị"), kind="int", aliases=("Dự bị",)),
        Column(
            "members_exempt",
            gettext_lazy("Đảng viên được miễn"),
            kind="int",
            aliases=("Miễn công tác và sinh hoạt",),
        ),
        Column("counted_on", gettext_lazy("Tính đến ngày"), kind="date"),
    ]


@dataclass
class Subject:
    """One row as an organisation."""

    row: dict
    on: date
    organisation: Organisation | None = None
    timeline: list[OrganisationVersion] = field(default_factory=list)
    links: list[OrganisationUnit] = field(default_factory=list)
    parent: Organisation | None = None
    units: list = field(default_factory=list)
    is_new: bool = False

    @property
    def version(self) -> OrganisationVersion:
        return next((each for each in self.timeline if each.holds_on(self.on)), self.timeline[-1])

    @property
    def title(self) -> str:
        return _("%(name)s (mã %(code)s)") % {"name": self.row["name"], "code": self.row["code"]}


def check(table: Table, context: Context) -> Plan:
    return _Check(table, context).run()


class _Check:
    def __init__(self, table: Table, context: Context):
        self.table, self.context, self.plan = table, context, Plan(table)
        self.subjects: list[Subject] = []
        self.of_organisation: dict[int, Subject] = {}
        self.in_file: dict[str, Subject] = {}

    def run(self) -> Plan:
        rows = self.table.rows
        codes = said_codes(rows, "code", "parent_code")
        self.everywhere = DatedCodes(
            in_chunks(
                OrganisationVersion.objects.select_related("organisation__unit"), "code", with_zeros(codes)
            )
        )
        self.codes = organisation_codes(codes, self.context)
        self.units = unit_codes(said_codes(rows, "unit_code", "other_unit_codes"), self.context)
        for row in rows:
            self._find(row)
        self._load()
        for subject in self.subjects:
            self._find_units(subject)
            self._find_parent(subject)
        self._check_closing()
        self._load_counts()
        for subject in self.subjects:
            if not self.plan.is_bad(subject.row):
                self._open(subject) if subject.is_new else self._change(subject)
                self._count(subject)
        return self.plan

    # --- which organisation is it? ---
    def _find(self, row: dict) -> None:
        code = row["code"]
        if code is None:
            return
        if code in self.in_file:
            self.plan.error(
                row,
                "code",
                _("Mã “%(code)s” đã có ở hàng %(row)s.")
                % {"code": code, "row": self.in_file[code].row["row"]},
            )
            return
        on = row["opened_on"] or self.context.on
        subject = self.in_file[code] = Subject(row, on)
        self.subjects.append(subject)
        version = self.codes.on(code, on) or self.codes.on(code, self.context.on)
        if version is None and row["closed_on"]:
            ended = self.codes.on(code, row["closed_on"] - timedelta(days=1))
            version = ended if ended and ended.organisation.closed_on == row["closed_on"] else None
        last = self.codes.near(code, on)
        if version is not None and self.context.may_write(version.organisation.unit):
            subject.organisation = version.organisation
            self.of_organisation[version.organisation_id] = subject
        elif last is not None and last.starts_on <= on and not row["opened_on"]:
            self.plan.error(
                row,
                "code",
                _("%(name)s đã kết thúc từ ngày %(day)s.")
                % {"name": last.name, "day": day(last.ends_on or on)},
            )
        else:
            subject.is_new = True
            self._check_code_is_free(subject)

    def _check_code_is_free(self, subject: Subject) -> None:
        row = subject.row
        for version in self.everywhere.of(row["code"]):
            is_over = version.ends_on is not None and version.ends_on <= subject.on
            is_later = row["closed_on"] is not None and version.starts_on >= row["closed_on"]
            if not is_over and not is_later:
                self.plan.error(
                    row, "code", _("Mã này đang là mã của một tổ chức khác trong những ngày này.")
                )
                return

    def _load(self) -> None:
        known = self.of_organisation
        rows = in_chunks(OrganisationVersion.objects.select_related("organisation"), "organisation_id", known)
        for version in sorted(rows, key=lambda each: each.starts_on):
            subject = known[version.organisation_id]
            subject.timeline.append(version)
            subject.organisation = subject.timeline[0].organisation
        for link in in_chunks(OrganisationUnit.objects, "organisation_id", known):
            known[link.organisation_id].links.append(link)
        for subject in known.values():
            opened_on, row = subject.organisation.opened_on, subject.row
            begins = row["opened_on"] if row["opened_on"] and row["opened_on"] > opened_on else None
            subject.on = max(begins or self.context.on, opened_on)
            ends_on = subject.organisation.closed_on or row["closed_on"]
            if ends_on and subject.on >= ends_on:
                subject.on = max(ends_on - timedelta(days=1), opened_on)
            if subject.organisation.closed_on and row["closed_on"] != subject.organisation.closed_on:
                self.plan.error(
                    row,
                    "code",
                    _("%(name)s đã kết thúc từ ngày %(day)s.")
                    % {"name": subject.timeline[-1].name, "day": day(subject.organisation.closed_on)},
                )

    # --- where is it? ---
    def _find_units(self, subject: Subject) -> None:
        row = subject.row
        main = find_dated(self.plan, self.context, self.units, row, "unit_code", subject.on, _("đơn vị"))
        found = [main] if main else []
        for code in row["other_unit_codes"] or ():
            one = {**row, "other_unit_codes": code}
            version = find_dated(
                self.plan, self.context, self.units, one, "other_unit_codes", subject.on, _("đơn vị")
            )
            if version is not None and version.unit_id not in {each.unit_id for each in found}:
                found.append(version)
        subject.units = found

    def _find_parent(self, subject: Subject) -> None:
        row, code = subject.row, subject.row["parent_code"]
        if code is None:
            return
        other = self.in_file.get(code)
        if other is not None and other.is_new:
            if other is subject:
                self.plan.error(row, "parent_code", _("Một tổ chức không thể trực thuộc chính nó."))
            elif other.on > subject.on:
                self.plan.error(
                    row,
                    "parent_code",
                    _("%(name)s (hàng %(row)s) chỉ có từ ngày %(from)s, sau ngày %(day)s.")
                    % {
                        "name": other.row["name"],
                        "row": other.row["row"],
                        "from": day(other.on),
                        "day": day(subject.on),
                    },
                )
            other.organisation = other.organisation or Organisation()
            subject.parent = other.organisation
        else:
            version = find_dated(
                self.plan, self.context, self.codes, row, "parent_code", subject.on, _("tổ chức cấp trên")
            )
            subject.parent = version.organisation if version else None
        if subject.parent is not None and self._is_beneath(subject.parent, subject):
            self.plan.error(
                row, "parent_code", _("Tổ chức cấp trên này lại trực thuộc chính tổ chức ở hàng này.")
            )

    def _is_beneath(self, parent: Organisation, subject: Subject) -> bool:
        """Whether following the parents, as the file says them or as they are, leads back to the row."""
        by_identity = {id(each.organisation): each for each in self.subjects if each.organisation is not None}
        seen: set = set()
        current = parent
        while current is not None and (current.pk or id(current)) not in seen:
            if current is subject.organisation:
                return True
            if subject.organisation is not None and current.pk and current.pk == subject.organisation.pk:
                return True
            seen.add(current.pk or id(current))
            said = by_identity.get(id(current)) or self.of_organisation.get(current.pk)
            if said is not None and said.parent is not None:
                current = said.parent
            else:
                parent_id = self._parents_now.get(current.pk)
                current = Organisation(pk=parent_id) if parent_id else None
        return False

    @cached_property
    def _parents_now(self) -> dict:
        rows = OrganisationVersion.objects.on(self.context.on).exclude(parent=None)
        return dict(rows.values_list("organisation_id", "parent_id"))

    def _check_closing(self) -> None:
        closing = {
            each.organisation.pk: each
            for each in self.subjects
            if not each.is_new and each.row["closed_on"] and each.timeline
            if each.organisation.closed_on is None
        }
        staying = defaultdict(set)
        for child in in_chunks(OrganisationVersion.objects, "parent_id", closing):
            closed_on = closing[child.parent_id].row["closed_on"]
            said = self.of_organisation.get(child.organisation_id)
            leaves = said is not None and (
                (said.row["closed_on"] is not None and said.row["closed_on"] <= closed_on)
                or (said.parent is not None and said.parent.pk != child.parent_id and said.on <= closed_on)
            )
            if (child.ends_on is None or child.ends_on > closed_on) and not leaves:
                staying[child.parent_id].add(child.organisation_id)
        for pk, subject in closing.items():
            row, last = subject.row, subject.timeline[-1]
            if row["closed_on"] <= last.starts_on:
                self.plan.error(
                    row,
                    "closed_on",
                    _("%(unit)s đã có thay đổi từ ngày %(day)s; không thể kết thúc trước ngày đó.")
                    % {"unit": last.name, "day": day(last.starts_on)},
                )
            elif staying[pk]:
                self.plan.error(
                    row,
                    "closed_on",
                    _("Còn %(count)s tổ chức trực thuộc %(name)s. Hãy chuyển hoặc kết thúc trong cùng tệp.")
                    % {"count": len(staying[pk]), "name": last.name},
                )

    # --- what is done ---
    def _open(self, subject: Subject) -> None:
        row, ends_on = subject.row, subject.row["closed_on"]
        if ends_on and ends_on <= subject.on:
            self.plan.error(row, "closed_on", _("Ngày kết thúc phải sau ngày lập."))
            return
        organisation = subject.organisation = subject.organisation or Organisation()
        organisation.kind, organisation.branch_type = row["kind"], row["branch_type"] or ""
        organisation.unit = subject.units[0].unit
        organisation.opened_on, organisation.closed_on = subject.on, ends_on
        self.plan.make(row, organisation)
        self.plan.make(
            row,
            OrganisationVersion(
                organisation=organisation,
                parent=subject.parent,
                code=row["code"],
                name=row["name"],
                starts_on=subject.on,
                ends_on=ends_on,
            ),
        )
        for number, version in enumerate(subject.units):
            self._link(subject, version.unit, subject.on, ends_on, is_main=number == 0)
        self.plan.say(row, ADDED, subject.title, [_("từ ngày %(day)s") % {"day": day(subject.on)}])

    def _change(self, subject: Subject) -> None:
        row, organisation, version = subject.row, subject.organisation, subject.version
        details = []
        for name in ("kind", "branch_type"):
            if row[name] is not None and getattr(organisation, name) != row[name]:
                before = getattr(organisation, f"get_{name}_display")()
                self.plan.alter(row, organisation, **{name: row[name]})
                after = getattr(organisation, f"get_{name}_display")()
                details.append(from_to(organisation._meta.get_field(name).verbose_name, before, after))
        parent_id = subject.parent.pk if subject.parent is not None else None
        says_parent = "parent_code" in self.table.present and row["parent_code"] is not None
        if version.name != row["name"] or (
            says_parent and (parent_id is None or version.parent_id != parent_id)
        ):
            if version.name != row["name"]:
                details.append(from_to(_("tên"), version.name, row["name"]))
            if says_parent and (parent_id is None or version.parent_id != parent_id):
                details.append(_("tổ chức cấp trên: mã %(code)s") % {"code": row["parent_code"]})
            self._write_version(subject, version, subject.parent if says_parent else None)
        details += self._move(subject)
        if row["closed_on"] and organisation.closed_on is None:
            self._end(subject)
        self.plan.say(row, CHANGED if details else UNCHANGED, subject.title, details)

    def _write_version(self, subject: Subject, version: OrganisationVersion, parent) -> None:
        row = subject.row
        values = {"name": row["name"], **({"parent": parent} if parent is not None else {})}
        if version.starts_on >= subject.on:
            self.plan.alter(row, version, **values)
            return
        following = OrganisationVersion(
            organisation=subject.organisation,
            parent_id=version.parent_id,
            code=version.code,
            starts_on=subject.on,
            ends_on=version.ends_on,
        )
        for name, value in values.items():
            setattr(following, name, value)
        self.plan.alter(row, version, ends_on=subject.on)
        self.plan.make(row, following)
        subject.timeline.append(following)

    def _move(self, subject: Subject) -> list[str]:
        """The ground: a new main unit ends the old one's link, further units are added, none is taken away."""
        row, details = subject.row, []
        standing = [link for link in subject.links if link.holds_on(subject.on)]
        main = next((link for link in standing if link.is_main), None)
        wanted = subject.units[0].unit
        if main is None or main.unit_id != wanted.pk:
            details.append(_("địa bàn: %(name)s") % {"name": subject.units[0].name})
            if main is not None and main.starts_on >= subject.on:
                self.plan.alter(row, main, unit=wanted)
            else:
                if main is not None:
                    self.plan.alter(row, main, ends_on=subject.on)
                self._link(subject, wanted, subject.on, None, is_main=True)
            self.plan.alter(row, subject.organisation, unit=wanted)
        for version in subject.units[1:]:
            covered = {link.unit_id for link in subject.links if link.holds_on(subject.on)}
            if version.unit_id not in covered:
                details.append(_("thêm địa bàn: %(name)s") % {"name": version.name})
                self._link(subject, version.unit, subject.on, None, is_main=False)
        return details

    def _link(self, subject: Subject, unit, starts_on, ends_on, *, is_main: bool) -> None:
        link = OrganisationUnit(
            organisation=subject.organisation,
            unit=unit,
            is_main=is_main,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        subject.links.append(self.plan.make(subject.row, link))

    def _end(self, subject: Subject) -> None:
        row, closed_on = subject.row, subject.row["closed_on"]
        self.plan.alter(row, subject.organisation, closed_on=closed_on)
        for each in (subject.timeline[-1], *subject.links):
            if each.ends_on is not None and each.ends_on <= closed_on:
                continue
            if each.pk is None:
                each.ends_on = closed_on
            else:
                self.plan.alter(row, each, ends_on=closed_on)
        self.plan.say(row, ENDED, subject.title, [_("không còn từ ngày %(day)s") % {"day": day(closed_on)}])

    # --- members, as numbers at a date ---
    def _load_counts(self) -> None:
        self.counts: dict[int, list[MemberCount]] = defaultdict(list)
        if COUNTS.keys() & self.table.present:
            for each in in_chunks(MemberCount.objects, "organisation_id", self.of_organisation):
                self.counts[each.organisation_id].append(each)

    def _count(self, subject: Subject) -> None:
        row = subject.row
        said = {name: row[key] for key, name in COUNTS.items() if row[key] is not None}
        if not said:
            return
        if "official" not in said:
            self.plan.error(row, "members_official", _("Chưa ghi số đảng viên chính thức."))
            return
        for key, name in COUNTS.items():
            if said.get(name, 0) < 0:
                self.plan.error(row, key, _("Số đảng viên không thể âm."))
                return
        if said.get("exempt", 0) > said["official"] + said.get("probationary", 0):
            self.plan.error(
                row,
                "members_exempt",
                _("Số đảng viên được miễn không thể nhiều hơn tổng số đảng viên."),
            )
            return
        counted_on = row["counted_on"] or self._counted_as_said(subject, said) or self.context.on
        own = self.counts[subject.organisation.pk] if subject.organisation.pk else []
        known = next((each for each in own if each.counted_on == counted_on), None)
        if known is None:
            self.plan.make(row, MemberCount(organisation=subject.organisation, counted_on=counted_on, **said))
        elif not self.plan.alter(row, known, **said):
            return
        total = said["official"] + said.get("probationary", 0)
        self.plan.say(
            row,
            CHANGED,
            subject.title,
            [_("%(count)s đảng viên, tính đến %(day)s") % {"count": total, "day": day(counted_on)}],
        )

    def _counted_as_said(self, subject: Subject, said: dict) -> date | None:
        """The day of the latest count, where the file gives no day and the numbers are still the same."""
        own = self.counts[subject.organisation.pk] if subject.organisation.pk else []
        latest = max(own, key=lambda each: each.counted_on, default=None)
        if latest is not None and all(getattr(latest, name) == value for name, value in said.items()):
            return latest.counted_on
        return None


KIND = Kind(
    name="organisations",
    title=gettext_lazy("Tổ chức đảng"),
    columns=columns,
    check=check,
    present=("parent_code",),
)
