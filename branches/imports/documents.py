"""Official documents from a list, with what each does to an earlier one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.citations import Citations, Issuers, issuer_of, read_citation, type_of
from branches.imports.codes import in_chunks, said_codes
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, day, from_to
from branches.models import DocumentRelation, OfficialDocument
from common.spreadsheets.columns import Column, Table
from common.text import match_key, search_key


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
    return (*issuer_of(document), search_key(document.type), match_key(document.number), document.issued_on)


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
