"""Schemes from a list, with or without a preset: an absent column leaves the preset, a present and empty one is no limit."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.imports.finding import Groups
from assignments.models import Scheme, SchemeDocument
from assignments.presets import PRESETS
from assignments.rules import parse_choice
from branches.imports.citations import Citations, Issuers, read_citation
from branches.imports.codes import in_chunks, said_codes
from branches.imports.levels import LevelWords
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, day, from_to
from common.spreadsheets.cells import CellError, choice_reader
from common.spreadsheets.columns import Column, Table
from common.text import search_key

LIMITS = (
    "max_assignees_per_target",
    "max_targets_per_assignee",
    "wanted_targets_per_assignee",
    "turns_per_month",
    "report_days",
    "pilot_ends_on",
    "ends_on",
)
GroupLink = Scheme.eligible_groups.through


def columns():
    return [
        Column(
            "code",
            gettext_lazy("Mã chủ trương"),
            required=True,
            kind="code",
            max_length=60,
            aliases=("Mã",),
            example="vi-du-2020",
        ),
        Column(
            "name",
            gettext_lazy("Tên chủ trương"),
            max_length=200,
            aliases=("Tên", "Chủ trương"),
            example="Chủ trương Ví Dụ",
        ),
        Column(
            "issuer_code",
            gettext_lazy("Mã nơi ban hành"),
            required=True,
            kind="code",
            aliases=("Nơi ban hành", "Cấp ủy ban hành"),
            example="VD",
        ),
        Column("preset", gettext_lazy("Mẫu"), aliases=("Theo mẫu",), note=", ".join(PRESETS)),
        Column("parent_scheme", gettext_lazy("Nối với chủ trương mã"), kind="code"),
        Column(
            "target_kind",
            gettext_lazy("Theo dõi"),
            kind="choice",
            choices=dict(Scheme.TargetKind.choices),
        ),
        Column("target_level", gettext_lazy("Cấp được theo dõi"), note=gettext_lazy("tỉnh, huyện, xã, ấp")),
        Column(
            "assignee_kinds",
            gettext_lazy("Ai được phân công"),
            kind="list",
            note="; ".join(str(label) for label in Scheme.AssigneeKind.labels),
        ),
        Column("eligible_groups", gettext_lazy("Nhóm được phân công"), kind="list"),
        Column("max_assignees_per_target", gettext_lazy("Nhiều nhất mấy người một nơi"), kind="int"),
        Column("max_targets_per_assignee", gettext_lazy("Nhiều nhất mấy nơi một người"), kind="int"),
        Column("wanted_targets_per_assignee", gettext_lazy("Nên mấy nơi một người"), kind="int"),
        Column(
            "choice",
            gettext_lazy("Được chọn dự"),
            note=gettext_lazy(
                "any, zone, commune, branch; hoặc theo nhóm: standing=any;committee=commune;specialist=commune"
            ),
        ),
        Column("turns_per_month", gettext_lazy("Số lượt dự mỗi tháng"), kind="int"),
        Column("announced", gettext_lazy("Báo trước"), kind="bool", aliases=("Có báo trước",)),
        Column("report_days", gettext_lazy("Báo cáo trong mấy ngày"), kind="int"),
        Column("is_pilot", gettext_lazy("Thí điểm"), kind="bool"),
        Column("pilot_ends_on", gettext_lazy("Hết thí điểm từ ngày"), kind="date"),
        Column("motto", gettext_lazy("Phương châm"), max_length=300),
        Column("starts_on", gettext_lazy("Từ ngày"), kind="date"),
        Column("ends_on", gettext_lazy("Kết thúc từ ngày"), kind="date"),
        Column(
            "documents",
            gettext_lazy("Văn bản làm cơ sở"),
            kind="list",
            note=gettext_lazy("Loại, số và ngày của từng văn bản, cách nhau bằng dấu ;"),
        ),
    ]


def check(table: Table, context: Context) -> Plan:
    return _Check(table, context).run()


class _Check:
    def __init__(self, table: Table, context: Context):
        self.table, self.context, self.plan = table, context, Plan(table)
        rows = table.rows
        self.groups, self.levels = Groups(self.plan), LevelWords()
        self.issuers = Issuers(self.plan, context, said_codes(rows, "issuer_code"))
        codes = said_codes(rows, "code", "parent_scheme")
        codes |= {
            f"{row['code']}{each.suffix}" for row in rows for each in PRESETS.get(_preset(row) or "", ())
        }
        schemes = in_chunks(Scheme.objects.select_related("issuer"), "code", codes)
        self.everywhere = {each.code: each for each in schemes}
        self.known = {
            code: each for code, each in self.everywhere.items() if context.may_refer_to(each.issuer)
        }
        self.made: dict[str, Scheme] = {}

    def run(self) -> Plan:
        seen: dict[str, int] = {}
        rows = []
        for row in self.table.rows:
            if self.plan.is_bad(row):
                continue
            if row["code"] in seen:
                self.plan.error(
                    row,
                    "code",
                    _("Mã “%(code)s” đã có ở hàng %(row)s.")
                    % {"code": row["code"], "row": seen[row["code"]]},
                )
                continue
            seen[row["code"]] = row["row"]
            row["issuer"] = self.issuers.find(row, "issuer_code", row["starts_on"] or self.context.on)
            if row["issuer"] is not None and not self.context.may_write(row["issuer"][0]):
                self.plan.error(row, "issuer_code", _("Nơi ban hành này ngoài phạm vi của bạn."))
            self._read(row)
            rows.append(row)
        rows = self._parents_first([row for row in rows if not self.plan.is_bad(row)])
        for row in rows:
            row["scheme"] = self.known.get(row["code"])
            if row["scheme"] is None:
                self._add(row)
            else:
                self._change(row, row["scheme"])
        self._cite(rows)
        return self.plan

    # --- what the row says ---
    def _read(self, row: dict) -> None:
        """Completes the row with `values` (columns of Scheme that the file says) and `groups` (None: not said)."""
        values = row["values"] = {}
        present = self.table.present
        if row["name"] is not None:
            values["name"] = row["name"]
        for key in LIMITS:
            if key in present:
                values[key] = row[key]
                if isinstance(row[key], int) and row[key] < 1:
                    self.plan.error(
                        row, key, _("Số này phải từ 1 trở lên, hoặc để trống nếu không giới hạn.")
                    )
        if row["target_kind"] is not None:
            values["target_kind"] = row["target_kind"]
        if row["target_level"] is not None:
            values["target_level_id"] = self.levels.number(row["target_level"])
            if values["target_level_id"] is None:
                self.plan.error(row, "target_level", self.levels.refusal(row["target_level"]))
        if row["announced"] is not None:
            values["is_announced"] = row["announced"]
        if row["is_pilot"] is not None:
            values["is_pilot"] = row["is_pilot"]
        if "motto" in present:
            values["motto"] = row["motto"] or ""
        self._read_lists(row, values)
        if row["preset"] is not None and _preset(row) is None:
            self.plan.error(
                row,
                "preset",
                _("Không có mẫu %(preset)s. Các mẫu: %(known)s.")
                % {"preset": row["preset"], "known": ", ".join(PRESETS)},
            )

    def _read_lists(self, row: dict, values: dict) -> None:
        row["groups"] = None
        if "eligible_groups" in self.table.present:
            row["groups"] = [self.groups.named(row, word) for word in row["eligible_groups"]]
        if row["assignee_kinds"]:
            read = choice_reader(dict(Scheme.AssigneeKind.choices))
            values["assignee_kinds"] = self._chosen(row, "assignee_kinds", read, row["assignee_kinds"])
        if row["choice"] is not None:
            choice, by_group = parse_choice(row["choice"])
            read = choice_reader(dict(Scheme.Choice.choices))
            if choice is not None:
                values["choice"] = next(iter(self._chosen(row, "choice", read, [choice])), "")
            chosen = self._chosen(row, "choice", read, by_group.values())
            groups = [self._group_code(row, word) for word in by_group]
            values["choice_by_group"] = dict(zip(groups, chosen, strict=False))

    def _chosen(self, row: dict, key: str, read, words) -> list[str]:
        found = []
        for word in words:
            try:
                found.append(read(word))
            except CellError as error:
                self.plan.error(row, key, str(error))
        return found

    def _group_code(self, row: dict, word: str) -> str:
        group = self.groups.find(word)
        if group is None:
            self.plan.error(row, "choice", _("Không có nhóm cán bộ nào có mã %(code)s.") % {"code": word})
            return word
        return group.code

    def _parents_first(self, rows: list[dict]) -> list[dict]:
        """The rows so that a scheme comes after the one of the file that it is linked to."""
        by_code = {row["code"]: row for row in rows}
        ordered: list[dict] = []
        for row in rows:
            chain, current = [], row
            while current is not None and current not in ordered:
                if current in chain:
                    self.plan.error(
                        row, "parent_scheme", _("Các chủ trương không thể nối vòng tròn với nhau.")
                    )
                    break
                chain.append(current)
                current = by_code.get(current["parent_scheme"])
            ordered += [each for each in reversed(chain) if each not in ordered]
        return ordered

    # --- what is done ---
    def _parent(self, row: dict) -> Scheme | None:
        code = row["parent_scheme"]
        if code is None:
            return None
        found = self.made.get(code) or self.known.get(code)
        if found is None:
            self.plan.error(
                row,
                "parent_scheme",
                self.context.unknown(
                    _("Không có %(label)s mã “%(code)s”%(where)s."), label=_("chủ trương"), code=code
                ),
            )
        return found

    def _add(self, row: dict) -> None:
        unit = row["issuer"][0]
        starts_on = row["starts_on"] or (self.context.on if self.context.is_dated else unit.opened_on)
        parent = self._parent(row)
        preset = _preset(row)
        if preset is None and row["name"] is None:
            self.plan.error(row, "name", _("Chưa ghi “%(column)s”.") % {"column": _("Tên chủ trương")})
        made: dict[str, Scheme] = {}
        for each in PRESETS.get(preset or "", (None,)):
            fields, groups = (each.fields, each.groups) if each else ({}, ())
            fields = {**fields}
            if "target_level" in fields:
                fields["target_level_id"] = fields.pop("target_level")
            groups = [self.groups.by_code[code] for code in groups if code in self.groups.by_code]
            values = {
                "name": each.name if each else "",
                "assignee_kinds": [Scheme.AssigneeKind.CADRE],
                "ends_on": row["ends_on"],
                **fields,
                "parent_scheme": made.get(each.parent) if each else None,
            }
            if not made:
                values |= {**row["values"], "parent_scheme": parent}
                groups = groups if row["groups"] is None else row["groups"]
            code = row["code"] + (each.suffix if each else "")
            if code in self.everywhere:
                self.plan.error(row, "code", _("Mã “%(code)s” đã có chủ trương dùng.") % {"code": code})
            scheme = Scheme(code=code, issuer=unit, starts_on=starts_on, preset=preset or "", **values)
            made[each.suffix if each else ""] = self.made[code] = scheme
            self._check(row, scheme)
            self.plan.make(row, scheme)
            for group in groups:
                self.plan.make(row, GroupLink(scheme=scheme, cadregroup=group))
        row["scheme"] = next(iter(made.values()))
        details = [_("từ ngày %(day)s") % {"day": day(starts_on)}]
        details += [
            _("kèm %(name)s (mã %(code)s)") % {"name": each.name, "code": each.code}
            for each in [*made.values()][1:]
        ]
        self.plan.say(row, ADDED, row["scheme"].name, details)

    def _check(self, row: dict, scheme: Scheme) -> None:
        if scheme.target_kind == Scheme.TargetKind.UNIT and scheme.target_level_id is None:
            self.plan.error(row, "target_level", _("Hãy chọn cấp được theo dõi."))
        if scheme.pilot_ends_on and not scheme.is_pilot:
            self.plan.error(row, "pilot_ends_on", _("Chỉ chủ trương thí điểm mới có ngày hết thí điểm."))
        if scheme.pilot_ends_on and scheme.pilot_ends_on <= scheme.starts_on:
            self.plan.error(row, "pilot_ends_on", _("Ngày hết thí điểm phải sau ngày bắt đầu."))

    def _change(self, row: dict, scheme: Scheme) -> None:
        values = {**row["values"]}
        if row["starts_on"] is not None:
            values["starts_on"] = row["starts_on"]
        if row["parent_scheme"] is not None:
            values["parent_scheme"] = self._parent(row)
        details = []
        for name, value in values.items():
            field = scheme._meta.get_field(name)
            before = getattr(scheme, field.attname)
            now = value.pk if hasattr(value, "pk") else value
            if before != now or (hasattr(value, "pk") and value.pk is None):
                details.append(from_to(field.verbose_name, *map(_as_text, (before, now))))
        if details:
            self.plan.alter(row, scheme, **values, version=scheme.version + 1)
            self._check(row, scheme)
        if row["groups"] is not None:
            details += self._change_groups(row, scheme)
        if row["issuer"][0].pk != scheme.issuer_id:
            self.plan.error(row, "issuer_code", _("Không đổi được nơi ban hành của một chủ trương."))
        self.plan.say(row, CHANGED if details else UNCHANGED, scheme.name, details)

    def _change_groups(self, row: dict, scheme: Scheme) -> list[str]:
        links = list(GroupLink.objects.filter(scheme=scheme).select_related("cadregroup"))
        wanted = {group.code: group for group in row["groups"]}
        gone = [link for link in links if link.cadregroup.code not in wanted]
        fresh = [wanted[code] for code in wanted.keys() - {link.cadregroup.code for link in links}]
        for link in gone:
            self.plan.remove(link)
        for group in fresh:
            self.plan.make(row, GroupLink(scheme=scheme, cadregroup=group))
        details = [_("thêm nhóm: %(name)s") % {"name": group.name} for group in fresh]
        return details + [_("bớt nhóm: %(name)s") % {"name": link.cadregroup.name} for link in gone]

    def _cite(self, rows: list[dict]) -> None:
        citing = [row for row in rows if row["documents"] and not self.plan.is_bad(row)]
        citations = Citations({row["issuer"][0].pk for row in citing})
        schemes = {row["scheme"].pk for row in citing} - {None}
        known = {
            (link.scheme_id, link.document_id)
            for link in in_chunks(SchemeDocument.objects.all(), "scheme_id", schemes)
        }
        for row in citing:
            scheme = row["scheme"]
            for text in row["documents"]:
                document, refusal = citations.find(row["issuer"], on=scheme.starts_on, **read_citation(text))
                if document is None:
                    self.plan.error(row, "documents", refusal)
                elif (scheme.pk, document.pk) not in known:
                    known.add((scheme.pk, document.pk))
                    self.plan.make(row, SchemeDocument(scheme=scheme, document=document))
                    self.plan.say(
                        row, CHANGED, scheme.name, [_("dựa trên %(document)s") % {"document": document}]
                    )


def _preset(row: dict) -> str | None:
    """The key of the preset that a row names, however it is written (Bến Tre, ben_tre)."""
    if row["preset"] is None:
        return None
    key = search_key(row["preset"]).replace(" ", "-")
    return key if key in PRESETS else None


def _as_text(value):
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, dict):
        return "; ".join(f"{key}={each}" for key, each in value.items())
    return value


KIND = Kind(name="schemes", title=gettext_lazy("Chủ trương phân công"), columns=columns, check=check)
