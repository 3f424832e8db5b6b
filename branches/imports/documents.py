"""Official documents from a list, and how a document of a list or a scheme is cited: by type, number and date."""

import re
from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import (
    correct,
    in_chunks,
    not_there,
    offered,
    organisation_codes,
    said_codes,
    unit_codes,
)
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, day, from_to
from branches.models import DocumentRelation, OfficialDocument, Organisation
from common.spreadsheets.cells import CellError, to_date
from common.spreadsheets.columns import Column, Table
from common.text import match_key, search_key

# How lists write the types that domain.md names; other types stay as they are written.
_TYPES = {
    "quyet dinh": "QĐ",
    "qd": "QĐ",
    "quy dinh": "QĐi",
    "qdi": "QĐi",
    "ke hoach": "KH",
    "thong bao": "TB",
    "nghi quyet": "NQ",
    "chi thi": "CT",
    "chuong trinh": "CTr",
    "ctr": "CTr",
    "ket luan": "KL",
    "huong dan": "HD",
    "quy che": "QC",
    "cong van": "CV",
    "to trinh": "TTr",
    "bao cao": "BC",
}


def columns():
    return [
        Column(
            "issuer_code",
            gettext_lazy("Mã nơi ban hành"),
            required=True,
            kind="code",
            aliases=("Nơi ban hành", "Cơ quan ban hành"),
            example="VD",
            note=gettext_lazy("Mã tổ chức đảng, hoặc mã đơn vị cho cấp ủy của đơn vị đó."),
        ),
        Column(
            "type",
            gettext_lazy("Loại văn bản"),
            required=True,
            aliases=("Loại",),
            max_length=40,
            example="QĐ",
            note=gettext_lazy("QĐ, QĐi, KH, TB, NQ, CT, CTr, KL, HD …"),
        ),
        Column(
            "number",
            gettext_lazy("Số, ký hiệu"),
            required=True,
            kind="code",
            max_length=40,
            aliases=("Số", "Số hiệu", "Số ký hiệu", "Số văn bản"),
            example="01-VD/HU",
        ),
        Column(
            "issued_on",
            gettext_lazy("Ngày ban hành"),
            required=True,
            kind="date",
            aliases=("Ngày", "Ngày ký"),
            example="2020-06-01",
        ),
        Column(
            "title",
            gettext_lazy("Trích yếu"),
            required=True,
            max_length=500,
            aliases=("Trích yếu nội dung", "Tên văn bản", "Nội dung"),
            example="Về việc ví dụ",
        ),
        Column("term", gettext_lazy("Nhiệm kỳ"), max_length=20),
        Column("effective_on", gettext_lazy("Có hiệu lực từ"), kind="date", aliases=("Ngày có hiệu lực",)),
        Column("signer", gettext_lazy("Người ký"), max_length=120),
        Column(
            "relation",
            gettext_lazy("Quan hệ"),
            kind="choice",
            choices=dict(DocumentRelation.Relation.choices),
        ),
        Column(
            "relates_to",
            gettext_lazy("Với văn bản"),
            kind="list",
            aliases=("Văn bản liên quan",),
            note=gettext_lazy(
                "Loại, số và ngày: QĐ 634-QĐ/HU 01/09/2016; chỉ ghi số thì là văn bản gần nhất mang số đó."
            ),
        ),
    ]


def type_of(text: str) -> str:
    """The abbreviation by which a type is kept: "Quyết định" is QĐ."""
    if text in _TYPES.values():
        return text
    return _TYPES.get(search_key(text), text)


