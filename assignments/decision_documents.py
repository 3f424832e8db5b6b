"""The decision (or notice) of a change set as a printed document of the Party, with its annex (domain.md §3.3 and §5): an amending one
says old, new and why. Its words are Vietnamese; its number is what the office typed."""

from django.utils.translation import override

from assignments.facts.change_sets import ADDED, annex_columns, annex_lines, changed_places, is_amendment
from assignments.models import ChangeSet
from branches.issuing import TYPES, body_of, cited, lower_first
from branches.models import Paper
from branches.papers import worded_for
from branches.querysets.bodies import organisation_names
from common.documents import (
    Annex,
    Bold,
    Heading,
    Italic,
    Paragraph,
    PartyDocument,
    Points,
    Signature,
    Table,
    paragraphs,
)

DISCARDED = "ĐÃ BỎ"
DECISION = "QĐ"
_WIDTHS = {"number": 1.2, "name": 4, "post": 3, "agency": 4, "place": 4, "before": 3, "note": 3}
_REASON = "Lý do"
_AMENDED = {"amends": "sửa đổi, bổ sung", "replaces": "thay thế"}
_RECIPIENTS = [
    "Các đồng chí có tên trong phụ lục",
    "Cấp ủy nơi được theo dõi",
    "Ban Tổ chức",
    "Lưu Văn phòng",
]


def decision_document(change_set, *, day, footer="") -> PartyDocument:
    """Of `change_set` (its scheme and document at hand) as it stands; until it cites a document it is a draft without number."""
    document = change_set.document
    issuer = document.issuer_unit_id if document else change_set.scheme.issuer_id
    dated = document.issued_on if document else day
    body, higher, sign, place = body_of(issuer, dated)
    if document and document.issuer_organisation_id:
        found = organisation_names([document.issuer_organisation_id], dated)
        body = found.get(document.issuer_organisation_id, body)
    type_code = document.type if document else DECISION
    with override("vi"):
        places = changed_places(change_set)
        made = PartyDocument(
            higher_body=higher,
            issuing_body=body,
            number=document.number if document else "",
            symbol=f"{type_code}/{sign}",
            place=place,
            dated_on=document.issued_on if document else None,
            type_name=TYPES.get(type_code, TYPES[DECISION]),
            subject=_subject(change_set, places),
            body=_articles(change_set, places, body, type_code),
            signature=Signature(name=document.signer if document else ""),
            recipients=_RECIPIENTS,
            annexes=[annex_of(places)],
            footer=footer,
            watermark=DISCARDED if change_set.state == ChangeSet.State.DISCARDED else "",
        )
        bases = [_basis(each) for each in _rests_on(change_set)]
    return worded_for(made, issuer, Paper.Form.DECISION, dated, bases=bases)


def annex_of(places) -> Annex:
    """The annexed table of `places` (of `changed_places`), the columns that the spreadsheet has."""
    columns = annex_columns(places)
    rows = [[str(value) for value in line] for line in annex_lines(places)]
    amends = is_amendment(places)
    title = "Danh sách điều chỉnh, bổ sung phân công" if amends else "Danh sách phân công"
    table = Table(
        [_REASON if column.key == "note" and amends else str(column.heading) for column in columns],
        rows,
        widths=[_WIDTHS[column.key] for column in columns],
        aligns=["center" if column.key == "number" else "left" for column in columns],
    )
    return Annex(title, [table], is_landscape=True)


def _subject(change_set, places) -> str:
    if change_set.document and change_set.document.title.strip():
        return lower_first(change_set.document.title.strip())
    what = "điều chỉnh, bổ sung phân công" if is_amendment(places) else "phân công"
    return f"về việc {what}: {change_set.scheme.name}"


def _rests_on(change_set):
    """The documents of the scheme that came before this one, the oldest first."""
    links = change_set.scheme.document_links.select_related("document")
    documents = [link.document for link in links.order_by("document__issued_on", "pk")]
    return [each for each in documents if each.pk != change_set.document_id]


def _basis(document) -> Paragraph:
    return Paragraph([Italic(f"Căn cứ {cited(document)}, {lower_first(document.title.strip())};")])


def _articles(change_set, places, body, type_code) -> list:
    is_decision = type_code == DECISION
    head = Heading(f"{body} quyết định", 1) if is_decision else Paragraph([f"{body} thông báo như sau:"])
    texts = [_first(change_set, places), _second(change_set), _third(change_set, is_decision)]
    found = [head]
    for number, (text, *more) in enumerate(texts, start=1):
        label = f"Điều {number}." if is_decision else f"{number}."
        found += [Paragraph([Bold(label), f" {text}"]), *more]
    return found


def _first(change_set, places) -> list:
    people = {person.name for place in places for person in place.after}
    day = f"{change_set.effective_on:%d/%m/%Y}"
    if not is_amendment(places):
        return [
            f"Phân công {len(people)} người theo dõi, hỗ trợ {len(places)} nơi từ ngày {day} "
            "(có danh sách trong phụ lục kèm theo)."
        ]
    new = sum(place.kind == ADDED for place in places)
    said = f"trong đó {new} nơi được phân công mới" if new else "không có nơi được phân công mới"
    return [
        f"Điều chỉnh, bổ sung phân công ở {len(places)} nơi từ ngày {day}, {said} "
        "(có danh sách trong phụ lục kèm theo: phân công cũ, phân công mới, lý do)."
    ]


def _second(change_set) -> list:
    scheme = change_set.scheme
    if scheme.charter:
        return [f"Trách nhiệm, quyền hạn của người được phân công thực hiện theo {cited(scheme.charter)}."]
    parts = (
        ("Trách nhiệm của người được phân công:", scheme.assignee_duties),
        ("Quyền hạn của người được phân công:", scheme.assignee_powers),
        ("Trách nhiệm của cấp ủy nơi được theo dõi:", scheme.host_duties),
    )
    found = [block for title, text in parts if text.strip() for block in (Paragraph(title), *_lines(text))]
    if not found:
        return ["Người được phân công thực hiện trách nhiệm, quyền hạn theo quy định của cấp ủy."]
    return ["Trách nhiệm, quyền hạn:", *found]


def _lines(text) -> list:
    lines = paragraphs(text)
    return [Points([line.text for line in lines], "-")] if len(lines) > 1 else lines


def _third(change_set, is_decision) -> list:
    name = "Quyết định" if is_decision else "Thông báo"
    document = change_set.document
    relations = document.relations.select_related("relates_to").order_by("pk") if document else ()
    said = "".join(f" {name} này {_AMENDED[each.relation]} {cited(each.relates_to)}." for each in relations)
    return [
        "Văn phòng, Ban Tổ chức, cấp ủy nơi được theo dõi và các đồng chí có tên trong phụ lục chịu trách nhiệm "
        f"thi hành {name.lower()} này. {name} có hiệu lực từ ngày {change_set.effective_on:%d/%m/%Y}.{said}"
    ]