class Issuers:
    """The unit and the organisation (None for the unit's own committee) that a code names as an issuer."""

    def __init__(self, plan: Plan, context: Context, codes):
        self.plan, self.context = plan, context
        self.organisations = organisation_codes(codes, context)
        self.units = unit_codes(codes, context, only_writable=False)

    def find(self, row: dict, key: str, on: date):
        """(unit, organisation) of the row's code on `on`; None where it names nothing, with an error said."""
        found = self._on(row[key], on)
        if found is None:
            right = offered(row[key], lambda code: self._on(code, on) is not None)
            if right is None:
                codes = self.organisations if self.organisations.of(row[key]) else self.units
                sentence = not_there(self.context, codes, row[key], on, _("nơi ban hành"))
                self.plan.error(row, key, sentence)
                return None
            correct(self.plan, self.context, row, key, right)
            found = self._on(right, on)
        return found

    def _on(self, code: str, on: date):
        """On the day concerned; a document older than the map is that of whoever bears the code on the import's day."""
        body = self.organisations.on(code, on) or self.organisations.on(code, self.context.on)
        if body is not None:
            organisation = body.organisation
            is_committee = organisation.kind == Organisation.Kind.COMMITTEE
            return organisation.unit, None if is_committee else organisation
        unit = self.units.on(code, on) or self.units.on(code, self.context.on)
        return (unit.unit, None) if unit is not None else None


class Citations:
    """Documents of some issuers, found by number. `find` wants the latest on or before a day; two are an error."""

    def __init__(self, unit_ids):
        self._by_issuer = defaultdict(list)
        for document in in_chunks(OfficialDocument.objects.all(), "issuer_unit_id", unit_ids):
            self.add(document)

    def add(self, document: OfficialDocument) -> None:
        self._by_issuer[_issuer(document)].append(document)

    def documents(self) -> list[OfficialDocument]:
        return [document for documents in self._by_issuer.values() for document in documents]

    def find(
        self,
        issuer,
        *,
        number: str,
        on: date,
        type_: str | None = None,
        issued_on: date | None = None,
        apart_from=None,
    ):
        """(document, refusal): the document that is cited, or the sentence that says why there is none.

        `issuer` is (unit, organisation). Without `issued_on` it is the latest on or before `on`.
        """
        unit, organisation = issuer
        key = unit.pk, organisation.pk if organisation else None
        candidates = [
            each
            for each in self._by_issuer[key]
            if each is not apart_from
            and is_number(each.number, number)
            and (type_ is None or search_key(each.type) == search_key(type_of(type_)))
            and (each.issued_on == issued_on if issued_on else each.issued_on <= on)
        ]
        exact = [each for each in candidates if match_key(each.number) == match_key(number)]
        candidates = exact or candidates
        latest = max((each.issued_on for each in candidates), default=None)
        candidates = [each for each in candidates if each.issued_on == latest]
        said = " ".join(filter(None, [type_, number, day(issued_on) if issued_on else ""]))
        if not candidates:
            return None, _(
                "Không có văn bản “%(said)s” của nơi ban hành này đến ngày %(day)s; hãy nhập văn bản trước."
            ) % {"said": said, "day": day(issued_on or on)}
        if len(candidates) > 1:
            return None, _("Có %(count)s văn bản “%(said)s”; hãy ghi đủ loại, số và ngày.") % {
                "count": len(candidates),
                "said": said,
            }
        return candidates[0], ""


def is_number(number: str, said: str) -> bool:
    """Whether `said` is the number: all of it, or its part before the sign (634 for 634-QĐ/HU)."""
    if match_key(number) == match_key(said):
        return True
    return said.isdigit() and re.split(r"[-/ ]", number)[0].lstrip("0") == said.lstrip("0")


def read_citation(text: str) -> dict:
    """ "QĐ 634-QĐ/HU 2016-09-01" as {"type_", "number", "issued_on"}; type and date may be missing."""
    words = [word for word in text.split() if search_key(word) not in ("so", "ngay")]
    found: dict = {"type_": None, "issued_on": None}
    try:
        found["issued_on"] = to_date(words[-1])
        words = words[:-1]
    except (CellError, IndexError):
        pass
    for length in (2, 1):
        if len(words) > length and (
            search_key(" ".join(words[:length])) in _TYPES or " ".join(words[:length]) in _TYPES.values()
        ):
            found["type_"] = type_of(" ".join(words[:length]))
            words = words[length:]
            break
    return {**found, "number": " ".join(words)}


def _issuer(document: OfficialDocument):
    return document.issuer_unit_id, document.issuer_organisation_id


def check(table: Table, context: Context) -> Plan:
    plan = Plan(table)
    rows = [row for row in table.rows if not plan.is_bad(row)]
    issuers = Issuers(plan, context, said_codes(rows, "issuer_code"))
    for row in rows:
        row["issuer"] = issuers.find(row, "issuer_code", row["issued_on"])
        if row["issuer"] and not context.may_write(row["issuer"][0]):
            row["issuer"] = None
            plan.error(
                row,
                "issuer_code",
                context.unknown(
                    _("Không có %(label)s mã “%(code)s”%(where)s."),
                    label=_("nơi ban hành"),
                    code=row["issuer_code"],
                ),
            )
        row["type"] = type_of(row["type"])
    rows = [row for row in rows if row["issuer"]]
    units = {row["issuer"][0].pk for row in rows}
    citations = Citations(units)
    known = {_key(each): each for each in citations.documents()}
    documents: dict[int, OfficialDocument] = {}
    said: dict[tuple, dict] = {}
    for row in rows:
        key = _key_of_row(row)
        if key in said and not row["relates_to"]:
            plan.error(row, "number", _("Văn bản này đã có ở hàng %(row)s.") % {"row": said[key]["row"]})
            continue
        document = known.get(key)
        if document is None:
            document = known[key] = _add(plan, row)
            citations.add(document)
        elif key not in said:
            _change(plan, row, document)
        else:
            plan.say(row, UNCHANGED, str(document))
        said.setdefault(key, row)
        documents[row["row"]] = document
    _relate(plan, rows, documents, citations)
    return plan


def _key(document: OfficialDocument):
    return (*_issuer(document), search_key(document.type), match_key(document.number), document.issued_on)


def _key_of_row(row: dict):
    unit, organisation = row["issuer"]
    return (
        unit.pk,
        organisation.pk if organisation else None,
        search_key(row["type"]),
        match_key(row["number"]),
        row["issued_on"],
    )


def _add(plan: Plan, row: dict) -> OfficialDocument:
    unit, organisation = row["issuer"]
    document = OfficialDocument(
        issuer_unit=unit,
        issuer_organisation=organisation,
        type=row["type"],
        number=row["number"],
        issued_on=row["issued_on"],
        title=row["title"],
        term=row["term"] or "",
        effective_on=row["effective_on"],
        signer=row["signer"] or "",
    )
    plan.make(row, document)
    plan.say(row, ADDED, str(document), [_("ngày %(day)s") % {"day": day(row["issued_on"])}])
    return document


def _change(plan: Plan, row: dict, document: OfficialDocument) -> None:
    said = {
        name: row[name]
        for name in ("title", "term", "effective_on", "signer")
        if row[name] is not None and row[name] != getattr(document, name)
    }
    details = [
        from_to(document._meta.get_field(name).verbose_name, getattr(document, name), value)
        for name, value in said.items()
    ]
    plan.alter(row, document, **said)
    plan.say(row, CHANGED if details else UNCHANGED, str(document), details)


def _relate(plan: Plan, rows: list[dict], documents: dict, citations: Citations) -> None:
    ids = {each.pk for each in documents.values()} - {None}
    known = {
        (each.document_id, each.relates_to_id): each
        for each in in_chunks(DocumentRelation.objects.all(), "document_id", ids)
    }
    for row in rows:
        document = documents.get(row["row"])
        if document is None or plan.is_bad(row):
            continue
        if bool(row["relation"]) != bool(row["relates_to"]):
            key = "relates_to" if row["relation"] else "relation"
            plan.error(
                row, key, _("Hãy ghi cả quan hệ (sửa đổi, bổ sung hoặc thay thế) và văn bản liên quan.")
            )
            continue
        for text in row["relates_to"] or ():
            cited = read_citation(text)
            other, refusal = citations.find(row["issuer"], on=row["issued_on"], apart_from=document, **cited)
            if other is None:
                plan.error(row, "relates_to", refusal)
                continue
            key = document.pk or id(document), other.pk or id(other)
            relation = known.get(key)
            if relation is None:
                known[key] = plan.make(
                    row, DocumentRelation(document=document, relates_to=other, relation=row["relation"])
                )
            elif not plan.alter(row, relation, relation=row["relation"]):
                continue
            label = DocumentRelation.Relation(row["relation"]).label
            plan.say(row, CHANGED, str(document), [f"{label}: {other}"])


KIND = Kind(name="documents", title=gettext_lazy("Văn bản"), columns=columns, check=check)
